"""The editions of the framework (2002, 2010, 2016, 2020): areas, questions, and telling them apart.

The data stand in `editions/*.yaml`, one file per edition, and `editions/headings.yaml` for what is
printed alike in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process

from schemas.data_files import read_yaml
from schemas.records import FindingKind

_EDITION_KEYS = ("2002", "2010", "2016", "2020")
_NOT_LETTERS = re.compile(r"[\W_]+")
_REORDERED_COSTS = 5.0
"""What a title with its words in another order loses in similarity."""


@dataclass(frozen=True, slots=True)
class Question:
    """A scored sub-question (delfråga) of an edition."""

    number: str
    """As in `1.1`."""
    text: str
    max: float
    """Maximum in points."""


@dataclass(frozen=True, slots=True)
class Area:
    """One of an edition's eight areas, 100 points each."""

    number: int
    title: str
    variants: tuple[str, ...]
    """Other titles it is printed under."""
    theme: str
    questions: tuple[Question, ...]
    """Empty where the edition's questions are not known."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the framework."""

    key: str
    first_year: int
    last_year: int | None
    """Last year it was used; editions overlap by a year. None while in use."""
    areas: tuple[Area, ...]

    def area(self, number: int) -> Area | None:
        """The area with this number, None when there is none."""
        return next((a for a in self.areas if a.number == number), None)

    def questions(self) -> Mapping[str, Question]:
        """All questions by number, empty where they are not known."""
        return {q.number: q for a in self.areas for q in a.questions}


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """The area whose title a printed title resembles most."""

    edition: str
    area: Area
    similarity: float
    """0 to 100."""


@cache
def editions() -> tuple[Edition, ...]:
    """All editions, oldest first."""
    return tuple(_edition(_yaml(f"{key}.yaml")) for key in _EDITION_KEYS)


def edition(key: str) -> Edition:
    """The edition with this key (`2010`). Raises KeyError when there is none."""
    for each in editions():
        if each.key == key:
            return each
    raise KeyError(f"no edition {key!r}; there are {', '.join(_EDITION_KEYS)}")


@cache
def themes() -> Mapping[str, str]:
    """Theme key to its Swedish label. Every area of every edition has one of them."""
    return dict(_yaml("headings.yaml")["themes"])


@cache
def finding_columns() -> Mapping[FindingKind, tuple[str, ...]]:
    """Kind of finding to the headings its column is printed under, the usual one first."""
    return {kind: tuple(headings) for kind, headings in _yaml("headings.yaml")["finding_columns"].items()}


@cache
def overview_chapters() -> tuple[str, ...]:
    """Names, without number, of the chapter that lists the points of all questions."""
    return tuple(_yaml("headings.yaml")["overview_chapters"])


@cache
def closing_chapters() -> tuple[str, ...]:
    """Names, without number, of all chapters that may follow the areas' own."""
    return (*overview_chapters(), *_yaml("headings.yaml")["closing_chapters"])


def closes_areas(heading: str, *, at_least: float = 85) -> bool:
    """Whether a heading, without its number, is that of a chapter that follows the areas' own.

    The name may go on with the municipality's ("Kortfakta om Eskilstuna kommun"). `at_least` is the
    similarity asked for, 0 to 100.
    """
    printed, (names, openings) = _letters(heading), _closing_names()
    return printed.startswith(openings) or (
        process.extractOne(printed, names, scorer=fuzz.ratio, score_cutoff=at_least) is not None
    )


@cache
def _closing_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the closing chapters, and what headings that go on begin with."""
    names = tuple(map(_letters, closing_chapters()))
    return names, tuple(f"{name} {preposition} " for name in names for preposition in ("om", "för"))


def finding_kind(heading: str, *, at_least: float = 88) -> FindingKind | None:
    """The kind of finding that a column heading announces, None when it resembles no known one.

    `at_least` is the similarity asked for, 0 to 100: high enough that "Förbättringsmöjligheter" and
    "Utvecklingsmöjligheter" stay apart, low enough for a misread letter.
    """
    similarity, kind = max(
        (_similarity(heading, known), kind)
        for kind, headings in finding_columns().items()
        for known in headings
    )
    return kind if similarity >= at_least else None


def title_similarity(title: str, area: Area) -> float:
    """How much a printed title resembles the area's title or one of its variants, 0 to 100.

    Capitals, dashes and punctuation count for nothing, and the order of words for little.
    """
    return max(_similarity(title, known) for known in (area.title, *area.variants))


def best_area(title: str, edition: Edition | None = None, *, at_least: float = 75) -> AreaMatch | None:
    """The area, of `edition` or of any, whose title resembles `title` most.

    None when no similarity reaches `at_least`. Editions share titles: without `edition` the oldest
    edition with that title is named, so take only the theme from such an answer.
    """
    best = _most_alike(_letters(title), edition.key if edition else None)
    return best if best is not None and best.similarity >= at_least else None


@lru_cache(maxsize=4096)
def _most_alike(title: str, key: str | None) -> AreaMatch | None:
    best: AreaMatch | None = None
    for each in editions():
        for area in each.areas if key in (None, each.key) else ():
            similarity = title_similarity(title, area)
            if best is None or similarity > best.similarity:
                best = AreaMatch(each.key, area, similarity)
    return best


def _similarity(printed: str, known: str) -> float:
    a, b = _letters(printed), _letters(known)
    return max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b) - _REORDERED_COSTS) if a else 0.0


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text.casefold()).strip()


def _yaml(name: str) -> Any:
    return read_yaml(files("schemas").joinpath("editions", name))


def _edition(data: Any) -> Edition:
    first_year, last_year = data["years"]
    return Edition(data["key"], first_year, last_year, tuple(_area(a) for a in data["areas"]))


def _area(data: Any) -> Area:
    return Area(
        number=data["number"],
        title=data["title"],
        variants=tuple(data.get("variants", ())),
        theme=data["theme"],
        questions=tuple(Question(q["number"], q["text"], float(q["max"])) for q in data.get("questions", ())),
    )
