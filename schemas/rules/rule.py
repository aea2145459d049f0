"""What a validation rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from schemas.records import Box, Extraction, Issue, Severity


@dataclass(frozen=True, slots=True)
class Noticed:
    """A place where a rule does not hold."""

    table: str
    key: str | None
    """The question, area or column it is about, as text."""
    message: str
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that the records of one report should keep.

    `error`: cannot be true, so it was misread or mistyped. `warning`: contradicts itself or what is
    known, as real reports sometimes do. `info`: worth knowing.
    """

    id: str
    severity: Severity
    notice: Callable[[Extraction], Iterator[Noticed]]

    @property
    def why(self) -> str:
        """Why the rule is there: the docstring of its function."""
        return " ".join((self.notice.__doc__ or "").split())

    def issues(self, extraction: Extraction) -> tuple[Issue, ...]:
        """The issues this rule finds, in the order of the records."""
        return tuple(
            Issue(
                severity=self.severity,
                rule=self.id,
                table=noticed.table,
                key=noticed.key,
                message=noticed.message,
                boxes=noticed.boxes,
            )
            for noticed in self.notice(extraction)
        )
