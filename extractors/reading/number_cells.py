"""Numbers that stand alone, as in the cells of a table: found in the picture and read one by one.

Tesseract reads lines of text well and lone numbers badly: "51" as "Si", "1.2" as "12", and "80%" as
"8090", because its Swedish data know no percent sign. So a percent sign is told by its shape and cut
off, and the rest is read once more as digits and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from extractors.reading.page_image import Grey, Ink
from extractors.reading.tesseract import Found, Tesseract, framed

_NUMBER = re.compile(r"\d{1,3}(?:[.,:/]\d{1,3})?[.,:]?")
_NUMERIC = re.compile(r"[\dOoQIlSsZzBB|!()\[\].,:;'’\"*%&/+—–-]*\d[\dOoQIlSsZzBB|!()\[\].,:;'’\"*%&/+—–-]*")
_CONFUSED = re.compile(r"[SsIilOoZzBbGgqTt|!()\[\]\"']+")
"""Characters that a lone number is read as."""
_NO_DOUBT = 0.9
LONGEST_NUMBER = 7
"""Characters that a lone number is read as, at most: "100%" may come as "100940"."""
LONGEST_MISREADING = 3
"""Characters of what is no number but may stand for one in a column of numbers ("Si" for 51)."""
ALONE_EM = 0.8
"""How far the next words stand from a lone number, at least, in heights of its line."""
_HEIGHTS = (34, 22, 28)
"""Pixels that a number is made high before it is read; a second reading checks the first."""
_MARGIN = 0.4
"""White around it, in its height. Of 150 numbers of a scan one is misread so, and five with less white."""
_SURE = 0.8
"""What was read as no number is one if one reading is as sure as this."""

Point = tuple[int, int, str]
"""A point or comma in a number: the columns it takes and which it is."""


def read_numbers(words: Sequence[Found], grey: Grey, ink: Ink, tesseract: Tesseract) -> list[Found]:
    """The words of a page with those that are lone numbers, or stand among such, read anew."""
    lone = [w for w in words if len(w.text) <= LONGEST_NUMBER and _stands_alone(w, words)]
    numeric = [w for w in lone if _NUMERIC.fullmatch(w.text) and "(" not in w.text]
    doubtful = [
        w for w in lone
        if len(w.text) <= LONGEST_MISREADING
        and w not in numeric
        and (_in_column(w, numeric) or (_CONFUSED.fullmatch(w.text) and w.confidence < _NO_DOUBT))
    ]  # fmt: skip
    anew = {id(w): _read(w, grey, ink, tesseract, sure=w not in doubtful) for w in (*numeric, *doubtful)}
    return [anew.get(id(w), w) for w in _with_percent_signs(words, ink, set(anew))]


def _stands_alone(word: Found, words: Sequence[Found]) -> bool:
    """Whether no other word stands near on the same line."""
    reach = ALONE_EM * word.row_height
    return not any(
        other.top < word.bottom
        and word.top < other.bottom
        and other.x0 - word.x1 < reach
        and word.x0 - other.x1 < reach
        for other in words
        if other is not word
    )


def _in_column(word: Found, numbers: Sequence[Found]) -> bool:
    return sum(n.x0 < word.x1 and word.x0 < n.x1 for n in numbers) >= 2


def _read(word: Found, grey: Grey, ink: Ink, tesseract: Tesseract, *, sure: bool) -> Found:
    """A lone number read anew; as it was where that gives nothing better."""
    box = _ink_box(word, ink)
    if box is None:
        return word
    x0, top, x1, bottom = box
    sign = percent_sign(ink[top:bottom, x0:x1])
    end = x1 if sign is None else x0 + sign
    while end > x0 and not ink[top:bottom, end - 1].any():
        end -= 1
    if end <= x0:
        return replace(word, text="%") if sign is not None else word
    votes: dict[str, float] = {}
    times: Counter[str] = Counter()
    best: dict[str, float] = {}
    for text, confidence in _readings(grey[top:bottom, x0:end], ink[top:bottom, x0:end], tesseract):
        best[text] = max(best.get(text, 0.0), confidence)
        votes[text] = votes.get(text, 0.0) + confidence
        times[text] += 1
    if sign is None and _NUMBER.fullmatch(word.text):
        votes[word.text] = votes.get(word.text, 0.0) + word.confidence
        times[word.text] += 1
    votes = {text: vote for text, vote in votes.items() if _NUMBER.fullmatch(text)}
    if not votes:
        return word
    text, weight = max(votes.items(), key=lambda item: item[1])
    confidence = weight / times[text]
    if not sure and best[text] < _SURE:
        return word
    return replace(
        word, text=text + ("%" if sign is not None else ""),
        x0=x0, top=top, x1=x1, bottom=bottom, confidence=confidence,
    )  # fmt: skip


def _readings(grey: Grey, ink: Ink, tesseract: Tesseract) -> Iterator[tuple[str, float]]:
    """What a number's picture is read as at several sizes; the last only where the others differ.

    A point is told by its place and taken out before: the digits are read without it, or apart.
    """
    point = _decimal_point(ink)
    seen: list[str] = []
    for height in _HEIGHTS:
        if len(seen) == 2 and seen[0] == seen[1]:
            return
        if point is None:
            text, confidence = _digits(grey, height, tesseract)
        elif not seen:
            text, confidence = _digits_beside(point, grey, ink, height, tesseract)
        else:
            text, confidence = _digits_apart(point, grey, height, tesseract)
        seen.append(text)
        yield text, confidence


def _digits_beside(
    point: Point, grey: Grey, ink: Ink, height: int, tesseract: Tesseract
) -> tuple[str, float]:
    x0, x1, sign = point
    blank = grey.copy()
    blank[:, x0:x1] = 255
    text, confidence = _digits(blank, height, tesseract)
    before = sum(start < x0 for start, _ in _parts(ink))
    return text[:before] + sign + text[before:], confidence


def _digits_apart(point: Point, grey: Grey, height: int, tesseract: Tesseract) -> tuple[str, float]:
    x0, x1, sign = point
    left = _digits(grey[:, :x0], height, tesseract)
    right = _digits(grey[:, x1:], height, tesseract) if x1 < grey.shape[1] else ("", 1.0)
    return f"{left[0]}{sign}{right[0]}", min(left[1], right[1])


def _digits(piece: Grey, height: int, tesseract: Tesseract) -> tuple[str, float]:
    size = (max(1, round(piece.shape[1] * height / piece.shape[0])), height)
    scaled = np.asarray(Image.fromarray(piece).resize(size, Image.Resampling.BICUBIC), dtype=np.uint8)
    return tesseract.word(framed(scaled, round(_MARGIN * height)), "0123456789")


def _decimal_point(ink: Ink) -> Point | None:
    """The one point or comma of a number."""
    height = ink.shape[0]
    found = []
    for x0, x1 in _parts(ink):
        rows = np.flatnonzero(ink[:, x0:x1].any(axis=1))
        low, high = int(rows[0]), int(rows[-1]) + 1
        if low > 0.55 * height and high > 0.7 * height and x1 - x0 < 0.35 * height and x0 > 0:
            found.append((x0, x1, "," if high - low > 1.4 * (x1 - x0) else "."))
    return found[0] if len(found) == 1 else None


def _ink_box(word: Found, ink: Ink) -> tuple[int, int, int, int] | None:
    """The box around a word's ink, a little more than its own, without specks at its edges."""
    margin = max(1, round(0.12 * word.row_height))
    x0, top = max(0, word.x0 - margin), max(0, word.top - margin)
    piece = ink[top : word.bottom + margin, x0 : word.x1 + margin]
    least = max(2, round(0.06 * word.row_height))  # pixels
    rows, columns = np.flatnonzero(piece.sum(axis=1) >= 1), np.flatnonzero(piece.sum(axis=0) >= 1)
    if rows.size < least or columns.size < least:
        return None
    return x0 + int(columns[0]), top + int(rows[0]), x0 + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def _with_percent_signs(words: Sequence[Found], ink: Ink, taken: set[int]) -> list[Found]:
    """The words with the percent signs seen that stand in running text, at or after a number."""
    seen: list[Found] = []
    for word in words:
        if id(word) in taken:
            seen.append(word)
            continue
        after = bool(seen) and seen[-1].line == word.line and seen[-1].text[-1:].isdigit()
        if len(word.text) <= LONGEST_NUMBER and (
            _NUMERIC.fullmatch(word.text) or (after and len(word.text) < 4)
        ):
            box = _ink_box(word, ink)
            sign = None if box is None else percent_sign(ink[box[1] : box[3], box[0] : box[2]])
            if box is not None and sign is not None:
                number = _digits_before(word, box, sign)
                if number is not None:
                    word = replace(word, text=f"{number}%")
        seen.append(word)
    return seen


def _digits_before(word: Found, box: tuple[int, int, int, int], sign: int) -> str | None:
    """What of a word's text stands before its percent sign, by the share of its width."""
    if sign <= 0.1 * (box[2] - box[0]):
        return ""
    x = sign / (box[3] - box[1]) / 0.72  # digits are about 0.72 as wide as high
    count = max(1, round(x))
    return word.text[:count] if word.text[:count].isdigit() else None


def percent_sign(ink: Ink) -> int | None:
    """The column at which a percent sign begins that ends a number, None where none does.

    `ink` is the box around the number's ink. A percent sign has a ring high on its left, a ring low
    on its right and a slash that rises between; no digit is so empty below left and above right.
    """
    parts = _parts(ink)
    for count in range(1, min(3, len(parts)) + 1):
        start = parts[-count][0]
        rings = [_height(ink[:, slice(*parts[k])]) for k in (-count, -1)]
        whole = count == 1 or min(rings) < 0.75 * ink.shape[0]  # digits beside each other are not
        if whole and _is_percent(ink[:, start:]):
            return start
    return None


def _height(part: Ink) -> int:
    rows = np.flatnonzero(part.any(axis=1))
    return int(rows[-1] - rows[0]) + 1


def _parts(ink: Ink) -> list[tuple[int, int]]:
    """Where ink stands, as runs of columns."""
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
