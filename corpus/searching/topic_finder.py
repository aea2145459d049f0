"""From words to the framework's questions: by the thesaurus' bindings and the questions' own words."""

from __future__ import annotations

import math
from collections.abc import Mapping

from corpus.searching.query import Alternative, Query, Unit, read_query
from corpus.searching.topics import TopicMatch, topics
from corpus.searching.weights import PART_WEIGHT
from corpus.words.analysis import Analyser

_OTHER_THEME = 0.4
"""What a topic of another theme than the text's own keeps: areas overlap, but not that often."""
_AGAINST_BEST = 0.6
"""A topic counts when it reaches this much of the best one."""
_LEAST = 0.2


class TopicFinder:
    """Finds the topics of words. Keeps each question's words as one analyser sees them."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._questions: dict[str, dict[str, float]] = {}
        for topic in topics():
            for token in analyser.tokens(topic.text):
                part = token.startswith("/")
                held = self._questions.setdefault(token.removeprefix("/"), {})
                _raise(held, topic.question, PART_WEIGHT if part else 1.0)
        self._found: dict[tuple[str, str | None], tuple[TopicMatch, ...]] = {}

    def of_text(self, text: str, theme: str | None = None) -> tuple[TopicMatch, ...]:
        """The topics of a heading or question, the best first; `theme` is its area's, where known."""
        key = (text, theme)
        if key not in self._found:
            self._found[key] = self.of_query(read_query(text, self._analyser), theme)
        return self._found[key]

    def of_query(self, query: Query, theme: str | None = None, most: int = 3) -> tuple[TopicMatch, ...]:
        """The topics that a query's units bear on, the best first, at most `most` near the best."""
        strengths = [self._strengths(unit) for unit in query.units]
        weights = [math.log(1 + len(topics()) / (1 + len(s))) if s else 1.0 for s in strengths]
        total = sum(weights)
        scores: list[TopicMatch] = []
        for topic in topics():
            score = sum(w * s.get(topic.question, 0.0) for w, s in zip(weights, strengths, strict=True))
            if score:
                fit = 1.0 if theme in (None, topic.theme) else _OTHER_THEME
                scores.append(TopicMatch(topic, fit * score / total))
        scores.sort(key=lambda m: -m.score)
        return tuple(m for m in scores[:most] if m.score >= max(_LEAST, _AGAINST_BEST * scores[0].score))

    def _strengths(self, unit: Unit) -> Mapping[str, float]:
        """Question to how strongly it holds the unit: by the thesaurus' binding or by its own words."""
        found: dict[str, float] = {}
        for recognised in unit.groups:
            questions = recognised.group.questions
            for question in questions:
                _raise(found, question, recognised.share * len(questions) ** -0.5)
        for alternative in unit.alternatives:
            for question, strength in self._held(alternative).items():
                _raise(found, question, alternative.weight * strength)
        for word in unit.words:
            for question, strength in self._strengths(word).items():
                _raise(found, question, strength / len(unit.words))
        return found

    def _held(self, alternative: Alternative) -> Mapping[str, float]:
        """The questions that hold all words of an alternative, and how well: its weakest word."""
        first, *others = (self._questions.get(token, {}) for token in alternative.tokens)
        return {
            question: min((strength, *(other[question] for other in others)))
            for question, strength in first.items()
            if all(question in other for other in others)
        }


def _raise(found: dict[str, float], question: str, strength: float) -> None:
    found[question] = max(found.get(question, 0.0), strength)
