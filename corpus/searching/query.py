"""What was asked, taken apart: units of meaning, each with the words that may stand for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.searching.topics import TOPIC_MARK, TopicMatch
from corpus.searching.weights import (
    BROADER_WEIGHT,
    HEAD_WEIGHT,
    MODIFIER_WEIGHT,
    NARROWER_WEIGHT,
    PHRASE_WEIGHT,
    SPLIT_WEIGHT,
    SYNONYM_WEIGHT,
    UNLIKE_WORD,
)
from corpus.words.analysis import WORD, Analyser, Word, clean
from corpus.words.thesaurus import Expansion, Group, Match, Matcher, expand, load_thesaurus
from corpus.words.word_lists import plain_words

LONGEST_QUERY = 300
"""Letters of a query that are read; whatever is longer is no question."""
MOST_UNITS = 12
MOST_ALTERNATIVES = 40

_QUOTED = re.compile(r'["”“«»](.+?)["”“«»]')


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that, all found, stand for a unit; `weight` of 1 is the asked word itself."""

    tokens: tuple[str, ...]
    weight: float
    text: str
    near: bool = False
    """Whether the words must stand near each other: a term of several words is one thing."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A group of the thesaurus that was found in a unit, and by what share of its words."""

    group: Group
    share: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of the query, or several that mean one thing together (then `words` holds each)."""

    text: str
    alternatives: tuple[Alternative, ...]
    words: tuple[Unit, ...] = ()
    groups: tuple[Recognised, ...] = ()
    is_light: bool = False
    """Whether it carries the question without saying what it is about ("arbetar med")."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query as the index is asked it."""

    text: str
    units: tuple[Unit, ...]
    phrases: tuple[tuple[str, ...], ...]
    """Surface words that must stand side by side."""
    expansion: Expansion
    matches: tuple[Match, ...]
    topics: tuple[TopicMatch, ...] = ()
    """The framework's questions that it is about."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not self.units and not self.phrases and not self.topics

    @property
    def topic(self) -> Unit | None:
        """The topics as a unit whose alternatives are words of the index, each as sure as it is."""
        found = (Alternative((TOPIC_MARK + m.topic.question,), m.score, m.topic.text) for m in self.topics)
        return Unit("delfråga", tuple(found)) if self.topics else None

    @property
    def marked_tokens(self) -> frozenset[str]:
        """Normal forms that are worth marking in a text: single words that may stand for a unit."""
        units = [v for u in self.units for v in (u, *u.words)]
        return frozenset(a.tokens[0] for u in units for a in u.alternatives if len(a.tokens) == 1)

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Every alternative of every unit, the topics' included."""
        units = [v for u in self.units for v in (u, *u.words)]
        units += [self.topic] if self.topic else []
        return tuple(a for u in units for a in u.alternatives)

    @property
    def tokens(self) -> tuple[str, ...]:
        """Every word of the index that any alternative asks for, each once."""
        return tuple(dict.fromkeys(t for a in self.alternatives for t in a.tokens))


def read_query(text: str, analyser: Analyser, exact: bool = False) -> Query:
    """The query that a user typed. `exact` and quotation marks turn the thesaurus off."""
    text = clean(text)[:LONGEST_QUERY]
    quoted = [] if exact else _QUOTED.findall(text)
    phrases = tuple(tuple(WORD.findall(q.lower())) for q in quoted)
    free = _QUOTED.sub(" ", text)
    words = list({word.normal: word for word in analyser.words(free)}.values())[:MOST_UNITS]
    if exact:
        surfaces = tuple(tuple(WORD.findall(w.lower())) for w in free.split())
        return Query(
            text, tuple(_literal(free, w) for w in words), tuple(s for s in surfaces if s), Expansion(), ()
        )
    matches = _matcher(analyser).find([w.normal for w in words], {w.normal: w.parts for w in words})
    units = tuple(_units(free, words, matches, analyser))
    quoted_units = tuple(_literal(q, w) for q in quoted for w in analyser.words(q))
    return Query(text, units + quoted_units, tuple(p for p in phrases if p), expand(matches), matches)


@lru_cache(maxsize=4)
def _matcher(analyser: Analyser) -> Matcher:
    return load_thesaurus().matcher(analyser.normal)


@lru_cache(maxsize=1)
def _light_words() -> frozenset[str]:
    return plain_words("light_words.txt")


def _literal(text: str, word: Word) -> Unit:
    return Unit(text[word.start : word.end], (Alternative((word.normal,), 1.0, text[word.start : word.end]),))


def _units(text: str, words: Sequence[Word], matches: Sequence[Match], analyser: Analyser) -> list[Unit]:
    """One unit per word, those joined that a term or phrase of the thesaurus takes together.

    A group that was recognised by one word speaks for that word alone, and one recognised by some
    of a unit's words for their share of it.
    """
    order = {word.normal: number for number, word in enumerate(words)}
    covered = [(m, frozenset(order[t] for t in analyser.normal(m.text) if t in order)) for m in matches]
    made: list[Unit] = []
    for members in _joined(len(words), [numbers for _, numbers in covered]):
        singles = tuple(
            _widened(
                _single(text, words[i]),
                [Recognised(m.group, 1.0) for m, numbers in covered if numbers == {i}],
                analyser,
            )
            for i in members
        )
        if len(members) == 1:
            made.append(singles[0])
            continue
        whole = Unit(
            " ".join(unit.text for unit in singles),
            (Alternative(tuple(words[i].normal for i in members), 1.0, "all words"),),
            singles,
        )
        groups = [
            Recognised(m.group, len(numbers) / len(members))
            for m, numbers in covered
            if len(numbers) > 1 and numbers <= set(members)
        ]
        made.append(_widened(whole, groups, analyser))
    return made


def _joined(count: int, sets: Sequence[frozenset[int]]) -> list[list[int]]:
    """The numbers below `count` in the groups that sets of several of them tie together, in order."""
    owner = list(range(count))
    for numbers in sets:
        roots = {owner[i] for i in numbers}
        owner = [min(roots) if o in roots else o for o in owner]
    return [[i for i in range(count) if owner[i] == root] for root in dict.fromkeys(owner)]


def _widened(unit: Unit, groups: Sequence[Recognised], analyser: Analyser) -> Unit:
    """The unit with the words of the thesaurus' groups as further alternatives."""
    asked = {token for alternative in unit.alternatives for token in alternative.tokens}
    alternatives = _strongest((*unit.alternatives, *_related(groups, asked, analyser)))
    return replace(unit, alternatives=alternatives, groups=tuple(groups))


def _single(text: str, word: Word) -> Unit:
    surface = text[word.start : word.end]
    alternatives = [Alternative((word.normal,), 1.0, surface)]
    if len(word.parts) > 1:
        alternatives.append(Alternative(word.parts, SPLIT_WEIGHT, " + ".join(word.parts), near=True))
        alternatives.append(Alternative(word.parts[-1:], HEAD_WEIGHT, word.parts[-1]))
        alternatives.append(Alternative(word.parts[:1], MODIFIER_WEIGHT, word.parts[0]))
    return Unit(surface, tuple(alternatives), is_light=surface.lower() in _light_words())


def _related(groups: Sequence[Recognised], asked: set[str], analyser: Analyser) -> list[Alternative]:
    """The terms of the groups as alternatives; those that share a word with `asked` count for more."""
    found: list[Alternative] = []
    for recognised in groups:
        group = recognised.group
        for terms, weight in (
            (group.terms, SYNONYM_WEIGHT),
            (group.phrases, PHRASE_WEIGHT),
            (group.narrower, NARROWER_WEIGHT),
            (group.broader, BROADER_WEIGHT),
        ):
            for term in terms:
                words = analyser.words(term)
                tokens = {token for word in words for token in (word.normal, *word.parts)}
                closeness = recognised.share * weight * (1.0 if asked & tokens else UNLIKE_WORD)
                if words:
                    normals = tuple(word.normal for word in words)
                    found.append(Alternative(normals, closeness, term, near=len(words) > 1))
                if len(words) == 1 and len(words[0].parts) > 1:
                    found.append(Alternative(words[0].parts, closeness * SPLIT_WEIGHT, term, near=True))
    return found


def with_topics(query: Query, topics: Sequence[TopicMatch]) -> Query:
    """The query with the topics it is about."""
    return replace(query, topics=tuple(topics))


def _strongest(alternatives: Sequence[Alternative]) -> tuple[Alternative, ...]:
    """Each set of words once with its highest weight, the heaviest first."""
    best: dict[tuple[str, ...], Alternative] = {}
    for alternative in sorted(alternatives, key=lambda a: -a.weight):
        best.setdefault(alternative.tokens, alternative)
    return tuple(best.values())[:MOST_ALTERNATIVES]
