"""Draw what was read on a page: the boxes of its records, or its words and ruled lines.

    python -m tests.page_picture REPORT.pdf PAGE PICTURE.png [--words] [--scale 1.5]

For looking at a layout that is read wrongly, and for the picture in docs/.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from extractors.reading.document import read_document
from extractors.report import read_report
from schemas.records import Box, Extraction

COLOURS = {
    "title": "#444444",
    "area_scores": "#b3261e",
    "question_scores": "#b3261e",
    "findings": "#1a6b3c",
    "passages": "#1f4e9c",
    "examples": "#c77700",
    "facts": "#7a3fa0",
}
WIDTH = {"passages": 1, "examples": 3}


def record_boxes(extraction: Extraction, page: int) -> list[tuple[str, Box]]:
    """The boxes on a page of all records, each with its table's name."""
    boxes = [("title", box) for box in extraction.report.boxes]
    for table in COLOURS:
        boxes += [(table, box) for record in getattr(extraction, table, ()) for box in record.boxes]
    return [(table, box) for table, box in boxes if box.page == page]


def draw_records(data: bytes, name: str, page: int, scale: float) -> Image.Image:
    """The page as a picture with every record's boxes, coloured by table."""
    picture = _rendered(data, page, scale)
    drawing = ImageDraw.Draw(picture)
    for table, box in record_boxes(read_report(data, name), page):
        corners = (box.x0 * scale - 2, box.top * scale - 2, box.x1 * scale + 2, box.bottom * scale + 2)
        drawing.rectangle(corners, outline=COLOURS[table], width=WIDTH.get(table, 2))
    return picture


def draw_words(data: bytes, page: int, scale: float) -> Image.Image:
    """The page as a picture with its words, ruled lines and drawn dots."""
    picture = _rendered(data, page, scale)
    drawing = ImageDraw.Draw(picture)
    read = read_document(data).pages[page - 1]
    for words, colour in ((read.words, "#1f4e9c"), (read.rules, "#b3261e"), (read.dots, "#1a6b3c")):
        for each in words:
            drawing.rectangle(
                (each.x0 * scale, each.top * scale, each.x1 * scale, each.bottom * scale), outline=colour
            )
    return picture


def _rendered(data: bytes, page: int, scale: float) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        picture: Image.Image = document[page - 1].render(scale=scale).to_pil().convert("RGB")
        return picture
    finally:
        document.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.page_picture", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("report", type=Path)
    parser.add_argument("page", type=int, help="number of the page, from 1")
    parser.add_argument("picture", type=Path, help="PNG file to write")
    parser.add_argument("--words", action="store_true", help="draw words and lines instead of records")
    parser.add_argument("--scale", type=float, default=1.5, help="pixels per point (1.5)")
    options = parser.parse_args()
    data = options.report.read_bytes()
    if options.words:
        picture = draw_words(data, options.page, options.scale)
    else:
        picture = draw_records(data, options.report.name, options.page, options.scale)
    picture.save(options.picture, optimize=True)


if __name__ == "__main__":
    main()
