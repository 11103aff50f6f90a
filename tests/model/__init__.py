"""A second reading of the contract, made without the product: whole documents and who must read what in them.

Invariant: nothing here imports the product.
"""
