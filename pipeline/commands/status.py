"""`kommunkompassen status`: what a dataset holds and what was set aside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pipeline.command_options import DatasetArgument, JsonOption, dataset_folder
from pipeline.terminal import SEVERITY_STYLES, console, counted, plain_table, print_json, shown

if TYPE_CHECKING:
    from pipeline.status import DatasetStatus


def register(app: typer.Typer) -> None:
    app.command("status", epilog="Example: kommunkompassen status dataset")(status)


def status(
    dataset: DatasetArgument = None,
    json: JsonOption = False,
) -> None:
    """Show the files seen, what was set aside and why, the rows per table and the issues per rule."""
    from pipeline.status import dataset_status

    folder = dataset_folder(dataset)
    found = dataset_status(folder)
    if json:
        print_json(_as_json(found, folder))
    else:
        _print(found, folder)


def _print(found: DatasetStatus, folder: Path) -> None:
    out = console()
    reports = counted(found.rows["reports"], "report")
    out.print(f"[bold]{shown(folder)}[/]: {reports}, version {found.version or 'none'}")
    out.print(
        f"{counted(found.files, 'file')} seen: {found.read} read ({counted(found.duplicates, 'duplicate')}), "
        f"{len(found.set_aside)} set aside, {len(found.superseded)} replaced by a newer version, "
        f"{len(found.gone)} no longer there."
    )
    if found.set_aside:
        table = plain_table("Set aside", "Why, and what to do")
        for file in found.set_aside:
            kept = " An earlier version of it stays in the dataset." if file.earlier_version_kept else ""
            table.add_row(shown(file.path.name), shown(file.reason) + kept)
        out.print("", table)
    for what, paths in (
        ("Replaced by a newer version", [s.path for s in found.superseded]),
        ("No longer there (`prune` takes their reports out)", found.gone),
    ):
        if paths:
            out.print("", f"{what}: {', '.join(shown(path.name) for path in paths)}.")
    tables = plain_table("Table", ">Rows")
    for name, rows in found.rows.items():
        tables.add_row(name, str(rows))
    out.print("", tables)
    if found.rules:
        rules = plain_table("Severity", "Rule", ">Issues", ">Reports")
        for rule in found.rules:
            style = SEVERITY_STYLES[rule.severity]
            rules.add_row(
                f"[{style}]{rule.severity}[/]", shown(rule.rule), str(rule.issues), str(rule.reports)
            )
        out.print("", rules)


def _as_json(found: DatasetStatus, folder: Path) -> dict[str, Any]:
    return {
        "dataset": str(folder),
        "version": found.version,
        "files": found.files,
        "read": found.read,
        "duplicates": found.duplicates,
        "set_aside": [
            {
                "path": str(f.path),
                "category": f.category,
                "reason": f.reason,
                "earlier_version_kept": f.earlier_version_kept,
            }
            for f in found.set_aside
        ],
        "superseded": [
            {"path": str(s.path), "old_sha256": s.old_sha256, "new_sha256": s.new_sha256}
            for s in found.superseded
        ],
        "gone": [str(path) for path in found.gone],
        "rows": found.rows,
        "issues": [
            {"severity": r.severity, "rule": r.rule, "issues": r.issues, "reports": r.reports}
            for r in found.rules
        ],
    }
