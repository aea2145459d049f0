"""The commands: help, output for people and for programs, exit codes, text from reports made safe."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.main import get_command
from typer.testing import CliRunner, Result

from corpus.dataset import open_dataset
from corpus.plain_text import plain
from pipeline.command_line import app
from pipeline.extraction_codec import encode
from pipeline.ingest import Settings, ingest
from pipeline.ledger import Document, FileState, open_ledger
from pipeline.publication import publish
from pipeline.terminal import bar, shown
from schemas.records import Example, Extraction
from schemas.tables import RECORD_TYPES
from tests.stub_reports import EXTRACT, VERSION, read_stub, stub_report

ROOT = Path(__file__).parents[1]
HOSTILE = "\x1b[31mRött\x1b[0m [bold]fet[/bold] \x07\u202egnälkab\u202c :smile: \\"


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": "80", "TERM": "dumb"})


def commands() -> list[str]:
    return sorted(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports, one of them full of hostile text."""
    folder = tmp_path_factory.mktemp("dataset")
    good = read_stub(b"read\ncode: 9001\nmunicipality: Sagoberga\nyear: 2011\ndate: 2011-05-17", "")
    with open_ledger(folder) as ledger:
        for name, extraction in (("good.pdf", good), ("hostile.pdf", hostile())):
            document = Document(
                extraction.report.source_sha256,
                "read",
                None,
                None,
                "1",
                "pdfium",
                120.0,
                1,
                3,
                encode(extraction),
            )
            ledger.record(document, {folder / name: FileState(1, 1, 1)})
        publish(ledger, folder)
    return folder


def hostile() -> Extraction:
    made = read_stub(b"read\ncode: 9002\nyear: 2012", "")
    example = Example("e1", 1, HOSTILE, "1.1", "model", "9001", HOSTILE, HOSTILE, HOSTILE, 0.9, "p1")
    return replace(
        made,
        report=replace(
            made.report, municipality=HOSTILE, title=HOSTILE, evaluators=(HOSTILE,), publisher=HOSTILE
        ),
        area_scores=tuple(replace(a, title=HOSTILE) for a in made.area_scores),
        question_scores=tuple(replace(q, text=HOSTILE) for q in made.question_scores),
        findings=tuple(replace(f, text=HOSTILE) for f in made.findings),
        facts=tuple(replace(f, label=HOSTILE, value=HOSTILE) for f in made.facts),
        issues=tuple(replace(i, message=HOSTILE) for i in made.issues),
        examples=(example,),
    )


@pytest.mark.parametrize("command", commands())
def test_every_command_says_what_it_does_with_an_example(command: str) -> None:
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert f"Example: kommunkompassen {command}" in " ".join(result.stdout.split())
    assert get_command(app).commands[command].help  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", commands())
def test_every_option_says_what_it_does(command: str) -> None:
    for parameter in get_command(app).commands[command].params:  # type: ignore[attr-defined]
        if parameter.param_type_name == "option":
            assert parameter.help, f"{command} {parameter.name}"


def test_help_starts_quickly_by_importing_nothing_heavy() -> None:
    code = "import sys, pipeline.command_line; print(sorted({m.split('.')[0] for m in sys.modules}))"
    output = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    heavy = {"pyarrow", "spacy", "numpy", "pypdfium2", "pdfplumber", "tantivy", "fastapi", "duckdb"}
    assert heavy.isdisjoint(re.findall(r"\w+", output))


@pytest.mark.parametrize(
    "arguments",
    [
        ("status", "nowhere"),
        ("check", "nowhere"),
        ("show", "9001-2011", "--dataset", "nowhere"),
        ("export", "--dataset", "nowhere", "--to", "tables"),
        ("evaluate", "nowhere", "--gold", "nowhere"),
        ("evaluate",),
        ("evaluate", "--sentences", "nowhere.jsonl"),
        ("status",),
        ("nonsense",),
        ("ingest",),
        ("ingest", "a.pdf", "--into", "dataset", "--workers", "0"),
    ],
)
def test_wrong_use_is_told_in_a_sentence_and_ends_with_2(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KOMMUNKOMPASSEN_DATASET", raising=False)
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_dataset_comes_from_the_option_the_environment_or_its_usual_place(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KOMMUNKOMPASSEN_DATASET", str(dataset))
    assert invoke("show", "9001-2011").exit_code == 0
    monkeypatch.delenv("KOMMUNKOMPASSEN_DATASET")
    assert invoke("show", "9001-2011").exit_code == 2
    (tmp_path / "dataset").symlink_to(dataset)
    assert invoke("show", "9001-2011").exit_code == 0


def test_show_prints_scores_with_bars_findings_facts_and_issues(dataset: Path) -> None:
    output = invoke("show", "9001-2011", "--dataset", dataset).stdout
    lines = [" ".join(line.split()) for line in output.splitlines()]
    assert "Sagoberga 2011 9001-2011" in lines
    assert "Report date 2011-05-17" in lines
    assert "Evaluators Anna Andersson, SKL; Örjan Öst, Sagoberga kommun" in lines
    assert "1 Offentlighet och demokrati ██████████░░░░░░░░░░ 51.5 of 100 51 48.1" in lines
    assert "1.1 Finns en plan? ████████████████░░░░ 12 of 15 80" in lines
    assert "• Tydlig vision å ä ö" in lines
    assert "Folkmängd 3 000" in lines
    assert any(line.startswith("warning points-percent question 1.2 9 of 20 points") for line in lines)


def test_show_takes_the_name_of_a_municipality(dataset: Path) -> None:
    by_name = invoke("show", "sagoberga", "--dataset", dataset)
    assert by_name.exit_code == 0
    assert by_name.stdout == invoke("show", "9001-2011", "--dataset", dataset).stdout


def test_show_names_what_comes_near_an_unknown_report(dataset: Path) -> None:
    result = invoke("show", "9001-2012", "--dataset", dataset)
    assert result.exit_code == 2
    assert "There is no report 9001-2012. Did you mean" in result.stderr
    assert "9001-2011 (Sagoberga)" in result.stderr


def test_show_as_json_holds_the_rows_of_every_table(dataset: Path) -> None:
    shown_rows = json.loads(invoke("show", "9001-2011", "--dataset", dataset, "--json").stdout)
    assert list(shown_rows) == list(RECORD_TYPES)
    assert shown_rows["reports"][0]["report_date"] == "2011-05-17"
    assert [q["question"] for q in shown_rows["question_scores"]] == ["1.1", "1.2"]


@pytest.mark.parametrize(
    "arguments",
    [("show", "9002-2012", "--examples", "--dataset"), ("status",), ("check",)],
    ids=lambda a: a[0],
)
def test_text_from_reports_reaches_the_terminal_without_escapes_or_markup(
    dataset: Path, arguments: tuple[str, ...]
) -> None:
    result = invoke(*arguments, dataset)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", result.stdout)
    if arguments[0] == "show":
        assert "[bold]fet[/bold]" in "".join(result.stdout.split())
        assert ":smile:" in result.stdout


@pytest.mark.parametrize(
    "arguments", [("show", "9001-2011", "--examples", "--dataset"), ("status",), ("check",)]
)
def test_output_fits_a_terminal_of_80_columns(dataset: Path, arguments: tuple[str, ...]) -> None:
    assert all(cell_len(line) <= 80 for line in invoke(*arguments, dataset).stdout.splitlines())


def test_status_counts_files_rows_and_issues(tmp_path: Path) -> None:
    stub_report(tmp_path / "archive", "a.pdf", code="9001", year="2011")
    stub_report(tmp_path / "archive", "b.pdf", order="password")
    settings = Settings(workers=1, extract=EXTRACT, extractor_version=VERSION)
    ingest([str(tmp_path / "archive")], tmp_path / "dataset", settings)
    status = json.loads(invoke("status", tmp_path / "dataset", "--json").stdout)
    assert (status["files"], status["read"], status["duplicates"]) == (2, 1, 0)
    assert [(s["category"], Path(s["path"]).name) for s in status["set_aside"]] == [
        ("password_needed", "b.pdf")
    ]
    assert status["rows"]["question_scores"] == 2
    rules = {(i["severity"], i["rule"]): i["issues"] for i in status["issues"]}
    assert rules["warning", "points-percent"] == 1
    assert rules["info", "page-without-text"] == 1
    output = invoke("status", tmp_path / "dataset").stdout
    assert "2 files seen: 1 read" in output
    assert "b.pdf" in output
    assert "opens only with a password" in " ".join(output.split())


def test_check_finds_nothing_wrong_in_what_was_just_published(dataset: Path) -> None:
    results = json.loads(invoke("check", dataset, "--json").stdout)
    structural = {"file-changed", "id-doubled", "id-unknown", "value-unknown"}
    assert structural.isdisjoint(r["rule"] for r in results)


def test_check_ends_with_1_on_an_error_only(tmp_path: Path) -> None:
    stub_report(tmp_path / "archive", "a.pdf", year="2011")  # no municipality: an error
    settings = Settings(workers=1, extract=EXTRACT, extractor_version=VERSION)
    ingest([str(tmp_path / "archive")], tmp_path / "dataset", settings)
    result = invoke("check", tmp_path / "dataset")
    assert result.exit_code == 1
    assert "municipality-unknown" in result.stdout
    stub_report(tmp_path / "archive", "a.pdf", code="9001", year="2011")
    ingest([str(tmp_path / "archive")], tmp_path / "dataset", settings)
    assert invoke("check", tmp_path / "dataset").exit_code == 0


def test_check_notices_a_table_that_was_changed_after_publishing(tmp_path: Path) -> None:
    stub_report(tmp_path / "archive", "a.pdf", code="9001", year="2011")
    settings = Settings(workers=1, extract=EXTRACT, extractor_version=VERSION)
    ingest([str(tmp_path / "archive")], tmp_path / "dataset", settings)
    facts = (tmp_path / "dataset" / "facts.parquet").resolve()
    facts.write_bytes((tmp_path / "dataset" / "facts.parquet").read_bytes().replace(b"3 000", b"9 000"))
    results = json.loads(invoke("check", tmp_path / "dataset", "--json").stdout)
    assert [r["message"] for r in results if r["rule"] == "file-changed"] == [
        "facts.parquet is not the file that was published"
    ]


def test_export_writes_every_table_as_csv(dataset: Path, tmp_path: Path) -> None:
    result = invoke("export", "--dataset", dataset, "--to", tmp_path / "out", "--json")
    assert [Path(p).name for p in json.loads(result.stdout)] == [f"{t}.csv" for t in RECORD_TYPES]
    with (tmp_path / "out" / "question_scores.csv").open(encoding="utf-8-sig", newline="") as file:
        first = next(csv.DictReader(file))
    assert first["text"] == "Finns en plan?"
    assert first["achieved"] == "12.0"
    assert first["bbox"].startswith("[70.875, 100.0")
    with (tmp_path / "out" / "reports.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["report_date"] == "2011-05-17"


def test_export_writes_every_table_as_json_lines(dataset: Path, tmp_path: Path) -> None:
    assert invoke("export", "--dataset", dataset, "--to", tmp_path, "--format", "jsonl").exit_code == 0
    lines = (tmp_path / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    opened = open_dataset(dataset)
    assert [json.loads(line)["report_id"] for line in lines] == [
        r["report_id"] for r in opened.rows("reports")
    ]
    assert json.loads(lines[0])["evaluators"] == ["Anna Andersson, SKL", "Örjan Öst, Sagoberga kommun"]


def test_export_writes_one_sqlite_file(dataset: Path, tmp_path: Path) -> None:
    assert invoke("export", "--dataset", dataset, "--to", tmp_path, "--format", "sqlite").exit_code == 0
    database = sqlite3.connect(tmp_path / "kommunkompassen.sqlite")
    counts = {t: database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in RECORD_TYPES}
    database.close()
    opened = open_dataset(dataset)
    assert counts == {t: opened.row_count(t) for t in RECORD_TYPES}


def test_a_spreadsheet_does_not_run_what_a_report_prints(tmp_path: Path) -> None:
    stub_report(tmp_path / "archive", "a.pdf", code="9001", year="2011", title="=HYPERLINK(1)")
    settings = Settings(workers=1, extract=EXTRACT, extractor_version=VERSION)
    ingest([str(tmp_path / "archive")], tmp_path / "dataset", settings)
    invoke("export", "--dataset", tmp_path / "dataset", "--to", tmp_path / "out")
    with (tmp_path / "out" / "reports.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["title"] == "'=HYPERLINK(1)"


def test_what_cannot_be_exported_is_told(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = invoke("export", "--dataset", dataset, "--to", tmp_path / "file" / "tables")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_text_is_made_safe() -> None:
    assert plain("a\x1b[31m\nb\u202ec\u200bd\uf0b7") == "a[31m bcd"
    assert shown("[red]x[/red]") == r"\[red]x\[/red]"


def test_bars_are_cut_at_their_ends() -> None:
    assert [bar(share, width=4) for share in (-1, 0, 0.5, 1, 2)] == ["░░░░", "░░░░", "██░░", "████", "████"]
