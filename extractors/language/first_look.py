"""A first look at a sentence: whether it may name a municipality, or hold one up.

Most sentences of a report do neither, and their plain words tell. Only the others, with their
neighbours, are cut into tokens and read closely.
"""

from __future__ import annotations

import math
import re
from functools import cache

from extractors.language.classifier import MOST_WORDS, PIECES, Blocks, logistic, share, trained
from extractors.language.municipality_names import first_words_of_names, may_be_a_name

_WHOLE = "words"  # the block of words as they are
_WORD = re.compile(r"\w+")


def may_name(text: str) -> bool:
    """Whether any word of a sentence could begin a municipality's name."""
    if first_words_of_names().isdisjoint(_WORD.findall(text.lower())):  # most sentences
        return False
    return any(may_be_a_name(match.group(), text, match.end()) for match in _WORD.finditer(text))


def may_hold_up(text: str) -> bool:
    """Whether the words of a sentence leave it possible that it holds up the evaluated municipality.

    As the model judges a `glance`, with one look-up a word: both blocks hold the same words.
    """
    model, words = trained("glance"), _small_words(text)
    score = model.intercept + math.fsum(map(_weights().__getitem__, words)) * share(words)
    return model.says_yes(logistic(score))


def glance(text: str) -> Blocks:
    """What the first look sees: the words with a small letter, so that it learns no names."""
    words = _small_words(text)
    return {_WHOLE: words, PIECES: words}


def _small_words(text: str) -> frozenset[str]:
    return frozenset(filter(str.islower, _WORD.findall(text[:1].lower() + text[1:])))


class _Weights(dict[str, float]):
    """What words weigh in the first look, whole and by their pieces together; see `LinearModel.weigh`."""

    def __missing__(self, word: str) -> float:
        model = trained("glance")
        weight = model.weights[_WHOLE].get(word, 0.0) + model.weigh(word)
        if len(self) < MOST_WORDS:
            self[word] = weight
        return weight


@cache
def _weights() -> _Weights:
    return _Weights()
