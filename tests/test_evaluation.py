"""Scoring a dataset against gold, record by record."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.dataset import open_dataset
from corpus.evaluation import GoldError, Miss, evaluate_dataset
from pipeline.extraction_codec import encode
from pipeline.ledger import Document, FileState, open_ledger
from pipeline.publication import publish
from schemas.records import Example, Extraction
from tests.stub_reports import read_stub

EVALUATE = Path(__file__).parents[1].parent / "shared" / "evaluate.py"

GOLD: dict[str, Any] = {
    "report": {
        "municipality_code": "9001",
        "year": 2011,
        "date": "2011-05-17",
        "edition": "2010",
        "evaluation_number": 2,
        "evaluators": ["Anna Andersson, SKL", "Örjan Öst,  Sagoberga kommun"],
        "total": None,
    },
    "area_scores": [
        {"area": 1, "title": "Offentlighet & demokrati", "achieved": 51.5, "max": 100, "percent": 51}
    ],
    "question_scores": [
        {"area": 1, "question": "1.1", "text": "Finns en plan?", "achieved": 12, "max": 15, "percent": 80},
        {"area": 1, "question": "1.2", "text": "Hur informeras?", "achieved": 9, "max": 20, "percent": 38},
    ],
    "findings": [{"area": 1, "kind": "improvement", "text": "Tydlig vision å ä ö"}],
    "examples": [
        {"area": 1, "relation": "own", "municipality_code": "9001", "text": "Dialogen är ett gott exempel."},
        {
            "area": 1,
            "relation": "praise",
            "municipality_code": "9001",
            "text": "Medborgarkontoret fungerar bra.",
        },
        {"area": 1, "relation": "model", "municipality_code": "9002", "text": "Se Fiktköping."},
    ],
    "sections": [
        {"area": 1, "heading": "Allmänt", "text": "Första stycket. Andra stycket.", "question": "1.1"},
    ],
    "facts": [{"label": "Folkmängd", "value": "3 000"}],
    "inconsistent": ["1.2", "area 1"],
}


def example(number: int, relation: Any, code: str, text: str) -> Example:
    return Example(f"e{number}", 1, "Allmänt", None, relation, code, "Namn", text, None, 0.9, None)


def extraction() -> Extraction:
    made = read_stub(b"read\ncode: 9001\nyear: 2011\ndate: 2011-05-17", "")
    (passage,) = made.passages
    return replace(
        made,
        passages=(
            replace(passage, text="Första\u00ad stycket."),
            replace(passage, passage_id="p2", position=2, text="Andra stycket.", question="1.1"),
            replace(passage, passage_id="p3", position=3, area=None, text="Utanför områdena."),
        ),
        examples=(
            example(1, "own", "9001", "Dialogen är ett gott exempel."),
            example(2, "own", "9001", "Medborgarkontoret fungerar bra."),
            example(3, "own", "9001", "Något helt annat sägs här."),
            example(4, "mention", "9002", "Se Fiktköping."),
        ),
    )


def dataset_of(folder: Path, name: str, made: Extraction) -> Path:
    with open_ledger(folder) as ledger:
        document = Document(
            made.report.source_sha256, "read", None, None, "1", "pdfium", 1, 1, 3, encode(made)
        )
        ledger.record(document, {Path("/archive", name): FileState(1, 1, 1)})
        publish(ledger, folder)
    return folder


def gold_folder(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    for name in names:
        (folder / f"{name}.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return folder


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return dataset_of(tmp_path / "dataset", "sagoberga.pdf", extraction())


EXPECTED = {
    # measure: (gold, found, extra)
    "area_scores": (1, 1, 0),
    "examples.mention": (0, 0, 1),
    "examples.model": (1, 0, 0),
    "examples.own": (1, 1, 1),  # praise is neither asked for nor counted as wrong
    "facts": (1, 1, 0),
    "findings": (1, 0, 1),
    "issues.misprints": (1, 1, 0),
    "question_scores": (2, 1, 1),
    "report.date": (1, 1, 0),
    "report.edition": (1, 1, 0),
    "report.evaluation_number": (1, 0, 1),
    "report.evaluators": (2, 2, 0),
    "report.municipality_code": (1, 1, 0),
    "report.year": (1, 1, 0),
    "sections": (1, 1, 0),
    "sections.question": (1, 1, 0),
}


def test_each_kind_of_record_is_counted(tmp_path: Path, dataset: Path) -> None:
    evaluation = evaluate_dataset(open_dataset(dataset), gold_folder(tmp_path, "sagoberga"))
    assert {m.measure: (m.gold, m.found, m.extra) for m in evaluation.measures} == EXPECTED
    (questions,) = (m for m in evaluation.measures if m.measure == "question_scores")
    assert (questions.precision, questions.recall, questions.f1) == (0.5, 0.5, 0.5)


def test_misses_name_what_was_missed_and_what_was_made_up(tmp_path: Path, dataset: Path) -> None:
    misses = evaluate_dataset(open_dataset(dataset), gold_folder(tmp_path, "sagoberga")).misses
    assert Miss("sagoberga", "report.evaluation_number", "missed", "2") in misses
    assert Miss("sagoberga", "report.evaluation_number", "extra", "1") in misses
    assert [m.record["text"] for m in misses if m.measure == "examples.own"] == ["Något helt annat sägs här."]


def test_a_report_that_is_not_in_the_dataset_is_missed_whole(tmp_path: Path, dataset: Path) -> None:
    evaluation = evaluate_dataset(open_dataset(dataset), gold_folder(tmp_path, "another"))
    assert all(m.found == 0 and m.extra == 0 for m in evaluation.measures)
    assert sum(m.gold for m in evaluation.measures) == sum(gold for gold, _, _ in EXPECTED.values())


def test_a_folder_without_gold_and_gold_that_is_damaged_are_told(tmp_path: Path, dataset: Path) -> None:
    opened = open_dataset(dataset)
    folder = gold_folder(tmp_path)
    with pytest.raises(GoldError, match="holds no gold"):
        evaluate_dataset(opened, folder)
    (folder / "sagoberga.json").write_text("{")
    with pytest.raises(GoldError, match="cannot be read"):
        evaluate_dataset(opened, folder)
    (folder / "sagoberga.json").write_text('{"report": {}}')
    with pytest.raises(GoldError, match="The gold of sagoberga lacks 'date'"):
        evaluate_dataset(opened, folder)


@pytest.mark.skipif(not EVALUATE.is_file(), reason="needs the scorer that deliveries are scored with")
def test_the_measures_are_those_of_the_scorer_of_deliveries(tmp_path: Path, dataset: Path) -> None:
    gold = gold_folder(tmp_path, "sagoberga", "another")
    command = [sys.executable, str(EVALUATE), str(dataset), str(gold), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    ours = evaluate_dataset(open_dataset(dataset), gold).measures
    figures = ("precision", "recall", "f1")
    assert [
        {"measure": m.measure, "gold": m.gold, "found": m.found, "extra": m.extra}
        | {name: round(getattr(m, name), 4) for name in figures}
        for m in ours
    ] == theirs
