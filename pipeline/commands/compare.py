"""`kommunkompassen compare`: municipalities side by side."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.command_options import DatasetOption, JsonOption, dataset_folder
from pipeline.terminal import console, print_json, shown

if TYPE_CHECKING:
    from rich.table import Table

    from corpus.comparison.compare import Comparison
    from corpus.comparison.standings import Standing


def register(app: typer.Typer) -> None:
    app.command("compare", epilog="Example: kommunkompassen compare Eskilstuna Mariestad --dataset D")(
        compare
    )


def compare(
    municipalities: Annotated[list[str], typer.Argument(help="Two or more names or codes.")],
    dataset: DatasetOption = None,
    county: Annotated[
        str | None, typer.Option(help="Compare with this county's municipalities alone.")
    ] = None,
    size: Annotated[
        bool, typer.Option("--size", help="Compare with the first one's size group alone.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Compare municipalities per theme and question, each within its own edition."""
    from corpus.comparison.compare import compare as made_comparison
    from corpus.comparison.standings import size_group_of
    from corpus.dataset import open_dataset
    from corpus.populations import populations
    from corpus.searching.suggest import municipality_named

    opened = open_dataset(dataset_folder(dataset))
    named = [municipality_named(name) for name in municipalities]
    group = size_group_of(populations(opened).get(named[0].code)) if size else None
    found = made_comparison(opened, named, county=county, size_group=group)
    if json:
        print_json(dataclasses.asdict(found))
        return
    out = console()
    for note in found.notes:
        out.print(f"[yellow]{shown(note)}[/]\n")
    out.print(_themes(found))
    if found.questions:
        out.print()
        out.print(_questions(found))
    out.print(
        f"\n[dim]Procent av max; inom parentes percentil bland {shown(found.compared_with)}, "
        "där minst fem finns att jämföra.[/]"
    )


def _columns(found: Comparison, first: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(first)
    for name, report in zip(found.municipalities, found.reports, strict=True):
        table.add_column(f"{shown(name)}\n{report.year} ({report.edition})", justify="right")
    return table


def _themes(found: Comparison) -> Table:
    table = _columns(found, "Tema")
    for row in found.themes:
        table.add_row(shown(row.label), *(_cell(area.standing if area else None) for area in row.areas))
    return table


def _questions(found: Comparison) -> Table:
    table = _columns(found, "Delfråga")
    for row in found.questions:
        table.add_row(f"{row.question} {shown(row.text)}", *(_cell(standing) for standing in row.standings))
    return table


def _cell(standing: Standing | None) -> str:
    from corpus.searching.weights import FEWEST_TO_COMPARE

    if standing is None:
        return "-"
    if standing.count < FEWEST_TO_COMPARE:
        return f"{standing.percent:.0f}"
    return f"{standing.percent:.0f} ({standing.percentile:.0f})"
