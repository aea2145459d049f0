"""What a check notices in a stored dataset beyond the rules of single reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.checking import CheckResult, check_dataset
from corpus.dataset import open_dataset
from corpus.store import write_descriptor, write_tables
from schemas.records import Example, Extraction
from tests.stub_reports import read_stub

STRUCTURAL = {"file-changed", "id-doubled", "id-unknown", "value-unknown"}


@pytest.fixture
def extraction() -> Extraction:
    return read_stub(b"read\ncode: 9001\nmunicipality: Sagoberga\nyear: 2011", "a.pdf")


def structural(folder: Path, *reports: tuple[str, Extraction]) -> list[tuple[str, str | None, str]]:
    counts = write_tables(folder, reports, "a version")
    write_descriptor(folder, counts, "a version")
    results = check_dataset(open_dataset(folder))
    return [(r.rule, r.report_id, r.message) for r in results if r.rule in STRUCTURAL]


def test_a_whole_dataset_has_nothing_structural(tmp_path: Path, extraction: Extraction) -> None:
    assert structural(tmp_path, ("9001-2011", extraction), ("9001-2011-2", extraction)) == []


def test_an_id_that_stands_twice_is_an_error(tmp_path: Path, extraction: Extraction) -> None:
    doubled = replace(extraction, findings=extraction.findings * 2)
    assert structural(tmp_path, ("9001-2011", doubled)) == [
        ("id-doubled", "9001-2011", "the id 9001-2011/f1 stands 2 times")
    ]


def test_a_reference_to_a_row_that_is_not_there_is_an_error(tmp_path: Path, extraction: Extraction) -> None:
    lost = Example("e1", 1, None, None, "own", "9001", "Sagoberga", "En mening.", None, 1.0, "p77")
    assert structural(tmp_path, ("9001-2011", replace(extraction, examples=(lost,)))) == [
        ("id-unknown", "9001-2011", "passage_id 9001-2011/p77 is not in passages")
    ]


def test_a_value_outside_the_closed_set_is_an_error(tmp_path: Path, extraction: Extraction) -> None:
    (finding,) = extraction.findings
    odd = replace(finding, kind="hope")  # type: ignore[arg-type]
    assert structural(tmp_path, ("9001-2011", replace(extraction, findings=(odd,)))) == [
        ("value-unknown", "9001-2011", "kind holds 'hope'")
    ]


def test_the_rules_are_asked_anew_whatever_is_stored_as_issues(
    tmp_path: Path, extraction: Extraction
) -> None:
    counts = write_tables(tmp_path, [("9001-2011", replace(extraction, issues=()))], "a version")
    write_descriptor(tmp_path, counts, "a version")
    assert open_dataset(tmp_path).rows("issues") == []
    assert CheckResult(
        "warning",
        "9001-2011",
        "points-percent",
        "question_scores",
        "1.2",
        "9 of 20 points is printed with 37 %, which would be 7.3 to 7.5 points",
    ) in check_dataset(open_dataset(tmp_path))
