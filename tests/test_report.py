"""Reading a whole report: the same bytes, the same records; what is none is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.reading.document import Reading
from extractors.reading.pages import Page
from extractors.reading.reading_errors import NotAReport, NoText
from extractors.report import extract, read_report
from tests.page_builder import words

SAMPLE = Path(__file__).parents[1] / "samples" / "fabelstad-2021.pdf"


def test_the_same_bytes_give_the_same_records() -> None:
    data = SAMPLE.read_bytes()
    assert read_report(data, "a.pdf") == read_report(data, "a.pdf")


def test_pages_without_words_are_no_text() -> None:
    with pytest.raises(NoText):
        extract(Reading((Page(1, 595.0, 842.0, ()),)), "a.pdf", "0")


def test_a_document_without_areas_is_no_report() -> None:
    with pytest.raises(NotAReport):
        extract(Reading((Page(1, 595.0, 842.0, words(50, 100, "En inbjudan till möte")),)), "a.pdf", "0")
