"""What was asked, taken apart: units of meaning, each with the words that may stand for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from corpus.analysis import WORD, Analyser, Word, clean
from corpus.thesaurus import Expansion, Group, Match, Matcher, expand, load_thesaurus
from corpus.weights import (
    BROADER_WEIGHT,
    HEAD_WEIGHT,
    NARROWER_WEIGHT,
    PHRASE_WEIGHT,
    SPLIT_WEIGHT,
    SYNONYM_WEIGHT,
)

LONGEST_QUERY = 300
"""Letters of a query that are read; whatever is longer is no question."""
MOST_UNITS = 12
MOST_ALTERNATIVES = 60

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
class Unit:
    """A word of the query, or several that mean one thing together (then `words` holds each)."""

    text: str
    alternatives: tuple[Alternative, ...]
    words: tuple[Unit, ...] = ()
    groups: tuple[Group, ...] = ()
    """The thesaurus' groups that were recognised in it."""
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
    topic: Unit | None = None
    """The framework's questions that it is about, as words of the index."""

    @property
    def tokens(self) -> tuple[str, ...]:
        """Every normal form that any alternative asks for, each once."""
        every = (
            t
            for u in (*self.units, *((self.topic,) if self.topic else ()))
            for v in (u, *u.words)
            for a in v.alternatives
            for t in a.tokens
        )
        return tuple(dict.fromkeys(every))


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
    matches = _matcher(analyser).find([w.normal for w in words])
    units = tuple(_units(free, words, matches, analyser))
    quoted_units = tuple(_literal(q, w) for q in quoted for w in analyser.words(q))
    return Query(text, units + quoted_units, tuple(p for p in phrases if p), expand(matches), matches)


@lru_cache(maxsize=4)
def _matcher(analyser: Analyser) -> Matcher:
    return load_thesaurus().matcher(analyser.normal)


@lru_cache(maxsize=1)
def _light_words() -> frozenset[str]:
    lines = files("corpus").joinpath("light_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _literal(text: str, word: Word) -> Unit:
    return Unit(text[word.start : word.end], (Alternative((word.normal,), 1.0, text[word.start : word.end]),))


def _units(text: str, words: Sequence[Word], matches: Sequence[Match], analyser: Analyser) -> list[Unit]:
    """One unit per word, those joined that a term or phrase of the thesaurus takes together."""
    order = {word.normal: number for number, word in enumerate(words)}
    owner = list(range(len(words)))
    taken: dict[int, list[Match]] = {}
    for match in matches:
        covered = sorted({order[t] for t in analyser.normal(match.text) if t in order})
        if not covered:
            continue
        roots = {owner[i] for i in covered}
        target = min(roots)
        owner = [target if o in roots else o for o in owner]
        taken.setdefault(target, []).extend(m for r in roots if r != target for m in taken.pop(r, []))
        taken[target].append(match)
    made: list[Unit] = []
    for root in dict.fromkeys(owner):
        members = [words[i] for i, o in enumerate(owner) if o == root]
        singles = tuple(_single(text, word) for word in members)
        groups = tuple(match.group for match in taken.get(root, []))
        related = _related(groups, analyser)
        if len(members) == 1:
            every_word = _strongest((*singles[0].alternatives, *related))
            made.append(replace(singles[0], alternatives=every_word, groups=groups))
        else:
            every = Alternative(tuple(w.normal for w in members), 1.0, " ".join(u.text for u in singles))
            made.append(Unit(every.text, _strongest((every, *related)), singles, groups))
    return made


def _single(text: str, word: Word) -> Unit:
    surface = text[word.start : word.end]
    alternatives = [Alternative((word.normal,), 1.0, surface)]
    if len(word.parts) > 1:
        alternatives.append(Alternative(word.parts, SPLIT_WEIGHT, " + ".join(word.parts), near=True))
        alternatives.append(Alternative(word.parts[-1:], HEAD_WEIGHT, word.parts[-1]))
    return Unit(surface, tuple(alternatives), is_light=surface.lower() in _light_words())


def _related(groups: Sequence[Group], analyser: Analyser) -> list[Alternative]:
    found: list[Alternative] = []
    for group in groups:
        for terms, weight in (
            (group.terms, SYNONYM_WEIGHT),
            (group.phrases, PHRASE_WEIGHT),
            (group.narrower, NARROWER_WEIGHT),
            (group.broader, BROADER_WEIGHT),
        ):
            for term in terms:
                words = analyser.words(term)
                if words:
                    found.append(
                        Alternative(tuple(w.normal for w in words), weight, term, near=len(words) > 1)
                    )
                if len(words) == 1 and len(words[0].parts) > 1:
                    found.append(Alternative(words[0].parts, weight * SPLIT_WEIGHT, term, near=True))
    return found


def with_topics(query: Query, topics: Sequence[tuple[str, float]]) -> Query:
    """The query with the topics it is about: words of the index for them, and how sure each is."""
    alternatives = tuple(Alternative((word,), score, word) for word, score in topics)
    return replace(query, topic=Unit("topic", alternatives) if alternatives else None)


def _strongest(alternatives: Sequence[Alternative]) -> tuple[Alternative, ...]:
    """Each set of words once with its highest weight, the heaviest first."""
    best: dict[tuple[str, ...], Alternative] = {}
    for alternative in sorted(alternatives, key=lambda a: -a.weight):
        best.setdefault(alternative.tokens, alternative)
    return tuple(best.values())[:MOST_ALTERNATIVES]
