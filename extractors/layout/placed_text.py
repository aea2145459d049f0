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
        return merge_boxes(s.box for s in self.spans if s.start < stop and s.end > start)


def merge_boxes(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Join the boxes of words, in reading order, to one box per line.

    Words join while they stand on one page and overlap vertically by half of the lower one.
    """
    merged: list[Box] = []
    page = -1
    x0 = top = x1 = bottom = 0.0
    for box in boxes:
        if top <= box.top < box.bottom <= bottom and box.page == page:  # no higher than the line so far
            x0, x1 = min(x0, box.x0), max(x1, box.x1)
            continue
        common = min(bottom, box.bottom) - max(top, box.top)
        if box.page == page and common > 0.5 * min(bottom - top, box.bottom - box.top):
            x0, top, x1, bottom = min(x0, box.x0), min(top, box.top), max(x1, box.x1), max(bottom, box.bottom)
            continue
        if page >= 0:
            merged.append(Box(page, x0, top, x1, bottom))
        page, x0, top, x1, bottom = box.page, box.x0, box.top, box.x1, box.bottom
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
