"""What inlines say without their markup: for alternative text, names of things, and plain metadata.

Knows the characters that Unicode has above and below the line, and how a citation is worded.

Invariant: no markup of any format comes out, only words.
"""

from collections.abc import Mapping, Sequence

from renderer.language.tree import (
    Citation,
    Code,
    Emphasis,
    HardBreak,
    Image,
    Inline,
    Link,
    Phrase,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Text,
)

_RAISED = dict(
    zip(
        "0123456789+-\u2212=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
        strict=True,
    )
)
_LOWERED = dict(
    zip("0123456789+-\u2212=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)


def words(nodes: Sequence[Inline]) -> str:
    """Return what the inlines say, on one line; a citation, which no title or image has, says nothing."""
    return "".join([_words(node) for node in nodes])


def plain(nodes: Sequence[Inline]) -> str:
    """Return what the inlines say with single spaces: for titles and descriptions in metadata."""
    return " ".join(words(nodes).split())


def _words(node: Inline) -> str:
    match node:
        case Text() | Code():
            return node.text
        case SoftBreak() | HardBreak():
            return " "
        case Emphasis() | Strong() | Phrase() | Link():
            return words(node.children)
        case Superscript() | Subscript():
            return shifted(node, words(node.children))
        case Image():
            return words(node.alt)
        case Citation():
            return ""


def shifted(node: Superscript[Inline] | Subscript[Inline], said: str) -> str:
    """Return `²` or `₂` where Unicode has every character, else `^x` or `_x`, with brackets `^(x y)`."""
    match node:
        case Superscript():
            return _shifted(said, _RAISED, "^")
        case Subscript():
            return _shifted(said, _LOWERED, "_")


def _shifted(said: str, characters: Mapping[str, str], mark: str) -> str:
    if all(character in characters for character in said):
        return "".join([characters[character] for character in said])
    return f"{mark}{said}" if len(said) == 1 else f"{mark}({said})"


def cited(node: Citation, numbers: Mapping[str, int]) -> tuple[list[tuple[int, str]], str]:
    """Return a bracket's numbers with their locators, ascending, and what stands between them."""
    items = [(numbers[key], locator) for key, locator, _ in node.items]
    if len(items) == 1:
        return items, ""
    items.sort()
    for _, locator in items:
        if locator:
            return items, "; "
    return items, ", "
