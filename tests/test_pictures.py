"""The size of a picture from its header, and what an SVG must not hold."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.editions.pictures import picture_size
from renderer.editions.svg import svg_faults

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 640, 480, 8, 2, 0, 0, 0)
PNG += struct.pack(">I", zlib.crc32(PNG[12:]))
GIF = b"GIF89a" + struct.pack("<HH", 12, 34)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 10 + b"\xff\xff\xdb\x00\x04\0\0\xff\xc2\x00\x11\x08"
    + struct.pack(">HH", 200, 300) + b"\x03"
)  # fmt: skip
WEBP = {
    "lossy": b"VP8 " + b"\0" * 4 + b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 550 | 0x4000, 368),
    "lossless": b"VP8L" + b"\0" * 4 + b"\x2f" + struct.pack("<I", (400 - 1) | (301 - 1) << 14),
    "extended": b"VP8X" + b"\0" * 8 + (70000 - 1).to_bytes(3, "little") + (66000 - 1).to_bytes(3, "little"),
}


@pytest.mark.parametrize(
    ("data", "needed", "size"),
    [
        (PNG, 24, (640, 480)),
        (GIF, 10, (12, 34)),
        (JPEG, len(JPEG) - 1, (300, 200)),
        (b"RIFF\0\0\0\0WEBP" + WEBP["lossy"], 30, (550, 368)),
        (b"RIFF\0\0\0\0WEBP" + WEBP["lossless"], 25, (400, 301)),
        (b"RIFF\0\0\0\0WEBP" + WEBP["extended"], 30, (70000, 66000)),
    ],
)
def test_the_size_stands_in_the_header(data: bytes, needed: int, size: tuple[int, int]) -> None:
    assert picture_size(data) == picture_size(data[:needed]) == picture_size(data + b"the rest") == size
    for end in range(needed):
        assert picture_size(data[:end]) is None, end


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('<svg width="10" height="20"/>', (10, 20)),
        ('<svg viewBox="0 0 30 40"/>', (30, 40)),
        ('<svg width="2in" viewBox="0,0,30,15"/>', (192, 96)),
        ('<svg height="96px" viewBox="0 0 30 15"/>', (192, 96)),
        ('<svg width="100%" height="100%" viewBox="-5 -5 3.5 4e1"/>', (4, 40)),
        ('<!-- x --><s:svg xmlns:s="http://www.w3.org/2000/svg" width="1cm" height="1em" viewBox="0 0 1 2"/>',
         (38, 76)),
        ('<svg width="100%"/>', None),
        ('<svg width="0" height="5"/>', None),
        ('<svg viewBox="0 0 0 5"/>', None),
        ('<svg viewBox="0 0 1e-99 1e99"/>', None),
        ('<html width="1" height="2"/>', None),
        ('<!DOCTYPE svg [<!ENTITY a "9">]><svg width="&a;" height="2"/>', None),
        ("hello", None),
    ],
)  # fmt: skip
def test_the_size_of_an_svg(root: str, size: tuple[int, int] | None) -> None:
    assert picture_size(root.encode()) == size
    assert picture_size(f'<?xml version="1.0" encoding="UTF-16"?>{root}'.encode("utf-16")) == size


@given(
    st.binary(max_size=60),
    st.sampled_from([b"", PNG[:12], b"\xff\xd8", b"RIFF....WEBP", b"GIF89a", b"<svg "]),
)
def test_no_file_is_too_broken(data: bytes, start: bytes) -> None:
    size = picture_size(start + data)
    assert size is None or min(size) > 0


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    "inner",
    [
        '<path id="a" d="M0 0" fill="url(#b)" style="stroke: url( #b )"/><use href="#a" xlink:href="#a"/>',
        '<a href="https://example.org/a:b"><text>é on</text></a><a href="mailto:a@b.org"/><a href="b.html"/>',
        '<image href="data:image/png;base64,AAAA"/><style>a { fill: url("#b") }</style>',
        '<animate attributeName="opacity" values="0;1"/><title>JavaScript: onclick="x" \\ url(http://x)</title>',
        "<!-- <script/> --><![CDATA[<script/>]]>",
    ],
)
def test_an_svg_that_only_draws_has_no_fault(inner: str) -> None:
    assert svg_faults(SVG.format(inner)) == []


@pytest.mark.parametrize(
    ("inner", "at", "words"),
    [
        ("é<script>x</script>", "<script", "element 'script'"),
        ('<x:script xmlns:x="http://www.w3.org/2000/svg"/>', "<x:script", "element 'script'"),
        ("<foreignObject/>", "<foreign", "element 'foreignObject'"),
        ('<h:p xmlns:h="http://www.w3.org/1999/xhtml"/>', "<h:p", "element 'p'"),
        ('<g id="a" onload="x()"/>', "onload", "event attribute"),
        ('<g ONclick="x()"/>', "ONclick", "event attribute"),
        ('<a href=" java&#9;script:x"/>', "href", "reference"),
        ('<a xlink:href="&#106;avascript:x/?"/>', "href", "reference to 'javascript:x/?'"),
        ('<a href="data:text/html,x/"/>', "href", "reference"),
        ('<image href="data:image/svg+xml,x"/>', "href", "reference"),
        ('<use href="http://example.org/a#b"/>', "href", "reference"),
        ('<use href="//example.org/a#b"/>', "href", "reference"),
        ('<image href="b.png"/>', "href", "reference"),
        ('<animate attributeName="xlink:href" values="javascript:x"/>', "attributeName", "animation"),
        ('<set attributeName="onclick" to="x"/>', "attributeName", "animation"),
        ('<g style="fill: url( http://x )"/>', "style", "fetches"),
        ('<g fill="URL(x.svg#a)"/>', "fill", "fetches"),
        ('<style>@import "x"</style>', "</style", "style sheet"),
        ("<style><![CDATA[ a { fill: u\\72l(x) } ]]></style>", "</style", "style sheet"),
        ("<g>", "</svg", "well-formed"),
        ("&undefined;", "&undefined", "well-formed"),
    ],
)
def test_an_svg_that_could_run_or_fetch_something(inner: str, at: str, words: str) -> None:
    text = SVG.format(inner)
    faults = svg_faults(text)
    assert words in faults[0].what
    assert text[faults[0].offset :].startswith(at) or "well-formed" in words


@pytest.mark.parametrize(
    "text",
    ["", "hello", "<html/>", "<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "<svg \0/>", "\ud800",
     '<?xml-stylesheet href="x"?><svg/>', "<svg>" * 50000],
)  # fmt: skip
def test_what_is_no_plain_svg_has_a_fault(text: str) -> None:
    faults = svg_faults(text)
    assert faults
    assert all(0 <= one.offset <= len(text) for one in faults)


def test_entities_are_never_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    text = f'<!DOCTYPE svg [<!ENTITY e0 "x">{entities}]><svg>&e9;</svg>'
    assert [one.what for one in svg_faults(text)] == ["a document type, which may define entities"]


def test_all_faults_are_found_but_not_without_end() -> None:
    assert len(svg_faults(SVG.format("<script/>" * 3))) == 3
    assert len(svg_faults(SVG.format('<g onload="x"/>' * 20000))) < 50
