"""The markup: from one text to a tree that still holds every variant.

Invariant: parsing never raises and never guesses; what it cannot read becomes a finding.
"""
