"""What a reader of documents hands over: one page, and what there is to say of how it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from extractors.reading.drawings import Drawings
from extractors.reading.pages import Page, Word

MAX_DOUBLE_OFFSET = 0.5  # points between two strikes of the same letters that fake bold type
LEAST_HEIGHT = 0.1  # points; what is smaller, as by a broken font, shows nothing
CUT_SHORT = "The page has a drawing with very many lines, which was not followed to its end."

USUAL_DESCENT = 0.21  # em
LARGEST_DESCENT = 0.35  # em


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as read, remarks on what was left out, and whether its text may be read wrongly.

    `doubt` goes on after "the reader", as in "saw no words"; it is None where nothing speaks for it.
    """

    page: Page
    remarks: tuple[str, ...] = ()
    doubt: str | None = None


class OpenDocument(Protocol):
    """A document opened by a reader. Pages are numbered from 1."""

    def __len__(self) -> int: ...

    def read(self, number: int) -> PageReading:
        """Raises PageFailed for a page that cannot be read."""
        ...

    def close(self) -> None: ...


def page_of(number: int, words: Iterable[Word], drawings: Drawings, images: int) -> Page:
    """The page of these words and drawings, without words that its crop box hides or that have no height."""
    width, height = drawings.width, drawings.height
    shown = [
        w
        for w in words
        if w.bottom - w.top >= LEAST_HEIGHT
        and 0 <= w.x0 + w.x1 <= 2 * width
        and 0 <= w.top + w.bottom <= 2 * height
    ]
    return Page(
        number,
        width,
        height,
        tuple(shown),
        tuple(drawings.rules),
        tuple(drawings.shapes),
        tuple(drawings.dots),
        images=images,
    )


def likely_descent(stated: float) -> float:
    """How far the letters of a font reach below the line, in em, where the font says `stated`.

    Many producers write 0, and for a Type 3 font only a box around all glyphs is known. The value
    of common text faces stands in for these.
    """
    return stated if 0 < stated <= LARGEST_DESCENT else USUAL_DESCENT
