"""The search index of a dataset: built on first use, replaced when the dataset changes.

It lies in `.index` in the dataset's folder (in the user's cache folder where that cannot be
written), one folder per version of the dataset, of the word lists and of the layout, made aside
and renamed into place, so that two processes may build at once and a reader never sees half of
one. It may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from corpus.dataset import Dataset
from corpus.searching.evidence import evidence_of
from corpus.searching.index import Index, open_folder
from corpus.searching.index_writer import write_index
from corpus.words.word_lists import vocabulary_digest

INDEX_VERSION = "8"
"""Changes whenever an older index cannot serve the code any more."""


def open_index(dataset: Dataset) -> Index:
    """The index of this version of the dataset, built first where there is none."""
    return dataset.derived("search index", lambda: _opened(dataset))


def close_indexes() -> None:
    """Forget the indexes that were kept open; those still in use close when they no longer are."""
    open_folder.cache_clear()


def _opened(dataset: Dataset) -> Index:
    name = f"{INDEX_VERSION}-{vocabulary_digest()}-{dataset.version}"
    for parent in (dataset.folder / ".index", _cache_folder(dataset)):
        if (parent / name / "complete").exists():
            return open_folder(parent / name)
    try:
        return open_folder(_build(dataset, dataset.folder / ".index", name))
    except OSError:
        return open_folder(_build(dataset, _cache_folder(dataset), name))


def _cache_folder(dataset: Dataset) -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "kommunkompassen" / hashlib.sha256(str(dataset.folder.resolve()).encode()).hexdigest()[:16]


def _build(dataset: Dataset, parent: Path, name: str) -> Path:
    """Build the index aside, move it into place and remove the ones it replaces."""
    parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="making-", dir=parent))
    try:
        write_index(made, evidence_of(dataset))
        target = parent / name
        try:
            made.rename(target)
        except OSError:
            if not (target / "complete").exists():
                raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    for other in parent.iterdir():
        if other.name != name and not other.name.startswith("making-"):
            shutil.rmtree(other, ignore_errors=True)
    return parent / name
