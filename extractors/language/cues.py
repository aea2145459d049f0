"""Cues: groups of words and phrases that say what a sentence does.

The groups and their patterns are data (`cues.yaml`). A pattern is a short sequence of words with
wildcards; all patterns are indexed by their first word, so that one pass over a sentence's words
finds every cue at about the cost of a dictionary look-up per word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

_LONGEST_GAP = 3  # words that ".." may stand for
_GAP = ".."


class Cue(NamedTuple):
    """Words `start` to `end` of a sentence (indices of words) belong to a group."""

    start: int
    end: int
    group: str


@dataclass(frozen=True, slots=True)
class _Element:
    """A word of a pattern: one of some words, beginnings or endings; or a gap."""

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    gap: bool = False

    def fits(self, word: str) -> bool:
        return word in self.words or word.startswith(self.beginnings) or word.endswith(self.endings)


@dataclass(frozen=True, slots=True)
class _Pattern:
    group: str
    elements: tuple[_Element, ...]


def find_cues(words: Sequence[str]) -> list[Cue]:
    """Every cue in a sentence, in order of its first word.

    `words` are the sentence's words and marks in lower case. Of one group's cues that start at
    one word the longest is kept.
    """
    found: list[Cue] = []
    for start, word in enumerate(words):
        groups, patterns = _starting_with(word)
        if not patterns:
            found += [Cue(start, start + 1, group) for group in groups]
            continue
        ends = dict.fromkeys(groups, start + 1)
        following = words[start + 1] if start + 1 < len(words) else ""
        for pattern in patterns:
            second = pattern.elements[1]
            if second.gap or second.fits(following):
                end = _match(pattern.elements, 1, words, start + 1)
                if end is not None and end > ends.get(pattern.group, 0):
                    ends[pattern.group] = end
        found += [Cue(start, end, group) for group, end in ends.items()]
    return found


@cache
def telling_groups() -> frozenset[str]:
    """The groups whose words can by themselves be the reason of a judgement."""
    return frozenset(group for group, entry in _data().items() if entry.get("cue"))


def has_telling_cue(words: Sequence[str]) -> bool:
    """Whether any cue of a telling group is among the words; quicker than finding all cues."""
    for start, word in enumerate(words):
        alone, patterns = _telling(word)
        if alone:
            return True
        following = words[start + 1] if start + 1 < len(words) else ""
        for pattern in patterns:
            second = pattern.elements[1]
            if (second.gap or second.fits(following)) and _match(pattern.elements, 1, words, start + 1):
                return True
    return False


@lru_cache(maxsize=50_000)
def _telling(word: str) -> tuple[bool, tuple[_Pattern, ...]]:
    """Whether a word by itself is telling, and the telling patterns that it may begin."""
    groups, patterns = _starting_with(word)
    longer = tuple(p for p in patterns if p.group in telling_groups())
    return any(group in telling_groups() for group in groups), longer


def _match(elements: tuple[_Element, ...], at: int, words: Sequence[str], position: int) -> int | None:
    """The end of the match of `elements[at:]` at a word, None when they do not match."""
    if at == len(elements):
        return position
    if elements[at].gap:
        beyond = elements[at + 1]
        for place in range(position, min(position + _LONGEST_GAP + 1, len(words))):
            if beyond.fits(words[place]):
                end = _match(elements, at + 2, words, place + 1)
                if end is not None:
                    return end
        return None
    if position >= len(words) or not elements[at].fits(words[position]):
        return None
    return _match(elements, at + 1, words, position + 1)


@lru_cache(maxsize=50_000)
def _starting_with(word: str) -> tuple[tuple[str, ...], tuple[_Pattern, ...]]:
    """The groups of a word by itself, and the longer patterns that it may begin."""
    exact, beginnings, endings = _index()
    patterns = list(exact.get(word, ()))
    for length in range(1, len(word) + 1):
        patterns += beginnings.get(word[:length], ())
        patterns += endings.get(word[-length:], ())
    alone = [p.group for p in patterns if len(p.elements) == 1]
    longer = [p for p in patterns if len(p.elements) > 1]
    return tuple(dict.fromkeys(alone)), tuple(dict.fromkeys(longer))


@cache
def _index() -> tuple[dict[str, list[_Pattern]], dict[str, list[_Pattern]], dict[str, list[_Pattern]]]:
    """The patterns by the words, beginnings and endings that their first element allows."""
    exact: dict[str, list[_Pattern]] = {}
    beginnings: dict[str, list[_Pattern]] = {}
    endings: dict[str, list[_Pattern]] = {}
    for group, entry in _data().items():
        for text in entry["patterns"]:
            pattern = _Pattern(group, tuple(_element(e) for e in text.split()))
            first = pattern.elements[0]
            for forms, index in (
                (sorted(first.words), exact),
                (first.beginnings, beginnings),
                (first.endings, endings),
            ):
                for form in forms:
                    index.setdefault(form, []).append(pattern)
    return exact, beginnings, endings


def _element(text: str) -> _Element:
    if text == _GAP:
        return _Element(gap=True)
    forms = text.split("/")
    return _Element(
        words=frozenset(f for f in forms if "*" not in f),
        beginnings=tuple(f[:-1] for f in forms if f.endswith("*")),
        endings=tuple(f[1:] for f in forms if f.startswith("*")),
    )


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = yaml.safe_load(
        files(__package__).joinpath("cues.yaml").read_text(encoding="utf-8")
    )
    return data
