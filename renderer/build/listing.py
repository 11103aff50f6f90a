"""Lists of articles, by the folders that they lie in.

Invariant: every article of a list stands in exactly one group, and groups are in the order of their folders.
"""

from collections.abc import Iterable

from renderer.pages.views import ArticleLink, Group


def grouped(articles: Iterable[tuple[str, ArticleLink]]) -> tuple[Group, ...]:
    """Return the groups of articles, which come by their ids in order: first those in no folder.

    An article that stands for a folder (`heart/index.md`, id `heart`) comes first in its folder's group.
    """
    listed = dict(articles)
    folders = {article.rpartition("/")[0] for article in listed}
    groups: dict[str, list[ArticleLink]] = {}
    for article, link in listed.items():
        folder = article if article in folders else article.rpartition("/")[0]
        groups.setdefault(folder, []).append(link)
    return tuple(
        Group(_in_words(folder), f"page-in-{folder}", tuple(groups[folder])) for folder in sorted(groups)
    )


def _in_words(folder: str) -> str:
    """Return a folder's name as a heading: `heart/heart-failure` is "Heart: heart failure"."""
    return folder.replace("-", " ").replace("/", ": ").capitalize()
