"""Ingest an archive: discover its files, read those that are new, publish the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from extractors.version import EXTRACTOR_VERSION
from pipeline.dataset_lock import dataset_lock
from pipeline.discovery import DiscoveryError, discover
from pipeline.interruption import stop_on_signals
from pipeline.ledger import Document, FileState, Ledger, SeenFile, open_ledger
from pipeline.publication import publish
from pipeline.worker_process import DEFAULT_EXTRACT
from pipeline.workers import Limits, Outcome, Task, read_files

Ending = Literal["read", "unchanged", "duplicate", "set_aside"]


@dataclass(frozen=True, slots=True)
class FileEnding:
    """How one file of the archive ended in this run."""

    path: Path
    ending: Ending
    category: str | None = None
    reason: str | None = None
    """Why it is set aside; of a duplicate, the file that holds the same bytes."""
    pages: int = 0
    supersedes: bool = False
    """True where an older version of the file was in the dataset."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How an ingest is run."""

    workers: int
    limits: Limits = field(default_factory=Limits)
    reader: str = "pdfium"
    wait_for_lock: bool = False
    retry_set_aside: bool = False
    """Read again also what was set aside before."""
    extract: str = DEFAULT_EXTRACT
    extractor_version: str | None = None
    """Documents read by another version are read again; None stands for that of `extractors`."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an ingest did."""

    files: int
    endings: tuple[FileEnding, ...]
    """One per file that was dealt with, by path."""
    problems: tuple[DiscoveryError, ...]
    stopped: bool
    """True where the run was asked to stop before all files were dealt with."""
    reports: int
    """Reports in the published tables."""
    version: str
    changed: bool
    """Whether the published tables changed."""
    worker_peak_memory_bytes: int

    def count(self, ending: Ending) -> int:
        return sum(e.ending == ending for e in self.endings)

    @property
    def set_aside(self) -> tuple[FileEnding, ...]:
        return tuple(e for e in self.endings if e.ending == "set_aside")

    @property
    def all_well(self) -> bool:
        return not (self.set_aside or self.problems or self.stopped)


@dataclass(slots=True)
class Progress:
    """What an ingest tells whoever watches it."""

    started: Callable[[int], None] = field(default=lambda files: None)
    ended: Callable[[FileEnding], None] = field(default=lambda ending: None)
    stopping: Callable[[], None] = field(default=lambda: None)
    """The run was asked to stop and finishes the files in hand."""
    publishing: Callable[[], None] = field(default=lambda: None)


def ingest(
    paths: Sequence[str], folder: Path, settings: Settings, progress: Progress | None = None
) -> Summary:
    """Read the reports that `paths` name into the dataset in `folder`, and publish its tables.

    A file that was read before is not read again, unless the extractors have another version or
    another reader is asked for; the same bytes at two paths are one report. Files that cannot be
    read are set aside with the reason and the others go on. May be killed at any moment and run
    again. Raises DiscoveryError where no path gives a file, DatasetLockedError, LedgerError,
    WorkerStartError or PublicationError.
    """
    progress = progress or Progress()
    found = discover(paths)
    if not found.files:
        raise found.problems[0] if found.problems else DiscoveryError("No paths were given.")
    with dataset_lock(folder, wait=settings.wait_for_lock), open_ledger(folder) as ledger:
        progress.started(len(found.files))
        run = _Run(ledger, settings)
        with stop_on_signals(progress.stopping) as stop_requested:
            with closing(run.endings(found.files, stop_requested)) as endings:
                for ending in endings:
                    progress.ended(ending)
            progress.publishing()
            publication = publish(ledger, folder)
            stopped = stop_requested() and len(run.ended) < len(found.files)
        return Summary(
            files=len(found.files),
            endings=tuple(sorted(run.ended, key=lambda e: e.path)),
            problems=found.problems,
            stopped=stopped,
            reports=publication.reports,
            version=publication.version,
            changed=publication.changed,
            worker_peak_memory_bytes=run.worker_peak_memory_bytes,
        )


class _Run:
    """One pass over the files of an archive."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        self._ledger = ledger
        self._settings = settings
        self._version = settings.extractor_version or EXTRACTOR_VERSION
        self._in_hand: dict[str, dict[Path, FileState]] = {}
        """Files whose document is being read, by SHA-256; the first is the one that is read."""
        self._without_reading: list[FileEnding] = []
        self.ended: list[FileEnding] = []
        self.worker_peak_memory_bytes = 0

    def endings(
        self, files: Sequence[Path], stop_requested: Callable[[], bool]
    ) -> Generator[FileEnding, None, None]:
        """Deal with each file and say how it ended, in the order they end."""
        outcomes = read_files(
            self._tasks(files, stop_requested),
            workers=self._settings.workers,
            limits=self._settings.limits,
            reader=self._settings.reader,
            stop_requested=stop_requested,
            extract=self._settings.extract,
        )
        # Closed whatever happens here, which ends the workers.
        with closing(outcomes):
            for outcome in outcomes:
                yield from self._noted(self._take_without_reading())
                yield from self._noted(self._recorded(outcome))
        yield from self._noted(self._take_without_reading())

    def _noted(self, endings: Sequence[FileEnding]) -> Iterator[FileEnding]:
        for ending in endings:
            self.ended.append(ending)
            yield ending

    def _take_without_reading(self) -> list[FileEnding]:
        taken, self._without_reading = self._without_reading, []
        return taken

    def _tasks(self, files: Sequence[Path], stop_requested: Callable[[], bool]) -> Iterator[Task]:
        """The files that must be read; the others are ended on the way."""
        for path in files:
            if stop_requested():
                return
            try:
                state = FileState.of(path)
                if state.size > self._settings.limits.memory_bytes:
                    self._without_reading.append(self._too_large(path, state.size))
                    continue
                known = self._ledger.file(path)
                sha256 = known.sha256 if known and known.state == state and known.sha256 else _sha256(path)
            except OSError as error:
                self._without_reading.append(self._unopenable(path, error.strerror or str(error)))
                continue
            document = self._ledger.document(sha256)
            if document and self._is_fresh(document):
                self._without_reading.append(self._already_read(path, state, document))
            elif sha256 in self._in_hand:
                self._in_hand[sha256][path] = state
            else:
                self._in_hand[sha256] = {path: state}
                yield Task(path, sha256)

    def _is_fresh(self, document: Document) -> bool:
        """Whether reading the document again would end as it did."""
        if (document.extractor_version, document.reader) != (self._version, self._settings.reader):
            return False
        if document.status == "set_aside" and self._settings.retry_set_aside:
            return False
        limits = self._settings.limits
        if document.category == "time":
            return limits.seconds <= document.limit_seconds
        if document.category in ("memory", "crash"):
            return limits.memory_bytes <= document.limit_memory_bytes
        return document.category not in ("defect", "ocr_missing")

    def _already_read(self, path: Path, state: FileState, document: Document) -> FileEnding:
        before = self._ledger.file(path)
        seen = before is not None and before.sha256 == document.sha256
        if before is None or not seen or before.state != state:
            self._ledger.note_file(path, state, document.sha256)
        if document.status == "set_aside":
            return FileEnding(path, "set_aside", document.category, document.reason)
        supersedes = _supersedes(before, document.sha256)
        other = next((p for p in self._ledger.holders(document.sha256) if p != path), None)
        if seen or other is None:
            return FileEnding(path, "unchanged", supersedes=supersedes)
        return FileEnding(path, "duplicate", reason=str(other), supersedes=supersedes)

    def _unopenable(self, path: Path, problem: str) -> FileEnding:
        reason = f"The file cannot be opened ({problem}). Check it and its permissions."
        return self._noted_unread(path, "unopenable", reason)

    def _too_large(self, path: Path, size: int) -> FileEnding:
        reason = (
            f"The file has {size >> 20} MiB, more than the memory that reading it may take. "
            "If it is a report, ingest it again with a higher --memory-limit."
        )
        return self._noted_unread(path, "memory", reason)

    def _noted_unread(self, path: Path, category: str, reason: str) -> FileEnding:
        self._ledger.note_unopenable(path, reason)
        return FileEnding(path, "set_aside", category, reason)

    def _recorded(self, outcome: Outcome) -> list[FileEnding]:
        self.worker_peak_memory_bytes = max(self.worker_peak_memory_bytes, outcome.peak_memory_bytes)
        holders = self._in_hand.pop(outcome.task.sha256)
        if outcome.category in ("changed", "unopenable") and outcome.reason:
            for path in holders:
                self._ledger.note_unopenable(path, outcome.reason)
            return [FileEnding(path, "set_aside", outcome.category, outcome.reason) for path in holders]
        before = {path: self._ledger.file(path) for path in holders}
        read = outcome.extraction is not None
        self._ledger.record(
            Document(
                outcome.task.sha256,
                "read" if read else "set_aside",
                outcome.category,
                outcome.reason,
                self._version,
                self._settings.reader,
                self._settings.limits.seconds,
                self._settings.limits.memory_bytes,
                outcome.pages,
                outcome.extraction,
            ),
            holders,
        )
        if not read:
            return [FileEnding(path, "set_aside", outcome.category, outcome.reason) for path in holders]
        first, *others = holders
        supersedes = {path: _supersedes(before[path], outcome.task.sha256) for path in holders}
        return [
            FileEnding(first, "read", pages=outcome.pages or 0, supersedes=supersedes[first]),
            *(
                FileEnding(path, "duplicate", reason=str(first), supersedes=supersedes[path])
                for path in others
            ),
        ]


def _supersedes(before: SeenFile | None, sha256: str) -> bool:
    return before is not None and before.read_sha256 not in (None, sha256)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
