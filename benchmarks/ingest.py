"""Pages per second and peak memory of a whole ingest, beside a pdfplumber loop and PDFium's raw text.

    python -m benchmarks.ingest REPORT.pdf... [--copies N] [--rounds 1]

The ingest has one worker and ends with published tables: discovery, hashing, reading, records,
language, rules, ledger, Parquet. The loop is `extract_words` and `find_tables` on every page, the
floor PDFium's text of every page. All read the same files: each report `--copies` times with a
different last line, since an ingest reads the same bytes once; unless told otherwise as many as
make an archive of the real one's size, which takes some minutes. Every way runs in a process of its
own, one after the other in every round; a figure is the median over rounds. Processor time is
that of all processes together, start-up included, and holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reading import pdfplumber_loop, raw_text

REPORTS_OF_ARCHIVE = 240
"""How many reports have been published, about."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What dealing with all files once took; the peak is that of the process that reads."""

    pages: int
    wall_seconds: float
    processor_seconds: float
    peak_bytes: int


Way = Callable[[Path], tuple[int, int]]
"""Deals with the files of a folder and returns the numbers of pages and of bytes at the peak."""


def whole_ingest(archive: Path) -> tuple[int, int]:
    from pipeline.ingest import Settings, ingest

    with tempfile.TemporaryDirectory() as dataset:
        summary = ingest([str(archive)], Path(dataset), Settings(workers=1))
    if summary.count("read") != summary.files:
        raise SystemExit(f"not all files were read: {summary.set_aside[0].reason}")
    return sum(e.pages for e in summary.endings), summary.worker_peak_memory_bytes


def each_file(read: Callable[[bytes], int]) -> Way:
    def way(archive: Path) -> tuple[int, int]:
        pages = sum(read(path.read_bytes()) for path in sorted(archive.iterdir()))
        return pages, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

    return way


WAYS: dict[str, Way] = {
    "whole ingest, one worker": whole_ingest,
    "pdfplumber loop": each_file(pdfplumber_loop),
    "pdfium raw text": each_file(raw_text),
}


def measured(name: str, archive: Path) -> Measure:
    """What `WAYS[name]` takes, run in this process."""
    started = time.monotonic()
    pages, peak = WAYS[name](archive)
    wall = time.monotonic() - started
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return Measure(pages, wall, sum(u.ru_utime + u.ru_stime for u in used), peak)


def _measure(connection: object, name: str, archive: Path) -> None:
    connection.send(measured(name, archive))  # type: ignore[attr-defined]


def in_own_process(name: str, archive: Path) -> Measure:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measure, args=(theirs, name, archive))
    process.start()
    theirs.close()
    result: Measure = ours.recv()
    process.join()
    return result


def copies(reports: list[Path], number: int, archive: Path) -> None:
    for path in reports:
        data = path.read_bytes()
        for copy in range(number):
            (archive / f"{path.stem}-{copy}.pdf").write_bytes(data + f"\n% {copy}\n".encode())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__.split("\n")[0])
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument(
        "--copies", type=int, help=f"how often each report is read (so often that {REPORTS_OF_ARCHIVE} are)"
    )
    parser.add_argument("--rounds", type=int, default=1, help="how often everything is measured (1)")
    options = parser.parse_args()
    rounds: dict[str, list[Measure]] = {name: [] for name in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        number = options.copies or math.ceil(REPORTS_OF_ARCHIVE / len(options.reports))
        copies(options.reports, number, Path(folder))
        for _ in range(options.rounds):
            for name in WAYS:
                rounds[name].append(in_own_process(name, Path(folder)))

    def processor_ms(name: str) -> float:
        return statistics.median(1000 * m.processor_seconds / m.pages for m in rounds[name])

    print(f"{rounds['pdfplumber loop'][0].pages} pages, {options.rounds} rounds")
    print(f"{'':26}{'pages/s':>9}{'ms/page':>9}{'cpu ms/page':>13}{'loop / this':>13}{'peak MB':>9}")
    for name, measures in rounds.items():
        rate = statistics.median(m.pages / m.wall_seconds for m in measures)
        ratio = processor_ms("pdfplumber loop") / processor_ms(name)
        peak = max(m.peak_bytes for m in measures) / 1e6
        figures = f"{rate:9.0f}{1000 / rate:9.2f}{processor_ms(name):13.2f}{ratio:13.1f}{peak:9.0f}"
        print(f"{name:26}{figures}")


if __name__ == "__main__":
    main()
