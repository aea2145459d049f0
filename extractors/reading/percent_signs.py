"""Percent signs, told by their shape, because the Swedish data of Tesseract know none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from extractors.reading.page_image import Ink

ALIKE = 0.55
"""Correlation of a glyph's picture with those of a column's percent signs from which it is one."""
LEAST_SIGNS = 2
"""Percent signs in a column from which on others may be told by them."""
LEAST_COMMON = 4
"""Numbers of a column that end alike, at least, to show that they end in a sign."""
MOST_SHARE = 0.6
"""The same as a share of the column's numbers."""
COMMON = 0.8
"""Length of the mean of the ends' pictures, from which they are the same glyph: 1 for equal ones."""
WIDTHS = (0.8, 1.45)
"""Of a percent sign, in its height; a digit's is 0.75 at most."""
_GRID = 12  # fields across and down on which pictures of glyphs are compared


def percent_signs(numbers: Sequence[Ink]) -> list[int | None]:
    """The column of each number's picture at which its percent sign begins, None where it has none.

    `numbers` stand in one column of a table, so that their signs are set alike: those that are worn
    are told by the others, and where all are, by what is alike at the end of different numbers
    and wider than a digit.
    """
    starts = [percent_sign(number) for number in numbers]
    if sum(start is not None for start in starts) < LEAST_SIGNS:
        starts = _common_ends(numbers) or starts
    signs = [n[:, start:] for n, start in zip(numbers, starts, strict=True) if start is not None]
    if len(signs) < LEAST_SIGNS:
        return starts
    return [
        sign_alike(number, signs) if start is None else start
        for number, start in zip(numbers, starts, strict=True)
    ]


def _common_ends(numbers: Sequence[Ink]) -> list[int | None]:
    """Where numbers end in the same wide glyph; empty where they do not."""
    starts = [_wide_end(number) for number in numbers]
    ends = [_on_grid(n[:, s:]) for n, s in zip(numbers, starts, strict=True) if s is not None]
    if len(ends) < LEAST_COMMON or len(ends) < MOST_SHARE * len(numbers):
        return []
    shape = np.mean(ends, axis=0)
    if float(np.linalg.norm(shape)) < COMMON:
        return []
    return [
        start if start is not None and float(_on_grid(number[:, start:]) @ shape) >= ALIKE * COMMON else None
        for number, start in zip(numbers, starts, strict=True)
    ]


def _wide_end(number: Ink) -> int | None:
    """Where the last glyph of a number begins if that is wider than a digit and not all there is."""
    for start, _ in reversed(parts(number)[1:]):
        width = (number.shape[1] - start) / number.shape[0]
        if WIDTHS[0] <= width <= WIDTHS[1]:
            return start
    return None


def percent_sign(ink: Ink) -> int | None:
    """The column at which a percent sign begins that ends a number, None where none does.

    `ink` is the box around the number's ink. A percent sign has a ring high on its left, a ring low
    on its right and a slash that rises between; no digit is so empty below left and above right.
    """
    runs = parts(ink)
    for count in range(1, min(3, len(runs)) + 1):
        start = runs[-count][0]
        rings = [_height(ink[:, slice(*runs[k])]) for k in (-count, -1)]
        whole = count == 1 or min(rings) < 0.75 * ink.shape[0]  # digits beside each other are not
        if whole and _is_percent(ink[:, start:]):
            return start
    return None


def _height(part: Ink) -> int:
    rows = np.flatnonzero(part.any(axis=1))
    return int(rows[-1] - rows[0]) + 1


def parts(ink: Ink) -> list[tuple[int, int]]:
    """Where ink stands in the picture of a word, as runs of columns."""
    edges = np.diff(np.pad(ink.any(axis=0), 1).astype(np.int8))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))


def _is_percent(glyph: Ink) -> bool:
    rows = np.flatnonzero(glyph.any(axis=1))
    if rows.size == 0 or rows.size < 0.8 * glyph.shape[0]:
        return False
    glyph = glyph[rows[0] : rows[-1] + 1]
    height, width = glyph.shape
    if not 0.6 <= width / height <= 1.6 or height < 7:
        return False
    edge = max(1, round(0.14 * width))
    left, right = glyph[:, :edge], glyph[:, -edge:]
    if _share(left, 0.62, 1.0) > 0.1 or _share(right, 0.0, 0.38) > 0.1:
        return False
    above, below = _runs(glyph, 0.2, 0.38), _runs(glyph, 0.62, 0.8)
    if above < 1.9 or below < 1.9 or _mean_row(left) > 0.5 or _mean_row(right) < 0.5:
        return False
    return max(_along(glyph, low, high) for low, high in _SLASHES) >= 0.9


_SLASHES = tuple((low / 20, high / 20) for low in range(2, 9) for high in range(11, 19))
"""Where a slash stands at the foot and at the head of a percent sign, in shares of its width."""


def _along(glyph: Ink, foot: float, head: float) -> float:
    """The share of a glyph's rows that have ink on the straight line from foot to head."""
    height, width = glyph.shape
    rows = np.arange(height)
    middle = (head + (foot - head) * (rows + 0.5) / height) * width
    columns = np.clip(middle.astype(int), 0, width - 1)
    near = glyph[rows, columns] | glyph[rows, np.maximum(columns - 1, 0)]
    return float((near | glyph[rows, np.minimum(columns + 1, width - 1)]).mean())


def _runs(glyph: Ink, low: float, high: float) -> float:
    """How many strokes a level line through a glyph meets between two heights, on average."""
    rows = glyph[round(low * glyph.shape[0]) : round(high * glyph.shape[0])]
    begins = rows[:, :1].sum() + (rows[:, 1:] & ~rows[:, :-1]).sum()
    return float(begins / max(1, rows.shape[0]))


def _share(part: Ink, low: float, high: float) -> float:
    """Which share of a part's ink lies between two heights, counted from its top as 0 to 1."""
    height = part.shape[0]
    return float(part[round(low * height) : round(high * height)].sum()) / max(1.0, float(part.sum()))


def _mean_row(part: Ink) -> float:
    rows = np.nonzero(part)[0]
    return float(rows.mean()) / part.shape[0] if rows.size else 0.5


def sign_alike(ink: Ink, signs: Sequence[Ink]) -> int | None:
    """The column at which a number's end begins to look like these percent signs, None where none does.

    Worn or blurred signs lose their shape, but those above and below in a column are set alike.
    """
    if not signs or not ink.any():
        return None
    shape = np.mean([_on_grid(sign) for sign in signs], axis=0)
    ratio = float(np.median([sign.shape[1] / sign.shape[0] for sign in signs]))
    starts = {start for start, _ in parts(ink)[-4:]} | {ink.shape[1] - round(ratio * ink.shape[0])}
    best: tuple[float, int] | None = None
    for start in starts:
        glyph = ink[:, max(0, start) :]
        if not 0.75 * ratio <= glyph.shape[1] / glyph.shape[0] <= 1.3 * ratio:
            continue
        likeness = float((_on_grid(glyph) * shape).sum())
        if likeness >= ALIKE and (best is None or likeness > best[0]):
            best = likeness, max(0, start)
    return best[1] if best else None


def _on_grid(glyph: Ink) -> npt.NDArray[np.float64]:
    """A glyph as a vector of length 1, free of its size and of how much ink it has."""
    image = Image.fromarray(glyph.astype(np.uint8) * 255).resize((_GRID, _GRID), Image.Resampling.BOX)
    fields = np.asarray(image, dtype=np.float64).ravel()
    fields = fields - fields.mean()
    length = max(1e-9, float(np.linalg.norm(fields)))
    return np.asarray(fields / length, dtype=np.float64)
