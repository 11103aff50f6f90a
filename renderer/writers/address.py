"""Where a link or an image leads, as it is written down: percent-encoded as CommonMark's reference does.

Invariant: an address is ASCII without spaces, controls, quotes or angle brackets.
"""

import re
from functools import lru_cache
from urllib.parse import quote

from renderer.editions.edition import ToArticle, ToFile, ToWeb
from renderer.writers.view import View

_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def address(target: str, view: View) -> str:
    """Return what a target, as the author wrote it, leads to from the view's page.

    A file's path is a name, so that `%`, `?` and `#` in it are encoded too; of a URL what is already encoded
    stays.
    """
    match view.targets.get(target):
        case ToFile(fragment=fragment):
            place = f"#{encoded(fragment)}" if fragment else ""
            return quote(view.href(target)) + place
        case ToWeb() | ToArticle() | None:
            return encoded(view.href(target))


@lru_cache(maxsize=4096)
def encoded(url: str) -> str:
    """Return the URL with what may not stand in one encoded; `%41` stays, a lone `%` does not."""
    if "%" in url:
        url = _LONE_PERCENT.sub("%25", url)
    return quote(url, safe=";/?:@&=+$,!*'()#%", errors="replace")
