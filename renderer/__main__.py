"""`python -m renderer`: the same as the command `renderer`.

Invariant: it holds no behaviour of its own.
"""

from renderer.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
