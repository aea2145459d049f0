"""From the coordinates of a PDF's content to those of the page as displayed.

A page's content is drawn in a space with y upwards and any origin; what a reader sees is that
space turned by the page's rotation and cut to its crop box. See ISO 32000-1, 8.3 and 14.11.2.
"""

from __future__ import annotations

from typing import NamedTuple

Point = tuple[float, float]


class Matrix(NamedTuple):
    """An affine map (x, y) -> (a x + c y + e, b x + d y + f), as ISO 32000-1 8.3.4 writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def then(self, next: Matrix) -> Matrix:
        """The map that applies this one first and `next` after it."""
        return Matrix(
            self.a * next.a + self.b * next.c,
            self.a * next.b + self.b * next.d,
            self.c * next.a + self.d * next.c,
            self.c * next.b + self.d * next.d,
            self.e * next.a + self.f * next.c + next.e,
            self.e * next.b + self.f * next.d + next.f,
        )

    @property
    def inverse(self) -> Matrix:
        """The map back. Raises ZeroDivisionError for a map that flattens the plane."""
        area = self.a * self.d - self.b * self.c
        return Matrix(
            self.d / area,
            -self.b / area,
            -self.c / area,
            self.a / area,
            (self.c * self.f - self.d * self.e) / area,
            (self.b * self.e - self.a * self.f) / area,
        )

    def point(self, x: float, y: float) -> Point:
        a, b, c, d, e, f = self
        return a * x + c * y + e, b * x + d * y + f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The upright box around the image of a box: smallest x, smallest y, largest x, largest y."""
        xs, ys = zip(*(self.point(x, y) for x in (x0, x1) for y in (y0, y1)), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


IDENTITY = Matrix(1, 0, 0, 1, 0, 0)


def displayed(x0: float, y0: float, x1: float, y1: float, rotation: int) -> tuple[Matrix, float, float]:
    """How a page with this crop box is shown: map to display coordinates, width and height.

    The crop box is in content coordinates (y upwards), `rotation` in degrees clockwise (0, 90, 180
    or 270). Display coordinates have their origin at the top-left corner and y downwards.
    """
    width, height = x1 - x0, y1 - y0
    match rotation % 360:
        case 90:
            return Matrix(0, 1, 1, 0, -y0, -x0), height, width
        case 180:
            return Matrix(-1, 0, 0, 1, x1, -y0), width, height
        case 270:
            return Matrix(0, -1, -1, 0, y1, x1), height, width
        case _:
            return Matrix(1, 0, 0, -1, -x0, y1), width, height
