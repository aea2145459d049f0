"""Seconds per scanned page of the whole reader, beside Tesseract alone on the same pictures.

    python -m benchmarks.scans SCAN.pdf... [--pages 12] [--rounds 3]

The whole renders the page, sets it straight, finds rules, recognises words, reads lone numbers anew
and finds bullets. Tesseract alone is given the pictures as rendered, at the same resolution, with its
own settings and page segmentation 3. Both have one process and one thread. Processor time, the median
over rounds; the ways take turns page by page.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import time
from pathlib import Path
from typing import Any

os.environ["OMP_THREAD_LIMIT"] = "1"

import pypdfium2

from extractors.reading.ocr_reader import recognise
from extractors.reading.page_image import DPI, render
from extractors.reading.pages import Page
from extractors.reading.tesseract import LANGUAGE, data_folder


def tesseract_alone(api: Any, data: bytes, number: int) -> float:
    """Processor seconds of recognising a page's picture and taking its text."""
    with pypdfium2.PdfDocument(data) as document:
        grey = render(document, number).grey
    begun = time.process_time()
    api.SetImageBytes(grey.tobytes(), grey.shape[1], grey.shape[0], 1, grey.shape[1])
    api.SetSourceResolution(DPI)
    api.GetUTF8Text()
    api.Clear()
    return time.process_time() - begun


def whole(data: bytes, number: int) -> float:
    """Processor seconds of reading a page as the program does."""
    begun = time.process_time()
    list(recognise(data, [Page(number, 0, 0, ())]))
    return time.process_time() - begun


def pages_of(paths: list[Path], most: int) -> list[tuple[bytes, int]]:
    """Pages of the files, spread evenly over them, at most so many."""
    pages: list[tuple[bytes, int]] = []
    for path in paths:
        data = path.read_bytes()
        with pypdfium2.PdfDocument(data) as document:
            pages += [(data, number) for number in range(1, len(document) + 1)]
    step = max(1, len(pages) // most)
    return pages[::step][:most]


def main() -> None:
    import tesserocr

    parser = argparse.ArgumentParser(prog="python -m benchmarks.scans", description=__doc__.split("\n")[0])
    parser.add_argument("scans", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=12, help="how many, spread over the files (12)")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    pages = pages_of(options.scans, options.pages)
    api = tesserocr.PyTessBaseAPI(path=data_folder(), lang=LANGUAGE, psm=tesserocr.PSM.AUTO)
    whole(*pages[0])  # loads what is loaded once
    alone_seconds, whole_seconds = [], []
    for _ in range(options.rounds):
        pairs = [(tesseract_alone(api, *page), whole(*page)) for page in pages]
        alone_seconds.append(statistics.mean(alone for alone, _ in pairs))
        whole_seconds.append(statistics.mean(both for _, both in pairs))
    first, second = statistics.median(alone_seconds), statistics.median(whole_seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(pages)} pages at {DPI} dpi, {options.rounds} rounds, processor time")
    print(f"Tesseract alone  {first:.2f} s a page")
    print(f"whole            {second:.2f} s a page, {second / first:.2f} times that; peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
