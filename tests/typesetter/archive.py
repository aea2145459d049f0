"""Make an archive of random reports with the gold of each.

    python -m tests.typesetter.archive FOLDER --reports N --seed S [--workers W] [--length L]

FOLDER/reports gets the PDFs, FOLDER/gold the records a correct extraction holds, in the same name.
The same seed makes the same reports. Two cores made 8 reports (about 150 pages) a second.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.typesetter.gold import gold
from tests.typesetter.layout import Layout, random_layout
from tests.typesetter.random_report import random_report
from tests.typesetter.report import Report
from tests.typesetter.typeset import typeset


def typeset_seed(seed: int, length: float = 1.0) -> tuple[Report, Layout, bytes]:
    """The random report of `seed`, the layout drawn for it, and its PDF."""
    report, layout = random_report(seed, length=length), random_layout(random.Random(f"layout {seed}"))
    return report, layout, typeset(report, layout)


def write(seed: int, folder: Path, length: float = 1.0) -> int:
    """Write the report of `seed` and its gold into `folder`. Returns the size of the PDF in bytes."""
    report, layout, data = typeset_seed(seed, length)
    name = f"{report.municipality.code}-{report.year}-{seed}"
    (folder / "reports" / f"{name}.pdf").write_bytes(data)
    records = json.dumps(gold(report, layout), ensure_ascii=False, indent=1)
    (folder / "gold" / f"{name}.json").write_text(records + "\n", encoding="utf-8")
    return len(data)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.typesetter.archive", description=__doc__.split("\n")[0]
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=100, help="how many (100)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first report (1)")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes (one per core)")
    parser.add_argument(
        "--length", type=float, default=1.0, help="how much longer than usual the prose is (1.0)"
    )
    options = parser.parse_args()
    for part in ("reports", "gold"):
        (options.folder / part).mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    job = partial(write, folder=options.folder, length=options.length)
    with ProcessPoolExecutor(options.workers) as pool:
        seeds = range(options.seed, options.seed + options.reports)
        size = sum(pool.map(job, seeds, chunksize=8))
    seconds = time.monotonic() - begun
    rate = options.reports / seconds
    print(f"{options.reports} reports, {size / 1e6:.1f} MB, {seconds:.1f} s, {rate:.1f} reports a second")


if __name__ == "__main__":
    main()
