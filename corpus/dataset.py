"""Open a dataset folder and read its tables.

The folder holds one Parquet file per table and `datapackage.json`. They belong together: the
files are links through one link, `.current`, to a folder in `.versions` that holds the whole set,
so that publishing a new set is one rename. `open_dataset` follows that link once, and a
`Dataset` therefore sees one consistent set however often the dataset is published meanwhile (the
set before the current one is kept for such readers). On a file system without links the files lie
in the folder itself; then the id of the set in each file tells a mixture.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.errors import UserError
from schemas.tables import RECORD_TYPES, arrow_schema

CURRENT_LINK = ".current"
"""Name of the link in a dataset folder to the set of tables that is published."""
VERSIONS_FOLDER = ".versions"
DESCRIPTOR = "datapackage.json"
VERSION_KEY = b"kommunkompassen.version"
"""Key in a Parquet file's metadata of the id of the set it belongs to."""

_SECONDS_BETWEEN_TRIES = (0.05, 0.2, 0.5, 1.0)

T = TypeVar("T")


class DatasetError(UserError):
    """A dataset cannot be opened or read."""


class NoDatasetError(DatasetError):
    """There is no dataset at the path."""


class IncompleteDatasetError(DatasetError):
    """Some tables of the dataset are missing, damaged or belong to different sets."""


class OtherSchemaError(DatasetError):
    """The tables have other columns than this version of the program reads and writes."""


class DatasetReplacedError(DatasetError):
    """The tables were replaced twice since the dataset was opened."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One published set of tables. Made by `open_dataset`."""

    folder: Path
    """The dataset folder as it was named."""
    set_folder: Path
    """The folder that holds this set of tables."""
    version: str
    """Id of the set: changes whenever the content changes."""

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The table `name` (all of it, or the named columns), in published order.

        Raises KeyError for an unknown table and DatasetReplacedError when the set is gone.
        """
        if name not in RECORD_TYPES:
            raise KeyError(name)
        try:
            return pq.ParquetFile(self.path(name)).read(columns=None if columns is None else list(columns))
        except FileNotFoundError as error:
            raise DatasetReplacedError(
                f"The dataset {self.folder} was replaced while it was read. Run the command again."
            ) from error
        except (pa.ArrowException, OSError) as error:
            raise IncompleteDatasetError(
                f"The table {name} of {self.folder} cannot be read ({error}). "
                "Run `kommunkompassen ingest` on the archive again to rebuild the tables."
            ) from error

    def rows(self, name: str, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """The rows of the table `name` as dicts, in published order."""
        rows: list[dict[str, Any]] = self.table(name, columns).to_pylist()
        return rows

    def row_count(self, name: str) -> int:
        """The number of rows of the table `name`, from the file's footer."""
        count: int = pq.read_metadata(self.path(name)).num_rows
        return count

    def report_rows(self, report_id: str) -> dict[str, list[dict[str, Any]]]:
        """The rows of every table that belong to one report; empty lists for an unknown report."""
        return {name: self.rows_of_report(name, report_id) for name in RECORD_TYPES}

    def rows_of_report(self, name: str, report_id: str) -> list[dict[str, Any]]:
        """The rows of one table that belong to one report; empty for an unknown report."""
        return self.rows_where(name, "report_id", report_id)

    def rows_where(self, name: str, column: str, value: str) -> list[dict[str, Any]]:
        """The rows of the table `name` that hold the text `value` in `column`, in published order."""
        table = self.table(name)
        rows: list[dict[str, Any]] = table.filter(pc.equal(table[column], value)).to_pylist()
        return rows

    def columns(self, name: str, *columns: str) -> list[tuple[Any, ...]]:
        """The values of some columns of the table `name`, row by row: quicker than `rows` over many."""
        table = self.table(name, columns)
        return list(zip(*(table[column].to_pylist() for column in columns), strict=True))

    def derived(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes of this dataset. A dataset that is kept makes it once for each `key`."""
        return make()

    def path(self, name: str) -> Path:
        """Where the Parquet file of the table `name` lies."""
        return self.set_folder / f"{name}.parquet"

    def descriptor(self) -> Mapping[str, Any]:
        """The data package descriptor, as stored. Raises IncompleteDatasetError when there is none."""
        try:
            found: Mapping[str, Any] = json.loads((self.set_folder / DESCRIPTOR).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise IncompleteDatasetError(f"{self.folder} has no readable {DESCRIPTOR} ({error}).") from error
        return found


def open_dataset(folder: Path) -> Dataset:
    """The set of tables that is published in `folder` now.

    Raises NoDatasetError, IncompleteDatasetError or OtherSchemaError, each with what to do.
    """
    for pause in (*_SECONDS_BETWEEN_TRIES, None):
        try:
            return _open_once(folder)
        except IncompleteDatasetError:
            # Without links a set is replaced file by file: what looks broken may be whole in a moment.
            if pause is None:
                raise
            time.sleep(pause)
    raise AssertionError("unreachable")


def _open_once(folder: Path) -> Dataset:
    current = folder / CURRENT_LINK
    set_folder = current.resolve() if current.is_dir() else folder
    missing = [name for name in RECORD_TYPES if not (set_folder / f"{name}.parquet").is_file()]
    if len(missing) == len(RECORD_TYPES):
        raise NoDatasetError(
            f"There is no dataset in {folder}. "
            f"Make one with `kommunkompassen ingest ARCHIVE --into {folder}`."
        )
    if missing:
        raise IncompleteDatasetError(
            f"The dataset {folder} lacks {', '.join(f'{m}.parquet' for m in missing)}. "
            "Run `kommunkompassen ingest` on the archive again to rebuild the tables."
        )
    versions = {_checked_version(folder, set_folder / f"{name}.parquet", name) for name in RECORD_TYPES}
    if len(versions) > 1:
        raise IncompleteDatasetError(
            f"The tables of {folder} belong to different sets: it was being written, or was copied in part. "
            "Run `kommunkompassen ingest` on the archive again to rebuild the tables."
        )
    return Dataset(folder, set_folder, versions.pop() or _content_version(set_folder))


def _checked_version(folder: Path, path: Path, name: str) -> str:
    """The id of the set that a Parquet file belongs to; empty for a file that carries none."""
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise IncompleteDatasetError(
            f"{path.name} of the dataset {folder} is damaged ({error}). "
            "Run `kommunkompassen ingest` on the archive again to rebuild the tables."
        ) from error
    if not schema.equals(arrow_schema(name)):
        differing = sorted(set(map(str, schema)) ^ set(map(str, arrow_schema(name))))
        raise OtherSchemaError(
            f"The dataset {folder} was written by another version of kommunkompassen "
            f"(table {name}: {'; '.join(differing)}). Run `kommunkompassen ingest` on the archive again."
        )
    version: bytes = (schema.metadata or {}).get(VERSION_KEY, b"")
    return version.decode()


def _content_version(set_folder: Path) -> str:
    digest = hashlib.sha256()
    for name in RECORD_TYPES:
        digest.update((set_folder / f"{name}.parquet").read_bytes())
    return digest.hexdigest()[:16]
