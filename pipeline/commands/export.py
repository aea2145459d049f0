"""`kommunkompassen export`: the dataset in other formats."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.command_options import DatasetOption, JsonOption, dataset_folder
from pipeline.terminal import console, print_json, shown


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    SQLITE = "sqlite"


def register(app: typer.Typer) -> None:
    app.command("export", epilog="Example: kommunkompassen export --dataset D --to tables --format csv")(
        export
    )


def export(
    to: Annotated[
        Path, typer.Option("--to", help="Folder to write into; made when missing.", file_okay=False)
    ],
    dataset: DatasetOption = None,
    format: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.CSV,
    json: JsonOption = False,
) -> None:
    """Write every table as CSV, JSON Lines or one SQLite file."""
    from corpus.dataset import open_dataset
    from corpus.export import export as write_export

    files = write_export(open_dataset(dataset_folder(dataset)), to, format.value)
    if json:
        print_json([str(f) for f in files])
    else:
        for file in files:
            console().print(shown(file), soft_wrap=True)
