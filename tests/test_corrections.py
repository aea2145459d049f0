"""Curated corrections: what they change, what follows from them, what stays visible, what stops them."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from corpus.dataset import open_dataset
from extractors.report import read_report
from pipeline.command_line import app
from pipeline.extraction_codec import encode
from pipeline.ingest import Settings, ingest
from pipeline.ledger import Document, FileState, open_ledger
from pipeline.publication import Publication, publish
from schemas.corrections import Correction, CorrectionError, apply_corrections
from schemas.records import Extraction
from tests.stub_reports import EXTRACT, VERSION, read_stub, stub_report

ROOT = Path(__file__).parents[1]
HEADING = "report,table,key,column,old value,new value,reason,by,date"
WHO = "misprint,Anna Andersson,2026-03-01"


def stub(year: int, municipality: str = "Sagoberga") -> Extraction:
    return read_stub(f"read\ncode: 9001\nmunicipality: {municipality}\nyear: {year}".encode(), "")


def store(dataset: Path, *years: int) -> None:
    """Have the ledger of `dataset` hold a report of each year, as after reading them."""
    with open_ledger(dataset) as ledger:
        for year in years:
            made = stub(year)
            document = Document(
                made.report.source_sha256, "read", None, None, VERSION, "pdfium", 1.0, 1, 3, encode(made)
            )
            ledger.record(document, {dataset / f"{year}.pdf": FileState(1, 1, 1)})


def published(dataset: Path) -> Publication:
    with open_ledger(dataset) as ledger:
        return publish(ledger, dataset)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    store(tmp_path / "dataset", 2011, 2012)
    published(tmp_path / "dataset")
    return tmp_path / "dataset"


def correct(dataset: Path, *lines: str) -> Publication:
    """Write the lines, which lack reason and who, and publish."""
    text = "\n".join([HEADING, *(f"{line},{WHO}" for line in lines)])
    (dataset / "corrections.csv").write_text(text, encoding="utf-8")
    return published(dataset)


def rows(dataset: Path, table: str, report: str = "9001-2011") -> list[dict[str, Any]]:
    return [row for row in open_dataset(dataset).rows(table) if row["report_id"] == report]


def contents(dataset: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in dataset.iterdir() if p.suffix in (".parquet", ".json")}


def rules(dataset: Path) -> list[tuple[str, str]]:
    return [(row["rule"], row["key"]) for row in rows(dataset, "issues")]


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": "300"})


def test_a_corrected_score_is_published_with_its_bounds_and_the_print_stays_visible(dataset: Path) -> None:
    assert ("points-percent", "1.2") in rules(dataset)
    assert correct(dataset, "9001-2011,question_scores,1.2,achieved,9,7.4").changed
    question = rows(dataset, "question_scores")[1]
    assert (question["achieved"], question["percent"]) == (7.4, 37.0)
    assert (question["achieved_low"], question["achieved_high"]) == pytest.approx((7.35, 7.45))
    assert ("points-percent", "1.2") not in rules(dataset)
    assert ("points-percent", "1.2") in [(r["rule"], r["key"]) for r in rows(dataset, "issues", "9001-2012")]
    (issue,) = [row for row in rows(dataset, "issues") if row["rule"] == "corrected"]
    assert (issue["severity"], issue["table"], issue["key"]) == ("info", "question_scores", "1.2")
    assert issue["message"] == (
        "achieved was read as 9 and is corrected to 7.4: misprint (Anna Andersson, 2026-03-01)"
    )
    assert issue["page"] == question["page"]


def test_the_total_follows_a_corrected_area(dataset: Path) -> None:
    correct(dataset, '9001-2011,area_scores,1,achieved,51.5,"48,5"')
    (area,), (report,) = rows(dataset, "area_scores"), rows(dataset, "reports")
    assert (area["achieved"], report["total"]) == (48.5, 48.5)
    assert (area["achieved_low"], area["achieved_high"]) == (None, None)
    assert {rule for rule, _ in rules(dataset)} >= {"corrected", "points-percent"}
    assert "total-sum" not in {rule for rule, _ in rules(dataset)}


def test_a_corrected_edition_gives_the_areas_their_themes() -> None:
    read = stub(2011)
    second = replace(read, area_scores=(replace(read.area_scores[0], area=2, theme="brukare"),))
    line = Correction(2, "9001-2011", "reports", "", "edition", "2010", "2020", "why", "Anna", "2026-03-01")
    corrected = apply_corrections(second, [line])
    assert (corrected.report.edition, corrected.area_scores[0].theme) == ("2020", "samhallsbyggnad")


@pytest.mark.parametrize(
    ("line", "table", "column", "value"),
    [
        ("findings,f1,text,Tydlig  vision å ä ö,Tydlig vision", "findings", "text", "Tydlig vision"),
        ("findings,9001-2011/f1,kind,strength,improvement", "findings", "kind", "improvement"),
        ("passages,p1,area,1,", "passages", "area", None),
        ("facts,Folkmängd,number,3000,3001.5", "facts", "number", 3001.5),
        ("reports,9001-2011,publisher,,SKL", "reports", "publisher", "SKL"),
        (
            'reports,,evaluators,"Anna Andersson, SKL; Örjan Öst, Sagoberga kommun",Anna Andersson',
            "reports",
            "evaluators",
            ["Anna Andersson"],
        ),
    ],
)
def test_every_table_can_be_corrected_in_the_types_of_its_columns(
    dataset: Path, line: str, table: str, column: str, value: object
) -> None:
    correct(dataset, f"9001-2011,{line}")
    assert rows(dataset, table)[0][column] == value
    assert "corrected" in {rule for rule, _ in rules(dataset)}


def test_a_corrected_year_gives_the_report_another_id_by_which_others_name_it(dataset: Path) -> None:
    correct(
        dataset,
        "9001-2011,reports,,year,2011,2013",
        "9001-2013,findings,f1,text,Tydlig vision å ä ö,En vision",
        "9001-2011,facts,Folkmängd,value,3 000,3 001",
    )
    assert [row["report_id"] for row in open_dataset(dataset).rows("reports")] == ["9001-2012", "9001-2013"]
    assert rows(dataset, "findings", "9001-2013")[0]["finding_id"] == "9001-2013/f1"
    assert rows(dataset, "findings", "9001-2013")[0]["text"] == "En vision"
    assert rows(dataset, "facts", "9001-2013")[0]["value"] == "3 001"


def test_a_corrected_municipality_gets_its_name_from_the_register(dataset: Path) -> None:
    correct(dataset, "9001-2011,reports,,municipality_code,9001,9003")
    report = open_dataset(dataset).rows("reports")[1]
    assert (report["report_id"], report["municipality_code"]) == ("9003-2011", "9003")
    assert report["municipality"] not in (None, "Sagoberga")


def test_corrections_of_one_value_are_made_in_their_order(dataset: Path) -> None:
    correct(
        dataset,
        "9001-2011,question_scores,1.2,achieved,9,8",
        "9001-2011,question_scores,1.2,achieved,8,7.4",
    )
    assert rows(dataset, "question_scores")[1]["achieved"] == 7.4
    assert [rule for rule, _ in rules(dataset)].count("corrected") == 2


def test_a_correction_taken_out_leaves_what_was_printed(dataset: Path) -> None:
    before = contents(dataset)
    correct(dataset, "9001-2011,question_scores,1.2,achieved,9,7.4")
    assert contents(dataset) != before
    (dataset / "corrections.csv").unlink()
    published(dataset)
    assert contents(dataset) == before


def test_the_same_corrections_give_the_same_bytes(tmp_path: Path, dataset: Path) -> None:
    correct(dataset, "9001-2011,question_scores,1.2,achieved,9,7.4")
    assert not published(dataset).changed
    store(tmp_path / "other", 2012, 2011)
    (tmp_path / "other" / "corrections.csv").write_bytes((dataset / "corrections.csv").read_bytes())
    published(tmp_path / "other")
    assert contents(tmp_path / "other") == contents(dataset)


def test_the_next_ingest_publishes_changed_corrections_without_reading_a_file(tmp_path: Path) -> None:
    stub_report(tmp_path / "archive", "a.pdf", code="9001", municipality="Sagoberga", year="2011")
    archive, dataset = [str(tmp_path / "archive")], tmp_path / "dataset"
    settings = Settings(workers=1, extract=EXTRACT, extractor_version=VERSION)
    ingest(archive, dataset, settings)
    text = f"{HEADING}\n9001-2011,question_scores,1.2,achieved,9,7.4,{WHO}\n"
    (dataset / "corrections.csv").write_text(text, encoding="utf-8")
    # An extractor that cannot be imported shows that nothing is read.
    summary = ingest(archive, dataset, replace(settings, extract="nowhere:read"))
    assert (summary.changed, summary.count("unchanged")) == (True, 1)
    assert rows(dataset, "question_scores")[1]["achieved"] == 7.4


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "9001-2011,question_scores,1.2,achieved,8,7",
            "line 2: the old value of achieved is given as 8, but 9",
        ),
        ("9001-2099,question_scores,1.2,achieved,9,7", "line 2: there is no report 9001-2099 in the dataset"),
        ("9001-2011,scores,1.2,achieved,9,7", "line 2: there is no table 'scores'"),
        ("9001-2011,issues,1.2,message,9,7", "line 2: there is no table 'issues' to correct"),
        ("9001-2011,question_scores,9.9,achieved,9,7", "line 2: report 9001-2011 has no '9.9'"),
        ("9001-2011,findings,f9,text,a,b", "line 2: report 9001-2011 has no 'f9' in findings"),
        ("9001-2011,question_scores,1.2,points,9,7", "has no column 'points'"),
        ("9001-2011,question_scores,1.2,achieved,9,seven", "the new value 'seven' is no number"),
        ("9001-2011,question_scores,1.2,achieved,9,nan", "the new value 'nan' is no number"),
        ("9001-2011,reports,,year,2011,99999", "the new value '99999' is no whole number"),
        ("9001-2011,reports,,report_date,,17 maj", "is no date as in 2011-05-17"),
        ("9001-2011,findings,f1,kind,strength,weak", "kind can be strength, partial, improvement"),
        ("9001-2011,findings,f1,text,Tydlig vision å ä ö,", "the column text needs a value"),
        ("9001-2011,findings,f1,finding_id,f1,f2", "cannot be corrected: it is the id"),
        ("9001-2011,reports,,total,51.5,50", "cannot be corrected: it is the sum"),
        ("9001-2011,reports,,municipality,Sagoberga,Sala", "correct that"),
        ("9001-2011,reports,,municipality_code,9001,0000", "no municipality has the code 0000"),
        ("9001-2011,reports,,,2011,2012", "line 2: says nothing under column"),
    ],
)
def test_a_correction_that_does_not_hold_stops_the_publication_and_nothing_is_lost(
    dataset: Path, line: str, words: str
) -> None:
    before = contents(dataset)
    store(dataset, 2013)
    (dataset / "corrections.csv").write_text(f"{HEADING}\n{line},{WHO}\n", encoding="utf-8")
    with pytest.raises(CorrectionError) as caught:
        published(dataset)
    assert words in str(caught.value)
    assert str(dataset / "corrections.csv") in str(caught.value)
    assert "the tables published before are unchanged" in str(caught.value)
    assert caught.value.exit_code == 1
    assert contents(dataset) == before
    assert not list((dataset / ".versions").glob("*.unfinished"))
    (dataset / "corrections.csv").unlink()
    assert published(dataset).reports == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"report,table\n", "line 1: lacks the columns key, column"),
        (b"\xff\xfe\x00", "is not written in UTF-8"),
    ],
)
def test_a_file_that_is_no_list_of_corrections_stops_the_publication(
    dataset: Path, content: bytes, words: str
) -> None:
    (dataset / "corrections.csv").write_bytes(content)
    with pytest.raises(CorrectionError, match=words):
        published(dataset)


def test_a_file_as_a_spreadsheet_in_swedish_saves_it_is_read(dataset: Path) -> None:
    lines = [HEADING, f'9001-2011,question_scores,1.2,achieved,9,"7,4",{WHO}', ",,,,,,,,"]
    text = "\r\n".join(lines).replace('"7,4"', "7#4").replace(",", ";").replace("#", ",")
    (dataset / "corrections.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    published(dataset)
    assert rows(dataset, "question_scores")[1]["achieved"] == 7.4


def test_a_key_that_stands_twice_is_told_apart_by_the_old_value() -> None:
    read = stub(2011)
    doubled = replace(read, facts=(*read.facts, replace(read.facts[0], value="9 000")))

    def corrected(table: str, key: str, column: str, old: str) -> Sequence[Any]:
        line = Correction(2, "9001-2011", table, key, column, old, "1 000", "misprint", "Anna", "2026-03-01")
        return apply_corrections(doubled, [line]).facts

    assert [f.value for f in corrected("facts", "Folkmängd", "value", "9 000")] == ["3 000", "1 000"]
    with pytest.raises(CorrectionError, match="has 2 rows 'Folkmängd'"):
        corrected("facts", "Folkmängd", "unit", "")


def test_show_status_and_check_tell_of_corrections(dataset: Path) -> None:
    correct(dataset, "9001-2011,question_scores,1.2,achieved,9,7.4")
    assert "achieved was read as 9 and is corrected to 7.4: misprint" in invoke(
        "show", "9001-2011", "--dataset", dataset
    ).stdout.replace("\n", "")
    told = json.loads(invoke("status", dataset, "--json").stdout)
    assert {"severity": "info", "rule": "corrected", "issues": 1, "reports": 1} in told["issues"]
    results = json.loads(invoke("check", dataset, "--json").stdout)
    assert [r["rule"] for r in results if r["rule"].startswith("correct")] == ["corrected"]


def test_check_tells_of_corrections_that_are_not_published(dataset: Path) -> None:
    correct(dataset, "9001-2011,question_scores,1.2,achieved,9,7.4")
    text = f"{HEADING}\n9001-2011,findings,f1,kind,strength,partial,{WHO}\n"
    (dataset / "corrections.csv").write_text(text, encoding="utf-8")
    results = json.loads(invoke("check", dataset, "--json").stdout)
    assert [r["message"] for r in results if r["rule"] == "correction-unpublished"] == [
        "line 2 of corrections.csv is not yet in the published tables; run the ingest again",
        "a correction taken out of corrections.csv is still in the published tables; run the ingest again",
    ]
    (dataset / "corrections.csv").write_text("report\n", encoding="utf-8")
    result = invoke("check", dataset, "--json")
    assert result.exit_code == 1
    assert "corrections-unreadable" in result.stdout


def test_a_report_with_corrections_is_not_forgotten(dataset: Path) -> None:
    correct(dataset, "9001-2011,question_scores,1.2,achieved,9,7.4")
    before = contents(dataset)
    result = invoke("forget", "9001-2011", "--dataset", dataset)
    assert result.exit_code == 1
    assert "corrects the report 9001-2011 (line 2)" in result.stderr
    assert contents(dataset) == before
    (dataset / "corrections.csv").unlink()
    assert invoke("forget", "9001-2011", "--dataset", dataset).exit_code == 0


def test_the_example_of_the_documents_holds_for_the_sample_it_names() -> None:
    documents = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/archive.md")]
    lines = [line for text in documents for line in text.splitlines() if line.startswith("9004-2018,")]
    assert len(lines) == 3
    read = read_report((ROOT / "samples" / "norra-diktmark-2018.pdf").read_bytes(), "")
    for line in lines:
        (issue,) = apply_corrections(read, [Correction(2, *next(csv.reader([line])))]).issues
        assert issue.rule == "corrected"
