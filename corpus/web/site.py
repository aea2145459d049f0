"""What the pages are made from: the dataset, the reports' own files, and their pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import anyio

from corpus.dataset import Dataset
from corpus.pages.archive import Archive
from corpus.pages.pictures import Picture, PictureError, Pictures
from corpus.web.csv_archive import CsvArchive
from corpus.web.evidence_page import EvidenceView, evidence_view
from corpus.web.report_page import ReportView, report_view
from corpus.web.served_dataset import ServedDataset


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report's own file in the archive."""

    path: Path
    sha256: str


@dataclass(frozen=True)
class Site:
    """The parts that pages are made from. `close` it when done."""

    served: ServedDataset
    archive: Archive | None
    """Where the reports' own files are; without it pages show text alone."""
    pictures: Pictures = field(default_factory=Pictures)
    csv: CsvArchive = field(default_factory=CsvArchive)
    drawing: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(2))
    """How many may wait for pictures at a time: a slow file must not hold up the other pages."""
    packing: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(1))

    @property
    def dataset(self) -> Dataset:
        """The version that is served now. Take it once for each request."""
        return self.served.now

    def start(self) -> None:
        """Look for new versions of the dataset, and be ready to draw."""
        self.served.start()
        if self.archive is not None:
            self.pictures.start()

    def close(self) -> None:
        self.served.close()
        self.pictures.close()
        self.csv.close()

    def file_of(self, dataset: Dataset, report_id: str) -> ReportFile | None:
        """The report's own file, None where it is not at hand or the report is unknown."""
        if self.archive is None:
            return None
        for row in dataset.rows_of_report("reports", report_id):
            path = self.archive.find(row["source_sha256"], row["source_file"])
            return None if path is None else ReportFile(path, row["source_sha256"])
        return None

    def report(self, report_id: str) -> ReportView:
        """The page of a report. Raises UnknownReportError."""
        dataset = self.dataset
        return report_view(dataset, report_id, has_pdf=self.file_of(dataset, report_id) is not None)

    def evidence(self, report_id: str, key: str) -> EvidenceView:
        """The page of a record. Raises UnknownReportError and UnknownRecordError."""
        dataset = self.dataset
        file = self.file_of(dataset, report_id)
        if file is None:
            return evidence_view(dataset, report_id, key, page_size=None)
        return evidence_view(dataset, report_id, key, page_size=lambda page: self._page_size(file, page))

    def picture(self, report_id: str, page: int) -> Picture | None:
        """A page of a report as a picture, None where there is none. Raises PictureError."""
        file = self.file_of(self.dataset, report_id)
        return None if file is None else self.pictures.page(file.path, file.sha256, page)

    def _page_size(self, file: ReportFile, page: int) -> tuple[float, float] | None:
        # Drawing the page tells its size, and the browser asks for the picture next.
        try:
            picture = self.pictures.page(file.path, file.sha256, page)
        except PictureError:
            return None
        return picture.width, picture.height
