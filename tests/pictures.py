"""The pictures of docs/: the same article's three editions beside each other, drawn by a real Chromium.

`make pictures` draws them anew after a change of the look; nobody compares them by machine.
"""

import sys
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser

from tests.browsing import AUDIENCES, TOP, chromium, sample_site
from tests.previewing import preview

ARTICLE = "high-blood-pressure"


class Kind(NamedTuple):
    """One way to read a page. Width and height are of the piece that is shown, in CSS pixels."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"


KINDS = (
    Kind("light", 760, 1330),
    Kind("dark", 760, 1330, scheme="dark"),
    Kind("phone", 390, 1330),
    Kind("print", 720, 1018, media="print"),
)


PASSAGE = """([start, name]) => {
  const taken = [];
  for (let one = document.getElementById(start); one && !(taken.length && one.tagName === "H2");
       one = one.nextElementSibling) taken.push(one);
  const title = Object.assign(document.createElement("p"), { className: "page-label", textContent: name });
  document.body.replaceChildren(title, ...taken);
}"""
"""Leaves one section of a page, with a name above it."""


def passage(browser: Browser, path: Path, name: str) -> bytes:
    """Return a picture of the passage of one page that the editions word differently."""
    page = browser.new_page(viewport={"width": 470, "height": 700}, color_scheme="light")
    page.goto(path.as_uri())
    page.evaluate(PASSAGE, ["medicines", name])
    picture = page.screenshot(type="png")
    page.close()
    return picture


def draw(browser: Browser, output: Path, kind: Kind) -> bytes:
    """Return a picture of the three editions as one kind of reader sees them, side by side."""
    return beside(
        browser, [shoot(browser, output / one / ARTICLE / "index.html", kind) for one in AUDIENCES], kind
    )


def beside(browser: Browser, shots: Sequence[bytes], kind: Kind) -> bytes:
    """Return pictures side by side as one."""
    images = "".join(f'<img src="data:image/png;base64,{b64encode(one).decode()}">' for one in shots)
    page = browser.new_page()
    page.set_content(f'<style>{SHEET}</style><body class="{kind.media}">{images}')
    picture = page.locator("body").screenshot(type="png")
    page.close()
    return picture


SHEET = (
    "body { display: inline-flex; gap: 24px; margin: 0; padding: 24px; background: #e8ebf0 }"
    "img { border: 1px solid #c5cad3; border-radius: 6px }"
    ".print img { padding: 48px; border-radius: 0; background: #ffffff }"
)


def shoot(browser: Browser, path: Path, kind: Kind) -> bytes:
    """Return a picture of the top of one page."""
    page = browser.new_page(
        viewport={"width": kind.width, "height": kind.height}, color_scheme=kind.scheme, device_scale_factor=1
    )
    page.emulate_media(media=kind.media, color_scheme=kind.scheme)
    page.goto(path.as_uri())
    picture = page.screenshot(type="png")
    page.close()
    return picture


def draw_preview(browser: Browser, site: Path) -> bytes:
    """Return a picture of the preview with the editions side by side."""
    with preview(site) as running:
        page = browser.new_page(viewport={"width": 1280, "height": 760}, color_scheme="light")
        page.goto(f"{running.base}?article={ARTICLE}&audience=patient&view=sides")
        page.locator("#sides mark").first.wait_for()
        picture = page.screenshot(type="png")
        page.close()
    return picture


def main() -> int:
    """Draw all kinds into docs/."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = Path(folder) / "site"
        site.mkdir()
        output = sample_site(site)
        for kind in KINDS:
            (TOP / "docs" / f"editions-{kind.name}.png").write_bytes(draw(browser, output, kind))
        passages = [
            passage(browser, output / one / ARTICLE / "index.html", one.capitalize()) for one in AUDIENCES
        ]
        (TOP / "docs" / "editions.png").write_bytes(beside(browser, passages, KINDS[0]))
        (TOP / "docs" / "preview.png").write_bytes(draw_preview(browser, site))
    return 0


if __name__ == "__main__":
    sys.exit(main())
