"""Compare an extraction with the gold of a typeset report and tell what differs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from schemas.records import Extraction


def differences(extraction: Extraction, gold: dict[str, Any]) -> list[str]:
    """One line per record that is missing, made up or wrong: `findings: missed (1, 'strength', ...)`.

    Texts are compared apart from white space; examples are left out, since the wording of random
    sentences is not what decides them, and so are reference means that only a chart of upright bars
    prints, since which numeral is whose is a matter of the picture.
    """
    found, wanted = _extracted(extraction), _gold(gold)
    lines: list[str] = []
    for table, rows in wanted.items():
        if rows or table != "reference_means":
            lines += _differing(table, rows, found[table])
    return lines


def _differing(table: str, wanted: Iterable[Any], found: Iterable[Any]) -> list[str]:
    want, got = Counter(wanted), Counter(found)
    missed = [f"{table}: missed {row!r}" for row in (want - got).elements()]
    return missed + [f"{table}: made up {row!r}" for row in (got - want).elements()]


def _clean(text: str | None) -> str:
    return re.sub(r"\s+", " ", (text or "").replace("\u00ad", "")).strip()


def _optional(value: float | None) -> float | None:
    return None if value is None else float(value)


def _gold(gold: dict[str, Any]) -> dict[str, list[Any]]:
    report = gold["report"]
    fields = ("municipality_code", "year", "edition", "evaluation_number", "date", "total")
    return {
        "report": [(field, str(report[field])) for field in fields]
        + [("evaluator", _clean(e)) for e in report["evaluators"]],
        "area_scores": [
            (a["area"], _clean(a["title"]), float(a["achieved"]), float(a["max"]), _optional(a["percent"]))
            for a in gold["area_scores"]
        ],
        "reference_means": [
            (a["area"], float(a["reference_mean"])) for a in gold["area_scores"] if "reference_mean" in a
        ],
        "question_scores": [
            (q["question"], _clean(q["text"]), float(q["achieved"]), float(q["max"]), _optional(q["percent"]))
            for q in gold["question_scores"]
        ],
        "findings": [(f["area"], f["kind"], _clean(f["text"])) for f in gold["findings"]],
        "sections": [(s["area"], _clean(s["heading"]), _clean(s["text"])) for s in gold["sections"]],
        "facts": [(_clean(f["label"]), _clean(f["value"])) for f in gold["facts"]],
    }


def _extracted(extraction: Extraction) -> dict[str, list[Any]]:
    report = extraction.report
    total = report.stated_total
    fields = {
        "municipality_code": report.municipality_code,
        "year": report.year,
        "edition": report.edition,
        "evaluation_number": report.evaluation_number,
        "date": report.report_date,
        "total": total if total is None or total != int(total) else int(total),
    }
    sections: dict[tuple[int, str], list[str]] = {}
    for passage in sorted(extraction.passages, key=lambda p: p.position):
        if passage.area is not None:
            sections.setdefault((passage.area, _clean(passage.heading)), []).append(_clean(passage.text))
    return {
        "report": [(field, str(value)) for field, value in fields.items()]
        + [("evaluator", _clean(e)) for e in report.evaluators],
        "area_scores": [
            (a.area, _clean(a.title), a.achieved, a.max, a.percent) for a in extraction.area_scores
        ],
        "reference_means": [
            (a.area, a.reference_mean) for a in extraction.area_scores if a.reference_mean is not None
        ],
        "question_scores": [
            (q.question, _clean(q.text), q.achieved, q.max, q.percent) for q in extraction.question_scores
        ],
        "findings": [(f.area, f.kind, _clean(f.text)) for f in extraction.findings],
        "sections": [(area, heading, " ".join(texts)) for (area, heading), texts in sections.items()],
        "facts": [(_clean(f.label), _clean(f.value)) for f in extraction.facts],
    }
