"""A list of names with the words around it in their order, for the classifier that reads them so.

Names are masked, so nothing is learnt about any municipality.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractors.language.cues import Cue
from extractors.language.marked_sentence import MarkedSentence
from extractors.language.name_features import cues_around
from extractors.language.recurrent_model import WordsInOrder
from schemas.municipalities import Municipality

OF_WORDS, OF_CUES = ("word ", "begins ", "ends "), "cue "
"""What features begin with that are of a word, or of a cue that it belongs to."""

_MOST_BEFORE, _MOST_AFTER = 40, 36  # words of the neighbours, the nearest ones
_MOST_ASIDE = 32  # words to each side of the word in question
_FARTHEST = 10  # words whose distance to the word in question is told apart


def name_sequence(
    sentence: MarkedSentence,
    target: Sequence[int],
    before: MarkedSentence,
    after: MarkedSentence,
    evaluated: Municipality | None,
) -> WordsInOrder:
    """The words of a sentence with a list of names, of the one before and the one after it.

    `target` are the indices of the list's names in the sentence; the list is the word in question.
    """
    words = sentence.masked(evaluated, target)
    return _in_order(words, cues_around(sentence.cues, target), target[0], before, after, evaluated)


def sentence_sequence(
    sentence: MarkedSentence, before: MarkedSentence, after: MarkedSentence, evaluated: Municipality | None
) -> WordsInOrder:
    """The words of a sentence and its neighbours where no word in it is in question, or its first."""
    return _in_order(sentence.masked(evaluated), sentence.cues, None, before, after, evaluated)


def _in_order(
    words: Sequence[str],
    cues: Iterable[Cue],
    target: int | None,
    before: MarkedSentence,
    after: MarkedSentence,
    evaluated: Municipality | None,
) -> WordsInOrder:
    previous = list(_features(before.masked(evaluated), before.cues, "before"))[-_MOST_BEFORE:]
    following = list(_features(after.masked(evaluated), after.cues, "after"))[:_MOST_AFTER]
    here = list(_features(words, cues, "here"))
    asked = target or 0
    if target is not None:
        for i, features in enumerate(here):
            features.append(f"at {max(-_FARTHEST, min(i - target, _FARTHEST)):+}")
    first, end = max(0, asked - _MOST_ASIDE), asked + _MOST_ASIDE
    here = here[first:end]
    start = len(previous)
    return WordsInOrder([*previous, *here, *following], (start, start + len(here)), start + asked - first)


def _features(words: Sequence[str], cues: Iterable[Cue], sentence: str) -> Iterator[list[str]]:
    """Each word as itself, its beginnings and its ending, its cues, and where it stands."""
    word, begins, ends = OF_WORDS
    of_word: list[list[str]] = [
        [word + w, *sorted({begins + w[:4], begins + w[:6]}), ends + w[-4:], f"sentence {sentence}"]
        for w in words
    ]
    for cue in cues:
        for i in range(cue.start, cue.end):
            if (group := OF_CUES + cue.group) not in of_word[i]:
                of_word[i].append(group)
    return iter(of_word)
