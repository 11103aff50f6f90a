"""Properties of terms: each audience reads its own wording, whole and in order, and nobody another one's.

The articles are those of `tests/model`, some of whose words are made terms.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from random import Random

import pytest
from hypothesis import given, note

from tests.door import example
from tests.model.documents import document
from tests.model.reading import due
from tests.model.source import files
from tests.model.tree import Document, Note, Tagged, Word
from tests.test_no_leak import SEEDS, SIZES, TOKEN, Body, allowed, shown, words

pytestmark = pytest.mark.usefixtures("templates_compiled_once")
EXPLAINED = re.compile(r"e\d+q")
Wordings = dict[str, dict[str, str]]


def plain_words(node: object) -> Iterator[str]:
    """The words of a document that stand in a line in no dress, and so could be terms."""
    if isinstance(node, Word) and not node.dress:
        yield node.text
    elif isinstance(node, tuple):
        for one in node:
            yield from plain_words(one)
    elif isinstance(node, Tagged) and isinstance(node.content, Word):
        pass
    elif is_dataclass(node) and not isinstance(node, Note):
        for field in fields(node):
            yield from plain_words(getattr(node, field.name))


def with_terms(article: Document, given_files: dict[str, str], random: Random) -> Wordings:
    """Make some words of an article terms; return their wordings by audience id, of those that have one.

    Wordings and explanations are tokens that no other audience has.
    """
    said: Wordings = {}
    lines = ["text_width = 200"]
    for text in plain_words((article.title, article.blocks)):
        if random.random() < 0.4:
            said[text] = {}
            lines.append(f"[terms.{text}]")
            for place, name in enumerate(article.crowd.ids):
                if random.random() < 0.6:
                    number = f"{text[1:-1]}00{place}"
                    said[text][name] = f"w{number}q"
                    wording = {"text": f"w{number}q", "explanation": f"e{number}q"}
                    explains = random.random() < 0.5
                    lines.append(f"{name} = " + (inline_table(wording) if explains else f'"w{number}q"'))
    source = given_files["article.md"]
    for text in said:
        source = re.sub(rf"\b{text}\b", f"[{text}]{{.term}}", source)
    given_files["article.md"] = source
    given_files["site.toml"] = "\n".join(lines) + "\n"
    return said


def inline_table(values: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name} = {json.dumps(text)}" for name, text in values.items()) + "}"


def worded(text: str, said: Wordings, article: Document, name: str) -> str:
    """What an audience reads in the place of a word."""
    chain = (name, *article.crowd.chains[name])
    return next((said[text][one] for one in chain if one in said.get(text, {})), text)


@given(SIZES, SEEDS)
def test_each_audience_reads_its_own_wordings_and_no_others(size: int, seed: int) -> None:
    random = Random(seed)
    article = document(random, size)
    given_files = files(article)
    said = with_terms(article, given_files, random)
    note(given_files["article.md"] + given_files["site.toml"])
    with example(given_files) as site:
        assert [site.line(one) for one in site.diagnostics() if one.is_error] == []
        for audience in article.readers:
            wanted = due(article, audience)
            read = [worded(one, said, article, audience) for one in wanted.words]
            fragment = shown(site, audience, fragment=True)
            assert words(Body(fragment["html"]).text) == tuple(read), audience
            assert sorted(words(fragment["text"])) == sorted(read), audience
            explained = EXPLAINED.findall(Body(fragment["html"]).text)
            assert explained == sorted(set(explained), key=explained.index), audience
            assert sorted(explained) == sorted(EXPLAINED.findall(fragment["text"])), audience
            may = {worded(one, said, article, audience) for one in allowed(wanted)}
            may |= {one.replace("w", "e") for one in may}
            for name, text in shown(site, audience, fragment=False).items():
                assert set(TOKEN.findall(text)) <= may, (audience, name)


TERMS = """
[terms.hypertension]
patient = {text = "high blood pressure", explanation = "the force of the blood"}
clinician = "arterial hypertension"
"""


@pytest.mark.parametrize("words", ["hypertension", "Hypertension", "[hypertension]{.term}", "x", "*x*", ""])
@pytest.mark.parametrize("tags", ["", " .patient", " .not-patient", " #id", " .term", ' lang="la"'])
def test_a_term_is_worded_or_an_error(words: str, tags: str) -> None:
    """Whatever stands in a term, an audience reads its own wording of it or has no edition."""
    with example({"article.md": f"Treat [{words}]{{.term{tags}}} now.\n", "site.toml": TERMS}) as site:
        found = [one for one in site.diagnostics() if one.is_error]
        for audience, own in (("patient", "igh blood pressure"), ("clinician", "rterial hypertension")):
            text = site.edition(audience, "text")
            assert (text is None) == bool(found)
            assert text is None or own in text or text == "Treat now.\n"


def test_what_would_be_markup_in_a_wording_is_shown_as_it_is() -> None:
    wording = "<b> & *x* [y](z) `c` {.patient} ::: \\\\*"
    site_toml = f"[terms.a]\npatient = {{text = '{wording}', explanation = '{wording}'}}\n"
    with example({"article.md": "An [a]{.term}.\n", "site.toml": site_toml}) as site:
        text = site.edition("patient", "text") or ""
        assert " ".join(text.split()) == f"An {wording} ({wording})."
        html = site.edition("patient", "html") or ""
        assert Body(html).text.strip() == f"An {wording} ({wording})."
        assert "<b>" not in html


def test_many_terms_take_time_in_line_with_their_number() -> None:
    """Ten thousand uses of a thousand terms."""
    names = [f"t{number}" for number in range(1000)]
    listed = "".join(f'[terms.{one}]\npatient = {{text = "p {one}", explanation = "x"}}\n' for one in names)
    article = "\n\n".join(" ".join(f"[{one}]{{.term}}" for one in names) for _ in range(10))
    with example({"article.md": article + "\n", "site.toml": listed}) as site:
        text = site.edition("patient", "text") or ""
        assert text.count("(x)") == 1000
        assert text.replace("\n", " ").count("p t999") == 10
