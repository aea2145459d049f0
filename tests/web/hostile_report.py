"""A report whose every text does what it can to be more than text."""

from __future__ import annotations

import dataclasses
from typing import Any

from schemas.records import (
    AreaScore,
    Box,
    Example,
    Extraction,
    Fact,
    Finding,
    FindingKind,
    Issue,
    Passage,
    QuestionScore,
    Relation,
)
from tests.fictional_dataset import ReportWriter, name_of

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }} ]]> & &lt; "
    "\u202egnälkab\u202c \x1b[31m javascript:alert(3) kontaktcenter"
)
SHOWN = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }} ]]> & &lt; "
    "gnälkab [31m javascript:alert(3) kontaktcenter"
)
"""The same as a reader sees it: letters, and nothing that moves or hides them."""

BOX = (Box(1, 70, 100, 500, 112),)

_FINDINGS: tuple[FindingKind, ...] = ("strength", "partial", "improvement")
_EXAMPLES: tuple[tuple[Relation, str], ...] = (("own", "9001"), ("model", "9008"))

_KEPT = {"municipality_code", "municipality", "edition", "read_by", "theme", "question", "kind", "relation"}
_KEPT |= {"finding_id", "passage_id", "example_id", "severity", "table", "key", "source_sha256"}


def hostile_report() -> ReportWriter:
    """A report of Fiktköping with hostile text in every column that takes any."""
    return _Hostile("9001", 2011, "2010")


class _Hostile(ReportWriter):
    def extraction(self) -> Extraction:
        report = dataclasses.replace(super().extraction().report, evaluators=(HOSTILE,), boxes=BOX)
        made = Extraction(
            report=_hostile(report),
            area_scores=(AreaScore(2, "", "brukare", 50.0, 100.0, 50.0, 49.5, 50.5, 48.0, BOX),),
            question_scores=(QuestionScore(2, "2.2", "", 20.0, 25.0, 80.0, 19.5, 20.5, BOX),),
            findings=tuple(
                Finding(f"f{number}", 2, kind, number, "", "2.2", BOX)
                for number, kind in enumerate(_FINDINGS, 1)
            ),
            passages=(Passage("p1", 2, "", "2.2", 1, "", BOX),),
            examples=tuple(
                Example(f"e{number}", 2, "", "2.2", relation, code, name_of(code), "", "", 0.9, "p1", BOX)
                for number, (relation, code) in enumerate(_EXAMPLES, 1)
            ),
            facts=(Fact("", "", 3.0, "", BOX),),
            issues=(Issue("warning", "", "question_scores", "2.2", "", BOX),),
        )
        return Extraction(
            made.report,
            **{
                f.name: tuple(_hostile(record) for record in getattr(made, f.name))
                for f in dataclasses.fields(made)
                if f.name != "report"
            },
        )


def _hostile(record: Any) -> Any:
    """The record with hostile text in its open columns."""
    texts = {
        f.name: HOSTILE
        for f in dataclasses.fields(record)
        if f.metadata.get("type") == "string" and f.name not in _KEPT
    }
    return dataclasses.replace(record, **texts)
