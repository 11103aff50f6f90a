"""Preview: a site as its author sees it while writing, served to a browser on the same machine.

Knows HTTP and the browser; what a page is, it asks `build`. Imported by `renderer preview` alone.

Invariant: nothing that is asked for over the network is written, run or read from outside the site.
"""
