"""What the summary says in words: which evaluation this is, the total, whose mean is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.layout.numbers import parse_number
from schemas.data_files import read_yaml

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


def evaluation_number(sentences: Sequence[str], municipality: str | None = None) -> int | None:
    """Which of the municipality's evaluations this is, from 1; None where no sentence says so.

    The surest pattern decides, and of several in a sentence the highest. Sentences about other
    evaluations, planned or past, do not count.
    """
    wording = _wording()
    other = re.compile(wording["other_evaluation"], re.IGNORECASE)
    own = [s for s in sentences if not other.search(s)]
    for each in _number_patterns(municipality or "\0"):
        for sentence in own:
            matches = list(each.pattern.finditer(sentence))
            if not matches:
                continue
            if each.value is not None:
                return each.value
            if each.counts_earlier:
                return int(wording["counts"][matches[0]["count"].casefold()]) + 1
            # "sin första utvärdering 2014 och nu sin andra"
            return max(_ordinal(match["ordinal"]) for match in matches)
    return None


def stated_total(sentences: Iterable[str]) -> float | None:
    """The total that the report itself states in words, None where it does not."""
    other = re.compile(_wording()["other_total"], re.IGNORECASE)
    sentences = list(sentences)
    for pattern in _total_patterns():
        for sentence in sentences:
            for match in pattern.finditer(sentence):
                before = re.split(r"[,;]", sentence[: match.start()])[-1] + match[0]
                value = parse_number(match["number"])
                if value is not None and LEAST_TOTAL <= value < MOST_POINTS and not other.search(before):
                    return value
    return None


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
    ordinal = rf"(?P<ordinal>{'|'.join(_wording()['ordinals'])}|\d{{1,2}}:[ae])"
    count = rf"(?P<count>{'|'.join(_wording()['counts'])})"
    return tuple(
        NumberPattern(
            re.compile(
                _filled(entry["pattern"], ordinal=ordinal, count=count, name=re.escape(municipality)),
                re.IGNORECASE,
            ),
            entry.get("value"),
            entry.get("counts_earlier", False),
        )
        for entry in _wording()["evaluation_number"]
    )


@cache
def _total_patterns() -> tuple[re.Pattern[str], ...]:
    number = r"(?P<number>\d{3}(?:[.,]\d{1,2})?)"
    return tuple(
        re.compile(_filled(entry["pattern"], number=number), re.IGNORECASE)
        for entry in _wording()["stated_total"]
    )


def _filled(pattern: str, **parts: str) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return pattern
