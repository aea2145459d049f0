"""Records become rows of fixed columns and back, and the data dictionary tells what they are."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from schemas.data_dictionary import data_dictionary
from schemas.records import AreaScore, Box, Example, Extraction, Finding, Issue, Report
from schemas.tables import (
    PRIMARY_KEYS,
    RECORD_TYPES,
    TABLE_DESCRIPTIONS,
    arrow_schema,
    columns,
    extraction_from_rows,
    rows,
)

DICTIONARY = Path(__file__).parents[1] / "docs" / "data-dictionary.md"

EXTRACTION = Extraction(
    report=Report(
        municipality_code="9006",
        municipality="Låtsele",
        year=2021,
        report_date=datetime.date(2021, 12, 3),
        edition="2020",
        evaluation_number=None,
        evaluators=("Ada Sagesman", "Bo Dikt"),
        publisher=None,
        title="Kommunkompassen",
        pages=21,
        total=70.5,
        stated_total=None,
        source_file="latsele.pdf",
        source_sha256="ab" * 32,
        reference_base=None,
        read_by="text",
        confidence=None,
        extractor_version="1",
        boxes=(Box(1, 10.0, 20.0, 30.5, 40.0),),
    ),
    area_scores=(AreaScore(1, "Samspel", "demokrati", 70.5, 100.0, None, 70.25, 70.75, None),),
    findings=(
        Finding("f1", 1, "strength", 1, "Öppet diarium", None, (Box(7, 1, 2, 3, 4), Box(8, 1, 2, 3, 4))),
    ),
    examples=(Example("e1", 1, None, None, "model", "9003", "Påhittnäs", "Se Påhittnäs.", "Se", 0.5, None),),
    issues=(
        Issue("info", "r1", "findings", "f1", "Om ett fynd"),
        Issue("info", "r2", "area_scores", "1", "Om ett område"),
        Issue("info", "r3", None, None, "Om rapporten"),
    ),
)


def test_rows_carry_report_id_and_place() -> None:
    tables = rows(EXTRACTION, "9006-2021")
    assert list(tables) == list(RECORD_TYPES)
    finding = tables["findings"][0]
    assert (finding["report_id"], finding["finding_id"]) == ("9006-2021", "9006-2021/f1")
    assert (finding["page"], finding["bbox"]) == (7, [1, 2, 3, 4])
    assert [b["page"] for b in finding["boxes"]] == [7, 8]
    assert [i["key"] for i in tables["issues"]] == ["9006-2021/f1", "1", None]
    assert tables["examples"][0]["passage_id"] is None
    assert (tables["area_scores"][0]["page"], tables["area_scores"][0]["boxes"]) == (None, [])


def test_rows_survive_the_stored_types_and_give_the_records_back() -> None:
    tables = rows(EXTRACTION, "9006-2021")
    stored = {
        name: pa.Table.from_pylist(of_table, schema=arrow_schema(name)).to_pylist()
        for name, of_table in tables.items()
    }
    assert extraction_from_rows(stored) == EXTRACTION


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_rows_have_exactly_the_columns_of_their_table(table: str) -> None:
    names = [c.name for c in columns(table)]
    assert names == arrow_schema(table).names
    assert len(set(names)) == len(names)
    for row in rows(EXTRACTION, "9006-2021")[table]:
        assert sorted(row) == sorted(names)


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_every_column_is_described_and_every_measure_has_a_unit(table: str) -> None:
    assert TABLE_DESCRIPTIONS[table].endswith(".")
    for column in columns(table):
        assert column.description, column.name
        measure = column.type == "float64" and column.name != "number"
        assert bool(column.unit) or not measure, column.name


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_column_descriptions_are_stored_with_the_columns(table: str) -> None:
    for column, field in zip(columns(table), arrow_schema(table), strict=True):
        assert field.metadata[b"description"].decode() == column.description


def test_nullable_columns_are_those_whose_record_allows_none() -> None:
    required = {c.name for c in columns("findings") if c.required}
    assert required == {"report_id", "finding_id", "area", "kind", "position", "text", "boxes"}


def test_contract_columns_are_all_there() -> None:
    assert [c.name for c in columns("question_scores")] == [
        "report_id", "area", "question", "text", "achieved", "max", "percent",
        "achieved_low", "achieved_high", "page", "bbox", "boxes",
    ]  # fmt: skip
    assert set(PRIMARY_KEYS) == {"reports", "findings", "passages", "examples"}


def test_rows_of_several_reports_are_no_extraction() -> None:
    both = rows(EXTRACTION, "9006-2021")["reports"] * 2
    with pytest.raises(ValueError, match="one report, got 2"):
        extraction_from_rows({"reports": both})


def test_the_data_dictionary_is_current() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary(), "run `make dictionary`"
