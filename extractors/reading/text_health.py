"""Whether the text layer of a page says what the page shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from extractors.reading.pages import Word
from extractors.reading.printed_text import BULLET, UNREADABLE

LEAST_LETTERS = 40
"""Characters below which a page says too little to judge."""

MAX_SICK_SHARE = 0.15
MAX_FOREIGN_SHARE = 0.3
LEAST_VOWEL_SHARE = 0.15
"""Of the letters; in Swedish prose about 0.38 are vowels, in lists of abbreviations a quarter."""

LEAST_WORDS = 60
"""Words of letters on a page, from which on some of `_EVERYWHERE` are among them whatever it says."""

# fmt: off
_EVERYWHERE = frozenset((
    "och", "i", "att", "av", "en", "som", "är", "för", "med", "på", "det", "till", "har", "den", "ett", "om",
    "inte", "de", "kan", "vid", "från", "kommun", "kommunen",
))
# fmt: on
_CID = re.compile(r"\(cid:\d+\)")
_VOWELS = frozenset("aeiouyåäöéü")


def text_doubt(words: Sequence[Word]) -> str | None:
    """Why the words of a page cannot be what it shows, as a clause about its text; None if they can.

    A font without a map to Unicode gives codes, private-use or unassigned characters; one with a
    wrong map gives letters of another script, or letters that make no words.
    """
    text = "".join([w.text for w in words if w.text != BULLET])
    unknown = 0
    if "(cid:" in text:
        text, unknown = _CID.subn("", text)
    text = text.casefold()
    characters = set(text)  # a page has a thousand characters, and fifty different ones

    def number_of(wanted: Callable[[str], bool]) -> int:
        return sum(map(text.count, filter(wanted, characters)))

    unknown += number_of(_is_unknown)
    if len(text) + unknown < LEAST_LETTERS:
        return None
    if unknown > MAX_SICK_SHARE * (len(text) + unknown):
        return "has characters of unknown meaning"
    letters = len(text) - number_of(lambda c: not c.isalpha())  # which are fewer to count
    if letters < LEAST_LETTERS:
        return None
    if number_of(_is_foreign) > MAX_FOREIGN_SHARE * letters:
        return "has letters of another script"
    if number_of(_VOWELS.__contains__) < LEAST_VOWEL_SHARE * letters:
        return "has letters that make no words"
    none_of_them = _EVERYWHERE.isdisjoint(w.text.casefold() for w in words)  # ends at the first
    if none_of_them and sum(w.text.isalpha() for w in words) >= LEAST_WORDS:
        return "has letters that make no words"
    return None


@lru_cache(maxsize=4096)
def _is_unknown(character: str) -> bool:
    return character == UNREADABLE or unicodedata.category(character) in ("Co", "Cn", "Cc")


@lru_cache(maxsize=4096)
def _is_foreign(character: str) -> bool:
    return character.isalpha() and not unicodedata.name(character, "").startswith("LATIN")
