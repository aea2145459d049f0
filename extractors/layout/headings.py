"""Headings: lines that look unlike the prose around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.layout.lines import Line, Style, is_bullet, is_small_capitals

LONGEST_HEADING = 160
"""Characters; longer text in a heading's look is emphasis."""

LARGER_POINTS = 0.9
"""How much larger than the prose a heading's letters are, at least, when it is not bold."""

LEAST_CAPITALS = 4

_WORDS_OF_PROSE = 5
"""Words of a line that is taken for one of the prose, at least."""

MOST_EMPHASISED_LINES = 3
"""More lines in a row in one heading look are emphasised prose."""

_LETTER = re.compile(r"[^\W\d_]")
_ENDS_LIKE_PROSE = re.compile(r"[.;,]$")
_ABBREVIATION_END = re.compile(r"\b(?:m\.m|m\.fl|etc|s\.k|bl\.a|o\.d|mm)\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prose:
    """How a report sets its prose: what headings are told apart from."""

    style: Style
    left: float
    right: float
    """The usual left and right edge of full lines, in points."""
    pitch: float
    """The usual distance from one line of a paragraph to the next, in points."""


def measure_prose(pages: Sequence[Sequence[Line]]) -> Prose:
    """The prose's look, from all lines of a report (the look of most characters)."""
    styles: Counter[Style] = Counter()
    for line in (line for lines in pages for line in lines):
        styles[line.style] += len(line.text)
    if not styles:
        return Prose(Style("", 0.0, False), 0.0, 0.0, 0.0)
    style = styles.most_common(1)[0][0]
    lefts: Counter[int] = Counter()
    rights: list[float] = []
    pitches: Counter[float] = Counter()
    for lines in pages:
        plain = [
            line if line.style == style and len(line.words) >= _WORDS_OF_PROSE else None for line in lines
        ]
        lefts.update(round(line.x0) for line in plain if line)
        rights.extend(line.x1 for line in plain if line)
        # a line that is none of the prose, as a heading, parts its neighbours
        pitches.update(round(b.bottom - a.bottom, 1) for a, b in pairwise(plain) if a and b)
    rights.sort()
    return Prose(
        style,
        left=float(lefts.most_common(1)[0][0]) if lefts else 0.0,
        right=rights[int(0.95 * (len(rights) - 1))] if rights else 0.0,
        pitch=_line_pitch(pitches, style.size),
    )


def _line_pitch(pitches: Mapping[float, int], size: float) -> float:
    """The distance of lines in a paragraph, of those between neighbouring lines and how often each comes.

    Paragraphs of one line may be so many that the distance between them comes oftener.
    """
    likely = {pitch: count for pitch, count in pitches.items() if pitch > 0.8 * size}
    most = max(likely.values(), default=0)
    return min((pitch for pitch, count in likely.items() if count >= most / 2), default=1.25 * size)


def looks_like_heading(line: Line, prose: Prose) -> bool:
    """Whether a line is set as headings are: bold or larger throughout, short, no sentence.

    Lines in another font of the same size and weight count as well; `sections.read_sections`
    takes more than `MOST_EMPHASISED_LINES` of them in a row for emphasised prose.
    """
    style = line.style
    if not stands_out(style, prose.style):  # cheap, and true of few lines
        return False
    text = line.text
    if not _LETTER.search(text) or is_bullet(line.words[0].text):
        return False
    if len(text) > LONGEST_HEADING or (_ENDS_LIKE_PROSE.search(text) and not _ABBREVIATION_END.search(text)):
        return False
    return _uniform(line, style)


def stands_out(style: Style, prose: Style) -> bool:
    """Whether a look is that of a heading beside the prose: bold, larger, or another font as large."""
    if style.size < prose.size - 0.6:
        return False
    if style.bold != prose.bold:
        return style.bold
    return style.size >= prose.size + LARGER_POINTS or (
        style.font != prose.font and style.size >= prose.size - 0.3
    )


def _uniform(line: Line, style: Style) -> bool:
    """All but a fringe of the characters share the look (a bold run inside a sentence does not)."""
    total = same = 0
    for word in line.words:
        total += len(word.text)
        alike = abs(word.size - style.size) < 0.6 or is_small_capitals(word, style)
        if word.bold == style.bold and alike:
            same += len(word.text)
    return same >= 0.9 * total


def is_capitals(text: str) -> bool:
    """Whether a text is set in capitals throughout; a short one may be an abbreviation."""
    return text.isupper() and sum(c.isalpha() for c in text) >= LEAST_CAPITALS


def same_look(a: Line, b: Line) -> bool:
    x, y = a.style, b.style
    return x.bold == y.bold and abs(x.size - y.size) <= 0.5 and x.font == y.font


def follows_closely(line: Line, following: Line) -> bool:
    """Whether `following` is set as the next line of the same block: same page, no gap between."""
    if line.page != following.page:
        return False
    height = max(line.style.size, line.bottom - line.top, 1.0)
    return -0.5 * height <= following.top - line.bottom <= 0.75 * height


def heading_text(lines: Iterable[Line]) -> str:
    return " ".join(line.text for line in lines).strip()
