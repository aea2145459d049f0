"""Names for fetched files: readable, safe on every file system, and each its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline.fetching.address_list import Wanted
from schemas.municipalities import by_code

SUFFIX = ".pdf"

_LONGEST_STEM = 80  # characters, which leaves room for a number and for every file system
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)  # on Windows
_NO_NAMES = frozenset({"", "download", "file", "index", "pdf", "get", "document"})
"""Last parts of addresses that say nothing."""


def file_name(wanted: Wanted, taken: Container[str]) -> str:
    """The name for the file at an address, unlike all names in `taken`.

    From municipality (name or code) and year where the list has them, else from the address's last
    part that says something. Small letters a to z, digits and hyphens alone.
    """
    stem = _of_report(wanted) or _of_address(wanted.address)
    if _RESERVED.fullmatch(stem):
        stem = f"report-{stem}"
    name, number = stem + SUFFIX, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}{SUFFIX}"
    return name


def _of_report(wanted: Wanted) -> str:
    if not wanted.municipality:
        return ""
    known = by_code(wanted.municipality)
    return _safe(f"{known.name if known else wanted.municipality} {wanted.year or ''}")


def _of_address(address: str) -> str:
    parts = urlsplit(address)
    for part in reversed(PurePosixPath(unquote(parts.path, errors="replace")).parts):
        stem = _safe(re.sub(r"\.(pdf|aspx?|php|html?)$", "", part, flags=re.IGNORECASE))
        if stem not in _NO_NAMES:
            return stem
    return _safe(parts.hostname or "") or "report"


def _safe(text: str) -> str:
    """`text` in the letters a to z, digits and hyphens: å and ä become a, ö becomes o."""
    letters = unicodedata.normalize("NFKD", text.casefold()).replace("ø", "o").replace("æ", "a")
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", bare)[:_LONGEST_STEM].strip("-")
