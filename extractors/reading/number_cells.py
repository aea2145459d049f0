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
from extractors.reading.percent_signs import parts, percent_sign, percent_signs
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
_TRIES = ((34, 1, 0.12), (22, 1, 0.2), (28, 3, 0.35), (28, 1, 0.12))
"""How a number is set before it is read: how many pixels high, how often in a row, and with how much
white in place of its point. The second reading checks the first, and the others settle where these
differ or are empty: "71" alone may be read as "7", but three times in a row as "717171"."""
_DIGITS = "0123456789"
_WIDEST = (0.95, 1.85)
"""Widths that one digit and two digits do not pass, in their height."""
_BETWEEN = 0.8
"""White between the repetitions of a number, in its height."""
_MARGIN = 0.4
"""White around it, in its height. Of 150 numbers of a scan one is misread so, and five with less white."""
_SURE = 0.8
"""What was read as no number is one if one reading is as sure as this."""

Box = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""
Point = tuple[int, int, str]
"""A point or comma in a number: the columns it takes and which it is."""


def read_numbers(words: Sequence[Found], grey: Grey, ink: Ink, tesseract: Tesseract) -> list[Found]:
    """The words of a page with those that are lone numbers, or stand among such, read anew."""
    lone = [w for w in words if len(w.text) <= LONGEST_NUMBER and _stands_alone(w, words)]
    numeric = [w for w in lone if _NUMERIC.fullmatch(w.text) and "(" not in w.text]
    doubtful = [w for w in lone if w not in numeric and "(" not in w.text and _may_be_number(w, numeric)]
    cells = [(w, box) for w in (*numeric, *doubtful) if (box := _ink_box(w, ink)) is not None]
    anew: dict[int, Found] = {}
    for column in _columns(cells):
        signs = percent_signs([ink[top:bottom, x0:x1] for _, (x0, top, x1, bottom) in column])
        for (word, box), sign in zip(column, signs, strict=True):
            anew[id(word)] = _read(word, box, sign, grey, ink, tesseract, sure=word not in doubtful)
    read = [anew.get(id(w), w) for w in _with_percent_signs(words, ink, set(anew))]
    signed = [w for w in read if w.text.endswith("%") and len(w.text) > 1]
    return [w for w in read if not any(_lies_on(w, number) for number in signed)]


def _may_be_number(word: Found, numbers: Sequence[Found]) -> bool:
    """Whether a lone word that is no number stands for one: by its place or by its letters."""
    if _in_column(word, numbers):
        return len(word.text) <= LONGEST_MISREADING or any(c.isdigit() for c in word.text)
    short = len(word.text) <= LONGEST_MISREADING
    return short and word.confidence < _NO_DOUBT and _CONFUSED.fullmatch(word.text) is not None


def _columns(cells: Sequence[tuple[Found, Box]]) -> list[list[tuple[Found, Box]]]:
    """The cells grouped by where they stand across the page."""
    columns: list[list[tuple[Found, Box]]] = []
    for cell in sorted(cells, key=lambda cell: cell[1][0]):
        x0, _, x1, _ = cell[1]
        for column in columns:
            if x0 < column[0][1][2] and column[0][1][0] < x1:
                column.append(cell)
                break
        else:
            columns.append([cell])
    return columns


def _lies_on(word: Found, number: Found) -> bool:
    """Whether a word is what a number's percent sign was read as besides."""
    middle = (word.x0 + word.x1) / 2
    return (
        word is not number
        and len(word.text) <= LONGEST_MISREADING
        and number.x0 < middle < number.x1
        and word.top < number.bottom
        and number.top < word.bottom
    )


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


def _read(
    word: Found, box: Box, sign: int | None, grey: Grey, ink: Ink, tesseract: Tesseract, *, sure: bool
) -> Found:
    """A lone number read anew, whose percent sign begins at column `sign` of its box, if it has one.

    As it was where that gives nothing better.
    """
    x0, top, x1, bottom = box
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
    lost = _has_point(word.text) != _has_point(max(best, key=lambda text: best[text]))
    if sign is None and not lost and _NUMBER.fullmatch(word.text):
        # read among its neighbours, which tells more than two sizes of the same picture
        votes[word.text] = votes.get(word.text, 0.0) + 2 * word.confidence
        times[word.text] += 2
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


def _has_point(number: str) -> bool:
    return any(c in number for c in ".,:")


def _readings(grey: Grey, ink: Ink, tesseract: Tesseract) -> Iterator[tuple[str, float]]:
    """What a number's picture is read as at several sizes; the last only where the others differ.

    A point is told by its place and taken out before.
    """
    point = _decimal_point(ink)
    seen: list[str] = []
    for height, times, gap in _TRIES:
        if len(seen) == 2 and seen[0] == seen[1] != "":
            return
        if point is None:
            text, confidence = _digits(grey, height, times, tesseract)
        else:
            closed, before = _closed_up(point, grey, ink, gap)
            text, confidence = _digits(closed, height, times, tesseract)
            text = _with_point(text, point[2], before)
        seen.append(text)
        yield text, confidence


def _closed_up(point: Point, grey: Grey, ink: Ink, gap: float) -> tuple[Grey, float]:
    """A number's picture without its point, and how much of its digits' width stands before that.

    `gap` is the white left in place of the point, in the number's height.
    """
    x0, x1, _ = point
    runs = parts(ink)
    left = max((end for _, end in runs if end <= x0), default=0)
    right = min((start for start, _ in runs if start >= x1), default=grey.shape[1])
    white = np.full((grey.shape[0], max(1, round(gap * grey.shape[0]))), 255, dtype=np.uint8)
    before, after = grey[:, :left], grey[:, right:]
    closed = np.concatenate([before, white, after], axis=1) if after.size else before
    return closed, left / max(1, left + after.shape[1])


def _with_point(digits: str, point: str, before: float) -> str:
    """Digits with a point after the share `before` of their width; "" where it has none on one side."""
    count = round(before * len(digits))
    if before < 1 and digits:
        count = min(max(count, 1), len(digits) - 1)
    return digits[:count] + point + digits[count:] if count else ""


def _digits(piece: Grey, height: int, times: int, tesseract: Tesseract) -> tuple[str, float]:
    """The digits in a picture at this height, set `times` times in a row; none where they differ.

    Nor where they are too few for the picture's width.
    """
    width = piece.shape[1] / piece.shape[0]
    size = (max(1, round(width * height)), height)
    scaled = np.asarray(Image.fromarray(piece).resize(size, Image.Resampling.BICUBIC), dtype=np.uint8)
    white = np.full((height, round(_BETWEEN * height)), 255, dtype=np.uint8)
    row = framed(np.concatenate([scaled, white] * (times - 1) + [scaled], axis=1), round(_MARGIN * height))
    text, confidence = tesseract.word(row, _DIGITS) if times == 1 else tesseract.line(row, _DIGITS)
    once = text[: len(text) // times]
    long = len(once) > sum(width > limit for limit in _WIDEST)
    return (once, confidence) if long and once * times == text else ("", 0.0)


def _decimal_point(ink: Ink) -> Point | None:
    """The one point or comma of a number: low and small, and a comma if it goes below the digits."""
    runs = [(x0, x1, np.flatnonzero(ink[:, x0:x1].any(axis=1))) for x0, x1 in parts(ink)]
    height = max((int(rows[-1] - rows[0]) + 1 for _, _, rows in runs), default=0)
    feet = [int(rows[-1]) + 1 for _, _, rows in runs if rows[-1] - rows[0] > 0.6 * height]
    foot = float(np.median(feet)) if feet else 0.0
    found: list[Point] = []
    for x0, x1, rows in runs:
        low, high = int(rows[0]), int(rows[-1]) + 1
        large = min(x1 - x0, high - low) >= 0.09 * height  # and no speck
        if (
            large
            and low > foot - 0.45 * height
            and high > foot - 0.15 * height
            and 0 < x0 < x1 < x0 + 0.35 * height
        ):
            found.append((x0, x1, "," if high > foot + 0.08 * height else "."))
    return found[0] if len(found) == 1 else None


def _ink_box(word: Found, ink: Ink) -> Box | None:
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


def _digits_before(word: Found, box: Box, sign: int) -> str | None:
    """What of a word's text stands before its percent sign, by the share of its width."""
    if sign <= 0.1 * (box[2] - box[0]):
        return ""
    x = sign / (box[3] - box[1]) / 0.72  # digits are about 0.72 as wide as high
    count = max(1, round(x))
    return word.text[:count] if word.text[:count].isdigit() else None
