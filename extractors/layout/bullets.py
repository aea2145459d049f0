"""Items of a list: where one ends and the next begins, whatever the bullets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractors.layout.lines import DASHES, is_bullet
from extractors.layout.row_bounds import bound_between, row_bounds
from extractors.reading.pages import Page, Word

Row = tuple[int, Sequence[Word]]
"""A row of words in one column, with the number of its page."""

GAP_BETWEEN_ITEMS = 1.3
"""How much farther apart than lines of one item two items stand, where nothing else tells."""

LEAST_GAP_POINTS = 2.0
"""The same in points, at least."""

WHOLE_LINES = 0.1
"""How far from a whole number of lines a gap may be that rows without space between them leave."""

SAME_BASELINE_POINTS = 0.5
"""How far apart the first lines of two cells of one row may stand."""

COUNT_EDGE_POINTS = 8.0
"""How far apart the counts of one list may begin: "9." and "10." end on one edge."""

_COUNT = re.compile(r"\(?(?:(\d{1,2})|([a-zåäö]))[.)]")
"""What counts an item: "1.", "2)", "(3)", "a)"."""

_GOES_ON = re.compile(
    r"och|eller|samt|men|att|som|där|när|en|ett|den|det|de|t\.ex\.|bl\.a\.|är|har|kan|ska|bör|inte"
    r"|av|efter|enligt|från|för|genom|hos|i|inom|kring|med|mellan|mot|om|på|till|under|utan|vid|över"
)
"""Words that hardly end an item."""


def split_items(columns: Sequence[Sequence[Row]], pages: Mapping[int, Page]) -> list[list[list[Row]]]:
    """Split each column's rows, from top to bottom, into items; bullets are left out.

    With bullets an item begins at each of them, and what stands before the first is the rest of
    an item that began elsewhere. Numbers or letters that count the items are bullets too. Without,
    items are told apart by ruled lines or shading between them, by wider gaps, and at last by
    capitals: an item begins with one, its later rows mostly do not.
    Which of these a table uses shows in all its columns together.
    """
    parted = [[_separate_bullet(row) for row in rows if row[1]] for rows in columns]
    counts = [_counts(rows) for rows in parted]
    if any(counts) and all(each or not rows for each, rows in zip(counts, parted, strict=True)):
        return [_counted_items(rows, each) for rows, each in zip(parted, counts, strict=True)]
    marks = _bullets_in_use(parted)
    if marks:
        starts = [_starts_by_bullet(rows, mark) for rows, mark in zip(parted, marks, strict=True)]
    else:
        marks = [None for _ in parted]
        starts = _starts_without_bullets([rows for rows in parted if rows], pages)
        starts = [starts.pop(0) if rows else [] for rows in parted]
    return [_items(rows, begins, mark) for rows, begins, mark in zip(parted, starts, marks, strict=True)]


def begins_count(text: str) -> bool:
    """Whether a word is the number or letter that the first of counted items has."""
    match = _COUNT.fullmatch(text)
    return match is not None and (match[1] == "1" or match[2] == "a")


def _counts(rows: Sequence[Row]) -> frozenset[int]:
    """Which rows of a column a number or letter counts, from the first row on; empty where none does."""
    if not rows or not begins_count(rows[0][1][0].text):
        return frozenset()
    left = rows[0][1][0].x0
    expected, found = _COUNT.fullmatch(rows[0][1][0].text), {0}
    for i, (_, words) in enumerate(rows[1:], 1):
        match = _COUNT.fullmatch(words[0].text)
        if match and expected and abs(words[0].x0 - left) <= COUNT_EDGE_POINTS and _follows(expected, match):
            found.add(i)
            expected = match
    return frozenset(found)


def _follows(last: re.Match[str], match: re.Match[str]) -> bool:
    """Whether one count comes next after another."""
    if last[1] and match[1]:
        return int(match[1]) == int(last[1]) + 1
    return bool(last[2] and match[2]) and ord(match[2]) == ord(last[2]) + 1


def _counted_items(rows: Sequence[Row], counts: frozenset[int]) -> list[list[Row]]:
    items: list[list[Row]] = []
    for i, (page, words) in enumerate(rows):
        if i in counts:
            items.append([])
            words = words[1:]
        if words:
            items[-1].append((page, words))
    return [item for item in items if item]


def _items(rows: Sequence[Row], starts: Sequence[bool], mark: str | None) -> list[list[Row]]:
    items: list[list[Row]] = []
    for row, begins in zip(rows, starts, strict=True):
        words = row[1][1:] if begins and mark and _mark(row) == mark else row[1]
        if begins and len(words) > 1 and words[0].text in DASHES:
            words = words[1:]  # a dash typed after a bullet
        if begins or not items:
            items.append([])
        if words:
            items[-1].append((row[0], words))
    return [item for item in items if item]


def _separate_bullet(row: Row) -> Row:
    """A bullet printed tight to its text ("•Etik") made a word of its own."""
    page, words = row
    first = words[0]
    if len(first.text) > 1 and is_bullet(first.text[0]):
        edge = first.x0 + (first.x1 - first.x0) / len(first.text)
        bullet = replace(first, text=first.text[0], x1=edge)
        rest = replace(first, text=first.text[1:], x0=edge)
        return page, (bullet, rest, *words[1:])
    return row


def _mark(row: Row) -> str | None:
    """What a row begins with, if it may be a bullet: "•" for all true ones, or a dash."""
    text = row[1][0].text
    if is_bullet(text):
        return "•"
    return text if text in DASHES and len(row[1]) > 1 else None


def _bullets_in_use(columns: Sequence[Sequence[Row]]) -> list[str | None]:
    """The bullet of each column; empty where the table has none.

    It is the same in all of them, unless each begins with a mark of its own, as + and – for what is
    good and bad.
    """
    mark = _bullet_in_use([rows for rows in columns if rows])
    if mark == "•":
        return [mark for _ in columns]
    own = [_mark(rows[0]) if rows else None for rows in columns]
    if len(set(own) - {None}) > 1 and all(own[k] for k, rows in enumerate(columns) if rows):
        return own
    return [mark for _ in columns] if mark else []


def _bullet_in_use(columns: Sequence[Sequence[Row]]) -> str | None:
    """A table's bullet: a true one if there is any, else the dash that its outermost rows begin with."""
    marks = Counter(m for rows in columns for m in map(_mark, rows) if m)
    if not marks:
        return None
    if "•" in marks:
        return "•"
    mark, count = marks.most_common(1)[0]
    first = sum(_mark(rows[0]) == mark for rows in columns)
    hanging = [
        row[1][0].x0 > min(r[1][0].x0 for r in rows) + 3
        for rows in columns
        for row in rows
        if _mark(row) != mark
    ]
    # a dash may begin a line of running text: as a bullet it hangs out or begins the columns
    return mark if 2 * first >= len(columns) or (count >= 2 and sum(hanging) >= 0.8 * len(hanging)) else None


def _starts_by_bullet(rows: Sequence[Row], mark: str | None) -> list[bool]:
    if mark == "•":
        return [_mark(row) == mark for row in rows]
    left = min((row[1][0].x0 for row in rows), default=0.0)
    return [_mark(row) == mark and row[1][0].x0 <= left + 3 for row in rows]


def _starts_without_bullets(columns: Sequence[Sequence[Row]], pages: Mapping[int, Page]) -> list[list[bool]]:
    ruled = [_parted_by_bounds(rows, pages) for rows in columns]
    if any(any(each) for each in ruled):
        return [
            [
                True,
                *(
                    r or _wide_gap(a, b) or _begins_on_page(a, b)
                    for r, (a, b) in zip(each, pairwise(rows), strict=True)
                ),
            ]
            for rows, each in zip(columns, ruled, strict=True)
        ]
    gaps = sorted(g for rows in columns for a, b in pairwise(rows) if (g := _gap(a, b)) is not None)
    if gaps and gaps[-1] > GAP_BETWEEN_ITEMS * gaps[0] and gaps[-1] - gaps[0] > LEAST_GAP_POINTS:
        limit = _between_kinds(gaps)
        wide = [
            [True, *(_begins_on_page(a, b) or (_gap(a, b) or 0.0) > limit for a, b in pairwise(rows))]
            for rows in columns
        ]
        return _with_rows_abutting(columns, wide) if _rows_abut(gaps, limit) else wide
    return [[True, *(_begins_by_capital(rows, i) for i in range(1, len(rows)))] for rows in columns]


def _between_kinds(gaps: Sequence[float]) -> float:
    """The limit between gaps inside items and gaps between items: the first clear step upwards."""
    for a, b in pairwise(gaps):
        if b - a > LEAST_GAP_POINTS:
            return (a + b) / 2
    return (gaps[0] + gaps[-1]) / 2


def _rows_abut(gaps: Sequence[float], limit: float) -> bool:
    """Whether the wide gaps are whole lines, of several numbers: what shorter cells leave in close rows."""
    pitch = gaps[0]
    if pitch <= 0:
        return False
    lines = [gap / pitch for gap in gaps if gap > limit]
    return len({round(n) for n in lines}) > 1 and all(abs(n - round(n)) <= WHOLE_LINES for n in lines)


def _with_rows_abutting(columns: Sequence[Sequence[Row]], wide: Sequence[Sequence[bool]]) -> list[list[bool]]:
    """The starts of items below shorter cells, those beside them, and those that a capital tells."""
    heights = [
        (row[0], max(w.bottom for w in row[1]))
        for rows, begins in zip(columns, wide, strict=True)
        for row, is_start in zip(rows, begins, strict=True)
        if is_start
    ]

    def beside_start(row: Row) -> bool:
        bottom = max(w.bottom for w in row[1])
        return any(row[0] == page and abs(bottom - y) <= SAME_BASELINE_POINTS for page, y in heights)

    return [
        [
            is_start or beside_start(rows[i]) or _begins_by_capital(rows, i)
            for i, is_start in enumerate(begins)
        ]
        for rows, begins in zip(columns, wide, strict=True)
    ]


def _begins_on_page(a: Row, b: Row) -> bool:
    """Whether a row that stands first on a page begins an item, for all that one can see."""
    return a[0] != b[0] and _capital(b) and not _ends_open(a)


def _ends_open(row: Row) -> bool:
    """Whether a row ends inside brackets that it opens, or with a word that hardly ends an item."""
    text = " ".join(w.text for w in row[1])
    return text.rfind("(") > text.rfind(")") or _GOES_ON.fullmatch(row[1][-1].text) is not None


def _gap(a: Row, b: Row) -> float | None:
    """Distance of two rows' baselines in points, None over a page break."""
    if a[0] != b[0]:
        return None
    return max(w.bottom for w in b[1]) - max(w.bottom for w in a[1])


def _wide_gap(a: Row, b: Row) -> bool:
    gap = _gap(a, b)
    return gap is not None and gap > 2.2 * max(w.size or (w.bottom - w.top) for w in a[1])


def _parted_by_bounds(rows: Sequence[Row], pages: Mapping[int, Page]) -> list[bool]:
    """For each two rows that follow each other whether a line or the edge of a shading parts them."""
    x0, x1 = min(w.x0 for _, words in rows for w in words), max(w.x1 for _, words in rows for w in words)
    bounds = {
        number: row_bounds(pages[number], x0, x1) for number in {page for page, _ in rows} & pages.keys()
    }
    return [
        a[0] == b[0]
        and bound_between(bounds.get(a[0], ()), max(w.bottom for w in a[1]), min(w.top for w in b[1]))
        for a, b in pairwise(rows)
    ]


def _capital(row: Row) -> bool:
    text = row[1][0].text.lstrip("”\"'(«»“")
    return bool(text) and (text[0].isupper() or text[0].isdigit())


def _begins_by_capital(rows: Sequence[Row], i: int) -> bool:
    """A row begins an item if it begins with a capital and would have fitted on the row before."""
    if not _capital(rows[i]) or _ends_open(rows[i - 1]):
        return False
    right = max(w.x1 for row in rows for w in row[1])
    last = rows[i - 1][1]
    room = right - max(w.x1 for w in last)
    first = rows[i][1][0]
    return room > (first.x1 - first.x0) or not last[-1].text.endswith(("-", ",", "/"))
