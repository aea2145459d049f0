"""What a reader of documents hands over: one page, and what there is to say of how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from extractors.pages import Page


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as read, remarks on what was left out, and whether its content draws any text.

    A page that draws text but has no words was not read well.
    """

    page: Page
    remarks: tuple[str, ...] = ()
    text_expected: bool = False


USUAL_DESCENT = 0.21  # em
LARGEST_DESCENT = 0.35  # em


def likely_descent(stated: float) -> float:
    """How far the letters of a font reach below the line, in em, where the font says `stated`.

    Many producers write 0, and for a Type 3 font only a box around all glyphs is known. The value
    of common text faces stands in for these.
    """
    return stated if 0 < stated <= LARGEST_DESCENT else USUAL_DESCENT


class OpenDocument(Protocol):
    """A document opened by a reader. Pages are numbered from 1."""

    def __len__(self) -> int: ...

    def read(self, number: int) -> PageReading:
        """Raises PageFailed for a page that cannot be read."""
        ...

    def close(self) -> None: ...
