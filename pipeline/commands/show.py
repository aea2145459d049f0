"""`kommunkompassen show`: one report of a dataset."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.command_options import DatasetOption, JsonOption, dataset_folder
from pipeline.terminal import console, print_json


def register(app: typer.Typer) -> None:
    app.command("show", epilog="Example: kommunkompassen show 0484-2011 --dataset dataset --examples")(show)


def show(
    report: Annotated[str, typer.Argument(help="Id of the report, or the name of its municipality.")],
    dataset: DatasetOption = None,
    examples: Annotated[bool, typer.Option("--examples", help="Also list the good examples.")] = False,
    json: JsonOption = False,
) -> None:
    """Show one report: its title page, scores, findings, facts and issues."""
    from corpus.dataset import open_dataset
    from corpus.report_lookup import find_report_id
    from pipeline.report_view import report_view

    opened = open_dataset(dataset_folder(dataset))
    tables = opened.report_rows(find_report_id(opened, report))
    if json:
        print_json(tables)
    else:
        out = console()
        for part in report_view(tables, examples=examples):
            out.print(part)
