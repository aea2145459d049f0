"""Where one column of a table ends and the next begins."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from extractors.layout.lines import DASHES, Line, is_bullet
from extractors.reading.pages import Page, Word

LOOKED_AT_LINES = 40
"""Lines below a header that the columns are looked for in; a table's start is enough."""

ALIGNED_POINTS = 2.0
"""How far the starts of words of one column may lie apart."""

LEAST_ALIGNED = 2
"""Words that begin below a heading's start, at least, to show that its column is set flush left."""

TIGHT_EM = 0.5
"""Words nearer than this, in ems, belong to one run of text."""

BULLET_INDENT_POINTS = 40.0
"""How far right of its column's heading a bullet may stand."""

OVERFLOW_POINTS = 25.0
"""How far a word too long for its column may reach into the next one."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table."""

    bounds: tuple[float, ...]
    """The x that part them, one fewer than there are columns."""
    starts: tuple[float, ...]
    """The x at which texts or bullets of the columns begin."""

    def column_of(self, word: Word) -> int:
        """The number, from 0, of the column that a word begins in."""
        x0 = word.x0
        return sum([x0 >= bound for bound in self.bounds])


def find_columns(headings: Sequence[tuple[float, float]], lines: Sequence[Line], page: Page) -> Columns:
    """The columns of a table whose headings stand at `headings` (x0 and x1 of each, left to right).

    `lines` are the table's header and what stands below it, `page` the page of the header. The
    bound of two columns is a vertical rule between their headings; without one it lies before the
    bullets of the right one, and without bullets in the strip that the fewest words stand in.
    """
    header = lines[0]
    words = [w for line in lines[:LOOKED_AT_LINES] if line.page == header.page for w in line.words]
    bullets = _bullet_starts(words)
    rules = [
        (r.x0 + r.x1) / 2
        for r in page.rules
        if not r.horizontal and r.top < header.bottom + 30 and r.bottom > header.middle
    ]
    bounds = []
    for (left0, left1), (right0, _) in pairwise(headings):
        ruled = [x for x in rules if left1 - 2 <= x <= right0 + 2]
        bulleted = [x for x in bullets if left1 - 2 <= x <= right0 + BULLET_INDENT_POINTS]
        if ruled:
            bounds.append(max(ruled))
        elif bulleted:
            bounds.append(min(*bulleted, right0) - 1)
        else:
            bounds.append(_gutter(words, min(left0 + 5, left1), right0, header.bottom))
    texts = _common_starts(words)
    return Columns(tuple(bounds), (*(x0 for x0, _ in headings), *bullets, *texts))


def _bullet_starts(words: Sequence[Word]) -> list[float]:
    """Where bullets stand in columns, each place once; a dash counts where several stand aligned."""
    true = sorted({round(w.x0, 1) for w in words if is_bullet(w.text)})
    dashes = Counter(round(w.x0) for w in words if w.text in DASHES)
    places = true or [float(x) for x, count in dashes.items() if count >= 2]
    starts: list[float] = []
    for x in places:
        if not starts or x - starts[-1] > ALIGNED_POINTS:
            starts.append(x)
    return starts


def _common_starts(words: Sequence[Word]) -> list[float]:
    """Where at least three words begin aligned after a gap."""
    starts = Counter(round(w.x0) for w in words)
    return [float(x) for x, count in starts.items() if count >= 3]


def words_across(
    words: Sequence[Word], low: float, step: float, count: int, reach: float = 0.0
) -> tuple[list[float], list[int]]:
    """`count` places from `low` on, `step` points apart, and how many words stand across each.

    A word counts as `reach` points longer at both ends.
    """
    # one more from each word's start on, one less from its end on, summed up from left to right
    changes = [0] * (count + 1)
    for word in words:
        first = max(0, math.floor((word.x0 - reach - low) / step) + 1)
        last = min(count - 1, math.ceil((word.x1 + reach - low) / step) - 1)
        if first <= last:
            changes[first] += 1
            changes[last + 1] -= 1
    return [low + step * k for k in range(count)], list(accumulate(changes))[:-1]


def _gutter(words: Sequence[Word], low: float, right0: float, header_bottom: float) -> float:
    """The bound before a column whose heading starts at `right0`, looked for from `low` on.

    Right before the heading where the column's texts begin below its start and no more words stand
    across than anywhere; else at the right end of the widest strip that the fewest words stand in,
    because a heading may be centred over its column.
    """
    high = right0 + 8
    steps, counts = words_across(words, low, 0.5, max(1, int((high - low) * 2)))
    least = min(counts)
    starts = [w.x0 for w in words if w.top > header_bottom and abs(w.x0 - right0) <= ALIGNED_POINTS]
    flush = min([*starts, right0]) - 0.5
    if len(starts) >= LEAST_ALIGNED and sum(w.x0 < flush < w.x1 - ALIGNED_POINTS for w in words) <= least:
        return flush
    runs: list[tuple[float, float]] = []
    for x, count in zip(steps, counts, strict=True):
        if count != least:
            continue
        if runs and x - runs[-1][1] <= 0.75:
            runs[-1] = (runs[-1][0], x)
        else:
            runs.append((x, x))
    start, stop = max(runs, key=lambda r: r[1] - r[0] - 0.05 * abs((r[0] + r[1]) / 2 - right0))
    # the right column begins where the strip ends: keep the bound close to it
    return max((start + stop) / 2, stop - 4.0)


def runs_across(line: Line, columns: Columns) -> bool:
    """Whether a line is no row of the table, because running text stands across a bound.

    A word that begins where a column's texts do begins a text of its own, however tight, and a word
    too long for its column may reach a little into the next.
    """
    run_start = run_end = line.words[0].x0
    runs: list[tuple[float, float]] = []
    for word in line.words:
        x0 = word.x0
        tight = x0 - run_end < TIGHT_EM * max(word.size, 6.0)
        crossed = [bound for bound in columns.bounds if run_start < bound <= x0 + ALIGNED_POINTS]
        if not tight or (crossed and any(abs(x0 - start) <= ALIGNED_POINTS for start in columns.starts)):
            runs.append((run_start, run_end))
            run_start = x0
        run_end = max(run_end, word.x1)
    runs.append((run_start, run_end))
    return any(
        x0 < bound - ALIGNED_POINTS and x1 > bound + OVERFLOW_POINTS
        for x0, x1 in runs
        for bound in columns.bounds
    )
