"""The reader for pages that are pictures: Tesseract's words, and rules and bullets found in the picture."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pypdfium2

from extractors.reading.bullets_in_image import with_bullets
from extractors.reading.left_over_ink import left_over
from extractors.reading.number_cells import read_numbers
from extractors.reading.page_image import Grey, Ink, Picture, ink_of, render, set_straight, turned
from extractors.reading.page_reading import USUAL_DESCENT
from extractors.reading.pages import Page, Word
from extractors.reading.printed_text import BULLET
from extractors.reading.ruled_lines_in_image import find_rules, without_rules
from extractors.reading.tesseract import Found, Tesseract, framed, tesseract

ROW_HEIGHT_EM = 0.9  # from descender to ascender in common text faces
SAME_SIZE = 0.12  # sizes of rows that differ by less from the page's usual one are the usual one
BOLD_STROKE = 1.3  # times the page's usual stroke width
FAINT = 0.22
"""How dark a ruled line is, at least, between paper (0) and ink (1)."""
FINE = 0.37
"""The same for the hairlines of digits and percent signs."""
_DOUBTFUL = 0.6
"""A page read less surely than this on the whole may stand on its head."""
_PASSED_OVER_SURE = 0.6
"""A word that is read alone is kept from this confidence on."""
_LEAST_SURE = 0.85
"""A word without letters and digits that is read less surely is dirt."""
_LINE_LIKE = frozenset("|_~[]{}\\!")


def recognise(data: bytes, pages: Sequence[Page]) -> Iterator[Page]:
    """These pages of the PDF `data`, read from their pictures; without those that cannot be drawn.

    Raises OcrMissing.
    """
    reader = tesseract()
    with contextlib.suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(data) as document:
        for page in pages:
            with contextlib.suppress(pypdfium2.PdfiumError):
                yield _recognise_page(reader, document, page)


def _recognise_page(reader: Tesseract, document: pypdfium2.PdfDocument, page: Page) -> Page:
    picture = set_straight(render(document, page.number))
    found = _Reading(picture, reader)
    if found.words and found.confidence < _DOUBTFUL:
        found = max(found, _Reading(turned(picture, 2), reader), key=lambda reading: reading.confidence)
    picture, scale = found.picture, found.picture.scale
    words = [w for w in found.words if not _is_dirt(w)]
    words += _passed_over(words, found.grey, found.ink, scale, reader)
    words = [w for w in read_numbers(words, found.grey, ink_of(found.grey, FINE), reader) if not _is_guess(w)]
    words = with_bullets(words, found.ink)
    return replace(
        page, width=picture.width, height=picture.height, words=tuple(_set(words, found.ink, scale)),
        rules=found.rules, shapes=(), dots=(), read_by="ocr", to_display=picture.to_display,
    )  # fmt: skip


class _Reading:
    """A page's picture without its ruled lines, and what Tesseract reads in it."""

    def __init__(self, picture: Picture, reader: Tesseract) -> None:
        self.picture = picture
        self.rules, runs = find_rules(ink_of(picture.grey, FAINT), picture.scale)
        self.grey: Grey = without_rules(picture.grey, runs, picture.scale)
        self.ink: Ink = ink_of(self.grey)
        self.words = reader.words(self.grey, 72 * picture.scale)

    @property
    def confidence(self) -> float:
        """The mean of its words, long words counting for more; 0 for none."""
        letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) * word.confidence for word in self.words) / letters if letters else 0.0


def _is_dirt(word: Found) -> bool:
    """Whether a word is what is left of a line, or a speck."""
    if any(c.isalnum() for c in word.text):
        return False
    return word.text[0] in _LINE_LIKE or word.confidence < _LEAST_SURE


def _passed_over(
    words: Sequence[Found], grey: Grey, ink: Ink, scale: float, reader: Tesseract
) -> Iterator[Found]:
    """Words that the reading of the whole page left out, as it does with lone numbers."""
    usual = float(np.median([w.row_height for w in words])) if words else 0.0
    for k, (x0, top, x1, bottom) in enumerate(left_over(ink, words, scale)):
        text, confidence = reader.word(framed(grey[top:bottom, x0:x1], 10))
        if text:
            yield Found(text, x0, top, x1, bottom, bottom, usual, confidence, line=-1 - k)


def _is_guess(word: Found) -> bool:
    """Whether a word that the reading of the page left out is neither a number nor read surely."""
    return word.line < 0 and word.confidence < _PASSED_OVER_SURE and not word.text[0].isdigit()


def _set(found: Sequence[Found], ink: Ink, scale: float) -> list[Word]:
    """The words in points: sizes of the page's text made one, bold type told by its strokes."""
    if not found:
        return []
    sizes = [word.row_height / scale / ROW_HEIGHT_EM for word in found]
    strokes = [_stroke(word, ink) / scale / size for word, size in zip(found, sizes, strict=True)]
    letters = [len(word.text) for word in found]
    usual = round(2 * float(np.median(np.repeat(sizes, letters)))) / 2
    stroke = float(np.median(np.repeat(strokes, letters)))
    words = []
    for word, own_size, own_stroke in zip(found, sizes, strokes, strict=True):
        size = usual if abs(own_size - usual) <= SAME_SIZE * usual else round(2 * own_size) / 2
        bold = own_stroke > BOLD_STROKE * stroke and word.text != BULLET and any(map(str.isalnum, word.text))
        bottom = word.baseline / scale + USUAL_DESCENT * size
        words.append(
            Word(
                word.text.replace("—", "–"),
                word.x0 / scale,
                bottom - size,
                word.x1 / scale,
                bottom,
                size=size,
                bold=bold,
                confidence=round(word.confidence, 4),
            )
        )
    return words


def _stroke(word: Found, ink: Ink) -> float:
    """The usual width of a word's strokes in pixels."""
    piece = ink[word.top : word.bottom, word.x0 : word.x1]
    begins = piece[:, :1].sum() + (piece[:, 1:] & ~piece[:, :-1]).sum()
    return float(piece.sum()) / max(1.0, float(begins))
