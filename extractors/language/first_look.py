"""A first look at a sentence: whether it may name a municipality, or hold one up.

Most sentences of a report do neither, and their plain words tell. Only the others, with their
neighbours, are cut into tokens and read closely.
"""

from __future__ import annotations

import re

from extractors.language.classifier import PIECES, Blocks, trained
from extractors.language.municipality_names import first_words_of_names, may_be_a_name

_WORD = re.compile(r"\w+")


def may_name(text: str) -> bool:
    """Whether any word of a sentence could begin a municipality's name."""
    if first_words_of_names().isdisjoint(_WORD.findall(text.lower())):  # most sentences
        return False
    return any(may_be_a_name(match.group(), text, match.end()) for match in _WORD.finditer(text))


def may_hold_up(text: str) -> bool:
    """Whether the words of a sentence leave it possible that it holds up the evaluated municipality."""
    model = trained("glance")
    return model.says_yes(model.probability(glance(text)))


def glance(text: str) -> Blocks:
    """What the first look sees: the words with a small letter, so that it learns no names."""
    words = frozenset(filter(str.islower, _WORD.findall(text[:1].lower() + text[1:])))
    return {"words": words, PIECES: words}
