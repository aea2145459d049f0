"""The contents list: it repeats every heading and is none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.layout.lines import Line, has_leaders

_TITLE = re.compile(r"(?:innehåll|innehållsförteckning|innehållsöversikt)\s*:?", re.IGNORECASE)
_ENDS_IN_PAGE = re.compile(r"\s(\d{1,3})$")
_LAST_NUMBER = re.compile(r"(?<![,\d/])(?<!/ )(?<!\bav )\d{1,3}$")
"""What dots lead to in a contents list; points of a question may be halves or have a maximum after them."""

LAST_PAGE = 6
"""Contents lists stand on the first pages."""


def without_contents_list(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without the contents list.

    An entry ends in dots and a page number, in a page number alone under the list's title, or
    goes on to the next line until it does.
    """
    kept: list[list[Line]] = []
    in_list = False
    for number, lines in enumerate(pages, 1):
        if number > LAST_PAGE:
            kept.append(list(lines))
            continue
        start = next((i for i, line in enumerate(lines) if _TITLE.fullmatch(line.text)), None)
        if start is None and not (in_list and _entries(lines[:4]) >= 2):
            leaders = [i for i, x in enumerate(lines) if has_leaders(x.text) and _LAST_NUMBER.search(x.text)]
            in_list = False
            if len(leaders) < 3 or not _rise([lines[i] for i in leaders]):
                kept.append(list(lines))
                continue
            start = leaders[0]
        start = start or 0
        end = _last_entry(lines, start) + 1
        in_list = True
        kept.append([*lines[:start], *lines[end:]])
    return kept


def _rise(entries: Sequence[Line]) -> bool:
    """Whether the numbers at the ends of lines rise, as those of pages do and points don't."""
    numbers = [int(match[0]) for line in entries if (match := _LAST_NUMBER.search(line.text))]
    return numbers == sorted(numbers)


def _entries(lines: Sequence[Line]) -> int:
    return sum(_is_entry(line) for line in lines)


def _is_entry(line: Line) -> bool:
    return has_leaders(line.text) or bool(_ENDS_IN_PAGE.search(line.text))


def _last_entry(lines: Sequence[Line], start: int) -> int:
    """Index of the list's last line: the last entry before the text stops having entries.

    Without page numbers at all the list goes on to the first line that ends like a sentence.
    """
    last = start
    gap = 0
    for i in range(start + 1, len(lines)):
        if _is_entry(lines[i]):
            last, gap = i, 0
        else:
            gap += 1
            if gap > 2 and last > start:
                return last
    if last > start:
        return last
    for i in range(start + 1, len(lines)):
        if lines[i].text.rstrip().endswith("."):
            return i - 1
    return len(lines) - 1
