"""The stored dataset and what one asks of it: store, search, compare, export, pages.

From Python: `corpus.search(corpus.open_dataset(folder), "medborgardialog")`. Both names are loaded
when they are first used, so that what needs no search does not wait for its engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.dataset import open_dataset
    from corpus.searching.search import search

__all__ = ["open_dataset", "search"]

_HOME = {"open_dataset": "corpus.dataset", "search": "corpus.searching.search"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
