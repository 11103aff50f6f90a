"""Attribute lists: `{.class #id key=value}`, read strictly.

Invariant: a list that is not understood whole gives a finding and no tag; nothing in it is skipped.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from renderer.diagnostics import Finding, Span
from renderer.language import problems
from renderer.language.tree import Attributes, Tag
from renderer.language.vocabulary import Vocabulary

LIST: Final = re.compile(r"""\{(?:[^{}"]|"[^"\n]*")*\}""")
_PART: Final = re.compile(r"""[^ \t\n"]+(?:"[^"\n]*"[^ \t\n]*)?|"[^"]*"?""")
_CLASS: Final = re.compile(r"\.([\w-]+)$")
_ID: Final = re.compile(r"#([^\W_][\w.:-]*)$")
_PAIR: Final = re.compile(r"""([A-Za-z][\w-]*)=(?:"([^"\n]*)"|([^\s"={}]+))$""")
_SIZE: Final = re.compile(r"[1-9][0-9]{0,4}(?:px)?$")
_BLANKS: Final = str.maketrans({"\xa0": " ", "\u202f": " "})
_CURLED: Final = re.compile("[\u201c\u201d\u201e](.+)[\u201c\u201d]$")
_LANG: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$")


def trailing_list(text: str) -> int:
    """Return where a list begins that stands last in a text, after a space or alone; -1 without one."""
    at = len(text) if text.endswith("}") else -1
    while at > 0:
        at = text.rfind("{", 0, at)
        found = LIST.match(text, at) if at >= 0 else None
        if found is not None and found.end() == len(text):
            return at if at == 0 or text[at - 1] in " \t" else -1
    return -1


class Listed(NamedTuple):
    """What a list says: a tag or none, whether it is a `choose`, the other attributes, its words and place.

    `readable` is false for one that was reported because it cannot be read; `meant` is then what it says once
    it is mended, where that is offered.
    """

    tag: Tag | None
    choose: bool
    attributes: Attributes
    text: str
    span: Span
    readable: bool = True
    meant: "Listed | None" = None


class Reader:
    """Reads lists by a site's vocabulary and hands what it finds to `report`."""

    __slots__ = ("_report", "_reported", "_sound", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, report: Callable[[Finding], None]) -> None:
        self.vocabulary = vocabulary
        self._report = report
        self._reported = 0
        self._sound: dict[str, Listed] = {}

    def report(self, finding: Finding) -> None:
        """Hand a finding on."""
        self._reported += 1
        self._report(finding)

    def read(self, text: str, span: Span) -> Listed:
        """Return what a list says; `text` includes its braces and stands at `span`."""
        sound = self._sound.get(text)
        if sound is not None:
            return Listed(sound.tag, sound.choose, sound.attributes, text, span)
        before = self._reported
        listed = self._read(text, span)
        if self._reported == before:
            self._sound[text] = listed
        return listed

    def _read(self, text: str, span: Span) -> Listed:
        classes: list[str] = []
        values: dict[str, str] = {}
        unread: list[str] = []
        exact = span.end - span.start == len(text)
        for found in _PART.finditer(text, 1, len(text) - 1):
            part, start = found.group(), span.start + found.start()
            place = Span(start, start + len(part)) if exact else span
            if not self._part(part, place, classes, values):
                unread.append(part)
        meant = self._meant(span, _mended(text, self.vocabulary)) if unread and exact else None
        if unread:
            advice = _advice(unread[0], self.vocabulary)
            finding = problems.bad_attributes(span, f"'{unread[0]}'", "is no attribute", advice)
            self.report(finding.mended(meant and meant.text))
        if not text[1:-1].strip():
            self.report(problems.bad_attributes(span, text, "is empty", "name an audience: `{.patient}`"))
            unread.append("")
        listed = self._listed(tuple(classes), values, text, span)
        return listed._replace(readable=False, meant=meant) if unread else listed

    def _meant(self, span: Span, mended: str | None) -> Listed | None:
        """Return what a list or a fence's words say once they are mended, None when that is wrong as well."""
        if mended is None:
            return None
        faults: list[Finding] = []
        reader = Reader(self.vocabulary, faults.append)
        listed = (reader.read if mended.startswith("{") else reader.words)(mended, Span(0, len(mended)))
        return None if faults else listed._replace(span=span)

    def unread(self, text: str, span: Span) -> Listed:
        """Return a list of which nothing could be read; whoever asks has reported it."""
        return Listed(None, choose=False, attributes=Attributes(), text=text, span=span, readable=False)

    def words(self, words: str, span: Span) -> Listed:
        """Return what a fence's bare words say, each of them a class."""
        classes: list[str] = []
        for found in re.finditer(r"\S+", words):
            place = Span(span.start + found.start(), span.start + found.end())
            if re.fullmatch(r"[\w-]+", found.group()):
                self._part(f".{found.group()}", place, classes, {})
            else:
                advice = f"write `::: {self._plain(words)}`"
                finding = problems.bad_attributes(place, f"'{found.group()}'", "is no class", advice)
                meant = self._meant(span, _mended_words(words, self.vocabulary))
                self.report(finding.mended(meant and meant.text, span))
                return self.unread(words, span)._replace(meant=meant)
        return self._listed(tuple(classes), {}, words, span)

    def _plain(self, words: str) -> str:
        """Return a fence's words as they would be right, as far as they can be told."""
        meant = self.vocabulary.meant(words)
        return meant.strip("{}").replace(".", "") if meant else "patient"

    def _part(self, part: str, place: Span, classes: list[str], values: dict[str, str]) -> bool:
        """Take one part of a list; False when it is no attribute."""
        if found := _CLASS.match(part):
            self._class(found[1], place, classes)
        elif found := _ID.match(part):
            self._id(found[1], place, values)
        elif found := _PAIR.match(part):
            self._pair(found[1], found[2] if found[2] is not None else found[3], place, values)
        else:
            return False
        return True

    def _class(self, name: str, place: Span, classes: list[str]) -> None:
        if name not in self.vocabulary.words:
            near = self.vocabulary.nearest(name)
            self.report(problems.unknown_class(place, name, near, self.vocabulary.audiences))
        elif name in classes:
            self._bad(f".{name}", place, "stands twice", "name each class once")
        classes.append(name)

    def _id(self, name: str, place: Span, values: dict[str, str]) -> None:
        if "id" in values:
            self._bad(f"#{name}", place, "is a second id", "give one id")
        elif name.startswith("page-"):
            self.report(problems.reserved_id(place, name))
        elif name.removeprefix("not-") in self.vocabulary.audiences:
            self._bad(f"#{name}", place, "is an audience, not an id", f"write `.{name}`")
        values["id"] = name

    def _pair(self, key: str, value: str, place: Span, values: dict[str, str]) -> None:
        shape = {"width": _SIZE, "height": _SIZE, "lang": _LANG}.get(key)
        if shape is None:
            meant = self.vocabulary.meant(f"{key}={value}")
            advice = f"write `{meant}`" if meant else "the keys are `width`, `height` (images) and `lang`"
            self._bad(key, place, "is no known key", advice)
            return
        if key in values:
            self._bad(key, place, "stands twice", "give each key once")
        elif not shape.match(value):
            advice = 'write, say, `lang="fr"`' if key == "lang" else f"write pixels, such as `{key}=300`"
            written, curled = f"{key}={value}", _CURLED.match(value)
            finding = problems.bad_attributes(place, f"'{written}'", "has a value that does not fit", advice)
            certain = curled and shape.match(curled[1]) and place.end - place.start == len(written)
            self.report(finding.mended(f'{key}="{curled[1]}"' if curled and certain else None))
        values[key] = value

    def _listed(self, classes: tuple[str, ...], values: dict[str, str], text: str, span: Span) -> Listed:
        if not classes:
            return Listed(
                None, choose=False, attributes=Attributes(classes=(), **values), text=text, span=span
            )
        known = self.vocabulary.audiences
        names = tuple([name for name in classes if name in known])
        without = tuple([name[4:] for name in classes if name.startswith("not-") and name[4:] in known])
        only, otherwise, choose = ("only" in classes, "else" in classes, "choose" in classes)
        rest = tuple([name for name in classes if name in self.vocabulary.shown])
        for rule in ("else", "choose"):
            if rule in classes and (names or without or only or (otherwise and choose)):
                advice = f"write `{rule}` alone"
                self.report(problems.bad_tag(span, text, f"says more than `{rule}`", advice))
        if only and not (names or without or otherwise or choose):
            advice = "name the audience that it restricts: `{.clinician .only}`"
            self.report(problems.bad_tag(span, text, "says `only` and names nobody", advice))
        alone = otherwise and not (names or without)
        tag = Tag(names, without, only, alone) if names or without or otherwise else None
        return Listed(tag, choose, Attributes(classes=rest, **values), text, span)

    def _bad(self, words: str, place: Span, why: str, advice: str) -> None:
        self.report(problems.bad_attributes(place, f"'{words}'", why, advice))


def _advice(part: str, vocabulary: Vocabulary) -> str:
    """Say what to write instead of a part that is no attribute."""
    meant = vocabulary.meant(part)
    return f"write `{meant}`" if meant else "write `.class`, `#id` or `key=value`; `\\{` writes a brace"


def _mended(text: str, vocabulary: Vocabulary) -> str | None:
    """Return a list as it must be meant, or None when that is not certain.

    Its classes have lost their points, or commas or blanks of another kind stand between them. A word that is
    not spelt as the vocabulary spells it is left alone.
    """
    parts = [one.group().strip(",") for one in _PART.finditer(text[1:-1].translate(_BLANKS))]
    meant = [f".{one}" if one in vocabulary.words else one for one in parts if one]
    classes = [one[1:] for one in meant if one.startswith(".")]
    sound = all(_CLASS.match(one) or _ID.match(one) or _PAIR.match(one) for one in meant)
    return f"{{{' '.join(meant)}}}" if sound and _known(classes, vocabulary) else None


def _mended_words(words: str, vocabulary: Vocabulary) -> str | None:
    """Return a fence's bare words without points and commas, or None when one of them is not known."""
    meant = [one.strip(".,") for one in words.split()]
    return " ".join(meant) if _known(meant, vocabulary) else None


def _known(classes: list[str], vocabulary: Vocabulary) -> bool:
    """Whether words are known, each of them once."""
    return bool(classes) and vocabulary.words.issuperset(classes) and len({*classes}) == len(classes)
