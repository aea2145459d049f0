"""What tells whether a sentence holds up the evaluated municipality.

Names are masked, so nothing is learnt about any municipality.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from extractors.language.classifier import PIECES, Blocks
from extractors.language.cues import telling_groups
from extractors.language.feature_blocks import grams, ordinary_words, pairs
from extractors.language.marked_sentence import OTHER, SELF, MarkedSentence
from schemas.municipalities import Municipality

_LISTED = frozenset({OTHER, ",", "och", "eller", "samt"})
_PREPOSITIONS = frozenset({"med", "i", "från", "till", "av", "hos", "än", "som", "för", "mot"}) | frozenset(
    {"mellan", "utanför", "bortom", "via", "liksom", "på", "ihop"}
)


def own_features(sentence: MarkedSentence, before: MarkedSentence, evaluated: Municipality | None) -> Blocks:
    """Features of a sentence with the one before it."""
    words, previous = sentence.masked(evaluated), before.masked(evaluated)
    groups = sentence.cue_groups
    return {
        "form": _form(words, previous, groups),
        "cues": groups,
        "cue pairs": pairs(groups),
        "cues with names": groups if OTHER in words else (),
        "beside names": _beside_names(words),
        "words": {*words, *grams(words, 2), *grams(words, 3)},
        PIECES: ordinary_words(words),
        "cues before": before.cue_groups,
        "words before": set(previous),
    }


def _beside_names(words: Sequence[str]) -> set[str]:
    """What stands next to the names of others, which preposition they follow, and how far on they come.

    Partners, visitors and followers are named so; a name that opens the sentence is what it is about.
    """
    padded = ["^", "^", *words, "$", "$"]
    beside: set[str] = set()
    for i, word in enumerate(padded):
        if word != OTHER:
            continue
        left = next(w for w in padded[i - 1 :: -1] if w not in _LISTED)
        beside |= {
            f"-2 {padded[i - 2]}",
            f"-1 {padded[i - 1]}",
            f"+1 {padded[i + 1]}",
            f"+2 {padded[i + 2]}",
            f"{padded[i - 1]} {OTHER} {padded[i + 1]}",
            f"after {left if left in _PREPOSITIONS else '^' if left == '^' else '...'}",
            f"third {3 * (i - 2) // len(words)}",
        }
    return beside or {"none"}


def _form(words: list[str], previous: list[str], groups: Set[str]) -> set[str]:
    named, named_before = OTHER in words, OTHER in previous
    form = {
        f"other {named}",
        f"self {SELF in words}",
        f"before {named_before} other {named}",
        f"end {words[-1] if words else ''}",
        f"telling {bool(groups & telling_groups())}",
    }
    if named_before and not named and words:
        form.add(f"after a named one {words[0]}")
    if previous[:1] == [OTHER]:
        form.add("after a named subject")
    return form
