"""Which sub-question a section or a finding bears on.

Reports word one topic three times, in the list at an area's head, as a heading and as a scored
question, and now and then leave one out. What holds is the order, so an area's headings and
questions are aligned as a whole, by likeness of words, and what has no partner gets none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain

import Stemmer
from rapidfuzz import fuzz

_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_CONTENT = frozenset(
    [
        "alla",
        "andra",
        "är",
        "arbetar",
        "arbete",
        "arbetet",
        "att",
        "av",
        "befintliga",
        "bedrivs",
        "beskrivs",
        "bl.a",
        "de",
        "den",
        "det",
        "eller",
        "en",
        "ett",
        "fungerar",
        "finns",
        "för",
        "från",
        "förs",
        "genom",
        "görs",
        "har",
        "hela",
        "hur",
        "hör",
        "i",
        "ihop",
        "inom",
        "kommun",
        "kommunen",
        "kommunens",
        "kring",
        "led",
        "man",
        "med",
        "mellan",
        "och",
        "olika",
        "om",
        "på",
        "respektive",
        "s.k",
        "samt",
        "sig",
        "sin",
        "sina",
        "sker",
        "som",
        "stor",
        "stödjer",
        "system",
        "till",
        "tas",
        "tillgodoses",
        "ut",
        "utövas",
        "utifrån",
        "vad",
        "vara",
        "vid",
        "vidare",
        "vikt",
        "vilka",
        "vilken",
        "vilket",
        "väl",
        "övergripande",
        "används",
    ]
)
"""Words that questions and headings share whatever their topic."""

_GENERAL = re.compile(
    r"(?:allmänt|sammanfattning|inledning|bakgrund|slutsatser?|övrigt)\b.*|.*\bområdet\b.*", re.IGNORECASE
)
"""Headings of sections that bear on the whole area: they are general, or speak of it ("Om området")."""

_NUMBERED = re.compile(r"([1-8])\s?[.:]\s?(\d{1,2})\b(?!\.\d)")
"""A heading that begins with a question's number, and not with a section's in a chapter ("3.3.2")."""

SAME_STEM = 1.0
SAME_ROOT = 0.85
PART_OF_COMPOUND = 0.7
"""Likeness of two words with the same stem, the same first letters, or one within the other."""

NO_PARTNER = -0.4
"""What it costs an alignment to leave a heading or a question alone: for both more than to pair
them, so that what stands between two sure pairs is paired by its place."""

UNLIKE = -0.2
"""What a pair that shares no word adds to an alignment, against 1 - 0.2 for one alike throughout."""

SPOKEN_OF = 0.2
"""What it adds to a pair that the section's text speaks of all that the question asks about."""

BEGINNING = 6
"""Letters that a word shares with a compound of it, as the measure of words against texts has it."""

CLEAR = 0.5
MARGIN = 0.2
"""A finding's topic is clear when it is this like one question, and this much more than any other."""


def link_headings(
    headings: Sequence[str], questions: Mapping[str, str], texts: Mapping[str, str] | None = None
) -> dict[str, str | None]:
    """The number of the question that each heading of an area bears on, None where there is none.

    `headings` in the order of the report, `questions` the wording by number ("1.1") in theirs, and
    `texts` what stands under the headings. The alignment keeps both orders (global alignment by
    dynamic programming). Headings that carry the questions' numbers need none.
    """
    topical = [h for h in dict.fromkeys(headings) if not _GENERAL.fullmatch(h.strip(" .:0123456789"))]
    links: dict[str, str | None] = dict.fromkeys(headings)
    numbered = {h: f"{m[1]}.{m[2]}" for h in topical if (m := _NUMBERED.match(h))}
    if numbered and set(numbered.values()) <= set(questions):
        return links | numbered
    numbers = list(questions)
    likeness = [_likenesses_of(h, list(questions.values())) for h in topical]
    spoken_of = _spoken_of([(texts or {}).get(h, "") for h in topical], list(questions.values()))
    both = [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(likeness, spoken_of, strict=True)]
    for row, column in _aligned(both, len(numbers)):
        links[topical[row]] = numbers[column]
    for row, heading in enumerate(topical):
        if links[heading] is None and numbers:
            # a second section on one question, as when a topic is parted in two
            best = max(range(len(numbers)), key=lambda k: likeness[row][k])
            if likeness[row][best] >= SAME_ROOT:
                links[heading] = numbers[best]
    return links


def link_findings(texts: Sequence[str], topics: Mapping[str, Sequence[str]]) -> list[str | None]:
    """The number of the question that each of an area's findings bears on, None where that is not clear.

    `topics` holds, by question, the wordings of its topic: the question and its section's heading.
    """
    wordings = [(number, wording) for number, each in topics.items() for wording in each]

    @cache  # the findings of an area repeat its words
    def alike(word: str) -> list[tuple[int, tuple[float, ...]]]:
        """The wordings that have words like this one, and how much each of theirs is."""
        rows = [_likenesses(word, wording) for _, wording in wordings]
        return [(k, row) for k, row in enumerate(rows) if row]

    def link(text: str) -> str | None:
        words = _content(text)
        rows: defaultdict[int, list[tuple[float, ...]]] = defaultdict(list)
        for word in words:
            for k, row in alike(word):
                rows[k].append(row)
        scores: defaultdict[str, float] = defaultdict(float)
        for k, table in rows.items():
            number = wordings[k][0]
            scores[number] = max(scores[number], _both_ways(table, len(words)))
        return _clear(scores)

    return [link(text) for text in texts]


def _both_ways(table: Sequence[tuple[float, ...]], length: int) -> float:
    """How much of the words of each of two texts is found in the other, 0 to 2.

    `table` has a column for each content word of the one text, and a row for each of the other that
    is like any of them; `length` is how many the other has in all.
    """
    rows: float = sum(map(max, table)) / length
    columns: float = sum(map(max, zip(*table, strict=True))) / len(table[0])
    return rows + columns


def _clear(scores: Mapping[str, float]) -> str | None:
    """The question that a text is like, unless it is like another nearly as much."""
    best = max(scores, key=lambda number: scores[number], default=None)
    if best is None or scores[best] < CLEAR:
        return None
    return best if all(scores[best] - scores[n] >= MARGIN for n in scores if n != best) else None


def _likenesses_of(heading: str, questions: Sequence[str]) -> list[float]:
    """How much of the words of a heading is found in each question, 0 to 1."""
    words = _of_wording(heading)
    tables = [[_likenesses(word, question) for word in words] for question in questions]
    return [sum([max(row, default=0.0) for row in table]) / len(words) if words else 0.0 for table in tables]


def _spoken_of(texts: Sequence[str], questions: Sequence[str]) -> list[list[float]]:
    """What each text adds to the likeness of its heading to each question: how much more than the
    other texts it speaks of what the question asks about.
    """
    asked = [{_stem(word) for word in _of_wording(question)} for question in questions]
    table = [_shares_spoken_of(asked, text) for text in texts]
    usual = [sum(column) / len(column) for column in zip(*table, strict=True)]
    return [[SPOKEN_OF * max(0.0, v - u) for v, u in zip(row, usual, strict=True)] for row in table]


def _shares_spoken_of(questions: Sequence[set[str]], text: str) -> list[float]:
    """How much of the stems of each question a text has, or words that begin alike, 0 to 1."""
    stems = set(chain.from_iterable(map(_stems, text.split())))
    beginnings = {stem[:BEGINNING] for stem in stems}

    def share(asked: set[str]) -> float:
        same = len(asked & stems)
        alike = sum([stem[:BEGINNING] in beginnings for stem in asked - stems])
        return (SAME_STEM * same + PART_OF_COMPOUND * alike) / len(asked) if asked else 0.0

    return [share(asked) for asked in questions]


def _content(text: str) -> list[str]:
    """The content words of a text, case folded."""
    return [w for w in _WORD.findall(text.casefold()) if w not in _NO_CONTENT]


@lru_cache(maxsize=1 << 14)
def _stems(printed: str) -> tuple[str, ...]:
    """The stems of the content words printed between two spaces, of which a hyphen or slash makes several."""
    return tuple(map(_stem, _content(printed)))


@lru_cache(maxsize=1 << 12)
def _of_wording(wording: str) -> list[str]:
    """The content words of a heading or question, which are the same in the reports of an edition."""
    return _content(wording)


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("swedish")


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    return stem


@lru_cache(maxsize=1 << 14)
def _likenesses(word: str, wording: str) -> tuple[float, ...]:
    """How much a content word is like each content word of `wording`; empty where it is like none."""
    row = tuple(_word_likeness(word, other) for other in _of_wording(wording))
    return row if any(row) else ()


@lru_cache(maxsize=1 << 16)
def _word_likeness(a: str, b: str) -> float:
    shorter, longer = sorted((_stem(a), _stem(b)), key=len)
    if shorter == longer:
        return SAME_STEM
    if len(shorter) >= 5 and fuzz.ratio(a, b) >= 82:
        return SAME_ROOT
    if len(shorter) >= 5 and shorter[:6] == longer[:6]:
        return PART_OF_COMPOUND
    return PART_OF_COMPOUND if len(shorter) >= 5 and shorter in longer else 0.0


def _aligned(likeness: Sequence[Sequence[float]], width: int) -> list[tuple[int, int]]:
    """The pairs (row, column) of the best alignment that keeps the order of both sides."""
    height = len(likeness)
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height + 1):
        for j in range(width + 1):
            if i or j:
                best[i][j] = max(
                    best[i - 1][j] + NO_PARTNER if i else float("-inf"),
                    best[i][j - 1] + NO_PARTNER if j else float("-inf"),
                    best[i - 1][j - 1] + likeness[i - 1][j - 1] + UNLIKE if i and j else float("-inf"),
                )
    pairs: list[tuple[int, int]] = []
    i, j = height, width
    while i and j:
        if best[i][j] == best[i - 1][j - 1] + likeness[i - 1][j - 1] + UNLIKE:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif best[i][j] == best[i - 1][j] + NO_PARTNER:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]
