"""Belägg: the page of a report with a record's box outlined, and its text beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.dataset import Dataset
from corpus.labels import FINDING_LABEL, RELATION_LABELS
from corpus.report_lookup import UnknownReportError, report_with_id
from corpus.report_records import ReportRecord, report_records
from corpus.web.addresses import (
    evidence_address,
    municipality_address,
    page_picture,
    report_address,
    report_pdf,
    twin,
)
from schemas.municipalities import by_printed_name
from schemas.records import Box

_MOST_SHEETS = 4
"""Pages of a record that are shown: a record spans two at most, but a file may say anything."""

_TABLE_LABELS = {
    "reports": "titelsida",
    "area_scores": "områdets poäng",
    "question_scores": "delfrågans poäng",
    "passages": "stycke",
    "facts": "kortfakta",
}


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A record and where it is shown."""

    key: str
    label: str
    text: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class PageSheet:
    """A page of the report that the record stands on."""

    page: int
    boxes: tuple[Box, ...]
    """The record's boxes on it, in points from the displayed page's top-left corner."""
    picture: str | None
    """Address of the page's picture; None where the original file is not at hand or cannot be drawn."""
    width: float | None
    """Of the page as displayed, in points, where there is a picture."""
    height: float | None


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A record and where it stands."""

    address: str
    twin: str
    report_id: str
    report_address: str
    report_name: str
    pdf: str | None
    key: str
    label: str
    text: str
    municipality: str | None
    municipality_address: str | None
    area: int | None
    heading: str | None
    question: str | None
    page: int | None
    sheets: tuple[PageSheet, ...]
    previous: RecordLink | None
    next: RecordLink | None
    on_page: tuple[RecordLink, ...]
    """All records that begin on the same page, in reading order."""


class UnknownRecordError(UnknownReportError):
    """The report has no record with the key."""


PageSizes = Callable[[int], tuple[float, float] | None]
"""Number of a page of the report to its width and height, None where there is no picture of it."""


def evidence_view(dataset: Dataset, report_id: str, key: str, *, page_size: PageSizes | None) -> EvidenceView:
    """The page of a record; `page_size` is None where the report's file is not at hand.

    Raises UnknownReportError or UnknownRecordError.
    """
    report = report_with_id(dataset, report_id)
    records = report_records(dataset.report_rows(report_id))
    at = next((i for i, record in enumerate(records) if record.key == key), None)
    if at is None:
        raise UnknownRecordError(f"The report {report_id} has no record {key[:40]}.")
    record, address = records[at], evidence_address(report_id, key)
    about = by_printed_name(record.about) if record.about else None
    return EvidenceView(
        address=address,
        twin=twin(address),
        report_id=report_id,
        report_address=report_address(report_id),
        report_name=f"{report['municipality'] or report_id} {report['year'] or ''}".strip(),
        pdf=report_pdf(report_id) if page_size else None,
        key=key,
        label=_label(record),
        text=record.text,
        municipality=record.about,
        municipality_address=municipality_address(about.code) if about else None,
        area=record.area,
        heading=record.heading,
        question=record.question,
        page=record.page,
        sheets=_sheets(report_id, record, page_size),
        previous=_link(report_id, records[at - 1], key) if at > 0 else None,
        next=_link(report_id, records[at + 1], key) if at + 1 < len(records) else None,
        on_page=tuple(
            _link(report_id, other, key)
            for other in records
            if other.page is not None and other.page == record.page
        ),
    )


def _label(record: ReportRecord) -> str:
    if record.table == "findings":
        return FINDING_LABEL[record.kind or ""]
    if record.table == "examples":
        return RELATION_LABELS[record.kind or ""]
    return _TABLE_LABELS[record.table]


def _sheets(report_id: str, record: ReportRecord, page_size: PageSizes | None) -> tuple[PageSheet, ...]:
    made = []
    for page in sorted({box.page for box in record.boxes})[:_MOST_SHEETS]:
        size = page_size(page) if page_size else None
        width, height = size or (None, None)
        made.append(
            PageSheet(
                page=page,
                boxes=tuple(box for box in record.boxes if box.page == page),
                picture=page_picture(report_id, page) if size else None,
                width=width,
                height=height,
            )
        )
    return tuple(made)


def _link(report_id: str, record: ReportRecord, current: str) -> RecordLink:
    return RecordLink(
        key=record.key,
        label=_label(record),
        text=record.text,
        address=evidence_address(report_id, record.key),
        current=record.key == current,
    )
