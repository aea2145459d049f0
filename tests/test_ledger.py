"""What a ledger remembers, and what can be wrong with one."""

from __future__ import annotations

import dataclasses
import datetime
import json
import math
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.extraction_codec import UndecodableError, decode, decode_report, encode
from pipeline.ledger import Document, FileState, Ledger, StoredReport, Supersession, open_ledger, read_ledger
from pipeline.ledger_database import (
    LEDGER_FILE,
    LEDGER_FOLDER,
    LedgerDamagedError,
    LedgerNotWritableError,
    NoLedgerError,
    OtherLedgerVersionError,
)
from tests.stub_reports import read_stub

A, B = Path("/archive/a.pdf"), Path("/archive/b.pdf")
STATE = FileState(10, 1, 1)
BLOB = b"an extraction"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path) as opened:
        yield opened


def read(sha256: str, extraction: bytes = BLOB, version: str = "1") -> Document:
    return Document(sha256, "read", None, None, version, "pdfium", 120.0, 1 << 30, 3, extraction)


def set_aside(sha256: str, category: str) -> Document:
    return Document(sha256, "set_aside", category, "A reason.", "2", "pdfium", 120.0, 1 << 30)


def published(ledger: Ledger) -> list[tuple[str, str]]:
    return [(r.sha256, r.source_file) for r in ledger.stored_reports()]


def test_a_document_and_its_files_are_remembered(ledger: Ledger) -> None:
    ledger.record(read("sha-a"), {A: STATE})
    assert ledger.document("sha-a") == dataclasses.replace(read("sha-a"), extraction=None)
    seen = ledger.file(A)
    assert seen is not None
    assert (seen.state, seen.sha256, seen.read_sha256, seen.problem) == (STATE, "sha-a", "sha-a", None)
    assert ledger.extraction("sha-a") == BLOB
    assert ledger.file(B) is None
    assert ledger.document("sha-b") is None


def test_the_same_bytes_under_two_names_are_one_report_under_the_first_name(ledger: Ledger) -> None:
    ledger.record(read("sha"), {B: STATE})
    ledger.note_file(A, STATE, "sha")
    assert published(ledger) == [("sha", "a.pdf")]
    assert ledger.holders("sha") == [A, B]


def test_a_newer_version_at_the_same_path_supersedes_the_older(ledger: Ledger) -> None:
    ledger.record(read("old"), {A: STATE})
    ledger.record(read("new"), {A: FileState(11, 2, 2)})
    assert published(ledger) == [("new", "a.pdf")]
    assert ledger.supersessions() == [Supersession(A, "old", "new")]


def test_an_older_version_that_another_file_still_holds_stays(ledger: Ledger) -> None:
    ledger.record(read("old"), {A: STATE, B: STATE})
    ledger.record(read("new"), {A: STATE})
    assert published(ledger) == [("new", "a.pdf"), ("old", "b.pdf")]


def test_a_newer_version_that_cannot_be_read_leaves_the_older_in_place(ledger: Ledger) -> None:
    ledger.record(read("old"), {A: STATE})
    ledger.record(set_aside("new", "damaged_pdf"), {A: STATE})
    assert published(ledger) == [("old", "a.pdf")]
    assert ledger.supersessions() == []
    ledger.record(read("new"), {A: STATE})
    assert published(ledger) == [("new", "a.pdf")]
    assert ledger.supersessions() == [Supersession(A, "old", "new")]


@pytest.mark.parametrize("category", ["time", "memory", "crash", "defect"])
def test_a_failure_that_says_nothing_of_the_document_keeps_what_was_read(
    ledger: Ledger, category: str
) -> None:
    ledger.record(read("sha"), {A: STATE})
    ledger.record(set_aside("sha", category), {A: STATE})
    document = ledger.document("sha")
    assert document is not None
    assert (document.status, document.category, document.pages) == ("set_aside", category, 3)
    assert published(ledger) == [("sha", "a.pdf")]


def test_a_document_found_to_be_no_report_leaves_the_dataset(ledger: Ledger) -> None:
    ledger.record(read("sha"), {A: STATE})
    ledger.record(set_aside("sha", "not_a_report"), {A: STATE})
    assert published(ledger) == []


def test_a_file_that_cannot_be_opened_any_more_keeps_its_report(ledger: Ledger) -> None:
    ledger.record(read("sha"), {A: STATE})
    ledger.note_unopenable(A, "No permission.")
    seen = ledger.file(A)
    assert seen is not None
    assert (seen.sha256, seen.read_sha256, seen.problem) == (None, "sha", "No permission.")
    assert published(ledger) == [("sha", "a.pdf")]


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        ledger.record(read("sha"), {A: STATE})
        (stored,) = ledger.stored_reports()
    with read_ledger(tmp_path) as ledger:
        assert ledger.stored_reports() == [stored]
        assert isinstance(stored, StoredReport)
        assert [f.path for f in ledger.files()] == [A]


def test_reading_a_ledger_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with pytest.raises(NoLedgerError, match="Nothing has been ingested"), read_ledger(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_ledger_is_named(tmp_path: Path) -> None:
    (tmp_path / LEDGER_FOLDER).mkdir()
    (tmp_path / LEDGER_FOLDER / LEDGER_FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(LedgerDamagedError, match="is damaged"), open_ledger(tmp_path):
        pass


def test_a_ledger_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    with open_ledger(tmp_path):
        pass
    database = sqlite3.connect(tmp_path / LEDGER_FOLDER / LEDGER_FILE)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(OtherLedgerVersionError, match="newer version"), open_ledger(tmp_path):
        pass


def test_a_dataset_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "dataset").write_text("a file")
    with pytest.raises(LedgerNotWritableError, match="cannot be written"), open_ledger(tmp_path / "dataset"):
        pass


def test_an_extraction_comes_back_exactly() -> None:
    extraction = read_stub(
        b"read\nyear: 2011\ndate: 2011-05-17\ntext: \xc3\xa5\xc3\xa4\xc3\xb6 \\u0000", "a.pdf"
    )
    odd = dataclasses.replace(
        extraction.report, total=0.1 + 0.2, stated_total=math.nextafter(1, 2), confidence=1 / 3, evaluators=()
    )
    extraction = dataclasses.replace(extraction, report=odd)
    assert decode(encode(extraction)) == extraction
    assert decode(encode(extraction)).report.report_date == datetime.date(2011, 5, 17)
    assert encode(decode(encode(extraction))) == encode(extraction)


def test_an_extraction_stored_before_a_column_was_added_still_comes_back() -> None:
    extraction = read_stub(b"read\nyear: 2011", "a.pdf")
    title, whole = streams(encode(extraction))
    for stored in (title, whole):
        del stored["report"]["reference_base"]
        stored["report"]["a column of long ago"] = 1
    del whole["examples"]
    data = compressed(title) + compressed(whole)
    assert (decode(data), decode_report(data)) == (extraction, extraction.report)


def test_an_extraction_stored_before_title_pages_were_apart_still_comes_back() -> None:
    extraction = read_stub(b"read\nyear: 2011", "a.pdf")
    data = compressed(streams(encode(extraction))[1])
    assert (decode(data), decode_report(data)) == (extraction, extraction.report)


def test_the_title_page_is_read_though_the_rest_is_damaged() -> None:
    extraction = read_stub(b"read\nyear: 2011", "a.pdf")
    data = encode(extraction)
    assert decode_report(data[:-5]) == extraction.report
    with pytest.raises(UndecodableError, match="cannot be read"):
        decode(data[:-5])


def streams(data: bytes) -> list[Any]:
    """What an encoded extraction holds, as plain JSON."""
    found = []
    while data:
        stream = zlib.decompressobj()
        found.append(json.loads(stream.decompress(data)))
        data = stream.unused_data
    return found


def compressed(stored: Any) -> bytes:
    return zlib.compress(json.dumps(stored).encode())


@pytest.mark.parametrize(
    "data", [b"", b"garbage", zlib.compress(b"{}"), zlib.compress(b"[1"), zlib.compress(b"3")]
)
def test_bytes_that_are_no_extraction_are_refused(data: bytes) -> None:
    with pytest.raises(UndecodableError, match="cannot be read"):
        decode(data)
