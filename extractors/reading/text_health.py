"""Whether the text layer of a page says what the page shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from extractors.reading.pages import Word
from extractors.reading.printed_text import BULLET

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
    text = "".join(w.text for w in words if w.text != BULLET)
    unknown = len(_CID.findall(text))
    text = _CID.sub("", text)
    unknown += sum(c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc") for c in text)
    letters = [c for c in text.casefold() if c.isalpha()]
    if len(text) + unknown < LEAST_LETTERS:
        return None
    if unknown > MAX_SICK_SHARE * (len(text) + unknown):
        return "has characters of unknown meaning"
    if len(letters) < LEAST_LETTERS:
        return None
    foreign = sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if foreign > MAX_FOREIGN_SHARE * len(letters):
        return "has letters of another script"
    if sum(c in _VOWELS for c in letters) < LEAST_VOWEL_SHARE * len(letters):
        return "has letters that make no words"
    spelt = [word.text.casefold() for word in words if word.text.isalpha()]
    if len(spelt) >= LEAST_WORDS and _EVERYWHERE.isdisjoint(spelt):
        return "has letters that make no words"
    return None
