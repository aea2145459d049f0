"""The outline of a report: which lines belong to which area, and which to none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.layout.headings import Prose, follows_closely, is_capitals, looks_like_heading, same_look
from extractors.layout.lines import Line
from extractors.layout.numbers import parse_score
from schemas.editions import AreaMatch, best_area, closes_areas

AREAS = 8

SURE_TITLE = 88.0
"""Similarity (0-100) from which a heading's words are taken for an area's title."""

LIKELY_TITLE = 75.0
"""The same for a heading that also carries the area's number."""

SHORTEST_AREA_LINES = 3
"""An area of fewer lines is an entry of a list of areas."""

MOST_LINES_ABOVE_TABLE = 6
"""Lines from a chapter's heading to the first of its tables."""

LARGER_CHAPTER_POINTS = 1.5
"""How much larger than an area's heading a chapter's is, at least, to end the area by its look."""

MOST_LINES_COUNTED = 60
"""An area's length counts in favour of a heading up to here (about one page and a half)."""

_AREA_WORD = re.compile(r"(?:\w*område|kriterium|tema)\s+([1-8])\b\s*[.:)–-]*\s*(.*)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:\d\s?\.\s?|(?:kapitel|avsnitt|perspektiv|del)\s+)?([1-8])\s*[.:)–-]?\s+(\D.*)", re.IGNORECASE
)
_AREA_LABEL = re.compile(r"\w*område|kriterium|tema", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"(?:(?:\w*område|kriterium|tema)\s+|\d\s?\.\s?)?[1-8]\s?[.:)]?", re.IGNORECASE)
_MAY_BE_NUMBERED = re.compile(r"(?:\w+\s+)?\d")
"""What all that these three find begins with."""

_CHAPTER = re.compile(r"(?:\d{1,2}\s*[.:)]?|bilaga(?:\s+\d+)?\s*[.:–-]?)\s+(\D.*)", re.IGNORECASE)
_UNIT = r"(?:\s*(?:poäng\b|p\b\.?))?"
_TRAILING_POINTS = re.compile(
    rf"[\s,;:|–-]*[(\[]?\s*(?:(?:resultat|utfall|poäng)\s*:?\s*)?(?<!\d)(\d{{1,3}}(?:[.,]\d)?){_UNIT}"
    rf"(?:\s*(?:/|\bav|[(\[])\s*(?:max\w*\.?\s*|totalt\s*)?(\d{{1,3}}){_UNIT}(?:\s*(?:möjliga|max\w*)\b\.?)?)?"
    r"\s*[)\]]*\s*$",
    re.IGNORECASE,
)
"""What a heading says of an area's points after its title: "61 poäng av 100 möjliga", "(61 p)", "61/100"."""


@dataclass(frozen=True, slots=True)
class AreaSpan:
    """One area's own pages: its number and title as printed, and which lines of the flow it has."""

    number: int
    title: str
    heading: tuple[Line, ...]
    start: int
    """Index of the first line after the heading."""
    end: int
    """Index after the area's last line."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: int
    title: str
    index: int
    lines: int
    similarity: float
    named: bool
    prominent: bool


def find_areas(
    flow: Sequence[Line], prose: Prose, overview: frozenset[int], scored: Mapping[int, int]
) -> tuple[AreaSpan, ...]:
    """The areas of a report, in order.

    `flow` holds all lines in reading order, without running heads and contents list; `overview`
    the indices of lines in tables of points, which repeat the areas' titles, and `scored` the area
    of each question's row among them. An area begins at a heading with its number or known title.
    Lists of areas look the same, so of all headings for an area the one with the most text after it
    counts, and the areas' numbers rise.
    """
    candidates = [c for c in _candidates(flow, prose) if c.index not in overview]
    if not candidates:
        return ()
    chosen = _rising(candidates, flow)
    spans = []
    for i, c in enumerate(chosen):
        start = c.index + c.lines
        limit = chosen[i + 1].index if i + 1 < len(chosen) else len(flow)
        others = sorted(index for index, area in scored.items() if area != c.number)
        tables = _before_tables(flow, start, limit, prose, overview, others)
        end = _chapter_start(flow, start, tables, prose, flow[c.index])
        spans.append(AreaSpan(c.number, c.title, tuple(flow[c.index : start]), start, end))
    return tuple(spans)


def _candidates(flow: Sequence[Line], prose: Prose) -> Iterator[_Candidate]:
    taken = 0
    for i, line in enumerate(flow):
        if i < taken:  # further lines of the heading before
            continue
        text = line.text
        prominent = looks_like_heading(line, prose) or is_capitals(text)
        if not prominent and not _MAY_BE_NUMBERED.match(text):  # as nearly all lines
            continue
        if _NUMBER_ALONE.fullmatch(text) and i + 1 < len(flow) and looks_like_heading(flow[i + 1], prose):
            # the number stands on a line of its own above the title
            prominent, text = True, f"{text} {flow[i + 1].text}"
        named = _AREA_WORD.fullmatch(text)
        numbered = None if named else _NUMBERED.fullmatch(text)
        match = named or numbered
        if match is None:
            if prominent and len(text) < 90 and not _ends_heading(flow, i):
                yield from _by_title_alone(flow, i)
            continue
        if not prominent and not named:
            continue
        number = int(match[1])
        title, similarity, lines = _whole_title(flow, i, match[2])
        if text != line.text:
            title, similarity, lines = _whole_title(flow, i + 1, match[2])
            lines += 1
        if named and not prominent and similarity < LIKELY_TITLE:
            continue
        if named and prominent:
            similarity = max(similarity, LIKELY_TITLE)
        if similarity >= LIKELY_TITLE:
            taken = i + lines
            yield _Candidate(number, title, i, lines, similarity, bool(named), prominent)


def _ends_heading(flow: Sequence[Line], i: int) -> bool:
    """Whether a line is the rest of a heading that wraps."""
    return (
        i > 0
        and flow[i].text[:1].islower()
        and same_look(flow[i - 1], flow[i])
        and (follows_closely(flow[i - 1], flow[i]))
    )


def _by_title_alone(flow: Sequence[Line], i: int) -> Iterator[_Candidate]:
    title, similarity, lines = _whole_title(flow, i, flow[i].text)
    if similarity >= SURE_TITLE and not (i + lines < len(flow) and _ends_heading(flow, i + lines)):
        match = best_area(title)
        if match is not None:
            yield _Candidate(match.area.number, title, i, lines, similarity - 10, False, True)


def _whole_title(flow: Sequence[Line], i: int, first: str) -> tuple[str, float, int]:
    """An area's title, its similarity to a known one (0-100) and the lines it takes.

    A title goes on while the next line looks the same and leaves the whole as near to a known one. It may
    begin on the page after its number's.
    """
    printed, title = first, _clean_title(first)
    similarity = _similarity(title)
    lines = 1
    while i + lines < len(flow) and lines < 3:
        following = flow[i + lines]
        last = flow[i + lines - 1]
        begins_on_page = not title and following.page == last.page + 1
        if not (same_look(last, following) and (begins_on_page or follows_closely(last, following))):
            break
        longer = _clean_title(f"{printed} {following.text}".strip())
        better = _similarity(longer)
        if better < similarity:
            break
        printed, title = f"{printed} {following.text}", longer
        similarity, lines = better, lines + 1
    return title, similarity, lines


def _similarity(title: str) -> float:
    match: AreaMatch | None = best_area(title, at_least=0) if title else None
    return match.similarity if match else 0.0


def points_after_title(heading: Sequence[Line]) -> tuple[float, float | None] | None:
    """The points, and the maximum if it is said, that an area's heading has after its title."""
    text = " ".join(line.text for line in heading)
    found = _TRAILING_POINTS.search(text) if text else None
    if found is None or not re.search(r"[^\W\d]{4}", _AREA_LABEL.sub("", text[: found.start()])):
        return None
    achieved = parse_score(found[1])
    return None if achieved is None else (achieved, parse_score(found[2] or ""))


def _clean_title(text: str) -> str:
    return _TRAILING_POINTS.sub("", text).strip(" .:–-") if re.search(r"\d", text) else text.strip(" .:–-")


def _rising(candidates: Sequence[_Candidate], flow: Sequence[Line]) -> list[_Candidate]:
    """The heaviest series of candidates whose area numbers rise (longest increasing subsequence)."""
    weights = []
    for i, c in enumerate(candidates):
        following = candidates[i + 1].index if i + 1 < len(candidates) else len(flow)
        length = following - (c.index + c.lines)
        weight = c.similarity + 40 * c.named + 60 * c.prominent
        weight += 2 * min(length, MOST_LINES_COUNTED)
        weights.append(weight if length >= SHORTEST_AREA_LINES else weight / 10)
    best: list[tuple[float, int | None]] = []
    for i, c in enumerate(candidates):
        before = [(best[j][0], j) for j in range(i) if candidates[j].number < c.number]
        total, previous = max(before, default=(0.0, None), key=lambda b: b[0])
        best.append((total + weights[i], previous))
    i = max(range(len(best)), key=lambda k: best[k][0])
    series: list[_Candidate] = []
    at: int | None = i
    while at is not None:
        series.append(candidates[at])
        at = best[at][1]
    return series[::-1]


def _before_tables(
    flow: Sequence[Line],
    start: int,
    limit: int,
    prose: Prose,
    overview: frozenset[int],
    others: Sequence[int],
) -> int:
    """Index of the heading over the first table of other areas' points among these lines, or `limit`.

    `others` are the rows of the other areas' questions. The tables' chapter follows the areas;
    whatever its name, its heading stands close above. A table of the area's own questions is part
    of it.
    """
    first = next((i for i in others if start <= i < limit), None)
    if first is None:
        return limit
    while first > start and first - 1 in overview:
        first -= 1
    above = range(first - 1, max(start, first - MOST_LINES_ABOVE_TABLE) - 1, -1)
    heading = next(
        (i for i in above if looks_like_heading(flow[i], prose) or is_capitals(flow[i].text)), None
    )
    return first if heading is None else heading


def _chapter_start(flow: Sequence[Line], start: int, limit: int, prose: Prose, area_heading: Line) -> int:
    """Index of the first line that belongs to the next chapter, or `limit`.

    A chapter begins at a heading whose words are those of a chapter that reports print after the
    areas, or that is numbered as chapters are, unlike "61 av 100", and set larger than the area's own.
    """
    for i in range(start, limit):
        line = flow[i]
        if not (looks_like_heading(line, prose) or is_capitals(line.text)):
            continue
        match = _CHAPTER.fullmatch(line.text)
        words = match[1] if match else line.text
        if closes_areas(words):
            return i
        if (
            match
            and words[:1].isupper()
            and line.style.size >= area_heading.style.size + LARGER_CHAPTER_POINTS
        ):
            return i
    return limit
