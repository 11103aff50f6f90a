"""The check of `unknown-citation`.

Invariant: a key without an entry is reported at every place that cites it.
"""

from collections.abc import Iterator

from renderer.checks.check import Article, Found, check
from renderer.language.nearest import meant


@check("unknown-citation")
def unknown_citation(article: Article) -> Iterator[Found]:
    """A citation names a key that no list of references has.

    A claim without its source cannot be checked by anybody. Add the entry to `references:` in the front
    matter or to `content/references.yaml`, or mend the key.
    """
    if article.unread:
        return  # the entry may be there
    for citation in article.document.citations:
        for item in citation.items:
            if item.key not in article.references and item.key not in article.faulty:
                near = meant(item.key, article.references)
                advice = f"add an entry with `id: {item.key}` to `references:` in the front matter"
                yield Found(item.span, f"no reference has the key '{item.key}'{near}", advice)
