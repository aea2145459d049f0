"""`kommunkompassen check`: re-validate a stored dataset."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.command_options import JsonOption, QuietOption, dataset_folder
from pipeline.terminal import SEVERITY_STYLES, console, plain_table, print_json, shown


def register(app: typer.Typer) -> None:
    app.command("check", epilog="Example: kommunkompassen check dataset")(check)


def check(
    dataset: Annotated[
        Path | None,
        typer.Argument(
            help="Folder of the dataset; ./dataset when it exists.", envvar="KOMMUNKOMPASSEN_DATASET"
        ),
    ] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check the files, ids and rules of a dataset; exit code 1 where there is an error."""
    from corpus.checking import check_dataset
    from corpus.dataset import open_dataset
    from pipeline.report_view import about

    results = check_dataset(open_dataset(dataset_folder(dataset)))
    counts = Counter(r.severity for r in results)
    if json:
        print_json([asdict(r) for r in results])
    elif not quiet:
        table = plain_table("Severity", "Report", "Rule", "About", "What was noticed")
        for result in results:
            style = SEVERITY_STYLES[result.severity]
            table.add_row(
                f"[{style}]{result.severity}[/]",
                shown(result.report_id or ""),
                shown(result.rule),
                shown(about(result.table, result.key)),
                shown(result.message),
            )
        if results:
            console().print(table, "")
        console().print(
            f"{counts['error']} errors, {counts['warning']} warnings, {counts['info']} things worth knowing."
        )
    raise typer.Exit(1 if counts["error"] else 0)
