"""The words of the chrome: all that a page says by itself, in one table.

Invariant: every word that a shipped template shows is a field here, so that `[strings]` in site.toml, whose
keys are the fields' names, can say it in any language.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date

from renderer.editions.edition import Review
from renderer.language.references import SourceKind
from renderer.value import value


@value
class Strings:
    """The words of the chrome, in English. They are plain text: templates escape them.

    `date_form` holds `{day}`, `{month}` and `{year}`; nothing else in braces is replaced.
    """

    skip: str = "Skip to the content"
    where: str = "You are here"
    which: str = "Which best describes you?"
    this_one: str = "this page"
    not_for_them: str = "not written for this article"
    last_time: str = "your last choice"
    forget: str = "Forget my choice"

    caution: str = "Read with care"
    caution_words: str = (
        "The review of this page by experts is not finished, so it may still hold mistakes. It is here to"
        " inform you: do not act on it alone."
    )
    review: str = "Review status"
    submitted: str = "Submitted"
    under_review: str = "Under review"
    approved: str = "Approved"
    step_done: str = "done"
    step_current: str = "current step"
    step_to_do: str = "to come"
    updated: str = "Last updated"
    editorial_policy: str = "Editorial policy"

    warning_here: str = "There is a warning on this page: read it first"
    in_short: str = "In short"
    on_this_page: str = "On this page"
    references: str = "References"
    back: str = "Back to citation"
    disclaimer: str = "Disclaimer"
    follow_up_heading: str = "Do you have another question?"
    follow_up: str = "Ask a follow-up question"
    plain_text: str = "Plain-text version"
    published_by: str = "Published by"

    note: str = "Note"
    warning: str = "Warning"
    key_points: str = "Key points"
    image: str = "Image"

    articles: str = "Articles"
    topics: str = "Topics"
    no_articles: str = "There are no articles here yet."
    editions: str = "Editions"
    moved: str = "This page has moved"
    moved_to: str = "Its new address"
    not_found: str = "Page not found"
    not_found_words: str = "There is nothing at this address. The page may have moved, or was never here."
    to_home: str = "See all articles"

    kind_guideline: str = "Guideline"
    kind_research: str = "Research"
    kind_review: str = "Review"
    kind_book: str = "Book"
    kind_report: str = "Report"
    kind_label: str = "Label"
    kind_law: str = "Law"
    kind_web: str = "Web"

    date_form: str = "{day} {month} {year}"
    january: str = "January"
    february: str = "February"
    march: str = "March"
    april: str = "April"
    may: str = "May"
    june: str = "June"
    july: str = "July"
    august: str = "August"
    september: str = "September"
    october: str = "October"
    november: str = "November"
    december: str = "December"

    def replaced(self, own: Mapping[str, str]) -> "Strings":
        """Return these words with a site's own in their place; each key is one of `KEYS`."""
        return replace(self, **own)

    def kind(self, kind: SourceKind) -> str:  # noqa: C901, PLR0911  # an arm for each kind
        """Return what readers see beside a reference of that kind."""
        match kind:
            case SourceKind.GUIDELINE:
                return self.kind_guideline
            case SourceKind.RESEARCH:
                return self.kind_research
            case SourceKind.REVIEW:
                return self.kind_review
            case SourceKind.BOOK:
                return self.kind_book
            case SourceKind.REPORT:
                return self.kind_report
            case SourceKind.LABEL:
                return self.kind_label
            case SourceKind.LAW:
                return self.kind_law
            case SourceKind.WEB:
                return self.kind_web

    def status(self, review: Review) -> str:
        """Return the name of a review status."""
        match review:
            case Review.SUBMITTED:
                return self.submitted
            case Review.UNDER_REVIEW:
                return self.under_review
            case Review.APPROVED:
                return self.approved

    def long_date(self, day: date) -> str:
        """Return a date as readers write it: `29 October 2025`. The machine's locale has no say."""
        months = (
            self.january, self.february, self.march, self.april, self.may, self.june,
            self.july, self.august, self.september, self.october, self.november, self.december,
        )  # fmt: skip
        words = self.date_form.replace("{day}", str(day.day)).replace("{year}", str(day.year))
        return words.replace("{month}", months[day.month - 1])


KEYS = tuple(one.name for one in fields(Strings))
