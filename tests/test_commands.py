"""What a build puts where, for whom, and what it refuses; and what `check` and `show` say of it."""

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import pytest

from renderer.build.commands import BuildRequest, SurroundingsProblem, UsageProblem, build, check, show
from tests.sites import SQUARE, article, articles_read, built, found, opened, put, shown, site_of, tree

ROOT = Path(__file__).parent.parent

TOUR = {
    "site.toml": (
        'title = "Health"\nbase_url = "https://example.org/a/"\neditorial_policy_url = "/law/policy.html"\n'
        'advisory_board = "Checked by [the board](/law/board%20of.html) and [Asthma](asthma.md)."\n'
    ),
    "content/asthma.md": article(
        "See [the heart](deep/heart.md#signs), ![a lung](lung.svg), [the lung](lung.svg) and"
        " [rules](/law/policy.html).",
        title="'[Asthma and you]{.patient}[Asthma]{.else}'",
        summary="In [simple]{.patient} words, see [the heart](deep/heart.md)",
        aliases="[breath, old/breath]",
        updated="2025-10-29",
    ),
    "content/deep/heart.md": article(
        "## Signs\n\n::: clinician\n![trace](trace.svg)\n:::\n\n[back](../asthma.md)",
        title="'**Heart** and [x]{#place}'",
    ),
    "content/deep/only.md": article("Words.", title="ONLYCLINICIAN", audiences="[clinician]"),
    "content/lung.svg": SQUARE.format("lung"),
    "content/deep/trace.svg": SQUARE.format("trace"),
    "static/.nojekyll": "",
    "static/law/policy.html": "<p>policy",
    "static/law/board of.html": "<p>board",
    "audiences/patient.toml": (
        'name = "Patients"\norder = 1\ndisclaimer = "Ask. See [rules](/law/policy.html)."\n'
    ),
    "audiences/clinician.toml": 'name = "Clinicians"\norder = 2\n',
    "audiences/nurse.toml": 'name = "ThirdPeople"\norder = 3\nfalls_back_to = ["clinician"]\n',
}  # fmt: skip


class Addresses(HTMLParser):
    """The addresses in a page, its ids and the links within links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.nested = 0
        self._open = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        refresh = dict(attrs)
        if refresh.get("http-equiv") == "refresh":
            self.found.append((refresh["content"] or "").partition("url=")[2])
        if tag == "a":
            self.nested += self._open
            self._open += 1

    def handle_endtag(self, tag: str) -> None:
        self._open -= tag == "a"


KINDS = ("html", "txt")


@pytest.fixture
def tour(tmp_path: Path) -> Path:
    return site_of(tmp_path / "tour", TOUR)


def dead_ends(out: Path) -> list[str]:
    """Return the addresses in a built site that lead to no file of it, as a browser on the disk goes."""
    files = tree(out)
    pages = {path: Addresses(data.decode()) for path, data in files.items() if path.endswith(".html")}
    dead = []
    for path, page in pages.items():
        for address in page.found:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
            there = target in files and not target.startswith("..")
            if not there or (parts.fragment and parts.fragment not in pages[target].ids):
                dead.append(f"{path}: {address}")
    return dead


class TestWhatIsWhere:
    def test_every_file_of_a_build(self, tour: Path) -> None:
        built(tour)
        paths = [re.sub(r"[0-9a-f]{16}", "HASH", path) for path in tree(tour / "site")]
        editions = ["asthma", "deep/heart"]
        readers = ["patient", "clinician", "nurse"]
        assert sorted(paths) == sorted([
            ".nojekyll", "404.html", "index.html", "manifest.json", "sitemap.xml",
            "law/board of.html", "law/policy.html",
            "assets/HASH.svg", "assets/HASH.svg", "assets/script-HASH.js", "assets/style-HASH.css",
            "asthma/index.html", "breath/index.html", "old/breath/index.html",
            "deep/heart/index.html", "deep/only/index.html",
            "clinician/deep/only/index.html", "clinician/deep/only/index.txt",
            *(f"{one}/index.html" for one in readers),
            *(f"{one}/{old}/index.html" for one in readers for old in ("breath", "old/breath")),
            *(f"{one}/{name}/index.{kind}" for one in readers for name in editions for kind in KINDS),
        ])  # fmt: skip

    def test_every_link_leads_to_a_file(self, tour: Path) -> None:
        built(tour)
        assert dead_ends(tour / "site") == []
        for path, data in tree(tour / "site").items():
            if path.endswith(".html") and not path.startswith("law/"):
                page = Addresses(data.decode())
                assert page.nested == 0, path
                assert len(page.ids) == len(set(page.ids)), path
                assert not re.search(rb"<script(?! src=| type=.application/ld\+json)| on[a-z]+=", data), path

    def test_links_hold_for_each_part_of_a_site_too(self, tour: Path) -> None:
        for request in (
            {"audiences": ("clinician",)},
            {"formats": ("html",)},
            {"audiences": ("nurse", "patient")},
        ):
            built(tour, out=Path("part"), **request)
            assert dead_ends(tour / "part") == []

    def test_the_page_for_no_address_works_at_any_depth(self, tour: Path) -> None:
        built(tour)
        page = (tour / "site/404.html").read_text()
        addresses = Addresses(page).found
        assert addresses
        assert all(one.startswith(("https://example.org/a/", "#")) for one in addresses), addresses
        files = tree(tour / "site")
        assert all(
            unquote(one.removeprefix("https://example.org/a/")) in files for one in addresses if one[0] != "#"
        )
        put(tour, {"site.toml": 'title = "Health"\n'})
        built(tour)
        assert dead_ends(tour / "site") == []
        assert not (tour / "site/sitemap.xml").exists()

    def test_words_on_that_page_lead_from_the_root_as_well(self, tour: Path) -> None:
        template = (
            '{% extends "shipped:404.html" %}{% block bottom %}{{ page.site.advisory_board }}'
            " {{ page.site.editorial_policy_url }}{% endblock %}"
        )
        put(tour, {"templates/404.html": template})
        built(tour)
        page = (tour / "site/404.html").read_text()
        assert 'href="https://example.org/a/law/board%20of.html"' in page
        assert 'href="https://example.org/a/patient/asthma/index.html"' in page
        assert " https://example.org/a/law/policy.html" in page

    def test_a_sitemap_of_very_many_pages_is_split_as_the_standard_asks(
        self, tour: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = (built(tour).out / "sitemap.xml").read_text()
        monkeypatch.setattr("renderer.build.sitemap._MOST", 3)
        built(tour, force=True)
        places = re.findall(
            "<sitemap><loc>https://example.org/a/(.*?)</loc>", (tour / "site/sitemap.xml").read_text()
        )
        parts = [(tour / "site" / place).read_text() for place in places]
        assert len(parts) > 2
        assert [url for part in parts for url in re.findall("<url>.*", part)] == re.findall("<url>.*", whole)

    def test_the_sitemap_names_the_pages_that_people_look_for(self, tour: Path) -> None:
        built(tour)
        places = re.findall("<loc>(.*?)</loc>", (tour / "site/sitemap.xml").read_text())
        assert places == sorted(places)
        names = {one.removeprefix("https://example.org/a/") for one in places}
        pages = {path for path in tree(tour / "site") if path.endswith(".html")}
        redirects = {path for path in pages if "breath" in path}
        assert names == pages - redirects - {"404.html", "law/policy.html", "law/board of.html"}

    def test_a_former_address_leads_to_the_same_readers_page(self, tour: Path) -> None:
        built(tour)
        for path, to in (
            ("breath/index.html", "../asthma/index.html"),
            ("patient/breath/index.html", "../asthma/index.html"),
            ("nurse/old/breath/index.html", "../../asthma/index.html"),
        ):
            page = (tour / "site" / path).read_text()
            assert f'content="0; url={"../" * path.count("/")}' in page
            target = re.search(r"url=([^\"]*)", page)
            assert target is not None
            assert normpath(join(dirname(path), target[1])) == normpath(join(dirname(path), to))

    def test_without_a_title_the_site_has_a_name_all_the_same(self, tmp_path: Path) -> None:
        built(site_of(tmp_path, {"content/a.md": article()}))
        home = (tmp_path / "site/index.html").read_text()
        assert "<title>Articles</title>" in home
        assert '<a href="index.html">Articles</a>' in home

    def test_a_site_without_an_article(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, {"content/_later.md": "no article"})
        assert built(root).editions == 0
        assert dead_ends(root / "site") == []


class TestTheManifest:
    def test_it_is_exactly_what_was_promised(self, tour: Path) -> None:
        built(tour)
        put(tour, {"site/mine.txt": "mine"})
        put(
            tour,
            {
                "content/deep/only.md": article(
                    "Other.", title="Other", audiences="[clinician]", review="under-review"
                )
            },
        )
        built(tour)
        value = json.loads((tour / "site/manifest.json").read_bytes())
        assert set(value) == {"files", "editions"}
        files = tree(tour / "site")
        del files["manifest.json"], files["mine.txt"]
        kept = {path for path in files if path == ".previous-assets.json"}
        assert value["files"] == {path: sha256(files[path]).hexdigest() for path in files if path not in kept}
        assert list(value["files"]) == sorted(value["files"])
        paths = [one["path"] for one in value["editions"]]
        assert paths == sorted(paths)
        keys = {"path", "article", "audience", "format", "source", "title", "updated", "review"}
        assert all(set(one) == keys for one in value["editions"])
        (first,) = (one for one in value["editions"] if one["path"] == "patient/asthma/index.html")
        assert first == {
            "path": "patient/asthma/index.html", "article": "asthma", "audience": "patient", "format": "html",
            "source": "content/asthma.md", "title": "Asthma and you", "updated": "2025-10-29",
            "review": "submitted",
        }  # fmt: skip
        assert {one["review"] for one in value["editions"] if one["article"] == "deep/only"} == {
            "under-review"
        }


class TestWhoSpeaks:
    FILES: ClassVar = {
        "content/a.md": article(
            title="'[PATIENTWORD]{.patient}[CLINICIANWORD]{.clinician}[STUDENTWORD]{.student}'"
        ),
        "content/b.md": article(
            title="'[B for clinicians]{.clinician}[B for students]{.student}'",
            audiences="[student, clinician]",
        ),
    }  # fmt: skip

    @pytest.mark.parametrize(
        ("settings", "audiences", "word", "other"),
        [
            ("", (), "PATIENTWORD", "B for clinicians"),
            ('default_audience = "student"', (), "STUDENTWORD", "B for students"),
            ('default_audience = "student"', ("clinician",), "CLINICIANWORD", "B for clinicians"),
            ('default_audience = "student"', ("patient", "clinician"), "PATIENTWORD", "B for clinicians"),
        ],
    )
    def test_outside_the_audiences_folders(
        self, tmp_path: Path, settings: str, audiences: tuple[str, ...], word: str, other: str
    ) -> None:
        root = site_of(tmp_path, {**self.FILES, "site.toml": settings})
        built(root, audiences=audiences)
        home = (root / "site/index.html").read_text()
        assert word in home
        assert other in home
        assert word in (root / "site/a/index.html").read_text()
        assert other in (root / "site/b/index.html").read_text()
        words = {"PATIENTWORD", "CLINICIANWORD", "STUDENTWORD"} - {word}
        assert not any(one in home for one in words)

    def test_an_article_that_no_reader_of_the_build_has_is_nowhere(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, self.FILES)
        built(root, audiences=("patient",))
        assert not (root / "site/b").exists()
        assert not any(b"b/index" in data or b"B for" in data for data in tree(root / "site").values())


class TestAPartOfTheSite:
    """`-a` and `-f` build as if only these existed."""

    @pytest.mark.parametrize("name", ["patient", "clinician", "nurse"])
    def test_nothing_of_anybody_else_is_in_it(self, tour: Path, name: str) -> None:
        built(tour, audiences=(name,))
        text = b"".join(path.encode() + data for path, data in tree(tour / "site").items())
        people = {"patient": b"Patients", "clinician": b"Clinicians", "nurse": b"ThirdPeople"}
        assert people[name] in text
        for other in people.keys() - {name}:
            assert people[other] not in text
            assert f"{other}/".encode() not in text
        assert (b"ONLYCLINICIAN" in text) is (name == "clinician")
        assert (b"<title>trace" in text) is (name != "patient")

    def test_a_site_of_one_audience_alone_has_the_same_bytes(self, tmp_path: Path) -> None:
        words = "Read [this](b.md).\n\n![chart](c.svg){.patient}"
        files = {
            "content/a.md": article(words),
            "content/b.md": article(),
            "content/c.svg": SQUARE.format("c"),
        }
        whole = site_of(tmp_path / "whole", files)
        alone = site_of(
            tmp_path / "alone", {"audiences/patient.toml": 'name = "Patients"\norder = 1\n', **files}
        )
        built(whole, audiences=("patient",))
        built(alone)
        assert tree(whole / "site") == tree(alone / "site")

    def test_texts_alone_need_no_page_no_style_and_no_picture(self, tour: Path) -> None:
        built(tour, formats=("text",))
        files = tree(tour / "site")
        assert {path for path in files if path.endswith((".html", ".css", ".js"))} == {
            "law/policy.html", "law/board of.html"
        }  # fmt: skip
        assert (
            sum(path.startswith("assets/") for path in files) == 1
        )  # the picture that a word links to as well
        assert not any(
            b".html" in data
            for path, data in files.items()
            if path.endswith("asthma/index.txt") and b"law" not in data
        )
        places = re.findall("a/([^<]*)</loc>", files["sitemap.xml"].decode())
        assert places == sorted(path for path in files if path.endswith(".txt"))
        for path, data in files.items():
            if path.endswith(".txt"):
                for address in re.findall(r"<([^<>\s]+)>", data.decode().replace("\n", " ")):
                    if not urlsplit(address).scheme:
                        assert normpath(join(dirname(path), unquote(address.partition("#")[0]))) in files, (
                            address
                        )

    def test_checks_still_cover_all(self, tour: Path) -> None:
        put(tour, {"content/deep/only.md": article("[x]{.nobody}", audiences="[clinician]")})
        assert build(opened(tour), BuildRequest(audiences=("patient",))).failed

    def test_templates_are_checked_for_all_as_well(self, tour: Path) -> None:
        template = (
            '{% extends "shipped:article.html" %}{% block bottom %}'
            '{% if page.audience == "Clinicians" %}{{ page.nothing }}{% endif %}{% endblock %}'
        )
        put(tour, {"templates/article.html": template})
        outcome = build(opened(tour), BuildRequest(audiences=("patient",)))
        assert outcome.failed
        assert [one.code for one in outcome.diagnostics] == ["bad-template"]


class TestAssets:
    FILES: ClassVar = {
        "content/a.md": article("![one](one.svg){.patient}\n\n![two](two.svg){.clinician}\n\nWords."),
        "content/b.md": article("![same](deep/copy.svg)"),
        "content/one.svg": SQUARE.format("one"),
        "content/two.svg": SQUARE.format("two"),
        "content/deep/copy.svg": SQUARE.format("one"),
        "content/unused.svg": SQUARE.format("unused"),
    }

    @staticmethod
    def pictures(root: Path) -> set[str]:
        return {
            data.decode().partition("<title>")[2].partition("<")[0]
            for path, data in tree(root / "site").items()
            if path.endswith(".svg")
        }

    def test_they_are_named_by_content_and_shared(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, self.FILES)
        built(root)
        names = [path for path in tree(root / "site") if path.endswith(".svg")]
        assert len(names) == 2
        assert self.pictures(root) == {"one", "two"}
        for name in names:
            data = (root / "site" / name).read_bytes()
            assert name == f"assets/{sha256(data).hexdigest()[:16]}.svg"

    def test_those_of_the_build_before_stay_for_one_more(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, self.FILES)
        built(root)
        put(root, {"content/two.svg": SQUARE.format("new")})
        built(root)
        assert self.pictures(root) == {"one", "two", "new"}
        listed = json.loads((root / "site/manifest.json").read_bytes())["files"]
        assert sum(path.endswith(".svg") for path in listed) == 2
        put(root, {"content/two.svg": SQUARE.format("newer")})
        built(root)
        assert self.pictures(root) == {"one", "new", "newer"}

    def test_but_not_after_a_build_that_leaves_somebody_out(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, self.FILES)
        built(root)
        built(root, audiences=("patient",))
        assert self.pictures(root) == {"one"}

    def test_nor_a_format(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, self.FILES)
        built(root)
        built(root, formats=("text",))
        assert not (root / "site/assets").exists()

    def test_nor_where_there_was_no_edition(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, {"content/a.md": article(draft="true")})
        built(root)
        built(root, formats=("text",))
        assert not (root / "site/assets").exists()

    def test_flags_that_leave_nothing_out_change_nothing(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, self.FILES)
        built(root, audiences=("patient",))
        put(root, {"content/one.svg": SQUARE.format("new")})
        built(root, audiences=("patient",), formats=("text", "html"))
        assert self.pictures(root) == {"one", "new"}

    def test_pictures_of_an_audience_without_an_article_go_too(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, {
            "content/a.md": article(audiences="[patient]"), "content/c.svg": SQUARE.format("c"),
            "audiences/patient.toml": 'name = "P"\n',
            "audiences/clinician.toml": 'name = "C"\ndisclaimer = "![c](c.svg)"\n',
        })  # fmt: skip
        built(root)
        assert self.pictures(root) == {"c"}
        built(root, audiences=("patient",))
        assert self.pictures(root) == set()

    def test_a_picture_that_is_linked_to_is_there_for_the_text(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, {
            "content/a.md": article("[![chart](c.svg)](c.svg)"), "content/c.svg": SQUARE.format("c"),
        })  # fmt: skip
        built(root, formats=("text",))
        assert self.pictures(root) == {"c"}

    def test_an_unsafe_picture_is_an_error_of_whoever_shows_it(self, tmp_path: Path) -> None:
        files = {
            "content/a.md": article("![c](c.svg)"),
            "content/c.svg": "<svg><script/></svg>",
            "content/b.md": article(),
        }
        root = site_of(tmp_path, files)
        assert found(root) == ["content/c.svg:1 error[unsafe-svg]"]
        assert shown(root, "a", "patient") is None
        assert shown(root, "b", "patient") == "Words.\n"
        put(root, {"content/a.md": article("![c](c.svg)", draft="true")})
        assert found(root, strict=True) == ["content/c.svg:1 warning[unsafe-svg]"]
        put(root, {"audiences/patient.toml": 'name = "P"\ndisclaimer = "![c](c.svg)"\n'})
        assert found(root) == ["content/c.svg:1 error[unsafe-svg]"]


class TestTheSameBytes:
    def test_elsewhere_in_another_order_and_locale(self, tour: Path, tmp_path: Path) -> None:
        other = tmp_path / "somewhere else" / "é"
        for path in sorted(TOUR, reverse=True):
            put(other, {path: TOUR[path]})
        trees = []
        for folder, seed, locale in ((tour, "1", "C"), (other, "4242", "tr_TR.UTF-8")):
            env = {
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PYTHONHASHSEED": seed,
                "LC_ALL": locale,
                "TZ": f"X{seed[0]}",
            }
            subprocess.run(
                [sys.executable, "-m", "renderer", "build", "--site", folder], env=env, check=True,
                capture_output=True, cwd="/",
            )  # fmt: skip
            trees.append(tree(folder / "site"))
        assert trees[0] == trees[1]
        assert not any(str(tmp_path).encode() in data for data in trees[0].values())

    def test_a_second_build_changes_nothing(self, tour: Path) -> None:
        built(tour)
        before = tree(tour / "site")
        assert built(tour, force=True, jobs=2).written == 0
        assert tree(tour / "site") == before


class TestDrafts:
    def test_a_draft_is_checked_and_shown_and_never_built(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, {
            "content/a.md": article(), "content/d.md": article("DRAFTWORD", draft="true", aliases="[was]"),
        })  # fmt: skip
        assert built(root).articles == 1
        assert not any(b"DRAFTWORD" in data for data in tree(root / "site").values())
        assert not (root / "site/was").exists()
        assert not list((root / "site").glob("**/d/index.*"))
        assert shown(root, "d", "patient") == "DRAFTWORD\n"

    def test_its_errors_are_warnings_also_when_strict(self, tmp_path: Path) -> None:
        wrong = article("[x]{.nobody} [y](nowhere.md)", draft="true")
        root = site_of(tmp_path, {"content/a.md": article(), "content/d.md": wrong})
        expected = ["content/d.md:6 warning[unknown-class]", "content/d.md:6 warning[missing-article]"]
        assert found(root) == found(root, strict=True) == expected
        assert built(root, strict=True).articles == 1
        outcome = show(opened(root), "d", audience="patient", format="text", fragment=True)
        assert outcome.text is None
        assert {one.severity.value for one in outcome.diagnostics} == {"warning"}

    def test_a_link_to_one_is_an_error(self, tmp_path: Path) -> None:
        root = site_of(
            tmp_path, {"content/a.md": article("[d](d.md)"), "content/d.md": article(draft="true")}
        )
        assert found(root) == ["content/a.md:5 error[link-to-draft]"]
        assert build(opened(root), BuildRequest()).failed


class TestAliases:
    @pytest.mark.parametrize(
        ("files", "places"),
        [
            ({"content/b.md": article()}, ["a.md"]),
            ({"content/b/index.md": article()}, ["a.md"]),
            ({"content/b.md": b"\xff"}, ["a.md", "b.md"]),
            ({"content/c.md": article(aliases="[b]")}, ["a.md", "c.md"]),
            ({"content/c.md": article(aliases="[b]", draft="true")}, ["c.md"]),
            ({"content/c.md": article(aliases="[b/c]")}, []),
            ({"content/b/c.md": article()}, []),
            ({"static/b": "a file where a folder must be"}, ["a.md"]),
            ({"static/B/index.html": "x"}, ["a.md"]),
            ({"static/b/index.html/x": "x"}, ["a.md"]),
            ({"static/b/other.html": "x"}, []),
        ],
    )
    def test_an_address_has_one_owner(self, tmp_path: Path, files: dict[str, str], places: list[str]) -> None:
        root = site_of(tmp_path, {"content/a.md": article(aliases="[b]"), **files})
        paths = [one.split(":")[0].removeprefix("content/") for one in found(root)]
        assert paths == places
        if not places:
            built(root)
            assert dead_ends(root / "site") == []

    def test_check_and_show_of_one_article_know_it_too(self, tmp_path: Path) -> None:
        root = site_of(
            tmp_path, {"content/a.md": article(aliases="[c]"), "content/b.md": article(aliases="[c]")}
        )
        assert found(root, "a") == ["content/a.md:3 error[alias-taken]"]
        assert shown(root, "a", "patient") is None

    def test_twice_in_one_list(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, {"content/a.md": article(aliases="[b, b]")})
        assert found(root)


class TestWholeOrNotAtAll:
    def test_nothing_is_touched_by_any_kind_of_error(self, tour: Path) -> None:
        built(tour)
        before = tree(tour / "site")
        wrong: dict[str, str | bytes] = {
            "content/asthma.md": "no front matter",
            "content/new.md": b"\xff",
            "content/Bad Name.md": article(),
            "site.toml": "titel = 1",
            "audiences/porter.toml": "name = 1",
            "templates/home.html": "{% broken",
            "templates/article.txt": "{{ page.nothing }}",
            "content/references.yaml": "- id: 1\n- nonsense",
            "static/index.html": "mine",
        }
        for path, text in wrong.items():
            old = (tour / path).read_bytes() if (tour / path).exists() else None
            put(tour, {path: text})
            assert build(opened(tour), BuildRequest(force=True)).failed, path
            refused = build(opened(tour), BuildRequest())
            assert check(opened(tour), ()).diagnostics == refused.diagnostics, path
            assert tree(tour / "site") == before
            (tour / path).unlink() if old is None else (tour / path).write_bytes(old)
        assert built(tour).written == 0

    def test_all_kinds_are_said_in_one_run(self, tour: Path) -> None:
        put(tour, {
            "content/new.md": article("[x]{.nobody}"), "site.toml": "titel = 1\n[strings]\nnone = 'x'\n",
            "templates/home.html": "{{ page.nothing }}", "static/404.html": "x",
            "audiences/porter.toml": 'name = "N"\ndisclaimer = "::: nobody"\n',
            "content/references.json": '[{"id": "x"}]',
        })  # fmt: skip
        said = {one.partition("[")[2][:-1] for one in found(tour)}
        assert said >= {
            "unknown-class", "unknown-setting", "unknown-string", "static-clash", "bad-template",
            "missing-field",
        }  # fmt: skip

    def test_foreign_files_stay(self, tour: Path) -> None:
        built(tour)
        put(tour, {"site/CNAME": "example.org", "site/patient/notes.txt": "n"})
        put(tour, {"content/deep/only.md": article("Changed.", audiences="[clinician]")})
        built(tour)
        built(tour, audiences=("clinician",))
        assert (tour / "site/CNAME").read_text() == "example.org"
        assert (tour / "site/patient/notes.txt").read_text() == "n"
        assert "CNAME" not in (tour / "site/manifest.json").read_text()

    def test_a_folder_of_somebody_else_is_refused_before_anything(self, tour: Path) -> None:
        put(tour, {"theirs/thesis.txt": "x", "content/asthma.md": "broken"})
        for out in ("theirs", "content", "content/deep/new", "static", ".", "..", "site.toml"):
            with pytest.raises(UsageProblem):
                build(opened(tour), BuildRequest(out=Path(out), force=True))

    def test_a_file_that_goes_while_it_is_built(self, tour: Path) -> None:
        site = opened(tour)
        assert site.workspace.site.files
        (tour / "content/lung.svg").unlink()
        for command in (
            lambda: build(site, BuildRequest()),
            lambda: check(site, ()),
            lambda: show(site, "asthma", audience="patient", format="text", fragment=True),
        ):
            with pytest.raises(SurroundingsProblem, match=r"content/lung\.svg cannot be read"):
                command()

    def test_the_disk_is_full(self, tour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_: Path) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("renderer.site.publish.sync_below", full)
        with pytest.raises(
            SurroundingsProblem, match="the disk is full; what stood there before is untouched"
        ):
            built(tour)
        assert not (tour / "site").exists()


PATIENT = "audiences/patient.toml"


class TestTheSitesOwnWords:
    @pytest.mark.parametrize(
        ("file", "text", "place"),
        [
            (PATIENT, 'name = "P"\ndisclaimer = "Do [not]{.nobody} act."\n', "2 error[unknown-class]"),
            (PATIENT, 'name = "P"\ndisclaimer = "[x](gone.md)"\n', "2 error[missing-article]"),
            (PATIENT, 'name = "P"\ndisclaimer = """\nA\n\n::: clinician\n"""\n', "5 error[unclosed-fence]"),
            ("site.toml", 'advisory_board = "By [us](/gone.html)"\n', "1 error[missing-file]"),
            ("site.toml", 'advisory_board = "<b>us</b>"\n', "1 error[raw-html]"),
            ("site.toml", 'editorial_policy_url = "/gone.html"\n', "1 error[missing-file]"),
            ("site.toml", 'follow_up_url = "/gone.html#x"\n', "1 error[missing-file]"),
            ("site.toml", '[strings]\nreferences = "Sources"\nrefrences = "S"\n', "3 error[unknown-string]"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_in_them_has_its_place(
        self, tmp_path: Path, file: str, text: str, place: str
    ) -> None:
        root = site_of(tmp_path, {"content/a.md": article()})
        put(root, {file: text})
        lines = found(root)
        assert f"{file}:{place}" in lines
        assert found(root, "a") == lines
        assert shown(root, "a", "clinician") is None

    def test_the_board_s_line_is_inline_and_may_be_for_some(self, tmp_path: Path) -> None:
        settings = 'advisory_board = "1. *Ours*[, with care]{.clinician}"\n'
        root = site_of(tmp_path, {"content/a.md": article(), "site.toml": settings})
        patient, clinician = (
            shown(root, "a", one, form="html", fragment=False) for one in ("patient", "clinician")
        )
        assert patient is not None
        assert clinician is not None
        assert '<p class="page-board">1. <em>Ours</em></p>' in patient
        assert '<p class="page-board">1. <em>Ours</em>, with care</p>' in clinician
        put(root, {"site.toml": 'advisory_board = "[Ours]{.clinician}"\n'})
        alone = shown(root, "a", "patient", form="html", fragment=False)
        assert alone is not None
        assert "page-board" not in alone

    def test_a_disclaimer_s_headings_take_no_id_from_the_article(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, {"content/a.md": article("## Legal\n\nWords.")})
        put(root, {PATIENT: 'name = "P"\ndisclaimer = "## Legal\\n\\nAsk."\n'})
        page = shown(root, "a", "patient", form="html", fragment=False)
        assert page is not None
        assert page.count('id="legal"') == 1
        assert page.count(">Legal</h") == 2

    def test_strings_take_the_place_of_ours(self, tmp_path: Path) -> None:
        root = site_of(tmp_path, {"content/a.md": article(), "site.toml": 'strings = { review = "Stand" }\n'})
        page = shown(root, "a", "patient", fragment=False)
        assert page is not None
        assert "Stand:" in page

    def test_a_static_folder_called_like_a_page_at_depth(self, tmp_path: Path) -> None:
        """The way to a file counts from the page at hand, whatever the file's folder is called."""
        root = site_of(tmp_path, {
            "content/a/b/c.md": article(), "static/x/x/board.html": "b",
            "audiences/x-ray.toml": 'name = "X"\ndisclaimer = "[b](/x/x/board.html) [c](a/b/c.md)"\n',
            "site.toml": 'advisory_board = "[b](/x/x/board.html)"\n',
        })  # fmt: skip
        built(root)
        assert dead_ends(root / "site") == []


class TestShow:
    def test_one_article_is_read_and_what_it_links_to(
        self, tour: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read = articles_read(monkeypatch)
        put(tour, {"site.toml": "", "content/other.md": article("[x]{.nobody}")})
        assert show(opened(tour), "deep/only", audience="clinician", format="html", fragment=False).text
        assert read == ["deep/only"]

    def test_a_fragment_in_each_format(self, tour: Path) -> None:
        html = shown(tour, "deep/only", "clinician", form="html")
        assert html == "<p>Words.</p>\n"
        assert shown(tour, "deep/only", "clinician", form="text") == "Words.\n"
        value = json.loads(shown(tour, "deep/only", "clinician", form="json") or "")
        assert value["blocks"][0]["type"] == "paragraph"

    def test_a_page_is_the_page_of_the_build(self, tour: Path) -> None:
        built(tour, formats=("html",))
        assert (
            shown(tour, "asthma", "patient", form="html", fragment=False)
            == (tour / "site/patient/asthma/index.html").read_text()
        )
        built(tour, formats=("text",))
        assert (
            shown(tour, "asthma", "patient", form="text", fragment=False)
            == (tour / "site/patient/asthma/index.txt").read_text()
        )

    def test_an_audience_that_the_article_is_not_for(self, tour: Path) -> None:
        with pytest.raises(UsageProblem, match="'deep/only' is not for patient: its audiences are clinician"):
            shown(tour, "deep/only", "patient")

    def test_no_edition_while_the_site_has_errors(self, tour: Path) -> None:
        put(tour, {"audiences/clinician.toml": "name = 1"})
        assert shown(tour, "asthma", "patient") is None

    def test_a_template_that_is_wrong(self, tour: Path) -> None:
        put(tour, {"templates/article.html": "<p>\n{{ page.titel }}"})
        outcome = show(opened(tour), "asthma", audience="patient", format="html", fragment=False)
        assert outcome.text is None
        assert [(one.code, one.path, one.line) for one in outcome.diagnostics] == [
            ("bad-template", "templates/article.html", 2)
        ]
        assert shown(tour, "asthma", "patient", form="text", fragment=False)


class TestNames:
    """ARTICLE is an id or a path, wherever one stands."""

    @pytest.mark.parametrize(
        "name", ["deep/heart", "content/deep/heart.md", "deep/heart.md", "./content/deep/../deep/heart.md"]
    )
    def test_one_article(self, tour: Path, name: str) -> None:
        assert opened(tour).article(name) == "deep/heart"

    def test_links_on_the_way(self, tour: Path, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(tour)
        assert opened(tmp_path / "link").article(str(tour / "content/asthma.md")) == "asthma"
        assert opened(tour).article(str(tmp_path / "link/content/asthma.md")) == "asthma"
        (tour / "content/same.md").symlink_to("asthma.md")
        assert opened(tour).article("content/same.md") == "same"

    @pytest.mark.parametrize(
        "name", ["", ".", "/", "asthm", "content", "content/lung.svg", "x" * 5000, "../asthma.md"]
    )
    def test_none(self, tour: Path, name: str) -> None:
        with pytest.raises(UsageProblem, match="there is no article"):
            opened(tour).article(name)

    def test_a_file_that_may_not_be_an_article_is_told_so(self, tour: Path) -> None:
        put(tour, {"content/High.md": article(), "content/torn.md": b"\xff"})
        assert found(tour, "content/High.md") == ["content/High.md:1 error[bad-article-id]"]
        assert found(tour, "torn") == ["content/torn.md:1 error[not-utf-8]"]
        assert found(tour, "asthma") == []
        assert shown(tour, "content/High.md", "patient") is None
