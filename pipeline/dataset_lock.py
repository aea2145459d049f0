"""One ingest at a time per dataset."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.ledger_database import make_ledger_folder, not_writable
from schemas.errors import UserError

_SECONDS_BETWEEN_TRIES = 0.2


class DatasetLockedError(UserError):
    """Another ingest is writing to the dataset."""


@contextmanager
def dataset_lock(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the right to change the dataset in `folder`, which is made when missing.

    The system gives the lock back when the process ends, however it ends. Where another process
    holds it: waits for it with `wait`, else raises DatasetLockedError. Raises
    LedgerNotWritableError where the folder cannot be written.
    """
    place = make_ledger_folder(folder) / "lock"
    try:
        file = place.open("a+b", buffering=0)
    except OSError as error:
        raise not_writable(folder, error) from error
    with file:
        while not _taken(file.fileno()):
            if not wait:
                file.seek(0)
                raise DatasetLockedError(
                    f"Another ingest (process {file.read(20).decode() or 'unknown'}) is writing to {folder}. "
                    "Let it finish, or give --wait to start when it has."
                )
            time.sleep(_SECONDS_BETWEEN_TRIES)
        try:
            file.truncate(0)
            file.write(str(os.getpid()).encode())
        except OSError as error:
            raise not_writable(folder, error) from error
        yield


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
