"""Kill an ingest at random moments and run it again: the dataset must be that of an undisturbed run.

    python -m tests.kill_rounds --rounds 200 [--seed 1] [--files 30] [--pdf]

Each round ingests an archive into a dataset of its own, from nothing or from a dataset of a part of the
archive. The ingest is ended once or twice at a random moment, most often by SIGKILL, now and then by
SIGTERM; half of the times while it publishes. Then it runs to its end, and every published file must
be equal, byte for byte, to that of an undisturbed run. All the while a reader in another process opens
the dataset again and again and checks that its tables belong together. `--pdf` takes typeset reports
and the true extractors, else stubs that are read in no time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.checking import check_dataset
from corpus.dataset import NoDatasetError, open_dataset
from pipeline.worker_process import DEFAULT_EXTRACT
from schemas.tables import PRIMARY_KEYS, RECORD_TYPES
from tests.stub_reports import EXTRACT, VERSION, stub_report

ROOT = Path(__file__).parents[1]
_STRUCTURAL = frozenset({"file-changed", "id-doubled", "id-unknown", "value-unknown"})
_INGEST = """
import sys
from pathlib import Path
from pipeline.ingest import Settings, ingest
settings = Settings(workers=2, extract=sys.argv[3], extractor_version=sys.argv[4])
ingest([sys.argv[1]], Path(sys.argv[2]), settings)
"""
_READ = "import sys; from tests.kill_rounds import keep_reading; keep_reading(sys.argv[1])"


class RoundFailed(AssertionError):  # noqa: N818
    """A round whose dataset is not that of an undisturbed run, or was not whole at some moment."""


@dataclass(frozen=True, slots=True)
class Archives:
    """The archive, a part of it, and what undisturbed runs publish of each."""

    whole: Path
    part: Path
    reports: int
    reports_of_part: int
    published: dict[str, bytes]
    seconds: float
    """That an undisturbed run over the whole archive took."""
    extract: str


@dataclass(slots=True)
class Seen:
    """What a reader saw: how often it read the dataset, with how many reports, and what was wrong."""

    reads: int = 0
    reports: frozenset[int] = frozenset()
    failure: str = ""


def make_archives(folder: Path, files: int, *, pdf: bool = False) -> Archives:
    """Archives of `files` files, one of them no report and two with the same bytes."""
    whole, part = folder / "archive", folder / "part"
    whole.mkdir()
    part.mkdir()
    for number in range(files - 2):
        if pdf:
            from tests.typesetter.archive import typeset_seed

            (whole / f"{number:02}.pdf").write_bytes(typeset_seed(number, 0.1)[2])
        else:
            title = {"code": "9001", "year": str(1990 + number), "title": f"report {number}"}
            stub_report(whole, f"{number:02}.pdf", order="slow", seconds="0.02", **title)
    shutil.copyfile(whole / "00.pdf", whole / "same.pdf")
    (whole / "bad.pdf").write_text("no report")
    for path in sorted(whole.iterdir())[: files // 3]:
        shutil.copyfile(path, part / path.name)
    extract = DEFAULT_EXTRACT if pdf else EXTRACT
    begun = time.monotonic()
    _finish(whole, folder / "undisturbed", extract)
    seconds = time.monotonic() - begun
    reports = len(open_dataset(folder / "undisturbed").rows("reports"))
    reports_of_part = len(list(part.iterdir()))
    return Archives(
        whole, part, reports, reports_of_part, published(folder / "undisturbed"), seconds, extract
    )


def play_round(archives: Archives, dataset: Path, rng: random.Random) -> Counter[str]:
    """Ingest `archives` into `dataset` with kills. Returns what was done and seen. Raises RoundFailed."""
    told: Counter[str] = Counter()
    allowed = {archives.reports}
    if rng.random() < 0.5:
        _finish(archives.part, dataset, archives.extract)
        allowed.add(archives.reports_of_part)
        told["grown"] += 1
    with reading(dataset) as seen:
        for _ in range(rng.choice((1, 1, 2))):
            told[_disturb(archives, dataset, rng)] += 1
            _see_that_it_is_whole(dataset)
        _finish(archives.whole, dataset, archives.extract)
    stopped_early = told["SIGTERM"] > 0  # publishes what was read until then
    strange = seen.reports - allowed
    if seen.failure or (strange and not stopped_early):
        raise RoundFailed(f"a reader saw {seen.failure or set(strange)}, not {allowed}")
    told["reads"] += seen.reads
    if published(dataset) != archives.published:
        raise RoundFailed("the dataset differs from that of an undisturbed run")
    left = [p.name for p in (dataset / ".versions").iterdir() if p.name.endswith(".unfinished")]
    if left:
        raise RoundFailed(f"{left} was left behind")
    return told


def published(dataset: Path) -> dict[str, bytes]:
    names = [*(f"{table}.parquet" for table in RECORD_TYPES), "datapackage.json"]
    return {name: (dataset / name).read_bytes() for name in names}


def _start(archive: Path, dataset: Path, extract: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _INGEST, str(archive), str(dataset), extract, VERSION],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
    )


def _finish(archive: Path, dataset: Path, extract: str) -> None:
    process = _start(archive, dataset, extract)
    _, errors = process.communicate(timeout=300)
    if process.returncode:
        raise RoundFailed(f"an ingest ended with {process.returncode}: {errors.decode()[-500:]}")


def _disturb(archives: Archives, dataset: Path, rng: random.Random) -> str:
    """Start an ingest and end it at a random moment; says how."""
    process = _start(archives.whole, dataset, archives.extract)
    how = signal.SIGTERM if rng.random() < 0.15 else signal.SIGKILL
    if rng.random() < 0.5:
        time.sleep(rng.uniform(0, 1.1) * archives.seconds)
    else:
        before = _publishing(dataset)
        _wait_until(lambda: _publishing(dataset) != before or process.poll() is not None)
        time.sleep(rng.uniform(0, 0.03))
    workers = _children(process.pid)
    process.send_signal(how)
    process.communicate(timeout=60)
    if not _wait_until(lambda: not any(map(_alive, workers)), seconds=10):
        raise RoundFailed("processes were left behind")
    return how.name if process.returncode == -how or how == signal.SIGTERM else "too late"


def _publishing(dataset: Path) -> frozenset[str]:
    """The sets of tables that lie in a dataset, finished or not: changes while it publishes."""
    try:
        return frozenset(os.listdir(dataset / ".versions"))  # noqa: PTH208
    except FileNotFoundError:
        return frozenset()


def _wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.002)
    return True


def _children(process: int) -> list[int]:
    try:
        return [int(c) for c in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _alive(process: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def _see_that_it_is_whole(dataset: Path) -> None:
    try:
        wrong = [r for r in check_dataset(open_dataset(dataset)) if r.rule in _STRUCTURAL]
    except NoDatasetError:
        return
    if wrong:
        raise RoundFailed(f"after a kill: {wrong[0].message}")


@contextmanager
def reading(dataset: Path) -> Iterator[Seen]:
    """Have another process read the dataset until this ends; then what it saw is told."""
    process = subprocess.Popen(
        [sys.executable, "-c", _READ, str(dataset)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.readline()  # it has begun
    seen = Seen()
    try:
        yield seen
    finally:
        output, _ = process.communicate()
    told = json.loads(output)
    seen.reads, seen.reports, seen.failure = told["reads"], frozenset(told["reports"]), told["failure"]


def keep_reading(folder: str) -> None:
    """Read the dataset in `folder` until standard input closes, and print what was seen."""
    import threading

    done = threading.Event()

    def wait_for_the_end() -> None:
        sys.stdin.read()
        done.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    print("begun", flush=True)
    counts: Counter[int] = Counter()
    failure = ""
    while not done.is_set() and not failure:
        try:
            counts[_read_once(Path(folder))] += 1
        except NoDatasetError:
            failure = "no dataset after there was one" if counts else ""
        except Exception as error:
            failure = f"{type(error).__name__}: {error}"
        time.sleep(0.005)
    print(json.dumps({"reads": counts.total(), "failure": failure, "reports": sorted(counts)}))


def _read_once(folder: Path) -> int:
    """Open and read the dataset, and see that its tables belong together. Returns its reports."""
    dataset = open_dataset(folder)
    ids = {t: {row[key] for row in dataset.rows(t, [key])} for t, key in PRIMARY_KEYS.items()}
    for table in RECORD_TYPES:
        of_table = {row["report_id"] for row in dataset.rows(table, ["report_id"])}
        if not of_table <= ids["reports"] or (
            table in ("findings", "passages") and of_table != ids["reports"]
        ):
            raise RoundFailed(f"{table} has rows of other reports than the table of reports")
    if {row["passage_id"] for row in dataset.rows("examples", ["passage_id"])} - {None} - ids["passages"]:
        raise RoundFailed("an example stands in a passage that is not there")
    if dataset.descriptor()["version"] != dataset.version:
        raise RoundFailed("the descriptor is of another set")
    return len(ids["reports"])


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.kill_rounds", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=30)
    parser.add_argument("--pdf", action="store_true", help="typeset reports in place of stubs")
    options = parser.parse_args()
    told: Counter[str] = Counter()
    failures = 0
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        archives = make_archives(Path(folder), options.files, pdf=options.pdf)
        for number in range(1, options.rounds + 1):
            dataset = Path(folder, f"dataset-{number}")
            try:
                told += play_round(archives, dataset, random.Random(f"{options.seed} {number}"))
            except RoundFailed as failure:
                failures += 1
                print(f"round {number}: {failure}")
            shutil.rmtree(dataset)
            if number % 20 == 0:
                print(f"{number} rounds, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    print(f"{options.rounds} rounds, {failures} failed; {dict(told)}; {time.monotonic() - begun:.0f} s")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
