"""The durable memory of a dataset: which files were seen, how each ended, and what was read.

A SQLite file in the dataset folder. A *document* is what distinct bytes are (by SHA-256); a
*file* is a path that held them. Each change is one transaction, so that killing the program at
any moment loses at most the file in hand. The published tables are made from the ledger alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.ledger_database import not_writable, readable_database, writable_database

Status = Literal["read", "set_aside"]

TRANSIENT = frozenset({"time", "memory", "crash", "defect", "ocr_missing"})
"""Reasons that say nothing of the document itself: what was read of it before is kept."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells, without reading it, that a file has not changed since it was seen."""

    size: int
    mtime_ns: int
    ctime_ns: int

    @classmethod
    def of(cls, path: Path) -> FileState:
        """The state of the file at `path`. Raises OSError."""
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A path the ledger knows."""

    path: Path
    state: FileState
    sha256: str | None
    read_sha256: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """How the reading of distinct bytes ended."""

    sha256: str
    status: Status
    category: str | None
    reason: str | None
    extractor_version: str
    reader: str
    limit_seconds: float
    limit_memory_bytes: int
    pages: int | None = None
    extraction: bytes | None = None
    """Encoded by `pipeline.extraction_codec`, None where it was set aside."""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A document that belongs in the published tables."""

    sha256: str
    extraction_sha256: str
    source_file: str
    """Name of the file it came from; the first by name where several held the same bytes."""


@dataclass(frozen=True, slots=True)
class Supersession:
    """A newer version of a file that took the place of an older one at the same path."""

    path: Path
    old_sha256: str
    new_sha256: str


def stored_text(path: Path) -> str:
    """A path as text for SQLite, which takes UTF-8 alone: a byte of a name that is none becomes NUL and hex.

    NUL stands in no path, so that `path_of` finds the way back.
    """
    return "".join(f"\0{ord(c) & 0xFF:02x}" if "\udc80" <= c <= "\udcff" else c for c in str(path))


def path_of(text: str) -> Path:
    """The path that `stored_text` made `text` of."""
    return Path(re.sub(r"\0([0-9a-f]{2})", lambda m: chr(0xDC00 + int(m[1], 16)), text))


class Ledger:
    """An open ledger. Made by `open_ledger` or `read_ledger`."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    def file(self, path: Path) -> SeenFile | None:
        """What is known of the file at `path`."""
        return next(self._files("WHERE path = ?", (stored_text(path),)), None)

    def files(self) -> Iterator[SeenFile]:
        """Every file seen, by path."""
        return self._files("ORDER BY path", ())

    def holders(self, sha256: str) -> list[Path]:
        """The files that hold the document now, by path."""
        found = self._connection.execute("SELECT path FROM files WHERE sha256 = ? ORDER BY path", (sha256,))
        return [path_of(path) for (path,) in found]

    def document(self, sha256: str) -> Document | None:
        """How the document ended, without its extraction."""
        found = self._connection.execute(
            "SELECT sha256, status, category, reason, extractor_version, reader, limit_seconds, "
            "limit_memory_bytes, pages FROM documents WHERE sha256 = ?",
            (sha256,),
        ).fetchone()
        return None if found is None else Document(*found)

    def note_file(self, path: Path, state: FileState, sha256: str) -> None:
        """Note that the file at `path` holds the document, which the ledger already has."""
        with self._writing():
            self._note_file(path, state, sha256)

    def note_unopenable(self, path: Path, problem: str) -> None:
        """Note that the file at `path` cannot be opened; what was read of it before stays."""
        with self._writing():
            self._connection.execute(
                "INSERT INTO files VALUES (?, 0, 0, 0, NULL, NULL, ?) ON CONFLICT (path) DO UPDATE SET "
                "size = 0, mtime_ns = 0, ctime_ns = 0, sha256 = NULL, problem = excluded.problem",
                (stored_text(path), problem),
            )

    def record(self, document: Document, files: Mapping[Path, FileState]) -> None:
        """Store how a document ended, and which files hold it, in one transaction.

        A failure that says nothing of the document (see TRANSIENT) leaves an earlier extraction in
        place; any other replaces it. Raises LedgerNotWritableError.
        """
        blob = document.extraction
        values = {
            "sha256": document.sha256,
            "status": document.status,
            "category": document.category,
            "reason": document.reason,
            "extractor_version": document.extractor_version,
            "reader": document.reader,
            "limit_seconds": document.limit_seconds,
            "limit_memory_bytes": document.limit_memory_bytes,
            "pages": document.pages,
            "extraction": blob,
            "extraction_sha256": None if blob is None else hashlib.sha256(blob).hexdigest(),
        }
        kept = {
            "sha256",
            *(("pages", "extraction", "extraction_sha256") if document.category in TRANSIENT else ()),
        }
        changes = ", ".join(f"{column} = excluded.{column}" for column in values if column not in kept)
        with self._writing():
            self._connection.execute(
                f"INSERT INTO documents ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) "
                f"ON CONFLICT (sha256) DO UPDATE SET {changes}",
                tuple(values.values()),
            )
            for path, state in files.items():
                self._note_file(path, state, document.sha256)

    def stored_reports(self) -> list[StoredReport]:
        """The documents that belong in the published tables, by SHA-256."""
        found = self._connection.execute(
            "SELECT d.sha256, d.extraction_sha256, json_group_array(f.path) FROM documents d "
            "JOIN files f ON f.read_sha256 = d.sha256 WHERE d.extraction IS NOT NULL "
            "GROUP BY d.sha256 ORDER BY d.sha256"
        )
        return [
            StoredReport(sha, blob, min(_printable(path_of(p).name) for p in json.loads(paths)))
            for sha, blob, paths in found
        ]

    def extraction(self, sha256: str) -> bytes:
        """The encoded extraction of a document. Raises KeyError where there is none."""
        found = self._connection.execute(
            "SELECT extraction FROM documents WHERE sha256 = ? AND extraction IS NOT NULL", (sha256,)
        ).fetchone()
        if found is None:
            raise KeyError(sha256)
        data: bytes = found[0]
        return data

    def supersessions(self) -> list[Supersession]:
        """Every replacement of a file by a newer version, by path."""
        found = self._connection.execute(
            "SELECT path, old_sha256, new_sha256 FROM supersessions ORDER BY path, rowid"
        )
        return [Supersession(path_of(path), old, new) for path, old, new in found]

    def forget_document(self, sha256: str) -> list[Path]:
        """Forget a document and the files that hold it or were last read as it; returns their paths."""
        with self._writing():
            found = self._connection.execute(
                "DELETE FROM files WHERE sha256 = ? OR read_sha256 = ? RETURNING path", (sha256, sha256)
            ).fetchall()
            self._connection.execute("DELETE FROM documents WHERE sha256 = ?", (sha256,))
        return sorted(path_of(path) for (path,) in found)

    def forget_files(self, paths: Iterable[Path]) -> None:
        """Forget files. A document that no file holds any more leaves the published tables."""
        with self._writing():
            self._connection.executemany(
                "DELETE FROM files WHERE path = ?", ((stored_text(p),) for p in paths)
            )

    def _files(self, condition: str, values: Sequence[Any]) -> Iterator[SeenFile]:
        found = self._connection.execute(
            f"SELECT path, size, mtime_ns, ctime_ns, sha256, read_sha256, problem FROM files {condition}",
            values,
        )
        for path, size, mtime_ns, ctime_ns, sha256, read_sha256, problem in found:
            yield SeenFile(path_of(path), FileState(size, mtime_ns, ctime_ns), sha256, read_sha256, problem)

    def _note_file(self, path: Path, state: FileState, sha256: str) -> None:
        before = self.file(path)
        document = self._connection.execute(
            "SELECT extraction IS NOT NULL FROM documents WHERE sha256 = ?", (sha256,)
        ).fetchone()
        # A version that cannot be read does not take the place of one that was.
        read_sha256 = sha256 if document[0] else (before.read_sha256 if before else None)
        if before and before.read_sha256 and read_sha256 != before.read_sha256:
            self._connection.execute(
                "INSERT OR IGNORE INTO supersessions VALUES (?, ?, ?)",
                (stored_text(path), before.read_sha256, read_sha256),
            )
        self._connection.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, NULL)",
            (stored_text(path), state.size, state.mtime_ns, state.ctime_ns, sha256, read_sha256),
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._connection:
                yield
        except sqlite3.OperationalError as error:
            raise not_writable(self._folder, error) from error


def _printable(name: str) -> str:
    """A file name as text that tables can hold."""
    return os.fsencode(name).decode("utf-8", "replace")


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of the dataset in `folder`, made when missing. Raises LedgerError."""
    with writable_database(folder) as connection:
        yield Ledger(connection, folder)


@contextmanager
def read_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of the dataset in `folder`, for reading alone. Raises LedgerError."""
    with readable_database(folder) as connection:
        yield Ledger(connection, folder)
