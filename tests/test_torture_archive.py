"""An archive with more bad files than good ones: the good are read, each bad one is named alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corpus.dataset import open_dataset
from tests.torture_archive import EXTRACT, GOOD, Torture, make_torture_archive

ROOT = Path(__file__).parents[1]
MEMORY_MIB = 512
RUN = f"""
import functools, re, sys
import pipeline.ingest
from pipeline.command_line import app
if __name__ == "__main__":
    pipeline.ingest.Settings = functools.partial(pipeline.ingest.Settings, extract={EXTRACT!r})
    try:
        app()
    finally:
        status = open("/proc/self/status").read()
        print(re.search("VmHWM:.*", status)[0], file=sys.stderr)
"""


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """A file that grows all the while."""
    done = threading.Event()

    def grow() -> None:
        with path.open("wb", buffering=0) as file:
            while not done.is_set():
                file.write(b"%PDF-1.7 ")
                done.wait(0.001)

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def session_members(session: int) -> list[int]:
    """The processes of a session (Linux)."""
    members = []
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except (OSError, NotADirectoryError):
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            members.append(int(entry.name))
    return members


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Torture]:
    folder = tmp_path_factory.mktemp("torture")
    return folder, make_torture_archive(folder)


@pytest.fixture(scope="module")
def told(archive: tuple[Path, Torture], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What an ingest of the archive says, with its exit code, memory, dataset and processes left."""
    folder, _ = archive
    work = tmp_path_factory.mktemp("work")
    (work / "run.py").write_text(RUN)
    command = [sys.executable, str(work / "run.py"), "ingest", str(folder), "--into", str(work / "dataset")]
    options = ["--time-limit", "20", "--memory-limit", str(MEMORY_MIB), "--workers", "2", "--json"]
    with changing(folder / "changing.pdf"):
        process = subprocess.Popen(
            [*command, *options],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        output, errors = process.communicate(timeout=400)
    return {
        **json.loads(output),
        "exit_code": process.returncode,
        "own_peak_kib": int(errors.split()[-2]),
        "left": session_members(process.pid),
        "folder": work / "dataset",
    }


def test_every_good_report_is_read(archive: tuple[Path, Torture], told: dict[str, Any]) -> None:
    read = {Path(e["path"]).name for e in told["endings"] if e["ending"] == "read"}
    assert read == archive[1].good
    names = {os.fsencode(name).decode("utf-8", "replace") for name in archive[1].good}
    rows = open_dataset(told["folder"]).rows("reports", ["source_file"])
    assert {row["source_file"] for row in rows} == names
    assert len(rows) == GOOD


def test_each_bad_file_is_named_with_its_reason(archive: tuple[Path, Torture], told: dict[str, Any]) -> None:
    torture = archive[1]
    aside = {Path(e["path"]).name: e for e in told["endings"] if e["ending"] == "set_aside"}
    assert aside.pop("changing.pdf")["category"] in ("changed", "damaged_pdf")
    assert len(aside) + len(torture.no_files) >= 40
    assert aside.keys() == torture.bad.keys()
    assert {n: e["category"] for n, e in aside.items() if e["category"] not in torture.bad[n]} == {}
    for ending in aside.values():
        assert ending["reason"].count(".") >= 2, "what is wrong, then what to do"
    for name in torture.no_files:
        assert sum(f"/{name} is " in problem for problem in told["problems"]) == 1


def test_the_run_says_that_not_all_is_well_and_stays_within_its_memory(told: dict[str, Any]) -> None:
    assert told["exit_code"] == 1
    assert told["own_peak_kib"] < 400 << 10
    assert 0 < told["worker_peak_memory_bytes"] < (MEMORY_MIB + 200) << 20


def test_no_process_is_left_behind(told: dict[str, Any]) -> None:
    assert told["left"] == []


def test_a_second_run_reads_no_file_that_is_known(
    archive: tuple[Path, Torture], told: dict[str, Any]
) -> None:
    """Only what might turn out otherwise is tried again: defects, and what changes."""
    from pipeline.ingest import Settings, ingest
    from pipeline.workers import Limits

    settings = Settings(workers=1, limits=Limits(20.0, MEMORY_MIB << 20), extract=EXTRACT)
    summary = ingest([str(archive[0])], told["folder"], settings)
    assert not summary.changed
    assert summary.count("read") == 0
    assert summary.count("unchanged") == GOOD
    assert len(summary.set_aside) == len(archive[1].bad) + 1
