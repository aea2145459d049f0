"""Killing an ingest at any moment and running it again gives the tables of an undisturbed run.

KOMMUNKOMPASSEN_KILL_ROUNDS sets how many datasets are built under kills (default 3).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.checking import check_dataset
from corpus.dataset import NoDatasetError, open_dataset
from schemas.tables import RECORD_TYPES
from tests.stub_reports import EXTRACT, VERSION, stub_report

ROOT = Path(__file__).parents[1]
ROUNDS = int(os.environ.get("KOMMUNKOMPASSEN_KILL_ROUNDS", "3"))
KILLS_PER_ROUND = 2
FIRST, ALL = 5, 12
"""Files of the archive at the first ingest, and when it has grown."""

INGEST = f"""
import sys
from pathlib import Path
from pipeline.ingest import Settings, ingest
if __name__ == "__main__":
    settings = Settings(workers=2, extract={EXTRACT!r}, extractor_version={VERSION!r})
    ingest([sys.argv[1]], Path(sys.argv[2]), settings)
"""


def add_files(archive: Path, numbers: range) -> None:
    for number in numbers:
        title = {"code": "9001", "year": str(2001 + number // 2), "title": f"report {number}"}
        stub_report(archive, f"{number:02}.pdf", order="slow", seconds="0.02", **title)
    if 1 in numbers:
        stub_report(archive, "bad.pdf", order="no report")


def started(tmp_path: Path, archive: Path, dataset: Path) -> subprocess.Popen[bytes]:
    script = tmp_path / "run.py"
    script.write_text(INGEST)
    command = [sys.executable, str(script), str(archive), str(dataset)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})


def finished(tmp_path: Path, archive: Path, dataset: Path) -> None:
    assert started(tmp_path, archive, dataset).wait(timeout=120) == 0


def published(dataset: Path) -> dict[str, bytes]:
    names = [*(f"{table}.parquet" for table in RECORD_TYPES), "datapackage.json"]
    return {name: (dataset / name).read_bytes() for name in names}


@contextmanager
def a_reader_of(dataset: Path) -> Iterator[list[int]]:
    """Read the dataset again and again: the numbers of reports seen. Fails on a set that is not whole."""
    seen: list[int] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                opened = open_dataset(dataset)
                reports = {row["report_id"] for row in opened.rows("reports", ["report_id"])}
                for table in ("area_scores", "findings", "facts", "issues"):
                    assert {row["report_id"] for row in opened.rows(table, ["report_id"])} == reports
                seen.append(len(reports))
                time.sleep(0.01)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()
    assert failures == []


def test_a_killed_ingest_ends_as_an_undisturbed_one_when_it_is_run_again(tmp_path: Path) -> None:
    rng = random.Random(20260101)
    archive = tmp_path / "archive"
    add_files(archive, range(FIRST))
    finished(tmp_path, archive, tmp_path / "first")
    first = published(tmp_path / "first")
    add_files(archive, range(FIRST, ALL))
    begun = time.monotonic()
    finished(tmp_path, archive, tmp_path / "undisturbed")
    seconds = time.monotonic() - begun
    expected = published(tmp_path / "undisturbed")
    for round_number in range(ROUNDS):
        dataset = tmp_path / f"dataset-{round_number}"
        grown = round_number % 2 == 0
        if grown:
            # An archive that was published before and has grown: readers see the old set or the new one.
            early = tmp_path / f"early-{round_number}"
            add_files(early, range(FIRST))
            finished(tmp_path, early, dataset)
            assert published(dataset) == first
        for _ in range(KILLS_PER_ROUND):
            process = started(tmp_path, archive, dataset)
            time.sleep(rng.uniform(0.1, 1.1) * seconds)
            process.kill()
            process.wait()
            assert whole_or_absent(dataset, absent_allowed=not grown)
        if grown:
            with a_reader_of(dataset) as seen:
                finished(tmp_path, archive, dataset)
            assert set(seen) <= {FIRST, ALL}
        else:
            finished(tmp_path, archive, dataset)
        assert published(dataset) == expected


def whole_or_absent(dataset: Path, *, absent_allowed: bool) -> bool:
    try:
        opened = open_dataset(dataset)
    except NoDatasetError:
        return absent_allowed
    structural = {"file-changed", "id-doubled", "id-unknown", "value-unknown"}
    return not [r for r in check_dataset(opened) if r.rule in structural]
