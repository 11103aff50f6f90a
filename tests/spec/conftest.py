"""Makes every Markdown file here a test: prose for authors, and examples that the product must live up to.

A code block `md` opens an example: the article. Blocks that follow it are named after their language:
further files (`toml audiences/nurse.toml`) and outcomes (`text patient.txt`, `text diagnostics`). A block
`bytes article.md` is a file byte for byte, without front matter added, in which `\\x` and two hexadecimal
digits write one byte; a block `link other.md` is a symbolic link to the path that it holds. Silence about
diagnostics means that none are wanted. A line of wanted diagnostics is `line:column severity[code]`,
with the audiences when not all are concerned (`… student`); the column and the code may be left out, the end
(`3:5-3:20`) and a part of the message (`…: 'patiant'`) may be added.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.door import Given, outcomes

# Of these, editions alone are outcomes.
GIVEN = (".md", ".markdown", ".toml", ".yaml", ".yml", ".bib", ".json", ".svg")
EDITION = re.compile(r"[a-z][a-z0-9-]*\.(txt|html|json)")
LINE = re.compile(
    r"(?P<path>[^\s:]*[a-z][^\s:]*:)?(?P<line>\d+)(?P<column>:\d+)?(?P<end>-\d+:\d+)? "
    r"(?P<severity>error|warning)(?P<code>\[[a-z0-9-]+\])?"
    r"(?P<readers>(?: [a-z][a-z0-9-]*)*)(?:: (?P<words>.*))?"
)


@dataclass
class Example:
    """One example: where it begins, the files that it gives, the outcomes that it wants."""

    line: int
    given: dict[str, Given]
    wanted: dict[str, str] = field(default_factory=lambda: {"diagnostics": ""})


def examples(path: Path) -> list[Example]:
    """The examples of a file."""
    found: list[Example] = []
    for token in MarkdownIt().parse(path.read_text("utf-8")):
        language, _, name = token.info.partition(" ")
        if token.type != "fence" or not (name or language == "md"):
            continue
        line = token.map[0] + 1 if token.map else 0
        if not name:
            found.append(Example(line, {"article.md": token.content}))
        elif not found:
            raise pytest.Collector.CollectError(f"{path}:{line}: {name} belongs to no example")
        elif name == "diagnostics" or (EDITION.fullmatch(name) and not name.startswith("references.")):
            found[-1].wanted[name] = token.content
        elif name.endswith(GIVEN) or name.startswith(("static/", "templates/")):
            found[-1].given[name] = as_given(language, token.content)
        else:
            raise pytest.Collector.CollectError(f"{path}:{line}: {name} is neither a file nor an outcome")
    return found


def as_given(language: str, content: str) -> Given:
    """A file of an example: its text, its very bytes, or where it leads as a symbolic link."""
    match language:
        case "bytes":
            return content.encode().decode("unicode_escape").encode("latin-1")
        case "link":
            return Path(content.strip())
        case _:
            return content


def alike(got: str, wanted: str) -> str:
    """The diagnostics as got, each without what the wanted line in its place leaves unsaid."""
    lines = got.splitlines()
    for place, (have, want) in enumerate(zip(lines, wanted.splitlines(), strict=False)):
        theirs, ours = LINE.fullmatch(have), LINE.fullmatch(want)
        if not ours:
            raise ValueError(f"not a diagnostic: {want}")
        if theirs and all(
            theirs[part] == ours[part] or (part in {"column", "end", "code"} and ours[part] is None)
            for part in ("path", "line", "column", "end", "severity", "code", "readers")
        ) and (ours["words"] or "") in theirs["words"]:  # fmt: skip
            lines[place] = want
    return "".join(f"{line}\n" for line in lines)


class SpecItem(pytest.Item):
    """One example as a test."""

    def __init__(self, *, example: Example, **rest: Any) -> None:
        super().__init__(**rest)
        self.example = example

    def runtest(self) -> None:
        wanted = self.example.wanted
        got = outcomes(self.example.given, wanted)
        got["diagnostics"] = alike(got["diagnostics"], wanted["diagnostics"])
        differences = [
            line
            for name in wanted
            if got[name] != wanted[name]
            for line in unified_diff(
                wanted[name].splitlines(),
                got[name].splitlines(),
                f"{name} wanted",
                f"{name} got",
                lineterm="",
            )
        ]
        if differences:
            pytest.fail("\n".join([f"{self.path}:{self.example.line}", *differences]), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.example.line - 1, f"{self.path.name}:{self.example.line}"


class SpecFile(pytest.File):
    """A file of examples."""

    def collect(self) -> Iterator[SpecItem]:
        for example in examples(self.path):
            yield SpecItem.from_parent(self, name=str(example.line), example=example)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> SpecFile | None:
    """Collect Markdown files."""
    return SpecFile.from_parent(parent, path=file_path) if file_path.suffix == ".md" else None
