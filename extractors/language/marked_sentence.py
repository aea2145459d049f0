"""A sentence as the language step reads it: its words, and which of them name a municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.language.municipality_names import names_in
from schemas.municipalities import Municipality

if TYPE_CHECKING:
    from spacy.tokens import Doc

TARGET, OTHER, SELF = "TARGET", "OTHER", "SELF"
_LIST_JOINTS = frozenset({",", "och", "eller", "samt", "respektive", "resp.", "liksom", "&", "både"})


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence: characters `start` to `end` of its paragraph.

    `words` are its words and marks in lower case, a name of several words as one; `characters`
    tells where each stands in the paragraph and `names` which of them, by index, name a
    municipality.
    """

    start: int
    end: int
    words: tuple[str, ...]
    characters: tuple[tuple[int, int], ...]
    names: tuple[tuple[int, Municipality], ...]

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


def marked_sentences(doc: Doc) -> list[MarkedSentence]:
    """The sentences of a paragraph that the pipeline has read, in order."""
    starts = [token.i for token in doc if token.is_sent_start or token.i == 0]
    names = _names(doc)
    return [
        _marked(doc, start, end, names) for start, end in zip(starts, [*starts[1:], len(doc)], strict=True)
    ]


def marked_whole(doc: Doc) -> MarkedSentence:
    """A whole document as one sentence, however many it holds."""
    return _marked(doc, 0, len(doc), _names(doc))


def _names(doc: Doc) -> dict[int, tuple[int, Municipality]]:
    return {span.start: (span.end, municipality) for span, municipality in names_in(doc)}


def _marked(doc: Doc, start: int, end: int, names: dict[int, tuple[int, Municipality]]) -> MarkedSentence:
    words: list[str] = []
    named: list[tuple[int, Municipality]] = []
    characters: list[tuple[int, int]] = []
    i = start
    while i < end:
        if i in names:  # a name of several words is one
            stop, municipality = names[i]
            named.append((len(words), municipality))
            span = doc[i:stop]
            words.append(span.text.lower())
            characters.append((span.start_char, span.end_char))
            i = stop
            continue
        token = doc[i]
        if not token.is_space:
            words.append(token.lower_)
            characters.append((token.idx, token.idx + len(token)))
        i += 1
    if not words:
        return EMPTY
    return MarkedSentence(characters[0][0], characters[-1][1], tuple(words), tuple(characters), tuple(named))
