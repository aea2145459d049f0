"""Rows of points with dots that lead from a question to its numbers, the dots left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from extractors.layout.headings import follows_closely
from extractors.layout.lines import Line
from extractors.reading.pages import Word
from extractors.scores.score_rows import QUESTION_NUMBER

# each kind begins with its very character, which is quick to search for
_LEADERS = re.compile(r"\.\.{3,}|……+|__{3,}|\.(?<![^\s?.]\.)\.{0,2}(?=\d)")
"""Dots in a row; as few as one right before a number, where it begins a word or ends a question."""

_SPACED = re.compile(r"(?: [.·…]){4,}")
"""The same with white between them, where they are words."""

_MAXIMUM = re.compile(r"\(\d{1,3}(?:[.,]\d{1,2})?\)")


def without_leaders(flow: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """The lines with dots that lead to a number taken out of them, and the index in `flow` of each.

    Where the dots stand below the question's first line, or its maximum wraps, those lines are one.
    """
    lines: list[Line] = []
    places: list[int] = []
    led = False
    for i, line in enumerate(flow):
        above = lines[-1] if lines else line
        leads = _LEADERS.search(line.text) is not None or _SPACED.search(line.text) is not None
        if leads and not led and _begins_row(above, line) and not _begins_question(line):
            lines[-1] = Line.of(line.page, (*above.words, *_bare(line).words))
        elif led and _MAXIMUM.fullmatch(line.text) and follows_closely(flow[i - 1], line):
            lines[-1] = Line.of(line.page, (*above.words, *line.words))
        else:
            lines.append(_bare(line) if leads else line)
            places.append(i)
        led = leads
    return lines, places


def _begins_row(line: Line, following: Line) -> bool:
    return _begins_question(line) and line is not following and follows_closely(line, following)


def _begins_question(line: Line) -> bool:
    return QUESTION_NUMBER.fullmatch(line.words[0].text) is not None


def _bare(line: Line) -> Line:
    printed = [w for w in line.words if not (w.text in ".·…" and _SPACED.search(line.text))]
    words = tuple(part for word in printed for part in _parts(word))
    return Line.of(line.page, words) if words else line


def _parts(word: Word) -> Iterator[Word]:
    """What stands before and after the dots in a word, each as wide as its share of the characters."""
    letter = (word.x1 - word.x0) / len(word.text)
    start = 0
    for match in (*_LEADERS.finditer(word.text), None):
        end = match.start() if match else len(word.text)
        if end > start:
            x0, x1 = word.x0 + start * letter, word.x0 + end * letter
            yield replace(word, text=word.text[start:end], x0=x0, x1=x1) if match or start else word
        start = match.end() if match else end
