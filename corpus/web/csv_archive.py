"""The whole dataset as CSV files in one zip file, made when it is first asked for."""

from __future__ import annotations

import shutil
import tempfile
import threading
import zipfile
from pathlib import Path

from corpus.dataset import Dataset
from corpus.export import export

_NAME = "kommunkompassen-csv.zip"


class CsvArchive:
    """Keeps the zip file of one version of the dataset in a temporary folder. Close it when done."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._version: str | None = None

    def file(self, dataset: Dataset) -> Path:
        """The zip file of this version; takes as long as an export the first time. Raises ExportError."""
        with self._lock:
            if self._folder is None or self._version != dataset.version:
                self._remove()
                folder = Path(tempfile.mkdtemp(prefix="kommunkompassen-csv-"))
                try:
                    _pack(dataset, folder)
                except BaseException:
                    shutil.rmtree(folder, ignore_errors=True)
                    raise
                self._folder, self._version = folder, dataset.version
            return self._folder / _NAME

    def close(self) -> None:
        """Remove the file."""
        with self._lock:
            self._remove()

    def _remove(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = self._version = None


def _pack(dataset: Dataset, folder: Path) -> None:
    tables = export(dataset, folder / "tables", "csv")
    with zipfile.ZipFile(
        folder / "kommunkompassen-csv.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=3
    ) as packed:
        for table in tables:
            packed.write(table, f"kommunkompassen/{table.name}")
    shutil.rmtree(folder / "tables")
