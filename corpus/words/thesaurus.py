"""The thesaurus of the domain: which words Swedish municipalities have used for one and the same thing.

The data is YAML in `corpus/words/vocabulary/`, one file per theme. A file maps a preferred term to its
group; a group says every term it owns once. Hierarchy is written at one end only and completed
here, so `broader` and `narrower` always agree where both ends are groups.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any

from corpus.words.word_lists import (
    WordDataError,
    file_names,
    file_text,
    plain_words,
    read_mapping,
    read_words,
)
from schemas.editions import edition

QUESTION_EDITION = "2010"
"""The edition whose question numbers the groups use: the only one whose questions are all known."""

_LISTS = ("synonyms", "phrases", "broader", "narrower", "questions", "themes")

Normalise = Callable[[str], tuple[str, ...]]
"""Text to the tokens of the search index, one per word, stop words left out."""

Split = Callable[[str], tuple[str, ...]]
"""A word to the tokens of its parts, () where it is no compound."""


@dataclass(frozen=True, slots=True)
class Group:
    """One concept and the words for it.

    `synonyms` are terms that may replace `preferred`; `phrases` are everyday ways to say it in
    several words. `broader` and `narrower` are terms (often other groups' preferred terms) that
    are related but say less or more. `questions` are sub-questions of edition 2010 ("2.6"),
    `themes` the theme keys that hold in every edition; a question's theme is always among them.
    """

    preferred: str
    synonyms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The group's name in addresses and JSON: the preferred term with hyphens for spaces."""
        return self.preferred.replace(" ", "-")

    @property
    def terms(self) -> tuple[str, ...]:
        """The preferred term and its synonyms."""
        return (self.preferred, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Match:
    """A group that a query was found to mean.

    `text` is the term or phrase it was recognised by, `tokens` the query's tokens that made it so,
    `share` how much of the term or phrase they are (1 for all; rare words count for more).
    """

    group: Group
    text: str
    is_phrase: bool
    tokens: frozenset[str] = frozenset()
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a query may be widened with, each word once and the query's own words left out."""

    groups: tuple[Group, ...] = ()
    synonyms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thesaurus:
    """All groups, in the order of the files."""

    groups: tuple[Group, ...]

    def group(self, preferred: str) -> Group:
        """The group of a preferred term. Raises KeyError where there is none."""
        for group in self.groups:
            if group.preferred == preferred:
                return group
        raise KeyError(preferred)

    def groups_for_question(self, question: str) -> tuple[Group, ...]:
        """The groups bound to a sub-question of edition 2010, as in "2.6"."""
        return tuple(g for g in self.groups if question in g.questions)

    def matcher(self, normalise: Normalise, split: Split | None = None) -> Matcher:
        """A matcher whose terms are normalised as the index is. Build it once and keep it.

        With `split`, a compound is also recognised by its parts apart: "medborgardialog" in
        "dialog med medborgare".
        """
        light = plain_words("light_words.txt")
        terms: dict[str, list[tuple[tuple[str, ...], Match]]] = {}
        bags: list[tuple[Match, frozenset[str], tuple[str, ...]]] = []
        for group in self.groups:
            for text in (*group.terms, *group.phrases):
                match = Match(group, text, is_phrase=text in group.phrases)
                tokens = normalise(text)
                several = len(set(tokens)) > 1
                # One content word left is too little to recognise several by: "samverkan med andra".
                if tokens and not match.is_phrase and (several or " " not in text):
                    terms.setdefault(tokens[0], []).append((tokens, match))
                if several:
                    bags.append((match, frozenset(tokens), _order(text, tokens, light)))
                elif split and " " not in text and len(parts := frozenset(split(text))) > 1:
                    bags.append((match, parts, ()))
        return Matcher(terms, *_weighed(bags))

    def find(
        self, normalise: Normalise, query_tokens: Sequence[str], split: Split | None = None
    ) -> tuple[Match, ...]:
        """`matcher(normalise, split).find(query_tokens)`, for a single query."""
        return self.matcher(normalise, split).find(query_tokens)


ENOUGH_OF_A_PHRASE = 0.8
"""Share of a phrase of three words or more that recognises it: people seldom use the same words."""

WORDS_BETWEEN = 1
"""Further words, stop words apart, that may stand among those of a phrase."""


@dataclass(frozen=True, slots=True)
class _Bag:
    """Words that stand for a group in any order, each with its weight: a rare word says more."""

    match: Match
    weights: Mapping[str, float]
    total: float
    is_compound: bool
    order: tuple[str, ...] = ()
    """Its two words where they mean it in this order only, else empty."""


@dataclass(frozen=True)
class Matcher:
    """Terms by their first token, and the words of phrases, for finding them in a query."""

    _terms: Mapping[str, Sequence[tuple[tuple[str, ...], Match]]]
    _bags: Sequence[_Bag]
    _holders: Mapping[str, Sequence[int]]
    """Word to the numbers of the bags that hold it."""

    def find(
        self, query_tokens: Sequence[str], parts: Mapping[str, Sequence[str]] | None = None
    ) -> tuple[Match, ...]:
        """The groups a query means, those that cover most of its tokens first, each once.

        A term is found where its tokens stand side by side, unless they all lie within a longer
        term found there ("kontroll" within "intern kontroll" is not meant). A phrase, or a term of
        several words, is also found where its words occur in any order; a phrase of three words or
        more where enough of it does. `parts` gives the parts of the query's compounds by token,
        which count as words of the query too; a compound that means nothing as a whole is taken
        for what its parts mean.
        """
        tokens = tuple(query_tokens)
        places = {token: place for place, token in enumerate(tokens)}
        owners = {part: token for token in tokens for part in (parts or {}).get(token, ())}
        owners |= {token: token for token in tokens}
        found = [*self._terms_in(tokens), *self._bags_in(owners, places)]
        covered = {token for match in found for token in match.tokens}
        for token in dict.fromkeys(tokens):
            if token not in covered:
                found += self._parts_of(token, (parts or {}).get(token, ()))
        found.sort(key=lambda match: (-len(match.tokens), -match.share))
        return tuple({match.group.preferred: match for match in reversed(found)}.values())[::-1]

    def _terms_in(self, tokens: tuple[str, ...]) -> Iterator[Match]:
        spans: list[tuple[int, int, Match]] = []
        for start, token in enumerate(tokens):
            for term, match in self._terms.get(token, ()):
                if tokens[start : start + len(term)] == term:
                    spans.append((start, start + len(term), match))
        for start, end, match in spans:
            if not any(s <= start and end <= e and e - s > end - start for s, e, _ in spans):
                yield replace(match, tokens=frozenset(tokens[start:end]))

    def _parts_of(self, token: str, parts: Sequence[str]) -> Iterator[Match]:
        for part in parts:
            for term, match in self._terms.get(part, ()):
                if term == (part,):
                    yield replace(match, tokens=frozenset({token}), share=1 / len(parts))

    def _bags_in(self, owners: Mapping[str, str], places: Mapping[str, int]) -> Iterator[Match]:
        """The bags found among words, given with the query's tokens that they come from.

        A compound term's parts are found as words of their own only, not as parts of other compounds.
        The words of a bag stand near each other: in a long query, words far apart mean nothing together.
        """
        counts = Counter(n for word in owners for n in self._holders.get(word, ()))
        for number, count in counts.items():
            bag = self._bags[number]
            if count < len(bag.weights) and (not bag.match.is_phrase or count < 2):
                continue
            present = bag.weights.keys() & (places if bag.is_compound else owners).keys()
            held = sum(weight for word, weight in bag.weights.items() if word in present)
            share = round(held / bag.total, 6)
            if share < (ENOUGH_OF_A_PHRASE if bag.match.is_phrase else 1.0):
                continue
            tokens = frozenset(owners[word] for word in present)
            if bag.order and places[owners[bag.order[0]]] > places[owners[bag.order[1]]]:
                continue
            span = 1 + max(places[token] for token in tokens) - min(places[token] for token in tokens)
            if span <= len(bag.weights) + WORDS_BETWEEN:
                yield replace(bag.match, tokens=tokens, share=share)


def _order(text: str, tokens: tuple[str, ...], light: frozenset[str]) -> tuple[str, ...]:
    """The two words of a phrase of which one is a particle: "pengar över" is not "över sina pengar"."""
    return tokens if len(tokens) == 2 and not light.isdisjoint(text.lower().split()) else ()


def _weighed(
    bags: Sequence[tuple[Match, frozenset[str], tuple[str, ...]]],
) -> tuple[Sequence[_Bag], Mapping[str, Sequence[int]]]:
    """Bags with their words weighed by how few of them hold each, and which bags hold a word."""
    holders: dict[str, list[int]] = {}
    for number, (_, words, _) in enumerate(bags):
        for word in words:
            holders.setdefault(word, []).append(number)
    weight = {word: math.log(1 + len(bags) / len(numbers)) for word, numbers in holders.items()}
    made = []
    for match, words, order in bags:
        # In one order, so that equal words give equal sums.
        weights = {word: weight[word] for word in sorted(words)}
        is_compound = not match.is_phrase and " " not in match.text
        made.append(_Bag(match, weights, sum(weights.values()), is_compound, order))
    return made, holders


def expand(matches: Sequence[Match]) -> Expansion:
    """What the groups of `matches` add to a query."""
    groups = tuple(m.group for m in matches)
    seen = {m.text for m in matches}
    return Expansion(
        groups=groups,
        synonyms=_unseen(seen, (g.terms for g in groups)),
        phrases=_unseen(seen, (g.phrases for g in groups)),
        narrower=_unseen(seen, (g.narrower for g in groups)),
        broader=_unseen(seen, (g.broader for g in groups)),
    )


def _unseen(seen: set[str], lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The words not seen before, in order; they count as seen afterwards."""
    new = tuple(w for w in dict.fromkeys(chain.from_iterable(lists)) if w not in seen)
    seen.update(new)
    return new


@lru_cache(maxsize=1)
def load_thesaurus() -> Thesaurus:
    """The thesaurus that comes with the package. Raises WordDataError where a file is wrong."""
    return read_thesaurus({name: file_text(name) for name in file_names() if name not in _OTHER_FILES})


_OTHER_FILES = ("compounds.yaml", "endings.yaml", "stems.yaml")
"""Files beside the groups, read by `corpus.words.word_forms`."""


def read_thesaurus(texts: Mapping[str, str]) -> Thesaurus:
    """The thesaurus of YAML texts by file name, hierarchy completed at both ends.

    Raises WordDataError for an unknown key, an empty or repeated term, a group without a second
    term, a term that another group prefers, an unknown theme or an unknown question.
    """
    asked = {q.number: area.theme for area in edition(QUESTION_EDITION).areas for q in area.questions}
    groups: dict[str, Group] = {}
    for name, text in texts.items():
        for preferred, fields in read_mapping(name, text).items():
            if preferred in groups:
                raise WordDataError(f"{name}: “{preferred}” is a group in another file too; join them")
            groups[preferred] = _group(name, preferred, fields, asked)
    if clashes := [f"“{t}” (in “{g.preferred}”)" for g in groups.values() for t in g.synonyms if t in groups]:
        raise WordDataError(f"synonyms that are groups of their own: {', '.join(clashes)}")
    return Thesaurus(_linked(groups))


def _group(name: str, preferred: str, fields: Any, asked: Mapping[str, str]) -> Group:
    """The group that a file holds under its preferred term; `asked` is every question's theme."""
    if not isinstance(fields, dict) or set(fields) - set(_LISTS):
        raise WordDataError(f"{name}: “{preferred}” may hold {', '.join(_LISTS)} and nothing else")
    lists = {key: read_words(name, preferred, fields.get(key, [])) for key in _LISTS}
    terms = [term.casefold() for term in (preferred, *lists["synonyms"], *lists["phrases"])]
    if len(terms) < 2 or len(set(terms)) < len(terms):
        raise WordDataError(f"{name}: “{preferred}” needs a second term, and each term once")
    if unknown := set(lists["questions"]) - set(asked):
        raise WordDataError(f"{name}: “{preferred}” has unknown questions: {', '.join(sorted(unknown))}")
    if unknown := set(lists["themes"]) - set(asked.values()):
        raise WordDataError(f"{name}: “{preferred}” has unknown themes: {', '.join(sorted(unknown))}")
    themes = dict.fromkeys((*(asked[question] for question in lists["questions"]), *lists["themes"]))
    return Group(preferred, **{**lists, "themes": tuple(themes)})


def _linked(groups: Mapping[str, Group]) -> tuple[Group, ...]:
    """The groups with every link between two of them written at both ends."""
    broader: dict[str, list[str]] = {key: list(g.broader) for key, g in groups.items()}
    narrower: dict[str, list[str]] = {key: list(g.narrower) for key, g in groups.items()}
    for key, group in groups.items():
        for other in group.broader:
            narrower.get(other, []).append(key)
        for other in group.narrower:
            broader.get(other, []).append(key)
    return tuple(
        replace(g, broader=tuple(dict.fromkeys(broader[key])), narrower=tuple(dict.fromkeys(narrower[key])))
        for key, g in groups.items()
    )
