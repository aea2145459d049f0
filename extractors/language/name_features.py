"""What tells whether a list of names is held up as a model or only named.

Names are masked, so nothing is learnt about any municipality.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.language.classifier import PIECES, Blocks
from extractors.language.cues import Cue
from extractors.language.feature_blocks import grams, landmarks, ordinary_words, pairs
from extractors.language.marked_sentence import OTHER, SELF, TARGET, MarkedSentence
from schemas.municipalities import Municipality

_CLAUSE_BREAKS = frozenset({";", "–", "-", ":", "men", "medan", "däremot"})
_SURROUNDINGS = 4  # how many landmarks to each side of a list of names are told apart
_MOST_NAMES = 5


def name_features(
    sentence: MarkedSentence,
    target: Sequence[int],
    before: MarkedSentence,
    after: MarkedSentence,
    evaluated: Municipality | None,
) -> Blocks:
    """Features of a list of names in its sentence, with the one before and the one after it.

    `target` are the indices of the list's names in the sentence.
    """
    words = sentence.masked(evaluated, target)
    previous, following = before.masked(evaluated), after.masked(evaluated)
    at = target[0]
    start, end = _clause(words, at)
    cues = cues_around(sentence.cues, target)
    groups = {c.group for c in cues}
    clause_groups = {c.group for c in cues if start <= c.start < end}
    clause, rest = words[start:end], words[:start] + words[end:]
    marks = landmarks(words, cues)
    return {
        "form": _form(sentence, target, words, previous, following, start, end),
        "cues": {f"sentence {g}" for g in groups} | {f"clause {g}" for g in clause_groups},
        "cue pairs": pairs(groups),
        "cues beside": _beside_target(marks),
        "clause": {*clause, *grams(clause, 2), *(f"rest {w}" for w in rest)},
        "threes": grams(words, 3),
        PIECES: ordinary_words(words),
        "words before": set(previous),
        "words after": set(following),
        "cues before": before.cue_groups,
        "cues after": after.cue_groups,
        "cues across": {f"{b} > {c}" for b in before.cue_groups for c in clause_groups},
        "window": _window(words, at),
        "share": _share(words, at, cues),
    }


def _form(
    sentence: MarkedSentence,
    target: Sequence[int],
    words: Sequence[str],
    previous: Sequence[str],
    following: Sequence[str],
    start: int,
    end: int,
) -> set[str]:
    at = target[0]
    last = sentence.words[target[-1]]
    genitive = last.endswith("s") and last != sentence.municipality_at(target[-1]).name.lower()
    return {
        f"names {min(len(target), _MOST_NAMES)}",
        f"genitive {genitive}",
        f"other {OTHER in words}",
        f"self {SELF in words}",
        f"before {OTHER in previous}",
        f"alone {not previous}",
        f"last {not following}",
        f"first word {at == 0}",
        f"length {min(len(words) // 4, 8)}",
        f"end {words[-1]}",
        f"alone {not previous} first word {at == 0}",
        f"last clause {end == len(words)}",
        f"first clause {start == 0}",
        f"at the end {len(words) - at <= 2}",
        f"other later {OTHER in words[at:]}",
        f"other earlier {OTHER in words[:at]}",
        *([f"then {following[0]}"] if following else []),
    }


def cues_around(cues: Sequence[Cue], target: Sequence[int]) -> list[Cue]:
    """The cues of a sentence whose list of names has become one word."""
    first, last = target[0], target[-1]
    gone = last - first
    before = [c for c in cues if c.start < first]
    after = [Cue(c.start - gone, c.end - gone, c.group) for c in cues if c.start > last]
    return [c._replace(end=max(c.end - gone, first + 1)) if c.end > last else c for c in before] + after


def _clause(words: Sequence[str], at: int) -> tuple[int, int]:
    """The part of a sentence around a word, up to `men`, `medan`, a semicolon or a dash."""
    start = next((i for i in range(at - 1, -1, -1) if words[i] in _CLAUSE_BREAKS), 0)
    end = next((i for i in range(at + 1, len(words)) if words[i] in _CLAUSE_BREAKS), len(words))
    return start, end


def _window(words: Sequence[str], at: int) -> set[str]:
    def word(i: int) -> str:
        return words[i] if 0 <= i < len(words) else "|"

    near = {f"{d:+} {word(at + d)}" for d in (-3, -2, -1, 1, 2, 3)}
    return near | {f"{word(at - 1)} {TARGET} {word(at + 1)}"}


def _share(words: Sequence[str], at: int, cues: Sequence[Cue]) -> set[str]:
    """The words that a name has to itself: back to the name before it, on to the next one."""
    left = max((i for i in range(at) if words[i] in (OTHER, SELF)), default=-1)
    right = min((i for i in range(at + 1, len(words)) if words[i] in (OTHER, SELF)), default=len(words))
    return (
        {f"left {w}" for w in words[left + 1 : at]}
        | {f"right {w}" for w in words[at + 1 : right]}
        | {c.group for c in cues if at < c.start and c.end <= right}
    )


def _beside_target(marks: Sequence[tuple[str, ...]]) -> set[str]:
    """The landmarks to the left and right of a list of names, by distance and in pairs."""
    at = marks.index((TARGET,))
    left = marks[max(at - _SURROUNDINGS, 0) : at][::-1]
    right = marks[at + 1 : at + 1 + _SURROUNDINGS]
    beside: set[str] = set()
    for side, row in (("left", left), ("right", right)):
        for distance, groups in enumerate(row, 1):
            beside |= {f"{side} {g}" for g in groups} | {f"{side} {distance} {g}" for g in groups}
        if len(row) > 1:
            beside |= {f"{side} {a} {b}" for a in row[0] for b in row[1]}
    if left and right:
        beside |= {f"{a} {TARGET} {b}" for a in left[0] for b in right[0]}
    return beside
