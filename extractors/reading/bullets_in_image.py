"""Bullets in the picture of a page: small round or square spots, which are read as letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.reading.page_image import Ink
from extractors.reading.printed_text import BULLET
from extractors.reading.tesseract import Found

REACH = 2.6
"""How far left of its text a bullet stands, at most, in heights of the line."""
_SIZE = (0.12, 0.55)
_LEAST_FILLED = 0.6
_LEAST_GAP = 0.2


def with_bullets(words: Sequence[Found], ink: Ink) -> list[Found]:
    """The words, with a bullet for each spot before one, in place of what that was read as."""
    bullets = [b for word in words if _may_follow(word) and (b := _bullet_before(word, ink)) is not None]
    covered = {id(w) for w in words if len(w.text) <= 3 and any(_covers(b, w) for b in bullets)}
    kept = [w for w in words if id(w) not in covered]
    return [*(replace(w, text=BULLET) if _stands_among(w, bullets, kept) else w for w in kept), *bullets]


def _stands_among(word: Found, bullets: Sequence[Found], words: Sequence[Found]) -> bool:
    """Whether a lone character stands below or above bullets, before a text of its own."""
    if len(word.text) > 1 or word.text.isdigit():
        return False
    high = word.row_height
    if not any(abs(b.x0 - word.x0) < 0.35 * high for b in bullets):
        return False
    after = [w.x0 - word.x1 for w in words if w.top < word.bottom and word.top < w.bottom and w.x0 > word.x1]
    return bool(after) and 0.35 * high < min(after) < REACH * high


def _may_follow(word: Found) -> bool:
    long = len(word.text) > 1 and any(c.isalnum() for c in word.text)
    return long or word.text.isdigit() or word.text.isupper()


def _covers(bullet: Found, word: Found) -> bool:
    middle = (word.x0 + word.x1) / 2
    half = max(bullet.x1 - bullet.x0, 0.5 * bullet.row_height)
    return (
        abs(middle - (bullet.x0 + bullet.x1) / 2) <= half
        and word.x1 - word.x0 <= 1.2 * bullet.row_height
        and word.top < bullet.bottom
        and bullet.top < word.bottom
    )


def _bullet_before(word: Found, ink: Ink) -> Found | None:
    high = word.row_height
    left, right = max(0, round(word.x0 - REACH * high)), word.x0 - 1
    top, bottom = max(0, round(word.baseline - 0.85 * high)), round(word.baseline + 0.1 * high)
    columns = np.flatnonzero(ink[top:bottom, left : max(left, right)].any(axis=0))
    if not columns.size:
        return None
    breaks = np.flatnonzero(np.diff(columns) > 0.1 * high)
    first = int(columns[breaks[-1] + 1]) if breaks.size else int(columns[0])
    last = int(columns[-1]) + 1
    before = int(columns[breaks[-1]]) if breaks.size else None
    spot = ink[top:bottom, left + first : left + last]
    rows = np.flatnonzero(spot.any(axis=1))
    spot = spot[rows[0] : rows[-1] + 1]
    height, width = spot.shape
    middle = top + (rows[0] + rows[-1] + 1) / 2
    round_spot = (
        _SIZE[0] * high <= height <= _SIZE[1] * high
        and 0.65 <= width / height <= 1.55
        and spot.mean() > _LEAST_FILLED
    )
    free = right - (left + last) >= _LEAST_GAP * high and (before is None or first - before >= 0.7 * high)
    raised = 0.08 * high <= word.baseline - middle <= 0.5 * high
    if not (round_spot and free and raised):
        return None
    return replace(
        word,
        text=BULLET,
        x0=left + first,
        x1=left + last,
        top=top + int(rows[0]),
        bottom=top + int(rows[-1]) + 1,
    )
