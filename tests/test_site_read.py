"""Reading a site's folder: what is an article, what is refused, and that nothing raises or hangs."""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.diagnostics import Diagnostic
from renderer.language.values import NO_TEXT
from renderer.site import load as loading
from renderer.site.folder import Folder, ReadError, find_site
from renderer.site.outputs import static_faults
from renderer.site.read import Site, read_site
from renderer.site.shipped import shipped


def make(root: Path, files: Mapping[str, str | bytes] = MappingProxyType({})) -> Path:
    """Write files beside two audiences, `patient` and `clinician`, and one article, `asthma`."""
    for name in ("patient", "clinician"):
        put(root, f"audiences/{name}.toml", f'name = "{name.title()}"\n')
    put(root, "content/asthma.md", "---\ntitle: Asthma\n---\n")
    for name, text in files.items():
        put(root, name, text)
    return root


def put(root: Path, path: str, text: str | bytes) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def faults(site: Site) -> list[Diagnostic]:
    """What is wrong with a site, its articles' texts included."""
    texts = (one for name in site.articles for one in site.read_article(name).diagnostics)
    return sorted((*site.diagnostics, *texts), key=lambda one: one.order)


def found(site: Site) -> list[tuple[str, str, int, int]]:
    return [(one.code, one.path, one.line, one.column) for one in faults(site)]


def at_start(code: str, *paths: str) -> list[tuple[str, str, int, int]]:
    return [(code, path, 1, 1) for path in paths]


def ids(site: Site) -> list[str]:
    """The articles that can be read."""
    return [name for name in site.articles if site.read_article(name).source]


def test_a_whole_site(tmp_path: Path) -> None:
    root = make(
        tmp_path,
        {
            "content/heart/index.md": "a",
            "content/heart/failure.md": "b",
            "content/heart/chart.svg": "<svg/>",
            "content/_drafts/x.md": "c",
            "content/_notes.md": "d",
            "content/_img/scan.png": b"\x89PNG",
            "content/.hidden.md": "e",
            "content/.DS_Store": b"\xff",
            "content/references.yaml": "[]",
            "static/.well-known/security.txt": "x",
            "static/robots.txt": "x",
            "templates/parts/head.html": "<head>",
            "templates/article.html": "é",
            "site.toml": 'title = "T"\nclasses = ["wide"]\n',
        },
    )
    site = read_site(Folder(root))
    assert site.diagnostics == ()
    assert ids(site) == ["asthma", "heart", "heart/failure"]
    assert list(site.articles.values())[1] == "content/heart/index.md"
    assert site.audiences.ids == ("clinician", "patient")
    assert (site.settings.title, site.settings.classes) == ("T", ("wide",))
    assert [one.path for one in site.references] == ["content/references.yaml"]
    assert site.static == (".well-known/security.txt", "robots.txt")
    assert site.content_files == {"_img/scan.png", "heart/chart.svg", "references.yaml"}
    assert site.templates == {"parts/head.html": "<head>", "article.html": "é"}
    assert site.read_bytes("content/_img/scan.png") == b"\x89PNG"
    assert site.named == set(site.articles)


def test_no_article_is_read_before_somebody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path, {"content/bad.md": b"\xff"})
    read: list[str] = []

    def load(site: Path, path: str) -> loading.Loaded:
        read.append(path)
        return loading.load(site, path)

    monkeypatch.setattr("renderer.site.folder.load", load)
    site = read_site(Folder(root))
    assert site.diagnostics == ()
    assert not [path for path in read if path.startswith("content/")]
    assert site.read_article("asthma").source is not None
    assert [path for path in read if path.startswith("content/")] == ["content/asthma.md"]


def test_a_file_that_is_not_the_sites_is_not_read(tmp_path: Path) -> None:
    site = read_site(Folder(make(tmp_path, {"secret.txt": "x", "content/a.png": "x"})))
    for path in ("secret.txt", "content/../secret.txt", "content/asthma.md", "content/A.png"):
        with pytest.raises(ReadError, match="no file of the site"):
            site.read_bytes(path)
    (tmp_path / "content/a.png").unlink()
    with pytest.raises(ReadError, match=r"^content/a.png cannot be read: no such file"):
        site.read_bytes("content/a.png")


def test_the_site_is_found_from_below(tmp_path: Path) -> None:
    root = make(tmp_path / "one")
    below = root / "content" / "deep"
    below.mkdir()
    assert find_site(below) == find_site(root) == find_site(root / "content/asthma.md") == root
    put(tmp_path, "elsewhere/x", "")
    assert find_site(tmp_path / "elsewhere") in {None, find_site(tmp_path)}
    put(below, "audiences", "a file, no folder")
    assert find_site(below) == root


# Ids


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("content/index.md", "home page"),
        ("content/Heart.md", "other characters"),
        ("content/high blood.md", "other characters"),
        ("content/é.md", "other characters"),
        ("content/a_b.md", "other characters"),
        ("content/404.html.md", "other characters"),
        ("content/a.b/c.md", "other characters"),
        ("content/patient.md", "begins with 'patient'"),
        ("content/patient/index.md", "begins with 'patient'"),
        ("content/clinician/a/b.md", "begins with 'clinician'"),
        ("content/assets.md", "begins with 'assets'"),
        ("content/assets/x.md", "begins with 'assets'"),
    ],
)
def test_ids_that_no_article_may_have(tmp_path: Path, path: str, words: str) -> None:
    site = read_site(Folder(make(tmp_path, {path: "x"})))
    assert found(site) == at_start("bad-article-id", path)
    assert words in site.diagnostics[0].message
    assert ids(site) == ["asthma"]


def test_names_of_audiences_and_assets_are_free_further_down(tmp_path: Path) -> None:
    site = read_site(Folder(make(tmp_path, {"content/x/patient.md": "", "content/x/assets/index.md": ""})))
    assert site.diagnostics == ()
    assert ids(site) == ["asthma", "x/assets", "x/patient"]


def test_a_broken_audience_still_takes_its_name(tmp_path: Path) -> None:
    site = read_site(Folder(make(tmp_path, {"audiences/nurse.toml": b"\xff", "content/nurse.md": ""})))
    assert [one.code for one in site.diagnostics] == ["not-utf-8", "bad-article-id"]
    assert "nurse" in site.audiences


def test_two_files_with_one_id(tmp_path: Path) -> None:
    site = read_site(Folder(make(tmp_path, {"content/asthma/index.md": "", "content/asthma/child.md": ""})))
    assert [one.code for one in site.diagnostics] == ["article-id-taken"]
    assert ids(site) == ["asthma", "asthma/child"]


@pytest.mark.parametrize("name", ["x.markdown", "x.MD", "deep/x.mkd"])
def test_markdown_under_another_ending_is_not_lost_in_silence(tmp_path: Path, name: str) -> None:
    site = read_site(Folder(make(tmp_path, {f"content/{name}": "x", "content/_x.markdown": ""})))
    assert found(site) == at_start("not-an-article", f"content/{name}")
    assert site.content_files == frozenset()  # so that no link copies the source itself


# Static files


@pytest.mark.parametrize(
    "path",
    [
        "index.html", "404.html", "manifest.json", "sitemap.xml", "sitemap-12.xml", "assets/x.css",
        "Assets/x.css",
        "patient/x.html", "patient", "PATIENT/x", "asthma/index.html", "asthma/INDEX.html",
        "asthma/index.html/x", "Index.HTML",
        "heart", "heart/failure", ".previous-assets.json",
    ],
)  # fmt: skip
def test_static_files_keep_clear_of_the_pages(tmp_path: Path, path: str) -> None:
    site = read_site(Folder(make(tmp_path, {f"static/{path}": "x", "content/heart/failure.md": ""})))
    assert found(site) == at_start("static-clash", f"static/{path}")


def test_static_files_beside_the_pages(tmp_path: Path) -> None:
    site = read_site(Folder(make(tmp_path, {"static/asthma/leaflet.pdf": "x", "static/patients.html": "x"})))
    assert site.diagnostics == ()


def test_static_files_that_differ_in_case_alone() -> None:
    names = ("static/Logo.svg", "static/caf\u00e9.txt", "static/cafe\u0301.txt", "static/logo.svg")
    faults = [one.path for one in static_faults(names, (), ())]
    assert faults == ["static/cafe\u0301.txt", "static/logo.svg"]


# References


def test_two_lists_of_references(tmp_path: Path) -> None:
    site = read_site(Folder(make(tmp_path, {"content/references.yaml": "", "content/references.bib": ""})))
    assert found(site) == at_start("references-file", "content/references.bib")


@pytest.mark.parametrize("name", ["references.yml", "References.bib"])
def test_a_list_of_references_that_would_not_be_read(tmp_path: Path, name: str) -> None:
    site = read_site(Folder(make(tmp_path, {f"content/{name}": ""})))
    assert found(site) == at_start("references-file", f"content/{name}")
    assert site.references == ()


# Texts


@pytest.mark.parametrize(
    ("data", "line", "column", "code"),
    [
        (b"\xff\xfe", 1, 1, "not-utf-8"),
        ("a\r\néé\r\nb 5 ".encode() + b"\xb5g and \xe9\r\n", 3, 5, "not-utf-8"),
        (b"\xef\xbb\xbfab\xc3", 1, 3, "not-utf-8"),
        (b"\xed\xa0\x80", 1, 1, "not-utf-8"),
        (b"ab\r\nc\0d", 2, 2, "nul-character"),
        (b"\xef\xbb\xbf\0", 1, 1, "nul-character"),
    ],
)
def test_what_is_no_text_is_shown_at_its_place(
    tmp_path: Path, data: bytes, line: int, column: int, code: str
) -> None:
    for path in ("content/bad.md", "audiences/nurse.toml", "site.toml", "templates/a.html",
                 "content/references.yaml"):  # fmt: skip
        root = make(tmp_path / path.replace("/", "-"), {path: data})
        site = read_site(Folder(root))
        assert found(site) == [(code, path, line, column)]
        assert ids(site) == ["asthma"]
    assert (
        "nor is one more"
        in faults(read_site(Folder(make(tmp_path / "x", {"content/x.md": b"\xe9 \xe9"}))))[0].message
    )


def test_an_article_that_could_not_be_read_is_known_by_its_id(tmp_path: Path) -> None:
    site = read_site(Folder(make(tmp_path, {"content/bad.md": b"\xff"})))
    assert site.named == {"asthma", "bad"}


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    site = read_site(Folder(make(tmp_path, {"content/asthma.md": b"\xef\xbb\xbf# A\r\nb\rc"})))
    assert faults(site) == []
    source = site.read_article("asthma").source
    assert source is not None
    assert source.text == "# A\nb\nc"


def test_the_largest_article(tmp_path: Path) -> None:
    root = make(tmp_path, {"content/asthma.md": b"x" * loading.LIMIT})
    assert faults(read_site(Folder(root))) == []
    put(root, "content/asthma.md", b"x" * loading.LIMIT + b"y")
    site = read_site(Folder(root))
    assert found(site) == at_start("too-large", "content/asthma.md")
    assert ids(site) == []


# Folders, links and files that cannot be read


def test_a_site_without_audiences_or_content(tmp_path: Path) -> None:
    (tmp_path / "audiences").mkdir()
    assert found(read_site(Folder(tmp_path))) == [
        *at_start("no-audiences", "audiences"),
        *at_start("no-content", "content"),
    ]
    (tmp_path / "content").mkdir()
    put(tmp_path, "audiences/patient.toml", 'name = "P"')
    site = read_site(Folder(tmp_path))
    assert found(site) == at_start("no-articles", "content")
    assert not site.diagnostics[0].is_error


def test_folders_where_files_belong_and_files_where_folders_belong(tmp_path: Path) -> None:
    root = make(tmp_path, {"static": "x", "templates": "y"})
    (root / "site.toml").mkdir()
    (root / "content/x.md").mkdir()
    put(root, "content/x.md/inner.md", "")
    site = read_site(Folder(root))
    assert found(site) == [
        ("bad-article-id", "content/x.md/inner.md", 1, 1),
        *at_start("unreadable-file", "site.toml", "static", "templates"),
    ]


def test_a_link_to_nothing_and_a_pipe_are_named(tmp_path: Path) -> None:
    root = make(tmp_path)
    (root / "content/gone.md").symlink_to("nowhere.md")
    (root / "content/round.md").symlink_to("round.md")
    (root / "site.toml").symlink_to("nowhere.toml")
    os.mkfifo(root / "content/pipe.md")
    site = read_site(Folder(root))
    paths = ("content/gone.md", "content/pipe.md", "content/round.md", "site.toml")
    assert found(site) == at_start("unreadable-file", *paths)
    assert not any(str(tmp_path) in one.message for one in site.diagnostics)


def test_a_file_and_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path, {"content/shut.md": "x", "content/box/y.md": "", "static/shut.png": "x"})
    opened, listed = os.open, os.scandir

    def refuse(path: str, *rest: int) -> int:
        if "shut" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *rest)

    def refuse_folder(path: str) -> "os._ScandirIterator[str]":
        if path.endswith("/box"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr("renderer.site.walk.os.open", refuse)
    monkeypatch.setattr("renderer.site.walk.os.scandir", refuse_folder)
    site = read_site(Folder(root))
    assert found(site) == at_start("unreadable-file", "content/box", "content/shut.md", "static/shut.png")
    assert site.diagnostics[0].message == "this cannot be read: permission denied"


def test_files_that_go_while_the_site_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path)
    monkeypatch.setattr("renderer.site.folder.load", lambda site, path: loading.load(site / "gone", path))
    site = read_site(Folder(root))
    assert {one.code for one in faults(site)} == {"unreadable-file"}
    assert site.named == {"asthma"}


def test_links_out_of_the_site_are_errors(tmp_path: Path) -> None:
    put(tmp_path, "secret/x.md", "secret")
    root = make(tmp_path / "site")
    (root / "content/file.md").symlink_to(tmp_path / "secret/x.md")
    (root / "content/folder").symlink_to("../../secret")
    (root / "audiences/x.toml").symlink_to("/etc/hostname")
    (root / "static").symlink_to(tmp_path / "secret")
    (root / "site.toml").symlink_to(tmp_path / "secret/x.md")
    site = read_site(Folder(root))
    paths = ("audiences/x.toml", "content/file.md", "content/folder", "site.toml", "static")
    assert found(site) == at_start("link-outside-site", *paths)
    assert site.files == frozenset()


def test_links_within_the_site_are_followed(tmp_path: Path) -> None:
    real = make(tmp_path / "real", {"shared/a.md": "A", "shared/p.png": "P", "content/deep/x.md": ""})
    (real / "content/b.md").symlink_to("../shared/a.md")
    (real / "content/all").symlink_to("../shared")
    (tmp_path / "link").symlink_to("real")
    site = read_site(Folder(tmp_path / "link"))
    assert site.diagnostics == ()
    assert ids(site) == ["all/a", "asthma", "b", "deep/x"]
    assert site.read_bytes("content/all/p.png") == b"P"


def test_links_that_lead_in_circles_end(tmp_path: Path) -> None:
    root = make(tmp_path, {"content/a/x.md": "", "content/b/y.md": ""})
    (root / "content/a/self").symlink_to(".")
    (root / "content/a/up").symlink_to("..")
    (root / "content/b/root").symlink_to(root)
    (root / "content/b/over").symlink_to("../a")
    (root / "content/a/over").symlink_to("../b")
    site = read_site(Folder(root))
    assert {one.code for one in site.diagnostics} == {"unreadable-file"}
    assert {"a/x", "b/y", "a/over/y", "b/over/x"} <= set(ids(site))


def test_many_folders_that_link_to_one_another_end(tmp_path: Path) -> None:
    root = make(tmp_path)
    for one in range(5):
        (root / f"content/f{one}").mkdir()
        for other in range(5):
            (root / f"content/f{one}/l{other}").symlink_to(f"../f{other}")
    assert any("more than 3 linked folders" in one.message for one in read_site(Folder(root)).diagnostics)


def test_names_that_cannot_be_written(tmp_path: Path) -> None:
    root = make(tmp_path)
    put(root, "content/a\nerror: b.md", "x")
    Path(os.fsdecode(os.fsencode(root) + b"/content/\xff.png")).write_bytes(b"x")
    put(root, "content/\u0645\u06cc\u200c\u0634.png", "x")
    site = read_site(Folder(root))
    assert found(site) == at_start("bad-file-name", r"content/\udcff.png", r"content/a\nerror: b.md")
    assert site.content_files == {"\u0645\u06cc\u200c\u0634.png"}


def test_the_shipped_folders_are_found() -> None:
    assert shipped("templates").is_dir()
    assert shipped("audiences").is_dir()
    with pytest.raises(FileNotFoundError, match="the shipped folder nothing"):
        shipped("nothing")


@given(st.text(st.sampled_from("a\n é\u2013µ°\xa0\x85\x7f\x07\x00\x9f\ufeff\ufffe\uffffힿ喘😀")))
def test_a_character_that_no_value_may_hold_is_always_seen(text: str) -> None:
    loaded = loading.decode("content/a.md", text.encode())
    kept = text.removeprefix("\ufeff")
    assert [one.code for one in loaded.diagnostics] == [
        "nul-character" if one[0] == "\0" else "control-character" for one in NO_TEXT.findall(kept)
    ]
