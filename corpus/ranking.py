"""From evidence rows to a ranking of municipalities: every vote weighed and kept in view."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.evidence import KINDS
from corpus.index import FIELDS, IS_PART, Index, token_id
from corpus.query import Alternative, Query, Unit
from corpus.weights import (
    FIELD_WEIGHTS,
    FURTHER_VOTE,
    KIND_WEIGHTS,
    LIGHT_WORD,
    MOST_VOTES,
    NEAR_WORDS,
    PART_WEIGHT,
    RECENCY_FLOOR,
    RECENCY_PER_YEAR,
    RELEVANCE_POWER,
    STANDING_HIGHEST,
    STANDING_LOWEST,
    TOPIC_SHARE,
)

Floats = npt.NDArray[np.float32]
_FIELD_VALUES = np.array([FIELD_WEIGHTS[field] for field in FIELDS], np.float32)

Rows = npt.NDArray[np.int64]
"""Numbers of evidence rows."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What one evidence row counts for its municipality, factor by factor."""

    row: int
    relevance: float
    """How much of the query it answers, 0 to 1."""
    kind_weight: float
    recency: float
    standing: float
    """More for a high score on the question within its edition."""
    order: float
    """Less for each further vote of the same municipality."""

    @property
    def value(self) -> float:
        """What the vote adds to its municipality's score."""
        return float(
            self.relevance**RELEVANCE_POWER * self.kind_weight * self.recency * self.standing * self.order
        )


def relevance(index: Index, rows: Rows, query: Query) -> Floats:
    """How much of the query each of the rows answers, 0 to 1.

    Its units count by how rare they are; a unit counts as much as the best of its alternatives.
    """
    found = Findings(index, rows, query.tokens)
    total, weight_sum = np.zeros(len(rows), np.float32), 0.0
    for unit in query.units:
        weight = unit_weight(index, unit)
        total += weight * _unit_strength(index, unit, found)
        weight_sum += weight
    words = total / weight_sum if weight_sum else total
    if query.topic is None:
        return words
    topic = _unit_strength(index, query.topic, found)
    if not query.units:
        return topic
    return 1 - (1 - words) * (1 - TOPIC_SHARE * topic)


def _unit_strength(index: Index, unit: Unit, found: Findings) -> Floats:
    best = np.zeros(found.row_count, np.float32)
    for alternative in unit.alternatives:
        np.maximum(best, alternative.weight * found.strength(alternative), out=best)
    if unit.words:
        weights = [unit_weight(index, word) for word in unit.words]
        apart = sum(
            w * _unit_strength(index, word, found) for w, word in zip(weights, unit.words, strict=True)
        )
        np.maximum(best, apart / sum(weights), out=best)
    return best


def unit_weight(index: Index, unit: Unit) -> float:
    """How telling a unit is: the rarer its own words in the evidence, the more (BM25's idf)."""
    if unit.words:
        return sum(unit_weight(index, word) for word in unit.words)
    token = unit.alternatives[0].tokens[0]
    seen = index.frequency(token)
    count = index.searcher.num_docs
    rarity = math.log(1 + (count + 1) / (min(seen, count) + 1))
    return rarity * (LIGHT_WORD if unit.is_light else 1.0)


class Findings:
    """Where tokens stand in the words of some rows, and how much each finding counts."""

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
        line = np.repeat(np.arange(len(rows)), lengths)[hit]
        by_token = np.argsort(column, kind="stable")
        bounds = np.searchsorted(column[by_token], np.arange(len(tokens) + 1))
        self._hits = {
            token: _Hits(line[part], value[part], hit[part], codes[part] & ~np.uint8(IS_PART))
            for number, token in enumerate(tokens)
            for part in (by_token[bounds[number] : bounds[number + 1]],)
        }

    def strength(self, alternative: Alternative) -> Floats:
        """How strongly each row holds the alternative: its weakest word, in the best place of each.

        The words of an alternative that is `near` must stand within NEAR_WORDS of its first one.
        """
        first, *others = (self._hits[token] for token in alternative.tokens)
        if not alternative.near:
            every = [self._best(hits) for hits in (first, *others)]
            weakest: Floats = np.minimum.reduce(every)
            return weakest
        value = first.value
        for other in others:
            value = np.minimum(value, _nearby(first, other))
        return self._best(_Hits(first.line, value, first.position, first.field))

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


@dataclass(frozen=True, slots=True)
class _Hits:
    """The places of one token, in reading order."""

    line: npt.NDArray[np.int64]
    value: Floats
    position: npt.NDArray[np.int64]
    field: npt.NDArray[np.uint8]


def _nearby(first: _Hits, other: _Hits) -> Floats:
    """For each place of `first` what the nearest place of `other` counts, 0 where it is far off."""
    if not len(other.position):
        return np.zeros(len(first.position), np.float32)
    after = np.searchsorted(other.position, first.position)
    best = np.zeros(len(first.position), np.float32)
    for at in (np.maximum(after - 1, 0), np.minimum(after, len(other.position) - 1)):
        near = (
            (np.abs(other.position[at] - first.position) <= NEAR_WORDS)
            & (other.line[at] == first.line)
            & (other.field[at] == first.field)
        )
        best = np.maximum(best, np.where(near, other.value[at], 0.0))
    return best.astype(np.float32)


def rank(index: Index, rows: Rows, relevances: Floats, limit: int) -> list[tuple[str, list[Vote]]]:
    """The `limit` best municipalities that rows speak for, each with its strongest votes, best first."""
    facts = index.facts[rows]
    years = facts["year"].astype(np.int64)
    age = np.where(years > 0, years.max(initial=0) - years, 0)
    recency = np.maximum(RECENCY_FLOOR, 1 - RECENCY_PER_YEAR * age)
    better = STANDING_LOWEST + (STANDING_HIGHEST - STANDING_LOWEST) * facts["standing"]
    standing = np.where(np.isnan(better), 1.0, better)
    kind_weight = np.array([KIND_WEIGHTS[kind] for kind in KINDS])[facts["kind"]]
    value = relevances**RELEVANCE_POWER * kind_weight * recency * standing
    codes, owner = np.unique(facts["municipality"], return_inverse=True)
    # Each municipality's votes together, the strongest first; `nth` is a vote's place among them.
    together = np.lexsort((rows, -value, owner))
    first = np.searchsorted(owner[together], np.arange(len(codes)))
    nth = np.arange(len(rows)) - first[owner[together]]
    counted, nth = together[nth < MOST_VOTES], nth[nth < MOST_VOTES]
    order = FURTHER_VOTE**nth
    scores = np.bincount(owner[counted], value[counted] * order, len(codes))
    best = np.lexsort((codes, -scores))[:limit]
    return [
        (
            str(codes[place]),
            [
                Vote(
                    row=int(rows[at]),
                    relevance=float(relevances[at]),
                    kind_weight=float(kind_weight[at]),
                    recency=float(recency[at]),
                    standing=float(standing[at]),
                    order=float(share),
                )
                for at, share in zip(
                    counted[owner[counted] == place], order[owner[counted] == place], strict=True
                )
            ],
        )
        for place in best
    ]


def reasons(index: Index, rows: Sequence[int], query: Query) -> list[tuple[str, ...]]:
    """For each row, by which words each unit of the query was found in it, for people to read."""
    found = Findings(index, np.array(rows, np.int64), query.tokens)
    units = [*query.units, *([query.topic] if query.topic else [])]
    told: list[list[str]] = [[] for _ in rows]
    for unit in units:
        options = [a for u in (unit, *unit.words) for a in u.alternatives]
        strengths = np.array([a.weight * found.strength(a) for a in options])
        for line, best in enumerate(strengths.argmax(axis=0)):
            if strengths[best, line] > 0:
                told[line].append(f"{unit.text}: {options[best].text} {strengths[best, line]:.2f}")
    return [tuple(lines) for lines in told]
