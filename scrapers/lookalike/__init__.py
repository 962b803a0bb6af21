"""Look-alike portals for replay.py: one file a portal, which words adverts as that portal does."""
