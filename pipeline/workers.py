"""Read documents in worker processes that may be slow, greedy or crash without harm to the others.

`concurrent.futures.ProcessPoolExecutor` cannot end one task that hangs, and a worker that dies
breaks the whole pool with every file in hand; the libraries that can (pebble, loky) are LGPL or
lack the time limit. So this is a small pool of its own over `multiprocessing`: one process per
worker, one pipe each, one file at a time. A file whose worker passes a limit or dies is set aside
with the reason, and a new worker takes over.

Also with one worker the reading happens outside this process, so that the limits hold.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from pipeline.worker_process import DEFAULT_EXTRACT, Answer, Order, Ready, Recognising, StartFailed, serve
from schemas.errors import UserError

DEFAULT_SECONDS = 120.0
SECONDS_PER_SCANNED_PAGE = 15.0
"""What is allowed on top for each page whose text is recognised, which takes two seconds on an idle core."""
DEFAULT_MEMORY_BYTES = 1 << 30

_FILES_PER_WORKER = 500
"""A worker is replaced after so many files, so that what libraries leak stays bounded."""
_RETIRE_ABOVE_BYTES = 400 << 20
"""A worker whose memory has once been above this is replaced, which gives the memory back."""
_START_SECONDS = 120.0
_STOP_SECONDS = 5.0
_TICK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may use."""

    seconds: float = DEFAULT_SECONDS
    """Without the time for text recognition, which gets `seconds_per_scanned_page`."""
    memory_bytes: int = DEFAULT_MEMORY_BYTES
    """Beyond what the worker uses before its first file; enforced on Linux."""
    seconds_per_scanned_page: float = SECONDS_PER_SCANNED_PAGE


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, and the SHA-256 that its bytes must have."""

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the reading of one file ended."""

    task: Task
    extraction: bytes | None
    """Encoded by `pipeline.extraction_codec`; None where the file is set aside."""
    category: str | None = None
    reason: str | None = None
    pages: int | None = None
    seconds: float = 0.0
    peak_memory_bytes: int = 0
    """The worker's highest memory so far; 0 where it died."""


class WorkerStartError(UserError):
    """Worker processes cannot be started."""

    exit_code = 1


def read_files(
    tasks: Iterator[Task],
    *,
    workers: int,
    limits: Limits,
    reader: str,
    stop_requested: Callable[[], bool] = lambda: False,
    extract: str = DEFAULT_EXTRACT,
) -> Generator[Outcome, None, None]:
    """Read `tasks` in `workers` processes and yield each outcome as it comes, in any order.

    At most `workers` tasks are taken ahead. Once `stop_requested` answers true no further task is
    taken; the files in hand are finished. `extract` names the function that reads, as
    `module:function`. No process is left when the iterator ends or is closed, nor when this
    process is killed. Raises WorkerStartError.
    """
    pool: list[_Worker] = []
    waiting: deque[Task] = deque()
    try:
        while True:
            if stop_requested():
                waiting.clear()
            else:
                waiting.extend(itertools.islice(tasks, workers - len(waiting)))
            for worker in (w for w in pool if w.free and waiting):
                worker.start(waiting.popleft())
            if not waiting and not any(w.task for w in pool):
                return
            starting = sum(w.starting for w in pool)
            for _ in range(min(workers - len(pool), len(waiting) - starting)):
                pool.append(_Worker(reader, limits, extract))
            for worker in _with_news(pool):
                outcome = worker.outcome()
                if worker.spent:
                    worker.stop()
                    pool.remove(worker)
                if outcome is not None:
                    yield outcome
    finally:
        for worker in pool:
            worker.stop(gently=worker.free)


def _with_news(pool: list[_Worker]) -> list[_Worker]:
    """The workers that have answered, died or passed their deadline; waits a moment for the first."""
    nearest = min((w.deadline for w in pool if w.deadline is not None), default=float("inf"))
    pause = max(0.0, min(_TICK_SECONDS, nearest - time.monotonic()))
    answered = set(wait([w.connection for w in pool], timeout=pause))
    now = time.monotonic()
    return [w for w in pool if w.connection in answered or (w.deadline is not None and now >= w.deadline)]


class _Worker:
    """One worker process: starting, free, or with a task in hand."""

    def __init__(self, reader: str, limits: Limits, extract: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=serve,
            args=(theirs, extract, reader, limits.memory_bytes),
            name="kommunkompassen-worker",
            daemon=True,
        )
        self._process.start()
        theirs.close()
        self._limits = limits
        self._allowed = limits.seconds
        self._files = 0
        self._ready = False
        self.task: Task | None = None
        self.deadline: float | None = time.monotonic() + _START_SECONDS
        self.spent = False
        """True once the process is dead or should be replaced."""

    @property
    def starting(self) -> bool:
        return not self._ready

    @property
    def free(self) -> bool:
        return self._ready and self.task is None and not self.spent

    def start(self, task: Task) -> None:
        self.task = task
        self._allowed = self._limits.seconds
        self.deadline = time.monotonic() + self._allowed
        # Where it died while free, the end of the connection is noticed, and reported, by outcome().
        with contextlib.suppress(OSError):
            self.connection.send(Order(task.path, task.sha256))

    def outcome(self) -> Outcome | None:
        """What the news from this worker means for its task; None where it goes on or is only ready."""
        news = self._received()
        if isinstance(news, Recognising) and self.deadline is not None:
            more = news.pages * self._limits.seconds_per_scanned_page
            self._allowed += more
            self.deadline += more
            return None
        task, self.task = self.task, None
        self.deadline = None
        if isinstance(news, Ready):
            self._ready = True
            return None
        if task is None:
            self.spent = True
            if not self._ready:
                why = news.reason if isinstance(news, StartFailed) else f"they {_how_it_ended(self._process)}"
                raise WorkerStartError(f"The processes that read the files cannot be started: {why}.")
            return None
        if isinstance(news, Answer):
            self._files += 1
            self.spent = (
                self._files >= _FILES_PER_WORKER
                or news.peak_memory_bytes > _RETIRE_ABOVE_BYTES
                or news.category == "memory"
            )
            return Outcome(
                task,
                news.extraction,
                news.category,
                news.reason,
                news.pages,
                news.seconds,
                news.peak_memory_bytes,
            )
        self.spent = True
        if news == "late":
            return Outcome(
                task,
                None,
                "time",
                f"Reading the file took longer than the limit of {self._allowed:g} seconds. "
                "If the file is in order, ingest it again with a higher --time-limit.",
                seconds=self._allowed,
            )
        self._process.join(_STOP_SECONDS)
        return Outcome(
            task,
            None,
            "crash",
            f"The process that read the file {_how_it_ended(self._process)}. "
            "The file is damaged or needs more memory than the limit: save it as a new PDF and add that "
            "instead, or ingest it again with a higher --memory-limit.",
        )

    def _received(self) -> object:
        """The message that came, `"late"` where none came in time, None where the process is dead."""
        if not self.connection.poll():
            return "late"
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            return None

    def stop(self, gently: bool = False) -> None:
        """End the process: by closing its pipe where it is idle, else at once."""
        self.connection.close()
        if gently:
            self._process.join(_STOP_SECONDS)
        self._process.kill()
        self._process.join()


def _how_it_ended(process: SpawnProcess) -> str:
    code = process.exitcode
    if code is None:
        return "stopped answering"
    if code < 0:
        return f"crashed ({signal.Signals(-code).name})"
    return f"ended unexpectedly (exit code {code})"
