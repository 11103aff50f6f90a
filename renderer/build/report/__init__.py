"""The report of a site: how every edition stands, counted once and told as a page, as text and as JSON.

`reporter` asks, `values` is what it finds, `words` is what all forms call it; `forms` and `page` write.

Invariant: the forms hold the same facts, and none of them looks at the site.
"""
