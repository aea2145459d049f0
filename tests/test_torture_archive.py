"""An archive with more bad files than good ones: the good are read, each bad one is named alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.dataset import open_dataset
from pipeline.ingest import Settings, ingest
from pipeline.workers import Limits
from tests.torture_archive import EXTRACT, GOOD, make_torture_archive

ROOT = Path(__file__).parents[1]
MEMORY_MIB = 512
SECONDS = 12
SECONDS_TO_END = 10
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


def left_behind(session: int) -> list[int]:
    """The processes of a session whose command has ended, but for those that are just about to end.

    Python's own tracker of shared resources ends when it sees that its parent has.
    """
    until = time.monotonic() + SECONDS_TO_END
    while (members := session_members(session)) and time.monotonic() < until:
        time.sleep(0.05)
    return members


def ingested(folder: Path, dataset: Path) -> tuple[dict[str, Any], int, int, list[int]]:
    """What an ingest of `folder` by command says; its exit code, memory in KiB, and processes left."""
    script = dataset.parent / "run.py"
    script.write_text(RUN)
    command = [sys.executable, str(script), "ingest", str(folder), "--into", str(dataset), "--json"]
    limits = ["--time-limit", str(SECONDS), "--memory-limit", str(MEMORY_MIB), "--workers", "2"]
    process = subprocess.Popen(
        [*command, *limits],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    output, errors = process.communicate(timeout=400)
    peak_kib = int(errors.split()[-2])
    return json.loads(output), process.returncode, peak_kib, left_behind(process.pid)


def test_every_good_report_is_read_and_each_bad_file_is_named_with_its_reason(tmp_path: Path) -> None:
    folder, dataset = tmp_path / "archive", tmp_path / "dataset"
    folder.mkdir()
    torture = make_torture_archive(folder)
    with changing(folder / "changing.pdf"):
        told, exit_code, peak_kib, left = ingested(folder, dataset)

    assert exit_code == 1
    assert left == [], "processes were left behind"
    assert peak_kib < 400 << 10
    assert 0 < told["worker_peak_memory_bytes"] < (MEMORY_MIB + 200) << 20

    assert {Path(e["path"]).name for e in told["endings"] if e["ending"] == "read"} == torture.good
    names = {os.fsencode(name).decode("utf-8", "replace") for name in torture.good}
    rows = open_dataset(dataset).rows("reports", ["source_file"])
    assert {row["source_file"] for row in rows} == names
    assert len(rows) == GOOD

    aside = {Path(e["path"]).name: e for e in told["endings"] if e["ending"] == "set_aside"}
    assert aside.pop("changing.pdf")["category"] in ("changed", "damaged_pdf")
    assert len(aside) + len(torture.no_files) >= 40
    assert aside.keys() == torture.bad.keys()
    assert {n: e["category"] for n, e in aside.items() if e["category"] not in torture.bad[n]} == {}
    for ending in aside.values():
        assert ending["reason"].count(".") >= 2, "what is wrong, then what to do"
    for name in torture.no_files:
        assert sum(f"/{name} is " in problem for problem in told["problems"]) == 1

    limits = Limits(float(SECONDS), MEMORY_MIB << 20)
    again = ingest([str(folder)], dataset, Settings(workers=1, limits=limits, extract=EXTRACT))
    assert not again.changed
    assert (again.count("read"), again.count("unchanged")) == (0, GOOD)
    assert len(again.set_aside) == len(torture.bad) + 1
