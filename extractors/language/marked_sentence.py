"""A sentence as the language step reads it: its words, and which of them name a municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.language.cues import Cue, find_cues
from extractors.language.municipality_names import names_in
from extractors.language.sentences import tokenizer
from schemas.municipalities import Municipality

if TYPE_CHECKING:
    from spacy.tokens import Doc

TARGET, OTHER, SELF = "TARGET", "OTHER", "SELF"
_LIST_JOINTS = frozenset({",", "och", "eller", "samt", "respektive", "resp.", "liksom", "&", "både"})


@dataclass(frozen=True)
class MarkedSentence:
    """A sentence's words and marks in lower case, a name of several words as one.

    `characters` tells where each stands in the sentence, `names` which of them, by index, name a
    municipality.
    """

    words: tuple[str, ...]
    characters: tuple[tuple[int, int], ...]
    names: tuple[tuple[int, Municipality], ...]

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """What its words say. Read when asked for: most sentences are never asked."""
        return tuple(find_cues(self.words))

    @cached_property
    def cue_groups(self) -> frozenset[str]:
        """The groups of its cues."""
        return frozenset(c.group for c in self.cues)

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


EMPTY = MarkedSentence((), (), ())


def marked(text: str) -> MarkedSentence:
    """A text as one sentence, however many it holds."""
    return mark(tokenizer()(text), text)


def mark(doc: Doc, text: str, *, may_name: bool = True, from_ocr: bool = False) -> MarkedSentence:
    """A text that the tokeniser has cut into tokens, as one sentence.

    Where it is known that the text cannot name a municipality (`may_name`), names are not looked for.
    """
    if not len(doc):
        return EMPTY
    # an array and not tokens: making an object of each would take longer than all the rest
    places = [(at, at + length) for at, length in doc.to_array(["IDX", "LENGTH"]).tolist()]
    tokens = [text[start:end].strip().lower() for start, end in places]
    found = names_in(doc, text, [0], from_ocr=from_ocr) if may_name or from_ocr else []
    if not found and all(tokens):  # most sentences
        return MarkedSentence(tuple(tokens), tuple(places), ())
    names = {span.start: (span.end, municipality) for span, municipality in found}
    words: list[str] = []
    characters: list[tuple[int, int]] = []
    named: list[tuple[int, Municipality]] = []
    name_ends = 0
    for i, (word, (start, end)) in enumerate(zip(tokens, places, strict=True)):
        if i < name_ends:  # goes on with a name
            words[-1] += " " + word
            characters[-1] = (characters[-1][0], end)
        elif word:
            if i in names:
                name_ends, municipality = names[i]
                named.append((len(words), municipality))
            words.append(word)
            characters.append((start, end))
    return MarkedSentence(tuple(words), tuple(characters), tuple(named))
