"""An ingest from the outside: what is read, what is not read again, what is set aside, how it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

import pipeline.ingest
from corpus.dataset import open_dataset
from pipeline.dataset_lock import DatasetLockedError, dataset_lock
from pipeline.discovery import MissingPathError, NoPdfInFolderError
from pipeline.ingest import FileEnding, Progress, Settings, Summary, ingest
from pipeline.ledger_database import NoLedgerError
from pipeline.status import dataset_status
from pipeline.workers import Limits, WorkerStartError
from tests.stub_reports import EXTRACT, VERSION, stub_report

SETTINGS = Settings(
    workers=2, limits=Limits(seconds=60.0, memory_bytes=256 << 20), extract=EXTRACT, extractor_version=VERSION
)


def run(tmp_path: Path, settings: Settings = SETTINGS, paths: Sequence[str] | None = None) -> Summary:
    return ingest(paths or [str(tmp_path / "archive")], tmp_path / "dataset", settings)


def endings(summary: Summary) -> dict[str, str]:
    return {e.path.name: e.category or e.ending for e in summary.endings}


def titles(tmp_path: Path) -> list[str]:
    return [row["title"] for row in open_dataset(tmp_path / "dataset").rows("reports")]


def archive(tmp_path: Path, *names: str) -> None:
    for number, name in enumerate(names, start=2001):
        stub_report(tmp_path / "archive", name, code="9001", year=str(number), title=name)


def test_every_report_of_a_folder_is_published(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf", "b.pdf", "c.pdf")
    summary = run(tmp_path)
    assert endings(summary) == {"a.pdf": "read", "b.pdf": "read", "c.pdf": "read"}
    assert summary.all_well
    rows = open_dataset(tmp_path / "dataset").rows("reports")
    assert [(r["report_id"], r["title"], r["source_file"]) for r in rows] == [
        ("9001-2001", "a.pdf", "a.pdf"),
        ("9001-2002", "b.pdf", "b.pdf"),
        ("9001-2003", "c.pdf", "c.pdf"),
    ]


def test_each_bad_file_is_set_aside_alone(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf", "z.pdf")
    for order in ("crash", "exit", "hang", "greedy", "defect", "password"):
        stub_report(tmp_path / "archive", f"{order}.pdf", order=order)
    (tmp_path / "archive" / "empty.pdf").write_bytes(b"")
    summary = run(tmp_path, replace(SETTINGS, limits=Limits(seconds=1.0, memory_bytes=256 << 20)))
    assert endings(summary) == {
        "a.pdf": "read",
        "crash.pdf": "crash",
        "defect.pdf": "defect",
        "empty.pdf": "empty_file",
        "exit.pdf": "crash",
        "greedy.pdf": "memory",
        "hang.pdf": "time",
        "password.pdf": "password_needed",
        "z.pdf": "read",
    }
    reasons = {e.path.name: str(e.reason) for e in summary.set_aside}
    assert "crashed (SIGSEGV)" in reasons["crash.pdf"]
    assert "ended unexpectedly (exit code 3)" in reasons["exit.pdf"]
    assert "longer than the limit of 1 seconds" in reasons["hang.pdf"]
    assert "more memory than the limit" in reasons["greedy.pdf"]
    assert "ZeroDivisionError: a defect; stub_reports.py, line" in reasons["defect.pdf"]
    assert not summary.all_well
    assert titles(tmp_path) == ["a.pdf", "z.pdf"]


def test_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf")
    stub_report(tmp_path / "archive", "bad.pdf", order="no report")
    run(tmp_path)
    # An extractor that cannot even be imported shows that no file is handed to a worker.
    again = run(tmp_path, replace(SETTINGS, extract="nowhere:read"))
    assert endings(again) == {"a.pdf": "unchanged", "bad.pdf": "not_a_pdf"}
    assert not again.changed
    assert not again.all_well


def test_a_touched_file_with_the_same_bytes_is_not_read_again(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf")
    run(tmp_path)
    os.utime(tmp_path / "archive" / "a.pdf", (1, 1))
    assert endings(run(tmp_path)) == {"a.pdf": "unchanged"}


@pytest.mark.parametrize("change", [{"extractor_version": "stub-2"}, {"reader": "pdfplumber"}])
def test_another_extractor_version_or_reader_reads_again(tmp_path: Path, change: dict[str, str]) -> None:
    archive(tmp_path, "a.pdf")
    run(tmp_path)
    changed = replace(SETTINGS, **change)  # type: ignore[arg-type]
    assert endings(run(tmp_path, changed)) == {"a.pdf": "read"}
    assert endings(run(tmp_path, changed)) == {"a.pdf": "unchanged"}


def test_the_same_bytes_twice_are_one_report(tmp_path: Path) -> None:
    original = stub_report(tmp_path / "archive", "b.pdf", code="9001", year="2011")
    (tmp_path / "archive" / "a.pdf").write_bytes(original.read_bytes())
    summary = run(tmp_path)
    assert endings(summary) == {"a.pdf": "read", "b.pdf": "duplicate"}
    assert summary.endings[1].reason == str(tmp_path / "archive" / "a.pdf")
    (tmp_path / "archive" / "sub").mkdir()
    (tmp_path / "archive" / "sub" / "0.pdf").write_bytes(original.read_bytes())
    again = run(tmp_path)
    assert endings(again) == {"a.pdf": "unchanged", "b.pdf": "unchanged", "0.pdf": "duplicate"}
    rows = open_dataset(tmp_path / "dataset").rows("reports", ["report_id", "source_file"])
    assert rows == [{"report_id": "9001-2011", "source_file": "0.pdf"}]
    assert dataset_status(tmp_path / "dataset").duplicates == 2


def test_a_newer_version_of_a_file_replaces_the_older_visibly(tmp_path: Path) -> None:
    stub_report(tmp_path / "archive", "a.pdf", code="9001", year="2011", title="draft")
    run(tmp_path)
    stub_report(tmp_path / "archive", "a.pdf", code="9001", year="2011", title="final")
    (ending,) = run(tmp_path).endings
    assert (ending.ending, ending.supersedes) == ("read", True)
    assert titles(tmp_path) == ["final"]
    assert [s.path.name for s in dataset_status(tmp_path / "dataset").superseded] == ["a.pdf"]


def test_a_newer_version_that_cannot_be_read_loses_nothing(tmp_path: Path) -> None:
    path = stub_report(tmp_path / "archive", "a.pdf", code="9001", year="2011", title="good")
    run(tmp_path)
    path.write_bytes(b"")
    assert endings(run(tmp_path)) == {"a.pdf": "empty_file"}
    assert titles(tmp_path) == ["good"]
    (aside,) = dataset_status(tmp_path / "dataset").set_aside
    assert (aside.category, aside.earlier_version_kept) == ("empty_file", True)


def test_a_file_that_left_the_archive_keeps_its_report(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf", "b.pdf")
    run(tmp_path)
    (tmp_path / "archive" / "a.pdf").unlink()
    assert endings(run(tmp_path)) == {"b.pdf": "unchanged"}
    assert titles(tmp_path) == ["a.pdf", "b.pdf"]
    assert [p.name for p in dataset_status(tmp_path / "dataset").gone] == ["a.pdf"]


def test_a_higher_limit_reads_what_had_passed_a_lower_one(tmp_path: Path) -> None:
    stub_report(tmp_path / "archive", "slow.pdf", order="slow", seconds="0.7", code="9001", year="2011")
    short = replace(SETTINGS, limits=Limits(seconds=0.3))
    assert endings(run(tmp_path, short)) == {"slow.pdf": "time"}
    started = time.monotonic()
    assert endings(run(tmp_path, short)) == {"slow.pdf": "time"}
    assert time.monotonic() - started < 0.3
    assert endings(run(tmp_path)) == {"slow.pdf": "read"}


def test_a_scan_has_more_time_for_each_page_to_recognise(tmp_path: Path) -> None:
    stub_report(
        tmp_path / "archive",
        "scan.pdf",
        order="scanned",
        scanned="3",
        seconds="0.7",
        code="9001",
        year="2011",
    )
    limits = Limits(seconds=0.3, seconds_per_scanned_page=0.01)
    (aside,) = run(tmp_path, replace(SETTINGS, limits=limits)).set_aside
    assert (aside.category, "0.33 seconds" in (aside.reason or "")) == ("time", True)
    more = replace(limits, seconds=0.31, seconds_per_scanned_page=10.0)
    assert endings(run(tmp_path, replace(SETTINGS, limits=more))) == {"scan.pdf": "read"}


def test_a_scan_that_waits_for_text_recognition_is_tried_again(tmp_path: Path) -> None:
    stub_report(tmp_path / "archive", "a.pdf", order="no recognition")
    assert endings(run(tmp_path)) == {"a.pdf": "ocr_missing"}
    assert run(tmp_path).worker_peak_memory_bytes > 0, "it was not tried again"


def test_a_file_that_the_program_failed_on_is_tried_again(tmp_path: Path) -> None:
    stub_report(tmp_path / "archive", "a.pdf", order="defect")
    assert endings(run(tmp_path)) == {"a.pdf": "defect"}
    assert run(tmp_path).worker_peak_memory_bytes > 0


def test_a_file_that_cannot_be_opened_is_set_aside_and_read_once_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(tmp_path, "a.pdf", "b.pdf")

    def refuse(path: Path) -> str:
        if path.name == "a.pdf":
            raise PermissionError(13, "Permission denied")
        return original(path)

    original = pipeline.ingest._sha256
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.ingest._sha256", refuse)
        summary = run(tmp_path)
    assert endings(summary) == {"a.pdf": "unopenable", "b.pdf": "read"}
    assert "cannot be opened (Permission denied)" in str(summary.set_aside[0].reason)
    assert endings(run(tmp_path)) == {"a.pdf": "read", "b.pdf": "unchanged"}


def test_paths_without_files_are_told_and_the_others_go_on(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf")
    summary = run(tmp_path, paths=[str(tmp_path / "missing"), str(tmp_path / "archive")])
    assert endings(summary) == {"a.pdf": "read"}
    assert [type(p) for p in summary.problems] == [MissingPathError]
    assert not summary.all_well


def test_an_ingest_without_any_file_makes_no_dataset(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    with pytest.raises(NoPdfInFolderError):
        run(tmp_path)
    assert not (tmp_path / "dataset").exists()


def test_an_extractor_that_cannot_be_imported_stops_the_run(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf")
    with pytest.raises(WorkerStartError, match="ModuleNotFoundError: No module named 'nowhere'"):
        run(tmp_path, replace(SETTINGS, extract="nowhere:read"))


def test_progress_is_told_file_by_file(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf", "b.pdf")
    told: list[object] = []

    def ended(ending: FileEnding) -> None:
        told.append(ending.pages)

    progress = Progress(started=told.append, ended=ended, publishing=lambda: told.append("publishing"))
    ingest([str(tmp_path / "archive")], tmp_path / "dataset", SETTINGS, progress)
    assert told == [2, 3, 3, "publishing"]


def test_a_second_ingest_is_refused(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf")
    with (
        dataset_lock(tmp_path / "dataset", wait=False),
        pytest.raises(DatasetLockedError, match=rf"process {os.getpid()}\) is writing"),
    ):
        run(tmp_path)
    assert endings(run(tmp_path)) == {"a.pdf": "read"}


def test_a_second_ingest_waits_where_it_is_told_to(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf")
    released = []
    with ExitStack() as held:
        held.enter_context(dataset_lock(tmp_path / "dataset", wait=False))

        def release() -> None:
            released.append(time.monotonic())
            held.close()

        threading.Timer(0.5, release).start()
        summary = run(tmp_path, replace(SETTINGS, wait_for_lock=True))
    assert endings(summary) == {"a.pdf": "read"}
    assert released


def test_many_files_are_read_by_few_processes(tmp_path: Path) -> None:
    archive(tmp_path, *(f"{n}.pdf" for n in range(60)))
    started = time.monotonic()
    summary = run(tmp_path)
    assert summary.count("read") == 60
    assert time.monotonic() - started < 20
    assert 0 < summary.worker_peak_memory_bytes < 250 << 20


def test_no_process_is_left_behind_when_the_run_itself_fails(tmp_path: Path) -> None:
    archive(tmp_path, "a.pdf", "b.pdf")
    stub_report(tmp_path / "archive", "c.pdf", order="hang")

    def fail(ending: FileEnding) -> None:
        raise OSError("the watcher failed")

    with pytest.raises(OSError, match="the watcher failed"):
        ingest([str(tmp_path / "archive")], tmp_path / "dataset", SETTINGS, Progress(ended=fail))
    assert multiprocessing.active_children() == []


INGEST = f"""
import sys
from pipeline.ingest import Settings, ingest
from pipeline.workers import Limits
if __name__ == "__main__":
    settings = Settings(workers=2, limits=Limits(60.0), extract={EXTRACT!r}, extractor_version={VERSION!r})
    summary = ingest([sys.argv[1]], __import__("pathlib").Path(sys.argv[2]), settings)
    print(summary.count("read"), summary.stopped)
"""


def children(process: int) -> list[int]:
    """The processes that `process` started (Linux)."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in found.split()]


def alive(process: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def files_read(tmp_path: Path) -> int:
    try:
        return dataset_status(tmp_path / "dataset").read
    except NoLedgerError:
        return 0


def started(tmp_path: Path) -> subprocess.Popen[str]:
    """An ingest in a process of its own, over files that each take a while, with work in hand."""
    for number in range(12):
        stub_report(
            tmp_path / "archive",
            f"{number:02}.pdf",
            order="slow",
            seconds="0.4",
            code="9001",
            year=f"{2000 + number}",
        )
    script = tmp_path / "run.py"
    script.write_text(INGEST)
    process = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "archive"), str(tmp_path / "dataset")],
        cwd=Path(__file__).parents[1],
        env=os.environ | {"PYTHONPATH": "."},
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: files_read(tmp_path))
    return process


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_finishes_the_files_in_hand_and_publishes(
    tmp_path: Path, stop: signal.Signals
) -> None:
    process = started(tmp_path)
    workers = children(process.pid)
    process.send_signal(stop)
    output, _ = process.communicate(timeout=20)
    read, stopped = output.split()
    assert stopped == "True"
    assert 1 <= int(read) < 12
    assert len(titles(tmp_path)) == int(read)
    # Python's own resource tracker ends by itself a moment after the process that it served.
    wait_until(lambda: not any(alive(worker) for worker in workers), seconds=5)


def test_no_process_is_left_behind_when_the_run_is_killed(tmp_path: Path) -> None:
    process = started(tmp_path)
    workers = children(process.pid)
    assert len(workers) >= 2
    process.kill()
    process.wait()
    wait_until(lambda: not any(alive(worker) for worker in workers), seconds=5)
    assert run(tmp_path).count("read") > 0
    assert len(titles(tmp_path)) == 12
