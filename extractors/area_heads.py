"""The head of an area: its points, and the topics it lists, before its prose begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.language.sentences import split_sentences
from extractors.layout.dates import is_year
from extractors.layout.headings import Prose, follows_closely, looks_like_heading, same_look
from extractors.layout.lines import Line, begins_with_bullet, runs_of
from extractors.layout.numbers import parse_score
from extractors.layout.outline import points_after_title

_TOPICS_LABEL = re.compile(
    r"(?:\w*rubriker|rubrik|delområden?|delfrågor|innehåll|frågor|avsnitt|teman|aspekter|ämnen)\s*:?",
    re.IGNORECASE,
)
_POINTS_LABEL = re.compile(
    r"(?:poäng|poängsumma|resultat|utfall|uppnått|uppnådda?|erhållna|erhållen|erhållet)\s*:?", re.IGNORECASE
)
_OTHER_LABEL = re.compile(r"(?:max\w*\.?|möjlig\w*|procent|%|andel|av|poäng|i)\s*:?", re.IGNORECASE)
_MAX_LABEL = re.compile(r"(?:max\w*\.?|möjlig\w*)\s*:?", re.IGNORECASE)
_PERCENT_LABEL = re.compile(r"(?:procent|%|andel)\s*:?", re.IGNORECASE)

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_OF = r"\s*(?:p|poäng)?\s*(?:av|/|\()\s*(?:max(?:imalt)?\s*|totalt\s*)?(?:möjliga\s*)?"
_IN_WORDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:poäng|resultat|uppnått|uppnådda poäng)\b[^.\d]{{0,25}}{_NUMBER}{_OF}{_NUMBER}",
        rf"{_NUMBER}{_OF}{_NUMBER}\s*(?:möjliga\s*)?(?:p|poäng|möjliga)?\b",
        rf"(?:poäng|resultat)\s*:\s*{_NUMBER}()",
        rf"^\(?{_NUMBER}()\s*(?:p|poäng)\)?\.?$",
    )
)
"""Points given in a line of words, as "Poäng: 51 av 100", "51 poäng av 100 möjliga", "51/100"."""

_REST_OF_POINTS = re.compile(
    r"(?:(?:p|poäng|av|totalt|maximalt|max|möjliga|\d{1,3})\b[\s.]*)+", re.IGNORECASE
)
"""The end of such a line, where it wraps."""

_MEAN_LABEL = re.compile(r"(?:medel\w*|snitt|genomsnitt\w*|riket)\b.*", re.IGNORECASE)

LONGEST_POINTS_LINE = 70
"""Characters; a longer line that speaks of points is prose."""


MOST_SENTENCE_LINES = 2
LONGEST_POINTS_PARAGRAPH = 160
"""Lines and characters of a paragraph that speaks of points alone, at most."""

ALIGNED_POINTS = 2.0
"""How far apart lines begin that begin alike, at most."""

FAR_BELOW = 2.0
"""How much farther below a head without bullets prose begins than the head's lines stand apart, at least."""

_SPEAKS_OF_POINTS = re.compile(r"\d\s*poäng\b|\bpoäng\w*\D{0,20}\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AreaHead:
    """What stands between an area's heading and its prose."""

    achieved: float | None
    max: float | None
    percent: float | None
    topics: tuple[str, ...]
    lines: tuple[Line, ...]
    """The lines it takes, none where the area begins with its prose."""
    score_lines: tuple[Line, ...]
    """The lines with the points."""


_NOTHING = AreaHead(None, None, None, (), (), ())


def read_area_head(heading: Sequence[Line], lines: Sequence[Line], prose: Prose) -> AreaHead:
    """The head of the area with this heading and these lines after it.

    The heading's own points count where none stand below it.
    """
    below = _head_below(lines, prose)
    return below if below.achieved is not None else _points_in_heading(heading)


def _points_in_heading(heading: Sequence[Line]) -> AreaHead:
    said = points_after_title(heading)
    return _NOTHING if said is None else AreaHead(*said, None, (), (), tuple(heading))


def _head_below(lines: Sequence[Line], prose: Prose) -> AreaHead:
    for i, line in enumerate(lines[:3]):
        said = _points_in_sentences(lines[i : i + MOST_SENTENCE_LINES + 1])
        if said is not None:
            (achieved, most), count = said
            taken = lines[i : i + count]
            return AreaHead(achieved, most, None, (), tuple(lines[: i + count]), tuple(taken))
        labels = _labels(line) or _labels_with_years(line)
        if labels:
            return _table_head(lines, i, labels, prose)
        for count in (2, 1):  # in a narrow box the words wrap
            taken = lines[i : i + count]
            scores = _points_in_lines(taken)
            if scores is not None:
                return AreaHead(*scores, None, (), tuple(lines[: i + count]), tuple(taken))
    return _NOTHING


def _points_in_sentences(lines: Sequence[Line]) -> tuple[tuple[float, float | None], int] | None:
    """The points that a paragraph of several sentences gives which speaks of points alone, and its lines.

    As in "Resultat: 51 poäng av 100. Medelvärdet är 47 poäng."
    """
    if "poäng" not in lines[0].text.casefold():  # as in nearly all
        return None
    count = 1
    while count < len(lines) and follows_closely(lines[count - 1], lines[count]):
        if not same_look(lines[count - 1], lines[count]):
            break
        count += 1
    text = " ".join(line.text for line in lines[:count])
    sentences = [text[start:end] for start, end in split_sentences(text)]
    if count > MOST_SENTENCE_LINES or len(text) > LONGEST_POINTS_PARAGRAPH or len(sentences) < 2:
        return None
    if not all(_SPEAKS_OF_POINTS.search(sentence) for sentence in sentences):
        return None
    scores = points_in_words(sentences[0])
    return None if scores is None else (scores, count)


def _points_in_lines(lines: Sequence[Line]) -> tuple[float, float | None] | None:
    """The points that one line gives, or two together whose second ends what the first begins."""
    if len(lines) == 1:
        return points_in_words(lines[0].text)
    one_block = all(same_look(a, b) and follows_closely(a, b) for a, b in pairwise(lines))
    if not one_block or not _REST_OF_POINTS.fullmatch(lines[-1].text):
        return None
    return points_in_words(" ".join(line.text for line in lines))


def points_in_words(text: str) -> tuple[float, float | None] | None:
    """Points and, where said, maximum in a line such as "Poäng: 51 av 100"; None for prose."""
    if len(text) > LONGEST_POINTS_LINE:
        return None
    for pattern in _IN_WORDS:
        match = pattern.search(text)
        if match:
            achieved = parse_score(match[1])
            maximum = parse_score(match[2]) if match[2] else None
            if achieved is not None and (maximum is None or achieved <= maximum):
                return achieved, maximum
    return None


def _labels(line: Line) -> dict[str, tuple[float, float]]:
    """The labels of a table head and where they stand; empty when the line holds anything else."""
    labels: dict[str, tuple[float, float]] = {}
    for word in line.words:
        if _TOPICS_LABEL.fullmatch(word.text):
            key = "topics"
        elif _MAX_LABEL.fullmatch(word.text):
            key = "max"
        elif _PERCENT_LABEL.fullmatch(word.text):
            key = "percent"
        elif _POINTS_LABEL.fullmatch(word.text) and "points" not in labels:
            key = "points"
        elif _OTHER_LABEL.fullmatch(word.text):
            continue
        else:
            return {}
        labels.setdefault(key, (word.x0, word.x1))
    return labels if "points" in labels and len(labels) >= 2 else {}


def _labels_with_years(line: Line) -> dict[str, tuple[float, float]]:
    """The labels of a table head whose points have years, as in "Poäng 2013", "Poäng 2017", "Snitt".

    The last year's points are the report's own.
    """
    if not any(is_year(word.text) for word in line.words):  # as on nearly all lines
        return {}
    labels: dict[str, tuple[float, float]] = {}
    years: dict[str, tuple[float, float]] = {}
    for cell in runs_of(line):
        words = [word.text for word in cell]
        text = " ".join(w for w in words if not is_year(w))
        year = next((w for w in words if is_year(w)), None)
        place = cell[0].x0, cell[-1].x1
        if year and (not text or _POINTS_LABEL.fullmatch(text)):
            years[year] = place
        elif _MAX_LABEL.fullmatch(text):
            labels["max"] = place
        elif _PERCENT_LABEL.fullmatch(text):
            labels["percent"] = place
        elif _MEAN_LABEL.fullmatch(text):
            labels["mean"] = place
        else:
            return {}
    if not years or len(years) + len(labels) < 2:
        return {}
    own = max(years)
    return labels | {"points": years.pop(own)} | years


def _table_head(
    lines: Sequence[Line], start: int, labels: dict[str, tuple[float, float]], prose: Prose
) -> AreaHead:
    """Read the table below its labels: numbers under each label, topics left of them."""
    values: dict[str, float] = {}
    topics: list[str] = []
    score_lines: list[Line] = []
    i = start + 1
    first_number_x = min(labels[key][0] for key in labels if key != "topics") - 25
    while i < len(lines):
        line = lines[i]
        if (_labels(line) or _labels_with_years(line)).keys() == labels.keys():  # repeated on the next page
            i += 1
            continue
        numbers = [w for w in line.words if parse_score(w.text) is not None and (w.x0 > first_number_x)]
        words = [w for w in line.words if w not in numbers and w.text != "%"]
        if not words or ("topics" in labels and numbers and not values):
            for word in numbers:
                key = min(
                    (k for k in labels if k != "topics"), key=lambda k: _distance(labels[k], word.x0, word.x1)
                )
                values.setdefault(key, parse_score(word.text) or 0.0)
            score_lines.append(line)
        elif "topics" not in labels or _begins_prose(lines, i, prose, topics):
            break
        if words:
            _add_topic(topics, words[0].text, " ".join(w.text for w in words), line)
        i += 1
    if "points" not in values:
        return _NOTHING
    return AreaHead(
        values["points"],
        values.get("max"),
        values.get("percent"),
        tuple(topics),
        tuple(lines[:i]),
        tuple(score_lines),
    )


def _distance(label: tuple[float, float], x0: float, x1: float) -> float:
    return min(abs(label[0] - x0), abs(label[1] - x1), abs(sum(label) / 2 - (x0 + x1) / 2))


def _begins_prose(lines: Sequence[Line], i: int, prose: Prose, topics: Sequence[str]) -> bool:
    """Whether the line at `i` is the area's first heading or prose and no more topic of the head.

    Topics with bullets end at the first line that neither has one nor goes on with the last topic
    farther in than the bullets; topics without end at a heading, at a full line or before what stands
    far below or, at the edge of the prose, farther out.
    """
    line = lines[i]
    if looks_like_heading(line, prose):
        return True
    if begins_with_bullet(line.words):
        return False
    bulleted = [x for x in lines[:i] if begins_with_bullet(x.words)]
    if bulleted:
        above = lines[i - 1]
        return (
            line.x0 <= bulleted[0].x0 + ALIGNED_POINTS
            or line.page != above.page
            or line.top - above.bottom > 0.8 * prose.pitch
        )
    return (
        line.x1 - line.x0 > 0.75 * (prose.right - prose.left)
        or line.text.endswith(".")
        or (_begins_at_edge(line, prose) and line.x0 < min(x.x0 for x in lines[:i]) - ALIGNED_POINTS)
        or _stands_far_below(lines, i, prose)
    )


def _begins_at_edge(line: Line, prose: Prose) -> bool:
    return abs(line.x0 - prose.left) <= ALIGNED_POINTS


def _stands_far_below(lines: Sequence[Line], i: int, prose: Prose) -> bool:
    """Whether the line at `i` stands much farther below the one above than the lines of the head do."""
    gaps = [b.top - a.bottom for a, b in pairwise(lines[: i + 1]) if a.page == b.page]
    if len(gaps) < 2 or lines[i].page != lines[i - 1].page:
        return False
    return gaps[-1] > max(FAR_BELOW * max(gaps[:-1]), 0.8 * prose.pitch)


def _add_topic(topics: list[str], first: str, text: str, line: Line) -> None:
    if begins_with_bullet(line.words):
        topics.append(text[1:].strip())
    elif topics and line.text[:1].islower():
        topics[-1] += f" {text}"
    else:
        topics.append(text)
