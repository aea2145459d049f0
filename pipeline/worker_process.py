"""What runs inside a worker process: read one file after the other, within a memory limit."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib
import logging
import multiprocessing
import os
import re
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path

from pipeline.extraction_codec import encode
from pipeline.garbage_collection import rarely_collected
from schemas.records import Extraction

DEFAULT_EXTRACT = "extractors.report:read_report"

Extract = Callable[..., Extraction]
"""Reads one file: `(data, source_file, *, reader, before_recognition) -> Extraction`.

It calls `before_recognition` with the number of pages whose text it is about to recognise. Raises
UnreadableDocument.
"""

_PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has imported what it needs and waits for orders."""


@dataclass(frozen=True, slots=True)
class StartFailed:
    reason: str


@dataclass(frozen=True, slots=True)
class Order:
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Recognising:
    """The text of so many pages of the file in hand is recognised from here on, which takes its time."""

    pages: int


@dataclass(frozen=True, slots=True)
class Answer:
    """How the reading of one file ended; see `pipeline.workers.Outcome`."""

    extraction: bytes | None
    category: str | None
    reason: str | None
    pages: int | None
    seconds: float
    peak_memory_bytes: int


def serve(connection: Connection, extract: str, reader: str, memory_bytes: int) -> None:
    """Answer orders until the other end closes. The target of a worker process."""
    # Whoever interrupts the run speaks to the parent, which lets the files in hand finish.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _end_with_parent()
    # Each thread of a numeric library reserves address space that the limit would count.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
    try:
        module, function = extract.split(":")
        read: Extract = getattr(importlib.import_module(module), function)
    except Exception as error:
        connection.send(StartFailed(f"{type(error).__name__}: {error}"))
        return
    _silence()
    _limit_memory(memory_bytes)
    connection.send(Ready())
    with rarely_collected():
        while True:
            try:
                order: Order = connection.recv()
            except EOFError:
                return
            connection.send(_answer(order, read, reader, lambda pages: connection.send(Recognising(pages))))


def _answer(order: Order, read: Extract, reader: str, before_recognition: Callable[[int], None]) -> Answer:
    started = time.monotonic()
    extraction, pages = None, None
    category, reason = None, None
    try:
        data = order.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != order.sha256:
            category, reason = "changed", "The file changed while it was being read. Ingest it again."
        else:
            found = read(data, order.path.name, reader=reader, before_recognition=before_recognition)
            # The bytes may lie under several names: which one is published is decided there.
            unnamed = replace(found, report=replace(found.report, source_file=""))
            extraction, pages = encode(unnamed), found.report.pages
    except MemoryError:
        category = "memory"
        reason = (
            "Reading the file took more memory than the limit. "
            "If the file is in order, ingest it again with a higher --memory-limit."
        )
    except OSError as error:
        category, reason = (
            "unopenable",
            f"The file cannot be opened ({error.strerror or error}). Check it and its permissions.",
        )
    except Exception as error:
        category, reason = _cause(error)
    return Answer(extraction, category, reason, pages, time.monotonic() - started, peak_memory_bytes())


def _cause(error: Exception) -> tuple[str, str]:
    """Category and sentence for an exception of the extractors."""
    # Imported here: by now the extractors are loaded, while a test's own reader may do without them.
    from extractors.reading.reading_errors import UnreadableDocument

    if isinstance(error, UnreadableDocument):
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower(), str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return "defect", (
        f"The program failed on this file ({type(error).__name__}: {error}; "
        f"{Path(place.filename).name}, line {place.lineno}). Please report it with the file."
    )


def peak_memory_bytes() -> int:
    """The highest resident memory of this process so far."""
    # Linux counts to ru_maxrss also what the parent held when it started this process.
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        if match := re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE):
            return int(match[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _end_with_parent() -> None:
    """See to it that this process does not outlive the one that started it."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        # The kernel's way works even while a library holds the interpreter in an endless loop.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent.pid:
            os._exit(1)

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _silence() -> None:
    """Keep what libraries print away from the user's terminal and from JSON output."""
    logging.disable(logging.CRITICAL)
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)


def _limit_memory(memory_bytes: int) -> None:
    """Allow `memory_bytes` of address space beyond what is in use now (Linux only)."""
    with contextlib.suppress(OSError, ValueError):
        pages_in_use = int(Path("/proc/self/statm").read_text().split()[0])
        in_use = pages_in_use * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = in_use + memory_bytes
        resource.setrlimit(
            resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
        )
