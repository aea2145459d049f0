"""`kommunkompassen evaluate`: how well a dataset, or the reading of sentences, agrees with gold."""

from __future__ import annotations

import json as json_text
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.command_options import JsonOption
from pipeline.terminal import console, plain_table, print_json, shown
from schemas.errors import UserError

if TYPE_CHECKING:
    from corpus.evaluation import Evaluation

_RECORD_CHARACTERS = 200


class NothingToEvaluateError(UserError):
    """Neither a dataset with gold nor labelled sentences were given."""


class UnreadableSentencesError(UserError):
    """The file of labelled sentences is missing or a line of it is no labelled sentence."""


def register(app: typer.Typer) -> None:
    app.command("evaluate", epilog="Example: kommunkompassen evaluate dataset --gold gold --misses")(evaluate)


def evaluate(
    dataset: Annotated[Path | None, typer.Argument(help="Folder of the dataset.", show_default=False)] = None,
    gold: Annotated[
        Path | None, typer.Option("--gold", help="Folder with gold, one JSON per report.")
    ] = None,
    sentences: Annotated[
        Path | None, typer.Option("--sentences", help="Labelled sentences (JSON Lines) to read instead.")
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Also list what was missed or made up.")] = False,
    json: JsonOption = False,
) -> None:
    """Score a dataset against gold, or the reading of examples against labelled sentences."""
    if sentences is not None:
        _evaluate_sentences(sentences, misses=misses, json=json)
        return
    if dataset is None or gold is None:
        raise NothingToEvaluateError("Give a dataset and --gold FOLDER, or --sentences FILE.")
    from corpus.dataset import open_dataset
    from corpus.evaluation import evaluate_dataset

    evaluation = evaluate_dataset(open_dataset(dataset), gold)
    if json:
        print_json(_as_json(evaluation, misses=misses))
    else:
        _print(evaluation, misses=misses)


def _print(evaluation: Evaluation, *, misses: bool) -> None:
    table = plain_table("Measure", ">Gold", ">Found", ">Extra", ">Precision", ">Recall", ">F1")
    for m in evaluation.measures:
        figures = (f"{x:.3f}" for x in (m.precision, m.recall, m.f1))
        table.add_row(m.measure, str(m.gold), str(m.found), str(m.extra), *figures)
    out = console()
    out.print(table)
    for miss in evaluation.misses if misses else ():
        record = json_text.dumps(miss.record, ensure_ascii=False, default=str)[:_RECORD_CHARACTERS]
        out.print(f"{shown(miss.report)}: {miss.measure}: {miss.kind} {shown(record)}", soft_wrap=True)


def _as_json(evaluation: Evaluation, *, misses: bool) -> object:
    measures = [
        asdict(m) | {"precision": round(m.precision, 4), "recall": round(m.recall, 4), "f1": round(m.f1, 4)}
        for m in evaluation.measures
    ]
    return {"measures": measures, "misses": [asdict(m) for m in evaluation.misses]} if misses else measures


def _evaluate_sentences(path: Path, *, misses: bool, json: bool) -> None:
    from extractors.language.evaluation import LabelledFileError, evaluate_sentences

    try:
        measures = evaluate_sentences(path)
    except LabelledFileError as error:
        raise UnreadableSentencesError(f"{error}. Each line is one sentence as JSON.") from error
    except OSError as error:
        raise UnreadableSentencesError(f"{path} cannot be read ({error.strerror or error}).") from error
    if json:
        rows = [asdict(m) for m in measures]
        print_json(rows if misses else [{k: v for k, v in row.items() if k != "misses"} for row in rows])
        return
    out = console()
    table = plain_table("Measure", ">Precision", ">Recall", ">F1")
    for m in measures:
        table.add_row(m.measure, *(f"{x:.3f}" for x in (m.precision, m.recall, m.f1)))
    out.print(table)
    for m in measures if misses else ():
        for miss in m.misses:
            out.print(f"{shown(m.measure)}: {shown(miss)}", soft_wrap=True)
