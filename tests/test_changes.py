"""What `review` tells of an edition's words: every change of them, and nothing else."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.comparison.canonical import VERSION, Line
from renderer.comparison.canonical_words import Placed, said
from renderer.comparison.changes import Change, changes
from renderer.comparison.passages import spoken
from renderer.diagnostics import Span

MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


def shown(change: Change) -> str:
    """A change on one line: its kind, what it is, its words with marks."""
    words = []
    for part in change.parts:
        opening, closing = MARKS[part.state]
        space = " " if part.words[0].spaced else ""
        words.append(f"{space}{opening}{spoken(part.words)}{closing}")
    was = f" was {change.was}" if change.was else ""
    moved = " moved" if change.moved else ""
    return f"{change.kind} {change.what}{was}{moved}: {''.join(words).strip()}".rstrip()


def told(before: str, now: str) -> list[str]:
    """What is told of two editions, given by their canonical lines."""
    lines = [one for one in now.splitlines() if one.strip()]
    located = tuple(Line(one, Span(place, place)) for place, one in enumerate(lines, 1))
    approved = (VERSION, *(one for one in before.splitlines() if one.strip()))
    return [f"{one.span.start} {shown(one)}" for one in changes(approved, located)]


class TestWords:
    @pytest.mark.parametrize(
        ("before", "now", "change"),
        [
            ("Take one tablet.", "Take two tablets.", "Take [-one tablet-] {+two tablets+}."),
            ("Take 1,000 mg.", "Take 1000 mg.", "Take [-1,000-] {+1000+} mg."),
            ("Rest.", "Rest, then walk.", "Rest{+, then walk+}."),
            ("Rest (a bit).", "Rest ( a bit).", "Rest ([-a-] {+a+} bit)."),
            ("Salt [@who].", "Salt [@who; @nice].", "Salt [-[@who]-] {+[@who; @nice]+}."),
            (
                "See [it](<https://a.org>).", "See [it](<https://b.org>).",
                "See [it[-](<https://a.org>)-]{+](<https://b.org>)+}.",
            ),
            (
                f"![A plot](sha256:{'a' * 64}#)", f"![A plot](sha256:{'b' * 64}#)",
                f"![A plot[-](picture {'a' * 12})-]{{+](picture {'b' * 12})+}}",
            ),
            (f"[x](<sha256:{'a' * 64}#>)", "x", f"[-[-]x[-](<file {'a' * 12}>)-]"),
            (r"\[a\] \@b", r"\[a\] \@c", "[a] @[-b-]{+c+}"),
            (r"\[@who\]", "[@who]", "[-[@who]-]{+[@who]+}"),
            ("10^(5)", "105", "[-10^(5)-]{+105+}"),
        ],
    )  # fmt: skip
    def test_those_that_changed_are_marked(self, before: str, now: str, change: str) -> None:
        assert told(f"paragraph: {before}", f"paragraph: {now}") == [f"1 changed paragraph: {change}"]

    def test_title_summary_and_references(self) -> None:
        before = "title: Salt\nsummary: S\nparagraph: x [@a].\nreference a: web. Old words. 2020."
        now = "title: Salts\nparagraph: x [@a].\nreference a: web. New words. 2020.\nreference b:c: law. L."
        assert told(before, now) == [
            "1 changed title: [-Salt-]{+Salts+}",
            "1 removed summary: [-S-]",
            "3 changed reference a: web. [-Old-] {+New+} words. 2020.",
            "4 added reference b:c: {+law. L.+}",
        ]

    @pytest.mark.parametrize(
        ("before", "now", "change"),
        [
            ("a\\nb", "a b", "a [-⏎-] b"),
            ("a\\n b\\n", "a\\nb\\n", "a ⏎ [-␣b-] [+b+]"),
            ("a\\n", "a\\n\\n", "a [+⏎+]"),
            ("a  b \\tc", "a b c", "a[-␣␣b␣⇥c-] [+b c+]"),
            ("a \\n", "a\\n", "a[-␣-]"),
            ("if x:\\n\\ty\\n", "if x:\\n  y\\n", "if x: ⏎ [-⇥-] [+␣␣+]y"),
        ],
    )
    def test_white_space_of_code_is_shown(self, before: str, now: str, change: str) -> None:
        wanted = change.replace("[+", "{+").replace("+]", "+}")
        assert told(f'code: "{before}"', f'code: "{now}"') == [f"1 changed code: {wanted}"]


class TestBlocks:
    def test_unchanged_ones_are_left_out_and_each_has_its_place(self) -> None:
        before = "heading 2: A\nparagraph: One.\nparagraph: Two.\nparagraph: Three."
        now = "heading 2: A\nparagraph: One more.\nparagraph: Three.\nparagraph: Four."
        assert told(before, now) == [
            "2 changed paragraph: One {+more+}.",
            "2 removed paragraph: [-Two.-]",
            "4 added paragraph: {+Four.+}",
        ]

    def test_one_that_is_reworded_is_found_again_beside_a_new_one(self) -> None:
        before = "paragraph: Take one tablet with water."
        now = "paragraph: Before you start.\nparagraph: Take two tablets with water."
        assert told(before, now) == [
            "1 added paragraph: {+Before you start.+}",
            "2 changed paragraph: Take [-one tablet-] {+two tablets+} with water.",
        ]

    def test_one_that_is_of_another_kind_now(self) -> None:
        assert told("heading 2: Rest", "heading 3: Rest") == ["1 changed heading 3 was heading 2: Rest"]
        assert told("heading 2: Rest", "paragraph: Rest") == ["1 changed paragraph was heading 2: Rest"]
        assert told("list:", "list from 1:") == ["1 changed list from 1 was list:"]

    def test_an_item_and_a_row_are_told_by_their_words(self) -> None:
        before = "list:\n  item:\n    paragraph: a"
        now = f"{before}\n  item:\n    paragraph: b"
        assert told(before, now) == ["5 added list item: {+b+}"]
        before = "table:\n  header: A\n  row:\n    cell: 5 mg"
        assert told(before, before.replace("5", "10")) == ["4 changed cell: [-5-]{+10+} mg"]
        assert told(f"{before}\n  row:\n    cell: x", before) == ["4 removed cell: [-x-]"]

    def test_one_that_left_its_box(self) -> None:
        before, now = "block warning:\n  paragraph: Stop.", "paragraph: Stop."
        assert told(before, now) == ["0 removed box (warning):", "1 changed paragraph moved: Stop."]

    def test_words_are_counted_and_marks_are_not(self) -> None:
        (one,) = changes((VERSION, "paragraph: Take one."), (Line("paragraph: Take two, now!", Span(0, 0)),))
        assert (one.count("removed"), one.count("added"), one.count("same")) == (1, 2, 1)


class TestMuch:
    """What cannot be compared in a moment is told as a whole."""

    def test_many_lines(self) -> None:
        before = "\n".join(f"paragraph: {number}" for number in range(5000))
        assert len(told(before, before.replace("paragraph", "cell"))) == 10_000

    def test_many_lines_between_two_that_stayed(self) -> None:
        before = "title: T\n" + "\n".join(f"paragraph: a {number}" for number in range(600))
        assert len(told(before, before.replace(": a", ": b"))) == 1200

    def test_many_words(self) -> None:
        (one,) = told(f"paragraph: {'a ' * 9000}b", f"paragraph: {'a ' * 9000}c")
        assert one.startswith("1 changed paragraph: [-a a")


KINDS = [
    "paragraph",
    "heading 2",
    "cell",
    "reference a",
    "list",
    "item",
    "block note",
    "line",
    "title",
    "code",
]
WORDS = ["one", "two", "5 mg", ",", r"\[", "[@a]", "](<x>)", "^(", "", " "]


def _line(chance: Random) -> str:
    kind = chance.choice(KINDS)
    indent = "  " * chance.randrange(3)
    if kind in {"list", "item", "block note", "line"}:
        return f"{indent}{kind}{'' if kind == 'line' else ':'}"
    words = " ".join("".join(chance.choices(WORDS, k=chance.randrange(4))).split())
    return f"{indent}{kind}: " + (f'"{words}"' if kind == "code" else words)


@given(seed=st.integers(0, 1 << 30))
def test_every_change_is_told_word_for_word(seed: int) -> None:
    """What stays and is removed was approved, what stays and is added stands there now."""
    chance = Random(seed)
    before = [_line(chance) for _ in range(chance.randrange(8))]
    now = [one if chance.random() < 0.6 else _line(chance) for one in before if chance.random() < 0.8]
    found = changes((VERSION, *before), tuple(Line(one, Span(0, 0)) for one in now))
    assert bool(found) == (before != now)
    old = [one.words for one in said(map(Placed, before))]
    new = [one.words for one in said(map(Placed, now))]
    for change in found:
        if change.kind != "added":
            assert _keys(change, "removed") in [[one.key for one in words] for words in old]
        if change.kind != "removed":
            assert _keys(change, "added") in [[one.key for one in words] for words in new]


def _keys(change: Change, state: str) -> list[str]:
    return [word.key for part in change.parts if part.state in {"same", state} for word in part.words]
