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

import yaml

_LONGEST_GAP = 3  # words that ".." may stand for
_GAP = ".."


@dataclass(frozen=True, slots=True)
class Cue:
    """Words `start` to `end` of a sentence (indices of words) belong to a group."""

    start: int
    end: int
    group: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    group: str
    elements: tuple[frozenset[str] | str, ...]


def find_cues(words: Sequence[str]) -> list[Cue]:
    """Every cue in a sentence, in order of its first word.

    `words` are the sentence's words and marks in lower case. Of one group's cues that start at
    one word the longest is kept.
    """
    found: list[Cue] = []
    for start, word in enumerate(words):
        best: dict[str, int] = {}
        for pattern in _starting_with(word):
            end = _match(pattern.elements, 1, words, start + 1)
            if end is not None and end > best.get(pattern.group, 0):
                best[pattern.group] = end
        found += [Cue(start, end, group) for group, end in best.items()]
    return found


@cache
def telling_groups() -> frozenset[str]:
    """The groups whose words can by themselves be the reason of a judgement."""
    return frozenset(group for group, entry in _data().items() if entry.get("cue"))


def _match(
    elements: tuple[frozenset[str] | str, ...], at: int, words: Sequence[str], position: int
) -> int | None:
    """The end of the match of `elements[at:]` at a word, None when they do not match."""
    if at == len(elements):
        return position
    element = elements[at]
    if element == _GAP:
        for skipped in range(_LONGEST_GAP + 1):
            end = _match(elements, at + 1, words, position + skipped)
            if end is not None:
                return end
        return None
    if position >= len(words) or not _fits(words[position], element):
        return None
    return _match(elements, at + 1, words, position + 1)


def _fits(word: str, element: frozenset[str] | str) -> bool:
    return any(_fits_one(word, form) for form in element)


def _fits_one(word: str, form: str) -> bool:
    if form.endswith("*"):
        return word.startswith(form[:-1])
    if form.startswith("*"):
        return word.endswith(form[1:])
    return word == form


@lru_cache(maxsize=50_000)
def _starting_with(word: str) -> tuple[_Pattern, ...]:
    exact, prefixes, suffixes = _index()
    patterns = list(exact.get(word, ()))
    for length in range(1, len(word) + 1):
        patterns += prefixes.get(word[:length], ())
        patterns += suffixes.get(word[-length:], ())
    return tuple(dict.fromkeys(patterns))


@cache
def _index() -> tuple[dict[str, list[_Pattern]], dict[str, list[_Pattern]], dict[str, list[_Pattern]]]:
    exact: dict[str, list[_Pattern]] = {}
    prefixes: dict[str, list[_Pattern]] = {}
    suffixes: dict[str, list[_Pattern]] = {}
    for pattern in _patterns():
        for form in pattern.elements[0]:
            if form.endswith("*"):
                prefixes.setdefault(form[:-1], []).append(pattern)
            elif form.startswith("*"):
                suffixes.setdefault(form[1:], []).append(pattern)
            else:
                exact.setdefault(form, []).append(pattern)
    return exact, prefixes, suffixes


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(group, tuple(_element(e) for e in text.split()))
        for group, entry in _data().items()
        for text in entry["patterns"]
    )


def _element(text: str) -> frozenset[str] | str:
    return text if text == _GAP else frozenset(text.split("/"))


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = yaml.safe_load(
        files(__package__).joinpath("cues.yaml").read_text(encoding="utf-8")
    )
    return data
