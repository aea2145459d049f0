"""`kommunkompassen topics`: which questions of the framework words belong to."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from pipeline.command_options import DatasetOption, JsonOption, dataset_folder
from pipeline.terminal import console, print_json, shown


def register(app: typer.Typer) -> None:
    app.command("topics", epilog='Example: kommunkompassen topics "klagomål" --dataset D')(topics)


def topics(
    text: Annotated[str, typer.Argument(help="Words; without any, all topics.", show_default=False)] = "",
    dataset: DatasetOption = None,
    json: JsonOption = False,
) -> None:
    """Show which sub-questions (delfrågor) words belong to, in every edition."""
    from rich.table import Table

    from corpus.dataset import open_dataset
    from corpus.searching.topic_search import find_topics
    from corpus.searching.topics import TOPIC_EDITION, theme_label

    answer = find_topics(open_dataset(dataset_folder(dataset)), text)
    if json:
        print_json(dataclasses.asdict(answer))
        return
    out = console()
    if answer.suggestions:
        out.print(f"Menade du [bold]{' / '.join(shown(s) for s in answer.suggestions)}[/]?")
    if answer.expanded:
        out.print(f"[dim]Sökte även på: {shown(', '.join(answer.expanded))}[/]")
    if not answer.topics:
        out.print("Ingen delfråga hittades.")
        for topic in answer.nearest_topics:
            out.print(f"Närliggande delfråga {topic.question} ({TOPIC_EDITION}): {shown(topic.text)}")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Utgåva", "Nr", "Delfråga", "Tema"):
        table.add_column(heading)
    labels = {match.topic.question: theme_label(match.topic.theme) for match in answer.topics}
    for match in answer.topics:
        table.add_row(
            TOPIC_EDITION, match.topic.question, shown(match.topic.text), shown(labels[match.topic.question])
        )
    for question in answer.questions:
        table.add_row(
            question.edition,
            question.question,
            shown(question.text),
            f"[dim]som {question.topic} ({TOPIC_EDITION})[/]",
        )
    out.print(table)
