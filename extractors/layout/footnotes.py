"""Footnotes: small print at a page's foot that a mark in the text above it refers to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from extractors.layout.headings import Prose
from extractors.layout.lines import Line
from extractors.reading.pages import Word

SMALLER_POINTS = 0.9
"""How much smaller than the prose footnotes are set, at least."""

_NOTE = re.compile(r"(\d{1,2}|[*†‡]{1,3})[\s)]*[A-ZÅÄÖ”\"h]")
_MARKED = re.compile(r"(.*[^\W\d][”\".,;:!?)]*)(\d{1,2}|[*†‡]{1,3})([.,;:]?)")
"""A word with the mark of a footnote after it."""


def without_footnotes(lines: Sequence[Line], prose: Prose) -> list[Line]:
    """The lines of a page without its footnotes and their marks.

    `lines` are without the page's running foot. Small print at the foot is a footnote only where a
    word above ends with its mark.
    """
    start = len(lines)
    while start and lines[start - 1].style.size <= prose.style.size - SMALLER_POINTS:
        start -= 1
    notes = {i: match[1] for i in range(start, len(lines)) if (match := _NOTE.match(lines[i].text))}
    if not notes:  # as on nearly all pages
        return list(lines)
    first = min(notes)
    marks = set(notes.values())
    referred = {m[2] for line in lines[:first] for w in line.words if (m := _MARKED.fullmatch(w.text))}
    if notes[first] not in referred:
        return list(lines)
    return [_without_marks(line, marks & referred) for line in lines[:first]]


def _without_marks(line: Line, marks: set[str]) -> Line:
    words = tuple(_without_mark(word, marks) for word in line.words)
    return line if words == line.words else Line.of(line.page, words)


def _without_mark(word: Word, marks: set[str]) -> Word:
    match = _MARKED.fullmatch(word.text)
    return replace(word, text=match[1] + match[3]) if match and match[2] in marks else word
