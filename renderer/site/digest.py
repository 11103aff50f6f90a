"""What a file is, by a digest of its bytes, and what values are, by a digest of what they say.

Invariant: a file's is that of a regular file, read to its end; nothing waits for a pipe.
"""

import os
import stat
from hashlib import file_digest, sha256


def digest_of(path: str, *, links: bool = False) -> str | None:
    """Return the SHA-256 of a regular file in hex; None for anything else, and where it cannot be read.

    With `links` a symbolic link counts as the file that it leads to.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if links else os.O_NOFOLLOW)
    try:
        handle = os.open(path, flags)
        with os.fdopen(handle, "rb", buffering=0) as file:
            regular = stat.S_ISREG(os.fstat(handle).st_mode)
            return file_digest(file, "sha256").hexdigest() if regular else None
    except OSError:
        return None


def digest_of_values(*parts: object) -> str:
    """Return the SHA-256, in hex, of what things say of themselves; values say all that they hold."""
    return sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
