"""Pages per second and peak memory of the readers, beside PDFium's raw text and a pdfplumber loop.

    python -m benchmarks.reading REPORT.pdf... [--rounds 3]

Each way of reading runs in a process of its own, one after the other in every round, so that the
ratios hold on a busy machine too; a figure is the median over rounds. The peak is that of the
whole process, imports included. "loop" is what one writes with pdfplumber alone: `extract_words`
and `find_tables` on every page.
"""

from __future__ import annotations

import argparse
import ctypes
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """What reading all files once took: pages, seconds of processor time, peak memory in MB."""

    pages: int
    seconds: float
    peak_mb: float

    @property
    def ms_a_page(self) -> float:
        return 1000 * self.seconds / self.pages


def raw_text(data: bytes) -> int:
    """PDFium's text of every page in one call each: the floor."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    count = len(document)
    for i in range(count):
        page = pdfium.FPDF_LoadPage(document.raw, i)
        text = pdfium.FPDFText_LoadPage(page)
        characters = pdfium.FPDFText_CountChars(text)
        pdfium.FPDFText_GetText(text, 0, characters, (ctypes.c_ushort * (characters + 1))())
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    document.close()
    return count


def pdfplumber_loop(data: bytes) -> int:
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_words(extra_attrs=["fontname", "size"])
            page.find_tables()
            page.close()
        return len(document.pages)


def fast_reader(data: bytes) -> int:
    from extractors.reading.document import read_document

    return len(read_document(data).pages)


def second_reader(data: bytes) -> int:
    from extractors.reading.document import read_document

    return len(read_document(data, "pdfplumber").pages)


WAYS: Mapping[str, Callable[[bytes], int]] = {
    "pdfium raw text": raw_text,
    "reader pdfium": fast_reader,
    "reader pdfplumber": second_reader,
    "pdfplumber loop": pdfplumber_loop,
}


def measured(way: str, paths: Sequence[str]) -> Measure:
    """Read the files once to warm up and once for the clock, in this process."""
    read = WAYS[way]
    read(Path(paths[0]).read_bytes())
    started = time.process_time()
    pages = sum(read(Path(path).read_bytes()) for path in paths)
    seconds = time.process_time() - started
    return Measure(pages, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", help="PDF files to read")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way reads them all")
    arguments = parser.parse_args()
    fresh = multiprocessing.get_context("spawn")
    taken: dict[str, list[Measure]] = {way: [] for way in WAYS}
    for _ in range(arguments.rounds):
        for way in WAYS:
            with fresh.Pool(1) as pool:
                taken[way].append(pool.apply(measured, (way, arguments.files)))
    loop = statistics.median(m.ms_a_page for m in taken["pdfplumber loop"])
    floor = statistics.median(m.ms_a_page for m in taken["pdfium raw text"])
    print(f"{'way':28} {'ms/page':>8} {'pages/s':>8} {'vs loop':>8} {'vs raw text':>12} {'peak MB':>8}")
    for way, rounds in taken.items():
        ms = statistics.median(m.ms_a_page for m in rounds)
        peak = max(m.peak_mb for m in rounds)
        print(f"{way:28} {ms:8.2f} {1000 / ms:8.0f} {loop / ms:7.1f}x {ms / floor:11.2f}x {peak:8.0f}")


if __name__ == "__main__":
    main()
