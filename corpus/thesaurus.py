"""The thesaurus of the domain: which words Swedish municipalities have used for one and the same thing.

The data is YAML in `corpus/thesaurus/`, one file per theme. A file maps a preferred term to its
group; a group says every term it owns once. Hierarchy is written at one end only and completed
here, so `broader` and `narrower` always agree where both ends are groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Any

import yaml

THEMES = (
    "demokrati",
    "brukare",
    "styrning",
    "ledarskap",
    "effektivitet",
    "arbetsgivare",
    "utveckling",
    "samhallsbyggnad",
)
"""Theme keys in the order of the areas of edition 2010, whose question numbers the groups use."""

_LISTS = ("synonyms", "phrases", "broader", "narrower", "questions", "themes")

Normalise = Callable[[str], tuple[str, ...]]
"""Text to the tokens of the search index, one per word, stop words left out."""


class ThesaurusError(ValueError):
    """A thesaurus file breaks the schema. The message names the file, the group and the remedy."""


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
    """The thesaurus that comes with the package. Raises ThesaurusError where a file is wrong."""
    folder = files("corpus").joinpath("thesaurus")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".yaml"))
    texts = {name: _text(folder.joinpath(name)) for name in names if name not in _WORD_LISTS}
    return read_thesaurus(texts)


_WORD_LISTS = ("compounds.yaml", "stems.yaml")


@dataclass(frozen=True, slots=True)
class CompoundParts:
    """Parts that Swedish compounds of the domain are made of, in small letters.

    `modifiers` stand first or in the middle, in the form they take there before a joining s
    ("medborgar", "kvalitet"), mapped to the word they stand for ("medborgare", "kvalitet");
    `heads` stand last, in base form. `whole` are words that only look like compounds ("måltid").
    """

    modifiers: Mapping[str, str]
    heads: tuple[str, ...]
    whole: frozenset[str]


@lru_cache(maxsize=1)
def compound_parts() -> CompoundParts:
    """The domain's compound parts. Raises ThesaurusError where the file is wrong."""
    name = "compounds.yaml"
    data = _mapping(name, _text(files("corpus").joinpath("thesaurus", name)))
    if set(data) != {"modifiers", "changed", "heads", "whole"} or not isinstance(data["changed"], dict):
        raise ThesaurusError(
            f"{name}: expected the lists modifiers, heads and whole, and the mapping changed"
        )
    modifiers = {word: word for word in _strings(name, "modifiers", data["modifiers"])}
    modifiers |= _word_by_form(name, data["changed"])
    return CompoundParts(
        modifiers, _strings(name, "heads", data["heads"]), frozenset(_strings(name, "whole", data["whole"]))
    )


@lru_cache(maxsize=1)
def stem_families() -> Mapping[str, str]:
    """Inflected or derived word to the word it is searched as, where Snowball's stems differ.

    Raises ThesaurusError where the file is wrong.
    """
    name = "stems.yaml"
    return _word_by_form(name, _mapping(name, _text(files("corpus").joinpath("thesaurus", name))))


def _word_by_form(name: str, families: Mapping[str, Any]) -> dict[str, str]:
    """Each form to its word. A form of two words is an error: it could not be searched as both."""
    words: dict[str, str] = {}
    for word, forms in families.items():
        for form in _strings(name, word, forms):
            if words.setdefault(form, word) != word:
                raise ThesaurusError(f"{name}: “{form}” is a form of “{words[form]}” and of “{word}”")
    return words


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Swedish words that say nothing about a topic, in small letters."""
    lines = _text(files("corpus").joinpath("stop_words.txt")).splitlines()
    return frozenset(word for line in lines for word in line.split("#")[0].split())


def read_thesaurus(texts: Mapping[str, str]) -> Thesaurus:
    """The thesaurus of YAML texts by file name, hierarchy completed at both ends.

    Raises ThesaurusError for an unknown key, an empty or repeated term, a group without a second
    term, a term that another group prefers, an unknown theme or a question that is not numbered.
    """
    groups: dict[str, Group] = {}
    for name, text in texts.items():
        for preferred, fields in _mapping(name, text).items():
            if preferred in groups:
                raise ThesaurusError(f"{name}: “{preferred}” is a group in another file too; join them")
            groups[preferred] = _group(name, preferred, fields)
    if clashes := [f"“{t}” (in “{g.preferred}”)" for g in groups.values() for t in g.synonyms if t in groups]:
        raise ThesaurusError(f"synonyms that are groups of their own: {', '.join(clashes)}")
    return Thesaurus(_linked(groups))


def _group(name: str, preferred: str, fields: Any) -> Group:
    if not isinstance(fields, dict) or set(fields) - set(_LISTS):
        raise ThesaurusError(f"{name}: “{preferred}” may hold {', '.join(_LISTS)} and nothing else")
    lists = {key: _strings(name, preferred, fields.get(key, [])) for key in _LISTS}
    terms = [term.casefold() for term in (preferred, *lists["synonyms"], *lists["phrases"])]
    if len(terms) < 2 or len(set(terms)) < len(terms):
        raise ThesaurusError(f"{name}: “{preferred}” needs a second term, and each term once")
    areas = [_area(name, preferred, question) for question in lists["questions"]]
    themes = dict.fromkeys((*(THEMES[area - 1] for area in areas), *lists["themes"]))
    if unknown := set(themes) - set(THEMES):
        raise ThesaurusError(f"{name}: “{preferred}” has unknown themes: {', '.join(sorted(unknown))}")
    return Group(preferred, **{**lists, "themes": tuple(themes)})


def _area(name: str, preferred: str, question: str) -> int:
    area, dot, number = question.partition(".")
    if dot and area.isdecimal() and number.isdecimal() and 1 <= int(area) <= len(THEMES):
        return int(area)
    raise ThesaurusError(f"{name}: “{preferred}” names “{question}”, which is no question number such as 2.6")


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


class _StrictLoader(yaml.CSafeLoader):
    """Safe YAML in which a repeated key is an error instead of a silent loss."""


def _unique_mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    if repeated := {str(key) for key in keys if keys.count(key) > 1}:
        raise ThesaurusError(f"line {node.start_mark.line + 1}: repeated keys: {', '.join(sorted(repeated))}")
    return dict(
        zip(keys, (loader.construct_object(value, deep=True) for _, value in node.value), strict=True)
    )


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def _mapping(name: str, text: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, _StrictLoader)
    except (yaml.YAMLError, ThesaurusError) as error:
        raise ThesaurusError(f"{name}: {error}") from error
    if not isinstance(data, dict) or not all(isinstance(key, str) and key.strip() for key in data):
        raise ThesaurusError(f"{name}: expected words as keys (a bare ja, nej, on or off needs quotes)")
    return data


def _strings(name: str, owner: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(v, str) and v and v == v.strip() for v in values):
        raise ThesaurusError(f"{name}: “{owner}” holds something that is not a list of words")
    if len(set(values)) < len(values):
        raise ThesaurusError(f"{name}: “{owner}” holds a word twice")
    return tuple(values)


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")
