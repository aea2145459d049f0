"""Turn the pages of a PDF, or cut them out of larger ones, so that they look the same as before."""

from __future__ import annotations

import io
from typing import Literal

import pypdfium2
import pypdfium2.raw as pdfium

_SURROUNDINGS = 40.0
"""Points by which the media box of a cropped page is larger on every side."""


def with_page_boxes(data: bytes, rotation: Literal[0, 90, 180, 270], crop: bool) -> bytes:
    """The PDF `data` with every page stored rotated or in a larger media box; shown as before."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        if rotation:
            _store_rotated(page, rotation)
        if crop:
            left, bottom, right, top = page.get_mediabox()
            x0, y0, x1, y1 = (left, bottom, right, top)
            extra = _SURROUNDINGS
            page.set_mediabox(x0 - extra, y0 - extra, x1 + extra, y1 + extra)
            page.set_cropbox(x0, y0, x1, y1)
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def _store_rotated(page: pypdfium2.PdfPage, rotation: int) -> None:
    """Turn the content against the page's rotation, which then shows it upright."""
    width, height = page.get_size()
    # Rotation by r degrees clockwise on display asks for content turned r degrees anticlockwise.
    matrix, size = {
        90: ((0, 1, -1, 0, height, 0), (height, width)),
        180: ((-1, 0, 0, -1, width, height), (width, height)),
        270: ((0, -1, 1, 0, 0, width), (height, width)),
    }[rotation]
    everything = pdfium.FS_RECTF(-5000, 5000, 5000, -5000)
    pdfium.FPDFPage_TransFormWithClip(page, pdfium.FS_MATRIX(*matrix), everything)
    page.set_mediabox(0, 0, *size)
    page.set_cropbox(0, 0, *size)
    page.set_rotation(rotation)
