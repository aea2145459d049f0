"""`kommunkompassen serve`: the pages of a dataset in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.command_options import DatasetArgument, dataset_folder


def register(app: typer.Typer) -> None:
    app.command("serve", epilog="Example: kommunkompassen serve dataset --archive reports")(serve)


def serve(
    dataset: DatasetArgument = None,
    archive: Annotated[
        Path | None,
        typer.Option("--archive", help="Folder with the reports' files, for pictures of their pages."),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", help="Port to listen on; 0 takes a free one.", min=0, max=65535)
    ] = 8000,
    processes: Annotated[
        int, typer.Option("--processes", help="Processes to serve from, for many users.", min=1, max=64)
    ] = 1,
) -> None:
    """Serve the pages: search, municipalities, reports, and where in them everything stands."""
    from pipeline.web_server import run

    run(dataset_folder(dataset), archive, host, port, processes)
