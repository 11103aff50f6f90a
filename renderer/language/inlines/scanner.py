"""One pass over a block's words: from marks to pieces.

Brackets are kept on a stack of frames, so each is looked at once when it closes; everything else is read
where it stands. No shape of input makes the pass look at a stretch more than a fixed number of times.

Invariant: every character of the words ends in a piece, in a finding, or in a comment.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Final

from renderer.language import problems
from renderer.language.attributes import LIST
from renderer.language.inlines.brackets import close_bracket, title_fault
from renderer.language.inlines.citations import ALONE, BARE_KEY
from renderer.language.inlines.collector import Collector
from renderer.language.inlines.emphasis import delimiter
from renderer.language.inlines.pieces import NOTHING, Frame, Piece, Script
from renderer.language.reading import Mention, Place, Reading
from renderer.language.rules.depth import LIMIT
from renderer.language.tree import (
    Citation,
    Cited,
    Code,
    HardBreak,
    Link,
    Phrase,
    SoftBreak,
    Subscript,
    Superscript,
    TaggedInline,
    Text,
)

# What a mark begins with comes first, so that the search passes over other characters quickly.
_MARK: Final = re.compile(r"[\\`*_\[\]{}<&\n^~!:@](?:(?<![!:@])|(?<=!)(?=\[)|(?<=:)(?=::)|(?<=@)(?=\w))")
_ADDRESS: Final = re.compile(r"[A-Za-z][\w+.-]*:|#|/|\S+\.md\b")
_PLAIN_SPAN: Final = re.compile(r"\[([^\\`*_\[\]{}<&\n^~:@]+)\](?=\{)")
_BROKEN_LIST: Final = re.compile(r"\{{1,9}[^{}\n]{0,99}\}{1,9}|\{[.\w-]*")
_ENTITY: Final = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPABLE: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def read_inlines(
    words: str, place: Place, reading: Reading, *, start: int = 0, cell: bool = False
) -> tuple[TaggedInline, ...]:
    """Return the nodes that words make, from `start` on. `cell`: they are a table's cell."""
    found = _MARK.search(words, start)
    if found is None:
        return (Text(words[start:], place.span(start, len(words))),) if start < len(words) else ()
    collector = Collector(words, place, reading, cell=cell)
    position, search, rules = start, _MARK.search, _RULES
    while found is not None:
        at = found.start()
        if at > position:
            collector.text(words[position:at], position, at)
        position = rules[words[at]](collector, at)
        found = search(words, position)
    if position < len(words):
        collector.text(words[position:], position, len(words))
    return collector.finish()


# Each rule takes the offset of its mark and returns the offset after what it read.


def _escape(collector: Collector, at: int) -> int:
    following = collector.words[at + 1 : at + 2]
    if following == "\n":
        collector.push(HardBreak(collector.span(at, at + 2)))
    elif following and following in _ESCAPABLE:
        collector.freed += following == "{"
        collector.text(following, at, at + 2)
    else:
        collector.text("\\", at, at + 1)
        return at + 1
    return at + 2


def _code(collector: Collector, at: int) -> int:
    """Read a code span: it ends at the next run of as many backticks."""
    words = collector.words
    inside = collector.ticks.run(at)
    close = collector.ticks.closing(inside - at, inside)
    if close < 0:
        collector.lone_ticks = collector.lone_ticks or collector.span(at, inside)
        collector.text(words[at:inside], at, inside)
        return inside
    code = words[inside:close].replace("\n", " ")
    if "{" in code:
        _judge_code(collector, at, code)
    if collector.cell:
        code = code.replace("\\|", "|")
    if code.startswith(" ") and code.endswith(" ") and code.strip(" "):
        code = code[1:-1]
    end = close + inside - at
    collector.push(Code(code, collector.span(at, end)))
    return end


def _judge_code(collector: Collector, at: int, code: str) -> None:
    """Note a code span that swallowed a tag; one that begins with it after a word lost its first backtick."""
    swallowed = [found.start() for found in LIST.finditer(code) if _tags(collector, found.group())]
    if swallowed[:1] == [0] and collector.words[max(0, at - 1) : at].isalnum():
        collector.reading.report(problems.stray_backtick(collector.span(at, at + 1)))
    elif swallowed:
        collector.coded_tag = True


def _tags(collector: Collector, written: str) -> bool:
    """Whether a list in code names a class that is known, or nearly so."""
    return "." in written and bool(collector.reading.vocabulary.meant(written))


def _emphasis(collector: Collector, at: int) -> int:
    words, end = collector.words, at + 1
    while words[end : end + 1] == words[at]:
        end += 1
    collector.push(delimiter(words, at, end))
    return end


def _newline(collector: Collector, at: int) -> int:
    hard = collector.words.endswith("  ", 0, at)
    collector.trim()
    collector.push((HardBreak if hard else SoftBreak)(collector.span(at, at + 1)))
    return at + 1


def _entity(collector: Collector, at: int) -> int:
    found = _ENTITY.match(collector.words, at)
    written = found.group() if found else "&"
    character = unescape(written)
    if found is None or (character == written and not written.startswith("&#")):
        collector.text("&", at, at + 1)
        return at + 1
    collector.text(character or "\ufffd", at, found.end())
    return found.end()


def _angle(collector: Collector, at: int) -> int:
    """Read what begins with `<`: an autolink, a comment, HTML, or the character."""
    from renderer.language.inlines import html  # noqa: PLC0415 - its patterns are dear, and few texts hold `<`

    words = collector.words
    if found := html.AUTOLINK.match(words, at):
        return _autolink(collector, at, found[1], found[1])
    if found := html.EMAIL.match(words, at):
        return _autolink(collector, at, f"mailto:{found[1]}", found[1])
    what, end = collector.html.read(at)
    span = collector.span(at, end)
    match what:
        case "comment":
            return _after_comment(words, at, end)
        case "open comment":
            collector.reading.report(problems.unclosed_comment(span))
        case "html":
            advice = html.instead_of(words[at:end])
            collector.reading.report(problems.raw_html(span, words[at:end], advice))
        case "text":
            if words.startswith("<!", at):
                advice = "write `<!-- note -->` for a note to yourself, or `\\<` for the character"
                collector.reading.report(problems.raw_html(span, "<!", advice))
            collector.text("<", at, end)
    return end


def _after_comment(words: str, at: int, end: int) -> int:
    """Skip the space after a comment when there is one before it: the comment is no word between them."""
    if at == 0 or words[at - 1] in " \t\n":
        while words[end : end + 1] in (" ", "\t"):
            end += 1
    return end


def _autolink(collector: Collector, at: int, target: str, words: str) -> int:
    end = at + 2 + len(words)
    if why := title_fault(target, ""):
        collector.reading.report(problems.bad_title(collector.span(at, end), why))
    inside = Text(words, collector.span(at + 1, end - 1))
    collector.push(Link(target, "", (inside,), "", collector.span(at, end)))
    collector.frame.links = True
    return end


def _script(collector: Collector, at: int) -> int:
    """Read a `^` or `~`: it closes what an earlier one opened, or may itself open."""
    words = collector.words
    mark, before, after = words[at], words[max(0, at - 1) : at], words[at + 1 : at + 2]
    if mark == "~" and "~" in (before, after):
        collector.text(mark, at, at + 1)
        return at + 1
    collector.flush()
    pieces = collector.frame.pieces
    index = _opener(pieces, mark, collector.frame.floors.get(mark, 0))
    collector.frame.floors[mark] = index if index >= 0 else len(pieces)
    if 0 <= index < len(pieces) - 1:
        _close_script(collector, index, at)
    elif mark == "^" or before.isalnum() or before in (")", "]", "}"):
        pieces.append(Script(mark, at, mark == "^" and after == "["))
    else:
        collector.text(mark, at, at + 1)
    return at + 1


def _close_script(collector: Collector, index: int, at: int) -> None:
    pieces = collector.frame.pieces
    opener = pieces[index]
    start = opener.at if isinstance(opener, Script) else at
    children = collector.finisher.finish(pieces[index + 1 :])
    del pieces[index:]
    kind = Superscript if collector.words[at] == "^" else Subscript
    pieces.append(kind(children, collector.span(start, at + 1)))
    collector.finisher.made += 1


def _opener(pieces: list[Piece], mark: str, floor: int) -> int:
    """Return the index of the last open `^` or `~`, not before a white space or the floor."""
    for index in range(len(pieces) - 1, floor - 1, -1):
        piece = pieces[index]
        if isinstance(piece, Script) and piece.mark == mark:
            return index
        if isinstance(piece, SoftBreak | HardBreak):
            return -1
        if isinstance(piece, Text) and _spaced(piece.text):
            return -1
    return -1


def _spaced(text: str) -> bool:
    """Whether there is white space in a text."""
    return text.split(maxsplit=1) != [text]


def _open(collector: Collector, at: int) -> int:
    """Open a bracket, unless what stands in it is so plain that it can be made at once."""
    collector.flush()
    if len(collector.frames) <= LIMIT and (end := _plain(collector, at)):
        return end
    image = collector.words[at] == "!"
    inside = at + 1 + image
    if len(collector.frames) > LIMIT:
        collector.reading.report(problems.too_deep(collector.span(at, inside)))
        del collector.frames[1:]
        return len(collector.words)
    collector.frames.append(Frame(at, inside, image=image))
    return inside


def _plain(collector: Collector, at: int) -> int:
    """Make a bracket of one key, or of words alone that a list follows, as most are; 0 for any other."""
    words, span = collector.words, collector.place.span
    if words.startswith("[@", at):
        found = ALONE.match(words, at)
        if found is None or not collector.reading.citing:
            return 0
        key = Cited(found[1], "", span(at + 1, found.end(1)))
        collector.cite(Citation((key,), span(at, found.end())))
        return found.end()
    found = _PLAIN_SPAN.match(words, at)
    if found is None:
        return 0
    text = Text(found[1], span(at + 1, found.end(1)))
    collector.frames[-1].pieces.append(Phrase(NOTHING, (text,), span(at, found.end())))
    collector.finisher.made += 1
    return found.end()


def _close(collector: Collector, at: int) -> int:
    collector.flush()
    if len(collector.frames) == 1:
        collector.reading.report(problems.stray_bracket(collector.span(at, at + 1), "]"))
        found = LIST.match(collector.words, at + 1)
        return found.end() if found else at + 1
    return close_bracket(collector, at)


def _list(collector: Collector, at: int) -> int:
    """Read an attribute list; what it stands on is found out when its siblings are known."""
    found = LIST.match(collector.words, at)
    if found is None:
        return _unread_list(collector, at)
    span = collector.span(at, found.end())
    collector.push(collector.reading.lists.read(found.group(), span))
    target = collector.targets.read(found.end()) if collector.words.startswith("(", found.end()) else None
    if target is not None and _ADDRESS.match(target.target):
        advice = f"write the list after the target: `[words](…){found.group()}`"
        collector.reading.report(problems.stray_attributes(span, found.group(), advice))
    return found.end()


def _unread_list(collector: Collector, at: int) -> int:
    """Report a brace that opens no list; what looks like its list is passed over, so that it is told once."""
    found = _BROKEN_LIST.match(collector.words, at)
    end = found.end() if found else at + 1
    words = collector.words[at:end]
    meant = collector.reading.vocabulary.meant(words)
    advice = f"write `{meant}`, or `\\{{` for a brace" if meant else "write `}` where the list ends, or `\\{`"
    why = "is no attribute list" if words.endswith("}") else "is never closed"
    collector.reading.report(problems.bad_attributes(collector.span(at, end), f"'{words}'", why, advice))
    return end


def _brace(collector: Collector, at: int) -> int:
    if collector.freed:
        collector.freed -= 1
        collector.text("}", at, at + 1)
    else:
        advice = "write `\\}` for a brace"
        span = collector.span(at, at + 1)
        collector.reading.report(problems.bad_attributes(span, "'}'", "closes no attribute list", advice))
    return at + 1


def _colons(collector: Collector, at: int) -> int:
    end = at
    while collector.words[end : end + 1] == ":":
        end += 1
    advice = "a fence stands on a line of its own; `\\:::` writes the characters"
    collector.reading.report(problems.stray_fence(collector.span(at, end), advice))
    return end


def _mention(collector: Collector, at: int) -> int:
    found = BARE_KEY.match(collector.words, at)
    if found and not (at and collector.words[at - 1].isalnum()):
        collector.frame.mentions.append(Mention(found[1], collector.span(at, found.end())))
    collector.text("@", at, at + 1)
    return at + 1


_RULES: Final[dict[str, Callable[[Collector, int], int]]] = {
    "\\": _escape,
    "`": _code,
    "*": _emphasis,
    "_": _emphasis,
    "\n": _newline,
    "&": _entity,
    "<": _angle,
    "^": _script,
    "~": _script,
    "!": _open,
    "[": _open,
    "]": _close,
    "{": _list,
    "}": _brace,
    ":": _colons,
    "@": _mention,
}
