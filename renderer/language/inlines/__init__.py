"""The words inside a block: from marks to inlines, in one pass.

Invariant: what stands between two brackets is resolved before the brackets are; nothing crosses them.
"""
