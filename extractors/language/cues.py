"""Cues: groups of words and phrases that say what a sentence does.

The groups and their patterns are data (`cues.yaml`). A pattern is a short sequence of words with
wildcards; all patterns are indexed by their first word, so that one pass over a sentence's words
finds every cue at about the cost of a dictionary look-up per word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from schemas.data_files import read_yaml

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


@dataclass(frozen=True, slots=True)
class _Continued:
    """Patterns of several words that may begin at a word, by what their second element is."""

    by_second: Mapping[str, Sequence[_Pattern]]
    open_ended: tuple[_Pattern, ...]
    """Those whose second element is a gap or part of a word."""

    def with_second(self, word: str) -> Sequence[_Pattern]:
        """The patterns that a second word may go on with."""
        patterns = self.by_second.get(word, ())
        if not self.open_ended:
            return patterns
        return [*patterns, *[p for p in self.open_ended if p.elements[1].gap or p.elements[1].fits(word)]]


def find_cues(words: Sequence[str]) -> list[Cue]:
    """Every cue in a sentence, in order of its first word.

    `words` are the sentence's words and marks in lower case. Of one group's cues that start at
    one word the longest is kept.
    """
    found: list[Cue] = []
    for start, word in enumerate(words):
        groups, continued = _starting_with(word)
        following = words[start + 1] if start + 1 < len(words) else ""
        patterns = continued.with_second(following) if continued else ()
        if not (groups or patterns):  # most words
            continue
        ends = dict.fromkeys(groups, start + 1)
        for pattern in patterns:
            known = 1 if pattern.elements[1].gap else 2  # elements of which it is known that they fit
            end = _match(pattern.elements, known, words, start + known)
            if end is not None and end > ends.get(pattern.group, 0):
                ends[pattern.group] = end
        found += [Cue(start, end, group) for group, end in ends.items()]
    return found


@cache
def telling_groups() -> frozenset[str]:
    """The groups whose words can by themselves be the reason of a judgement."""
    return frozenset(group for group, entry in _data().items() if entry.get("cue"))


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
def _starting_with(word: str) -> tuple[tuple[str, ...], _Continued | None]:
    """The groups of a word by itself, and the longer patterns that it may begin."""
    patterns = _beginning_with(word)
    return tuple(dict.fromkeys(p.group for p in patterns if len(p.elements) == 1)), _continued(patterns)


def _continued(patterns: Sequence[_Pattern]) -> _Continued | None:
    """The patterns of several words, indexed by the second one; None where there is none."""
    by_second: dict[str, list[_Pattern]] = {}
    open_ended: list[_Pattern] = []
    for pattern in patterns:
        if len(pattern.elements) == 1:
            continue
        second = pattern.elements[1]
        if second.gap or second.beginnings or second.endings:
            open_ended.append(pattern)
        else:
            for word in sorted(second.words):
                by_second.setdefault(word, []).append(pattern)
    return _Continued(by_second, tuple(open_ended)) if by_second or open_ended else None


def _beginning_with(word: str) -> list[_Pattern]:
    """Every pattern whose first element a word fits, each once."""
    exact, beginnings, endings = _index()
    patterns = list(exact.get(word, ()))
    for length in range(1, len(word) + 1):
        patterns += beginnings.get(word[:length], ())
        patterns += endings.get(word[-length:], ())
    return list(dict.fromkeys(patterns))


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
    data: dict[str, dict[str, list[str]]] = read_yaml(files(__package__).joinpath("cues.yaml"))
    return data
