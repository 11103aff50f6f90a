"""What a bracket turns out to be when it closes: a citation, a link, an image, a span, or text.

Invariant: what follows the closing bracket decides, and a form that is almost one of these is a finding.
"""

import re
from typing import Final

from renderer.language import problems
from renderer.language.inlines.citations import read_citation
from renderer.language.inlines.collector import Collector
from renderer.language.inlines.links import normalised, read_label
from renderer.language.inlines.pieces import NOTHING, Frame
from renderer.language.tree import Citation, Image, Link, Phrase

_TAG: Final = re.compile(r"\{(?:[^{}]*\s)?\.[A-Za-z]")
_BRACE: Final = re.compile(r"(?<!\\)[{}]")


def close_bracket(collector: Collector, at: int) -> int:
    """Make what the innermost bracket is, whose `]` stands at an offset; return the offset after it."""
    frame = collector.frames.pop()
    raw = collector.words[frame.inside : at]
    following = collector.words[at + 1 : at + 2]
    if not frame.image:
        if _is_footnote(raw):
            span = collector.span(frame.at, at + 1)
            collector.reading.report(problems.footnote(span, collector.words[frame.at : at + 1]))
            return at + 1
        if frame.mentions and _citation(collector, frame, at):
            return at + 1
    if following == "(":
        return _inline_link(collector, frame, at)
    if following == "[" and (end := _labelled_link(collector, frame, at)):
        return end
    if following == "{":
        _exclaim(collector, frame)
        return _span(collector, frame, at)
    if not _defined(collector, frame, raw, at + 1):
        collector.merge(frame, at)
    return at + 1


def _is_footnote(raw: str) -> bool:
    """Whether a bracket holds `^label`; a superscript in it has a second `^`."""
    return raw.startswith("^") and len(raw) > 1 and "^" not in raw[1:] and not any(map(str.isspace, raw))


def _citation(collector: Collector, frame: Frame, at: int) -> bool:
    """Make a citation, or report a bracket that is almost one; False when it is another kind of bracket."""
    raw = collector.words[frame.inside : at]
    following = collector.words[at + 1 : at + 2]
    citation = read_citation(collector.words, frame.inside, at, collector.place)
    if citation is None and following in ("{", "(") and not raw.lstrip(" -").startswith("@"):
        return False
    if why := _fault(citation, following, citing=collector.reading.citing):
        span = collector.span(frame.at, at + 1)
        collector.reading.report(problems.bad_citation(span, collector.words[frame.at : at + 1], why))
    if citation is not None:
        collector.cite(citation)
    return True


def _fault(citation: Citation | None, following: str, *, citing: bool) -> str:
    """Say what is wrong with a bracket that holds a key; nothing when it is a citation in its place."""
    if citation is None:
        return "holds a citation key and is no citation"
    if following == "(":
        return "is a citation and cannot be a link"
    if not citing:
        return "is a citation, which no title or summary can have"
    if len({item.key for item in citation.items}) < len(citation.items):
        return "names one key twice"
    return ""


def _inline_link(collector: Collector, frame: Frame, at: int) -> int:
    """Make `[text](target)` a link; what only looks like it is reported."""
    words = collector.words
    target = collector.targets.read(at + 1)
    if target is None:
        end = words.find("\n", at)
        end = min(end if end >= 0 else len(words), at + 41)
        collector.reading.report(problems.bad_link(collector.span(at + 1, end), words[at + 1 : end]))
        collector.merge(frame, at)
        return at + 1
    if why := title_fault(target.target, target.raw):
        collector.reading.report(problems.bad_title(collector.span(at + 1, target.end), why))
    _link(collector, frame, (target.target, target.title, ""), target.end)
    return target.end


def title_fault(target: str, title: str) -> str:
    """Return what in a target, or in a title as written, looks like markup and would be shown; or nothing."""
    if ":::" in target or ":::" in title:
        return "`:::`"
    if _TAG.search(target):
        return "a tag"
    if "<!--" in title:
        return "a comment"
    return "a brace" if _BRACE.search(title) else ""


def _labelled_link(collector: Collector, frame: Frame, at: int) -> int:
    """Make `[text][label]` or `[label][]` a link; 0 when what follows is no label."""
    words = collector.words
    found = read_label(words, at + 1)
    if found is None or found[0].startswith("^"):
        return 0
    label, end = found[0], found[1]
    if not label.strip():
        label = words[frame.inside : at]
    if not _defined(collector, frame, label, end):
        collector.reading.report(problems.undefined_label(collector.span(at + 1, end), label))
        _span(collector, frame, end - 1)
    return end


def _defined(collector: Collector, frame: Frame, label: str, end: int) -> bool:
    """Make a link through a label, if the label is defined."""
    if not collector.reading.definitions or not label.strip():
        return False
    definition = collector.reading.definitions.get(normalised(label))
    if definition is None:
        return False
    _link(collector, frame, (definition.target, definition.title, definition.label), end)
    return True


def _link(collector: Collector, frame: Frame, to: tuple[str, str, str], end: int) -> None:
    """Make a link or an image of a bracket: `to` is its target, its title and the label it went through."""
    target, title, label = to
    span = collector.span(frame.at, end)
    report = collector.reading.report
    for place in frame.cites:
        report(problems.bad_citation(place, "a citation", "stands inside a link or an alt text"))
    children = collector.finisher.finish(frame.pieces)
    collector.frame.mentions.extend(frame.mentions)
    if frame.image and frame.mentions and collector.words.startswith("@", frame.inside):
        report(problems.bad_citation(span, "a citation", "stands inside a link or an alt text"))
    if frame.image:
        collector.frame.pieces.append(Image(target, title, children, label, NOTHING, span))
        return
    if frame.links:
        report(problems.nested_link(span))
    collector.frame.pieces.append(Link(target, title, children, label, span))
    collector.frame.links = True


def _exclaim(collector: Collector, frame: Frame) -> None:
    """Give an image that has no target its mark back as a character: what follows it is a span."""
    if frame.image:
        collector.text("!", frame.at, frame.inside - 1)
        collector.flush()
        frame.at += 1


def _span(collector: Collector, frame: Frame, at: int) -> int:
    """Make a bracket that an attribute list follows a phrase, for the list to stand on."""
    children = collector.finisher.finish(frame.pieces)
    collector.inherit(frame)
    collector.frame.pieces.append(Phrase(NOTHING, children, collector.span(frame.at, at + 1)))
    return at + 1
