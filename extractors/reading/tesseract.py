"""Tesseract with its Swedish data: a picture in, words with their places out.

The Swedish data know no percent sign and no bullets; see `number_cells` and `bullets_in_image`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from extractors.reading.page_image import Grey
from extractors.reading.reading_errors import OcrMissing

LANGUAGE = "swe"
_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_SETTINGS = {
    "textord_tabfind_find_tables": "0",  # what it takes for tables it reads cell by cell, with losses
    "tessedit_do_invert": "0",  # reads each doubtful line once more as white on black
}


@dataclass(frozen=True, slots=True)
class Found:
    """A word in a picture, all in pixels. `baseline` is that of its line at the middle of the line."""

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    baseline: float
    row_height: float
    """From the descenders to the ascenders of its line."""
    confidence: float
    line: int


@lru_cache(maxsize=1)
def tesseract() -> Tesseract:
    """The one of this process, loaded when first asked for. Raises OcrMissing."""
    return Tesseract()


class Tesseract:
    def __init__(self) -> None:
        """Load the program and its data. Raises OcrMissing."""
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads cost more than they give
        try:
            import tesserocr
        except ImportError:
            raise OcrMissing from None
        self._modes = tesserocr.PSM
        self._levels = tesserocr.RIL
        self._each = tesserocr.iterate_level
        self._api: Any = tesserocr.PyTessBaseAPI(path=data_folder(), lang=LANGUAGE, psm=tesserocr.PSM.AUTO)
        for name, value in _SETTINGS.items():
            self._api.SetVariable(name, value)

    def words(self, grey: Grey, dpi: float) -> list[Found]:
        """The words of a page, in the order of its blocks."""
        self._show(grey, dpi, self._modes.AUTO, "")
        self._api.Recognize()
        try:
            iterator = self._api.GetIterator()
            return list(self._words(iterator)) if iterator is not None else []
        finally:
            self._api.Clear()

    def word(self, grey: Grey, allowed: str = "") -> tuple[str, float]:
        """What a picture of one word says, in the characters `allowed` (any by default), and how surely."""
        self._show(grey, 300, self._modes.SINGLE_WORD, allowed)
        return self._text()

    def line(self, grey: Grey, allowed: str) -> tuple[str, float]:
        """What a picture of one line says in the characters `allowed`, without spaces, and how surely."""
        self._show(grey, 300, self._modes.SINGLE_LINE, allowed)
        return self._text()

    def _text(self) -> tuple[str, float]:
        text = "".join(str(self._api.GetUTF8Text()).split())
        confidences = self._api.AllWordConfidences()
        self._api.Clear()
        return text, min(confidences, default=0) / 100

    def _show(self, grey: Grey, dpi: float, mode: int, allowed: str) -> None:
        self._api.SetPageSegMode(mode)
        self._api.SetVariable("tessedit_char_whitelist", allowed)
        height, width = grey.shape
        self._api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(round(dpi))

    def _words(self, iterator: Any) -> Iterator[Found]:
        level, line_level = self._levels.WORD, self._levels.TEXTLINE
        line = -1
        for at in self._each(iterator, level):
            if at.Empty(level):
                continue  # a blank picture has one such word, and asking for its text fails
            if at.IsAtBeginningOf(line_level) or line < 0:
                line += 1
                baseline, row = _baseline(at.Baseline(line_level)), at.RowAttributes()["row_height"]
            text, box = (at.GetUTF8Text(level) or "").strip(), at.BoundingBox(level)
            if text and box is not None:
                x0, top, x1, bottom = box
                base = bottom if baseline is None else baseline
                height = row or bottom - top
                yield Found(text, x0, top, x1, bottom, base, height, at.Confidence(level) / 100, line)


def _baseline(ends: tuple[tuple[int, int], tuple[int, int]] | None) -> float | None:
    return None if ends is None else (ends[0][1] + ends[1][1]) / 2


def data_folder() -> str:
    """Where the Swedish data lie. Raises OcrMissing."""
    for place in (os.environ.get("TESSDATA_PREFIX"), *_PLACES):
        if place and (Path(place) / f"{LANGUAGE}.traineddata").exists():
            return place
    raise OcrMissing


def framed(piece: Grey, margin: int) -> Grey:
    """A piece of a picture with white around it."""
    return np.pad(piece, margin, constant_values=255)
