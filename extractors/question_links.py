"""Which sub-question a section or a finding bears on.

Reports word one topic three times, in the list at an area's head, as a heading and as a scored
question, and now and then leave one out. What holds is the order, so an area's headings and
questions are aligned as a whole, by likeness of words, and what has no partner gets none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import Stemmer
from rapidfuzz import fuzz

_WORD = re.compile(r"[^\W\d_]+")
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
    likeness = [[likeness_of(h, questions[n]) for n in numbers] for h in topical]
    spoken_of = _spoken_of([(texts or {}).get(h, "") for h in topical], [questions[n] for n in numbers])
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


def link_finding(text: str, topics: Mapping[str, Sequence[str]]) -> str | None:
    """The number of the question that a finding bears on, None where that is not clear.

    `topics` holds, by question, the wordings of its topic: the question and its section's heading.
    """
    scores = {
        number: max((_both_ways(text, wording) for wording in wordings), default=0.0)
        for number, wordings in topics.items()
    }
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < CLEAR:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= MARGIN else None


def likeness_of(topic: str, wording: str) -> float:
    """How much of the words of `topic` is found in `wording`, 0 to 1."""
    words, others = _content(topic), _content(wording)
    if not words or not others:
        return 0.0
    return sum(max(_likenesses(w, wording)) for w in words) / len(words)


def _spoken_of(texts: Sequence[str], questions: Sequence[str]) -> list[list[float]]:
    """What each text adds to the likeness of its heading to each question: how much more than the
    other texts it speaks of what the question asks about.
    """
    table = [[_share_spoken_of(question, stems) for question in questions] for stems in map(_stems, texts)]
    usual = [sum(column) / len(column) for column in zip(*table, strict=True)]
    return [[SPOKEN_OF * max(0.0, v - u) for v, u in zip(row, usual, strict=True)] for row in table]


def _stems(text: str) -> frozenset[str]:
    """The stems of a text's content words, and the beginnings that words share with compounds of them."""
    stems = {stem for _, stem in _content(text)}
    return frozenset(stems | {f"{stem[:BEGINNING]}-" for stem in stems if len(stem) >= BEGINNING - 1})


def _share_spoken_of(question: str, stems: frozenset[str]) -> float:
    asked = {stem for _, stem in _content(question)}
    found = [
        SAME_STEM if stem in stems else PART_OF_COMPOUND if f"{stem[:BEGINNING]}-" in stems else 0.0
        for stem in asked
    ]
    return sum(found) / len(found) if found else 0.0


def _both_ways(a: str, b: str) -> float:
    """How much of the words of each text is found in the other, 0 to 2."""
    words, others = _content(a), _content(b)
    if not words or not others:
        return 0.0
    table = [_likenesses(w, b) for w in words]
    best = [max(row) for row in table]
    if not any(best):  # as for nearly all of an area's questions
        return 0.0
    rows: float = sum(best) / len(words)
    columns: float = sum(map(max, zip(*table, strict=True))) / len(others)
    return rows + columns


@lru_cache(maxsize=1 << 12)
def _content(text: str) -> tuple[tuple[str, str], ...]:
    """The content words of a text, each with its stem."""
    words = [w for w in _WORD.findall(text.casefold()) if len(w) > 1 and w not in _NO_CONTENT]
    return tuple(zip(words, _stemmer().stemWords(words), strict=True))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("swedish")


@lru_cache(maxsize=1 << 14)
def _likenesses(word: tuple[str, str], wording: str) -> tuple[float, ...]:
    """How much a content word is like each content word of `wording`."""
    return tuple(_word_likeness(word, other) for other in _content(wording))


@lru_cache(maxsize=1 << 16)
def _word_likeness(a: tuple[str, str], b: tuple[str, str]) -> float:
    if a[1] == b[1]:
        return SAME_STEM
    shorter, longer = sorted((a[1], b[1]), key=len)
    if len(shorter) >= 5 and fuzz.ratio(a[0], b[0]) >= 82:
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
