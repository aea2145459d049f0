"""What is known of a dataset: its files, how each ended, and what is in the published tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from corpus.dataset import NoDatasetError, open_dataset
from pipeline.ledger import Ledger, SeenFile, Supersession, read_ledger
from schemas.records import Severity
from schemas.tables import RECORD_TYPES

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class SetAsideFile:
    """A file that could not be read, as it lies there now."""

    path: Path
    category: str
    reason: str
    earlier_version_kept: bool
    """True where an earlier version of the file is still in the dataset."""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many issues of a rule the published tables hold."""

    severity: Severity
    rule: str
    issues: int
    reports: int


@dataclass(frozen=True, slots=True)
class DatasetStatus:
    """The state of a dataset."""

    version: str | None
    """Id of the published set of tables; None where nothing has been published."""
    files: int
    read: int
    duplicates: int
    set_aside: tuple[SetAsideFile, ...]
    superseded: tuple[Supersession, ...]
    gone: tuple[Path, ...]
    """Files that were seen and do not lie there any more; their reports stay."""
    rows: dict[str, int]
    """Rows per published table."""
    rules: tuple[RuleCount, ...]
    """The issues of the published tables, the most serious first."""


def dataset_status(folder: Path) -> DatasetStatus:
    """The state of the dataset in `folder`. Raises LedgerError or DatasetError."""
    with read_ledger(folder) as ledger:
        files = list(ledger.files())
        set_aside = tuple(s for f in files if (s := _set_aside(ledger, f)) is not None)
        superseded = tuple(ledger.supersessions())
    aside = {s.path for s in set_aside}
    read = [f for f in files if f.path not in aside]
    version, rows, rules = _published(folder)
    return DatasetStatus(
        version=version,
        files=len(files),
        read=len(read),
        duplicates=len(read) - len({f.sha256 for f in read}),
        set_aside=set_aside,
        superseded=superseded,
        gone=tuple(f.path for f in files if not f.path.exists()),
        rows=rows,
        rules=rules,
    )


def _set_aside(ledger: Ledger, file: SeenFile) -> SetAsideFile | None:
    document = ledger.document(file.sha256) if file.sha256 else None
    if document is None:
        return SetAsideFile(file.path, "unopenable", file.problem or "", file.read_sha256 is not None)
    if document.status == "read":
        return None
    return SetAsideFile(
        file.path, document.category or "", document.reason or "", file.read_sha256 not in (None, file.sha256)
    )


def _published(folder: Path) -> tuple[str | None, dict[str, int], tuple[RuleCount, ...]]:
    try:
        dataset = open_dataset(folder)
    except NoDatasetError:
        return None, dict.fromkeys(RECORD_TYPES, 0), ()
    issues = dataset.rows("issues", ["severity", "rule", "report_id"])
    count = Counter((i["severity"], i["rule"]) for i in issues)
    reports = Counter((severity, rule) for severity, rule, _ in {tuple(i.values()) for i in issues})
    rules = [RuleCount(severity, rule, n, reports[severity, rule]) for (severity, rule), n in count.items()]
    rules.sort(key=lambda r: (_SEVERITIES.index(r.severity), -r.issues, r.rule))
    return dataset.version, {t: dataset.row_count(t) for t in RECORD_TYPES}, tuple(rules)
