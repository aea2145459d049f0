"""The municipality that a query names beside its topic: "medborgardialog i Eskilstuna"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.municipalities import Municipality, by_printed_name

_MOST_WORDS = 3
"""Words of the longest name: "Upplands Väsby kommun"."""
_WORD = re.compile(r"\S+")
_BEFORE = re.compile(r"\b(?:i|hos|från|för|av)\s+$", re.IGNORECASE)
_END = ".,;:!?"


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A municipality and what was asked about it."""

    municipality: Municipality
    topic: str
    """The query without the name and the preposition before it."""


def named_place(query: str) -> NamedPlace | None:
    """The municipality named in a query of further words, None where there is none.

    A name has a capital, as other names have: "mark" and "vara" are words, "Mark" and "Vara" places.
    """
    words = list(_WORD.finditer(query))
    for count in range(_MOST_WORDS, 0, -1):
        for first in range(len(words) - count + 1):
            start, end = words[first].start(), words[first + count - 1].end()
            name = query[start:end].rstrip(_END)
            # A capital first letter says nothing at the start of a sentence of common words.
            if not name[:1].isupper() or (first == 0 and not query[end:].strip()):
                continue
            found = by_printed_name(name)
            topic = _BEFORE.sub("", query[:start]) + query[end:]
            if found is not None and topic.strip(f" {_END}"):
                return NamedPlace(found, topic.strip())
    return None
