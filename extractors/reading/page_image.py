"""The picture of a page: rendered, lit evenly, turned upright and set straight."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image

from extractors.reading.page_space import IDENTITY, Matrix

Grey = npt.NDArray[np.uint8]
"""Rows of pixels, 0 black to 255 white."""
Ink = npt.NDArray[np.bool_]
"""Rows of pixels, True where there is ink."""

DPI = 250
"""Pixels per inch at which pages are read. Text of 8 points is then 28 pixels high."""
MAX_PIXELS = 24_000_000  # a page of A3 at 250 dpi has 12 million; larger ones are rendered coarser
MAX_SKEW_DEGREES = 6.0
LEAST_SKEW_DEGREES = 0.04  # a third of a point over the width of a page
_COARSE = 4  # pixels to one where skew and light are measured
_COARSE_STEPS = np.arange(-MAX_SKEW_DEGREES, MAX_SKEW_DEGREES + 0.01, 0.25)
_FINE_STEPS = np.arange(-0.3, 0.31, 0.03)
_STRIPS = 24
_EVEN_LIGHT = 0.93  # of the usual paper; a page with darker paper somewhere is lit evenly
_DARKEST_PAPER = 0.55  # of white; what is darker over a wide area is a filled area
_LIGHT_CELL = 8  # coarse pixels across; holds more paper than ink anywhere in a text
_TURNED = 1.6  # how much more sharply lines show down a page than across it where it lies on its side


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's picture at `scale` pixels per point.

    `to_display` maps its points, from its own top-left corner, to those of the displayed page.
    """

    grey: Grey
    scale: float
    to_display: Matrix = IDENTITY

    @property
    def width(self) -> float:
        """In points."""
        return float(self.grey.shape[1]) / self.scale

    @property
    def height(self) -> float:
        """In points."""
        return float(self.grey.shape[0]) / self.scale


def render(document: pypdfium2.PdfDocument, number: int, dpi: int = DPI) -> Picture:
    """Page `number` (from 1) in grey, as displayed."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, (MAX_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            return Picture(np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, -1), scale)
        finally:
            bitmap.close()
    finally:
        page.close()


def set_straight(picture: Picture) -> Picture:
    """The picture lit evenly, on its feet or its head but not on its side, with level lines."""
    picture = replace(picture, grey=_evenly_lit(picture.grey))
    ink = ink_of(picture.grey)
    coarse = ink[::_COARSE, ::_COARSE]
    degrees, sharpness = _skew_of(coarse, _COARSE_STEPS)
    _, sideways = _skew_of(coarse.T[::-1], _COARSE_STEPS)
    if sideways > _TURNED * sharpness:
        picture = turned(picture, 1)
        ink = ink.T[::-1]
        degrees, _ = _skew_of(coarse.T[::-1], _COARSE_STEPS)
    degrees, _ = _skew_of(ink, degrees + _FINE_STEPS)
    return _straightened(picture, degrees)


def turned(picture: Picture, quarters: int) -> Picture:
    """The picture turned counterclockwise by so many quarters of a circle."""
    width, height = picture.width, picture.height
    back = {
        0: IDENTITY,
        1: Matrix(0, 1, -1, 0, width, 0),
        2: Matrix(-1, 0, 0, -1, width, height),
        3: Matrix(0, -1, 1, 0, 0, height),
    }[quarters % 4]
    grey = np.ascontiguousarray(np.rot90(picture.grey, quarters))
    return Picture(grey, picture.scale, back.then(picture.to_display))


def ink_of(grey: Grey, darkness: float = 0.5) -> Ink:
    """Which pixels are ink: those that go `darkness` of the way from the paper to the page's darkest.

    A thin line that falls between two rows of pixels is grey in both, and needs a lower one.
    """
    sample = grey[::4, ::4]
    paper, dark = float(np.median(sample)), float(np.percentile(sample, 0.1))
    return grey < paper - darkness * (paper - dark)


def _evenly_lit(grey: Grey) -> Grey:
    """The picture with its paper made white where a shadow, yellow paper or a light shade lies on it."""
    coarse = _reduced(grey)
    rows, columns = (n // _LIGHT_CELL * _LIGHT_CELL for n in coarse.shape)
    if not rows or not columns:
        return grey
    cells = coarse[:rows, :columns].reshape(
        rows // _LIGHT_CELL, _LIGHT_CELL, columns // _LIGHT_CELL, _LIGHT_CELL
    )
    light = cells.max(axis=(1, 3))
    usual = float(np.median(light))
    if light.min() >= _EVEN_LIGHT * usual and usual > _EVEN_LIGHT * 255:
        return grey
    floor = np.maximum(light, _DARKEST_PAPER * 255).astype(np.uint8)
    size = (grey.shape[1], grey.shape[0])
    paper = np.asarray(Image.fromarray(floor).resize(size, Image.Resampling.BILINEAR), dtype=np.uint16)
    return np.minimum(grey.astype(np.uint16) * 255 // np.maximum(paper, 1), 255).astype(np.uint8)


def _reduced(grey: Grey) -> Grey:
    return np.asarray(Image.fromarray(grey).reduce(_COARSE), dtype=np.uint8)


def _skew_of(ink: Ink, steps: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Which of `steps` the lines of a page fall to the right by, in degrees, and how sharply they show.

    At the right angle the ink gathers in the fewest rows. The page is sheared by strips, which for
    small angles stands for turning it.
    """
    width = ink.shape[1]
    strips = [strip.sum(axis=1, dtype=np.int32) for strip in np.array_split(ink, _STRIPS, axis=1)]
    middles = (np.arange(_STRIPS) + 0.5) * width / _STRIPS - width / 2
    best = 0.0, -1.0
    for degrees in sorted(steps.tolist(), key=abs):  # a blank page stays as it is
        shifts = np.rint(-middles * math.tan(math.radians(degrees))).astype(int)
        rows = sum(np.roll(strip, shift) for strip, shift in zip(strips, shifts, strict=True))
        sharpness = float(np.square(np.diff(rows)).sum())
        if sharpness > best[1]:
            best = degrees, sharpness
    return best


def _straightened(picture: Picture, degrees: float) -> Picture:
    """The picture turned about its middle so that lines falling by `degrees` run level."""
    if abs(degrees) < LEAST_SKEW_DEGREES:
        return picture
    image = Image.fromarray(picture.grey).rotate(degrees, resample=Image.Resampling.BILINEAR, fillcolor=255)
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = picture.width / 2, picture.height / 2
    back = Matrix(cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
    return Picture(np.asarray(image, dtype=np.uint8), picture.scale, back.then(picture.to_display))
