"""Pages for tests: words placed where a test says, each character half an em wide."""

from __future__ import annotations

from extractors.layout.lines import Line
from extractors.reading.pages import Word

EM = 10.0  # points


def words(x0: float, top: float, text: str, *, bold: bool = False, size: float = EM) -> tuple[Word, ...]:
    """The words of `text` from `x0` on, on one baseline, with a space of half an em between."""
    placed = []
    for part in text.split():
        x1 = x0 + len(part) * size / 2
        placed.append(Word(part, x0, top, x1, top + size, "Serif", size, bold))
        x0 = x1 + size / 2
    return tuple(placed)


def line(top: float, *cells: tuple[float, str], page: int = 1, bold: bool = False, size: float = EM) -> Line:
    """A line of cells, each with the x that it begins at."""
    return Line.of(page, tuple(w for x0, text in cells for w in words(x0, top, text, bold=bold, size=size)))
