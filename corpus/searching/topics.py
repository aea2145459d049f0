"""Topics: the framework's questions as what a search may be about, in every edition.

The 45 questions of edition 2010 are the topics: the only edition whose questions are known to the
letter. Questions and headings of other editions are read as words and bound to them, so that one
topic finds its evidence in every edition.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from schemas.editions import edition, themes

TOPIC_EDITION = "2010"
TOPIC_MARK = "#"
"""In front of a question's number where the number is a word of the index."""


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
