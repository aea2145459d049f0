"""Small capitals that a producer prints as capitals of less size, read as the small letters they stand for.

Word processors put "DEN DEMOKRATISKA STRATEGIN" into the PDF for a heading in small capitals, browsers
"Den demokratiska strategin". The first letter, set larger, tells the capitals from the small letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from extractors.reading.pages import Word

SHARE = (0.65, 0.85)
"""Size of small capitals, as a share of that of the capitals beside them."""

SAME_SIZE_POINTS = 0.1

NEAR_LINES = 2.5
"""How far above or below a word in small capitals the rest of its heading may stand, in its sizes."""


class SmallCapitals(NamedTuple):
    """A word with a capital and small capitals."""

    word: Word
    size: float
    """The size in points of the small ones."""


def small_letters(text: str, sizes: Sequence[float]) -> str:
    """A word in capitals, with those of less size as small letters; `sizes` has one for each letter."""
    full = max(sizes)
    low, high = SHARE[0] * full, SHARE[1] * full
    return "".join(c.lower() if low <= size <= high else c for c, size in zip(text, sizes, strict=True))


def with_small_letters_beside(words: Iterable[Word], found: Sequence[SmallCapitals]) -> list[Word]:
    """The words, in small letters those that stand by ones in small capitals and are set all in them."""
    return [
        replace(word, text=word.text.lower())
        if word.text.isupper() and any(_set_in(word, capitals) for capitals in found)
        else word
        for word in words
    ]


def _set_in(word: Word, capitals: SmallCapitals) -> bool:
    beside = capitals.word
    return (
        abs(word.size - capitals.size) <= SAME_SIZE_POINTS
        and (word.font, word.bold) == (beside.font, beside.bold)
        and abs(word.bottom - beside.bottom) <= NEAR_LINES * beside.size
    )
