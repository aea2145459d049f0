"""Words set with space between their letters, as headings may be: "O M R Å D E  1" read as "OMRÅDE 1"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from msgspec.structs import replace

from extractors.reading.pages import Word

LONGEST_PIECE = 3
"""Letters of a piece, at most: letters set tight by their shapes stay together ("FA", "TA")."""

LEAST_SINGLE = 4
"""Pieces of one letter in a text set so, at least."""

WIDEST_EM = 0.6
"""Space between letters, in ems, at most."""

WORD_GAP = 1.6
"""How many times the space between letters that between words is, at least."""

_VOWEL = re.compile(r"[aeiouyåäöéü]", re.IGNORECASE)


def join_spaced_letters(words: Sequence[Word]) -> list[Word]:
    """The words of a page in content order, those with space between their letters made whole."""
    single = [k for k, word in enumerate(words) if len(word.text) == 1]
    near = zip(single, single[LEAST_SINGLE - 1 :], strict=False)
    if not any(last - first < 2 * LEAST_SINGLE for first, last in near):  # as on most pages
        return list(words)
    joined: list[Word] = []
    for is_piece, group in groupby(words, _is_piece):
        run = list(group)
        if is_piece and sum([_is_letter(word) for word in run]) >= LEAST_SINGLE:
            for line in _lines(run):
                joined += _joined(line)
        else:
            joined += run
    return joined


def _is_piece(word: Word) -> bool:
    return len(word.text) <= LONGEST_PIECE and word.text.isalnum()


def _is_letter(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isalpha()


def _lines(run: Sequence[Word]) -> Iterator[list[Word]]:
    """Pieces parted where another line or look begins."""
    line: list[Word] = []
    for word in run:
        last = line[-1] if line else word
        alike = (last.font, last.size, last.bottom) == (word.font, word.size, word.bottom)
        if not alike or (line and not 0 <= word.x0 - last.x1 <= 2 * WIDEST_EM * word.size):
            yield line
            line = []
        line.append(word)
    yield line


def _joined(line: list[Word]) -> list[Word]:
    """The words that the pieces of a line make up, or the pieces where these are words of their own."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(line)]
    single = sum(map(_is_letter, line))
    if single < LEAST_SINGLE or 2 * single < len(line) or median(gaps) > WIDEST_EM * line[0].size:
        return line
    limit = WORD_GAP * median(gaps)
    words = [[line[0]]]
    for gap, word in zip(gaps, line[1:], strict=True):
        if gap > limit:
            words.append([])
        words[-1].append(word)
    whole = [_word(pieces) for pieces in words]
    # initials, as of parties, make up no words
    spoken = all(_VOWEL.search(word.text) for word in whole if len(word.text) > 2 and word.text.isalpha())
    return whole if spoken and any(len(word.text) >= LEAST_SINGLE for word in whole) else line


def _word(pieces: Sequence[Word]) -> Word:
    return replace(
        pieces[0],
        text="".join([piece.text for piece in pieces]),
        top=min(piece.top for piece in pieces),
        x1=pieces[-1].x1,
        bottom=max(piece.bottom for piece in pieces),
    )
