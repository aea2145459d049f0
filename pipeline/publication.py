"""Publish the dataset: make the tables from the ledger and swap them in as one set.

A set is written to a folder of its own in `.versions` and then becomes the current one by the
rename of one link (see `corpus.dataset`). A run that is killed, or a disk that is full, therefore
leaves the tables as they were. The set before the current one is kept for readers that have it
open; older ones are removed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import pyarrow as pa

from corpus.dataset import CURRENT_LINK, DESCRIPTOR, VERSIONS_FOLDER, DatasetError, open_dataset
from corpus.store import write_descriptor, write_tables
from pipeline.corrections_file import Corrections, read_corrections
from pipeline.extraction_codec import UndecodableError, decode, decode_report
from pipeline.garbage_collection import rarely_collected
from pipeline.ledger import Ledger, StoredReport
from pipeline.ledger_database import LEDGER_FOLDER
from pipeline.report_ids import ReportKey, assign_report_ids
from schemas.corrections import Correction, CorrectionError, apply_corrections
from schemas.errors import UserError
from schemas.records import Extraction, Issue, Report
from schemas.rules import duplicate_reports, revalidate
from schemas.tables import RECORD_TYPES

_FORMAT = 1
"""Raised when what this module writes changes without a change in `schemas`."""
_UNFINISHED = ".unfinished"
_PUBLISHED_FILES = (*(f"{table}.parquet" for table in RECORD_TYPES), DESCRIPTOR)


class PublicationError(UserError):
    """The tables cannot be written; those published before are unchanged."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Publication:
    """The set of tables that is published now."""

    version: str
    reports: int
    changed: bool
    """False where the set that was published already held the same."""


def publish(ledger: Ledger, folder: Path) -> Publication:
    """Make the published tables of the dataset in `folder` what the ledger and the corrections say.

    The same content of both gives the same files, byte for byte. Raises PublicationError, and
    CorrectionError where a correction cannot be applied.
    """
    stored = ledger.stored_reports()
    corrections = read_corrections(folder)
    version = _version(stored, corrections)
    if _is_published(folder, version):
        return Publication(version, len(stored), changed=False)
    try:
        with rarely_collected():
            set_folder = _write_set(ledger, stored, corrections, folder / VERSIONS_FOLDER, version)
        before = (folder / CURRENT_LINK).resolve().name
        _make_current(folder, set_folder)
        _remove_old_sets(folder / VERSIONS_FOLDER, keep={set_folder.name, before})
    except UndecodableError as error:
        raise PublicationError(
            f"{error} Move {folder / LEDGER_FOLDER} away and ingest the archive again; "
            "the tables published before are unchanged."
        ) from error
    except (OSError, pa.ArrowException) as error:
        raise PublicationError(
            f"The tables cannot be written to {folder} ({getattr(error, 'strerror', None) or error}). "
            "Check the folder's permissions and the free space and run the ingest again: nothing that was "
            "read is lost, and the tables published before are unchanged."
        ) from error
    return Publication(version, len(stored), changed=True)


def _version(stored: Sequence[StoredReport], corrections: Corrections) -> str:
    """An id of everything that the published bytes depend on."""
    digest = hashlib.sha256(f"{_FORMAT} {pa.__version__} {_schemas_digest()}".encode())
    for report in stored:
        digest.update(f"\n{report.sha256} {report.extraction_sha256} {report.source_file}".encode())
    digest.update(corrections.digest.encode())
    return digest.hexdigest()[:16]


@cache
def _schemas_digest() -> str:
    """A digest of the package `schemas`: its rules and columns decide what is published."""
    digest = hashlib.sha256()
    for name, file in sorted(_files_below(resources.files("schemas"))):
        digest.update(f"{name}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files_below(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files_below(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".py", ".yaml", ".csv")):
            yield prefix + entry.name, entry


def _is_published(folder: Path, version: str) -> bool:
    try:
        return open_dataset(folder).version == version and (folder / DESCRIPTOR).is_file()
    except DatasetError:
        return False


def _write_set(
    ledger: Ledger, stored: Sequence[StoredReport], corrections: Corrections, versions: Path, version: str
) -> Path:
    versions.mkdir(parents=True, exist_ok=True)
    for left_over in versions.glob(f"*{_UNFINISHED}"):
        shutil.rmtree(left_over)
    unfinished = versions / f"{version}{_UNFINISHED}"
    unfinished.mkdir()
    try:
        rows = write_tables(unfinished, _reports(ledger, stored, corrections), version)
        write_descriptor(unfinished, rows, version)
        for name in _PUBLISHED_FILES:
            _flush(unfinished / name)
        finished = versions / version
        shutil.rmtree(finished, ignore_errors=True)
        unfinished.rename(finished)
        _flush(versions)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return finished


def _reports(
    ledger: Ledger, stored: Sequence[StoredReport], corrections: Corrections
) -> Iterator[tuple[str, Extraction]]:
    """Report ids and the corrected and validated extractions in the order of the published rows."""
    printed = {
        s.sha256: replace(decode_report(ledger.extraction(s.sha256)), source_file=s.source_file)
        for s in stored
    }
    printed_ids = _ids(printed)
    moved = replace(corrections, lines=tuple(c for c in corrections.lines if c.changes_identity))
    moves = moved.by_document(printed_ids, printed_ids)
    titles = dict(printed)
    for sha256, of_title in moves.items():
        titles[sha256] = _corrected(Extraction(printed[sha256]), of_title, corrections).report
    ids = _ids(titles)
    of_document = corrections.by_document(printed_ids, ids)
    notes: defaultdict[str, list[Issue]] = defaultdict(list)
    for report_id, note in duplicate_reports({i: titles[sha256] for sha256, i in ids.items()}):
        notes[report_id].append(note)
    for sha256, report_id in ids.items():
        read = replace(decode(ledger.extraction(sha256)), report=printed[sha256])
        valid = revalidate(_corrected(read, of_document.get(sha256, ()), corrections))
        yield report_id, replace(valid, issues=(*valid.issues, *notes[report_id]))


def _ids(titles: Mapping[str, Report]) -> dict[str, str]:
    return assign_report_ids(
        ReportKey.of(r.municipality_code, r.year, r.report_date, sha256) for sha256, r in titles.items()
    )


def _corrected(read: Extraction, lines: Sequence[Correction], corrections: Corrections) -> Extraction:
    try:
        return apply_corrections(read, lines)
    except CorrectionError as error:
        raise corrections.failure(str(error)) from None


def _make_current(folder: Path, set_folder: Path) -> None:
    def switch() -> None:
        _replace_link(folder / CURRENT_LINK, Path(VERSIONS_FOLDER, set_folder.name))

    try:
        if any((folder / name).is_file() and not (folder / name).is_symlink() for name in _PUBLISHED_FILES):
            # Plain files, of a dataset copied without its links: they stay until the new set is current.
            switch()
            _link_published_files(folder)
        else:
            _link_published_files(folder)
            switch()
    except (OSError, NotImplementedError):
        if (folder / CURRENT_LINK).is_symlink():
            raise
        _copy_published_files(folder, set_folder)
    _flush(folder)


def _link_published_files(folder: Path) -> None:
    for name in _PUBLISHED_FILES:
        target = Path(CURRENT_LINK, name)
        link = folder / name
        if not link.is_symlink() or link.readlink() != target:
            _replace_link(link, target)


def _replace_link(link: Path, target: Path) -> None:
    temporary = link.with_name(f"{link.name}{_UNFINISHED}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(link)


def _copy_published_files(folder: Path, set_folder: Path) -> None:
    """Publish on a file system without links: file by file, the descriptor last."""
    for name in _PUBLISHED_FILES:
        temporary = folder / f"{name}{_UNFINISHED}"
        shutil.copyfile(set_folder / name, temporary)
        _flush(temporary)
    for name in _PUBLISHED_FILES:
        (folder / f"{name}{_UNFINISHED}").replace(folder / name)


def _remove_old_sets(versions: Path, keep: Container[str]) -> None:
    for old in versions.iterdir():
        if old.name not in keep:
            shutil.rmtree(old, ignore_errors=True)


def _flush(path: Path) -> None:
    """Have the system write a file or folder to the disk, so that a power cut cannot undo it later."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
