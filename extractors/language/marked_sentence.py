"""A sentence as the language step reads it: its words, and which of them name a municipality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from extractors.language.cues import Cue, find_cues
from extractors.language.municipality_names import names_in
from extractors.language.tokens import CutText, cut
from schemas.municipalities import Municipality

_T = TypeVar("_T")

TARGET, OTHER, SELF = "TARGET", "OTHER", "SELF"
_LIST_JOINTS = frozenset({",", "och", "eller", "samt", "respektive", "resp.", "liksom", "&", "både"})


@dataclass(frozen=True)
class MarkedSentence:
    """A sentence's words and marks in lower case, a name of several words as one.

    `names` tells which of them, by index, name a municipality, and `long_names` which tokens of
    the text (first, after the last) have become one word.
    """

    text: CutText
    words: tuple[str, ...]
    names: tuple[tuple[int, Municipality], ...] = ()
    long_names: tuple[tuple[int, int], ...] = ()

    @cached_property
    def characters(self) -> tuple[tuple[int, int], ...]:
        """Where each word stands in the sentence. Made when asked for: most sentences are never asked."""
        return _joined(self.text.characters, self.long_names, lambda places: (places[0][0], places[-1][1]))

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


EMPTY = MarkedSentence(cut(""), ())


def mark(text: str, *, may_name: bool = True, from_ocr: bool = False) -> MarkedSentence:
    """A text as one sentence, however many it holds.

    Where it is known that the text cannot name a municipality (`may_name`), names are not looked for.
    """
    sentence = cut(text)
    found = names_in(sentence, [0], from_ocr=from_ocr) if may_name or from_ocr else []
    if not found:  # most sentences
        return MarkedSentence(sentence, sentence.lowered)
    long_names = tuple((name.start, name.end) for name in found if name.end - name.start > 1)
    words = _joined(sentence.lowered, long_names, " ".join)
    named: list[tuple[int, Municipality]] = []
    fewer = 0  # words than tokens, up to here
    for name in found:
        named.append((name.start - fewer, name.municipality))
        fewer += name.end - name.start - 1
    return MarkedSentence(sentence, words, tuple(named), long_names)


def _joined(
    items: Sequence[_T], spans: Sequence[tuple[int, int]], join: Callable[[Sequence[_T]], _T]
) -> tuple[_T, ...]:
    """Items with those of each span (first, after the last) made one."""
    joined: list[_T] = []
    at = 0
    for start, end in spans:
        joined += items[at:start]
        joined.append(join(items[start:end]))
        at = end
    return (*joined, *items[at:])
