"""What the shell completes: the site's articles and audiences, codes and formats.

Invariant: it looks at names of files alone, and says nothing where there is no site.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from renderer.build.names import Names

Completer: TypeAlias = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def articles(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the id of an article; what begins like none may be a path."""
    return _beginning(begun, _names(context).articles) or _path(begun)


def audiences(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the id of an audience."""
    return _beginning(begun, _names(context).audiences)


def places(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the id of an article, or a code; what begins like none may be a path."""
    from renderer.build.commands import code_names

    return _beginning(begun, (*_names(context).articles, *code_names())) or _path(begun)


def one_of(*words: str) -> Completer:
    """Complete one of these words."""

    def completer(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
        return _beginning(begun, words)

    return completer


def _beginning(begun: str, words: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(one) for one in words if one.startswith(begun)]


def _path(begun: str) -> list[CompletionItem]:
    """Leave it to the shell to complete a path."""
    return [CompletionItem(begun, type="file")]


def _names(context: click.Context) -> "Names":
    from renderer.build.commands import Names, names_in

    try:
        return names_in(context.params.get("folder"), Path.cwd())
    except (OSError, ValueError):  # the folder is gone, or its name is none
        return Names()
