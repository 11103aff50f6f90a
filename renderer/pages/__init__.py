"""Pages: the chrome round a finished body, as HTML and as plain text.

Invariant: nothing here reads a tree; what an author wrote arrives written.
"""
