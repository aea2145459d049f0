"""The thesaurus of the domain: which words Swedish municipalities have used for one and the same thing.

The data is YAML in `corpus/thesaurus/`, one file per theme. A file maps a preferred term to its
group; a group says every term it owns once. Hierarchy is written at one end only and completed
here, so `broader` and `narrower` always agree where both ends are groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any

from corpus.strict_yaml import WordDataError, file_names, file_text, read_mapping, read_words
from schemas.editions import edition

QUESTION_EDITION = "2010"
"""The edition whose question numbers the groups use: the only one whose questions are all known."""

_LISTS = ("synonyms", "phrases", "broader", "narrower", "questions", "themes")

Normalise = Callable[[str], tuple[str, ...]]
"""Text to the tokens of the search index, one per word, stop words left out."""


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
    """A term or phrase of a group, found in a query."""

    group: Group
    text: str
    is_phrase: bool


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

    def matcher(self, normalise: Normalise) -> Matcher:
        """A matcher whose terms are normalised as the index is. Build it once and keep it."""
        terms: dict[str, list[tuple[tuple[str, ...], Match]]] = {}
        phrases: dict[str, list[tuple[frozenset[str], Match]]] = {}
        for group in self.groups:
            for text in (*group.terms, *group.phrases):
                match = Match(group, text, is_phrase=text in group.phrases)
                tokens = normalise(text)
                content = frozenset(tokens)
                if tokens and not match.is_phrase and (len(content) > 1 or " " not in text):
                    terms.setdefault(tokens[0], []).append((tokens, match))
                # One content word left is too little to recognise several by: "samverkan med andra".
                if len(content) > 1:
                    phrases.setdefault(min(content), []).append((content, match))
        return Matcher(terms, phrases)

    def find(self, normalise: Normalise, query_tokens: Sequence[str]) -> tuple[Match, ...]:
        """`matcher(normalise).find(query_tokens)`, for a single query."""
        return self.matcher(normalise).find(query_tokens)


@dataclass(frozen=True)
class Matcher:
    """Terms by their first token and phrases by one of theirs, for finding them in a query."""

    _terms: Mapping[str, Sequence[tuple[tuple[str, ...], Match]]]
    _phrases: Mapping[str, Sequence[tuple[frozenset[str], Match]]]

    def find(self, query_tokens: Sequence[str]) -> tuple[Match, ...]:
        """The terms and phrases in a query, those that cover most of its tokens first.

        A term is found where its tokens stand side by side, unless they all lie within a longer
        term found there ("kontroll" within "intern kontroll" is not meant). A phrase, or a term of
        several words, is also found where all its tokens occur, in any order. A group is found once.
        """
        tokens = tuple(query_tokens)
        spans: list[tuple[int, int, Match]] = []
        for start, token in enumerate(tokens):
            for term, match in self._terms.get(token, ()):
                if tokens[start : start + len(term)] == term:
                    spans.append((start, start + len(term), match))
        kept = [(end - start, match) for start, end, match in spans if not _within_longer(start, end, spans)]
        present = frozenset(tokens)
        for token in dict.fromkeys(tokens):
            kept += [(len(words), match) for words, match in self._phrases.get(token, ()) if words <= present]
        kept.sort(key=lambda sized: -sized[0])
        return tuple({match.group.preferred: match for _, match in reversed(kept)}.values())[::-1]


def _within_longer(start: int, end: int, spans: Iterable[tuple[int, int, Match]]) -> bool:
    return any(s <= start and end <= e and e - s > end - start for s, e, _ in spans)


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
"""Files beside the groups, read by `corpus.word_forms`."""


def read_thesaurus(texts: Mapping[str, str]) -> Thesaurus:
    """The thesaurus of YAML texts by file name, hierarchy completed at both ends.

    Raises WordDataError for an unknown key, an empty or repeated term, a group without a second
    term, a term that another group prefers, an unknown theme or a question that is not numbered.
    """
    groups: dict[str, Group] = {}
    for name, text in texts.items():
        for preferred, fields in read_mapping(name, text).items():
            if preferred in groups:
                raise WordDataError(f"{name}: “{preferred}” is a group in another file too; join them")
            groups[preferred] = _group(name, preferred, fields)
    if clashes := [f"“{t}” (in “{g.preferred}”)" for g in groups.values() for t in g.synonyms if t in groups]:
        raise WordDataError(f"synonyms that are groups of their own: {', '.join(clashes)}")
    return Thesaurus(_linked(groups))


def _group(name: str, preferred: str, fields: Any) -> Group:
    if not isinstance(fields, dict) or set(fields) - set(_LISTS):
        raise WordDataError(f"{name}: “{preferred}” may hold {', '.join(_LISTS)} and nothing else")
    lists = {key: read_words(name, preferred, fields.get(key, [])) for key in _LISTS}
    terms = [term.casefold() for term in (preferred, *lists["synonyms"], *lists["phrases"])]
    if len(terms) < 2 or len(set(terms)) < len(terms):
        raise WordDataError(f"{name}: “{preferred}” needs a second term, and each term once")
    asked = {q.number: area.theme for area in edition(QUESTION_EDITION).areas for q in area.questions}
    known = {area.theme for area in edition(QUESTION_EDITION).areas}
    if unknown := set(lists["questions"]) - set(asked):
        raise WordDataError(f"{name}: “{preferred}” has unknown questions: {', '.join(sorted(unknown))}")
    if unknown := set(lists["themes"]) - known:
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
