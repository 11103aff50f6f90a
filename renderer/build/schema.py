"""`renderer schema`: a JSON Schema of one of the files that people write.

Invariant: a schema is made of the definitions that check the file, and no article is read for it.
"""

import json
from dataclasses import asdict
from pathlib import Path

from renderer.build.opening import OpenSite, open_site
from renderer.language.front_matter_keys import front_matter_schema
from renderer.pages.strings import Strings
from renderer.site.audience_files import ids_of
from renderer.site.folder import find_site
from renderer.site.schemas import audience_schema, site_schema


def schema(name: str, folder: Path | None, cwd: Path) -> str:
    """Return a schema as JSON text; in a site its audiences are named in it. KeyError for another name.

    Raises:
        UsageProblem: the folder is given and is no site.
    """
    ids = _ids(open_site(folder, cwd)) if folder or find_site(cwd) else ()
    made = {
        "site": lambda: site_schema(ids, {key: str(words) for key, words in asdict(Strings()).items()}),
        "audience": lambda: audience_schema(ids),
        "front-matter": lambda: front_matter_schema(ids),
    }[name]()
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _ids(site: OpenSite) -> tuple[str, ...]:
    return ids_of(site.files.audiences.files)
