"""A sentence as the language step reads it: its words, and which of them name a municipality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.language.cues import Cue, find_cues
from extractors.language.municipality_names import names_in
from extractors.language.sentences import pipeline, sentence_starts
from schemas.municipalities import Municipality

if TYPE_CHECKING:
    from spacy.tokens import Doc

TARGET, OTHER, SELF = "TARGET", "OTHER", "SELF"
_LIST_JOINTS = frozenset({",", "och", "eller", "samt", "respektive", "resp.", "liksom", "&", "både"})


@dataclass(frozen=True)
class MarkedSentence:
    """A sentence: characters `start` to `end` of its paragraph.

    `words` are its words and marks in lower case, a name of several words as one; `characters`
    tells where each stands in the paragraph, `names` which of them, by index, name a municipality.
    """

    start: int
    end: int
    words: tuple[str, ...]
    characters: tuple[tuple[int, int], ...]
    names: tuple[tuple[int, Municipality], ...]

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """What its words say. Read when asked for: most sentences are never asked."""
        return tuple(find_cues(self.words))

    def masked(self, evaluated: Municipality | None, target: Sequence[int] = ()) -> list[str]:
        """The words with numbers as 0 and each name as what it is here.

        SELF is the evaluated municipality, OTHER another one. Words `target[0]` to `target[-1]`, a
        list of names, become one TARGET.
        """
        words = ["0" if w.isdigit() else w for w in self.words]
        for index, municipality in self.names:
            words[index] = SELF if municipality == evaluated else OTHER
        if target:
            words[target[0] : target[-1] + 1] = [TARGET]
        return words

    def name_lists(self, evaluated: Municipality | None) -> list[list[int]]:
        """Indices of the names of other municipalities, those of one list (A, B och C) together."""
        lists: list[list[int]] = []
        for index, _ in self.names:
            if lists and self._joined(lists[-1][-1], index):
                lists[-1].append(index)
            else:
                lists.append([index])
        own = {index for index, municipality in self.names if municipality == evaluated}
        others = [[i for i in group if i not in own] for group in lists]
        return [group for group in others if group]

    def municipality_at(self, index: int) -> Municipality:
        """The municipality that the word at `index` names. Raises KeyError where none is named."""
        return dict(self.names)[index]

    def _joined(self, left: int, right: int) -> bool:
        between = self.words[left + 1 : right]
        return 1 <= len(between) <= 2 and all(w in _LIST_JOINTS for w in between)


EMPTY = MarkedSentence(0, 0, (), (), ())


def marked_sentences(paragraph: str, doc: Doc, *, from_ocr: bool = False) -> list[MarkedSentence]:
    """The sentences of a paragraph that the pipeline has cut into tokens, in order."""
    return _marked(doc, paragraph, sentence_starts(paragraph, doc), from_ocr=from_ocr) if len(doc) else []


def marked_whole(text: str) -> MarkedSentence:
    """A text as one sentence, however many it holds."""
    doc = pipeline()(text)
    return _marked(doc, text, [0])[0] if len(doc) else EMPTY


def _marked(doc: Doc, text: str, starts: Sequence[int], *, from_ocr: bool = False) -> list[MarkedSentence]:
    """The sentences that begin at these tokens."""
    found = names_in(doc, text, starts, from_ocr=from_ocr)
    names = {span.start: (span.end, municipality) for span, municipality in found}
    # arrays and not tokens: making an object of each would take longer than all the rest
    strings = doc.vocab.strings
    tokens = doc.to_array(["LOWER", "IDX", "LENGTH"]).tolist()
    words = [strings[lower].strip() for lower, _, _ in tokens]
    places = [(at, at + length) for _, at, length in tokens]
    named: dict[int, Municipality] = {}
    for first, (end, municipality) in sorted(names.items(), reverse=True):
        words[first] = " ".join(words[first:end])
        places[first] = (places[first][0], places[end - 1][1])
        words[first + 1 : end] = [""] * (end - first - 1)  # now part of the word before
        named[first] = municipality
    ends = [*starts[1:], len(words)]
    return [_sentence(words, places, named, range(a, b)) for a, b in zip(starts, ends, strict=True)]


def _sentence(
    words: Sequence[str],
    places: Sequence[tuple[int, int]],
    named: Mapping[int, Municipality],
    tokens: range,
) -> MarkedSentence:
    kept = [i for i in tokens if words[i]]
    if not kept:
        return EMPTY
    said = tuple([words[i] for i in kept])
    return MarkedSentence(
        places[kept[0]][0],
        places[kept[-1]][1],
        said,
        tuple([places[i] for i in kept]),
        tuple([(at, named[i]) for at, i in enumerate(kept) if i in named]) if named else (),
    )
