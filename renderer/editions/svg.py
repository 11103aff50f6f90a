"""Whether an SVG picture could run or fetch something: it is published from the site's own address.

Invariant: an SVG that cannot be understood has a fault; nothing in it is expanded, fetched or run.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

_XHTML = "http://www.w3.org/1999/xhtml"
_XML_SPACES = re.compile(r"[\x00-\x20]+")  # what a browser drops from a URL before it reads the scheme
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif)[;,]")
_PLAIN_LINK = re.compile(r"(?:https?:|mailto:)|[^:]*(?:[/?#]|$)")
_FETCHING = re.compile(r"@import|url\((?!['\"]?(?:#|data:))|image-set\(|expression\(|-moz-binding|\\")
_MOST = 20  # faults after which nothing more is looked for
_RUNNING = frozenset({"script", "foreignobject", "handler", "listener"})


class Fault(NamedTuple):
    """What could run or fetch something: its offset in characters, and what it is, as words of a sentence."""

    offset: int
    what: str


def svg_faults(text: str) -> list[Fault]:
    """Return what an SVG must not hold to be published, in the order of the text; none for a safe one.

    These are: scripts and event attributes, content that is not SVG, references to anything outside the file
    but a link (`a`), style sheets that fetch, document types and entities, and what is no SVG at all.
    """
    reading = _Reading(text)
    reading.run()
    return sorted(set(reading.faults))


class _Stop(Exception):  # noqa: N818 - no error: nothing after this is read
    """Ends the parsing of a file."""


class _Reading:
    """One pass over a text with expat, which reports in a stream."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode("utf-8", "replace")
        self.faults: list[Fault] = []
        self.depth = 0
        self.style: list[str] | None = None
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction

    def run(self) -> None:
        try:
            self.parser.Parse(self.data, True)  # noqa: FBT003 - expat takes no keyword
        except _Stop:
            return
        except (expat.ExpatError, ValueError) as error:
            code = getattr(error, "code", 0)
            self.fault("what is not well-formed XML" + (f" ({expat.ErrorString(code)})" if code else ""))

    @property
    def offset(self) -> int:
        at = max(0, self.parser.ErrorByteIndex)
        return len(self.data[:at].decode("utf-8", "ignore"))

    def fault(self, what: str, attribute: str = "") -> None:
        offset = self.offset
        found = attribute and re.compile(rf"{re.escape(attribute)}\s*=").search(self.text, offset)
        self.faults.append(Fault(found.start() if found else offset, what))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, local = _split(name)
        if not self.depth and local != "svg":
            self.fault(f"a root element '{local}', and so no SVG")
        self.depth += 1
        if space == _XHTML or local.lower() in _RUNNING:
            self.fault(f"an element '{local}'")
        if local.lower() == "style":
            self.style = []
        for key, value in attributes.items():
            if len(self.faults) > _MOST:
                raise _Stop
            attribute = _split(key)[1]
            for what in _attribute_faults(local, attribute, value):
                self.fault(what, attribute)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.style is not None and _split(name)[1].lower() == "style":
            if _FETCHING.search(_plain("".join(self.style))):
                self.fault("a style sheet that fetches something")
            self.style = None

    def characters(self, data: str) -> None:
        if self.style is not None:
            self.style.append(data)

    def doctype(self, *_: object) -> None:
        self.fault("a document type, which may define entities")
        raise _Stop

    def instruction(self, target: str, data: str) -> None:  # noqa: ARG002 - expat's signature
        if target.lower() == "xml-stylesheet":
            self.fault("a style sheet from outside")


def _attribute_faults(element: str, attribute: str, value: str) -> Iterator[str]:
    plain, name = _plain(value), attribute.lower()
    if name.startswith("on"):
        yield f"an event attribute '{attribute}'"
    elif name == "attributename" and (plain.startswith("on") or plain.rpartition(":")[2] == "href"):
        yield f"an animation of '{value.strip()}'"
    elif name in {"href", "src"} and not _stays(element, plain):
        yield f"a reference to '{value.strip()[:60]}'"
    elif _FETCHING.search(plain) and ("url(" in plain or name == "style"):
        yield f"an attribute '{attribute}' that fetches something"


def _stays(element: str, url: str) -> bool:
    """Whether a reference leads nowhere outside the file, is a picture in itself, or is a plain link."""
    link = element == "a" and _PLAIN_LINK.match(url)
    return not url or url.startswith("#") or bool(_PICTURE.match(url)) or bool(link)


def _plain(value: str) -> str:
    return _XML_SPACES.sub("", value).lower()


def _split(name: str) -> tuple[str, str]:
    """Return the namespace and the local name of what expat calls "local" or "namespace local [prefix]"."""
    parts = name.split(" ")
    return (parts[0], parts[1]) if len(parts) > 1 else ("", name)
