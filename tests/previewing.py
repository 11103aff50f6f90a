"""A preview that runs, for the tests of it: a site in a folder, the server on a free port, what it says."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.sites import SQUARE, article, put, site_of

HEART = """\
Lead words.

![A heart](heart.svg)

## First

After a [heart attack]{.patient}[myocardial infarction]{.else}, rest.

{.clinician}
Give 300 mg of aspirin.

## Second

Walk [a little]{.patient}[30 minutes]{.else} each day.

## Third

The last words.
"""
FILES: Mapping[str, str] = {
    "site.toml": 'title = "Hearts"\neditor = "vscode://file/{path}:{line}:{column}"\n',
    "content/heart.md": article(HEART, title='"Heart [for you]{.patient}[in practice]{.else}"'),
    "content/heart.svg": SQUARE.format("heart"),
    "content/lung/cough.md": article("Breathe.", title="Cough"),
    "content/young.md": article("Draft words.", title="Young", draft="true"),
    "static/robots.txt": "User-agent: *\n",
}


class Answer(NamedTuple):
    """What was answered to a request."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def preview_site(folder: Path) -> Path:
    """Write the site of these tests."""
    return site_of(folder, FILES)


class Previewed:
    """A preview that runs: its address, and what it has said so far."""

    def __init__(self, process: "subprocess.Popen[str]", root: Path, said: Path) -> None:
        self.process = process
        self.root = root
        self._said = said
        assert process.stdout is not None
        self.first = process.stdout.readline()
        assert "http" in self.first, self.said
        self.address = self.first.split()[2]

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def said(self) -> str:
        """What it has written to standard error."""
        return self._said.read_text("utf-8")

    @contextmanager
    def answer(self, path: str, method: str = "GET", **headers: str) -> Iterator[HTTPResponse]:
        """Ask for a path as it is written, with headers by their names (`_` for `-`), and hold the line."""
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, headers={"Host": f"127.0.0.1:{self.port}"} | named)
            with connection.getresponse() as answer:
                yield answer
        finally:
            connection.close()

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path and take the whole answer."""
        with self.answer(path, method, **headers) as one:
            return Answer(one.status, one.read(), dict(one.getheaders()))

    def body(self, path: str) -> bytes:
        """The bytes at a path."""
        return self.ask(path).body

    def save(self, name: str, text: str) -> None:
        """Write a file of the site, all at once and in its place."""
        put(self.root, {name: text})

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace words in a file of the site."""
        text = (self.root / name).read_text("utf-8")
        assert old in text
        self.save(name, text.replace(old, new))

    def end(self, how: int = signal.SIGINT) -> int:
        """End it as Ctrl-C does, and return its exit code."""
        self.process.send_signal(how)
        return self.process.wait(10)


@contextmanager
def preview(root: Path, *arguments: str, port: int | None = 0) -> Iterator[Previewed]:
    """Run a preview of a site, with its flags."""
    said = root.with_name(f"{root.name}-said.txt")
    command = [sys.executable, "-m", "renderer", "preview", "--site", str(root), "--no-open", *arguments]
    command += [] if port is None else ["--port", str(port)]
    with said.open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env={**os.environ, "NO_COLOR": "1"}
        )
    try:
        yield Previewed(process, root, said)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        finally:
            process.kill()
        assert process.stdout is not None
        process.stdout.close()
