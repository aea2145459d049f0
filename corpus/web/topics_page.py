"""Ämnen: the framework's areas and questions in an edition, each with its best municipalities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.comparison.profile import report_names
from corpus.comparison.standings import latest_reports
from corpus.dataset import Dataset
from corpus.searching.question_wording import edition_questions
from corpus.searching.topic_search import find_topics
from corpus.searching.topics import TOPIC_EDITION
from corpus.web.addresses import (
    TOPICS,
    municipality_address,
    question_search,
    report_address,
    row_address,
    topics_address,
    twin,
    with_parameters,
)
from corpus.web.municipality_page import edition_years
from corpus.web.parameters import TopicParameters
from schemas.editions import edition as framework_edition
from schemas.editions import editions, themes

_BEST = 3


@dataclass(frozen=True, slots=True)
class BestMunicipality:
    """A municipality among the best of its edition on an area or question."""

    municipality: str
    address: str
    year: int | None
    percent: float
    evidence_address: str


@dataclass(frozen=True, slots=True)
class QuestionTopic:
    """A question of the edition."""

    question: str
    text: str
    max: float | None
    search_address: str
    best: tuple[BestMunicipality, ...]


@dataclass(frozen=True, slots=True)
class AreaTopic:
    """An area of the edition."""

    area: int
    title: str
    theme: str
    best: tuple[BestMunicipality, ...]
    questions: tuple[QuestionTopic, ...]


@dataclass(frozen=True, slots=True)
class EditionChoice:
    """An edition that may be chosen."""

    edition: str
    years: str
    reports: int
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class ThemeCrossing:
    """A theme and the areas of each edition that carry it, in the order of `editions`."""

    theme: str
    label: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundQuestion:
    """A question that the asked words belong to."""

    edition: str
    question: str
    text: str
    theme: str | None
    search_address: str


@dataclass(frozen=True, slots=True)
class TopicsView:
    """The topics of an edition, and the crosswalk between editions."""

    address: str
    twin: str
    query: str
    found: tuple[FoundQuestion, ...]
    """The questions that the query's words belong to, in every edition."""
    expanded: tuple[str, ...]
    edition: str
    editions: tuple[EditionChoice, ...]
    known_questions: bool
    """Whether the edition's questions are known, or taken from reports."""
    areas: tuple[AreaTopic, ...]
    crossings: tuple[ThemeCrossing, ...]


def topics_view(dataset: Dataset, asked: TopicParameters) -> TopicsView:
    """The page of the topics; without an edition that of the newest one that has reports."""
    reports = dataset.derived("reports per edition", lambda: _reports_per_edition(dataset))
    key = asked.edition or next(
        (e.key for e in reversed(editions()) if reports.get(e.key)), editions()[-1].key
    )
    chosen = framework_edition(key)
    wordings = edition_questions(dataset, key)
    best = dataset.derived("best municipalities", lambda: _best(dataset))
    address = with_parameters(TOPICS, asked)
    found = find_topics(dataset, asked.words) if asked.words.strip() else None
    maxima = chosen.questions()
    return TopicsView(
        address=address,
        twin=twin(address),
        query=asked.words,
        found=(
            *(
                _found(TOPIC_EDITION, m.topic.question, m.topic.text, m.topic.theme)
                for m in (found.topics if found else ())
            ),
            *(_found(q.edition, q.question, q.text, None) for q in (found.questions if found else ())),
        ),
        expanded=found.expanded if found else (),
        edition=key,
        editions=tuple(
            EditionChoice(
                e.key, edition_years(e.key) or "", reports.get(e.key, 0), topics_address(e.key), e.key == key
            )
            for e in editions()
        ),
        known_questions=bool(maxima),
        areas=tuple(
            AreaTopic(
                area=area.number,
                title=area.title,
                theme=themes()[area.theme],
                best=best.get((key, str(area.number)), ()),
                questions=tuple(
                    QuestionTopic(
                        question=number,
                        text=text,
                        max=maxima[number].max if number in maxima else None,
                        search_address=question_search(key, number),
                        best=best.get((key, number), ()),
                    )
                    for number, text in wordings.items()
                    if number.partition(".")[0] == str(area.number)
                ),
            )
            for area in chosen.areas
        ),
        crossings=tuple(
            ThemeCrossing(
                theme,
                label,
                tuple(
                    ", ".join(f"{a.number} {a.title}" for a in e.areas if a.theme == theme)
                    for e in editions()
                ),
            )
            for theme, label in themes().items()
        ),
    )


def _found(edition: str, question: str, text: str, theme: str | None) -> FoundQuestion:
    return FoundQuestion(
        edition, question, text, themes().get(theme or ""), question_search(edition, question)
    )


def _reports_per_edition(dataset: Dataset) -> Mapping[str, int]:
    counted: dict[str, int] = {}
    for (edition,) in dataset.columns("reports", "edition"):
        if edition is not None:
            counted[edition] = counted.get(edition, 0) + 1
    return counted


def _best(dataset: Dataset) -> Mapping[tuple[str, str], tuple[BestMunicipality, ...]]:
    """Edition and area ("3") or question ("3.2") to its best municipalities by their latest reports."""
    latest = latest_reports(dataset.rows("reports", ("report_id", "municipality_code", "year", "edition")))
    names = report_names(dataset)
    scored: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for table, column in (("area_scores", "area"), ("question_scores", "question")):
        for report_id, number, percent in dataset.columns(table, "report_id", column, "percent"):
            edition = latest.get(report_id)
            if edition is not None and percent is not None and names[report_id][0] is not None:
                scored.setdefault((edition, str(number)), []).append((-percent, report_id))
    return {
        (edition, number): tuple(
            _best_municipality(names, report_id, number, -lost)
            for lost, report_id in sorted(set(scores))[:_BEST]
        )
        for (edition, number), scores in scored.items()
    }


def _best_municipality(
    names: Mapping[str, tuple[str | None, str | None, int | None]],
    report_id: str,
    number: str,
    percent: float,
) -> BestMunicipality:
    code, name, year = names[report_id]
    key = number if "." in number else f"o{number}"
    return BestMunicipality(
        municipality=name or report_id,
        address=municipality_address(code) if code else report_address(report_id),
        year=year,
        percent=percent,
        evidence_address=row_address(f"{report_id}/{key}"),
    )
