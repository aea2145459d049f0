"""The version of the extractors, apart from them: what only asks for it need not load them."""

EXTRACTOR_VERSION = "6"
"""Raised whenever the records read from the same file may change; ingest then reads it again."""
