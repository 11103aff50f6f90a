"""Building: from a site's folder to editions, diagnostics and pages.

Invariant: what is built is decided by values that were read; nothing here looks at the disk by itself.
"""
