"""Text from a PDF made harmless to show, on a terminal or a page."""

from __future__ import annotations

import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that move the cursor, reorder text or show nothing."""


def plain(text: object) -> str:
    """`text` on one line without control characters, bidirectional marks or private use characters."""
    spaced = " ".join(str(text).split())
    if spaced.isprintable():
        return spaced
    return "".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE)
