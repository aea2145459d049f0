"""Swedish words as the search sees them: normal forms and the parts of compounds.

A word becomes its normal form (Snowball's stem, after the families that Snowball tells apart:
`kontaktcentret` and `kontaktcenter`) and, where it is a compound, the normal forms of its parts
(`medborgardialogen`: `medborg`, `dialog`). å, ä and ö are letters and are never folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import Stemmer

from corpus.words.word_forms import base_form, compound_parts, stop_words

WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
"""A word: letters and digits, with hyphens inside (`e-tjänst`, `KKiK`, `2030-målen`)."""

_HYPHEN = re.compile("[-\u2010\u2011]")

SHORTEST_PART = 4
"""Letters in the shortest compound part that is taken from running text; shorter ones are listed."""

LONGEST_WORD = 60
"""Letters beyond which a word is not split: nobody writes them, and splitting grows with length."""

_SHORTEST_LISTED = 2
_JOINTS = ("s", "")
_DERIVATIONS = frozenset(
    {"ande", "ende", "ning", "ningar", "ningen", "ering", "else", "elser", "heten", "heter", "barhet", "skap"}
    | {"skapet", "ation", "ationer", "aren", "arna", "erna", "orna", "lighet", "isering"}
)
"""Endings that also look like words (`skap`, `ande`): never the last part of a compound."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, its normal form and its parts' normal forms."""

    start: int
    end: int
    normal: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words that occur on their own in a corpus: what its compounds may be made of."""

    words: frozenset[str]
    """In small letters, as they occur."""
    stems: frozenset[str]
    """Their normal forms."""


class Analyser:
    """Turns text into words, remembering every type it has seen.

    A compound is split into words of the lexicon and of the domain's list of compound parts.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        listed = compound_parts()
        self._stemmer = Stemmer.Stemmer("swedish", 0)
        self._stems: dict[str, str] = {}
        self._words: frozenset[str] = lexicon.words if lexicon else frozenset()
        self._modifiers = {form: self._stem(word) for form, word in listed.modifiers.items()}
        self._heads = {self._stem(word) for word in listed.heads} | (
            lexicon.stems if lexicon else frozenset()
        )
        self._whole = frozenset(map(self._stem, listed.whole))
        trimmed = {word[:-1] for word in self._words if word[-1] in "ae" and len(word) > SHORTEST_PART}
        self._first = self._words | trimmed | self._modifiers.keys()
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}

    @property
    def words_known(self) -> frozenset[str]:
        """The words of the lexicon, in small letters."""
        return self._words

    def remember(self, words: Mapping[str, tuple[str, Sequence[str]]]) -> None:
        """Take over what `analyse` gave for words, so that it need not be worked out again."""
        self._known |= {word: (normal, tuple(parts)) for word, (normal, parts) in words.items()}

    def lexicon(self, words: Iterable[str]) -> Lexicon:
        """The lexicon of a corpus whose word types are `words`."""
        stop = stop_words()
        kept = frozenset(
            w for w in map(str.lower, words) if len(w) >= SHORTEST_PART and w.isalpha() and w not in stop
        )
        return Lexicon(kept, frozenset(map(self._stem, kept)))

    def words(self, text: str) -> list[Word]:
        """The words of `text` in order, stop words left out; positions are of `text` as given.

        `text` should be NFC (see `clean`) for å, ä and ö to be one letter each.
        """
        stop = stop_words()
        found: list[Word] = []
        for match in WORD.finditer(text):
            surface = match.group().lower()
            if surface not in stop:
                found.append(Word(match.start(), match.end(), *self.analyse(surface)))
        return found

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where the words of `text` that are no stop words start and end."""
        stop = stop_words()
        return [match.span() for match in WORD.finditer(text) if match.group().lower() not in stop]

    def normal(self, text: str) -> tuple[str, ...]:
        """The normal forms of a text's words, stop words left out."""
        return tuple(word.normal for word in self.words(text))

    def tokens(self, text: str) -> list[str]:
        """What the index holds of a text: each word's normal form, and its parts with "/" in front."""
        made: list[str] = []
        stop = stop_words()
        for word in WORD.findall(text):
            surface = word.lower()
            if surface not in stop:
                normal, parts = self.analyse(surface)
                made.append(normal)
                made.extend("/" + part for part in parts)
        return made

    def analyse(self, surface: str) -> tuple[str, tuple[str, ...]]:
        """Normal form and parts of one word in small letters, remembered by type."""
        known = self._known.get(surface)
        if known is None:
            known = self._known[surface] = self._analyse(surface)
        return known

    def _analyse(self, surface: str) -> tuple[str, tuple[str, ...]]:
        normal = self._stem(surface)
        if len(surface) > LONGEST_WORD:
            return normal, ()
        if not surface.isalpha():
            pieces = [piece for piece in _HYPHEN.split(surface) if piece != surface]
            parts: list[str] = []
            for piece in pieces:
                own_normal, own_parts = self.analyse(piece)
                parts += [own_normal, *own_parts]
            return normal, tuple(dict.fromkeys(parts))
        return normal, self._split(surface)

    def _stem(self, surface: str) -> str:
        """The normal form of a word in small letters."""
        known = self._stems.get(surface)
        if known is None:
            known = self._stems[surface] = str(self._stemmer.stemWord(base_form(surface)))
        return known

    def _split(self, surface: str) -> tuple[str, ...]:
        """The normal forms of a compound's parts, () where it is none that is known.

        The fewest known parts that make up the word win, and among these the longest last part;
        parts that are compounds themselves give their own parts too.
        """
        pieces = None if self._stem(surface) in self._whole else self._pieces(surface, 0, {})
        if pieces is None:
            return ()
        parts: list[str] = []
        for position, piece in enumerate(pieces):
            last = position == len(pieces) - 1
            parts.append(self._stem(piece) if last else self._modifier(piece))
            if len(piece) >= 2 * SHORTEST_PART:
                parts += self.analyse(piece)[1]
        return tuple(dict.fromkeys(parts))

    def _pieces(
        self, surface: str, start: int, known: dict[int, tuple[str, ...] | None]
    ) -> tuple[str, ...] | None:
        """The pieces from `start` on, None where known words do not make it up; `known` by start."""
        if start in known:
            return known[start]
        ending = surface[start:]
        best: tuple[str, ...] | None = None
        if start and ending not in _DERIVATIONS and self._stem(ending) in self._heads:
            best = (ending,)
        else:
            for stop in range(start + _SHORTEST_LISTED, len(surface) - _SHORTEST_LISTED + 1):
                form = surface[start:stop]
                if form not in self._first:
                    continue
                for joint in _JOINTS:
                    if surface.startswith(joint, stop):
                        rest = self._pieces(surface, stop + len(joint), known)
                        if rest is not None and (best is None or len(rest) + 1 < len(best)):
                            best = (form, *rest)
        known[start] = best
        return best

    def _modifier(self, form: str) -> str:
        """The normal form of the word that a first or middle part is a form of."""
        if (listed := self._modifiers.get(form)) is not None:
            return listed
        word = next((w for w in (form, form + "e", form + "a") if w in self._words), form)
        return self._stem(word)


def clean(text: str) -> str:
    """`text` with composed letters, control and direction characters gone, white space evened out."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in composed)
    return " ".join(kept.split())
