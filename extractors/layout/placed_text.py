"""Text that knows where each of its words stands on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractors.reading.pages import Word
from schemas.records import Box


class PlacedSpan(NamedTuple):
    """Characters `start` to `end` of a text, and the box of the word they were printed as."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text and the places of its words. A word split over two lines has two spans."""

    text: str
    spans: tuple[PlacedSpan, ...]

    def boxes(self, start: int = 0, end: int | None = None) -> tuple[Box, ...]:
        """The boxes of characters `start` to `end`, one per line."""
        stop = len(self.text) if end is None else end
        return merge_boxes([box for first, last, box in self.spans if first < stop and last > start])


def merge_boxes(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Join the boxes of words, in reading order, to one box per line.

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


def place(page_words: Sequence[tuple[int, Word]], texts: Sequence[str] | None = None) -> PlacedText:
    """Join words with single spaces; `texts` gives other spellings of the words where wanted."""
    text, spans = "", []
    for i, (page, word) in enumerate(page_words):
        printed = texts[i] if texts is not None else word.text
        if text and printed:
            text += " "
        spans.append(PlacedSpan(len(text), len(text) + len(printed), word_box(page, word)))
        text += printed
    return PlacedText(text, tuple(spans))
