"""From words to the framework's questions: by the thesaurus' bindings and the questions' own words."""

from __future__ import annotations

import math
from collections.abc import Mapping

from corpus.analysis import Analyser
from corpus.query import Query, Unit, read_query
from corpus.topics import TopicMatch, topics
from corpus.weights import PART_WEIGHT

_OTHER_THEME = 0.4
"""What a topic of another theme than the text's own keeps: areas overlap, but not that often."""
_AGAINST_BEST = 0.6
"""A topic counts when it reaches this much of the best one."""
_LEAST = 0.2


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
