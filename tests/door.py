"""The one door to the product: an example's files become a site, and the site's outcomes come back by name.

An example is a mapping of file names to texts. `article.md` is the article; other `.md` files, pictures and
`references.*` stand beside it; `audiences/*.toml`, `site.toml` and `static/…` stand at the top. Bytes are
written as they are, and a path is a symbolic link that leads there. Without any
audience the site has patient, clinician and student, who falls back on clinician. An article without front
matter gets a title, and places in it are counted in the text as it stands in the example.

Outcomes are named `diagnostics`, `<audience>.txt`, `<audience>.html` and `<audience>.json`; the last three
are the edition without the page round it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from renderer.audiences import Audience
from renderer.build.commands import OpenSite, UsageProblem, check, open_site, show
from renderer.diagnostics import Diagnostic, Finding
from renderer.editions.select import select
from renderer.language.parse import parse_fragment
from renderer.language.source import Source, is_error
from renderer.language.vocabulary import Vocabulary
from renderer.writers.html import write_blocks
from renderer.writers.view import View

FRONT_MATTER = "---\ntitle: T\n---\n"
AUDIENCES = {
    "audiences/patient.toml": 'name = "Patient"\norder = 1\n',
    "audiences/clinician.toml": 'name = "Clinician"\norder = 2\n',
    "audiences/student.toml": 'name = "Student"\norder = 3\nfalls_back_to = ["clinician"]\n',
}
AT_THE_TOP = ("audiences/", "static/", "templates/", "approvals/", "site.toml")
Given: TypeAlias = str | bytes | Path
FORMATS = {"txt": "text", "html": "html", "json": "json"}


@dataclass(frozen=True)
class Example:
    """A site that stands in a folder; `added` counts the lines put in front of each article."""

    site: OpenSite
    audiences: frozenset[str]
    added: Mapping[str, int]

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that the product has to say, in its order."""
        return check(self.site, ()).diagnostics

    def edition(
        self, audience: str, kind: str = "html", *, article: str = "article", fragment: bool = True
    ) -> str | None:
        """An edition in a format; None when there is none. KeyError for an unknown audience."""
        if audience not in self.audiences:
            raise KeyError(audience)
        try:
            return show(self.site, article, audience=audience, format=kind, fragment=fragment).text
        except UsageProblem:
            return None

    def outcome(self, name: str) -> str:
        """An outcome by its name; KeyError when there is none of that name."""
        if name == "diagnostics":
            return "".join(f"{self.line(one)}\n" for one in self.diagnostics())
        audience, _, ending = name.rpartition(".")
        text = self.edition(audience, FORMATS[ending])
        return "(no edition)\n" if text is None else text.rstrip("\n") + "\n" if text.strip() else ""

    def line(self, one: Diagnostic) -> str:
        """A diagnostic on one line: `3:5-3:20 error[missing-variant] student: message`."""
        less = self.added.get(one.path, 0)
        place = f"{max(one.line - less, 0)}:{one.column}-{max(one.end_line - less, 0)}:{one.end_column}"
        path = "" if one.path == "content/article.md" else f"{one.path}:"
        readers = "".join(f" {name}" for name in one.audiences)
        return f"{path}{place} {one.severity}[{one.code}]{readers}: {one.message}"


@contextmanager
def example(given: Mapping[str, Given]) -> Iterator[Example]:
    """Write an example's files and open them as a site."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        added = {}
        for file, given_as in complete(given).items():
            path = file if file.startswith(AT_THE_TOP) else f"content/{file}"
            added[path] = put(folder / path, given_as)
        audiences = frozenset(path.stem for path in (folder / "audiences").glob("*.toml"))
        yield Example(open_site(folder, folder), audiences, added)


def put(file: Path, given: Given) -> int:
    """Make one file of an example; return how many lines were put in front of its text."""
    file.parent.mkdir(parents=True, exist_ok=True)
    match given:
        case Path():
            file.symlink_to(given)
        case bytes():
            file.write_bytes(given)
        case str():
            front = "" if given.startswith("---\n") or file.suffix != ".md" else FRONT_MATTER
            file.write_bytes((front + given).encode())
            return front.count("\n")
    return 0


def complete(given: Mapping[str, Given]) -> dict[str, Given]:
    """An example's files with the audiences that it leaves out."""
    has_audiences = any(name.startswith("audiences/") for name in given)
    return {**({} if has_audiences else AUDIENCES), **given}


def outcomes(given: Mapping[str, Given], names: Iterable[str]) -> dict[str, str]:
    """The outcomes of an example, by name."""
    with example(given) as opened:
        return {name: opened.outcome(name) for name in names}


def body(markdown: str) -> tuple[str, tuple[Finding, ...]]:
    """The HTML of a text for one audience, and its errors; where links lead is not looked at."""
    document = parse_fragment(Source("text.md", markdown), Vocabulary(("reader",)))
    edition = select(document, "text", Audience("reader", "Reader"))
    errors = tuple(one for one in (*document.findings, *edition.findings) if is_error(one))
    return write_blocks(edition.blocks, View("reader/text/index.html", "reader")), errors
