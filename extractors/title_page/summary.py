"""What the summary says in words: which evaluation this is, the total, whose mean is shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.layout.dates import years_in
from extractors.layout.numbers import parse_number
from schemas.data_files import read_yaml
from schemas.municipalities import by_printed_name

MOST_POINTS = 800.0
"""The most that a report can give: eight areas of 100 points."""

LEAST_TOTAL = 101.0
"""An area gives 100 points at most; a total is more."""


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A way of saying which evaluation it is."""

    pattern: re.Pattern[str]
    value: int | None
    """The number itself where the words alone decide it."""
    counts_earlier: bool
    """Whether the words count the earlier evaluations, not this one."""


def evaluation_number(
    sentences: Sequence[str], municipality: str | None = None, year: int | None = None
) -> int | None:
    """Which of the municipality's evaluations this is, from 1; None where no sentence says so.

    The surest pattern decides, and of several in a sentence the highest. Clauses about other
    evaluations, planned or past, do not count. Where nothing counts the evaluations, those whose
    years before the report's `year` are told are counted.
    """
    this_year = re.compile(rf"(?:år\s+)?\b{year}\b")
    told = [this_year.sub("i år", sentence) for sentence in sentences]
    own = [clause for sentence in told for clause in _clauses_about_this_one(sentence)]
    for each in _number_patterns(municipality or "\0"):
        for clause in own:
            matches = list(each.pattern.finditer(clause))
            if not matches:
                continue
            if each.value is not None:
                return each.value
            if "count" in each.pattern.groupindex:
                return int(_wording()["counts"][matches[0]["count"].casefold()]) + each.counts_earlier
            # "sin första utvärdering 2014 och nu sin andra"
            return max(_ordinal(match["ordinal"]) for match in matches)
    earlier = _years_of_earlier(told, municipality or "\0", year) if year else set()
    return len(earlier) + 1 if earlier else None


def _clauses_about_this_one(sentence: str) -> list[str]:
    """The sentence, or its clauses without those that are about other evaluations."""
    other = re.compile(_wording()["other_evaluation"], re.IGNORECASE)
    if not other.search(sentence):
        return [sentence]
    clauses = re.split(_wording()["clauses"], sentence, flags=re.IGNORECASE)
    return [clause.strip() for clause in clauses if not other.search(clause)]


def _years_of_earlier(sentences: Sequence[str], municipality: str, year: int) -> set[int]:
    """The years before `year` of which is told that the municipality was evaluated then."""
    no_evaluation = re.compile(_wording()["no_earlier_evaluation"], re.IGNORECASE)
    return {
        earlier
        for sentence in sentences
        for pattern in _earlier_patterns(municipality)
        for match in pattern.finditer(sentence)
        if not no_evaluation.search(sentence)
        for earlier in years_in(match["years"])
        if earlier < year
    }


def stated_total(
    sentences: Iterable[str],
    municipality: str | None = None,
    year: int | None = None,
    likely: Collection[float] = (),
) -> float | None:
    """The total that the report of `year` itself states in words, None where it does not.

    The surest pattern decides, but a total that is among the `likely`, such as the sum of the
    areas' points, comes before others that a text may tell: those of earlier years, or of others.
    """
    stated = list(_stated_totals(list(sentences), municipality, year))
    return next((total for total in stated if total in likely), stated[0] if stated else None)


def _stated_totals(sentences: Sequence[str], municipality: str | None, year: int | None) -> Iterator[float]:
    for pattern, certain in _total_patterns(municipality or "\0"):
        for sentence in sentences:
            for match in pattern.finditer(sentence):
                value = parse_number(match["number"])
                if value is None or not LEAST_TOTAL <= value < MOST_POINTS:
                    continue
                if certain or not _is_of_another(sentence, match, municipality, year):
                    yield value


def _is_of_another(sentence: str, match: re.Match[str], municipality: str | None, year: int | None) -> bool:
    """Whether the clause with the match gives the points of others, or of another year."""
    start = re.split(r"[,;]|\boch nu\b", sentence[: match.start("number")])[-1]
    clause = sentence[min(match.start(), match.start("number") - len(start)) : match.end()]
    after = re.split(r"[,;.]", sentence[match.end() :])[0]
    years = set(years_in(clause + after))
    return (
        re.search(_wording()["other_total"], clause, re.IGNORECASE) is not None
        or _names_another(clause, municipality)
        or (year is not None and bool(years) and year not in years)
    )


def _names_another(text: str, municipality: str | None) -> bool:
    """Whether another municipality than the evaluated one is named."""
    named = (by_printed_name(word) for word in re.findall(r"\b[A-ZÅÄÖ][a-zåäöé]+\b", text))
    return any(other is not None and other.name != municipality for other in named)


def reference_base(sentences: Iterable[str]) -> str | None:
    """Whose mean the reference means are, in the report's words; None where it does not say."""
    pattern = re.compile(_wording()["reference_base"], re.IGNORECASE)
    return next((m[1].strip() for m in map(pattern.search, sentences) if m), None)


def _ordinal(text: str) -> int:
    ordinals: Mapping[str, int] = _wording()["ordinals"]
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else int(ordinals[text.casefold()])


@cache
def _wording() -> Mapping[str, Any]:
    wording: Mapping[str, Any] = read_yaml(files("extractors.title_page").joinpath("summary_patterns.yaml"))
    return wording


@cache
def _number_patterns(municipality: str) -> tuple[NumberPattern, ...]:
    taken_part = (
        r"(?:utvärderats|granskats|genomlysts|deltagit|medverkat|gjort|genomfört|genomgått|prövat|använt)"
    )
    ordinal = rf"(?P<ordinal>{'|'.join(_wording()['ordinals'])}|\d{{1,2}}:[ae])"
    count = rf"(?P<count>{'|'.join(_wording()['counts'])})"
    return tuple(
        NumberPattern(
            re.compile(
                _filled(
                    entry["pattern"],
                    ordinal=ordinal,
                    count=count,
                    taken_part=taken_part,
                    name=re.escape(municipality),
                ),
                re.IGNORECASE,
            ),
            entry.get("value"),
            entry.get("counts_earlier", False),
        )
        for entry in _wording()["evaluation_number"]
    )


@cache
def _earlier_patterns(municipality: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(_filled(entry["pattern"], name=re.escape(municipality)), re.IGNORECASE)
        for entry in _wording()["earlier_evaluations"]
    )


@cache
def _total_patterns(municipality: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    """The patterns, each with whether it holds among words that speak of others' points too."""
    number = r"(?P<number>\d{3}(?:[.,]\d{1,2})?)"
    return tuple(
        (
            re.compile(_filled(entry["pattern"], number=number, name=re.escape(municipality)), re.IGNORECASE),
            entry.get("certain", False),
        )
        for entry in _wording()["stated_total"]
    )


def _filled(pattern: str, **parts: str) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return pattern
