"""What a page says to machines: schema.org's words for an edition, as JSON-LD.

Only what the edition, its audience and the settings say; a field that nobody filled is left out. The terms
are those of schema.org's `MedicalWebPage`.

Invariant: the text may stand in a `script` element whatever the words are, since no `<`, `>` or `&` is in it.
"""

import json
from typing import TypeAlias

from renderer.build.chrome import Chrome
from renderer.editions.bibliography import plain_title, web_address
from renderer.editions.edition import Edition
from renderer.language.references import Reference
from renderer.writers.words import plain

Json: TypeAlias = "str | list[Json] | dict[str, Json]"

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ESCAPES = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"})


def metadata(chrome: Chrome, edition: Edition, address: str) -> str:
    """Return an edition's JSON-LD; `address` is the whole one of its page, or empty."""
    settings, audience = chrome.settings, edition.audience
    said: dict[str, Json] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": plain(edition.title),
        "url": address,
        "description": plain(edition.summary),
        "inLanguage": settings.language,
        "audience": {"@type": "MedicalAudience", "audienceType": audience.name},
        "dateModified": edition.updated.isoformat() if edition.updated else "",
        "publisher": _organization(settings.publisher),
        "citation": [_work(one) for one in edition.references],
    }
    filled = {key: value for key, value in said.items() if value}
    return _JSON.encode(filled).translate(_ESCAPES)


def _organization(name: str) -> dict[str, Json]:
    return {"@type": "Organization", "name": name} if name else {}


def _work(reference: Reference) -> dict[str, Json]:
    work: dict[str, Json] = {"@type": "CreativeWork", "name": plain_title(reference)}
    address = web_address(reference)
    return {**work, "url": address} if address else work
