"""How fast the pages are: start, search, report, municipality and picture, with several users at once.

    python -m benchmarks.serve [--reports 10000] [--users 20] [--requests 2000] [--processes 2]
        [--keep FOLDER]

Serves the sample archive and then a generated dataset (`benchmarks.generated_dataset`) with the
command itself, and asks for pages from this process over loopback, each user one page after the other
without a pause. `new` pages are asked for the first time, each another one; `again` repeats them, as
users of the same searches and links do. `processor` is what the server spends on a page: the rest of
the time a page waits for those before it. Prints one line for each kind of page.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.generated_dataset import generated_dataset
from benchmarks.search import generated_queries
from corpus.dataset import Dataset, open_dataset
from corpus.searching.index_folder import open_index
from pipeline.ingest import Settings, ingest

_SAMPLES = Path(__file__).parents[1] / "samples"
_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """The command, serving a dataset until it is ended."""

    def __init__(self, dataset: Path, archive: Path | None, processes: int) -> None:
        more = [] if archive is None else ["--archive", str(archive)]
        command = [sys.executable, "-m", "pipeline.command_line", "serve", str(dataset), "--port", "0", *more]
        command += ["--processes", str(processes)]
        begun = time.perf_counter()
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found = re.search(r"http://(\S+):([0-9]+)/", line)
        assert found, line
        self.host, self.port = found[1], int(found[2])
        asyncio.run(ask(self.host, self.port, ["/sok"], 1))
        self.seconds_to_start = time.perf_counter() - begun

    def processor_seconds(self) -> float:
        """User and system time of the server's processes so far."""
        stats = [Path(f"/proc/{pid}/stat").read_text() for pid in self._processes()]
        fields = [stat.rpartition(")")[2].split() for stat in stats]
        return sum(int(f[11]) + int(f[12]) for f in fields) / _TICKS

    def memory_mb(self) -> float:
        """Resident memory of the server's processes now; what they share counts in each."""
        statuses = [Path(f"/proc/{pid}/status").read_text() for pid in self._processes()]
        return sum(int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) for status in statuses) / 1e3

    def _processes(self) -> list[int]:
        """The process that was started and those that it started."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text()
        return [self._process.pid, *map(int, children.split())]

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


async def ask(host: str, port: int, paths: Sequence[str], users: int) -> list[float]:
    """Milliseconds that each of the pages took, `users` of them asked for at a time."""
    waiting = iter(paths)
    times: list[float] = []

    async def user() -> None:
        answers, questions = await asyncio.open_connection(host, port)
        for path in waiting:
            begun = time.perf_counter()
            questions.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            head = await answers.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            assert b" 200 OK" in head, (path, head)
            assert length, head
            await answers.readexactly(int(length[1]))
            times.append((time.perf_counter() - begun) * 1000)
        questions.close()

    await asyncio.gather(*(user() for _ in range(users)))
    return times


def measure(dataset: Dataset, archive: Path | None, users: int, requests: int, processes: int) -> None:
    """Print the figures of one dataset."""
    open_index(dataset)
    server = Server(dataset.folder, archive, processes)
    try:
        print(f"{dataset.row_count('reports'):,} reports: started in {server.seconds_to_start:.2f} s")
        for name, paths in _pages(dataset, archive, requests).items():
            for how, asked in (("new", paths), ("again", (paths * (requests // len(paths) + 1))[:requests])):
                before = server.processor_seconds()
                times = sorted(asyncio.run(ask(server.host, server.port, asked, users)))
                spent = (server.processor_seconds() - before) * 1000 / len(times)
                p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
                print(
                    f"  {name:12} {how:5} {len(times):5} pages: "
                    f"p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, processor {spent:5.2f} ms"
                )
        print(f"  memory {server.memory_mb():.0f} MB")
    finally:
        server.close()


def _pages(dataset: Dataset, archive: Path | None, most: int) -> dict[str, list[str]]:
    """Kind of page to the addresses that are asked for, each once."""
    chance = random.Random(3)
    queries = dict.fromkeys(generated_queries(most))
    reports = dataset.rows("reports", ("report_id", "municipality_code", "pages"))
    chance.shuffle(reports)
    pages = {
        "search": [f"/sok?q={quote_plus(query)}" for query in queries],
        "report": [f"/rapport/{report['report_id']}" for report in reports[:most]],
        "municipality": list(dict.fromkeys(f"/kommun/{r['municipality_code']}" for r in reports)),
    }
    if archive is not None:
        pages["picture"] = [
            f"/bild/{report['report_id']}/{page}.png"
            for report in reports
            for page in range(1, report["pages"] + 1)
        ]
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--processes", type=int, default=2, help="processes of the server (2)")
    parser.add_argument("--keep", type=Path, help="folder to keep the generated dataset in")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        ingest([str(_SAMPLES)], Path(temporary, "samples"), Settings(workers=2))
        measure(
            open_dataset(Path(temporary, "samples")), _SAMPLES, given.users, given.requests, given.processes
        )
        folder = given.keep or Path(temporary, "generated")
        generated_dataset(folder, given.reports)
        measure(open_dataset(folder), None, given.users, given.requests, given.processes)


if __name__ == "__main__":
    main()
