"""Typeset a report: one call from what is written to the PDF."""

from __future__ import annotations

from tests.typesetter.compose import compose
from tests.typesetter.layout import Layout
from tests.typesetter.page_boxes import with_page_boxes
from tests.typesetter.report import Report
from tests.typesetter.reportlab_producer import reportlab_pdf
from tests.typesetter.typst_producer import typst_pdf

_PRODUCERS = {"typst": typst_pdf, "reportlab": reportlab_pdf}


def typeset(report: Report, layout: Layout) -> bytes:
    """The PDF of `report` in `layout`; the same input gives the same bytes."""
    data = _PRODUCERS[layout.producer](compose(report, layout), layout)
    return with_page_boxes(data, layout.rotation, layout.crop) if layout.rotation or layout.crop else data
