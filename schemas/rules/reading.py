"""Issues that are noticed while reports are read and published, worded here so that all read alike.

They are kept in `Extraction.issues`; the rules of `schemas.rules.RULES` can be asked of a stored
dataset, these cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemas.edition_signs import CLEAR_MARGIN, EditionDecision
from schemas.records import Box, Issue, Report, Severity
from schemas.scores import points_interval

HEADING_SCORE = "heading-score"
PAGE_WITHOUT_TEXT = "page-without-text"
READING_NOTE = "reading-note"
EDITION_GUESSED = "edition-guessed"
SAME_YEAR = "same-year"
SAME_FILE = "same-file"
CORRECTED = "corrected"

READING_RULES: Mapping[str, tuple[Severity, str]] = {
    HEADING_SCORE: (
        "warning",
        "An area's points stand at its heading and in the overview; where they differ one is a misprint.",
    ),
    PAGE_WITHOUT_TEXT: (
        "warning",
        "A page without text is blank, a picture, or a scan that was not read and whose content is missing.",
    ),
    READING_NOTE: (
        "info",
        "A page that was not read in the usual way may hold less, or other, than it shows.",
    ),
    EDITION_GUESSED: (
        "info",
        "Where the signs of two editions weigh nearly alike, the edition is a guess and so are the themes.",
    ),
    SAME_YEAR: (
        "info",
        "Two reports of one municipality and year may be a draft and the final report, or two evaluations.",
    ),
    SAME_FILE: ("warning", "The same file under two names counts every row twice."),
    CORRECTED: (
        "info",
        "A person has corrected what was read; what is printed stays visible here, with who, when and why.",
    ),
}
"""Rule id to its severity and why it is there."""


def heading_score_issue(
    area: int, heading: float, overview: float, boxes: tuple[Box, ...] = ()
) -> Issue | None:
    """The warning that an area's own heading and the overview print different points.

    None when both can be the same score (51 and 51.5 can: one of them was rounded further).
    """
    if points_interval(heading).meet(points_interval(overview)) is not None:
        return None
    return Issue(
        severity=READING_RULES[HEADING_SCORE][0],
        rule=HEADING_SCORE,
        table="area_scores",
        key=str(area),
        message=f"area {area} has {heading:g} points at its heading and {overview:g} in the overview",
        boxes=boxes,
    )


def page_without_text_issue(page: int) -> Issue:
    """The warning that a page (from 1) holds no text: blank, a picture, or a scan not read."""
    return Issue(
        severity=READING_RULES[PAGE_WITHOUT_TEXT][0],
        rule=PAGE_WITHOUT_TEXT,
        table="reports",
        key=f"page {page}",
        message=f"page {page} has no text; if it is a scan, its content is missing",
    )


def reading_note_issue(page: int, note: str) -> Issue:
    """The note that a page (from 1) was not read in the usual way; `note` is a sentence that says how."""
    return Issue(
        severity=READING_RULES[READING_NOTE][0],
        rule=READING_NOTE,
        table="reports",
        key=f"page {page}",
        message=note,
    )


def edition_guessed_issue(decision: EditionDecision) -> Issue | None:
    """The note that the edition is a guess, None where it was decided with a clear lead."""
    if decision.key is None or decision.margin >= CLEAR_MARGIN:
        return None
    return Issue(
        severity=READING_RULES[EDITION_GUESSED][0],
        rule=EDITION_GUESSED,
        table="reports",
        key="edition",
        message=f"edition {decision.key} is a guess: another fits nearly as well",
    )


def corrected_issue(table: str, key: str | None, what: str, boxes: tuple[Box, ...] = ()) -> Issue:
    """The note that a record was corrected; `what` says from what to what, why, by whom and when."""
    return Issue(
        severity=READING_RULES[CORRECTED][0],
        rule=CORRECTED,
        table=table,
        key=key,
        message=what,
        boxes=boxes,
    )


def duplicate_reports(reports: Mapping[str, Report]) -> Iterator[tuple[str, Issue]]:
    """Notes on reports, by report id, of one municipality and year: the later one's id and the issue.

    The first one gets none.
    """
    first: dict[tuple[str, int], str] = {}
    for report_id, report in reports.items():
        if report.municipality_code is None or report.year is None:
            continue
        other_id = first.setdefault((report.municipality_code, report.year), report_id)
        if other_id == report_id:
            continue
        other = reports[other_id]
        same = other.source_sha256 == report.source_sha256
        rule = SAME_FILE if same else SAME_YEAR
        how = "is the same file as" if same else "is of the same municipality and year as"
        yield (
            report_id,
            Issue(
                severity=READING_RULES[rule][0],
                rule=rule,
                table="reports",
                key="source_file",
                message=f"{report.source_file} {how} {other.source_file} ({other_id})",
            ),
        )
