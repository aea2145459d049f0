"""Points in large figures beside a heading, as "61" over "poäng av 100", apart from what stands left."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.reading.pages import Word

LARGER = 1.5
"""Size of the figures, as a share of that of the words that say what they are."""

LEAST_SIZE_POINTS = 16.0
"""Size of the figures, at least."""

GAP_EM = 0.35
"""Least gap, in ems of the figures, from the words at their left."""

REACH_EM = 0.9
"""How far over and under the figures, in ems of theirs, their words may stand."""

_FIGURES = re.compile(r"\d{1,3}(?:[.,]\d)?")
_SAYS = re.compile(r"(?:poäng|p|av|max|möjliga|resultat|uppnått|totalt|%|/?\(?100\)?)[.:]?", re.IGNORECASE)


def score_callouts(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """Such figures of a page, each with the words that say what they are, in the order they are read."""
    large = [w for w in words if w.size >= LEAST_SIZE_POINTS and _FIGURES.fullmatch(w.text)]
    return [callout for figures in large if (callout := _callout(figures, words))]


def _callout(figures: Word, words: Sequence[Word]) -> tuple[Word, ...]:
    reach = REACH_EM * figures.size
    near = [
        w
        for w in words
        if w is not figures and figures.top - reach < (w.top + w.bottom) / 2 < figures.bottom + reach
    ]
    said = [w for w in near if LARGER * w.size <= figures.size and _SAYS.fullmatch(w.text)]
    said = [w for w in said if w.x1 > figures.x0 - reach]
    if not any(w.text.casefold().startswith(("poäng", "av")) for w in said):
        return ()
    left = min(figures.x0, *(w.x0 for w in said)) - GAP_EM * figures.size
    others = [w for w in near if w not in said]
    if not others or any(w.x1 > left for w in others):
        return ()
    over = [w for w in said if (w.top + w.bottom) / 2 < figures.top]
    return (*over, figures, *(w for w in said if w not in over))
