"""Numbers as Swedish reports print them: decimal comma, thousands by a space, percent signs."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = re.compile(r"([+\-−–]?)(\d{1,3}(?:[   .]\d{3})+|\d+)(?:[.,](\d+))?")
_SCORE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?(½)?")
_MINUS = "-−–"


def parse_number(text: str) -> float | None:
    """The number that `text` is, as in "95 577", "-58", "1 946,5" or "51 %"; None for anything else.

    A percent sign, "st" or "kr" after it is allowed and ignored.
    """
    bare = re.sub(
        r"\s*(?:%|procent|st\.?|kr|kronor|personer|invånare)$", "", text.strip(), flags=re.IGNORECASE
    )
    match = _NUMBER.fullmatch(bare)
    if match is None:
        return None
    sign = -1.0 if match[1] and match[1] in _MINUS else 1.0
    whole = re.sub(r"\D", "", match[2])
    return sign * float(f"{whole}.{match[3] or 0}")


@lru_cache(maxsize=4096)  # cells repeat few numbers, and most lines end with a word that is none
def parse_score(text: str) -> float | None:
    """Points or percent as a cell prints them ("12", "12,5", "7½", "80%", "80 %"); None for anything else."""
    match = _SCORE.fullmatch(text.strip().rstrip("%").strip())
    if match is None:
        return None
    return float(f"{match[1]}.{match[2] or 0}") + (0.5 if match[3] else 0.0)
