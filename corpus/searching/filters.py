"""What a search may be narrowed to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import tantivy

from corpus.searching.evidence import KINDS, Kind
from corpus.searching.index import Index
from corpus.searching.topics import TOPIC_EDITION, TOPIC_MARK
from schemas.editions import editions, themes
from schemas.errors import UserError
from schemas.municipalities import municipalities

_RANGE = re.compile(r"(?P<low>\d{0,9})[-\u2013](?P<high>\d{0,9})")


class FilterError(UserError):
    """A filter asks for something that does not exist. The message names what does."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which evidence counts. None asks nothing; what is given must all hold.

    County and population are of the municipality that the evidence speaks for; population is the
    latest Folkmängd that one of its own reports states, so a municipality without a report of its
    own has none and is left out.
    """

    theme: str | None = None
    area: int | None = None
    question: str | None = None
    """A sub-question such as 2.3: of `edition`, and without one the topic of edition 2010."""
    edition: str | None = None
    since: int | None = None
    until: int | None = None
    county: str | None = None
    """Name of the county, or its two-digit code."""
    population: tuple[int | None, int | None] = (None, None)
    """Lowest and highest number of inhabitants."""
    kind: Kind | None = None
    minimum_percent: float | None = None
    """Lowest percent on the question, where the evidence has a question with a score."""
    exclude: str | None = None
    """Code of a municipality to leave out: one's own."""


def check(filters: Filters) -> None:
    """Raises FilterError where a filter names a theme, edition, county, kind or range that cannot be."""
    _known("theme", filters.theme, tuple(themes()))
    _known("edition", filters.edition, tuple(e.key for e in editions()))
    _known("kind", filters.kind, KINDS)
    if filters.county is not None:
        county_code(filters.county)
    low, high = filters.population
    for name, first, last in (("years", filters.since, filters.until), ("population", low, high)):
        if first is not None and last is not None and first > last:
            raise FilterError(f"The range of {name} is empty: {first} is more than {last}. Swap the two.")


def county_code(name: str) -> str:
    """The two-digit code of a county given by name, with or without "län", or by its code."""
    asked = name.strip().casefold()
    known = {m.county: m.county_code for m in municipalities()}
    for county, code in known.items():
        bare = county.casefold().removesuffix(" län")
        if asked in (code, county.casefold(), bare, bare.removesuffix("s")):
            return code
    raise FilterError(f"There is no county “{name}”. The counties are: {', '.join(sorted(known))}.")


def population_range(text: str | None) -> tuple[int | None, int | None]:
    """The range that "20000-60000", "20000-" or "-60000" means. Raises FilterError for anything else."""
    if text is None:
        return None, None
    match = _RANGE.fullmatch("".join(text.split()))
    if match is None or not (match["low"] or match["high"]):
        raise FilterError(
            f"“{text[:40]}” is no range of inhabitants. Write it as 20000-60000, 20000- or -60000."
        )
    return (int(match["low"]) if match["low"] else None, int(match["high"]) if match["high"] else None)


def filter_query(index: Index, filters: Filters, populations: Mapping[str, float]) -> tantivy.Query | None:
    """The condition on evidence rows in the engine's terms, None when nothing is asked.

    `populations` maps municipality codes to inhabitants.
    """
    schema, conditions = index.engine.schema, []
    exact = {
        "theme": filters.theme,
        "area": None if filters.area is None else str(filters.area),
        "edition": filters.edition,
        "kind": filters.kind,
        "county_code": None if filters.county is None else county_code(filters.county),
    }
    for field, value in exact.items():
        if value is not None:
            conditions.append((tantivy.Occur.Must, tantivy.Query.term_query(schema, field, value)))
    if filters.question is not None:
        conditions.append((tantivy.Occur.Must, _question(schema, filters)))
    if filters.since is not None or filters.until is not None:
        years = tantivy.Query.range_query(
            schema, "year", tantivy.FieldType.Integer, filters.since, filters.until
        )
        conditions.append((tantivy.Occur.Must, years))
    if filters.minimum_percent is not None:
        percents = tantivy.Query.range_query(
            schema, "percent", tantivy.FieldType.Float, float(filters.minimum_percent), None
        )
        conditions.append((tantivy.Occur.Must, percents))
    low, high = filters.population
    if low is not None or high is not None:
        codes = [
            c for c, n in populations.items() if (low is None or n >= low) and (high is None or n <= high)
        ]
        conditions.append(
            (tantivy.Occur.Must, tantivy.Query.term_set_query(schema, "municipality_code", codes))
        )
    if filters.exclude is not None:
        own = tantivy.Query.term_query(schema, "municipality_code", filters.exclude)
        conditions += [(tantivy.Occur.Must, tantivy.Query.all_query()), (tantivy.Occur.MustNot, own)]
    return tantivy.Query.boolean_query(conditions) if conditions else None


def _question(schema: tantivy.Schema, filters: Filters) -> tantivy.Query:
    """Evidence of a question: of the named edition's own, else of the topic that bears the number."""
    if filters.edition is not None and filters.edition != TOPIC_EDITION:
        return tantivy.Query.term_query(schema, "question", filters.question)
    return tantivy.Query.term_query(schema, "words", f"{TOPIC_MARK}{filters.question}")


def _known(what: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is not None and value not in known:
        raise FilterError(f"There is no {what} “{value}”. There are: {', '.join(known)}.")
