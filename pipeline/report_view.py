"""One report on a terminal: title page, scores with bars, findings in their columns, facts, issues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from corpus.labels import FINDING_LABELS, RELATION_LABELS
from pipeline.terminal import SEVERITY_STYLES, bar, plain_table, shown

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

Row = Mapping[str, Any]


def report_view(tables: Mapping[str, Sequence[Row]], *, examples: bool) -> Iterator[RenderableType]:
    """The parts of the view of one report, to be printed one after the other.

    `tables` are the rows of the report, table by table. All text from the report is made safe.
    """
    report = tables["reports"][0]
    yield from _title(report)
    if tables["area_scores"] or tables["question_scores"]:
        yield from _scores(tables["area_scores"], tables["question_scores"])
    if tables["findings"]:
        yield from _findings(tables["findings"], tables["area_scores"])
    if examples:
        yield from _examples(tables["examples"])
    if tables["facts"]:
        yield from _facts(tables["facts"])
    yield from _issues(tables["issues"])


def _title(report: Row) -> Iterator[RenderableType]:
    name, year = report["municipality"] or "Unknown municipality", report["year"] or "unknown year"
    yield f"[bold]{shown(name)} {year}[/]  {shown(report['report_id'])}"
    table = plain_table("", "")
    table.show_header = False
    for label, value in (
        ("Title", report["title"]),
        ("Report date", report["report_date"]),
        ("Edition", report["edition"]),
        ("Evaluation", report["evaluation_number"] and f"number {report['evaluation_number']}"),
        ("Evaluators", "; ".join(report["evaluators"] or ())),
        ("Publisher", report["publisher"]),
        ("Total", report["total"] is not None and f"{report['total']:g} points{_stated(report)}"),
        ("Means of", report["reference_base"]),
        ("Source", f"{report['source_file']}, {report['pages']} pages, read as {_reading(report)}"),
    ):
        if value:
            table.add_row(f"[dim]{label}[/]", shown(value))
    yield table


def _stated(report: Row) -> str:
    return "" if report["stated_total"] is None else f" (the text states {report['stated_total']:g})"


def _reading(report: Row) -> str:
    sure = "" if report["confidence"] is None else f" with confidence {report['confidence']:.2f}"
    return f"{report['read_by']}{sure}"


def _scores(areas: Sequence[Row], questions: Sequence[Row]) -> Iterator[RenderableType]:
    means = any(a["reference_mean"] is not None for a in areas)
    table = plain_table("", "Area and question", "", ">Points", ">%", *([">Mean"] if means else []))
    table.expand = True
    for column in table.columns:
        column.no_wrap = True
    table.columns[1].no_wrap = False
    table.columns[1].ratio = 1
    known = {a["area"] for a in areas}
    for area in [*areas, *({"area": n} for n in sorted({q["area"] for q in questions} - known))]:
        if "achieved" in area:
            mean = [_number(area["reference_mean"])] if means else []
            heading = (f"[bold]{area['area']}[/]", f"[bold]{shown(area['title'])}[/]")
            table.add_row(*heading, *_score_cells(area), *mean)
        else:
            table.add_row(f"[bold]{area['area']}[/]", "(no area score)")
        for question in questions:
            if question["area"] == area["area"]:
                table.add_row(shown(question["question"]), shown(question["text"]), *_score_cells(question))
    yield ""
    yield table


def _score_cells(row: Row) -> tuple[str, str, str]:
    achieved, maximum, percent = row["achieved"], row["max"], row["percent"]
    share = achieved / maximum if achieved is not None and maximum else (percent or 0) / 100
    return bar(share), f"{_number(achieved)} of {_number(maximum)}", _number(percent)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"


def _findings(findings: Sequence[Row], areas: Sequence[Row]) -> Iterator[RenderableType]:
    titles = {a["area"]: a["title"] for a in areas}
    for area in sorted({f["area"] for f in findings}):
        of_area = [f for f in findings if f["area"] == area]
        kinds = [kind for kind in FINDING_LABELS if any(f["kind"] == kind for f in of_area)]
        table = plain_table(*(heading for kind in kinds for heading in ("", FINDING_LABELS[kind])))
        table.expand = True
        for bullets, texts in zip(table.columns[::2], table.columns[1::2], strict=True):
            bullets.width, texts.ratio = 1, 1
        columns = [[shown(f["text"]) for f in of_area if f["kind"] == kind] for kind in kinds]
        for cells in zip_longest(*columns, fillvalue=""):
            table.add_row(*(part for text in cells for part in ("•" if text else "", text)))
        yield ""
        yield f"[bold]{area} {shown(titles.get(area, ''))}[/]"
        yield table


def _examples(examples: Sequence[Row]) -> Iterator[RenderableType]:
    table = plain_table("Example", "Municipality", "Sentence", ">Page")
    for example in examples:
        table.add_row(
            RELATION_LABELS[example["relation"]],
            shown(example["municipality"]),
            shown(example["text"]),
            _number(example["page"]),
        )
    yield ""
    yield table if examples else "No examples."


def _facts(facts: Sequence[Row]) -> Iterator[RenderableType]:
    table = plain_table("Kortfakta", "")
    for fact in facts:
        table.add_row(shown(fact["label"]), shown(fact["value"]))
    yield ""
    yield table


def _issues(issues: Sequence[Row]) -> Iterator[RenderableType]:
    yield ""
    yield issue_table(issues) if issues else "No issues."


def issue_table(issues: Iterable[Row]) -> Table:
    """Issues as a table: their severity, rule, what they are about and the message."""
    table = plain_table("Issue", "Rule", "About", "What was noticed")
    for column in table.columns[:3]:
        column.no_wrap = True
    for issue in issues:
        style = SEVERITY_STYLES.get(issue["severity"], "default")
        table.add_row(
            f"[{style}]{shown(issue['severity'])}[/]",
            shown(issue["rule"]),
            shown(_about(issue["table"], issue["key"])),
            shown(issue["message"]),
        )
    return table


def _about(table: str | None, key: str | None) -> str:
    """What an issue is about, in a word or two: `question 5.5`, `area 5`, `finding f3`."""
    if table is None or key is None:
        return table or key or ""
    noun = {"area_scores": "area", "question_scores": "question"}.get(table, table.removesuffix("s"))
    return f"{noun} {key.rpartition('/')[2]}"
