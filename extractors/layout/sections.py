"""Prose in sections: headings and the paragraphs that stand under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.layout.headings import (
    MOST_EMPHASISED_LINES,
    Prose,
    follows_closely,
    heading_text,
    is_capitals,
    looks_like_heading,
    same_look,
)
from extractors.layout.lines import Line, is_bullet, is_small_capitals
from extractors.layout.paragraphs import join_words
from extractors.layout.placed_text import PlacedText
from extractors.reading.pages import Word

INDENT_EM = 0.9
"""How far in a paragraph's first line stands, at least, where reports indent."""

ALIKE_TOPIC = 82.0
"""Similarity (0-100) of a line to a listed topic from which it is taken for that topic's heading."""

LONGEST_PLAIN_HEADING = 90
"""Characters of a heading that only its place shows, at most."""

NEARER_EM = 0.15
"""How much nearer to the text below than to that above such a heading stands, at least, in ems."""

SPACE_EM = 0.25
"""The space between words, in ems."""

COLUMN_LINES = 8
"""Lines above and below a line that show how wide its column is."""

SMALL_PRINT = 0.9
"""Size of captions, as a share of that of the prose, at most."""

QUOTED_LINES = 120
"""Lines above and below a quotation in large print among which its sentence is looked for."""

_CAPTION = re.compile(r"\bfoto(?:graf)?\s?:|^(?:bild|foto|figur|diagram)\b", re.IGNORECASE)
_QUOTES = frozenset('”“"»«’')
_SENTENCE_END = re.compile(r"[.!?:][”\"')»]*$")
_GENERAL = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+)?(?:allmänt|sammanfattning|inledning|bakgrund)\b.*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the heading it stands under, None before the first heading."""

    heading: str | None
    placed: PlacedText


def read_sections(
    lines: Sequence[Line], prose: Prose, known: frozenset[str], topics: Sequence[str] = ()
) -> tuple[Paragraph, ...]:
    """The paragraphs among `lines`, in order, each with its heading.

    `topics` are the names that the area's head lists or its questions have; they let a heading be
    seen that is set just as the prose is.
    """
    paragraphs: list[Paragraph] = []
    heading: str | None = None
    block: list[Line] = []

    def close() -> None:
        if block:
            paragraphs.append(Paragraph(heading, join_words([_without_bullet(x) for x in block], known)))
            block.clear()

    i = 0
    while i < len(lines):
        if _is_caption(lines[i], prose):
            i += 1
            continue
        length = _heading_length(lines, i, prose, topics)
        if length and _repeats(lines, i, length):
            i += length
            continue
        if length:
            close()
            heading = heading_text(lines[i : i + length])
            i += length
            continue
        line = lines[i]
        if block and _begins_paragraph(block[-1], line, prose, block):
            close()
        block.append(line)
        i += 1
    close()
    return tuple(p for p in paragraphs if p.placed.text)


def _is_caption(line: Line, prose: Prose) -> bool:
    """Whether a line in small print is that of a picture."""
    return line.style.size <= SMALL_PRINT * prose.style.size and _CAPTION.search(line.text) is not None


def _repeats(lines: Sequence[Line], i: int, length: int) -> bool:
    """Whether what is set as a heading is a quotation that the prose around it has too."""
    text = heading_text(lines[i : i + length])
    if not (text[:1] in _QUOTES and text.rstrip(".")[-1:] in _QUOTES):
        return False
    quoted = text.strip("".join(_QUOTES) + ". ")
    around = " ".join(
        [line.text for line in (*lines[max(0, i - QUOTED_LINES) : i], *lines[i + length : i + QUOTED_LINES])]
    )
    return quoted.replace("- ", "") in around.replace("- ", "")


def _heading_length(lines: Sequence[Line], i: int, prose: Prose, topics: Sequence[str]) -> int:
    """How many lines from `i` on are one heading, 0 when there is none."""
    line = lines[i]
    if looks_like_heading(line, prose):
        length = 1
        while (
            i + length < len(lines)
            and _continues_heading(line, lines[i + length], prose)
            and follows_closely(lines[i + length - 1], lines[i + length])
        ):
            length += 1
        if length > MOST_EMPHASISED_LINES and not line.style.bold:
            return 0
        return length
    if is_capitals(line.text) and not line.text.endswith((".", ",")):
        return 1
    return _plain_heading_length(lines, i, prose, topics)


def _continues_heading(heading: Line, line: Line, prose: Prose) -> bool:
    """Whether a line is set as a heading's first one is; one may be all in its small capitals."""
    if all(is_small_capitals(word, heading.style) for word in line.words):
        return True
    return looks_like_heading(line, prose) and same_look(heading, line)


def _plain_heading_length(lines: Sequence[Line], i: int, prose: Prose, topics: Sequence[str]) -> int:
    """A heading in the very look of the prose, as far as a page tells: colour and underlining it does not.

    It is a listed topic, or "Allmänt", on lines of its own, or stands apart as headings do.
    """
    line = lines[i]
    text = line.text
    if text.endswith((".", ",", ";", "-")) or not (text[:1].isupper() or text[:1].isdigit()):
        return 0
    if i and not _ends_block(lines[i - 1], line, prose):
        return 0
    followed = i + 1 == len(lines) or _begins_with_capital(lines[i + 1].text)
    if followed and any(fuzz.ratio(text.casefold(), topic.casefold()) >= ALIKE_TOPIC for topic in topics):
        return 1
    if line.x1 - line.x0 > 0.9 * (_column_right(lines, i, prose) - line.x0):
        return 0
    if _GENERAL.fullmatch(text) and len(text) < LONGEST_PLAIN_HEADING:
        return 1
    return int(followed and _stands_apart(lines, i, prose))


def _stands_apart(lines: Sequence[Line], i: int, prose: Prose) -> bool:
    """Whether a short line that ends no sentence stands nearer to what is below than to what is above.

    Below it stands prose, or the table before which these lines end.
    """
    line, em = lines[i], lines[i].style.size
    text = line.text
    if len(text) > LONGEST_PLAIN_HEADING or _SENTENCE_END.search(text) or is_bullet(line.words[0].text):
        return False
    above = line.top - lines[i - 1].bottom if i and lines[i - 1].page == line.page else None
    apart = prose.pitch - prose.style.size + NEARER_EM * em
    if i + 1 == len(lines):
        return above > apart if above is not None else bool(i and _SENTENCE_END.search(lines[i - 1].text))
    following = lines[i + 1]
    below = following.top - line.bottom
    right = _column_right(lines, i, prose)
    if _is_full(line, following, right):  # short only because a long word found no room
        return False
    runs_on = following.x1 - line.x0 > 0.75 * (right - line.x0) or (
        i + 2 < len(lines)
        and (_is_full(following, lines[i + 2], right) or _wraps_early(following, lines[i + 2]))
    )
    if following.page != line.page or below < 0 or not (runs_on or _SENTENCE_END.search(following.text)):
        return False
    if above is None or above < 0:  # first on its page or in its column
        return following.style == line.style
    return above > max(below + NEARER_EM * em, apart)


def _is_full(line: Line, following: Line, right: float) -> bool:
    """Whether the first word of the next line found no room on a line, in a column that ends at `right`."""
    first = following.words[0]
    return line.x1 + SPACE_EM * line.style.size + first.x1 - first.x0 > right


def _wraps_early(line: Line, following: Line) -> bool:
    """Whether a sentence goes on in the next line, as beside a box that leaves a line less room."""
    return following.text[:1].islower() and follows_closely(line, following)


def _column_right(lines: Sequence[Line], i: int, prose: Prose) -> float:
    """The right edge of the column that the line at `i` stands in: that of the lines around it, also
    over a page break. The usual one where it stands alone.
    """
    line = lines[i]
    around = (*lines[max(0, i - COLUMN_LINES) : i], *lines[i + 1 : i + COLUMN_LINES + 1])
    edges = [x.x1 for x in around if abs(x.x0 - line.x0) <= 2 * line.style.size]
    return max(line.x1, *edges) if edges else max(line.x1, prose.right)


def _begins_with_capital(text: str) -> bool:
    return text.lstrip("”\"'(«»“")[:1].isupper() or text[:1].isdigit()


def _ends_block(last: Line, line: Line, prose: Prose) -> bool:
    return (
        last.page != line.page
        or bool(_SENTENCE_END.search(last.text))
        or line.top - last.bottom > 0.5 * prose.pitch
    )


def _begins_paragraph(last: Line, line: Line, prose: Prose, block: Sequence[Line]) -> bool:
    if is_bullet(line.words[0].text):
        return True
    if last.page != line.page:
        return _begins_paragraph_over_page(last, line, prose)
    pitch = line.bottom - last.bottom
    if pitch < 0:  # on in the next column
        return _begins_paragraph_over_page(last, line, prose)
    if pitch > 1.25 * max(prose.pitch, 1.1 * line.style.size):
        return True
    indented = line.x0 - min([x.x0 for x in block]) >= INDENT_EM * prose.style.size
    return indented and bool(_SENTENCE_END.search(last.text)) and not is_bullet(block[0].words[0].text)


def _begins_paragraph_over_page(last: Line, line: Line, prose: Prose) -> bool:
    """Over a page break a paragraph goes on unless its last sentence ended on a line not filled."""
    if not _SENTENCE_END.search(last.text):
        return False
    return last.x1 < prose.right - 0.08 * (prose.right - prose.left) and not line.text[:1].islower()


def _without_bullet(line: Line) -> tuple[int, Sequence[Word]]:
    words = line.words[1:] if is_bullet(line.words[0].text) and len(line.words) > 1 else line.words
    return line.page, words
