"""A dataset whose tables are read once and stay in memory, for a program that is asked many times."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from corpus.dataset import Dataset
from schemas.tables import RECORD_TYPES

T = TypeVar("T")

Ranges = Mapping[str, tuple[int, int]]
"""Report id to where its rows begin in a table and how many they are."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptDataset(Dataset):
    """A dataset that reads each table when it is first asked for, and then keeps it.

    Serves its own version for as long as it lives, even when the files are gone, once `keep` was
    called. Equal to nothing but itself, so that what is remembered for it is forgotten with it.
    """

    _tables: dict[str, pa.Table] = field(default_factory=dict, repr=False)
    _ranges: dict[str, Ranges] = field(default_factory=dict, repr=False)
    _derived: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def keep(self) -> None:
        """Read every table now. Raises DatasetError as reading does."""
        for name in RECORD_TYPES:
            self.table(name)
            self._rows_by_report(name)

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """As `Dataset.table`, from memory from the second time on."""
        kept = self._tables.get(name)
        if kept is None:
            with self._lock:
                kept = self._tables.get(name)
                if kept is None:
                    kept = self._tables[name] = Dataset.table(self, name).combine_chunks()
        return kept if columns is None else kept.select(list(columns))

    def row_count(self, name: str) -> int:
        """The number of rows of the table `name`."""
        return int(self.table(name).num_rows)

    def rows_of_report(self, name: str, report_id: str) -> list[dict[str, Any]]:
        """The rows of one table that belong to one report; empty for an unknown report."""
        start, count = self._rows_by_report(name).get(report_id, (0, 0))
        rows: list[dict[str, Any]] = self.table(name).slice(start, count).to_pylist()
        return rows

    def derived(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes of this dataset, made once for each `key`."""
        if key not in self._derived:
            with self._lock:
                if key not in self._derived:
                    self._derived[key] = make()
        made: T = self._derived[key]
        return made

    def _rows_by_report(self, name: str) -> Ranges:
        """Where each report's rows lie. Rows of a report stand together, as they were published."""
        ranges = self._ranges.get(name)
        if ranges is None:
            with self._lock:
                ranges = self._ranges[name] = _ranges_of(self.table(name)["report_id"])
        return ranges


def keep_dataset(dataset: Dataset) -> KeptDataset:
    """The same set of tables, kept in memory as they are asked for."""
    return KeptDataset(dataset.folder, dataset.set_folder, dataset.version)


def _ranges_of(report_ids: pa.ChunkedArray) -> Ranges:
    if not len(report_ids):
        return {}
    runs = pc.run_end_encode(report_ids.combine_chunks(), run_end_type=pa.int32())
    ends = np.asarray(runs.run_ends)
    starts = np.concatenate(([0], ends[:-1]))
    return {
        report_id: (int(start), int(end - start))
        for report_id, start, end in zip(runs.values.to_pylist(), starts, ends, strict=True)
    }
