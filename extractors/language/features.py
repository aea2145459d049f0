"""Features of a sentence: what the classifier sees of it.

Features come in blocks; the classifier gives every block the same say, however many features it
holds. Names are masked, so nothing is learnt about any municipality.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from extractors.language.cues import Cue, find_cues
from extractors.language.marked_sentence import OTHER, SELF, TARGET, MarkedSentence
from schemas.municipalities import Municipality

Blocks = dict[str, set[str]]

_CLAUSE_BREAKS = frozenset({";", "–", "-", ":", "men", "medan", "däremot"})
_TRANSFER = frozenset({"copy", "spread", "learn", "inspire", "look", "recommend", "model_noun"})
_SCOPES = ("others", "whoever", "internal")
_NO_REASONS = frozenset({"should_be_exemplary", "bad_example", "own_learning", "improvement_area"})
_WORD_PARTS = (4, 5)  # letters of the pieces that words are cut into
_LANDMARKS = frozenset({TARGET, OTHER, SELF, "men", "medan", "som", "där", "och", ";", ","})
_REACH = 3  # how many landmarks on an ordered pair may lie apart
_SURROUNDINGS = 4  # how many landmarks to each side of a list of names are told apart


def sentence_features(
    sentence: MarkedSentence, before: MarkedSentence, after: MarkedSentence, evaluated: Municipality | None
) -> Blocks:
    """Features of a sentence that tell whether it holds up the evaluated municipality."""
    words, previous = sentence.masked(evaluated), before.masked(evaluated)
    groups = _groups(sentence.cues)
    named_before = OTHER in previous
    return {
        "form": {
            f"other {OTHER in words}",
            f"self {SELF in words}",
            f"before {named_before} other {OTHER in words}",
            f"end {words[-1] if words else ''}",
            *([f"after a named one {words[0]}"] if named_before and OTHER not in words and words else []),
            *(["after a named subject"] if previous[:1] == [OTHER] else []),
        },
        "reasons": _reasons(groups),
        "cues": groups,
        "cue pairs": _pairs(groups),
        "cue order": _order(_landmarks(words, sentence.cues)),
        "words": _ngrams(words),
        "letters": _word_parts(words),
        "beside names": _beside_names(words),
        "cues before": _groups(before.cues),
        "words before": set(previous),
    }


def name_features(
    sentence: MarkedSentence,
    target: Sequence[int],
    before: MarkedSentence,
    after: MarkedSentence,
    evaluated: Municipality | None,
) -> Blocks:
    """Features of a list of names that tell whether it is held up or only named.

    `target` are the indices of the list's names in the sentence.
    """
    words = sentence.masked(evaluated, target)
    previous, following = before.masked(evaluated), after.masked(evaluated)
    at = target[0]
    start, end = _clause(words, at)
    cues = find_cues(words)
    in_clause = [c for c in cues if start <= c.start < end]
    clause_groups, groups_before = _groups(in_clause), _groups(before.cues)
    clause, rest = words[start:end], words[:start] + words[end:]
    landmarks = _landmarks(words, cues)
    return {
        "form": _form(sentence, target, words, previous, following, start, end),
        "cues": {f"sentence {g}" for g in _groups(cues)} | {f"clause {g}" for g in clause_groups},
        "cue sides": {f"left {c.group}" for c in in_clause if c.start < at}
        | {f"right {c.group}" for c in in_clause if c.start > at},
        "cue pairs": _pairs(clause_groups),
        "cue order": _order(landmarks),
        "cues beside": _beside_target(landmarks),
        "words": _ngrams(words),
        "clause": set(clause) | {f"2 {g}" for g in _grams(clause, 2)} | {f"rest {w}" for w in rest},
        "letters": _word_parts(words),
        "words around": {f"before {w}" for w in previous} | {f"after {w}" for w in following},
        "cues around": {f"before {g}" for g in groups_before} | {f"after {g}" for g in _groups(after.cues)},
        "cues across": {f"{b} > {c}" for b in groups_before for c in clause_groups},
        "window": _window(words, at),
        "share": _share(words, at),
    }


def _reasons(groups: set[str]) -> set[str]:
    """What may make a sentence hold something up: praise as an example, or something for others."""
    reasons = groups & {"exemplar", "good_example", *_NO_REASONS}
    outward = groups & _TRANSFER
    for group in outward:
        reasons |= {f"{group} {scope}" for scope in _SCOPES if scope in groups}
    if "worthy" in groups and outward:
        reasons.add("worth passing on")
    if "others" in groups and "recommend" in groups:
        reasons.add("recommended to others")
    if not reasons - _NO_REASONS:
        reasons.add("none")
    return reasons


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
        f"names {min(len(target), 5)}",
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


def _share(words: Sequence[str], at: int) -> set[str]:
    """The words that a name has to itself: back to the name before it, on to the next one."""
    left = max((i for i in range(at) if words[i] in (OTHER, SELF)), default=-1)
    right = min((i for i in range(at + 1, len(words)) if words[i] in (OTHER, SELF)), default=len(words))
    groups = _groups(find_cues(words[at + 1 : right]))
    return (
        {f"left {w}" for w in words[left + 1 : at]} | {f"right {w}" for w in words[at + 1 : right]} | groups
    )


def _landmarks(words: Sequence[str], cues: Iterable[Cue]) -> list[tuple[str, ...]]:
    """A sentence as the order of its names, joints and cues, all other words left out."""
    at: dict[int, list[str]] = {}
    for cue in cues:
        at.setdefault(cue.start, []).append(cue.group)
    return [
        (word,) if word in _LANDMARKS else tuple(at[i])
        for i, word in enumerate(words)
        if word in _LANDMARKS or i in at
    ]


def _order(landmarks: Sequence[tuple[str, ...]]) -> set[str]:
    """What comes before what; `!` where nothing stands between."""
    order: set[str] = set()
    for i, here in enumerate(landmarks):
        for distance, later in enumerate(landmarks[i + 1 : i + 1 + _REACH], 1):
            for pair in (f"{a} > {b}" for a in here for b in later):
                order.add(pair)
                if distance == 1:
                    order.add(f"{pair}!")
    return order


def _beside_target(landmarks: Sequence[tuple[str, ...]]) -> set[str]:
    """The landmarks to the left and right of a list of names, by distance and in pairs."""
    at = landmarks.index((TARGET,))
    left = landmarks[max(at - _SURROUNDINGS, 0) : at][::-1]
    right = landmarks[at + 1 : at + 1 + _SURROUNDINGS]
    beside: set[str] = set()
    for side, row in (("left", left), ("right", right)):
        for distance, groups in enumerate(row, 1):
            beside |= {f"{side} {g}" for g in groups} | {f"{side} {distance} {g}" for g in groups}
        if len(row) > 1:
            beside |= {f"{side} {a} {b}" for a in row[0] for b in row[1]}
    if left and right:
        beside |= {f"{a} {TARGET} {b}" for a in left[0] for b in right[0]}
    return beside


def _beside_names(words: Sequence[str]) -> set[str]:
    """What stands next to the names of other municipalities."""
    padded = ["^", "^", *words, "$", "$"]
    beside: set[str] = set()
    for i, word in enumerate(padded):
        if word == OTHER:
            beside |= {
                f"-2 {padded[i - 2]}",
                f"-1 {padded[i - 1]}",
                f"+1 {padded[i + 1]}",
                f"+2 {padded[i + 2]}",
            }
    return beside or {"none"}


def _groups(cues: Iterable[Cue]) -> set[str]:
    return {c.group for c in cues}


def _pairs(groups: Iterable[str]) -> set[str]:
    return {f"{a} + {b}" for a, b in combinations(sorted(groups), 2)}


def _ngrams(words: Sequence[str]) -> set[str]:
    return set(words) | {f"2 {g}" for g in _grams(words, 2)} | {f"3 {g}" for g in _grams(words, 3)}


def _grams(words: Sequence[str], n: int) -> list[str]:
    framed = ["^", *words, "$"]
    return [" ".join(framed[i : i + n]) for i in range(len(framed) - n + 1)]


def _word_parts(words: Iterable[str]) -> set[str]:
    parts: set[str] = set()
    for word in words:
        if not word[:1].isalpha() or word.isupper():
            continue
        framed = f"<{word}>"
        for n in _WORD_PARTS:
            parts.update(framed[i : i + n] for i in range(len(framed) - n + 1))
    return parts
