"""Reading quantities: a table that a nurse can read, and what holds for any facts in any words."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.quantities.agree import Side, disagreements
from renderer.quantities.hint import may_hold_numbers
from renderer.quantities.read import read

TABLES = Path(__file__).parent / "fixtures/quantities.md"


def table(heading: str) -> list[tuple[str, str]]:
    """The rows of one table: what one text says and what the other says."""
    part = TABLES.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line[2:-2].split(" | ") for line in part.splitlines() if line.startswith("| ")][2:]
    return [(one, other) for one, other in rows]


def differ(one: str, other: str) -> list[tuple[str, str]]:
    """What two short texts say differently."""
    pairs = disagreements(Side(read(one)), Side(read(other)), near=True)
    return [(one[a.start : a.shown], other[b.start : b.shown]) for a, b in pairs]


@pytest.mark.parametrize(("one", "other"), table("Say the same"))
def test_these_say_the_same(one: str, other: str) -> None:
    assert read(one)
    assert read(other)
    assert differ(one, other) == []


@pytest.mark.parametrize(("one", "other"), table("Say something different"))
def test_these_say_something_different(one: str, other: str) -> None:
    assert differ(one, other)


@pytest.mark.parametrize(("one", "other"), table("Cannot be compared"))
def test_these_cannot_be_compared(one: str, other: str) -> None:
    assert differ(one, other) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("type 2 diabetes, vitamin B12, COVID-19, step 3, stages 1 and 2, UKPDS 34", []),
        ("at 12:30, under Regulation (EU) 2017/745, on 24/7 call", []),
        ("a third dose on the second day, for one of them", []),
        ("500 mg twice a day for 7 days", ["mass", "frequency", "time"]),
        ("0.75 (95% CI 0.64 to 0.89), p < 0.05", ["number", "interval", "p"]),
        ("hazard ratio 0.75", ["ratio"]),
        ("2 tablets 500 mg a day, 3 g/24 h", ["number", "mass", "frequency", "mass", "frequency"]),
        ("1:1000 at 1:30 and 12:1000", ["dilution"]),
        ("rest for a week, twice a week", ["time", "frequency"]),
        ("in 2020 300 people, under 12 250 mg", ["date", "number", "number", "mass"]),
        ("below 130/80 mm Hg in people over 75", ["blood pressure", "age"]),
        ("half an hour before half a tablet for half of them", ["time", "number", "percent"]),
        ("30 mL/min/1.73 m^2", ["volume/time/area"]),
        ("250 mg/5 mL", ["mass/volume"]),
        ("2 weeks to 3 months, 2 to 3 months", ["time", "time", "time"]),
        ("two hundred and fifty thousand people", ["number"]),
        ("twenty, thirty-one, hundred hundred and zero zero", ["number"] * 6),
        ("on 8 April 2016, in 2017 and on 2018-01-02", ["date", "date", "date"]),
    ],
)
def test_what_is_read(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in read(text)] == kinds


WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
PIECES = (
    *(
        "of",
        "in",
        "or",
        "and",
        "to",
        "per",
        "a",
        "half",
        "twice",
        "daily",
        "every",
        "below",
        "over",
        "hundred",
    ),
    *(
        "hundred",
        "-",
        "/",
        ",",
        ".",
        "(",
        "%",
        "people",
        "mg",
        "CI",
        "April",
        "one",
        "million",
        "dozen",
        "two",
    ),
)
numbers = st.integers(2, 12)


@st.composite
def facts(draw: st.DrawFn) -> tuple[str, str]:
    """One fact in two ways of saying it."""
    number = draw(numbers)
    word = WORDS[number - 1]
    return draw(
        st.sampled_from(
            [
                (f"{number} mg", f"{number * 1000} micrograms"),
                (f"{number},000 mg", f"{number} g"),
                (f"{word} tablets", f"{number} tablets"),
                (f"{number} times a day", f"{word} times daily"),
                (f"{number} weeks", f"{number * 7} days"),
                (f"1 in {number}", f"one in {word}"),
                (f"{number}0%", f"{number}0 per cent"),
                (f"{number} to {number + 3} mL", f"{number}\u2013{number + 3} ml"),
                (f"at least {number} hours", f"\u2265{number} h"),
                (f"{number} mmol/L", f"{number} mmol/l"),
                (f"{number}.5 kg", f"{number}500 g"),
                (f"1{number:02}/70 mm Hg", f"1{number:02}/70"),
                (f"{number} May 2020", f"2020-05-{number:02}"),
            ]
        )
    )


@given(st.lists(facts(), min_size=1, max_size=6), st.data())
def test_the_same_facts_in_other_words_and_order_agree(
    said: list[tuple[str, str]], data: st.DataObject
) -> None:
    one, other = [each for each, _ in said], [each for _, each in data.draw(st.permutations(said))]
    near = data.draw(st.booleans())
    sides = Side(read("; ".join(one))), Side(read("; ".join(other)))
    assert disagreements(*sides, near=near) == []
    assert disagreements(sides[1], sides[0], near=near) == []


texts = st.lists(
    st.one_of(
        facts().map(lambda fact: fact[0]),
        st.sampled_from(PIECES),
        st.text(max_size=3),
        st.integers(0, 5000).map(str),
    ),
    max_size=12,
).map(" ".join)


@given(texts, texts, st.sampled_from(("near", "far")))
def test_which_text_comes_first_does_not_matter(one: str, other: str, how: str) -> None:
    sides, near = (Side(read(one)), Side(read(other))), how == "near"
    there = {(id(a), id(b)) for a, b in disagreements(*sides, near=near)}
    back = {(id(b), id(a)) for a, b in disagreements(sides[1], sides[0], near=near)}
    assert bool(there) == bool(back)
    assert len(there) == len(back)


@given(texts)
def test_any_text_is_read_in_its_order_and_agrees_with_itself(text: str) -> None:
    found = read(text)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(0 <= one.start < one.end <= one.shown <= len(text) for one in found)
    assert disagreements(Side(found), Side(read(text)), near=True) == []
    if found:
        assert may_hold_numbers(text)


def seconds(text: str) -> float:
    """How long the processor reads a text and holds it together with itself, at best."""
    times = []
    for _ in range(3):
        before = process_time()
        disagreements(Side(read(text)), Side(read(text[1:])), near=True)
        times.append(process_time() - before)
    return min(times)


@pytest.mark.parametrize(
    "hostile",
    [
        *("1 ", "1,000,", "one hundred ", "5 or ", "1/2/", "every 8 hours ", "130/80 ", "half a ", "1 in "),
        *("5 mg/", "2 tablets of ", "max a b ", "April ", "5 people. ", "1-", "a ", " "),
        *("for a week ", "1:1000 ", "4-hourly ", "10 000 ", "1/2 ", "half a 10 mg tablet ", "5-10 mg/24 h "),
        *("Children 5 mL ", "daily ", "minus ", "for each kg "),
    ],
)
def test_a_text_four_times_as_long_takes_no_more_than_about_four_times_as_long(hostile: str) -> None:
    short = hostile * (3000 // len(hostile))
    assert seconds(short * 4) < 8 * seconds(short) + 0.02
