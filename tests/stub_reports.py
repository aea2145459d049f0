"""A stand-in for the extractors, so that the pipeline's tests need no report PDFs.

A "report" here is a text file: the first line an order, then `key: value` lines for the title page.
Test modules hand `EXTRACT` to an ingest, whose workers import it by that name.
"""

from __future__ import annotations

import ctypes
import datetime
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from extractors.reading.reading_errors import EmptyFile, NotAPdf, OcrMissing, PasswordNeeded
from schemas.records import AreaScore, Box, Extraction, Fact, Finding, Issue, Passage, QuestionScore, Report

EXTRACT = "tests.stub_reports:read_stub"
VERSION = "stub-1"


def stub_report(folder: Path, name: str, *, order: str = "read", **title: str) -> Path:
    """Write a stub report into `folder` and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([order, *(f"{k}: {v}" for k, v in title.items())]), encoding="utf-8")
    return path


def read_stub(
    data: bytes,
    source_file: str,
    *,
    reader: str = "pdfium",
    before_recognition: Callable[[int], None] = lambda pages: None,
) -> Extraction:
    """Read a stub report, or misbehave as its first line says."""
    if not data:
        raise EmptyFile
    order, *lines = data.decode().splitlines()
    title = dict(line.split(": ", 1) for line in lines)
    if order == "crash":
        ctypes.string_at(0)
    elif order == "exit":
        os._exit(3)
    elif order == "hang":
        time.sleep(3600)
    elif order == "scanned":
        before_recognition(int(title["scanned"]))
        time.sleep(float(title["seconds"]))
    elif order == "slow":
        time.sleep(float(title["seconds"]))
    elif order == "greedy":
        bytearray(8 << 30)
    elif order == "defect":
        raise ZeroDivisionError("a defect")
    elif order == "no recognition":
        raise OcrMissing
    elif order == "password":
        raise PasswordNeeded
    elif order != "read":
        raise NotAPdf("text")
    return _extraction(data, source_file, title)


def _extraction(data: bytes, source_file: str, title: dict[str, str]) -> Extraction:
    boxes = (Box(2, 70.875, 100.1, 520.3, 113.7), Box(3, 70.875, 60.0, 300.25, 73.0))
    date = title.get("date")
    report = Report(
        municipality_code=title.get("code"),
        municipality=title.get("municipality"),
        year=int(title["year"]) if "year" in title else None,
        report_date=datetime.date.fromisoformat(date) if date else None,
        edition="2010",
        evaluation_number=1,
        evaluators=("Anna Andersson, SKL", "Örjan Öst, Sagoberga kommun"),
        publisher=None,
        title=title.get("title", "Kommunkompassen"),
        pages=int(title.get("pages", "3")),
        total=51.5,
        stated_total=None,
        source_file=source_file,
        source_sha256=hashlib.sha256(data).hexdigest(),
        reference_base=None,
        read_by="text",
        confidence=None,
        extractor_version=VERSION,
        boxes=boxes,
    )
    return Extraction(
        report=report,
        area_scores=(
            AreaScore(
                1, "Offentlighet och demokrati", "demokrati", 51.5, 100.0, 51.0, 51.25, 51.5, 48.1, boxes
            ),
        ),
        question_scores=(
            QuestionScore(1, "1.1", "Finns en plan?", 12.0, 15.0, 80.0, 11.925, 12.075, boxes),
            QuestionScore(1, "1.2", "Hur informeras?", 9.0, 20.0, 37.0, None, None, boxes),
        ),
        findings=(Finding("f1", 1, "strength", 1, "Tydlig vision å ä ö", "1.1", boxes),),
        passages=(Passage("p1", 1, "Allmänt", None, 1, title.get("text", "Löptext."), boxes),),
        facts=(Fact("Folkmängd", "3 000", 3000.0, None),),
        issues=(Issue("info", "page-without-text", "reports", "page 3", "page 3 has no text"),),
    )
