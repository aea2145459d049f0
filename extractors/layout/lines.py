"""Words to lines: what stands on one baseline of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple, Self

import msgspec

from extractors.reading.pages import Page, Shape, Word

_SYMBOLS = ((0x2190, 0x21FF), (0x25A0, 0x27BF), (0x2B00, 0x2BFF), (0xE000, 0xF8FF))
"""Unicode's arrows, geometric shapes, symbols and dingbats, and the private codes of symbol fonts."""

BULLETS = frozenset("\ufffd•‣⁃∙·") | {chr(code) for low, high in _SYMBOLS for code in range(low, high + 1)}
"""Characters that are bullets wherever they stand alone; dashes are bullets only by position."""

DASHES = frozenset("-–—−*o+")
"""Characters that some reports use as bullets and that also stand in running text."""

SAME_LINE_OVERLAP = 0.5
"""Share of the lower word's height that two words of one line have in common, at least."""

DOT_REACH_EM = 3.0
"""How far right of a drawn dot its text may begin, in ems of that text."""


SMALL_CAPITALS = (0.65, 0.85)
"""Size of small capitals, as a share of that of the capitals beside them."""

CLOSE_EM = 0.3
"""A dot nearer than this after a word, in ems, is that word's punctuation."""

_START = attrgetter("x0")
_START_AND_END = attrgetter("x0", "x1")


class Style(NamedTuple):
    """The look that headings differ by: font, size in points rounded to halves, bold."""

    font: str
    size: float
    bold: bool


class Line(msgspec.Struct, frozen=True):
    """Words on one baseline of a page, from left to right; `Line.of` makes it of them."""

    page: int
    words: tuple[Word, ...]
    # what follows is made of the words, once, because every finder asks for it
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    style: Style
    """The style of most of the line's characters, bullets left out."""

    @classmethod
    def of(cls, page: int, words: tuple[Word, ...]) -> Self:
        top, x1, bottom = words[0].top, words[0].x1, words[0].bottom
        for word in words:
            if word.top < top:
                top = word.top
            if word.x1 > x1:
                x1 = word.x1
            if word.bottom > bottom:
                bottom = word.bottom
        text = " ".join([word.text for word in words])
        return cls(page, words, text, words[0].x0, top, x1, bottom, _style_of_most(words))

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def _style_of_most(words: Sequence[Word]) -> Style:
    first = words[0]
    font, size, bold = first.font, first.size, first.bold
    for word in words:
        if word.size != size or word.bold != bold or word.font != font:
            break
    else:  # as on nearly every line
        return _style(font, size, bold)
    count: dict[tuple[str, float, bool], int] = {}
    for word in words:
        if len(word.text) > 1 or word.text not in BULLETS:
            look = (word.font, word.size, word.bold)
            count[look] = count.get(look, 0) + len(word.text)
    if len(count) == 1:
        return _style(*next(iter(count)))
    if len(count) == 2 and (capitals := _small_capitals(words)):
        return _style(*capitals)
    if not count:
        return word_style(words[0])
    by_style: dict[Style, int] = {}
    for look, length in count.items():
        style = _style(*look)
        by_style[style] = by_style.get(style, 0) + length
    return max(by_style, key=lambda style: by_style[style])


def _small_capitals(words: Sequence[Word]) -> tuple[str, float, bool] | None:
    """The look of the capitals of a line in small capitals, None for any other line."""
    capitals = {(w.font, w.size, w.bold) for w in words if not w.text[:1].islower()}
    if len(capitals) != 1:
        return None
    look = capitals.pop()
    style = _style(*look)
    return look if all(is_small_capitals(w, style) for w in words if w.text[:1].islower()) else None


def is_small_capitals(word: Word, style: Style) -> bool:
    """Whether a word is set in small capitals of a style: small letters as capitals of less size."""
    low, high = SMALL_CAPITALS
    alike = word.font == style.font and word.bold == style.bold
    return alike and word.text[:1].islower() and low * style.size < word.size < high * style.size


@lru_cache(maxsize=1024)
def _style(font: str, size: float, bold: bool) -> Style:
    return Style(font, round(size * 2) / 2, bold)


def word_style(word: Word) -> Style:
    return _style(word.font, word.size, word.bold)


def is_bullet(text: str) -> bool:
    return len(text) == 1 and text in BULLETS


def begins_with_bullet(words: Sequence[Word]) -> bool:
    """Whether a line begins with a bullet, or with a dash that stands for one before its text."""
    first = words[0].text
    return is_bullet(first) or (first in DASHES and len(words) > 1)


def words_and_bullets(page: Page) -> list[Word]:
    """The words of a page, drawn dots counted as bullets."""
    return [*page.words, *_bullets_of_dots(page.dots, page.words)]


def runs_of(line: Line) -> Iterator[list[Word]]:
    """The words of a line parted at gaps wider than a space."""
    run: list[Word] = []
    for word in line.words:
        if run and word.x0 - run[-1].x1 > 0.6 * max(word.size, 6.0):
            yield run
            run = []
        run.append(word)
    yield run


def group_by_baseline(words: Iterable[Word]) -> Iterator[tuple[Word, ...]]:
    """Group words that overlap vertically, from top to bottom, each group from left to right.

    A word joins the line whose middle part it overlaps by half of the lower of the two, so that a
    word in another size on the same baseline stays on its line and the next line does not.
    """
    groups: list[list[Word]] = []
    for piece in _as_high(words):
        first = piece[0]
        for group in groups[-1:-5:-1]:
            # the first question alone tells most lines
            if group[0].bottom > first.top and overlaps(first, group[0]) and overlaps(first, group[-1]):
                group += piece
                break
        else:
            groups.append(piece)
    groups.sort(key=lambda g: min([w.top for w in g]))
    for group in groups:
        group.sort(key=_START_AND_END)
        yield tuple(group)


def _as_high(words: Iterable[Word]) -> Iterator[list[Word]]:
    """The words in pieces of one top and bottom, which most words of a line share, from top to bottom."""
    by_middle: dict[float, list[Word]] = {}
    for word in words:
        by_middle.setdefault(word.top + word.bottom, []).append(word)
    for _, piece in sorted(by_middle.items()):
        if len({word.top for word in piece}) == 1:
            yield piece
        else:
            yield from ([word] for word in sorted(piece, key=_START))


def overlaps(a: Word, b: Word) -> bool:
    """Whether two words stand on one line (see SAME_LINE_OVERLAP)."""
    common = (a.bottom if a.bottom < b.bottom else b.bottom) - (a.top if a.top > b.top else b.top)
    return common >= SAME_LINE_OVERLAP * min(a.bottom - a.top, b.bottom - b.top)


def _bullets_of_dots(dots: Sequence[Shape], words: Sequence[Word]) -> Iterator[Word]:
    """Drawn dots that stand before a word as a bullet does, as words with a bullet's text.

    A dot that is a bullet lies within the height of the word to its right and has no word
    close to its left; the dots of a chart or of a dotted line do not.
    """
    for dot in dots:
        middle = (dot.top + dot.bottom) / 2
        beside = [w for w in words if w.top <= middle <= w.bottom]
        right = [w for w in beside if dot.x1 - 1 <= w.x0 <= dot.x1 + DOT_REACH_EM * max(w.size, 6.0)]
        if not right or any(
            w.x1 <= dot.x0 + 1 and dot.x0 - w.x1 < CLOSE_EM * max(w.size, 6.0) for w in beside
        ):
            continue
        near = min(right, key=lambda w: w.x0)
        if is_bullet(near.text) or dot.x1 - dot.x0 > 0.9 * max(near.size, 6.0):
            continue
        yield Word("•", dot.x0, near.top, dot.x1, near.bottom, near.font, near.size, near.bold)


# each kind begins with its very character, which is quick to search for
_LEADERS = re.compile(r"\.\s?(?:\.\s?){3,}|……+|__{3,}")


def has_leaders(text: str) -> bool:
    """Whether a line holds the dots that lead to a page number in a contents list."""
    return bool(_LEADERS.search(text))
