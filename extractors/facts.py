"""Kortfakta: the rows of short facts about the municipality."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec.structs import replace

from extractors.layout.headings import LARGER_POINTS, Prose, follows_closely, looks_like_heading, same_look
from extractors.layout.lines import Line, group_by_baseline, is_bullet
from extractors.layout.numbers import parse_number
from extractors.layout.paragraphs import join_words
from extractors.layout.placed_text import PlacedText
from extractors.layout.row_bounds import row_bounds
from extractors.layout.side_boxes import box_around, stands_in
from extractors.reading.pages import Page, Word
from schemas.records import Fact

_CHAPTER = re.compile(
    r"(?:\d{1,2}\s*[.:]?\s*|bilaga\s*\d*\s*[.:–-]?\s*)?"
    r"(?:(?:(?:kort(?:a\s+)?|snabb|bas|grund|bakgrunds)\s?fakta|kommunfakta|faktaruta|faktablad"
    r"|(?:några\s+)?fakta om\b|kort om (?:kommunen|staden)\b).*"
    r"|(?-i:[Kk]ort om [A-ZÅÄÖ]).*"
    r"|(?!.*(?:resultat|poäng|utvärder|bedömn|slutsats|rapport|analys))(?:\S+ ){1,4}i (?:siffror|korthet)"
    r"|(?:några\s+)?fakta|kommundata)",
    re.IGNORECASE,
)
LEAST_ROWS = 2
MOST_LINES_OF_ROW = 6
"""Facts below a heading, at least, and lines for each of them, at most; prose goes by such names too."""

_NUMBERED = re.compile(r"\d{1,2}\s*[.:]?\s+[^\W\d]")
_LABEL_VALUE = re.compile(r"([^:]{3,80}):\s+(\S.*)")
_HEADER = re.compile(r"(?:uppgift|fakta|nyckeltal)\s+(?:värde|uppgift|antal)", re.IGNORECASE)

COLUMN_GAP_EM = 1.2
"""Least gap between label and value on a row, in ems."""

FLUSH_POINTS = 2
"""How far apart the ends of values set flush right lie, at most."""

ROW_STRIP = 0.9
"""Where all strips are alike, they part rows if they are this high, in heights of a line."""

CLEAR_STEP_POINTS = 3.0
"""How much wider strips of white between rows are than those inside rows, at least."""

_UNITS = (
    (re.compile(r"folkmängd|invånare|befolkning(?!sförändring)", re.IGNORECASE), "persons"),
    (re.compile(r"folkökning|folkminskning|befolkningsförändring", re.IGNORECASE), "persons"),
    (re.compile(r"anställda|medarbetare|årsarbetare", re.IGNORECASE), "persons"),
    (re.compile(r"skattesats|utdebitering", re.IGNORECASE), "SEK per 100 SEK"),
    (re.compile(r"\byta\b|areal", re.IGNORECASE), "km2"),
)


@dataclass(frozen=True, slots=True)
class _Row:
    label: list[tuple[int, Sequence[Word]]]
    value: list[tuple[int, Sequence[Word]]]


def find_facts(
    flow: Sequence[Line],
    pages: Mapping[int, Page],
    prose: Prose,
    known: frozenset[str],
    scored: frozenset[int] = frozenset(),
) -> tuple[tuple[Fact, ...], range]:
    """The facts, and the indices of the flow's lines that they and their heading take.

    The rows below a heading "Kortfakta ...": a table of two columns, with borders or without, or
    lines "label: value", with bullets or without, or labels in another look than their values,
    beside or above them. Empty where a report has none. `scored` are the indices of lines in tables
    of points, where facts end.
    """
    for start, line in enumerate(flow):
        if not (_CHAPTER.fullmatch(line.text) and _is_chapter(flow, start, prose)):
            continue
        end = _end(flow, start, prose, scored, pages)
        lines = [_without_bullet(line) for line in flow[start + 1 : end] if not _HEADER.fullmatch(line.text)]
        pairs = (
            _pairs_by_column(lines, pages, known)
            or _pairs_by_colon(lines, known)
            or _pairs_by_weight(lines, known)
            or _pairs_by_look(lines, known)
            or _pairs_by_gap(lines, known)
        )
        if len(pairs) >= LEAST_ROWS and len(lines) <= MOST_LINES_OF_ROW * len(pairs):
            return tuple(_fact(label, value) for label, value in pairs), range(start, end)
    return (), range(0)


def _end(
    flow: Sequence[Line], start: int, prose: Prose, scored: frozenset[int], pages: Mapping[int, Page]
) -> int:
    """The index after the last line below the chapter's heading at `start`.

    Facts in a box end where the box does, whatever is read after it.
    """
    first = start + 1
    ends = [i for i in range(first, len(flow)) if _next_heading(flow[i], flow[start], prose)]
    if ends and ends[0] == first:  # labels are set as the chapter's heading is: only a number tells the next
        ends = [i for i in ends if _NUMBERED.match(flow[i].text)]
    end = ends[0] if ends else len(flow)
    page = pages.get(flow[start].page)
    box = box_around(page, flow[start : first + 1]) if page else None
    outside = [
        i
        for i in range(first, end)
        if i in scored or (box and flow[i].page == flow[start].page and not stands_in(box, flow[i]))
    ]
    return min(outside, default=end)


def _without_bullet(line: Line) -> Line:
    words = line.words
    return Line.of(line.page, words[1:]) if is_bullet(words[0].text) and len(words) > 1 else line


def _is_chapter(flow: Sequence[Line], i: int, prose: Prose) -> bool:
    return looks_like_heading(flow[i], prose) or (len(flow[i].text) < 60 and not flow[i].text.endswith("."))


def _next_heading(line: Line, chapter: Line, prose: Prose) -> bool:
    """Whether a line is set as the chapter's heading is and is no row of the facts."""
    larger = chapter.style.size >= prose.style.size + LARGER_POINTS
    if larger and same_look(line, chapter):
        return looks_like_heading(line, prose)
    alike = line.style.bold == chapter.style.bold and line.style.size >= chapter.style.size - 0.6
    row = _two_columns(line) or _LABEL_VALUE.match(line.text)
    return alike and not row and looks_like_heading(line, prose)


def _two_columns(line: Line) -> bool:
    return _widest_gap(line)[0] >= COLUMN_GAP_EM * max(line.style.size, 6.0)


def _flush_right(lines: Sequence[Line]) -> bool:
    """Whether the values end on one edge and do not begin on one."""
    rows = [line for line in lines if _two_columns(line)]
    ends = {round(line.x1) for line in rows}
    starts = {round(_widest_gap(line)[1]) for line in rows}
    return len(rows) > 2 and max(ends) - min(ends) <= FLUSH_POINTS < max(starts) - min(starts)


def _widest_gap(line: Line) -> tuple[float, float]:
    """The widest gap between words of a line, in points, and where the word after it begins."""
    gaps = [(b.x0 - a.x1, b.x0) for a, b in zip(line.words, line.words[1:], strict=False)]
    return max(gaps, default=(0.0, line.x1))


def _pairs_by_column(
    lines: Sequence[Line], pages: Mapping[int, Page], known: frozenset[str]
) -> list[tuple[PlacedText, PlacedText]]:
    """Labels and values of a table of two columns; empty where there is no second column."""
    starts = sorted(_widest_gap(line)[1] for line in lines if _two_columns(line))
    if not starts or len(starts) < 2:
        return []
    bound = starts[len(starts) // 2] - 3
    flush_right = _flush_right(lines)
    rows: list[_Row] = []
    for page in sorted({line.page for line in lines}):
        on_page = [line for line in lines if line.page == page]
        bounds = [_widest_gap(line)[1] if flush_right and _two_columns(line) else bound for line in on_page]
        sides = list(zip(on_page, bounds, strict=True))
        labels = list(group_by_baseline(w for line, x in sides for w in line.words if w.x0 < x))
        values = list(group_by_baseline(w for line, x in sides for w in line.words if w.x0 >= x))
        for group in _bands(labels, values, pages.get(page)):
            label, value = group
            if rows and not (label and value) and not _starts_row(label, value, rows[-1]):
                rows[-1].label.extend((page, words) for words in label)
                rows[-1].value.extend((page, words) for words in value)
            elif label or value:
                rows.append(_Row([(page, w) for w in label], [(page, w) for w in value]))
    return [(join_words(r.label, known), join_words(r.value, known)) for r in rows if r.label and r.value]


def _starts_row(label: list[tuple[Word, ...]], value: list[tuple[Word, ...]], last: _Row) -> bool:
    return bool(label) and bool(last.value) and label[0][0].text[:1].isupper()


_Rows = list[tuple[Word, ...]]


def _bands(labels: _Rows, values: _Rows, page: Page | None) -> list[tuple[_Rows, _Rows]]:
    """Group label and value lines that stand in one row of the table.

    Ruled lines or shading part rows where there are any between the lines, else strips of white wider than
    those between lines, else a row begins at each label line that begins with no small letter and
    has a value line beside it.
    """
    lines = [(min(w.top for w in words), max(w.bottom for w in words), side, words)
             for side, rows in (("label", labels), ("value", values)) for words in rows]  # fmt: skip
    # a label before the value beside it, however their baselines lie
    beside = {id(words): next((la for la in labels if _level([la], words)), words) for words in values}
    lines.sort(key=lambda e: (_middle(beside.get(id(e[3]), e[3])), e[2] == "value"))
    left = min((w.x0 for _, _, _, words in lines for w in words), default=0.0)
    right = max((w.x1 for _, _, _, words in lines for w in words), default=0.0)
    bounds = row_bounds(page, left, right) if page else []
    between = [y for y in bounds if lines and lines[0][1] - 3 < y < lines[-1][0] + 3]
    between = between or _white_strips([(top, bottom) for top, bottom, _, _ in lines])
    bands: list[tuple[_Rows, _Rows]] = []
    last_key: object = None
    for top, bottom, side, words in lines:
        middle = (top + bottom) / 2
        if between:
            key: object = sum(y < middle for y in between)
        elif side == "label" and words[0].text[:1].islower() and bands:
            key = last_key
        elif side == "label" and _beside(words, values):
            key = ("row", middle)
        elif side == "value" and _beside(words, labels):
            key = last_key if bands and _level(bands[-1][0], words) else ("row", middle)
        else:
            key = last_key
        if key != last_key or not bands:
            bands.append(([], []))
            last_key = key
        bands[-1][0 if side == "label" else 1].append(words)
    return bands


def _white_strips(spans: Sequence[tuple[float, float]]) -> list[float]:
    """The middles of the strips that part rows: clearly wider than the strips inside rows."""
    strips: list[tuple[float, float]] = []
    reached = float("-inf")
    for top, bottom in sorted(spans):
        if top > reached > float("-inf"):
            strips.append((top - reached, (top + reached) / 2))
        reached = max(reached, bottom)
    widths = sorted(width for width, _ in strips)
    step = next((k for k, (a, b) in enumerate(pairwise(widths)) if b - a > CLEAR_STEP_POINTS), None)
    if step is not None:
        return [middle for width, middle in strips if width > widths[step] + 0.5]
    height = min((bottom - top for top, bottom in spans), default=0.0)
    return [middle for width, middle in strips if width > ROW_STRIP * height]


def _middle(words: Sequence[Word]) -> float:
    return (words[0].top + words[0].bottom) / 2


def _beside(words: tuple[Word, ...], others: _Rows) -> bool:
    return any(_level([o], words) for o in others)


def _level(rows: _Rows, words: tuple[Word, ...]) -> bool:
    """Whether one of the rows stands on the line of `words`."""
    middle = _middle(words)
    return any(row[0].top <= middle <= row[0].bottom for row in rows)


def _pairs_by_colon(lines: Sequence[Line], known: frozenset[str]) -> list[tuple[PlacedText, PlacedText]]:
    pairs: list[tuple[list[tuple[int, Sequence[Word]]], list[tuple[int, Sequence[Word]]]]] = []
    last: Line | None = None
    for i, line in enumerate(lines):
        colon = next((k for k, w in enumerate(line.words) if w.text.endswith(":")), None)
        if colon == len(line.words) - 1 and not (
            i + 1 < len(lines) and follows_closely(line, lines[i + 1]) and ":" not in lines[i + 1].text
        ):
            colon = None  # no value, on the line or below
        if colon is not None:
            label = (*line.words[:colon], replace(line.words[colon], text=line.words[colon].text.rstrip(":")))
            pairs.append(([(line.page, label)], [(line.page, line.words[colon + 1 :])]))
        elif pairs and last is not None and follows_closely(last, line):
            pairs[-1][1].append((line.page, line.words))
        last = line
    return [(join_words(label, known), join_words(value, known)) for label, value in pairs]


def _pairs_by_weight(lines: Sequence[Line], known: frozenset[str]) -> list[tuple[PlacedText, PlacedText]]:
    """Labels in bold with their values after them on the line; empty where a line begins otherwise."""
    rows: list[_Row] = []
    for line in lines:
        bold = next((k for k, w in enumerate(line.words) if not w.bold), len(line.words))
        label, value = line.words[:bold], line.words[bold:]
        if label and value:
            rows.append(_Row([(line.page, label)], [(line.page, value)]))
        elif not label and rows:
            rows[-1].value.append((line.page, value))
        else:
            return []
    return [(join_words(r.label, known), join_words(r.value, known)) for r in rows]


def _pairs_by_look(lines: Sequence[Line], known: frozenset[str]) -> list[tuple[PlacedText, PlacedText]]:
    """Labels and values that stand below each other, told apart by their look; empty where all look alike."""
    rows: list[_Row] = []
    for last, line in zip([None, *lines], lines, strict=False):
        words = (line.page, line.words)
        if not same_look(line, lines[0]):
            rows[-1].value.append(words)
        elif last is not None and same_look(last, line) and follows_closely(last, line):
            rows[-1].label.append(words)
        else:
            rows.append(_Row([words], []))
    whole = len(rows) >= 2 and all(row.value for row in rows)
    return [(join_words(r.label, known), join_words(r.value, known)) for r in rows] if whole else []


def _pairs_by_gap(lines: Sequence[Line], known: frozenset[str]) -> list[tuple[PlacedText, PlacedText]]:
    """Labels and values that stand below each other in one look: wider gaps part the pairs."""
    between = _white_strips([(line.top, line.bottom) for line in lines])
    if len({line.page for line in lines}) != 1 or not between:
        return []
    rows: dict[int, list[Line]] = {}
    for line in lines:
        rows.setdefault(sum(y < line.middle for y in between), []).append(line)
    if len(rows) < 2 or any(len(row) < 2 for row in rows.values()):
        return []
    words = [[(line.page, line.words) for line in row] for row in rows.values()]
    return [(join_words(row[:1], known), join_words(row[1:], known)) for row in words]


def _fact(label: PlacedText, value: PlacedText) -> Fact:
    text = label.text.rstrip(":").strip()
    number = parse_number(value.text)
    unit = None
    if number is not None:
        unit = (
            "percent"
            if value.text.rstrip().endswith("%")
            else next((u for p, u in _UNITS if p.search(text)), None)
        )
    return Fact(text, value.text, number, unit, (*label.boxes(), *value.boxes()))
