"""What an edition is: an article as one audience reads it, and what a writer needs to know besides the words.

Invariant: no variant and no choice is left in an edition; the types of its nodes say so.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from renderer.audiences import Audience
from renderer.diagnostics import Finding
from renderer.editions.contents import Contents
from renderer.language.references import Reference
from renderer.language.tree import Block, Inline
from renderer.value import value


class Review(StrEnum):
    """How far the review of an edition has come."""

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"
    APPROVED = "approved"


class ToWeb(NamedTuple):
    """Leads out of the site: a whole URL (also mailto: and tel:)."""

    url: str


class ToArticle(NamedTuple):
    """Leads to the same audience's edition of an article of the site; `fragment` may be empty."""

    article: str
    fragment: str


class ToFile(NamedTuple):
    """Leads to a file of the output, by its path from the output's root (`assets/chart-1a2b3c4d.svg`).

    `width` and `height` are a picture's own size in CSS pixels, None where it has none. `fragment` is the
    place in the file that was asked for, as written.
    """

    path: str
    width: int | None = None
    height: int | None = None
    fragment: str = ""


Target: TypeAlias = ToWeb | ToArticle | ToFile


@value
class Edition:
    """One article for one audience.

    `references` are those that it cites, in order of first citation; `numbers` maps a key to its number, from
    1, and `uses` to how often it is cited. `contents` are the ids, links and citations in its blocks.
    `targets` says where each link and image target, as written, leads. `definitions` are the labels of the
    link definitions whose place this audience sees.
    """

    article: str
    audience: Audience
    title: tuple[Inline, ...]
    summary: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    contents: Contents
    definitions: frozenset[str] = frozenset()
    references: tuple[Reference, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    uses: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    updated: date | None = None
    review: Review = Review.SUBMITTED
    findings: tuple[Finding, ...] = ()
