"""`kommunkompassen ingest`: a folder of report PDFs becomes a dataset."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.command_options import JsonOption, QuietOption
from pipeline.terminal import console, counted, plain_table, print_json, shown

if TYPE_CHECKING:
    from pipeline.ingest import FileEnding, Progress, Summary

DEFAULT_SECONDS = 120.0
DEFAULT_MEBIBYTES = 1024


class Reader(StrEnum):
    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


def register(app: typer.Typer) -> None:
    app.command("ingest", epilog="Example: kommunkompassen ingest archive/ more/*.pdf --into dataset")(ingest)


def ingest(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="PDF files, folders (at any depth) and patterns.")
    ],
    into: Annotated[Path, typer.Option("--into", help="Folder of the dataset; made when missing.")],
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Worker processes; one per core when not given.")
    ] = None,
    reader: Annotated[Reader, typer.Option("--reader", help="What reads the pages.")] = Reader.PDFIUM,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.1, help="Seconds that one file may take.")
    ] = DEFAULT_SECONDS,
    memory_limit: Annotated[
        int, typer.Option("--memory-limit", min=16, help="MiB of memory that one file may take.")
    ] = DEFAULT_MEBIBYTES,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait while another ingest writes to the dataset.")
    ] = False,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Read reports into a dataset: new and changed files only, whatever cannot be read set aside."""
    from pipeline.ingest import Settings
    from pipeline.ingest import ingest as run
    from pipeline.workers import Limits

    settings = Settings(
        workers=workers or _cores(),
        limits=Limits(time_limit, memory_limit << 20),
        reader=reader.value,
        wait_for_lock=wait,
    )
    with _progress(hidden=quiet) as progress:
        summary = run(paths, into, settings, progress)
    if json:
        print_json(_as_json(summary, into))
    elif not quiet:
        _print_summary(summary, into)
    raise typer.Exit(0 if summary.all_well else 1)


def _cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _progress(*, hidden: bool) -> Iterator[Progress]:
    """A progress bar on standard error, shown on terminals only."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from pipeline.ingest import Progress

    stderr = console(stderr=True)
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        console=stderr,
        transient=True,
        disable=hidden or not stderr.is_terminal,
        expand=True,
    ) as bar:
        task = bar.add_task("Reading", total=None, rate="")
        pages = 0

        def ended(ending: FileEnding) -> None:
            nonlocal pages
            pages += ending.pages
            elapsed = bar.tasks[0].elapsed or 0
            rate = f"{pages / elapsed:.0f} pages/s" if elapsed > 0 and pages else ""
            bar.update(task, advance=1, rate=rate)

        yield Progress(
            started=lambda files: bar.update(task, total=files),
            ended=ended,
            publishing=lambda: bar.update(task, description="Publishing"),
        )


def _print_summary(summary: Summary, into: Path) -> None:
    out = console()
    counts = Counter(e.ending for e in summary.endings)
    parts = [f"{counts['read']} read"]
    parts += [
        f"{n} {label}"
        for label, n in (
            ("unchanged", counts["unchanged"]),
            ("duplicates", counts["duplicate"]),
            ("replacing an older version", sum(e.supersedes for e in summary.endings)),
        )
        if n
    ]
    parts.append(f"{counts['set_aside']} set aside")
    out.print(f"{counted(summary.files, 'file')}: {', '.join(parts)}.")
    for problem in summary.problems:
        out.print(f"[red]Not found:[/] {shown(problem)}")
    if summary.set_aside:
        table = plain_table("Set aside", "Why, and what to do")
        for ending in summary.set_aside:
            table.add_row(shown(ending.path.name), shown(ending.reason))
        out.print(table)
    for ending in summary.endings:
        if ending.supersedes:
            out.print(
                f"{shown(ending.path.name)} is a newer version of a file; its report replaces the older one."
            )
    if summary.stopped:
        left = summary.files - len(summary.endings)
        out.print(
            f"[yellow]Stopped[/] with {counted(left, 'file')} to go. Run the same command again to go on."
        )
    state = "now holds" if summary.changed else "is unchanged and holds"
    out.print(f"The dataset {shown(into)} {state} {counted(summary.reports, 'report')}.", soft_wrap=True)


def _as_json(summary: Summary, into: Path) -> dict[str, Any]:
    return {
        "dataset": str(into),
        "version": summary.version,
        "changed": summary.changed,
        "reports": summary.reports,
        "files": summary.files,
        "stopped": summary.stopped,
        **{ending: summary.count(ending) for ending in ("read", "unchanged", "duplicate", "set_aside")},
        "endings": [
            {
                "path": str(e.path),
                "ending": e.ending,
                "category": e.category,
                "reason": e.reason,
                "pages": e.pages,
                "supersedes": e.supersedes,
            }
            for e in summary.endings
        ],
        "problems": [str(p) for p in summary.problems],
        "worker_peak_memory_bytes": summary.worker_peak_memory_bytes,
    }
