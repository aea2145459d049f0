"""Curated corrections: what a person knows better than the print, applied to the records of a report.

A correction says what is printed and what should stand there. It holds only as long as the print is
what it says; each one leaves an issue, so that what was printed stays visible beside what stands now.
What follows from corrected values (bounds of scores, the total, themes) is computed anew.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from schemas.editions import edition
from schemas.errors import UserError
from schemas.municipalities import by_code
from schemas.records import AreaScore, Extraction, QuestionScore
from schemas.rules.reading import corrected_issue
from schemas.scores import score_interval
from schemas.tables import RECORD_TYPES, Column, columns

KEY_COLUMNS = {"area_scores": "area", "question_scores": "question", "facts": "label"}
"""Table to the column whose value names a row; the other tables have ids."""
IDENTITY_COLUMNS = frozenset({"municipality_code", "year", "report_date"})
"""Columns of `reports` that its id is made of."""

_COMPUTED = {
    "achieved_low": "it is computed from points, maximum and percent",
    "achieved_high": "it is computed from points, maximum and percent",
    "total": "it is the sum of the areas' points",
    "pages": "it says how the file was read",
    "source_file": "it says how the file was read",
    "source_sha256": "it says how the file was read",
    "read_by": "it says how the file was read",
    "extractor_version": "it says how the file was read",
    "municipality": "it follows from municipality_code; correct that",
    "page": "it says where the record stands",
    "bbox": "it says where the record stands",
    "boxes": "it says where the record stands",
    "report_id": "it is made of municipality_code and year; correct those",
}
"""Column to why it cannot be corrected."""
_LIST_SEPARATOR = ";"
_INT16 = range(-(1 << 15), 1 << 15)


class CorrectionError(UserError):
    """A correction that cannot be applied. The message is a clause that goes on after its line."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of a file of corrections, as written there; empty text stands for no value."""

    line: int
    report: str
    table: str
    key: str
    column: str
    old_value: str
    new_value: str
    reason: str
    by: str
    date: str

    @property
    def changes_identity(self) -> bool:
        """Whether the report gets another id by it."""
        return self.table == "reports" and self.column in IDENTITY_COLUMNS


def apply_corrections(extraction: Extraction, corrections: Sequence[Correction]) -> Extraction:
    """The extraction with `corrections`, all of its report, made one after the other.

    Each leaves an issue `corrected`. Raises CorrectionError, whose message names the line, for one
    that names no row or column, whose old value is not what stands there, or whose new value is not
    of the column's type.
    """
    for correction in corrections:
        try:
            extraction = _applied(extraction, correction)
        except CorrectionError as error:
            raise CorrectionError(f"line {correction.line}: {error}") from None
    return extraction


def _applied(extraction: Extraction, correction: Correction) -> Extraction:
    column = _column(correction)
    records: tuple[Any, ...] = (
        (extraction.report,) if correction.table == "reports" else getattr(extraction, correction.table)
    )
    at = _place(records, correction, column)
    changed = _with_consequences(_with_value(records[at], column, correction.new_value), column.name)
    issue = corrected_issue(
        correction.table, _key(correction), correction_message(correction), records[at].boxes
    )
    issues = (*extraction.issues, issue)
    if correction.table == "reports":
        made = replace(extraction, report=changed, issues=issues)
        return _with_themes(made) if column.name == "edition" else made
    rows = (*records[:at], changed, *records[at + 1 :])
    made = replace(extraction, **{correction.table: rows}, issues=issues)  # type: ignore[arg-type]
    return _with_total(made) if (correction.table, column.name) == ("area_scores", "achieved") else made


def _column(correction: Correction) -> Column:
    if correction.table not in RECORD_TYPES or correction.table == "issues":
        tables = ", ".join(table for table in RECORD_TYPES if table != "issues")
        raise CorrectionError(f"there is no table {correction.table!r} to correct; there are {tables}.")
    found = next((c for c in columns(correction.table) if c.name == correction.column), None)
    if found is None:
        raise CorrectionError(f"the table {correction.table} has no column {correction.column!r}.")
    if why := "it is the id of the row" if found.local_id else _COMPUTED.get(found.name):
        raise CorrectionError(f"the column {found.name} cannot be corrected: {why}.")
    return found


def _place(records: Sequence[Any], correction: Correction, column: Column) -> int:
    """Which of the records of a table is meant."""
    named = [i for i, record in enumerate(records) if _is_named(record, correction)]
    if not named:
        raise CorrectionError(
            f"report {correction.report} has no {correction.key!r} in {correction.table}. "
            "Give the key as the published table has it."
        )
    old = _value(column, correction.old_value, "old value")
    fitting = [i for i in named if _same(getattr(records[i], column.name), old)]
    if not fitting:
        printed = " or ".join(dict.fromkeys(_text(getattr(records[i], column.name)) for i in named))
        raise CorrectionError(
            f"the old value of {column.name} is given as {_text(old)}, but {printed} was read. "
            "Look at the report again, and give what was read as the old value or take the line out."
        )
    if len(fitting) > 1:
        raise CorrectionError(
            f"report {correction.report} has {len(fitting)} rows {correction.key!r} in {correction.table} "
            "that it could mean."
        )
    return fitting[0]


def _is_named(record: Any, correction: Correction) -> bool:
    if correction.table == "reports":
        return correction.key in ("", correction.report)
    local = next((c.name for c in columns(correction.table) if c.local_id), None)
    name = KEY_COLUMNS.get(correction.table, local)
    assert name
    return str(getattr(record, name)) == _key(correction)


def _key(correction: Correction) -> str | None:
    """The key as the records of one report have it."""
    if correction.table == "reports":
        return correction.column
    if correction.table in KEY_COLUMNS:
        return correction.key
    return correction.key.removeprefix(f"{correction.report}/")


def _with_value(record: Any, column: Column, written: str) -> Any:
    value = _value(column, written, "new value")
    if value is None and column.required:
        raise CorrectionError(f"the column {column.name} needs a value.")
    changed = replace(record, **{column.name: value})
    if column.name != "municipality_code":
        return changed
    municipality = by_code(value) if value is not None else None
    if value is not None and municipality is None:
        raise CorrectionError(f"no municipality has the code {written}.")
    return replace(changed, municipality=municipality.name if municipality else None)


def _with_consequences(record: Any, column: str) -> Any:
    """A score whose points, maximum or percent have changed, with the bounds that follow."""
    if not isinstance(record, AreaScore | QuestionScore) or column not in ("achieved", "max", "percent"):
        return record
    interval = score_interval(record.achieved, record.max, record.percent)
    return replace(
        record,
        achieved_low=interval.low if interval else None,
        achieved_high=interval.high if interval else None,
    )


def _with_total(extraction: Extraction) -> Extraction:
    points = [a.achieved for a in extraction.area_scores if a.achieved is not None]
    return replace(extraction, report=replace(extraction.report, total=sum(points) if points else None))


def _with_themes(extraction: Extraction) -> Extraction:
    """The areas with the themes that they have in the report's edition."""
    key = extraction.report.edition
    known = {a.number: a.theme for a in edition(key).areas} if key else {}
    areas = tuple(replace(a, theme=known.get(a.area, a.theme)) for a in extraction.area_scores)
    return replace(extraction, area_scores=areas)


def _value(column: Column, written: str, which: str) -> Any:
    """What is written, in the type of the column; None for nothing."""
    text = " ".join(written.split())
    if column.type == "list<string>":
        return tuple(part.strip() for part in text.split(_LIST_SEPARATOR) if part.strip())
    if not text:
        return None
    try:
        value = _read(column.type, text)
    except ValueError:
        raise CorrectionError(
            f"the {which} {written!r} is no {_TYPE_NAMES[column.type]}, which {column.name} needs."
        ) from None
    if which == "new value" and column.values and value not in column.values:
        raise CorrectionError(f"{column.name} can be {', '.join(column.values)}, not {written!r}.")
    return value


_TYPE_NAMES = {
    "int16": "whole number",
    "float64": "number",
    "date32": "date as in 2011-05-17",
    "string": "text",
}


def _read(type: str, text: str) -> Any:
    """Raises ValueError."""
    if type == "int16":
        number = int(text)
        if number not in _INT16:
            raise ValueError
        return number
    if type == "float64":
        if not re.fullmatch(r"-?\d+(?:[.,]\d+)?", text):  # a spreadsheet in Swedish writes a comma
            raise ValueError
        return float(text.replace(",", "."))
    return datetime.date.fromisoformat(text) if type == "date32" else text


def _same(stored: Any, written: Any) -> bool:
    if isinstance(stored, float) and isinstance(written, float):
        return math.isclose(stored, written, rel_tol=0, abs_tol=1e-9)
    if isinstance(stored, str) and isinstance(written, str):
        return " ".join(stored.split()) == written
    return bool(stored == written)


def _text(value: Any) -> str:
    """A value as a message has it."""
    if value is None or value == ():
        return "nothing"
    if isinstance(value, float):
        return f"{value:g}"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def correction_message(correction: Correction) -> str:
    """What the issue of a correction says: from what to what, why, by whom and when."""
    old, new = (" ".join(v.split()) or "nothing" for v in (correction.old_value, correction.new_value))
    return (
        f"{correction.column} was read as {old} and is corrected to {new}: {correction.reason} "
        f"({correction.by}, {correction.date})"
    )
