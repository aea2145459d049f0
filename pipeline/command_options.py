"""Options that several commands share, so that they read and behave alike."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from schemas.errors import UserError

DEFAULT_DATASET = Path("dataset")
DATASET_VARIABLE = "KOMMUNKOMPASSEN_DATASET"

DatasetOption = Annotated[
    Path | None,
    typer.Option(
        "--dataset",
        envvar=DATASET_VARIABLE,
        help="Folder of the dataset; ./dataset when it exists.",
        show_default=False,
        file_okay=False,
    ),
]
DatasetArgument = Annotated[
    Path | None,
    typer.Argument(
        envvar=DATASET_VARIABLE,
        help="Folder of the dataset; ./dataset when it exists.",
        show_default=False,
        file_okay=False,
    ),
]
WaitOption = Annotated[bool, typer.Option("--wait", help="Wait while another command writes to the dataset.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of tables.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]


class NoDatasetNamedError(UserError):
    """Neither an option nor the environment names a dataset, and there is none at the default place."""


def dataset_folder(given: Path | None) -> Path:
    """The dataset folder that was asked for, else the default one. Raises NoDatasetNamedError."""
    if given is not None:
        return given
    if DEFAULT_DATASET.is_dir():
        return DEFAULT_DATASET
    raise NoDatasetNamedError(
        f"No dataset was named and there is no folder ./{DEFAULT_DATASET}. "
        f"Give --dataset FOLDER or set {DATASET_VARIABLE}; `kommunkompassen ingest` makes a dataset."
    )
