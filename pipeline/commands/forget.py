"""`kommunkompassen forget` and `prune`: take reports out of a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.command_options import DatasetArgument, DatasetOption, JsonOption, WaitOption, dataset_folder
from pipeline.terminal import console, counted, print_json, shown

if TYPE_CHECKING:
    from pipeline.removal import Removal


def register(app: typer.Typer) -> None:
    app.command("forget", epilog="Example: kommunkompassen forget 0484-2011 --dataset dataset")(forget)
    app.command("prune", epilog="Example: kommunkompassen prune dataset")(prune)


def forget(
    report: Annotated[str, typer.Argument(help="Id of the report, or the name of its municipality.")],
    dataset: DatasetOption = None,
    wait: WaitOption = False,
    json: JsonOption = False,
) -> None:
    """Take one report out of a dataset; its file is not touched."""
    from pipeline.removal import forget_report

    folder = dataset_folder(dataset)
    _tell(forget_report(folder, report, wait=wait), folder, json=json)


def prune(dataset: DatasetArgument = None, wait: WaitOption = False, json: JsonOption = False) -> None:
    """Take out the reports whose files have left the archive."""
    from pipeline.removal import prune as prune_dataset

    folder = dataset_folder(dataset)
    _tell(prune_dataset(folder, wait=wait), folder, json=json)


def _tell(removal: Removal, folder: Path, *, json: bool) -> None:
    if json:
        files = [str(file) for file in removal.files]
        print_json({"files": files, "reports_before": removal.reports_before, "reports": removal.reports})
        return
    out = console()
    for file in removal.files:
        out.print(f"Forgotten: {shown(file)}", soft_wrap=True)
    gone = counted(removal.reports_before - removal.reports, "report")
    out.print(
        f"{gone} taken out; {shown(folder)} holds {counted(removal.reports, 'report')}.", soft_wrap=True
    )
