"""The durable memory of a dataset: which files were seen, how each ended, and what was read.

A SQLite file in the dataset folder. A *document* is what distinct bytes are (by SHA-256); a
*file* is a path that held them. Each change is one transaction, so that killing the program at
any moment loses at most the file in hand. The published tables are made from the ledger alone.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from schemas.errors import UserError

LEDGER_FOLDER = ".ledger"
LEDGER_FILE = "ledger.sqlite"
LEDGER_VERSION = 1
"""Version of the ledger's own tables, kept in SQLite's user_version."""

Status = Literal["read", "set_aside"]

TRANSIENT = frozenset({"time", "memory", "crash", "changed", "unopenable"})
"""Reasons that say nothing of the document itself: what was read of it before is kept."""

_TABLES = """
CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('read', 'set_aside')),
    category TEXT,              -- why it was set aside, as one word
    reason TEXT,                -- and as a sentence
    extractor_version TEXT NOT NULL,
    reader TEXT NOT NULL,
    limit_seconds REAL NOT NULL,         -- what the attempt was allowed
    limit_memory_bytes INTEGER NOT NULL,
    pages INTEGER,
    extraction BLOB,            -- the last one that succeeded
    extraction_sha256 TEXT      -- of that
) STRICT;
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    sha256 TEXT,                -- of what lies there now; null where it cannot be opened
    read_sha256 TEXT,           -- of the last version of it that was read
    problem TEXT                -- why it cannot be opened
) STRICT;
CREATE INDEX files_by_sha256 ON files (sha256);
CREATE INDEX files_by_read_sha256 ON files (read_sha256);
CREATE TABLE supersessions (
    path TEXT NOT NULL,
    old_sha256 TEXT NOT NULL,
    new_sha256 TEXT NOT NULL,
    PRIMARY KEY (path, old_sha256, new_sha256)
) STRICT;
"""


class LedgerError(UserError):
    """The ledger cannot be used."""


class LedgerNotWritableError(LedgerError):
    """The dataset folder cannot be written: read-only, full or not a folder."""


class LedgerDamagedError(LedgerError):
    """The ledger file is no SQLite database, or a damaged one."""


class OtherLedgerVersionError(LedgerError):
    """The ledger was written by a newer version of the program."""


class NoLedgerError(LedgerError):
    """No ingest has been run into the folder."""


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


class Ledger:
    """An open ledger. Use `open_ledger` or `read_ledger`."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    def file(self, path: Path) -> SeenFile | None:
        """What is known of the file at `path`."""
        return next(self._files("WHERE path = ?", (str(path),)), None)

    def files(self) -> Iterator[SeenFile]:
        """Every file seen, by path."""
        return self._files("ORDER BY path", ())

    def holders(self, sha256: str) -> list[Path]:
        """The files that hold the document now, by path."""
        found = self._connection.execute("SELECT path FROM files WHERE sha256 = ? ORDER BY path", (sha256,))
        return [Path(path) for (path,) in found]

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
                (str(path), problem),
            )

    def record(self, document: Document, files: Mapping[Path, FileState]) -> None:
        """Store how a document ended, and which files hold it, in one transaction.

        A failure that says nothing of the document (see TRANSIENT) leaves an earlier extraction in
        place; any other replaces it. Raises LedgerNotWritableError.
        """
        blob = document.extraction
        with self._writing():
            self._connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (sha256) DO UPDATE SET status = excluded.status, category = excluded.category, reason = excluded.reason, "
                "extractor_version = excluded.extractor_version, reader = excluded.reader, "
                "limit_seconds = excluded.limit_seconds, limit_memory_bytes = excluded.limit_memory_bytes, "
                + (
                    "pages = pages"
                    if document.category in TRANSIENT
                    else "pages = excluded.pages, extraction = excluded.extraction, "
                    "extraction_sha256 = excluded.extraction_sha256"
                ),
                (
                    document.sha256,
                    document.status,
                    document.category,
                    document.reason,
                    document.extractor_version,
                    document.reader,
                    document.limit_seconds,
                    document.limit_memory_bytes,
                    document.pages,
                    blob,
                    None if blob is None else hashlib.sha256(blob).hexdigest(),
                ),
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
            StoredReport(sha, blob, min(Path(p).name for p in json.loads(paths)))
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
        return [Supersession(Path(path), old, new) for path, old, new in found]

    def _files(self, condition: str, values: Sequence[Any]) -> Iterator[SeenFile]:
        found = self._connection.execute(
            f"SELECT path, size, mtime_ns, ctime_ns, sha256, read_sha256, problem FROM files {condition}",
            values,
        )
        for path, size, mtime_ns, ctime_ns, sha256, read_sha256, problem in found:
            yield SeenFile(Path(path), FileState(size, mtime_ns, ctime_ns), sha256, read_sha256, problem)

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
                (str(path), before.read_sha256, read_sha256),
            )
        self._connection.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, NULL)",
            (str(path), state.size, state.mtime_ns, state.ctime_ns, sha256, read_sha256),
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._connection:
                yield
        except sqlite3.OperationalError as error:
            raise _not_writable(self._folder, error) from error


def make_ledger_folder(folder: Path) -> Path:
    """The folder for the ledger of the dataset in `folder`, both made when missing.

    Raises LedgerNotWritableError.
    """
    place = folder / LEDGER_FOLDER
    try:
        place.mkdir(parents=True, exist_ok=True)
        if not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _not_writable(folder, error) from error
    return place


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of the dataset in `folder`, made when missing.

    Raises LedgerNotWritableError, LedgerDamagedError or OtherLedgerVersionError.
    """
    make_ledger_folder(folder)
    with _connected(folder, f"file:{_quoted(folder)}?mode=rwc") as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        # Safe when the program is killed; a power cut may lose the last files, which are read again.
        connection.execute("PRAGMA synchronous = NORMAL")
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {LEDGER_VERSION}; COMMIT;")
        yield Ledger(connection, folder)


@contextmanager
def read_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of the dataset in `folder`, for reading alone. Raises NoLedgerError when missing."""
    if not (folder / LEDGER_FOLDER / LEDGER_FILE).is_file():
        raise NoLedgerError(
            f"Nothing has been ingested into {folder}. "
            f"Start with `kommunkompassen ingest ARCHIVE --into {folder}`."
        )
    # SQLite keeps notes beside a database it reads; where it may not, the file must be taken as unchanging.
    writable = os.access(folder / LEDGER_FOLDER, os.W_OK)
    mode = "mode=ro" if writable else "mode=ro&immutable=1"
    with _connected(folder, f"file:{_quoted(folder)}?{mode}") as connection:
        yield Ledger(connection, folder)


@contextmanager
def _connected(folder: Path, address: str) -> Iterator[sqlite3.Connection]:
    connection = None
    try:
        connection = sqlite3.connect(address, uri=True, timeout=30)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > LEDGER_VERSION:
            raise OtherLedgerVersionError(
                f"The dataset {folder} was written by a newer version of kommunkompassen. Use that version."
            )
        yield connection
    except sqlite3.OperationalError as error:
        raise _not_writable(folder, error) from error
    except sqlite3.DatabaseError as error:
        raise LedgerDamagedError(
            f"The ledger {folder / LEDGER_FOLDER / LEDGER_FILE} is damaged ({error}). "
            "Move it away and ingest the archive again; the published tables stay until then."
        ) from error
    finally:
        if connection is not None:
            connection.close()


def _quoted(folder: Path) -> str:
    return quote(str((folder / LEDGER_FOLDER / LEDGER_FILE).absolute()))


def _not_writable(folder: Path, error: Exception) -> LedgerNotWritableError:
    cause = getattr(error, "strerror", None) or str(error)
    return LedgerNotWritableError(
        f"The dataset {folder} cannot be written ({cause}). Check the folder's permissions and "
        "the free space, or choose another folder; what was published before is unchanged."
    )
