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

    @property
    def box(self) -> Box:
        return word_box(self.page, self.word)


class PlacedText(msgspec.Struct, frozen=True):
    """A text and the places of its words. A word split over two lines has two spans."""

    text: str
    spans: tuple[PlacedSpan, ...]

    def boxes(self, start: int = 0, end: int | None = None) -> tuple[Box, ...]:
        """The boxes of characters `start` to `end`, one per line."""
        stop = len(self.text) if end is None else end
        return merge_boxes(
            [
                (span.page, word.x0, word.top, word.x1, word.bottom)
                for span in self.spans
                if span.start < stop and span.end > start
                for word in (span.word,)
            ]
        )


def merge_boxes(boxes: Iterable[tuple[int, float, float, float, float]]) -> tuple[Box, ...]:
    """Join the boxes of words, in reading order, to one box per line. A box is a `Box` or as good as one.

    Words join while they stand on one page and overlap vertically by half of the lower one.
    """
    merged: list[Box] = []
    page = -1
    x0 = top = x1 = bottom = 0.0
    for number, left, upper, right, lower in boxes:
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


def word_box(page: int, word: Word) -> Box:
    return Box(page, word.x0, word.top, word.x1, word.bottom)
