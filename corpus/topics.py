"""Topics: from words to the framework's questions, and from a question to its evidence.

The 45 questions of edition 2010 are the topics: the only edition whose questions are known to the
letter. Questions and headings of other editions are read as words and bound to them, so that one
topic finds its evidence in every edition.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpus.analysis import Analyser
from corpus.query import Query, Unit, read_query
from corpus.weights import PART_WEIGHT
from schemas.editions import edition, themes

TOPIC_EDITION = "2010"
TOPIC_MARK = "#"
"""In front of a question's number where the number is a word of the index."""

_OTHER_THEME = 0.4
"""What a topic of another theme than the text's own keeps: areas overlap, but not that often."""
_AGAINST_BEST = 0.6
"""A topic counts when it reaches this much of the best one."""
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Topic:
    """A question of the framework, as a topic of all editions."""

    question: str
    """Its number in edition 2010."""
    text: str
    theme: str


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic and how much of the asked words bear on it, 0 to 1."""

    topic: Topic
    score: float


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """All topics in the order of the framework."""
    return tuple(Topic(q.number, q.text, a.theme) for a in edition(TOPIC_EDITION).areas for q in a.questions)


def theme_label(theme: str) -> str:
    """The Swedish name of a theme key, the key itself where it is unknown."""
    return themes().get(theme, theme)


class TopicFinder:
    """Finds the topics of words. Keeps each question's words as one analyser sees them."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._words = {t.question: frozenset(analyser.tokens(t.text)) for t in topics()}
        self._found: dict[tuple[str, str | None], tuple[TopicMatch, ...]] = {}

    def of_text(self, text: str, theme: str | None = None) -> tuple[TopicMatch, ...]:
        """The topics of a heading or question, the best first; `theme` is its area's, where known."""
        key = (text, theme)
        if key not in self._found:
            self._found[key] = self.of_query(read_query(text, self._analyser), theme)
        return self._found[key]

    def of_query(self, query: Query, theme: str | None = None, most: int = 3) -> tuple[TopicMatch, ...]:
        """The topics that a query's units bear on, the best first, at most `most` near the best."""
        strengths = [self._strengths(query, unit) for unit in query.units]
        weights = [math.log(1 + len(self._words) / (1 + len(s))) if s else 1.0 for s in strengths]
        total = sum(weights)
        scores: list[TopicMatch] = []
        for topic in topics():
            score = sum(w * s.get(topic.question, 0.0) for w, s in zip(weights, strengths, strict=True))
            if score:
                fit = 1.0 if theme in (None, topic.theme) else _OTHER_THEME
                scores.append(TopicMatch(topic, fit * score / total))
        scores.sort(key=lambda m: -m.score)
        return tuple(m for m in scores[:most] if m.score >= max(_LEAST, _AGAINST_BEST * scores[0].score))

    def _strengths(self, query: Query, unit: Unit) -> Mapping[str, float]:
        """Question to how strongly it holds the unit: by the thesaurus' binding or by its own words."""
        found: dict[str, float] = {}
        for group in unit.groups:
            for question in group.questions:
                found[question] = max(found.get(question, 0.0), len(group.questions) ** -0.5)
        for question, words in self._words.items():
            strength = _held(unit, words)
            if strength > found.get(question, 0.0):
                found[question] = strength
        for word in unit.words:
            for question, strength in self._strengths(query, word).items():
                found[question] = max(found.get(question, 0.0), strength / len(unit.words))
        return found


def _held(unit: Unit, words: frozenset[str]) -> float:
    best = 0.0
    for alternative in unit.alternatives:
        strengths = [
            1.0 if t in words else PART_WEIGHT if "/" + t in words else 0.0 for t in alternative.tokens
        ]
        best = max(best, alternative.weight * min(strengths))
    return best
