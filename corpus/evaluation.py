"""Score a dataset against gold: what a careful reader says the reports hold.

Gold is one JSON file per report, named as the report's source file: `report` (the title page),
`area_scores`, `question_scores`, `findings`, `examples`, `sections` (the prose, heading by
heading), `facts`, and `inconsistent` (the questions that are misprinted). A record is found when
its numbers are equal and its texts nearly so; the similarities asked for are constants here.
Misprints are found by the issues: an error or warning on a question.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz

from corpus.dataset import Dataset
from schemas.errors import UserError
from schemas.tables import RECORD_TYPES

# Similarities from 0 to 100. Lower for what may be cut differently, higher for whole texts.
_TITLE, _QUESTION, _FINDING, _EVALUATOR, _LABEL = 90, 95, 95, 95, 95
_HEADING, _SECTION, _SENTENCE = 90, 97, 85

Row = Mapping[str, Any]
Same = Callable[[Any, Any], bool]


class GoldError(UserError):
    """The gold folder has no gold, or a file there is not readable."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How well one kind of record was found, over all reports of the gold."""

    measure: str
    gold: int
    found: int
    extra: int

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.extra) if self.found + self.extra else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A record of the gold that was not found, or one that the gold does not have."""

    report: str
    measure: str
    kind: Literal["missed", "extra"]
    record: Any


@dataclass(frozen=True, slots=True)
class Evaluation:
    measures: tuple[Measure, ...]
    """By name of the measure."""
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class _Comparison:
    measure: str
    gold: Sequence[Any]
    got: Sequence[Any]
    same: Same


def evaluate_dataset(dataset: Dataset, gold_folder: Path) -> Evaluation:
    """Compare `dataset` with every gold file in `gold_folder`. Raises GoldError."""
    tables = {name: dataset.rows(name) for name in RECORD_TYPES}
    report_ids = {Path(r["source_file"]).stem: r["report_id"] for r in tables["reports"]}
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    misses: list[Miss] = []
    for name, gold in _gold_files(gold_folder):
        report_id = report_ids.get(name)
        mine = {t: [r for r in rows if r["report_id"] == report_id] for t, rows in tables.items()}
        try:
            comparisons = list(_comparisons(gold, mine))
        except KeyError as error:
            raise GoldError(f"The gold of {name} lacks {error}.") from error
        for comparison in comparisons:
            missed, extra = _unpaired(comparison)
            for place, number in enumerate((len(comparison.gold), len(missed), len(extra))):
                counts[comparison.measure][place] += number
            misses += [Miss(name, comparison.measure, "missed", record) for record in missed]
            misses += [Miss(name, comparison.measure, "extra", record) for record in extra]
    measures = [Measure(m, gold, gold - missed, extra) for m, (gold, missed, extra) in sorted(counts.items())]
    return Evaluation(tuple(m for m in measures if m.gold or m.extra), tuple(misses))


def _gold_files(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(
            f"The folder {folder} holds no gold (*.json). Give the folder with one file per report."
        )
    for path in paths:
        try:
            yield path.stem, json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GoldError(f"The gold file {path} cannot be read ({error}).") from error


def _unpaired(comparison: _Comparison) -> tuple[list[Any], list[Any]]:
    """The gold records without a match, and the records that match no gold one."""
    left, missed = list(comparison.got), []
    for wanted in comparison.gold:
        place = next((i for i, record in enumerate(left) if comparison.same(wanted, record)), None)
        if place is None:
            missed.append(wanted)
        else:
            del left[place]
    return missed, left


def _comparisons(gold: Mapping[str, Any], mine: Mapping[str, Sequence[Row]]) -> Iterator[_Comparison]:
    yield from _title_page(gold["report"], mine["reports"])
    yield _Comparison("area_scores", gold["area_scores"], mine["area_scores"], _same_area)
    yield _Comparison("question_scores", gold["question_scores"], mine["question_scores"], _same_question)
    yield _Comparison("findings", gold["findings"], mine["findings"], _same_finding)
    yield from _examples(gold["examples"], mine["examples"])
    yield from _sections(gold["sections"], mine["passages"])
    yield _Comparison("facts", gold["facts"], mine["facts"], _same_fact)
    questions = [key for key in gold["inconsistent"] if re.fullmatch(r"\d+\.\d+", key)]
    flagged = {
        str(i["key"])
        for i in mine["issues"]
        if i["table"] == "question_scores" and i["severity"] in ("error", "warning")
    }
    yield _Comparison("issues.misprints", questions, sorted(flagged), _equal)


def _title_page(gold: Row, reports: Sequence[Row]) -> Iterator[_Comparison]:
    for column in ("municipality_code", "year", "edition", "evaluation_number"):
        if gold.get(column) is not None:
            yield _Comparison(
                f"report.{column}", [str(gold[column])], [str(r[column]) for r in reports], _equal
            )
    yield _Comparison("report.date", [gold["date"]], [str(r["report_date"]) for r in reports], _equal)
    named = [name for r in reports for name in r["evaluators"] or ()]
    yield _Comparison("report.evaluators", gold["evaluators"], named, _alike(_EVALUATOR))
    if gold.get("total") is not None:
        stated = [r["stated_total"] for r in reports]
        yield _Comparison("report.stated_total", [float(gold["total"])], stated, _equal)


def _examples(gold: Sequence[Row], mine: Sequence[Row]) -> Iterator[_Comparison]:
    """Own, model and mention. Gold's `praise` is praise that may or may not count as an own example:
    it is neither asked for nor counted as wrong.
    """
    praise = [e["text"] for e in gold if e["relation"] == "praise"]
    for relation in ("own", "model", "mention"):
        wanted = [e for e in gold if e["relation"] == relation]
        got = [e for e in mine if e["relation"] == relation]
        if relation == "own":
            certain = [e["text"] for e in wanted]
            got = [e for e in got if _held(e["text"], certain) or not _held(e["text"], praise)]
        yield _Comparison(f"examples.{relation}", wanted, got, _same_example)


def _sections(gold: Sequence[Row], passages: Sequence[Row]) -> Iterator[_Comparison]:
    """The prose under each heading of an area, and the question each heading was taken to bear on."""
    texts: dict[tuple[int, str], list[str]] = {}
    questions: dict[tuple[int, str], str | None] = {}
    in_areas = [p for p in passages if p["area"] is not None]
    for passage in sorted(in_areas, key=lambda p: (p["area"], p["position"])):
        key = (passage["area"], _clean(passage["heading"]))
        texts.setdefault(key, []).append(_clean(passage["text"]))
        questions[key] = passage["question"]
    got = [{"area": a, "heading": h, "text": " ".join(parts)} for (a, h), parts in texts.items()]
    yield _Comparison("sections", gold, got, _same_section)
    labelled = [s for s in gold if "question" in s]
    if labelled:
        wanted = [(s["area"], s["heading"], s["question"]) for s in labelled if s["question"]]
        linked = [(a, h, q) for (a, h), q in questions.items() if q]
        yield _Comparison("sections.question", wanted, linked, _same_link)


def _clean(text: str | None) -> str:
    """White space as single spaces, soft hyphens gone."""
    return " ".join((text or "").replace("\u00ad", "").split())


def _alike(least: int) -> Same:
    return lambda a, b: fuzz.ratio(_clean(a), _clean(b)) >= least


def _held(text: str, others: Sequence[str]) -> bool:
    """Whether one of the other sentences holds the text or is held by it."""
    return any(fuzz.partial_ratio(_clean(text), _clean(other)) >= _SENTENCE for other in others)


def _equal(a: Any, b: Any) -> bool:
    return bool(a == b)


def _same_area(gold: Row, mine: Row) -> bool:
    keys = ("area", "achieved", "max")
    return all(gold[k] == mine[k] for k in keys) and _alike(_TITLE)(gold["title"], mine["title"])


def _same_question(gold: Row, mine: Row) -> bool:
    keys = ("question", "achieved", "max", "percent")
    return all(gold[k] == mine[k] for k in keys) and _alike(_QUESTION)(gold["text"], mine["text"])


def _same_finding(gold: Row, mine: Row) -> bool:
    keys = ("area", "kind")
    return all(gold[k] == mine[k] for k in keys) and _alike(_FINDING)(gold["text"], mine["text"])


def _same_example(gold: Row, mine: Row) -> bool:
    keys = ("area", "municipality_code")
    return all(gold[k] == mine[k] for k in keys) and _held(gold["text"], [mine["text"]])


def _same_section(gold: Row, mine: Row) -> bool:
    return (
        gold["area"] == mine["area"]
        and _alike(_HEADING)(gold["heading"], mine["heading"])
        and _alike(_SECTION)(gold["text"], mine["text"])
    )


def _same_link(gold: tuple[int, str, str], mine: tuple[int, str, str]) -> bool:
    return (gold[0], gold[2]) == (mine[0], mine[2]) and _alike(_HEADING)(gold[1], mine[1])


def _same_fact(gold: Row, mine: Row) -> bool:
    return _clean(gold["value"]) == _clean(mine["value"]) and _alike(_LABEL)(gold["label"], mine["label"])
