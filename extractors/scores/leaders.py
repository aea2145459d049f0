"""Rows of points with dots that lead from a question to its numbers, the dots left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.layout.lines import Line
from extractors.reading.pages import Word

_LEADERS = re.compile(r"\.{4,}|…{2,}|_{4,}|(?:^|(?<=[\s?.]))\.{1,3}(?=\d)")


def without_leaders(flow: Sequence[Line]) -> list[Line]:
    """The lines, dots that lead to a number taken out of them; a word tight before or after stays."""
    return [_bare(line) if _LEADERS.search(line.text) else line for line in flow]


def _bare(line: Line) -> Line:
    words = tuple(part for word in line.words for part in _parts(word))
    return Line(line.page, words) if words else line


def _parts(word: Word) -> Iterator[Word]:
    """What stands before and after the dots in a word, each as wide as its share of the characters."""
    letter = (word.x1 - word.x0) / len(word.text)
    start = 0
    for match in (*_LEADERS.finditer(word.text), None):
        end = match.start() if match else len(word.text)
        if end > start:
            x0, x1 = word.x0 + start * letter, word.x0 + end * letter
            yield word._replace(text=word.text[start:end], x0=x0, x1=x1) if match or start else word
        start = match.end() if match else end
