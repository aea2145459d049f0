"""Every record lies where it says: an independent reader finds its words in its boxes, and ink."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from PIL import Image

from extractors.report import read_report
from schemas.records import Box, Extraction

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "reports"
FILES = [*sorted((ROOT / "samples").glob("*.pdf")), *sorted(SHARED.glob("*.pdf"))]

DARK = 160
"""A pixel darker than this, of 255, is ink."""


@cache
def extraction(path: Path) -> Extraction:
    return read_report(path.read_bytes(), path.name)


def texts(found: Extraction) -> Iterator[tuple[str, tuple[Box, ...]]]:
    """The text of each record that is one, with its boxes."""
    for finding in found.findings:
        yield finding.text, finding.boxes
    for passage in found.passages:
        yield passage.text, passage.boxes
    for example in found.examples:
        yield example.text, example.boxes
    for score in found.question_scores:
        numbers = [score.question, score.achieved, score.max, score.percent]
        yield " ".join(_printed(n) for n in numbers if n is not None) + score.text, score.boxes


def _printed(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def letters(text: str) -> str:
    """What of a text does not depend on how it is set: letters and digits."""
    return "".join(re.findall(r"[^\W_]", text))


@cache
def characters(path: Path) -> dict[int, list[dict[str, Any]]]:
    """All characters of a file by page, as pdfplumber's own parser places them."""
    found: dict[int, list[dict[str, Any]]] = {}
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as document:
        for page in document.pages:
            found[page.page_number] = list(page.chars)
            page.close()
    return found


def inside(path: Path, boxes: tuple[Box, ...]) -> str:
    """The characters whose middles lie in any of the boxes, each once."""
    return "".join(
        c["text"]
        for page in {box.page for box in boxes}
        for c in characters(path)[page]
        if any(box.page == page and _holds(box, c) for box in boxes)
    )


def _holds(box: Box, c: dict[str, Any]) -> bool:
    x, y = (c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2
    return bool(box.x0 - 0.5 <= x <= box.x1 + 0.5 and box.top - 0.5 <= y <= box.bottom + 0.5)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_words_in_a_records_boxes_are_the_records(path: Path) -> None:
    wrong = [
        (text, found)
        for text, boxes in texts(extraction(path))
        if sorted(letters(text)) != sorted(letters(found := inside(path, boxes)))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES[:2], ids=lambda path: path.stem)
def test_a_records_boxes_hold_ink(path: Path) -> None:
    found = extraction(path)
    document = pypdfium2.PdfDocument(path.read_bytes())
    pictures = {n: document[n - 1].render(scale=2, grayscale=True).to_pil() for n in characters(path)}
    document.close()
    empty = [box for _, boxes in texts(found) for box in boxes if _darkest(pictures[box.page], box) > DARK]
    assert empty == []


def _darkest(picture: Image.Image, box: Box) -> float:
    """The darkest pixel, 0 to 255, in a box of a page rendered at two pixels a point."""
    low: Any = picture.crop((box.x0 * 2, box.top * 2, box.x1 * 2, box.bottom * 2)).getextrema()
    return float(low[0])
