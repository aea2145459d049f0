"""The command `kommunkompassen`, put together from the modules in `pipeline.commands`.

Exit codes: 0 all well, 1 something was set aside or found wrong, 2 wrong use.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import typer
from typer.core import TyperGroup

import pipeline.commands
from pipeline.terminal import console, shown
from schemas.errors import UserError


class CommandGroup(TyperGroup):
    """The commands, with errors that speak to the user told in a sentence instead of a trace."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as error:
            console(stderr=True).print(f"[red]Error:[/] {shown(error)}", soft_wrap=True)
            raise typer.Exit(error.exit_code) from error


app = typer.Typer(
    name="kommunkompassen",
    cls=CommandGroup,
    help="Make a validated dataset of Kommunkompassen evaluation reports (PDF), and ask it questions.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _every_command() -> None:
    """Make a validated dataset of Kommunkompassen evaluation reports (PDF), and ask it questions."""


for _module in sorted(m.name for m in pkgutil.iter_modules(pipeline.commands.__path__)):
    importlib.import_module(f"pipeline.commands.{_module}").register(app)

if __name__ == "__main__":
    app()
