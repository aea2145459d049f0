"""Turn a report and a layout into the blocks of a document."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from schemas.municipalities import genitive
from tests.typesetter.blocks import (
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Heading,
    Line,
    Margin,
    NewPage,
    Prose,
    Table,
    TwoColumns,
)
from tests.typesetter.layout import Layout
from tests.typesetter.overview import area_overview
from tests.typesetter.overview import overview as overview_blocks
from tests.typesetter.report import Area, Report, Section, printed_number

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


def compose(report: Report, layout: Layout) -> Document:
    """The document of `report` in `layout`."""
    chapters = _chapters(report, layout)
    blocks: list[Block] = [*_title_page(report, layout)]
    if layout.title_alone or layout.contents != "none":
        blocks.append(NewPage())
    if layout.contents != "none":
        blocks += [*_contents(report, layout, [title for title, _ in chapters]), NewPage()]
    for number, (title, body) in enumerate(chapters, start=1):
        if number > 2:
            blocks.append(NewPage())
        blocks += [Heading(1, _chapter_title(layout, number, title)), *body]
    document = Document(
        title=f"Kommunkompassen {report.municipality.official_name} {report.year}",
        blocks=tuple(blocks),
        head=_head(report, layout),
        foot=_foot(report, layout),
    )
    return _with_hard_spaces(document) if layout.hard_spaces else document


def _with_hard_spaces(value: Any) -> Any:
    """`value`, a text or blocks that hold texts, with no-break spaces inside numbers and before %."""
    if isinstance(value, str):
        return re.sub(r"(?<=\d) (?=\d{3}\b|%)", "\N{NO-BREAK SPACE}", value)
    if isinstance(value, tuple):
        return tuple(map(_with_hard_spaces, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return dataclasses.replace(value, **{n: _with_hard_spaces(getattr(value, n)) for n in names})
    return value


def _chapters(report: Report, layout: Layout) -> list[tuple[str, list[Block]]]:
    name = report.municipality.official_name
    short = layout.chapter_titles == "short"
    in_detail = "per område" if short else "i förhållande till Kommunkompassens åtta områden"
    areas = (f"Detaljerad genomgång {in_detail}", list(_areas(report, layout)))
    overview = (layout.overview_title, list(overview_blocks(report, layout)))
    facts = (f"Kortfakta om {name}", list(_facts(report, layout)))
    before = [
        (report.introduction[0].heading, list(_plain_sections(report.introduction))),
        (
            "Sammanfattning"
            if short
            else f"{name} i förhållande till Kommunkompassen: En sammanfattande genomgång",
            list(_summary(report, layout)),
        ),
    ]
    after = {
        "last": [areas, facts, overview],
        "before facts": [areas, overview, facts],
        "before areas": [overview, areas, facts],
        "each area": [areas, facts],
    }
    return before + [c for c in after[layout.overview_place] if report.facts or c is not facts]


def _chapter_title(layout: Layout, number: int, title: str) -> str:
    prefix = {"1": f"{number} ", "1.": f"{number}. ", "none": ""}[layout.chapter_number]
    return prefix + (title.upper() if layout.chapter_capitals else title)


# --- title page, contents, running head and foot


def _title_page(report: Report, layout: Layout) -> Iterator[Line]:
    product = Line(layout.product, 24, bold=True)
    analysis, name = _title_name(report, layout)
    years = [] if layout.year_form == "with name" else [Line(_title_year(report, layout), 18)]
    date = Line(_date(report, layout), 11)
    evaluators = [Line(text, 11) for text in _evaluators(report, layout)]
    publisher = Line(report.publisher, 11)
    analysis_line = [Line(analysis, 18)] if analysis else []
    orders = {
        "usual": [product, *analysis_line, name, *years, date, *evaluators, publisher],
        "name first": [product, name, *years, *analysis_line, *evaluators, date, publisher],
        "evaluators first": [publisher, *evaluators, date, product, *analysis_line, name, *years],
        "analysis last": [publisher, product, name, *years, date, *evaluators, *analysis_line],
    }
    if report.note:
        yield Line(report.note, 11)
    yield from orders[layout.title_order]


def _title_name(report: Report, layout: Layout) -> tuple[str, Line]:
    name = report.municipality.official_name
    year = f" {report.year}" if layout.year_form == "with name" else ""
    if layout.name_form == "capitals":
        return "ANALYS AV", Line(name.upper() + year, 20, bold=True)
    if layout.name_form == "plain":
        return "RAPPORT", Line(name + year, 20, bold=True)
    if layout.name_form == "genitive":
        return "", Line(f"{genitive(name.upper())} RAPPORT{year}", 20, bold=True)
    return "", Line(f"Analys av {name}{year}", 20, bold=True)


def _title_year(report: Report, layout: Layout) -> str:
    month = MONTHS[report.date.month - 1]
    return f"{month.upper()} {report.year}" if layout.year_form == "month year" else str(report.year)


def _date(report: Report, layout: Layout) -> str:
    if layout.date_form == "iso":
        return report.date.isoformat()
    return f"{report.date.day} {MONTHS[report.date.month - 1]} {report.date.year}"


def _evaluators(report: Report, layout: Layout) -> list[str]:
    each = [f"{e.name}, {e.employer}" for e in report.evaluators]
    if layout.evaluator_form == "lines":
        return each
    if layout.evaluator_form == "labelled":
        return ["Utvärderare:", *each]
    return [f"Utvärderare: {' och '.join(each)}"]


def _contents(report: Report, layout: Layout, chapters: Iterable[str]) -> Iterator[Block]:
    entries, page = [], 3
    for number, title in enumerate(chapters, start=1):
        entries.append((_chapter_title(layout, number, title), page))
        if title.startswith("Detaljerad"):
            for area in report.areas:
                entries.append((_area_heading(area, layout).replace("\n", " "), page := page + 1))
        page += 1
    yield Heading(1, "Innehåll")
    yield Contents(tuple(entries), dots=layout.contents == "dots")


def _head(report: Report, layout: Layout) -> Margin:
    name = f"Kommunkompassen {report.municipality.official_name} {report.year}"
    return {
        "none": Margin(),
        "organisation": Margin(left=report.publisher, right=report.date.isoformat()),
        "municipality": Margin(right=name),
        "organisation page": Margin(left=report.publisher, middle=report.date.isoformat(), right="{n} ({N})"),
    }[layout.head]


def _foot(report: Report, layout: Layout) -> Margin:
    name = f"{report.municipality.official_name} {report.year}"
    return {
        "none": Margin(),
        "n": Margin(middle="{n}"),
        "n (N)": Margin(right="{n} ({N})"),
        "Sida n av N": Margin(left="Kommunkompassen", right="Sida {n} av {N}"),
        "name n": Margin(left=name, right="{n}"),
    }[layout.foot]


# --- chapters


def _plain_sections(sections: Iterable[Section]) -> Iterator[Block]:
    for section in sections:
        yield from (Prose(p.text) for p in section.paragraphs)


def _summary(report: Report, layout: Layout) -> Iterator[Block]:
    for section in report.summary:
        yield Heading(3, section.heading)
        yield from (Prose(p.text) for p in section.paragraphs)
    form = layout.summary_points
    if form == "none":
        return
    reference = [a.reference_mean or 0 for a in report.areas] if form.endswith("reference") else []
    base = report.reference_base or "Medelvärde"
    if form.startswith("table"):
        head = [Cell("Område"), Cell("Poäng"), *([Cell(base)] if reference else [])]
        rows = [
            (
                Cell(f"{a.number} {a.title}"),
                Cell(printed_number(a.printed)),
                *([Cell(str(mean))] if reference else []),
            )
            for a, mean in zip_longest(report.areas, reference)
        ]
        widths = (0.6, 0.15, 0.25) if reference else (0.7, 0.3)
        yield Table((tuple(head), *rows), widths, head=1)
    else:
        lying = form.startswith("bars")
        yield Chart(
            labels=tuple(a.title if lying else str(a.number) for a in report.areas),
            values=tuple(float(a.printed) for a in report.areas),
            reference=tuple(float(mean) for mean in reference),
            legend=(report.municipality.name, base) if reference else (),
            lying=lying,
        )


def _area_heading(area: Area, layout: Layout) -> str:
    prefix = {
        "Område 1": f"Område {area.number}",
        "Område 1:": f"Område {area.number}:",
        "Område 1 –": f"Område {area.number} –",
        "OMRÅDE 1": f"OMRÅDE {area.number}",
        "FOKUSOMRÅDE 1": f"FOKUSOMRÅDE {area.number}",
        "1": f"{area.number}",
        "1.": f"{area.number}.",
        "3.1": f"3.{area.number}",
        "title": "",
    }[layout.area_heading]
    joint = "\n" if layout.area_heading_lines == 2 else " "
    capitals = layout.area_heading in ("OMRÅDE 1", "FOKUSOMRÅDE 1")
    return (prefix + joint + (area.title.upper() if capitals else area.title)).strip()


def _areas(report: Report, layout: Layout) -> Iterator[Block]:
    for area in report.areas:
        if layout.area_on_new_page and area.number > 1:
            yield NewPage()
        yield Heading(2, _area_heading(area, layout))
        yield from _area_head(area, layout)
        prose = list(_sections(area))
        if layout.columns == 2:
            yield TwoColumns(tuple(prose))
        else:
            yield from prose
        if layout.findings_heading != "none":
            of_area = f" {area.title}" if layout.findings_heading.endswith("area") else ""
            yield Heading(3, f"Sammanfattning{of_area}")
        if layout.findings_form == "stacked":
            yield from _stacked_findings(report, area)
        else:
            yield _findings(report, area, layout)
        if layout.overview_place == "each area":
            yield area_overview(area, layout)


def _sections(area: Area) -> Iterator[Heading | Prose]:
    for section in area.sections:
        yield Heading(3, section.heading)
        yield from (Prose(p.text) for p in section.paragraphs)


def _area_head(area: Area, layout: Layout) -> Iterator[Block]:
    points = printed_number(area.printed)
    if layout.area_head == "topics table":
        rows = ((Cell("Rubriker"), Cell("Poäng")), (Cell(items=area.topics), Cell(points)))
        yield Table(rows, (0.75, 0.25), head=1)
    elif layout.area_head == "score table":
        yield Table(((Cell("Poäng"), Cell("Max")), (Cell(points), Cell(str(area.max)))), (0.2, 0.2), head=1)
    elif layout.area_head == "score line":
        yield Prose(f"Poäng: {points} av {area.max}")
    elif layout.area_head == "prose":
        yield Prose(f"Kommunen får {points} poäng av {area.max} möjliga inom området.")


def _findings(report: Report, area: Area, layout: Layout) -> Table:
    columns = report.finding_columns
    head = tuple(Cell(column.heading) for column in columns)
    texts = [[f.text for f in area.findings_of(column.kind)] for column in columns]
    if layout.finding_cells == "rows":
        body = [
            tuple(Cell(items=(text,)) if text else Cell() for text in row)
            for row in zip_longest(*texts, fillvalue="")
        ]
    else:
        body = [tuple(Cell(items=tuple(items)) for items in texts)]
    return Table((head, *body), (1 / len(columns),) * len(columns), head=1)


def _stacked_findings(report: Report, area: Area) -> Iterator[Table]:
    for column in report.finding_columns:
        if found := area.findings_of(column.kind):
            items = Cell(items=tuple(f.text for f in found))
            yield Table(((Cell(column.heading),), (items,)), (1.0,), head=1)


def _facts(report: Report, layout: Layout) -> Iterator[Block]:
    if layout.facts_form == "table":
        yield Table(tuple((Cell(f.label), Cell(f.value)) for f in report.facts), (0.5, 0.5))
    elif layout.facts_form == "below":
        for fact in report.facts:
            yield Line(fact.label, layout.body_size, bold=True, gap=2)
            yield Line(fact.value, layout.body_size)
    else:
        yield from (Prose(f"{f.label}: {f.value}") for f in report.facts)
