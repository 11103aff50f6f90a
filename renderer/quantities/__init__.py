"""Quantities: what a text says in numbers, with their units, and whether two texts agree in them.

Invariant: nothing here knows of audiences, markup or files; a text goes in, values come out.
"""
