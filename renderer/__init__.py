"""One Markdown source per article, one edition per audience.

Invariant: importing the package imports nothing else, so that a command starts with what it needs alone.
"""

__version__ = "0.1.0"
