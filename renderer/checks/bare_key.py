"""The check of `bare-key`.

Invariant: an address (a letter or digit before the `@`) is never taken for a key.
"""

from collections.abc import Iterator

from renderer.checks.check import Article, Found, check
from renderer.diagnostics import Severity


@check("bare-key", Severity.WARNING)
def bare_key(article: Article) -> Iterator[Found]:
    r"""A known key stands in the text without brackets, so readers see the key and not a number.

    Write `[@key]` to cite, `\@key` for the characters.
    """
    for mention in article.document.mentions:
        if mention.key in article.references:
            advice = f"write `[@{mention.key}]` to cite it, `\\@{mention.key}` for the characters"
            yield Found(mention.span, f"'@{mention.key}' is a known key without brackets", advice)
