"""What may be said when scores of different editions stand beside each other.

The sources are the reports and the publishers' own pages on each revision; no score is converted.
"""

from __future__ import annotations

from collections.abc import Iterable

_REVISIONS = {
    ("2002", "2010"): (
        "Utgåvorna före och efter 2010 är inte direkt jämförbara. Rapporterna anger att 80-100 poäng "
        "läggs till det nya resultatet vid en grov jämförelse. Inget är omräknat här."
    ),
    ("2010", "2016"): "Utgåvan 2016 ställer högre krav än 2010; resultaten kan inte jämföras fullt ut.",
    ("2016", "2020"): (
        "Utgåvan 2020 ställer högre krav än 2016, och områdena har nya nummer; jämför helst inom en utgåva."
    ),
}
_ORDER = ("2002", "2010", "2016", "2020")


def edition_notes(editions: Iterable[str | None]) -> tuple[str, ...]:
    """One sentence per revision that lies between the editions, oldest first; none for one edition."""
    known = sorted({_ORDER.index(e) for e in editions if e in _ORDER})
    if len(known) < 2:
        return ()
    steps = zip(_ORDER[known[0] : known[-1]], _ORDER[known[0] + 1 : known[-1] + 1], strict=True)
    return tuple(_REVISIONS[step] for step in steps)
