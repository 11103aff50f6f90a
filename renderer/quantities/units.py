"""Units: how each is written, what it measures, and how much of that it is.

Invariant: two spellings of one unit are one unit, and only units of the same kind can be converted.
"""

import re
from typing import Final, NamedTuple


class Unit(NamedTuple):
    """What a unit measures, and how to get to the kind's own unit: `(number + shift) * factor`.

    `length` is how much of a calendar it may also mean: a month is four weeks or 30 days to a reader,
    and three of them are 13 weeks.
    """

    kind: str
    factor: float
    shift: int = 0
    length: tuple[float, ...] = ()


DAY: Final = float(24 * 3600)
YEAR: Final = 365 * DAY
_TABLE: Final = """
mass 1: g gram grams gramme grammes
mass 1000: kg kilogram kilograms kilogramme kilogrammes kilo kilos
mass 1/1000: mg milligram milligrams milligramme milligrammes
mass 1/1000000: \u00b5g \u03bcg mcg ug microgram micrograms microgramme microgrammes
mass 1/1000000000: ng nanogram nanograms
mass 1/1000000000000: pg picogram picograms
volume 1: l litre litres liter liters
volume 1/10: dl decilitre decilitres deciliter deciliters
volume 1/1000: ml cc millilitre millilitres milliliter milliliters
volume 1/1000000: \u00b5l \u03bcl microlitre microlitres microliter microliters
volume 5/1000: teaspoon teaspoons teaspoonful tsp
volume 15/1000: tablespoon tablespoons tablespoonful tbsp
substance 1: mol mole moles
substance 1/1000: mmol millimole millimoles
substance 1/1000000: \u00b5mol \u03bcmol umol micromole micromoles
substance 1/1000000000: nmol nanomole nanomoles
substance 1/1000000000000: pmol
units 1: u iu unit units
units 1/1000: mu miu
equivalents 1: meq milliequivalent milliequivalents
length 1: m metre metres meter meters
length 1000: km kilometre kilometres kilometer kilometers
length 1/100: cm centimetre centimetres centimeter centimeters
length 1/1000: mm millimetre millimetres millimeter millimeters
length 1/1000000: \u00b5m \u03bcm micron microns
length 254/10000: inch inches
length 3048/10000: ft foot feet
area 1: m2 m^2 m\u00b2
pressure 1: mmhg mm_hg millimetre_of_mercury millimetres_of_mercury millimeters_of_mercury
kilopascal 1: kpa
energy 1: kcal kilocalorie kilocalories calorie calories
joule 1: kj kilojoule kilojoules
percent 1: % percent per_cent
points 1: percentage_point percentage_points
pulse 1: bpm beats_per_minute beats/min beats_a_minute beats_each_minute beats_in_a_minute beats_per_min
breaths 1: breaths_per_minute breaths/min breaths_a_minute breaths_each_minute breaths_per_min
time 1: second seconds sec secs
time 60: min mins minute minutes
time 3600: h hr hrs hour hours
time 86400: day days
time 604800: week weeks wk wks
time 1209600: fortnight fortnights
month 1: month months
year 1: year years yr yrs
celsius 1: \u00b0c \u00b0_c degrees_celsius degrees_c degrees_centigrade
fahrenheit 1: \u00b0f \u00b0_f degrees_fahrenheit degrees_f
"""


def _calendar(*days: float) -> Unit:
    return Unit("time", DAY * float(days[0]), length=tuple(DAY * float(one) for one in days[1:]))


_NAMED: Final = {
    "month": _calendar(365 / 12, 28, 30, 91 / 3),
    "year": _calendar(365, 360, 364, 365),
    "celsius": Unit("temperature", float(1)),
    "fahrenheit": Unit("temperature", 5 / 9, -32),
}


def _number(said: str) -> float:
    above, _, below = said.partition("/")
    return float(above) / float(below or 1)


def _units() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for line in _TABLE.strip().splitlines():
        measure, _, names = line.partition(": ")
        kind, factor = measure.split()
        unit = _NAMED.get(kind) or Unit(kind, _number(factor))
        table |= {name.replace("_", ""): unit for name in names.split()}
    return table


_UNITS: Final = _units()


def _pattern() -> str:
    names = [name for line in _TABLE.strip().splitlines() for name in line.partition(": ")[2].split()]
    spelt = [re.escape(one).replace("_", "[ \u00a0]?").replace("mmhg", "mm[ \u00a0]?hg") for one in names]
    return "|".join(sorted(spelt, key=len, reverse=True))


UNIT_WORDS: Final = frozenset(_UNITS)
_END: Final = r"(?![^\W_]|\^)"
_ONE: Final = re.compile(rf"[ \u00a0\n-]?({_pattern()}){_END}", re.IGNORECASE)
_PER: Final = re.compile(
    r"[ \u00a0]?(?:/|(?:per|for[ \u00a0](?:each|every))[ \u00a0])[ \u00a0]?"
    rf"(?:(1\.73|\d{{1,3}})[ \u00a0]?)?({_pattern()}){_END}",
    re.IGNORECASE,
)
_RATES: Final = frozenset({DAY, DAY * 7, DAY * 365 / 12, DAY * 365})


def unit_at(text: str, place: int) -> tuple[Unit, int] | None:
    """Return the unit that stands at a place of a text, after a space or none, and where it ends.

    A unit may be one of several: `mg/dL`, `mL/min/1.73 m2`. How often (`/day`) is none of its parts.
    """
    found = _ONE.match(text, place)
    if found is None:
        return None
    unit, end = _named(found[1]), found.end()
    while part := _PER.match(text, end):
        below = _named(part[2])
        area = part[1] == "1.73"
        amount = float(1) if area or not part[1] else float(part[1])
        if below.kind == "time" and (below.factor in _RATES or below.factor * amount == DAY):
            break
        if amount == 0:
            break
        unit = Unit(f"{unit.kind}/{below.kind}", unit.factor / below.factor / amount)
        end = part.end()
    return unit, end


def _named(name: str) -> Unit:
    return _UNITS["".join(name.lower().split())]
