"""`python -m renderer`: the same as the command `renderer`.

Invariant: it holds no behaviour of its own.
"""

from renderer.entry import run

if __name__ == "__main__":
    run()
