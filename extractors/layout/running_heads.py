"""Running heads and feet: what the margins of many pages repeat."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from extractors.layout.lines import Line

MARGIN = 0.14
"""Share of the page's height, from the top and from the bottom, where running heads stand."""

SAME_HEIGHT_POINTS = 4.0
"""How far apart vertically the same running head may stand on two pages."""

LEAST_SHARE = 0.4
"""Share of the pages that repeat a running head, at least: half where left and right pages differ."""

LEAST_PAGES = 3
"""A text at the same height on fewer pages may be a heading that happens to begin two pages."""

SMALLER_POINTS = 0.4
"""Running heads set this much smaller than the prose may change from chapter to chapter: two pages
with the very same text do."""

NEAR_LINES = 0.6
"""The gap between lines of one text, at most, in heights of a line."""

_DIGITS = re.compile(r"\d+")
_MARKS = re.compile(r"[^\w#]+")
_PAGE_NUMBER = re.compile(
    r"(?:sid(?:a|an)?\.?\s*)?[-–]?\s*(\d{1,3})\s*[-–]?(?:\s*(?:\(|av|/|of)\s*\d{1,3}\s*\)?)?", re.IGNORECASE
)


def without_running_heads(
    pages: Sequence[Sequence[Line]], heights: Sequence[float], keep: Callable[[Line], bool]
) -> list[list[Line]]:
    """The lines of each page without its running head and foot.

    `pages` holds the lines of each page from top to bottom and `heights` the pages' heights in
    points. Peels lines from the outside in while they are running: their text, with digits
    blanked, stands at the same height on several pages, or they are the page's number. `keep`
    protects lines that pages repeat for another reason, such as the header of a table that
    breaks over pages.
    """
    counts = _repeated(pages, heights)
    least = max(min(LEAST_PAGES, len(pages) - 1), round(LEAST_SHARE * len(pages)))
    in_margins = (x for lines, h in zip(pages, heights, strict=True) for x in lines if _in_margin(x, h))
    exact = Counter(line.text for line in in_margins)
    small = _usual_size(pages) - SMALLER_POINTS
    offset = _page_number_offset(pages)

    def running(line: Line, height: float, inner: Line | None) -> bool:
        if not _in_margin(line, height):
            return False
        number = page_number(line)
        if number is not None:
            return offset is None or number - line.page == offset
        if keep(line):
            return False
        pages_alike = _near_count(counts, line, height)
        if pages_alike >= least:
            return True
        repeated = line.style.size < small and exact[line.text] >= 2 and pages_alike >= 2
        # the small text of a table may chance to break over two pages at the same words
        return repeated and (inner is None or not _adjoin(line, inner) or running(inner, height, None))

    return [_peel(list(lines), height, running) for lines, height in zip(pages, heights, strict=True)]


def page_number(line: Line) -> int | None:
    """The page number that a line holds alone, as `7`, `7 (32)`, `Sida 7 av 32` or `- 7 -`; else None."""
    match = _PAGE_NUMBER.fullmatch(line.text.strip())
    return int(match[1]) if match else None


def _page_number_offset(pages: Sequence[Sequence[Line]]) -> int | None:
    """How much printed page numbers differ from the pages' places; None where too few tell.

    A number alone at the edge of a page may as well be a score.
    """
    offsets: Counter[int] = Counter()
    for lines in pages:
        numbers = [page_number(line) for line in (*lines[:2], *lines[-2:])]
        offsets.update({n - lines[0].page for n in numbers if n is not None})
    usual = offsets.most_common(1)
    return usual[0][0] if usual and usual[0][1] >= 2 else None


def _usual_size(pages: Sequence[Sequence[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for line in (line for lines in pages for line in lines):
        sizes[line.style.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _key(line: Line) -> str:
    """A text without its digits, and without the marks between words, which OCR does not see alike."""
    return _MARKS.sub(" ", _DIGITS.sub("#", line.text)).casefold().strip()


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom <= MARGIN * height or line.top >= (1 - MARGIN) * height


def _repeated(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> dict[str, list[float]]:
    """For each text in a margin the heights at which it stands, once a page; feet count from below."""
    places: dict[str, list[float]] = defaultdict(list)
    for lines, height in zip(pages, heights, strict=True):
        seen: dict[str, float] = {}
        for line in lines:
            if _in_margin(line, height):
                seen.setdefault(_key(line), _height(line, height))
        for key, place in seen.items():
            places[key].append(place)
    return places


def _height(line: Line, page_height: float) -> float:
    return line.middle if line.middle < page_height / 2 else line.middle - page_height


def _near_count(counts: dict[str, list[float]], line: Line, page_height: float) -> int:
    place = _height(line, page_height)
    return sum(abs(place - other) <= SAME_HEIGHT_POINTS for other in counts[_key(line)])


def _adjoin(line: Line, inner: Line) -> bool:
    """Whether two lines stand as near to each other as those of one text."""
    upper, lower = sorted((line, inner), key=lambda each: each.top)
    return lower.top - upper.bottom <= NEAR_LINES * (line.bottom - line.top)


def _peel(
    lines: list[Line], height: float, running: Callable[[Line, float, Line | None], bool]
) -> list[Line]:
    def inner(k: int) -> Line | None:
        return lines[k] if len(lines) > 1 else None

    while lines and lines[0].bottom <= MARGIN * height and running(lines[0], height, inner(1)):
        del lines[0]
    while lines and lines[-1].top >= (1 - MARGIN) * height and running(lines[-1], height, inner(-2)):
        del lines[-1]
    return lines
