"""A report as written, before anyone has decided how it looks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

FindingKind = Literal["strength", "partial", "improvement"]
Relation = Literal["own", "model", "mention"]

FINDING_KINDS: tuple[FindingKind, ...] = ("strength", "partial", "improvement")


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: four-digit code, name, and name with kommun or stad ("Borås stad")."""

    code: str
    name: str
    official_name: str


@dataclass(frozen=True, slots=True)
class Naming:
    """A municipality that a sentence holds up as an example, or only names."""

    relation: Relation
    municipality: Municipality


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    namings: tuple[Naming, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Section:
    """Prose under one heading. `question` is the number of the sub-question it bears on."""

    heading: str
    paragraphs: tuple[Paragraph, ...]
    question: str | None = None

    @property
    def text(self) -> str:
        return " ".join(p.text for p in self.paragraphs)


def round_half_up(value: Decimal, step: Decimal = Decimal(1)) -> Decimal:
    """`value` rounded to the nearest multiple of `step`, halves upwards, as the reports round."""
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


@dataclass(frozen=True, slots=True)
class Question:
    """A sub-question and its true score. `step` is 0.5 in reports that print half points.

    `misprint` is a number of points that is printed although the true score rounds to another.
    """

    number: str
    text: str
    max: int
    score: Decimal
    step: Decimal = Decimal(1)
    misprint: Decimal | None = None

    @property
    def printed(self) -> Decimal:
        return self.misprint if self.misprint is not None else round_half_up(self.score, self.step)

    @property
    def percent(self) -> Decimal:
        return round_half_up(self.score * 100 / self.max)


@dataclass(frozen=True, slots=True)
class Finding:
    kind: FindingKind
    text: str


@dataclass(frozen=True, slots=True)
class Area:
    """One of the eight areas. Its first section is the general one (Allmänt)."""

    number: int
    title: str
    sections: tuple[Section, ...]
    topics: tuple[str, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    reference_mean: int | None = None

    @property
    def max(self) -> int:
        return sum(q.max for q in self.questions)

    @property
    def score(self) -> Decimal:
        return sum((q.score for q in self.questions), Decimal(0))

    @property
    def printed(self) -> Decimal:
        return round_half_up(self.score, self.questions[0].step)

    @property
    def percent(self) -> Decimal:
        return round_half_up(self.score * 100 / self.max)

    def findings_of(self, kind: FindingKind) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.kind == kind)


@dataclass(frozen=True, slots=True)
class Evaluator:
    name: str
    employer: str


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FindingColumn:
    kind: FindingKind
    heading: str


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation report as written. `note` is printed on the title page where there is one."""

    municipality: Municipality
    year: int
    date: datetime.date
    edition: str
    publisher: str
    evaluators: tuple[Evaluator, ...]
    evaluation_number: int
    introduction: tuple[Section, ...]
    summary: tuple[Section, ...]
    areas: tuple[Area, ...]
    finding_columns: tuple[FindingColumn, ...]
    facts: tuple[Fact, ...] = ()
    states_total: bool = False
    reference_base: str | None = None
    note: str | None = None

    @property
    def total(self) -> Decimal:
        return sum((a.printed for a in self.areas), Decimal(0))

    def sections(self) -> Iterator[tuple[Area | None, Section]]:
        """Every section in the order of the report, with its area."""
        for section in (*self.introduction, *self.summary):
            yield None, section
        for area in self.areas:
            for section in area.sections:
                yield area, section


def printed_number(value: Decimal) -> str:
    """`7` as 7, `7.5` as 7,5."""
    return format(value.normalize(), "f").replace(".", ",")
