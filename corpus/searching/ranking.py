"""From evidence rows to a ranking of municipalities: every vote weighed and kept in view."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.searching.evidence import KINDS
from corpus.searching.index import Index
from corpus.searching.query import Alternative, Query, Unit
from corpus.searching.topics import TOPIC_MARK
from corpus.searching.weights import (
    FURTHER_VOTE,
    KIND_WEIGHTS,
    LIGHT_WORD,
    MOST_VOTES,
    RECENCY_FLOOR,
    RECENCY_PER_YEAR,
    RELEVANCE_POWER,
    STANDING_HIGHEST,
    STANDING_LOWEST,
    TELLING_RARITY,
    TOPIC_SHARE,
)
from corpus.searching.word_places import Floats, Rows, WordPlaces


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


def relevance(index: Index, rows: Rows, query: Query, frequency: Mapping[str, int]) -> Floats:
    """How much of the query each of the rows answers, 0 to 1; `frequency` has each of its tokens.

    Its units count by how rare they are; a unit counts as much as the best of its alternatives.
    """
    places = WordPlaces(index, rows, query.tokens)
    count = index.searcher.num_docs
    rarity = {token: _rarity(seen, count) for token, seen in frequency.items()}
    total, weight_sum = np.zeros(len(rows), np.float32), 0.0
    for unit in query.units:
        weight = _unit_weight(unit, rarity)
        total += weight * _unit_strength(unit, places, rarity)
        weight_sum += weight
    if not weight_sum and query.topic is None:
        return np.ones(len(rows), np.float32)  # found by a phrase of stop words alone
    words = total / weight_sum if weight_sum else total
    if query.topic is None:
        return words
    topic = _unit_strength(query.topic, places, rarity)
    return 1 - (1 - words) * (1 - (TOPIC_SHARE if query.units else 1.0) * topic)


def _unit_strength(unit: Unit, places: WordPlaces, rarity: Mapping[str, float]) -> Floats:
    best = np.zeros(places.row_count, np.float32)
    for alternative in unit.alternatives:
        lines, values = places.of(alternative)
        if len(lines):
            np.maximum.at(best, lines, np.float32(alternative.weight * _told(alternative, rarity)) * values)
    if unit.words:
        weights = [_unit_weight(word, rarity) for word in unit.words]
        apart = sum(
            w * _unit_strength(word, places, rarity) for w, word in zip(weights, unit.words, strict=True)
        )
        np.maximum(best, apart / sum(weights), out=best)
    return best


def _told(alternative: Alternative, rarity: Mapping[str, float]) -> float:
    """How much of a thing a word other than the asked one tells: less where every tenth row holds it.

    The asked word is what was asked, however common it is, and a topic is no word.
    """
    if alternative.weight == 1.0 or alternative.tokens[0].startswith(TOPIC_MARK):
        return 1.0
    return min(1.0, sum(rarity[token] for token in alternative.tokens) / TELLING_RARITY)


def _rarity(seen: int, count: int) -> float:
    """BM25's idf of a word that stands in `seen` of `count` rows."""
    return math.log(1 + (count + 1) / (min(seen, count) + 1))


def _unit_weight(unit: Unit, rarity: Mapping[str, float]) -> float:
    """How telling a unit is: the rarer its own words in the evidence, the more."""
    if unit.words:
        return sum(_unit_weight(word, rarity) for word in unit.words)
    return rarity[unit.alternatives[0].tokens[0]] * (LIGHT_WORD if unit.is_light else 1.0)


def rank(
    index: Index, rows: Rows, relevances: Floats, limit: int, first: str | None = None
) -> list[tuple[str, list[Vote]]]:
    """The `limit` best municipalities that rows speak for, each with its strongest votes, best first.

    The municipality with the code `first` comes before the others, whatever its score.
    """
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
    begins = np.searchsorted(owner[together], np.arange(len(codes)))
    nth = np.arange(len(rows)) - begins[owner[together]]
    counted, nth = together[nth < MOST_VOTES], nth[nth < MOST_VOTES]
    order = FURTHER_VOTE**nth
    scores = np.bincount(owner[counted], value[counted] * order, len(codes))
    best = np.lexsort((codes, -scores, codes != (first or "")))[:limit]
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
    places = WordPlaces(index, np.array(rows, np.int64), query.tokens)
    units = [*query.units, *([query.topic] if query.topic else [])]
    told: list[list[str]] = [[] for _ in rows]
    for unit in units:
        best: dict[int, tuple[float, str]] = {}
        for alternative in (a for u in (unit, *unit.words) for a in u.alternatives):
            lines, values = places.of(alternative)
            for line, value in zip(lines.tolist(), (alternative.weight * values).tolist(), strict=True):
                best[line] = max(best.get(line, (0.0, "")), (value, alternative.text))
        for line, (value, text) in best.items():
            told[line].append(f"{unit.text}: {text} {value:.2f}")
    return [tuple(lines) for lines in told]
