"""Features that both classifiers use: words in a row, cues beside each other, landmarks in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, repeat

from extractors.language.cues import Cue
from extractors.language.marked_sentence import OTHER, SELF, TARGET

_LANDMARKS = frozenset({TARGET, OTHER, SELF, "men", "medan", "som", "där", "och", ";", ","})


def grams(words: Sequence[str], length: int) -> set[str]:
    """The runs of `length` words of a sentence, its ends marked, each with its length in front."""
    framed = ["^", *words, "$"]
    return set(map(" ".join, zip(repeat(str(length)), *(framed[i:] for i in range(length)), strict=False)))


def pairs(groups: Iterable[str]) -> set[str]:
    """What stands in one sentence, two by two."""
    return {f"{a} + {b}" for a, b in combinations(sorted(groups), 2)}


def ordinary_words(words: Iterable[str]) -> set[str]:
    """The words of a masked sentence that are no names, numbers or marks."""
    return {w for w in words if w[0].isalpha() and not w.isupper()}


def landmarks(words: Sequence[str], cues: Iterable[Cue]) -> list[tuple[str, ...]]:
    """A sentence as the order of its names, joints and cues, all other words left out."""
    at: dict[int, list[str]] = {}
    for cue in cues:
        at.setdefault(cue.start, []).append(cue.group)
    return [
        (word,) if word in _LANDMARKS else tuple(at[i])
        for i, word in enumerate(words)
        if word in _LANDMARKS or i in at
    ]
