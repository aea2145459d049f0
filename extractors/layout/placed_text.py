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
        upper, lower = word.top, word.bottom
        if number == page:
            if upper == top < bottom == lower:  # as most words of a line
                if word.x0 < x0:
                    x0 = word.x0
                if word.x1 > x1:
                    x1 = word.x1
                continue
            if min(bottom, lower) - max(top, upper) > 0.5 * min(bottom - top, lower - upper):
                x0, top, x1, bottom = min(x0, word.x0), min(top, upper), max(x1, word.x1), max(bottom, lower)
                continue
        if page >= 0:
            merged.append(Box(page, x0, top, x1, bottom))
        page, x0, top, x1, bottom = number, word.x0, upper, word.x1, lower
    if page >= 0:
        merged.append(Box(page, x0, top, x1, bottom))
    return tuple(merged)
