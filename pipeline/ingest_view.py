"""An ingest on a terminal: the progress bar while it runs, what it did when it has ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.ingest import FileEnding, Progress, Summary
from pipeline.terminal import console, counted, plain_table, shown


@contextmanager
def progress_bar(*, hidden: bool) -> Iterator[Progress]:
    """A progress bar on standard error, shown on terminals only."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

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
            stopping=lambda: bar.update(task, description="Finishing the files in hand"),
            publishing=lambda: bar.update(task, description="Publishing"),
        )


def print_summary(summary: Summary, into: Path) -> None:
    out = console()
    counts = Counter(e.ending for e in summary.endings)
    replacing = sum(e.supersedes for e in summary.endings)
    parts = [
        f"{counts['read']} read",
        f"{counts['unchanged']} unchanged" if counts["unchanged"] else "",
        counted(counts["duplicate"], "duplicate") if counts["duplicate"] else "",
        f"{replacing} replacing an older version" if replacing else "",
        f"{counts['set_aside']} set aside",
    ]
    out.print(f"{counted(summary.files, 'file')}: {', '.join(filter(None, parts))}.")
    for problem in summary.problems:
        out.print(f"[red]Left out:[/] {shown(problem)}", soft_wrap=True)
    if summary.set_aside:
        table = plain_table("Set aside", "Why, and what to do")
        for ending in summary.set_aside:
            table.add_row(shown(ending.path.name), shown(ending.reason))
        out.print(table)
    for ending in summary.endings:
        if ending.ending == "duplicate":
            out.print(
                f"{shown(ending.path.name)} holds the same bytes as {shown(ending.reason)}.", soft_wrap=True
            )
        if ending.supersedes:
            out.print(f"{shown(ending.path.name)} is a newer version of a file and replaces the older one.")
    if summary.stopped:
        left = summary.files - len(summary.endings)
        out.print(
            f"[yellow]Stopped[/] with {counted(left, 'file')} to go. Run the same command again to go on."
        )
    state = "now holds" if summary.changed else "is unchanged and holds"
    out.print(f"The dataset {shown(into)} {state} {counted(summary.reports, 'report')}.", soft_wrap=True)


def summary_as_json(summary: Summary, into: Path) -> dict[str, Any]:
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
