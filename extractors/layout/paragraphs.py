"""Lines to running text: paragraphs, words split at line ends, hanging hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from msgspec.structs import replace

from extractors.layout.lines import Line
from extractors.layout.placed_text import PlacedSpan, PlacedText
from extractors.reading.pages import Word

SOFT_HYPHEN = "\u00ad"

_HYPHEN = "-\u2010"
_LINKING = frozenset(
    ("och", "eller", "respektive", "resp.", "samt", "till", "som", "men", "alternativt", "och/eller")
)
"""Words after which the other half of a hanging hyphen follows: "kvalitets- och miljöarbete"."""

_LETTERS_BEFORE_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def known_words(lines: Iterable[Line]) -> frozenset[str]:
    """The words that a report prints whole within lines, case folded, hyphenated ones as they are.

    They decide whether a hyphen at a line end belongs to the word.
    """
    # each spelling once, because most words of a report are repeated
    printed = {word.text for line in lines for word in line.words[:-1]}
    return frozenset(chain.from_iterable(map(_bare, printed)))


@lru_cache(maxsize=1 << 14)
def _bare(printed: str) -> tuple[str, ...]:
    """The words in what is printed between spaces, case folded, without the marks around them."""
    return tuple(map(str.casefold, _WORD.findall(printed)))


def join_lines(lines: Sequence[Line], known: frozenset[str] = frozenset()) -> PlacedText:
    """The running text of consecutive lines (see `join_words`)."""
    return join_words([(line.page, line.words) for line in lines], known)


def join_words(rows: Sequence[tuple[int, Sequence[Word]]], known: frozenset[str] = frozenset()) -> PlacedText:
    """The running text of rows of words, each with the number of its page.

    Words are joined with a space. At the end of a row a soft hyphen, or a hyphen that only the
    line break put there, is removed; a hyphen or slash of the word itself stays and takes no
    space; a hanging hyphen ("kvalitets- och") stays and takes one.
    """
    text = ""
    spans: list[PlacedSpan] = []
    for page, words in rows:
        if text and words:
            text = _end_of_row(text, words[0].text, known)
            if spans[-1].end > len(text):
                spans[-1] = replace(spans[-1], end=len(text))
        start = len(text)
        text += " ".join([word.text for word in words])
        for word in words:
            end = start + len(word.text)
            spans.append(PlacedSpan(start, end, page, word))
            start = end + 1
    return _without_soft_hyphens(PlacedText(text, tuple(spans)))


def _end_of_row(text: str, following: str, known: frozenset[str]) -> str:
    """`text` as the word `following`, first of the next row, is to be put after it."""
    if text.endswith(SOFT_HYPHEN):
        return text[:-1]
    if text[-1] in _HYPHEN:
        return _end_with_hyphen(text, following, known)
    if text.endswith("/") and not text.endswith(" /"):
        return text
    if following[:1].islower():
        last = text.rsplit(" ", 1)[-1].casefold()
        # a narrow cell broke the word without a hyphen
        if last not in known and (rest := _WORD.match(following)) and f"{last}{rest[0]}".casefold() in known:
            return text
    if text.endswith("–") and len(text) > 1 and text[-2].isalpha() and following[:1].isalpha():
        return text
    return text + " "


def _end_with_hyphen(text: str, following: str, known: frozenset[str]) -> str:
    part = _LETTERS_BEFORE_HYPHEN.search(text)
    if part is None:
        return text if len(text) > 1 and text[-2].isalnum() else text + " "
    if following.casefold().strip(",;") in _LINKING:
        return text + " "
    if following.startswith(("/", "(")):
        return text
    rest = _WORD.match(following)
    first = part[1]
    if rest is None or following[:1].isupper():
        return text
    joined, hyphenated = f"{first}{rest[0]}".casefold(), f"{first}-{rest[0]}".casefold()
    if hyphenated in known and joined not in known:
        return text
    if joined in known:
        return text[:-1]
    # a single letter or an abbreviation keeps its hyphen: e-tjänst, IT-stöd, EU-medel
    if len(first) == 1 or first.isupper():
        return text
    return text[:-1]


def _without_soft_hyphens(placed: PlacedText) -> PlacedText:
    if SOFT_HYPHEN not in placed.text:
        return placed
    kept = [0]
    for character in placed.text:
        kept.append(kept[-1] + (character != SOFT_HYPHEN))
    return PlacedText(
        placed.text.replace(SOFT_HYPHEN, ""),
        tuple(replace(s, start=kept[s.start], end=kept[s.end]) for s in placed.spans),
    )
