"""Editions: one document for one audience.

Invariant: only `select` decides who sees what; everything above it works on what is left.
"""
