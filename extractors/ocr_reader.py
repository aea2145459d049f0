"""The reader for pages that are pictures: Tesseract's words, and rules and bullets found in the picture.

Coordinates are those of the page set straight, which differ from the displayed page by its skew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2

from extractors.pages import Page, Word
from extractors.reading_errors import OcrMissing

LANGUAGE = "swe"
ROW_HEIGHT_EM = 0.9  # from descender to ascender in common text faces
ASCENT_EM, DESCENT_EM = 0.79, 0.21
SAME_SIZE = 0.12  # sizes of rows that differ by less from the page's usual one are the usual one
BOLD_STROKE = 1.3  # times the page's usual stroke width
BULLET_REACH_EM = 3.0
_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
)


@lru_cache(maxsize=1)
def _tesseract() -> Any:
    """Tesseract with its Swedish data, loaded once per process. Raises OcrMissing."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads cost more than they give
    try:
        import PIL  # noqa: F401
        import tesserocr
    except ImportError:
        raise OcrMissing from None
    places = [p for p in (os.environ.get("TESSDATA_PREFIX"), *_PLACES) if p]
    for place in places:
        if (Path(place) / f"{LANGUAGE}.traineddata").exists():
            return tesserocr.PyTessBaseAPI(path=place, lang=LANGUAGE, psm=tesserocr.PSM.AUTO)
    raise OcrMissing


def recognise(data: bytes, pages: Sequence[Page]) -> Iterator[Page]:
    """These pages of the PDF `data`, read from their pictures. Raises OcrMissing."""
    api = _tesseract()
    document = pypdfium2.PdfDocument(data)
    try:
        for page in pages:
            yield _recognise_page(api, document, page)
    finally:
        document.close()


def _recognise_page(api: Any, document: pypdfium2.PdfDocument, page: Page) -> Page:
    from PIL import Image

    from extractors.page_image import ink_of, render, skew_of, straightened
    from extractors.ruled_lines_in_image import find_rules, without_rules

    grey, scale = render(document, page.number)
    grey = straightened(grey, skew_of(ink_of(grey)))
    rules, runs = find_rules(ink_of(grey), scale)
    grey = without_rules(grey, runs)
    ink = ink_of(grey)
    api.SetImage(Image.fromarray(grey))
    api.SetSourceResolution(round(72 * scale))
    api.Recognize()
    words = _with_bullets(_alike(list(_words(api, ink, scale))), ink, scale)
    api.Clear()
    return replace(page, words=tuple(words), rules=rules, shapes=(), dots=(), read_by="ocr")


def _words(api: Any, ink: Any, scale: float) -> Iterator[tuple[Word, float]]:
    """The words on the page, each with the width of its strokes in points."""
    from tesserocr import RIL, iterate_level

    iterator = api.GetIterator()
    if iterator is None:
        return
    for at in iterate_level(iterator, RIL.WORD):
        if at.Empty(RIL.WORD):
            continue  # a blank picture has one such word, and asking for its text fails
        text, box = (at.GetUTF8Text(RIL.WORD) or "").strip(), at.BoundingBox(RIL.WORD)
        if not text or box is None:
            continue
        x0, top, x1, bottom = box
        baseline = at.Baseline(RIL.TEXTLINE)
        row = at.RowAttributes()["row_height"] or bottom - top
        size = row / scale / ROW_HEIGHT_EM
        (ax, ay), (bx, by) = baseline or ((x0, bottom), (x1, bottom))
        base = (ay + (by - ay) * ((x0 + x1) / 2 - ax) / max(1, bx - ax)) / scale
        piece = ink[top:bottom, x0:x1]
        begins = piece[:, :1].sum() + (piece[:, 1:] & ~piece[:, :-1]).sum()
        stroke = float(piece.sum()) / max(1.0, float(begins)) / scale
        confidence = at.Confidence(RIL.WORD) / 100
        yield (
            Word(
                text, x0 / scale, base - ASCENT_EM * size, x1 / scale, base + DESCENT_EM * size,
                size=size, confidence=confidence,
            ),
            stroke,
        )  # fmt: skip


def _alike(measured: Sequence[tuple[Word, float]]) -> list[Word]:
    """The words with the sizes of the page's text made one, and bold type told by its strokes."""
    if not measured:
        return []
    letters = [len(word.text) for word, _ in measured]
    usual = round(2 * float(np.median(np.repeat([w.size for w, _ in measured], letters)))) / 2
    stroke = float(np.median(np.repeat([s / w.size for w, s in measured], letters)))
    words = []
    for word, own in measured:
        size = usual if abs(word.size - usual) <= SAME_SIZE * usual else round(2 * word.size) / 2
        bold = own / word.size > BOLD_STROKE * stroke and any(c.isalnum() for c in word.text)
        words.append(replace(word, size=size, bold=bold))
    return words


def _with_bullets(words: Sequence[Word], ink: Any, scale: float) -> list[Word]:
    """The words, with a bullet for each small round spot left of one, in place of what it was read as."""
    bullets = [b for word in words if (b := _bullet_before(word, ink, scale)) is not None]
    covered = {
        id(w) for w in words if len(w.text) == 1 for b in bullets
        if w.x0 < b.x1 and b.x0 < w.x1 and w.top < b.bottom and b.top < w.bottom
    }  # fmt: skip
    return [*(w for w in words if id(w) not in covered), *bullets]


def _bullet_before(word: Word, ink: Any, scale: float) -> Word | None:
    size = max(word.size, 6.0)
    left, right = int(max(0.0, word.x0 - BULLET_REACH_EM * size) * scale), int(word.x0 * scale) - 1
    top, bottom = int(max(0.0, word.top) * scale), int(word.bottom * scale)
    columns = np.flatnonzero(ink[top:bottom, left:right].any(axis=0))
    if not columns.size:
        return None
    breaks = np.flatnonzero(np.diff(columns) > 0.1 * size * scale)
    first = int(columns[breaks[-1] + 1]) if breaks.size else int(columns[0])
    last = int(columns[-1]) + 1
    before = int(columns[breaks[-1]]) if breaks.size else None
    spot = ink[top:bottom, left + first : left + last]
    rows = np.flatnonzero(spot.any(axis=1))
    spot = spot[rows[0] : rows[-1] + 1]
    height, width = spot.shape
    middle = (top + (rows[0] + rows[-1] + 1) / 2) / scale
    em = size * scale
    round_spot = 0.14 * em <= height <= 0.6 * em and 0.7 <= width / height <= 1.43 and spot.mean() > 0.65
    free = right - (left + last) >= 0.25 * em and (before is None or first - before >= 0.8 * em)
    raised = word.bottom - (DESCENT_EM + 0.55) * size <= middle <= word.bottom - (DESCENT_EM + 0.1) * size
    if not (round_spot and free and raised):
        return None
    return replace(word, text="•", x0=(left + first) / scale, x1=(left + last) / scale, bold=False)
