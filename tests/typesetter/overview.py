"""The overview of points: every area's sub-questions with their scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from schemas.municipalities import genitive
from tests.typesetter.blocks import Block, Cell, Prose, Table
from tests.typesetter.layout import Layout, prints_grand_total
from tests.typesetter.report import Area, Question, Report, printed_number, round_half_up

Row = tuple[Cell, ...]

_LABELS = {
    "Uppnått Max Procent": ("Uppnått", "Max", "Procent"),
    "Poäng Max Procent": ("Poäng", "Max", "Procent"),
    "Poäng Maxpoäng Andel": ("Poäng", "Maxpoäng", "Andel"),
    "Max Uppnått %": ("Max", "Uppnått", "%"),
    "Maxpoäng Poäng Procent": ("Maxpoäng", "Poäng", "Procent"),
    "Uppnådda poäng, Maxpoäng, Procent": ("Uppnådda poäng", "Maxpoäng", "Procent"),
    "Uppnått Max": ("Uppnått", "Max"),
    "Poäng av max, Procent": ("Poäng", "Procent"),
}


def overview(report: Report, layout: Layout) -> Iterator[Block]:
    """A sentence and the tables: one per area, or one for all."""
    name = genitive(report.municipality.official_name)
    yield Prose(f"Tabellen visar {name} resultat per delfråga inom respektive område.")
    if layout.overview_form == "one table":
        yield _table(layout, _head(layout, "", "Område/fråga"), list(_all_rows(report, layout)))
    else:
        for area in report.areas:
            yield _table(layout, _head(layout, f"{area.number}.", area.title), list(_area_rows(area, layout)))


def area_overview(area: Area, layout: Layout) -> Table:
    """The table of an area's own questions, as it stands on the area's pages."""
    return _table(layout, _head(layout, "", "Delfråga"), list(_area_rows(area, layout)))


def _table(layout: Layout, head: Row, rows: list[Row]) -> Table:
    numbers = (0.16, 0.15, 0.14)[3 - len(_LABELS[layout.overview_columns]) :]
    first = (0.09, 0.46) if layout.overview_number == "own column" else (0.55,)
    return Table((head, *rows), (*first, *numbers), head=1)


def _head(layout: Layout, number: str, title: str) -> Row:
    return (*_label(layout, number, title), *(Cell(label) for label in _LABELS[layout.overview_columns]))


def _label(layout: Layout, number: str, text: str) -> Row:
    if layout.overview_number == "own column":
        return (Cell(number), Cell(text))
    return (Cell(f"{number} {text}".strip()),)


def _all_rows(report: Report, layout: Layout) -> Iterator[Row]:
    """Each area's own points before those of its questions, and at last the points of all."""
    for area in report.areas:
        yield _scored(layout, f"{area.number}.", area.title, area)
        for question in area.questions:
            yield _scored(layout, question.number, question.text, question)
    if prints_grand_total(layout):
        score = sum((area.score for area in report.areas), Decimal(0))
        most = sum(area.max for area in report.areas)
        numbers = _numbers(layout, report.total, most, round_half_up(score * 100 / most))
        yield (*_label(layout, "", "Totalt"), *numbers)


def _area_rows(area: Area, layout: Layout) -> Iterator[Row]:
    """The questions' points, and the area's own as their sum."""
    total = _scored(layout, "", layout.overview_sum, area)
    rows = [_scored(layout, question.number, question.text, question) for question in area.questions]
    yield from [total, *rows] if layout.overview_sum_place == "above" else [*rows, total]


def _scored(layout: Layout, number: str, text: str, scored: Area | Question) -> Row:
    return (*_label(layout, number, text), *_numbers(layout, scored.printed, scored.max, scored.percent))


def _numbers(layout: Layout, printed: Decimal, maximum: int, share: Decimal) -> Row:
    points, most = printed_number(printed), str(maximum)
    percent = f"{printed_number(share)}{layout.percent_sign}"
    ordered = {
        "Max Uppnått %": (most, points, percent),
        "Maxpoäng Poäng Procent": (most, points, percent),
        "Uppnått Max": (points, most),
        "Poäng av max, Procent": (f"{points} av {most}", percent),
    }.get(layout.overview_columns, (points, most, percent))
    return tuple(map(Cell, ordered))
