"""The command's first step: Ctrl-C ends the process in silence while the rest is still being loaded.

Invariant: it imports nothing before that is seen to.
"""

import signal
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line as the whole of a process."""
    handled = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if handled:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from renderer import cli  # noqa: PLC0415 - see above

    if handled:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.run()
