"""A file that is being fetched: kept apart until it is whole, and taken up again later."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

PARTIAL_FOLDER = ".partial"
"""Inside the archive; a name that an ingest passes over."""

_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,200}"')


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server says to tell one version of a file from another (RFC 9110, 8.8)."""

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, etag: str, last_modified: str) -> Validators:
        """Without what is not written as it should be."""
        try:
            parsedate_to_datetime(last_modified)
        except ValueError:
            last_modified = ""
        return cls(etag if _ETAG.fullmatch(etag) else "", last_modified)

    @property
    def for_range(self) -> str:
        """The value of If-Range, which must not be a weak one; empty where there is none."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


class PartialFile:
    """The part of a file that has come so far."""

    def __init__(self, archive: Path, address: str) -> None:
        name = hashlib.sha256(address.encode()).hexdigest()[:32]
        self.path = archive / PARTIAL_FOLDER / f"{name}.part"
        self._notes = self.path.with_suffix(".json")

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def validators(self) -> Validators:
        """Of the version that the part belongs to; empty ones where it cannot be gone on with."""
        try:
            return Validators(**json.loads(self._notes.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Validators()

    def begin(self, validators: Validators) -> BinaryIO:
        """The file to write to, empty, for a version of these validators."""
        self.drop()
        self.path.parent.mkdir(exist_ok=True)
        file = self.path.open("wb")
        if validators.for_range:
            self._notes.write_text(json.dumps(asdict(validators)), encoding="utf-8")
        return file

    def go_on(self) -> BinaryIO:
        """The file to write to, after what is there."""
        return self.path.open("ab")

    def head(self, size: int) -> bytes:
        with self.path.open("rb") as file:
            return file.read(size)

    def drop(self) -> None:
        self._notes.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def finish(self, target: Path) -> None:
        """Have the whole file lie at `target`, in one step and for good."""
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        self.path.replace(target)
        self._notes.unlink(missing_ok=True)
