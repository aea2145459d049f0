"""`kommunkompassen fetch`: get the reports that a list of addresses names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.command_options import JsonOption, QuietOption
from pipeline.terminal import console, plain_table, print_json, shown

if TYPE_CHECKING:
    from pipeline.fetching.fetch import Progress, Summary


def register(app: typer.Typer) -> None:
    app.command("fetch", epilog="Example: kommunkompassen fetch reports.csv --into archive")(fetch)


def fetch(
    addresses: Annotated[
        Path,
        typer.Argument(
            metavar="LIST",
            help="Text file with one address a line, or CSV with a column `address` and perhaps "
            "`municipality` and `year`.",
        ),
    ],
    into: Annotated[Path, typer.Option("--into", help="Folder of the archive; made when missing.")],
    per_host: Annotated[
        int, typer.Option("--per-host", min=1, max=8, help="Files at a time from one server.")
    ] = 2,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds to wait for a server that sends nothing.")
    ] = 30.0,
    max_size: Annotated[int, typer.Option("--max-size", min=1, help="MiB that one file may have.")] = 200,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch the reports at a list of addresses into an archive: only what is new or has changed."""
    from pipeline.fetching.fetch import Settings
    from pipeline.fetching.fetch import fetch as run
    from pipeline.fetching.http_download import Limits

    settings = Settings(per_host, Limits(timeout, max_size << 20))
    with _progress_bar(hidden=quiet) as progress:
        summary = run(addresses, into, settings, progress)
    if json:
        print_json(_as_json(summary, into))
    elif not quiet:
        _print(summary, into)
    raise typer.Exit(0 if summary.all_well else 1)


@contextmanager
def _progress_bar(*, hidden: bool) -> Iterator[Progress]:
    """A progress bar on standard error, shown on terminals only."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    from pipeline.fetching.fetch import Progress

    stderr = console(stderr=True)
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        console=stderr,
        transient=True,
        disable=hidden or not stderr.is_terminal,
        expand=True,
    ) as bar:
        task = bar.add_task("Fetching", total=None)
        yield Progress(
            started=lambda addresses: bar.update(task, total=addresses),
            ended=lambda entry: bar.update(task, advance=1),
            stopping=lambda: bar.update(task, description="Stopping"),
        )


def _print(summary: Summary, into: Path) -> None:
    out = console()
    counts = Counter(entry.outcome for entry in summary.entries)
    parts = [
        f"{counts['fetched']} fetched",
        f"{counts['changed']} replaced by a newer version" if counts["changed"] else "",
        f"{counts['unchanged']} unchanged" if counts["unchanged"] else "",
        f"{counts['failed']} failed",
    ]
    out.print(f"{_addresses(summary.addresses)}: {', '.join(filter(None, parts))}.")
    for problem in summary.problems:
        out.print(f"[red]Left out:[/] {shown(problem)}", soft_wrap=True)
    if summary.failed:
        table = plain_table("Failed", "Why, and what to do")
        for entry in summary.failed:
            kept = f" The earlier {entry.file} stays." if entry.sha256 else ""
            table.add_row(shown(entry.address), shown(entry.reason) + shown(kept))
        out.print(table)
    if summary.stopped:
        left = summary.addresses - len(summary.entries)
        out.print(f"[yellow]Stopped[/] with {_addresses(left)} to go. Run the same command again to go on.")
    out.print(f"The files and manifest.csv are in {shown(into)}.", soft_wrap=True)


def _addresses(number: int) -> str:
    return "1 address" if number == 1 else f"{number} addresses"


def _as_json(summary: Summary, into: Path) -> dict[str, Any]:
    counts = Counter(entry.outcome for entry in summary.entries)
    return {
        "archive": str(into),
        "addresses": summary.addresses,
        "stopped": summary.stopped,
        **{outcome: counts[outcome] for outcome in ("fetched", "changed", "unchanged", "failed")},
        "files": [asdict(entry) for entry in summary.entries],
        "problems": summary.problems,
    }
