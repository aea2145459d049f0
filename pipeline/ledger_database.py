"""The SQLite file behind a ledger: its tables, opening it, and what can be wrong with it."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from schemas.errors import UserError

LEDGER_FOLDER = ".ledger"
LEDGER_FILE = "ledger.sqlite"
LEDGER_VERSION = 1
"""Version of the ledger's own tables, kept in SQLite's user_version."""

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


class LedgerNotReadableError(LedgerError):
    """The ledger is there but cannot be opened for reading."""


class NoLedgerError(LedgerError):
    """No ingest has been run into the folder."""


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
        raise not_writable(folder, error) from error
    return place


@contextmanager
def writable_database(folder: Path) -> Iterator[sqlite3.Connection]:
    """The ledger of the dataset in `folder`, made when missing.

    Raises LedgerNotWritableError, LedgerDamagedError or OtherLedgerVersionError.
    """
    make_ledger_folder(folder)
    with _connected(folder, "mode=rwc", not_writable) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        # Safe when the program is killed; a power cut may lose the last files, which are read again.
        connection.execute("PRAGMA synchronous = NORMAL")
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {LEDGER_VERSION}; COMMIT;")
        yield connection


@contextmanager
def readable_database(folder: Path) -> Iterator[sqlite3.Connection]:
    """The ledger of the dataset in `folder`, for reading alone.

    Raises NoLedgerError when missing, LedgerDamagedError or OtherLedgerVersionError.
    """
    nothing = NoLedgerError(
        f"Nothing has been ingested into {folder}. "
        f"Start with `kommunkompassen ingest ARCHIVE --into {folder}`."
    )
    if not (folder / LEDGER_FOLDER / LEDGER_FILE).is_file():
        raise nothing
    # SQLite keeps notes beside a database it reads; where it may not, the file must be taken as unchanging.
    writable = os.access(folder / LEDGER_FOLDER, os.W_OK)
    mode = "mode=ro" if writable else "mode=ro&immutable=1"
    with _connected(folder, mode, _not_readable) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise nothing  # a first ingest is making it at this moment
        yield connection


@contextmanager
def _connected(
    folder: Path, mode: str, failure: Callable[[Path, Exception], LedgerError]
) -> Iterator[sqlite3.Connection]:
    path = folder / LEDGER_FOLDER / LEDGER_FILE
    connection = None
    try:
        connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?{mode}", uri=True, timeout=30)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > LEDGER_VERSION:
            raise OtherLedgerVersionError(
                f"The dataset {folder} was written by a newer version of kommunkompassen. Use that version."
            )
        yield connection
    except sqlite3.OperationalError as error:
        raise failure(folder, error) from error
    except sqlite3.DatabaseError as error:
        raise LedgerDamagedError(
            f"The ledger {path} is damaged ({error}). "
            "Move it away and ingest the archive again; the published tables stay until then."
        ) from error
    finally:
        if connection is not None:
            connection.close()


def not_writable(folder: Path, error: Exception) -> LedgerNotWritableError:
    """The error to raise where writing to the dataset in `folder` failed with `error`."""
    cause = getattr(error, "strerror", None) or str(error)
    return LedgerNotWritableError(
        f"The dataset {folder} cannot be written ({cause}). Check the folder's permissions and "
        "the free space, or choose another folder; what was published before is unchanged."
    )


def _not_readable(folder: Path, error: Exception) -> LedgerNotReadableError:
    return LedgerNotReadableError(
        f"The ledger of the dataset {folder} cannot be read ({error}). Check its permissions and try again."
    )
