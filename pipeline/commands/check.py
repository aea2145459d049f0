"""`kommunkompassen check`: re-validate a stored dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import typer

from pipeline.command_options import DatasetArgument, JsonOption, QuietOption, dataset_folder
from pipeline.terminal import SEVERITIES, console, counted, print_json, shown

if TYPE_CHECKING:
    from corpus.checking import CheckResult
    from schemas.records import Severity


def register(app: typer.Typer) -> None:
    app.command("check", epilog="Example: kommunkompassen check dataset")(check)


def check(
    dataset: DatasetArgument = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check the files, ids, rules and corrections of a dataset; exit code 1 where there is an error."""
    from corpus.checking import check_dataset
    from corpus.dataset import open_dataset
    from pipeline.corrections_file import check_corrections

    opened = open_dataset(dataset_folder(dataset))
    results = [*check_dataset(opened), *check_corrections(opened)]
    counts = Counter(r.severity for r in results)
    if json:
        print_json([asdict(r) for r in results])
    elif not quiet:
        _print(results, counts)
    raise typer.Exit(1 if counts["error"] else 0)


def _print(results: Sequence[CheckResult], counts: Mapping[Severity, int]) -> None:
    from pipeline.report_view import issue_table

    out = console()
    for report_id, of_report in groupby(sorted(results, key=_report), key=_report):
        out.print(f"[bold]{shown(report_id or 'The dataset')}[/]")
        out.print(issue_table(asdict(r) for r in of_report), "")
    out.print(", ".join(counted(counts.get(severity, 0), severity) for severity in SEVERITIES) + ".")


def _report(result: CheckResult) -> str:
    return result.report_id or ""
