"""The command line: which commands there are, and how a run ends.

Exit codes: 0 done; 1 the content has errors or the disk failed; 2 wrong usage; 130 interrupted.

Invariant: a command's module is imported when its name is needed and the layers below when it runs, and no
exception reaches a user as a traceback unless RENDERER_TRACEBACK is set.
"""

import gc
import os
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from renderer import __version__
from renderer.cli import console
from renderer.language.nearest import meant

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "approve": "renderer.cli.approve",
    "build": "renderer.cli.build",
    "check": "renderer.cli.check",
    "compare": "renderer.cli.compare",
    "explain": "renderer.cli.explain",
    "new": "renderer.cli.new",
    "preview": "renderer.cli.preview",
    "report": "renderer.cli.report",
    "review": "renderer.cli.review",
    "schema": "renderer.cli.schema",
    "show": "renderer.cli.show",
}

_COMPLETE = "_RENDERER_COMPLETE"
"""The variable in which a shell says that it asks for completions."""
_UNKNOWN = "renderer.unknown_command"
DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


class _Commands(click.Group):
    """The commands, each imported by its name when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        found = import_module(COMMANDS[cmd_name]).command
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and ctx.resilient_parsing:
            ctx.meta[_UNKNOWN] = name
        elif name not in COMMANDS and not name.startswith("-"):
            ctx.fail(f"No such command '{name}'{meant(name, COMMANDS)}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        return [] if _UNKNOWN in ctx.meta else super().shell_complete(ctx, incomplete)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "--version", message="%(prog)s %(version)s")
def group() -> None:
    """One Markdown source per article, one edition per audience.

    Every command works on the site that the current folder belongs to: the nearest folder upward that holds
    audiences/.
    """


def run() -> NoReturn:
    """Run the command line as the whole of a process.

    At its end the system takes the memory back at once; to take a site's values apart one by one took a sixth
    of a build. All that is written was flushed when it was written.
    """
    os._exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; None stands for the arguments of the process.

    Python's search for garbage in cycles is off meanwhile: the steps leave none, and among the many small
    values of a site the search takes a quarter of a build.
    """
    console.prepare()
    gc.disable()
    try:
        return _run(arguments)
    finally:
        gc.enable()


def _run(arguments: Sequence[str] | None) -> int:
    if _COMPLETE in os.environ:
        from renderer.cli import shells

        shells.register()
    try:
        code = group.main(arguments, prog_name="renderer", complete_var=_COMPLETE, standalone_mode=False)
    except KeyboardInterrupt:
        return INTERRUPTED
    except click.Abort as abort:  # Click's word for Ctrl-C, and for any end of a file
        return _ended_by(abort.__cause__) if isinstance(abort.__cause__, EOFError) else INTERRUPTED
    except SystemExit:  # Click's word for a reader of its help who has gone
        return DONE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the boundary: what comes from below ends here
        return _ended_by(error)
    return code if isinstance(code, int) else DONE


def _ended_by(error: Exception) -> int:
    """Say what an exception means for whoever called, and return the exit code that goes with it."""
    refused = _refusal(error)
    if refused is None and os.environ.get("RENDERER_TRACEBACK"):
        raise error
    if refused is not None:
        console.note(f"Error: {error}")
        return refused
    if isinstance(error, OSError):
        where = "" if error.filename is None else f"{error.filename}: "
        console.note(f"Error: {where}{error.strerror or error}")
        return FAILED
    words = f"{type(error).__name__}: {error}".partition("\n")[0]
    console.note(f"renderer: internal error: {words} (RENDERER_TRACEBACK=1 shows where)")
    return FAILED


def _refusal(error: Exception) -> int | None:
    """Return the exit code of an exception that the layers below raise on purpose, None for any other."""
    if isinstance(error, ImportError):
        return None  # perhaps of the very module that the next line imports
    from renderer.build.commands import SurroundingsProblem, UsageProblem

    match error:
        case UsageProblem():
            return WRONG_USAGE
        case SurroundingsProblem():
            return FAILED
        case _:
            return None
