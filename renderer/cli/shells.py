"""How shells ask for completions and take them: Click's ways, with what they leave out of `--flag=value`.

Bash sends `=` as a word of its own and takes the value alone; zsh and fish send and take the whole word.

Invariant: what the shell is told is text, whatever bytes the line holds.
"""

from collections.abc import Sequence

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)


class _WholeWords(ShellComplete):
    """Completes a word that holds a flag and the beginning of its value with both."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        flag, equals, _ = incomplete.partition("=")
        before = flag + equals if equals and flag.startswith("-") else ""
        found = super().get_completions(args, incomplete)
        whole = [_after(before, one) for one in found] if before else found
        return [one for one in whole if _is_text(one.value)]


class _Bash(_WholeWords, BashComplete):
    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        joined = _joined(args)
        if args[-1:] == ["="] and joined[-1] != "=":
            joined[-1] = joined[-1].removesuffix("=")  # what is completed is its value
        return joined, incomplete


class _Zsh(_WholeWords, ZshComplete):
    pass


class _Fish(_WholeWords, FishComplete):
    pass


def register() -> None:
    """Make Click speak to the shells in these ways."""
    for one in (_Bash, _Zsh, _Fish):
        add_completion_class(one)


def _joined(words: Sequence[str]) -> list[str]:
    """Return words with each flag, the `=` behind it and its value as one."""
    joined: list[str] = []
    for word, last, first in zip(words, ("", *words), ("", "", *words), strict=False):
        if (word == "=" and last.startswith("--")) or (last == "=" and first.startswith("--")):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _after(before: str, item: CompletionItem[str]) -> CompletionItem[str]:
    return CompletionItem(before + item.value, item.type, item.help) if item.type == "plain" else item


def _is_text(word: str) -> bool:
    """Whether it can be written: bytes that are no UTF-8 stand in it as halves of characters."""
    return not any("\ud800" <= one <= "\udfff" for one in word)
