"""The title page: whose report it is, of which year, by whom. Its parts come in any order."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.layout.dates import MONTHS, dates_in, is_date, years_in
from extractors.layout.headings import Prose, follows_closely, looks_like_heading
from extractors.layout.lines import Line
from extractors.layout.placed_text import boxes_of_words
from extractors.reading.pages import Word
from extractors.title_page.evaluators import evaluator_lines, is_person, read_evaluators
from schemas.municipalities import Municipality, by_printed_name
from schemas.records import Box

PART_GAP_EM = 2.5
"""Parts of a title page that stand side by side are at least this far apart, in ems."""

ALIGNED_POINTS = 2.0
"""How far apart the lines of a text beside others begin, at most."""

LONGEST_NAME_WORDS = 4

LAST_PAGE_OF_EVALUATORS = 3

_BEFORE_DATE = re.compile(r"([^\W\d][\w -]*?)[,:]?\s+(?:den\s+)?(?=\d)")
_DATE_LABEL = re.compile(r"(?:rapport)?datum|daterad|den", re.IGNORECASE)

FULL_LINE = 0.85
"""Share of the prose's width that a line of running text fills, at least."""

_NO_NAME = re.compile(
    rf"(?:kommunkompassen|kommun|kompassen|analys|av|rapport|utvärdering|utvärderingen|år|enligt|för|{'|'.join(MONTHS)}|\d[\d/–-]*)[:.,]?",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"(?:sveriges\s+kommuner\s+och\s+(?:landsting|regioner)|svenska\s+kommunförbundet|skl|skr)(?:\s*\((?:skl|skr)\))?",
    re.IGNORECASE,
)
_VISIT = re.compile(r"besök|intervju", re.IGNORECASE)
_NAMED_BY_BODY = re.compile(
    r"([A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+){0,2})\s+(?:kommun|stad|Kommun|Stad|KOMMUN|STAD)\b(?:\s+i\s+förhållande)?"
)


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What the title page says, None or empty where it says nothing."""

    municipality: Municipality | None
    year: int | None
    date: datetime.date | None
    evaluators: tuple[str, ...]
    publisher: str | None
    title: str | None
    boxes: tuple[Box, ...]


def part_title_page(lines: Sequence[Line], prose: Prose) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines of the first page that are the title page's, and those that are the report's text.

    Short reports begin their text on the first page: at the first full line of prose that goes on
    on the next, with the headings right above it. Evaluators may fill a line too, and so may texts
    side by side.
    """
    people = evaluator_lines(lines)
    full = FULL_LINE * (prose.right - prose.left)
    start = next(
        (
            i
            for i, (line, following) in enumerate(pairwise(lines))
            if i not in people
            and line.style == following.style == prose.style
            and line.x1 - line.x0 >= full
            and follows_closely(line, following)
            and len(_parts_of(line)) == 1
        ),
        len(lines),
    )
    while 0 < start < len(lines) and looks_like_heading(lines[start - 1], prose):
        start -= 1
    return lines[:start], lines[start:]


def title_page_parts(lines: Sequence[Line]) -> list[Line]:
    """The lines of a title page, cut where parts stand side by side, and before "Utvärderare:".

    Of people side by side each comes before what stands below the name, and of texts side by side
    each before the rest of it that goes on below.
    """
    parts: list[Line] = []
    above: list[Line] = []
    for line in lines:
        beside = _parts_of(line)
        if _stand_below(above, beside):
            for person, employer in zip(above, beside, strict=True):
                parts.insert(parts.index(person) + 1, employer)
        else:
            for part in beside:
                cell = _cell_of(above, part)
                parts.insert(parts.index(cell) + 1 if cell else len(parts), part)
        above = beside
    return parts


def _parts_of(line: Line) -> list[Line]:
    parts: list[Line] = []
    start = 0
    words = line.words
    for i in range(1, len(words)):
        apart = words[i].x0 - words[i - 1].x1 > PART_GAP_EM * max(words[i].size, 6.0)
        if apart or words[i].text.casefold() == "utvärderare:":
            parts.append(Line.of(line.page, words[start:i]))
            start = i
    parts.append(Line.of(line.page, words[start:]))
    return parts


def _cell_of(above: Sequence[Line], part: Line) -> Line | None:
    """Which of several texts side by side goes on, in small letters, in one right below its beginning."""
    if len(above) < 2 or not part.text[:1].islower():
        return None
    return next(
        (a for a in above if abs(a.x0 - part.x0) <= ALIGNED_POINTS and follows_closely(a, part)), None
    )


def _stand_below(above: Sequence[Line], parts: Sequence[Line]) -> bool:
    """Whether several people stand side by side and one text close below each."""
    return len(above) == len(parts) >= 2 and all(
        is_person(a.text) and follows_closely(a, b) and a.x0 < b.x1 and b.x0 < a.x1
        for a, b in zip(above, parts, strict=True)
    )


def read_title_page(first: Sequence[Line], others: Sequence[Line], running: Iterable[str]) -> TitlePage:
    """Read the title page from its lines.

    `others` are the report's other lines and `running` its running heads: what the title page does
    not say, the municipality, the date and the year, is looked for there.
    """
    parts = title_page_parts(first)
    people = evaluator_lines(parts)
    evaluators = read_evaluators(parts[i] for i in people)
    if not evaluators:  # reports without a title page of its own name them after the contents list
        early = title_page_parts([line for line in others if line.page <= LAST_PAGE_OF_EVALUATORS])
        evaluators = read_evaluators(early[i] for i in evaluator_lines(early))
    own = [part for i, part in enumerate(parts) if i not in people]
    heads = list(running)
    municipality, name_words = _municipality_on_page(own)
    if municipality is None:
        municipality = _municipality_in_text([*heads, *(line.text for line in others)])
    texts = [part.text for part in own]
    # Of several dates those of the visits are not the report's.
    said = sorted([*texts, *heads], key=lambda text: _VISIT.search(text) is not None)
    date = next((d for text in said for d in dates_in(text)), None)
    if date is None:
        date = next((d for line in others if (d := _date_of_signing(line))), None)
    years = [year for text in texts for year in years_in(text)]
    year = years[0] if years else (date.year if date else _usual_year(heads))
    publisher = next((part.text for part in parts if _PUBLISHER.fullmatch(part.text)), None)
    title_lines = _title_lines(own)
    return TitlePage(
        municipality,
        year,
        date,
        evaluators,
        publisher,
        " ".join(line.text for line in title_lines) or None,
        boxes_of_words((line.page, word) for line in title_lines for word in line.words)
        or _boxes_of(name_words, first),
    )


def _date_of_signing(line: Line) -> datetime.date | None:
    """The date of a line that holds nothing else but a place or a label: "Stockholm den 19 oktober 2017".

    A date alone counts on the first pages.
    """
    before = _BEFORE_DATE.match(line.text)
    date = line.text[before.end() if before else 0 :].rstrip(".")
    if not is_date(date):
        return None
    if before is None:
        known = line.page <= LAST_PAGE_OF_EVALUATORS
    else:
        known = bool(_DATE_LABEL.fullmatch(before[1]) or by_printed_name(before[1]))
    return next(dates_in(date), None) if known else None


def _boxes_of(words: Sequence[Word], lines: Sequence[Line]) -> tuple[Box, ...]:
    return boxes_of_words((lines[0].page, word) for word in words) if lines else ()


def _municipality_on_page(parts: Sequence[Line]) -> tuple[Municipality | None, tuple[Word, ...]]:
    """The municipality named in the largest letters, and the words that name it.

    Names may stand after other words ("Analys av Sundbybergs stad") and go on on the next line
    ("LILLA", "EDETS KOMMUN").
    """
    found: list[tuple[float, int, Municipality, tuple[Word, ...]]] = []
    rows = [tuple(part.words) for part in parts if not _PUBLISHER.fullmatch(part.text)]
    rows += [(*a.words, *b.words) for a, b in pairwise(parts) if a.style.size == b.style.size]
    for row in rows:
        for length in range(min(LONGEST_NAME_WORDS, len(row)), 0, -1):
            for start in range(len(row) - length + 1):
                words = row[start : start + length]
                if all(_NO_NAME.fullmatch(w.text) for w in words):
                    continue
                text = " ".join(w.text for w in words)
                municipality = by_printed_name(text) if words[0].text[:1].isupper() else None
                if municipality is not None:
                    found.append((max(w.size for w in words), length, municipality, words))
    if not found:
        return None, ()
    best = max(found, key=lambda f: (round(f[0]), f[1]))
    return best[2], best[3]


def _municipality_in_text(texts: Sequence[str]) -> Municipality | None:
    """The municipality that the report speaks of most as "X kommun"; None when two are named as often."""
    count: Counter[Municipality] = Counter()
    for text in texts:
        for match in _NAMED_BY_BODY.finditer(text):
            municipality = by_printed_name(f"{match[1]} kommun") or by_printed_name(match[1].split()[-1])
            if municipality is not None:
                count[municipality] += 1 + 4 * ("förhållande" in match[0])
    ranked = count.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _usual_year(heads: Sequence[str]) -> int | None:
    years = Counter(year for text in heads for year in years_in(text))
    return years.most_common(1)[0][0] if years else None


def _title_lines(parts: Sequence[Line]) -> list[Line]:
    """The lines of the title: all those set in letters nearly as large as the largest."""
    if not parts:
        return []
    largest = max(part.style.size for part in parts)
    return [part for part in parts if part.style.size >= 0.75 * largest]
