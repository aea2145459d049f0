"""The dataset that is served now; a new version takes its place when it is ready."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from pathlib import Path

from corpus.dataset import CURRENT_LINK, Dataset, open_dataset
from corpus.kept_dataset import KeptDataset, keep_dataset
from corpus.searching.index_folder import close_indexes, open_index
from corpus.searching.search import search
from schemas.errors import UserError

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_LOOKS = 1.0


class ServedDataset:
    """Holds one version of a dataset open, and changes to a new one between two requests.

    The new version is made ready aside, its search index in a process of its own, so that pages of the
    old one stay quick meanwhile. A version that cannot be opened is left alone until there is another.
    """

    def __init__(self, folder: Path) -> None:
        """Open the dataset. Raises DatasetError; builds the search index where there is none."""
        self._folder = folder
        self._seen = _sign(folder)
        self._now = _opened(open_dataset(folder))
        self._stopping = threading.Event()

    @property
    def now(self) -> KeptDataset:
        """The version that is served now. Take it once for each request."""
        return self._now

    def start(self) -> None:
        """Begin to read the tables into memory, and then to look for new versions."""
        self._stopping = threading.Event()
        watching = threading.Thread(
            target=self._watch, args=(self._stopping,), name="dataset watcher", daemon=True
        )
        watching.start()

    def close(self) -> None:
        """Look for no more new versions."""
        self._stopping.set()

    def look(self) -> bool:
        """Take a new version where there is one; tells whether there was."""
        sign = _sign(self._folder)
        if sign == self._seen:
            return False
        self._seen = sign
        try:
            found = open_dataset(self._folder)
            if found.version == self._now.version:
                return False
            _build_apart(found)
            ready = _opened(found)
            ready.keep()
            self._now = ready
            close_indexes()
        except UserError as error:
            _log.warning("The dataset changed and cannot be opened; the earlier one is served: %s", error)
            return False
        return True

    def _watch(self, stopping: threading.Event) -> None:
        try:
            self._now.keep()
        except UserError as error:
            _log.warning("The dataset was replaced before it was read: %s", error)
        while not stopping.wait(_SECONDS_BETWEEN_LOOKS):
            try:
                self.look()
            except Exception:
                _log.exception("Looking for a new version of the dataset failed.")


def _opened(dataset: Dataset) -> KeptDataset:
    """The dataset with its index open, and a first search done, which is slower than all others."""
    kept = keep_dataset(dataset)
    search(kept, "kommun", limit=1)
    return kept


def _build_apart(dataset: Dataset) -> None:
    """Build the search index in another process; what goes wrong there is met again here."""
    program = (
        "import sys; from pathlib import Path; from corpus.dataset import open_dataset; "
        "from corpus.searching.index_folder import open_index; open_index(open_dataset(Path(sys.argv[1])))"
    )
    subprocess.run(
        [sys.executable, "-P", "-c", program, str(dataset.folder.resolve())],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    open_index(dataset)


def _sign(folder: Path) -> str:
    """What changes when a new set of tables is published."""
    try:
        return str((folder / CURRENT_LINK).readlink())
    except OSError:
        pass
    try:
        stat = (folder / "reports.parquet").stat()
    except OSError:
        return ""
    return f"{stat.st_ino} {stat.st_mtime_ns} {stat.st_size}"
