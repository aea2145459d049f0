"""Scans of reports, as a flatbed or a copier makes them: pages as pictures, askew, grey, specked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Scanner:
    """How pages are scanned. The same settings give the same pictures."""

    dpi: int = 200
    degrees: float = 0.0
    """How far each page lies turned clockwise; every other one the other way."""
    quarters: int = 0
    """Quarters of a circle that the paper lies turned counterclockwise."""
    noise: float = 6.0
    """Standard deviation of the grey of each pixel, of 255."""
    blur: float = 0.5
    """In pixels."""
    specks: float = 0.0
    """Share of pixels that are black dirt."""
    shadow: float = 0.0
    """How much darker than white the paper is at its right edge, as a share."""
    quality: int = 60
    """Of the JPEG, of 100."""


def scan(data: bytes, scanner: Scanner, pages: Sequence[int] | None = None) -> bytes:
    """A PDF with pages (from 1; all by default) of the PDF `data` as pictures."""
    output = io.BytesIO()
    canvas = Canvas(output, invariant=True)
    with pypdfium2.PdfDocument(data) as document:
        for number in pages or range(1, len(document) + 1):
            add_scan(canvas, document, number, scanner)
    canvas.save()
    return output.getvalue()


def add_scan(canvas: Canvas, document: pypdfium2.PdfDocument, number: int, scanner: Scanner) -> None:
    """A page with the picture of page `number` of a document."""
    page = document[number - 1]
    width, height = page.get_size()
    if scanner.quarters % 2:
        width, height = height, width
    image = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil()
    page.close()
    canvas.setPageSize((width, height))
    canvas.drawImage(ImageReader(_scanned(image, scanner, number)), 0, 0, width, height)
    canvas.showPage()


def _scanned(image: Image.Image, scanner: Scanner, number: int) -> io.BytesIO:
    random = np.random.default_rng(number)
    if scanner.degrees:
        turn = scanner.degrees if number % 2 else -scanner.degrees
        image = image.rotate(-turn, resample=Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(scanner.blur))
    grey = np.asarray(image, dtype=np.float64)
    if scanner.quarters:
        grey = np.rot90(grey, scanner.quarters)
    grey = grey * (1 - scanner.shadow * np.linspace(0, 1, grey.shape[1]))
    grey = grey - 6 + random.normal(0, scanner.noise, grey.shape)
    grey[random.random(grey.shape) < scanner.specks] = 0
    picture = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=scanner.quality)
    output.seek(0)
    return output
