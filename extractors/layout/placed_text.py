"""Text that knows where each of its words stands on the page."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from extractors.reading.pages import Word
from schemas.records import Box


class PlacedSpan(msgspec.Struct, frozen=True, gc=False):
    """Characters `start` to `end` of a text, and the word they were printed as."""

    start: int
    end: int
    page: int
    word: Word


class PlacedText(msgspec.Struct, frozen=True):
    """A text and the places of its words. A word split over two lines has two spans."""

    text: str
    spans: tuple[PlacedSpan, ...]

    def boxes(self, start: int = 0, end: int | None = None) -> tuple[Box, ...]:
        """The boxes of characters `start` to `end`, one per line."""
        stop = len(self.text) if end is None else end
        return boxes_of_words([(s.page, s.word) for s in self.spans if s.start < stop and s.end > start])


def boxes_of_words(words: Iterable[tuple[int, Word]]) -> tuple[Box, ...]:
    """The boxes of words in reading order, each with the number of its page: one box per line.

    Words join while they stand on one page and overlap vertically by half of the lower one.
    """
    merged: list[Box] = []
    page = -1
    x0 = top = x1 = bottom = 0.0
    for number, word in words:
        left, upper, right, lower = word.x0, word.top, word.x1, word.bottom
        if number == page:
            if top == upper < lower == bottom:  # as most words of a line
                x0 = left if left < x0 else x0
                x1 = right if right > x1 else x1
                continue
            if min(bottom, lower) - max(top, upper) > 0.5 * min(bottom - top, lower - upper):
                x0, top, x1, bottom = min(x0, left), min(top, upper), max(x1, right), max(bottom, lower)
                continue
        if page >= 0:
            merged.append(Box(page, x0, top, x1, bottom))
        page, x0, top, x1, bottom = number, left, upper, right, lower
    if page >= 0:
        merged.append(Box(page, x0, top, x1, bottom))
    return tuple(merged)
