"""Articles for the bench: about 6 KB each, the same ones in every run."""

import random
from pathlib import Path

TEXT = """
care visit video remote clinic record consent privacy licence practice standard policy history
review plan blood pressure heart rhythm glucose kidney liver lung skin infection fever pain sleep
weight exercise diet medicine tablet dose injection monitor device signal network pharmacy nurse
specialist referral routine annual early late mild severe stable chronic acute common rare safe
effective the a an of to in for with on by from and or as when while most some each other every
before after during between within without because although
"""
WORDS = TEXT.split()
CHOICES = (
    ("heart attack", "myocardial infarction"),
    ("high blood pressure", "arterial hypertension"),
    ("kidney test", "estimated glomerular filtration rate"),
    ("shortness of breath", "exertional dyspnoea"),
)
AUDIENCES = {
    "patient": 'name = "Patient"\norder = 1\n',
    "clinician": 'name = "Clinician"\norder = 2\n',
    "student": 'name = "Student"\norder = 3\nfalls_back_to = ["clinician"]\n',
}


def write_site(folder: Path, count: int) -> None:
    """Write a site of that many articles."""
    (folder / "audiences").mkdir(parents=True)
    (folder / "content").mkdir()
    for name, text in AUDIENCES.items():
        (folder / f"audiences/{name}.toml").write_text(text)
    (folder / "site.toml").write_text('title = "Bench"\n')
    for number in range(count):
        (folder / f"content/article-{number:05}.md").write_text(article(number))


def article(number: int) -> str:
    """Return one article: 12 choices, 4 tagged blocks, a table, 20 citations of 5 references."""
    chance = random.Random(number)
    keys = [f"source{number % 7}{letter}" for letter in "abcde"]
    parts = [_front(number, keys, chance), _sentence(chance, 24), ""]
    for section in range(7):
        parts += [f"## {_words(chance, 3).capitalize()} {{#part-{section}}}", ""]
        for item in range(4):
            parts.append(f"- {_item(chance, section * 4 + item, keys)}")
        parts.append("")
        if section in (1, 2, 4, 6):
            parts += [f"::: {('patient', 'clinician')[section % 2]}", _sentence(chance, 16), ":::", ""]
    return "\n".join([*parts, *_table(chance)]) + "\n"


def _front(number: int, keys: list[str], chance: random.Random) -> str:
    lines = ["---", f"title: Article {number} on {_words(chance, 3)}", "updated: 2025-10-29", "references:"]
    for key in keys:
        lines += [f"- id: {key}", "  kind: research", f"  title: {_words(chance, 7).capitalize()}"]
        lines += [f"  container-title: Journal of {_words(chance, 2).title()}", "  issued: 2021"]
    return "\n".join([*lines, "---", ""])


def _item(chance: random.Random, place: int, keys: list[str]) -> str:
    words = _sentence(chance, 10)[:-1]
    if place < 12:
        plain, exact = CHOICES[place % len(CHOICES)]
        words += f" [{plain}]{{.patient}}[{exact}]{{.else}} {_words(chance, 4)}"
    if place < 20:
        words += f" [@{keys[place % len(keys)]}]"
    if place % 3 == 0:
        words = f"**{_words(chance, 2)}** {words}"
    return words + "."


def _table(chance: random.Random) -> list[str]:
    rows = [f"| {_words(chance, 2)} | {chance.randint(1, 90)} mg | {_words(chance, 4)} |" for _ in range(6)]
    return ["| Medicine | Dose | Remark |", "| --- | --- | --- |", *rows]


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count))


def _sentence(chance: random.Random, count: int) -> str:
    return _words(chance, count).capitalize() + "."
