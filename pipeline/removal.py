"""Take reports out of a dataset. Nothing leaves one unless it is asked for here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.dataset import open_dataset
from corpus.report_lookup import find_report_id
from pipeline.corrections_file import read_corrections
from pipeline.dataset_lock import dataset_lock
from pipeline.ledger import open_ledger, read_ledger
from pipeline.publication import publish


@dataclass(frozen=True, slots=True)
class Removal:
    """What was taken out."""

    files: tuple[Path, ...]
    """Files that the dataset has forgotten; they were not touched."""
    reports_before: int
    reports: int


def forget_report(folder: Path, wanted: str, *, wait: bool = False) -> Removal:
    """Take the report that `wanted` names (see `find_report_id`) out of the dataset in `folder`.

    The files it was read from are forgotten, so an ingest that finds them again reads them again.
    Raises UnknownReportError, DatasetError, LedgerError, DatasetLockedError, PublicationError, and
    CorrectionError for a report that has corrections.
    """
    open_dataset(folder)  # the lock would make a folder that is not there
    with dataset_lock(folder, wait=wait), open_ledger(folder) as ledger:
        dataset = open_dataset(folder)
        report_id = find_report_id(dataset, wanted)
        read_corrections(folder).refuse_to_lose(report_id)
        reports = {r["report_id"]: r["source_sha256"] for r in dataset.rows("reports")}
        files = ledger.forget_document(reports[report_id])
        return Removal(tuple(files), len(reports), publish(ledger, folder).reports)


def prune(folder: Path, *, wait: bool = False) -> Removal:
    """Take out the reports whose files are no longer where they were read.

    Make sure that the archive is there (mounted, not renamed) before. Raises LedgerError,
    DatasetLockedError or PublicationError.
    """
    with read_ledger(folder):
        pass  # the lock would make a folder that is not there
    with dataset_lock(folder, wait=wait), open_ledger(folder) as ledger:
        before = len(ledger.stored_reports())
        gone = tuple(f.path for f in ledger.files() if not f.path.exists())
        ledger.forget_files(gone)
        return Removal(gone, before, publish(ledger, folder).reports)
