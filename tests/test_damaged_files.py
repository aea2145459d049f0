"""Damaged and malicious files are read or refused, and nothing else; see `tests.damaged_files`."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.reading.document import Reader, read_document
from extractors.reading.reading_errors import UnreadableDocument
from extractors.report import read_report
from tests.damaged_files import run
from tests.pages.draw_hostile_pages import FOLDER, SMALL

ROUNDS = 100
OVER_LIMITS = {"self-referring-form", "forms-that-double"}
"""Files that take any amount of memory; only a worker can be asked to read them."""


def test_damaged_reports_are_read_or_refused_within_their_limits(tmp_path: Path) -> None:
    tally = run(range(1, ROUNDS + 1), 2026, tmp_path)
    assert tally.failures == ()
    assert sum(tally.endings.values()) == ROUNDS
    assert tally.endings["read"] > ROUNDS // 2


@pytest.mark.parametrize("name", sorted(SMALL))
def test_stored_hostile_pages_are_what_the_code_draws(name: str) -> None:
    assert (FOLDER / f"{name}.pdf").read_bytes() == SMALL[name]()


@pytest.mark.parametrize("name", sorted(SMALL.keys() - OVER_LIMITS))
def test_hostile_pages_give_a_reason(name: str) -> None:
    with pytest.raises(UnreadableDocument):
        read_report(SMALL[name](), f"{name}.pdf")


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_text_of_no_height_is_not_there(reader: Reader) -> None:
    (page,) = read_document(SMALL["text-without-height"](), reader).pages
    assert "Platt" not in {word.text for word in page.words}
    assert "Rad" in {word.text for word in page.words}
