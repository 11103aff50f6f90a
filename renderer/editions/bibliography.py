"""A reference as readers see it: numbered medical style, as NLM and the ICMJE have it.

The rules are those of "Citing Medicine" (NLM, 2nd edition): six names and then "et al.", at most two initials
and no stops in them, page ranges shortened, `[Internet]` and `[cited …]` for what is read on the web.

Invariant: what a reference does not say leaves out its punctuation too, and no two stops meet.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import TypeAlias
from urllib.parse import quote

from renderer.diagnostics import Span
from renderer.language.entry_names import OTHERS
from renderer.language.references import Name, PartialDate, Reference, SourceKind
from renderer.language.tree import Emphasis, Inline, Link, Strong, Subscript, Superscript, Text

Piece: TypeAlias = str | Inline

_NOWHERE = Span(0, 0)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_NAMES = 6
_MOST_INITIALS = 2
_ORDINALS = {"II": "2nd", "III": "3rd", "IV": "4th"}
_INITIALS = re.compile(r"[^\W\d_]{1,3}")
_WORDS = re.compile(r"[^\W\d_][^\s.\-]*")
_RANGE = re.compile(r"(?<![\w-])([0-9]+)-([0-9]+)(?![\w-])")
_TAG = re.compile(r"(</?(?:i|b|sup|sub)>)")
_NODES: Mapping[str, Callable[[tuple[Inline, ...], Span], Inline]] = {
    "i": Emphasis,
    "b": Strong,
    "sup": Superscript,
    "sub": Subscript,
}
_DEEPEST = 4  # marks in one another; a title needs two
_STOPPED = re.compile(r"[.?!][\"')\]\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}]*\Z")
_IN_A_PATH = "/:;().,-_~+@!$&'*="  # what a DOI's address may hold as it is
_SAID_BY_DOI = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_SAID_BY_PMID = re.compile(r"https?://(?:www\.)?(?:pubmed\.ncbi|ncbi)\.nlm\.nih\.gov/(?:pubmed/)?[0-9]+/?\Z")


def plain_title(reference: Reference) -> str:
    """Return a reference's title in plain words."""
    return _TAG.sub("", reference.title)


def web_address(reference: Reference) -> str:
    """Return where a reference can be read: its DOI's address, else PubMed's, else its own; or nothing."""
    return next((link.target for _, link in _links(reference)), "")


def format_reference(reference: Reference) -> tuple[Inline, ...]:
    """Return a reference's words, without its number, as inlines at no place in any source."""
    pieces: list[Piece] = []
    for sentence in _sentences(reference):
        pieces += [" "] if pieces else []
        pieces += _marked(sentence) if "<" in sentence else [sentence]
    for before, link in _links(reference):
        pieces += [before, link]
    return _inlines(pieces)


def _sentences(reference: Reference) -> Iterator[str]:
    """Yield what stands before the links, sentence by sentence, each with its stop."""
    in_book = reference.kind is SourceKind.BOOK and bool(reference.container_title)
    editors = () if in_book else reference.editor
    yield from _sentence(_names(reference.author) or _edited(editors))
    in_journal = _in_journal(reference)
    online = " [Internet]" if _address(reference) else ""
    title = reference.title
    if reference.kind is SourceKind.LAW and reference.number:
        title = f"{title}, {reference.number}"
    yield from _sentence(title if in_journal or in_book else title + online)
    if in_book:
        yield from _sentence(f"In: {_edited(reference.editor)}" if reference.editor else "")
        container = f"{reference.container_title}{online}"
        yield from _sentence(container if reference.editor else f"In: {container}")
    elif reference.container_title and reference.kind is not SourceKind.REPORT:
        yield from _sentence(reference.container_title + online if in_journal else reference.container_title)
    yield from _sentence(_issue(reference) if in_journal else "")
    yield from () if in_journal else _publication(reference)


def _in_journal(reference: Reference) -> bool:
    """Whether it stands in a journal, or in something that is cited like one."""
    others = {SourceKind.BOOK, SourceKind.REPORT, SourceKind.WEB}
    return bool(reference.container_title) and reference.kind not in others


def _issue(reference: Reference) -> str:
    """Return date, volume, issue and pages in a journal: `2015;373(22):2103-16`."""
    volume = reference.volume + (f"({reference.issue})" if reference.issue else "")
    issued = reference.issued
    if issued and volume:
        issued = PartialDate(issued.year)
    date = _joined(" ", (_date(issued), _cited(reference)))
    pages = _pages(reference.page)
    return _joined(":", (_joined(";", (date, volume)), pages))


def _publication(reference: Reference) -> Iterator[str]:
    """Yield edition, publisher and date, pages and number of what is no article in a journal."""
    yield from _sentence(_edition(reference.edition))
    if reference.volume:
        yield from _sentence(f"Vol. {reference.volume}")
    yield from _sentence(_imprint(reference))
    if reference.page:
        yield from _sentence(f"p. {_pages(reference.page)}")
    if reference.kind is SourceKind.REPORT and reference.container_title:
        number = f"; no. {reference.number}" if reference.number else ""
        yield from _sentence(f"({reference.container_title}{number})")
    elif reference.number and reference.kind is not SourceKind.LAW:
        label = "Report No.: " if reference.kind is SourceKind.REPORT else "No. "
        yield from _sentence(label + reference.number)


def _imprint(reference: Reference) -> str:
    """Return place, publisher and date: `Geneva: World Health Organization; 2021 [cited 2024 Nov 3]`."""
    issued = reference.issued
    if issued and reference.kind is SourceKind.BOOK:
        issued = PartialDate(issued.year)
    date = _date(issued)
    if date and reference.kind is SourceKind.LABEL:
        date = f"revised {date}"
    publisher = _joined(": ", (reference.publisher_place, reference.publisher))
    return _joined("; ", (publisher, _joined(" ", (date, _cited(reference)))))


def _edition(edition: str) -> str:
    """Return an edition as `4th ed.`, whatever way it is written."""
    if edition.isascii() and edition.isdecimal():
        number = int(edition[-2:])
        ending = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{edition}{ending} ed."
    has_word = re.search(r"\b(?:ed\b|edition\b)", edition, re.IGNORECASE)
    return edition if has_word or not edition else f"{edition} ed."


def _date(date: PartialDate | None) -> str:
    """Return a date as `2016 Apr 8`, as far as it is known."""
    if date is None:
        return ""
    month = _MONTHS[date.month - 1] if date.month else ""
    return _joined(" ", (str(date.year), month, str(date.day) if date.day else ""))


def _cited(reference: Reference) -> str:
    cited = _date(reference.accessed) if _address(reference) else ""
    return f"[cited {cited}]" if cited else ""


def _pages(page: str) -> str:
    """Return page ranges without the digits that repeat: `2103-2116` becomes `2103-16`."""
    return _RANGE.sub(_shortened, page)


def _shortened(found: re.Match[str]) -> str:
    first, last = found.groups()
    if len(first) != len(last) or first > last:
        return found.group()
    if first == last:
        return first
    same = next(at for at in range(len(first)) if first[at] != last[at])
    return f"{first}-{last[same:]}"


# -------------------------------------------------------------------------------------------------- names


def _edited(names: tuple[Name, ...]) -> str:
    return f"{_names(names)}, {'editor' if len(names) == 1 else 'editors'}" if names else ""


def _names(names: tuple[Name, ...]) -> str:
    """Return six names at most, and "et al." for the rest."""
    known = names[:-1] if names and names[-1] == OTHERS else names
    shown = [_name(name) for name in known[:_MOST_NAMES]]
    more = len(shown) < len(names)
    return ", ".join([*shown, "et al."] if more else shown)


def _name(name: Name) -> str:
    """Return a name as `van der Berg JP 3rd`."""
    suffix = name.suffix.rstrip(".")
    parts = (name.particle, name.family, _initials(name.given), _ORDINALS.get(suffix, suffix))
    return _joined(" ", parts)


def _initials(given: str) -> str:
    if _INITIALS.fullmatch(given) and given.isupper():
        return given[:_MOST_INITIALS]
    return "".join(word[0].upper() for word in _WORDS.findall(given)[:_MOST_INITIALS])


# -------------------------------------------------------------------------------------------------- links


def _links(reference: Reference) -> Iterator[tuple[str, Link[Inline]]]:
    """Yield each link with the words before it; the last has no stop after it, which nobody should copy."""
    before = " "
    if reference.doi:
        target = f"https://doi.org/{quote(reference.doi, safe=_IN_A_PATH)}"
        yield before, _link(f"doi:{reference.doi}", target)
        before = ". "
    if reference.pmid:
        yield before, _link(f"PMID: {reference.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/")
        before = ". "
    address = _address(reference)
    if address:
        yield f"{before}Available from: ", _link(address, address)


def _link(words: str, target: str) -> Link[Inline]:
    return Link(target, "", (Text(words, _NOWHERE),), "", _NOWHERE)


def _address(reference: Reference) -> str:
    """Return the web address, unless the DOI or the PMID says it already."""
    said = (reference.doi and _SAID_BY_DOI.match(reference.url)) or (
        reference.pmid and _SAID_BY_PMID.match(reference.url)
    )
    return "" if said else reference.url


# ----------------------------------------------------------------------------------------- words and marks


def _joined(between: str, parts: Iterable[str]) -> str:
    """Return those of the parts that say something, joined."""
    return between.join(filter(None, parts))


def _sentence(words: str) -> Iterator[str]:
    """Yield the words with a stop, unless they end in one; nothing for no words."""
    if words:
        yield words if _STOPPED.search(_TAG.sub("", words) if "<" in words else words) else f"{words}."


def _marked(words: str) -> list[Piece]:
    """Return words with CSL's marks (`<i>`, `<b>`, `<sup>`, `<sub>`) as inlines; any other `<` is text."""
    opened: list[tuple[str, list[Piece]]] = [("", [])]
    for piece in _TAG.split(words):
        mark = piece.strip("</>") if _TAG.fullmatch(piece) else ""
        if mark and piece == f"</{opened[-1][0]}>":
            _, children = opened.pop()
            opened[-1][1].append(_NODES[mark](_inlines(children), _NOWHERE))
        elif mark and piece[1] != "/" and len(opened) <= _DEEPEST:
            opened.append((mark, []))
        else:
            opened[-1][1].append(piece)
    while len(opened) > 1:  # a mark that is never closed is text
        mark, children = opened.pop()
        opened[-1][1].extend([f"<{mark}>", *children])
    return opened[0][1]


def _inlines(pieces: Iterable[Piece]) -> tuple[Inline, ...]:
    """Return the pieces as inlines, each run of words as one text."""
    inlines: list[Inline] = []
    for is_text, run in groupby(pieces, lambda piece: isinstance(piece, str)):
        if is_text:
            words = "".join(piece for piece in run if isinstance(piece, str))
            inlines += [Text(words, _NOWHERE)] if words else []
        else:
            inlines += [piece for piece in run if not isinstance(piece, str)]
    return tuple(inlines)
