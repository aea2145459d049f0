"""Kortfakta in the forms that reports print it in."""

from __future__ import annotations

import pytest

from extractors.facts import find_facts
from extractors.layout.headings import measure_prose
from extractors.layout.lines import Line
from tests.page_builder import line

HEADING = line(0, (50, "Kortfakta om Påhittnäs kommun"), bold=True, size=14)
FACTS = [("Folkmängd", "9 577"), ("Antal anställda", "ca 740"), ("Kommunal skattesats", "21,35 kr")]

TABLE = [line(30 + 20 * i, (50, label), (300, value)) for i, (label, value) in enumerate(FACTS)]
COLONS = [line(30 + 20 * i, (50, f"{label}: {value}")) for i, (label, value) in enumerate(FACTS)]
BELOW = [
    row
    for i, (label, value) in enumerate(FACTS)
    for row in (line(30 + 40 * i, (50, label), bold=True), line(42 + 40 * i, (50, value)))
]


@pytest.mark.parametrize("rows", [TABLE, COLONS, BELOW], ids=["table", "colons", "value below label"])
def test_labels_and_values_are_paired(rows: list[Line]) -> None:
    prose = measure_prose([[line(14 * i, (50, "En rad med prosa som är längre än så")) for i in range(9)]])
    facts, taken = find_facts([HEADING, *rows], {}, prose, frozenset())
    assert [(f.label, f.value) for f in facts] == FACTS
    assert taken == range(1 + len(rows))
