"""`kommunkompassen ingest` and `retry`: a folder of report PDFs becomes a dataset."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.command_options import DatasetArgument, JsonOption, QuietOption, WaitOption, dataset_folder
from pipeline.terminal import console, print_json

if TYPE_CHECKING:
    from pipeline.ingest import Settings

DEFAULT_SECONDS = 120.0
DEFAULT_MEBIBYTES = 1024


class Reader(StrEnum):
    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="Worker processes; one per core when not given.")
]
ReaderOption = Annotated[Reader, typer.Option("--reader", help="What reads the pages.")]
TimeLimitOption = Annotated[
    float,
    typer.Option("--time-limit", min=0.1, help="Seconds that one file may take; each scanned page adds 15."),
]
MemoryLimitOption = Annotated[
    int, typer.Option("--memory-limit", min=16, help="MiB of memory that one file may take.")
]


def register(app: typer.Typer) -> None:
    app.command("ingest", epilog="Example: kommunkompassen ingest archive/ more/*.pdf --into dataset")(ingest)
    app.command("retry", epilog="Example: kommunkompassen retry dataset --time-limit 600")(retry)


def ingest(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="PDF files, folders (at any depth) and patterns.")
    ],
    into: Annotated[Path, typer.Option("--into", help="Folder of the dataset; made when missing.")],
    workers: WorkersOption = None,
    reader: ReaderOption = Reader.PDFIUM,
    time_limit: TimeLimitOption = DEFAULT_SECONDS,
    memory_limit: MemoryLimitOption = DEFAULT_MEBIBYTES,
    wait: WaitOption = False,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Read reports into a dataset: new and changed files only, whatever cannot be read set aside."""
    settings = _settings(workers, reader, time_limit, memory_limit, wait=wait)
    _run(paths, into, settings, json=json, quiet=quiet)


def retry(
    dataset: DatasetArgument = None,
    workers: WorkersOption = None,
    reader: ReaderOption = Reader.PDFIUM,
    time_limit: TimeLimitOption = DEFAULT_SECONDS,
    memory_limit: MemoryLimitOption = DEFAULT_MEBIBYTES,
    wait: WaitOption = False,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Read again the files of a dataset that were set aside."""
    from pipeline.status import dataset_status

    folder = dataset_folder(dataset)
    paths = [str(f.path) for f in dataset_status(folder).set_aside if f.path.exists()]
    if paths:
        settings = _settings(workers, reader, time_limit, memory_limit, wait=wait, retry_set_aside=True)
        _run(paths, folder, settings, json=json, quiet=quiet)
    elif json:
        print_json({"dataset": str(folder), "files": 0})
    elif not quiet:
        console().print("No file is set aside.")


def _settings(
    workers: int | None,
    reader: Reader,
    seconds: float,
    mebibytes: int,
    *,
    wait: bool,
    retry_set_aside: bool = False,
) -> Settings:
    from pipeline.ingest import Settings
    from pipeline.workers import Limits

    return Settings(
        workers=workers or _cores(),
        limits=Limits(seconds, mebibytes << 20),
        reader=reader.value,
        wait_for_lock=wait,
        retry_set_aside=retry_set_aside,
    )


def _run(paths: Sequence[str], folder: Path, settings: Settings, *, json: bool, quiet: bool) -> None:
    from pipeline.ingest import ingest as run
    from pipeline.ingest_view import print_summary, progress_bar, summary_as_json

    with progress_bar(hidden=quiet) as progress:
        summary = run(paths, folder, settings, progress)
    if json:
        print_json(summary_as_json(summary, folder))
    elif not quiet:
        print_summary(summary, folder)
    raise typer.Exit(0 if summary.all_well else 1)


def _cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
