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
from extractors.layout.lines import Line, is_bullet
from extractors.layout.paragraphs import join_words
from extractors.layout.placed_text import PlacedText
from extractors.reading.pages import Word

INDENT_EM = 0.9
"""How far in a paragraph's first line stands, at least, where reports indent."""

ALIKE_TOPIC = 82.0
"""Similarity (0-100) of a line to a listed topic from which it is taken for that topic's heading."""

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
        length = _heading_length(lines, i, prose, topics)
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


def _heading_length(lines: Sequence[Line], i: int, prose: Prose, topics: Sequence[str]) -> int:
    """How many lines from `i` on are one heading, 0 when there is none."""
    line = lines[i]
    if looks_like_heading(line, prose):
        length = 1
        while (
            i + length < len(lines)
            and looks_like_heading(lines[i + length], prose)
            and same_look(lines[i + length - 1], lines[i + length])
            and follows_closely(lines[i + length - 1], lines[i + length])
        ):
            length += 1
        if length > MOST_EMPHASISED_LINES and not line.style.bold:
            return 0
        return length
    if is_capitals(line.text) and not line.text.endswith((".", ",")):
        return 1
    return _plain_heading_length(lines, i, prose, topics)


def _plain_heading_length(lines: Sequence[Line], i: int, prose: Prose, topics: Sequence[str]) -> int:
    """A heading in the very look of the prose: a listed topic, or "Allmänt", on lines of its own."""
    line = lines[i]
    text = line.text
    if text.endswith((".", ",", ";", "-")) or not (text[:1].isupper() or text[:1].isdigit()):
        return 0
    if line.x1 > prose.left + 0.9 * (prose.right - prose.left) or (
        i and not _ends_block(lines[i - 1], line, prose)
    ):
        return 0
    if _GENERAL.fullmatch(text) and len(text) < 60:
        return 1
    if i + 1 >= len(lines) or not lines[i + 1].text[:1].isupper():
        return 0
    return int(any(fuzz.ratio(text.casefold(), topic.casefold()) >= ALIKE_TOPIC for topic in topics))


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
    indented = line.x0 - min(x.x0 for x in block) >= INDENT_EM * prose.style.size
    return indented and bool(_SENTENCE_END.search(last.text)) and not is_bullet(block[0].words[0].text)


def _begins_paragraph_over_page(last: Line, line: Line, prose: Prose) -> bool:
    """Over a page break a paragraph goes on unless its last sentence ended on a line not filled."""
    if not _SENTENCE_END.search(last.text):
        return False
    return last.x1 < prose.right - 0.08 * (prose.right - prose.left) and not line.text[:1].islower()


def _without_bullet(line: Line) -> tuple[int, Sequence[Word]]:
    words = line.words[1:] if is_bullet(line.words[0].text) and len(line.words) > 1 else line.words
    return line.page, words
