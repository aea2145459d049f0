"""Where the words of a query stand in evidence rows, and how much each place counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.searching.index import FIELDS, IS_PART, Index, token_id
from corpus.searching.query import Alternative
from corpus.searching.weights import FIELD_WEIGHTS, NEAR_WORDS, PART_WEIGHT

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
"""Numbers of evidence rows."""

_FIELD_VALUES = np.array([FIELD_WEIGHTS[field] for field in FIELDS], np.float32)


@dataclass(frozen=True, slots=True)
class _Hits:
    """The places of one token, in reading order."""

    line: Rows
    value: Floats
    position: npt.NDArray[np.int64]
    field: npt.NDArray[np.uint8]


class WordPlaces:
    """The places of a query's tokens in some rows, which are lines 0, 1, 2 ... in the order given."""

    def __init__(self, index: Index, rows: Rows, tokens: Sequence[str]) -> None:
        self.row_count = len(rows)
        starts, ends = index.token_starts[rows], index.token_starts[rows + 1]
        lengths = ends - starts
        # The positions of all words of all rows, one row after the other.
        before = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)[:-1]))
        positions = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        hit, column = _found(index.token_ids[positions], tokens)
        codes = index.token_fields[positions[hit]]
        value = _FIELD_VALUES[codes & ~np.uint8(IS_PART)]
        value = np.where(codes & IS_PART, value * np.float32(PART_WEIGHT), value)
        line = np.searchsorted(np.cumsum(lengths), hit, side="right")
        by_token = np.argsort(column, kind="stable")
        bounds = np.searchsorted(column[by_token], np.arange(len(tokens) + 1)).tolist()
        self._hits: dict[str, _Hits] = {}
        for number, token in enumerate(tokens):
            part = by_token[bounds[number] : bounds[number + 1]]
            if len(part):
                self._hits[token] = _Hits(
                    line[part], value[part], hit[part], codes[part] & ~np.uint8(IS_PART)
                )

    def of(self, alternative: Alternative) -> tuple[Rows, Floats]:
        """The lines that hold all words of an alternative, and how strongly; a line may come twice.

        An alternative counts as its weakest word. The words of one that is `near` must stand
        within NEAR_WORDS of its first one, in the same field.
        """
        hits = [self._hits[token] for token in alternative.tokens if token in self._hits]
        if len(hits) < len(alternative.tokens):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        first, *others = hits
        if not others:
            return first.line, first.value
        if alternative.near:
            value = first.value
            for other in others:
                value = np.minimum(value, _nearby(first, other))
            return first.line, value
        weakest = np.minimum.reduce([self._best(each) for each in hits])
        lines = np.nonzero(weakest)[0]
        return lines, weakest[lines]

    def _best(self, hits: _Hits) -> Floats:
        best = np.zeros(self.row_count, np.float32)
        np.maximum.at(best, hits.line, hits.value)
        return best


def _found(
    held: npt.NDArray[np.uint32], tokens: Sequence[str]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Which of the `held` words are among `tokens`, as words or parts: their places, and which token."""
    ids = np.array([token_id(t) for t in tokens] + [token_id("/" + t) for t in tokens], np.uint32)
    if not len(ids):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    # Nine words of ten are none of them: the low bits tell at once.
    possible = np.zeros(1 << 16, np.bool_)
    possible[ids & 0xFFFF] = True
    maybe = np.nonzero(possible[held & 0xFFFF])[0]
    order = np.argsort(ids)
    at = np.searchsorted(ids[order], held[maybe]).clip(max=len(ids) - 1)
    is_found = ids[order][at] == held[maybe]
    return maybe[is_found], order[at[is_found]] % len(tokens)


def _nearby(first: _Hits, other: _Hits) -> Floats:
    """For each place of `first` what the nearest place of `other` counts, 0 where it is far off."""
    after = np.searchsorted(other.position, first.position)
    best = np.zeros(len(first.position), np.float32)
    for at in (np.maximum(after - 1, 0), np.minimum(after, len(other.position) - 1)):
        near = (
            (np.abs(other.position[at] - first.position) <= NEAR_WORDS)
            & (other.line[at] == first.line)
            & (other.field[at] == first.field)
        )
        np.maximum(best, np.where(near, other.value[at], np.float32(0)), out=best)
    return best
