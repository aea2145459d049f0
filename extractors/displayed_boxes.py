"""From the boxes on pages set straight to those on the pages as displayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from extractors.reading.page_space import IDENTITY, Matrix
from extractors.reading.pages import Page
from schemas.records import Box, Extraction


def with_displayed_boxes(extraction: Extraction, pages: Sequence[Page]) -> Extraction:
    """The records with boxes that hold, on the displayed page, what they held on the page as read.

    A scan that lies askew, on its side or on its head is set straight before it is read; every
    other page is read as displayed and keeps its boxes.
    """
    maps = {page.number: page.to_display for page in pages if page.to_display != IDENTITY}
    if not maps:
        return extraction
    tables: dict[str, Any] = {}
    for table in fields(Extraction):
        records = getattr(extraction, table.name)
        if isinstance(records, tuple):
            tables[table.name] = tuple(_mapped(record, maps) for record in records)
        else:
            tables[table.name] = _mapped(records, maps)
    return Extraction(**tables)


def _mapped(record: Any, maps: dict[int, Matrix]) -> Any:
    boxes = tuple(_displayed(box, maps.get(box.page, IDENTITY)) for box in record.boxes)
    return record if boxes == record.boxes else replace(record, boxes=boxes)


def _displayed(box: Box, to_display: Matrix) -> Box:
    if to_display == IDENTITY:
        return box
    x0, top, x1, bottom = to_display.box(box.x0, box.top, box.x1, box.bottom)
    return Box(box.page, x0, top, x1, bottom)
