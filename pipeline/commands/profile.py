"""`kommunkompassen profile`: one municipality over time."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.command_options import DatasetOption, JsonOption, dataset_folder
from pipeline.terminal import console, print_json, shown

if TYPE_CHECKING:
    from rich.table import Table

    from corpus.comparison.profile import Quoted, ReportLine

_MOST_SENTENCES = 8


def register(app: typer.Typer) -> None:
    app.command("profile", epilog="Example: kommunkompassen profile 0484 --dataset D")(profile)


def profile(
    municipality: Annotated[str, typer.Argument(help="Name or four-digit code.")],
    dataset: DatasetOption = None,
    json: JsonOption = False,
) -> None:
    """Show a municipality over time: scores, strengths, what others praise it for."""
    from corpus.comparison.profile import profile as made_profile
    from corpus.dataset import open_dataset
    from corpus.searching.suggest import municipality_named

    found = made_profile(open_dataset(dataset_folder(dataset)), municipality_named(municipality))
    if json:
        print_json(dataclasses.asdict(found))
        return
    out = console()
    size = f", {found.size_group} invånare" if found.size_group else ""
    out.print(
        f"[bold]{shown(found.municipality)}[/] ({found.municipality_code}), {shown(found.county)}{size}"
    )
    for report in found.reports:
        out.print()
        out.print(_scores(report))
    for note in found.notes:
        out.print(f"\n[yellow]{shown(note)}[/]")
    _print_sentences("Andra kommuners rapporter lyfter fram kommunen", found.praised_by_others)
    _print_sentences("Egna goda exempel", found.own_examples)
    _print_sentences("Styrkor i senaste rapporten", found.strengths)


def _scores(report: ReportLine) -> Table:
    from rich.table import Table

    from corpus.searching.weights import FEWEST_TO_COMPARE

    total = "" if report.total is None else f", {report.total:.0f} poäng"
    title = f"{report.report_id} (utgåva {report.edition}{total})"
    table = Table(title=shown(title), title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("Område")
    for heading in ("Poäng", "Procent", "Medel", "Percentil", "Antal"):
        table.add_column(heading, justify="right")
    for area in report.areas:
        standing = area.standing
        cells = ("-",) * 4
        if standing is not None:
            rank = f"{standing.percentile:.0f}" if standing.count >= FEWEST_TO_COMPARE else "-"
            cells = (f"{standing.percent:.0f}", f"{standing.mean:.0f}", rank, str(standing.count))
        points = "-" if area.achieved is None else f"{area.achieved:g}"
        table.add_row(f"{area.area} {shown(area.title)}", points, *cells)
    return table


def _print_sentences(heading: str, sentences: Sequence[Quoted]) -> None:
    from rich.padding import Padding

    out = console()
    if not sentences:
        return
    out.print(f"\n[bold]{heading}[/]")
    for sentence in sentences[:_MOST_SENTENCES]:
        where = sentence.report_id if sentence.page is None else f"{sentence.report_id} s. {sentence.page}"
        out.print(Padding(f"{shown(sentence.text)} [dim]({shown(where)})[/]", (0, 0, 0, 2)))
    if len(sentences) > _MOST_SENTENCES:
        out.print(f"  [dim]och {len(sentences) - _MOST_SENTENCES} till (--json ger alla)[/]")
