"""Text that knows where each of its words stands on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.pages import Word
from schemas.records import Box


@dataclass(frozen=True, slots=True)
class PlacedSpan:
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
    for box in boxes:
        last = merged[-1] if merged else None
        if last is not None and last.page == box.page and _same_line(last, box):
            merged[-1] = Box(
                box.page,
                min(last.x0, box.x0),
                min(last.top, box.top),
                max(last.x1, box.x1),
                max(last.bottom, box.bottom),
            )
        else:
            merged.append(box)
    return tuple(merged)


def _same_line(a: Box, b: Box) -> bool:
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


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
