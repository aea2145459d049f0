"""Find the file of a report in the archive by what it holds, never by a path that somebody names."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import UserError

_SECONDS_BETWEEN_LOOKS = 60.0
"""How long a file that was not found is not looked for again."""


class NoArchiveError(UserError):
    """The archive that was named is not there."""


@dataclass(frozen=True, slots=True)
class _State:
    """What tells whether a file is still the one that was hashed."""

    size: int
    modified: int
    inode: int


class Archive:
    """A folder with the reports' files. May be asked from several threads.

    A file is found by its SHA-256: first among the files that bear the name, then among all, each
    hashed once. The folder is walked when the archive is opened and again, at most once a minute,
    when a file is not found.
    """

    def __init__(self, folder: Path) -> None:
        """Raises NoArchiveError where there is no such folder."""
        if not folder.is_dir():
            raise NoArchiveError(
                f"There is no folder {folder}. Give the archive that the reports were read from."
            )
        self._folder = folder.resolve()
        self._lock = threading.Lock()
        self._hashes: dict[Path, tuple[_State, str]] = {}
        self._by_hash: dict[str, Path] = {}
        self._missing: set[str] = set()
        self._files: tuple[Path, ...] = ()
        self._looked = float("-inf")

    def find(self, sha256: str, name: str) -> Path | None:
        """The file with this hash, `name` being what it was called; None where the archive lacks it."""
        with self._lock:
            known = self._by_hash.get(sha256)
            if known is not None and self._hash(known) == sha256:
                return known
            if time.monotonic() - self._looked > _SECONDS_BETWEEN_LOOKS:
                self._files = tuple(_pdfs(self._folder))
                self._looked = time.monotonic()
                self._missing.clear()
            if sha256 in self._missing:
                return None
            bare = Path(name).name
            for path in sorted(self._files, key=lambda path: path.name != bare):
                if self._hash(path) == sha256:
                    return path
            self._missing.add(sha256)
            return None

    def _hash(self, path: Path) -> str | None:
        """The hash of a file, taken anew when it has changed; None where it cannot be read."""
        try:
            with path.open("rb") as file:
                stat = os.fstat(file.fileno())
                state = _State(stat.st_size, stat.st_mtime_ns, stat.st_ino)
                known = self._hashes.get(path)
                if known is not None and known[0] == state:
                    return known[1]
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            self._hashes.pop(path, None)
            return None
        self._hashes[path] = state, digest
        self._by_hash[digest] = path
        return digest


def _pdfs(folder: Path) -> Iterator[Path]:
    """The PDF files below a folder; links that lead out of it are not followed."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(root) / name
            if path.suffix.lower() == ".pdf" and path.resolve().is_relative_to(folder):
                yield path
