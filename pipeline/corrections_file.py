"""The curated corrections beside a dataset: `corrections.csv` in its folder."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.checking import CheckResult
from corpus.dataset import Dataset
from schemas.corrections import Correction, CorrectionError, correction_message
from schemas.rules.reading import CORRECTED

CORRECTIONS_FILE = "corrections.csv"

_COLUMNS = ("report", "table", "key", "column", "old_value", "new_value", "reason", "by", "date")
_NEEDED = ("report", "table", "column", "reason", "by", "date")


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of a dataset, in the order of the file."""

    path: Path
    lines: tuple[Correction, ...] = ()

    @property
    def digest(self) -> str:
        """An id of what they say; empty where there are none."""
        if not self.lines:
            return ""
        return hashlib.sha256("\n".join(map(repr, self.lines)).encode()).hexdigest()

    def failure(self, what: str) -> CorrectionError:
        """The error to raise where a correction cannot be applied; `what` begins with its line."""
        return CorrectionError(
            f"{self.path}, {what} Then run the ingest again: nothing that was read is lost, "
            "and the tables published before are unchanged."
        )

    def refuse_to_lose(self, report_id: str) -> None:
        """Raises CorrectionError where there are corrections of a report that is to be taken out."""
        lines = [str(line.line) for line in self.lines if line.report == report_id]
        if lines:
            raise CorrectionError(
                f"{self.path} corrects the report {report_id} (line {', '.join(lines)}). "
                "Take that out of the file first; nothing was changed."
            )

    def by_document(
        self, printed_ids: Mapping[str, str], final_ids: Mapping[str, str]
    ) -> dict[str, list[Correction]]:
        """The corrections of each document, by its SHA-256, in the order of the file.

        `printed_ids` are the reports' ids as they were read, `final_ids` those that corrected
        municipalities and years give, both by SHA-256. A correction names its report by the id that
        the published tables have, or by the one it had before. Raises CorrectionError.
        """
        printed = {report_id: sha256 for sha256, report_id in printed_ids.items()}
        final = {report_id: sha256 for sha256, report_id in final_ids.items()}
        found: defaultdict[str, list[Correction]] = defaultdict(list)
        for line in self.lines:
            ways = (printed, final) if line.changes_identity else (final, printed)
            sha256 = ways[0].get(line.report) or ways[1].get(line.report)
            if sha256 is None:
                raise self.failure(
                    f"line {line.line}: there is no report {line.report} in the dataset. "
                    "Ingest it, mend its id or take the line out."
                )
            found[sha256].append(line)
        return found


def read_corrections(folder: Path) -> Corrections:
    """The corrections beside the dataset in `folder`; none where there is no such file.

    Raises CorrectionError where the file cannot be read.
    """
    path = folder / CORRECTIONS_FILE
    empty = Corrections(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return empty
    except OSError as error:
        raise empty.failure(f"cannot be read ({error.strerror}): check its permissions.") from error
    except UnicodeDecodeError as error:
        raise empty.failure("is not written in UTF-8. Save it as CSV in UTF-8.") from error
    return Corrections(path, tuple(_lines(text, empty)))


def _lines(text: str, file: Corrections) -> Iterator[Correction]:
    heading = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=heading.count))
    names: Sequence[str] = ()
    line = 1
    try:
        for cells in reader:
            if not names:
                names = [cell.strip().lower().replace(" ", "_") for cell in cells]
                if missing := [name for name in _COLUMNS if name not in names]:
                    raise file.failure(f"line 1: lacks the columns {', '.join(missing)}. Name them there.")
            elif any(cell.strip() for cell in cells):
                values = dict(zip(names, (cell.strip() for cell in cells), strict=False))
                if empty := [name for name in _NEEDED if not values.get(name)]:
                    raise file.failure(f"line {line}: says nothing under {', '.join(empty)}. Fill it in.")
                yield Correction(line, **{name: values.get(name, "") for name in _COLUMNS})
            line = reader.line_num + 1
    except csv.Error as error:
        raise file.failure(f"line {line}: is no CSV ({error}). Mend it.") from error


def check_corrections(dataset: Dataset) -> list[CheckResult]:
    """What is wrong with the corrections beside a dataset, and which of them it was published without."""
    try:
        corrections = read_corrections(dataset.folder)
    except CorrectionError as error:
        return [CheckResult("error", None, "corrections-unreadable", None, None, str(error))]
    rows = dataset.rows("issues", ["report_id", "rule", "table", "key", "message"])
    made = [row for row in rows if row["rule"] == CORRECTED]
    written = {correction_message(line): line for line in corrections.lines}
    unpublished = [written[m] for m in written.keys() - {row["message"] for row in made}]
    return [
        *(
            _unpublished(line.report, line.table, line.key or line.column, f"line {line.line} of", "not yet")
            for line in sorted(unpublished, key=lambda line: line.line)
        ),
        *(
            _unpublished(row["report_id"], row["table"], row["key"], "a correction taken out of", "still")
            for row in made
            if row["message"] not in written
        ),
    ]


def _unpublished(report_id: str, table: str, key: str, what: str, how: str) -> CheckResult:
    message = f"{what} {CORRECTIONS_FILE} is {how} in the published tables; run the ingest again"
    return CheckResult("warning", report_id, "correction-unpublished", table, key, message)
