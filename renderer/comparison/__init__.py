"""Comparison: where the editions of one article differ, passage by passage and word by word.

Knows editions and their words, and nothing of pages; the forms in which it is shown are siblings here.

Invariant: a comparison holds every passage of each edition once, in the order of reading.
"""
