"""Pictures, as far as a page must know them: how large they are, from their headers.

Invariant: nothing is decoded; a file that is cut short, or of another kind, has no size.
"""

import re
from contextlib import suppress
from struct import error as StructError  # noqa: N812 - its own name says nothing
from struct import unpack_from
from xml.parsers import expat

Size = tuple[int, int]


def picture_size(data: bytes) -> Size | None:
    """Return the width and height in pixels of a PNG, JPEG, GIF, WebP or SVG file, None for anything else."""
    try:
        size = _size(data)
    except (StructError, IndexError):  # the file ends within its header
        return None
    return size if size and min(size) > 0 else None


def _size(data: bytes) -> Size | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        width, height = unpack_from(">II", data, 16)
        return width, height
    if data.startswith((b"GIF87a", b"GIF89a")):
        width, height = unpack_from("<HH", data, 6)
        return width, height
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp_size(data)
    return _svg_size(data)


_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # SOF0 to SOF15 without DHT, JPG and DAC (ITU T.81, B.1)
_BARE = {0x01, *range(0xD0, 0xD9)}  # TEM, RST0 to RST7 and SOI stand without a length


def _jpeg_size(data: bytes) -> Size | None:
    """Walk the segments up to the frame's header, which holds the height before the width."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xFF:  # fill
            at += 1
        elif marker in _BARE:
            at += 2
        else:
            at += 2 + max(2, unpack_from(">H", data, at + 2)[0])
    return None


def _webp_size(data: bytes) -> Size | None:
    """Read the first chunk: lossy, lossless or extended (Google's WebP container specification)."""
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        low_width, high_width, low_height, high_height = unpack_from("<HBHB", data, 24)
        return (high_width << 16 | low_width) + 1, (high_height << 16 | low_height) + 1
    return None


_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(px|pt|pc|in|cm|mm|q)?\s*", re.IGNORECASE)
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
}
"""CSS pixels in a unit (CSS Values and Units, section 6.2)."""


class _Stop(Exception):  # noqa: N818 - no error: what was looked for is found
    """Ends the parsing of a file."""


def _svg_size(data: bytes) -> Size | None:
    """Return what the root's width and height say, what one of them and the view box say, or the view box."""
    root = _root(data)
    if root is None:
        return None
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    box = _box(root.get("viewBox", ""))
    if box:
        ratio = box[0] / box[1]
        width, height = (
            width or (height * ratio if height else box[0]),
            height or (width / ratio if width else box[1]),
        )
    return (_whole(width), _whole(height)) if width and height else None


_NUMBER = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]{1,2})?")


def _box(written: str) -> tuple[float, float] | None:
    """Return a view box's width and height, None for one that no picture has."""
    numbers = [float(one) for one in _NUMBER.findall(written)]
    if len(numbers) != 4 or not all(1e-6 < one < 1e9 for one in numbers[2:]):
        return None
    return numbers[2], numbers[3]


def _whole(length: float) -> int:
    return max(1, round(min(length, 1e6)))


def _length(written: str) -> float:
    found = _LENGTH.fullmatch(written)
    return float(found[1]) * _PIXELS[(found[2] or "").lower()] if found else 0.0


def _root(data: bytes) -> dict[str, str] | None:
    """Return the attributes of a root element `svg`, None for anything else."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "svg":
            found.append(attributes)
        raise _Stop

    def refuse(*_: object) -> None:
        raise _Stop

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse
    with suppress(_Stop, expat.ExpatError, ValueError, LookupError):
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no keyword
    return found[0] if found else None
