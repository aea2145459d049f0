"""Reports leave a dataset on request only; what was set aside is read again on request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from corpus.dataset import open_dataset
from pipeline.command_line import app
from pipeline.ingest import Settings, ingest
from tests.stub_reports import EXTRACT, VERSION, stub_report

SETTINGS = Settings(workers=1, extract=EXTRACT, extractor_version=VERSION)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    archive = tmp_path / "archive"
    for year in ("2011", "2012"):
        stub_report(archive, f"{year}.pdf", code="9001", municipality="Sagoberga", year=year)
    stub_report(archive, "bad.pdf", order="no report")
    ingest([str(archive)], tmp_path / "dataset", SETTINGS)
    return tmp_path / "dataset"


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def reports(dataset: Path) -> list[str]:
    return [row["report_id"] for row in open_dataset(dataset).rows("reports")]


def test_a_report_that_is_forgotten_leaves_the_tables_and_its_file_stays(
    tmp_path: Path, dataset: Path
) -> None:
    result = invoke("forget", "9001-2011", "--dataset", dataset)
    assert result.exit_code == 0
    assert "2011.pdf" in result.stdout
    assert "1 report taken out" in result.stdout
    assert reports(dataset) == ["9001-2012"]
    assert (tmp_path / "archive" / "2011.pdf").exists()


def test_a_forgotten_report_comes_back_when_its_file_is_ingested_again(tmp_path: Path, dataset: Path) -> None:
    invoke("forget", "9001-2011", "--dataset", dataset)
    ingest([str(tmp_path / "archive")], dataset, SETTINGS)
    assert reports(dataset) == ["9001-2011", "9001-2012"]


def test_forgetting_an_unknown_report_changes_nothing(tmp_path: Path, dataset: Path) -> None:
    assert invoke("forget", "9001-2099", "--dataset", dataset).exit_code == 2
    assert reports(dataset) == ["9001-2011", "9001-2012"]
    assert invoke("forget", "9001-2099", "--dataset", tmp_path / "nowhere").exit_code == 2
    assert invoke("prune", tmp_path / "nowhere").exit_code == 2
    assert not (tmp_path / "nowhere").exists()


def test_pruning_takes_out_what_left_the_archive(tmp_path: Path, dataset: Path) -> None:
    assert json.loads(invoke("prune", dataset, "--json").stdout)["files"] == []
    gone = tmp_path / "archive" / "2012.pdf"
    gone.unlink()
    assert json.loads(invoke("prune", dataset, "--json").stdout) == {
        "files": [str(gone)],
        "reports_before": 2,
        "reports": 1,
    }
    assert reports(dataset) == ["9001-2011"]


def test_pruning_keeps_a_report_that_another_file_still_holds(tmp_path: Path, dataset: Path) -> None:
    old = tmp_path / "archive" / "2012.pdf"
    old.rename(tmp_path / "archive" / "moved.pdf")
    ingest([str(tmp_path / "archive")], dataset, SETTINGS)
    invoke("prune", dataset)
    rows = open_dataset(dataset).rows("reports", ["report_id", "source_file"])
    assert [r["source_file"] for r in rows] == ["2011.pdf", "moved.pdf"]


def test_retry_reads_what_was_set_aside_and_nothing_else(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.ingest.EXTRACTOR_VERSION", VERSION)
    summary = json.loads(invoke("retry", dataset, "--json", "--workers", "1").stdout)
    assert [(Path(e["path"]).name, e["category"]) for e in summary["endings"]] == [("bad.pdf", "not_a_pdf")]
    assert summary["worker_peak_memory_bytes"] > 0, "no worker read it"
    assert reports(dataset) == ["9001-2011", "9001-2012"]


def test_retry_with_nothing_set_aside_is_all_well(tmp_path: Path, dataset: Path) -> None:
    (tmp_path / "archive" / "bad.pdf").unlink()
    result = invoke("retry", dataset)
    assert result.exit_code == 0
    assert result.stdout.strip() == "No file is set aside."
