"""`report`: the words of an edition, and how many of them its readers share."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.build.report.reporter import report
from renderer.build.report.words import percents
from renderer.diagnostics import Span
from renderer.editions.runs import BARRIER, Part, Piece, Run, runs
from renderer.editions.share import Share, shares
from tests.browsing import TOP
from tests.door import example
from tests.reported import TODAY, of
from tests.sites import article, opened, put, site_of


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return site_of(tmp_path, {"content/a.md": article("Take [one tablet]{.patient}[500 mg]{.else}.")})


@pytest.mark.parametrize(
    ("words", "patient", "clinician"),
    [
        ("All of it.", (3, 0, 0), (3, 0, 0)),
        ("Take [one]{.patient}[5,000 mg]{.else} now.", (2, 1, 0), (2, 2, 0)),
        ("Don't [stop]{.patient}.", (1, 1, 0), (1, 0, 1)),
        ("::: patient\nOne two.\n:::\n\nThree.", (1, 2, 0), (1, 0, 2)),
        ("[One]{.patient}[One]{.else} &amp; `code` two.", (1, 1, 0), (1, 1, 0)),
        ("Rest &amp; walk at home.", (4, 0, 0), (4, 0, 0)),
        ("un[der]{.patient}[til]{.else} CO~2~ **H**eart.", (2, 1, 0), (2, 1, 0)),
        ("A dose**one**two and a*b*c; [**heart** attack]{.patient}[MI]{.else}s end.", (5, 2, 0), (5, 1, 0)),
        ("Take it[, slowly]{.patient}.", (2, 1, 0), (2, 0, 1)),
        ("Take [one]{.patient}[two]{.else}.", (1, 1, 0), (1, 1, 0)),
        ("Take [one or two]{.patient}[]{.else}.", (1, 3, 0), (1, 0, 3)),
        ("Take pill[s]{.patient}.", (1, 1, 0), (1, 1, 0)),
        ("::: choose\n::: patient\nOne two.\n:::\n::: else\nThree.\n:::\n:::", (0, 2, 0), (0, 1, 0)),
        ("::: patient\nA [b]{.patient}[c d]{.else}\n:::\n\nOne.", (1, 2, 0), (1, 0, 2)),
        ("उच्च रक्तचाप की दवा", (4, 0, 0), (4, 0, 0)),
        ("高血圧の薬、2錠。", (7, 0, 0), (7, 0, 0)),
        ("Der [mot juste]{lang=fr} - sagt man / 5 mg.", (7, 0, 0), (7, 0, 0)),
        ("150-mg mg/day 1,000.5 well-known!", (4, 0, 0), (4, 0, 0)),
    ],
)
def test_what_readers_share(
    site: Path, words: str, patient: tuple[int, int, int], clinician: tuple[int, int, int]
) -> None:
    put(site, {"content/a.md": article(words)})
    title = 1
    for audience, said in (("patient", patient), ("clinician", clinician)):
        assert of(site, audience=audience).share == Share(said[0] + title, *said[1:])


def test_a_term_is_adapted(site: Path) -> None:
    put(site, {"site.toml": '[terms.hypertension]\npatient = "high blood pressure"\n'})
    put(site, {"content/a.md": article("Your [hypertension]{.term}.")})
    assert of(site).share == Share(2, 3, 0)
    assert of(site, audience="clinician").share == Share(2, 1, 0)


@given(st.lists(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc"))), min_size=1, max_size=4))
def test_shared_and_adapted_is_all_that_a_reader_gets(editions: list[list[tuple[int, str]]]) -> None:
    def spoken(words: list[tuple[int, str]]) -> list[Run]:
        return [Run(Part.PARAGRAPH, [Piece(word, Span(at, at + 1), term=False)]) for at, word in words]

    found = shares([spoken(one) for one in editions])
    assert [one.words for one in found] == [len(one) for one in editions]
    assert len({one.shared for one in found}) == 1
    assert all(sum(one) <= sum(len(set(words)) + len(words) for words in editions) for one in found)


INLINE = st.recursive(
    st.text("ab1-.,/ é", min_size=1, max_size=5),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        inner.map("**{}**".format),
        inner.map("[{}]{{.patient}}".format),
        st.tuples(inner, inner).map(lambda two: f"[{two[0]}]{{.patient}}[{two[1]}]{{.else}}"),
    ),
    max_leaves=8,
)


@given(INLINE)
def test_the_words_of_an_edition_are_those_of_its_text(words: str) -> None:
    with example({"article.md": f"x {words} x"}) as one:
        told = {each.audience: each for each in report(one.site, (), TODAY).editions}
        for audience, edition in told.items():
            text = one.edition(audience, "text")
            if edition.share is not None and text is not None:
                said = [each for each in text.split() if any(map(str.isalnum, each))]
                assert edition.share.words == len(said) + 1  # that of the title


def test_the_words_of_our_own_articles_are_counted_as_they_are_read() -> None:
    site = opened(TOP)
    for edition in report(site, (), TODAY).editions:
        finished = site.workspace.finish(edition.article)
        (one,) = [each for each in finished.editions if each.audience.id == edition.audience]
        said = " ".join(run.text for run in runs(one)).replace(BARRIER, "").split()
        assert edition.share is not None
        assert edition.share.words == len([each for each in said if any(map(str.isalnum, each))])


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((0, 0, 0), ("0%", "0%", "0%")),
        ((1, 1, 1), ("34%", "33%", "33%")),
        ((1, 899, 0), ("<1%", ">99%", "0%")),
        ((0, 0, 5), ("0%", "0%", "100%")),
        ((125, 125, 750), ("13%", "12%", "75%")),
    ],
)
def test_percentages_add_up(parts: tuple[int, int, int], said: tuple[str, ...]) -> None:
    assert percents(parts) == said
