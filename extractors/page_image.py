"""The picture of a page: rendered, set straight, and split into ink and paper."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image

Grey = npt.NDArray[np.uint8]
"""Rows of pixels, 0 black to 255 white."""
Ink = npt.NDArray[np.bool_]

DPI = 300
MAX_PIXELS = 40_000_000  # a page of A3 at 300 dpi has 17 million; larger ones are rendered coarser
MAX_SKEW_DEGREES = 3.0
LEAST_SKEW_DEGREES = 0.05  # less than a point over the width of a page
_COARSE = 4  # pixels to one where skew is measured
_STRIPS = 24


def render(document: pypdfium2.PdfDocument, number: int, dpi: int = DPI) -> tuple[Grey, float]:
    """Page `number` (from 1) in grey, and its scale in pixels per point."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, (MAX_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            return np.array(bitmap.to_pil(), dtype=np.uint8), scale
        finally:
            bitmap.close()
    finally:
        page.close()


def ink_of(grey: Grey) -> Ink:
    """Which pixels are ink: darker than midway between the paper and the darkest 0.1 % of the page."""
    paper, dark = np.median(grey[::4, ::4]), np.percentile(grey[::4, ::4], 0.1)
    return grey < (float(paper) + float(dark)) / 2


def skew_of(ink: Ink) -> float:
    """How far the lines of a page fall to the right, in degrees; 0 where nothing tells.

    At the right angle the ink gathers in the fewest rows. The page is sheared by strips, which for
    small angles stands for turning it.
    """
    coarse = ink[::_COARSE, ::_COARSE]
    width = coarse.shape[1]
    strips = [strip.sum(axis=1) for strip in np.array_split(coarse, _STRIPS, axis=1)]
    middles = (np.arange(_STRIPS) + 0.5) * width / _STRIPS - width / 2

    def sharpness(degrees: float) -> float:
        shifts = np.rint(-middles * np.tan(np.radians(degrees))).astype(int)
        rows = sum(np.roll(strip, shift) for strip, shift in zip(strips, shifts, strict=True))
        return float(np.square(np.diff(rows)).sum())

    coarse_best = max(np.arange(-MAX_SKEW_DEGREES, MAX_SKEW_DEGREES + 0.01, 0.2), key=sharpness)
    best = float(max(coarse_best + np.arange(-0.2, 0.21, 0.05), key=sharpness))
    return best if abs(best) >= LEAST_SKEW_DEGREES and sharpness(best) > 1.02 * sharpness(0) else 0.0


def straightened(grey: Grey, degrees: float) -> Grey:
    """The page turned about its middle so that lines falling by `degrees` run level."""
    if degrees == 0:
        return grey
    image = Image.fromarray(grey).rotate(degrees, resample=Image.Resampling.BILINEAR, fillcolor=255)
    return np.array(image, dtype=np.uint8)
