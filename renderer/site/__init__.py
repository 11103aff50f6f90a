"""The folder of a site: its settings, its audiences, what lies in it, and the folder that a build leaves.

Invariant: nothing outside this package reads or writes the disk; what is read becomes a value at once.
"""
