"""The manifest of an archive: where each file came from, when, and what it was."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from schemas.errors import UserError

MANIFEST_FILE = "manifest.csv"

Result = Literal["waiting", "fetched", "changed", "unchanged", "failed"]
"""How an address ended: not yet asked, a file that is new, a newer version, the same one, none."""


class ManifestError(UserError):
    """The manifest of an archive cannot be read."""


class ArchiveNotWritableError(UserError):
    """The archive cannot be written: read-only, full or not a folder."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one address. Empty text stands for what is not known."""

    address: str
    file: str
    """Name of the file in the archive; it is there only where `sha256` is known."""
    outcome: Result
    """How the last attempt ended."""
    reason: str = ""
    """Why it failed, and what to do."""
    checked: str = ""
    """When the address was last asked, ISO 8601 in UTC."""
    fetched: str = ""
    """When the file that lies there was fetched."""
    sha256: str = ""
    size: int = 0
    """Bytes."""
    etag: str = ""
    last_modified: str = ""


def read_manifest(archive: Path) -> dict[str, Entry]:
    """The entries of the archive's manifest by address; none where there is no manifest.

    Raises ManifestError.
    """
    path = archive / MANIFEST_FILE
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
        entries = [_entry(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise ManifestError(
            f"The manifest {path} cannot be read ({error}). "
            "Mend it, or move it away to have every file fetched anew."
        ) from error
    return {entry.address: entry for entry in entries}


def _entry(row: dict[str, str]) -> Entry:
    file = row["file"]
    if not file or Path(file).name != file or file.startswith("."):
        raise ValueError(f"{file!r} is no name of a file in the archive")
    return Entry(**{f.name: int(row[f.name]) if f.name == "size" else row[f.name] for f in fields(Entry)})  # type: ignore[arg-type]


def write_manifest(archive: Path, entries: Iterable[Entry]) -> None:
    """Write the manifest whole, in one step. Raises ArchiveNotWritableError."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [f.name for f in fields(Entry)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(entry) for entry in entries)
    path = archive / MANIFEST_FILE
    unfinished = archive / f".{MANIFEST_FILE}"
    try:
        unfinished.write_text(text.getvalue(), encoding="utf-8")
        os.replace(unfinished, path)  # noqa: PTH105
    except OSError as error:
        raise archive_not_writable(archive, error) from error


def archive_not_writable(archive: Path, error: OSError) -> ArchiveNotWritableError:
    """The error to raise where writing to the archive failed with `error`."""
    return ArchiveNotWritableError(
        f"The archive {archive} cannot be written ({error.strerror or error}). Check the folder's "
        "permissions and the free space, then run the same command again: it goes on where it stopped."
    )
