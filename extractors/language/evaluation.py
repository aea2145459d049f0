"""How well the language step reads labelled sentences.

A labelled file is JSON lines: `municipality` (the evaluated one), `before`, `text`, `after` (may be
missing), `own`, `names` (each `name`, `surface`, `relation`) and `topic`. A line's text is judged
as one sentence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.language.classifiers import Classifiers
from extractors.language.marked_sentence import EMPTY, MarkedSentence, mark
from extractors.language.sentences import split_sentences
from extractors.language.statements import Judgement, judge
from schemas.municipalities import Municipality, by_printed_name

MEASURES = ("names", "model", "mention", "own")
_PROSE_ABOUT = "Sagoberga"


class LabelledFileError(ValueError):
    """A line of a labelled file is not what `evaluate_sentences` describes."""


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with its neighbours, and what it says according to a person."""

    evaluated: Municipality | None
    text: str
    sentence: MarkedSentence
    before: MarkedSentence
    after: MarkedSentence
    own: bool
    relations: dict[str, str]
    """Relation (model, mention) per municipality's name in the register."""
    text_before: str = ""
    """The sentence before, as printed."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision, recall and F1 (0 to 1) of one thing, and the sentences where it went wrong."""

    measure: str
    precision: float
    recall: float
    f1: float
    misses: tuple[str, ...]


def evaluate_sentences(path: Path) -> list[Measure]:
    """Measure names found, relations of each name and own statements on a labelled file.

    Raises LabelledFileError for a line that is not a labelled sentence, OSError when the file
    cannot be read.
    """
    return measure(read_labelled(path))


def read_labelled(path: Path) -> list[LabelledSentence]:
    """The labelled sentences of a file; see the module for the format and `evaluate_sentences` for errors."""
    labelled = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                labelled.append(labelled_sentence(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise LabelledFileError(
                    f"{path}, line {number}: not a labelled sentence ({error})"
                ) from error
    return labelled


def read_marked_prose(path: Path) -> list[LabelledSentence]:
    """The sentences of a file of prose with marks, each with its neighbours.

    A paragraph stands on a line and a section ends at an empty line; a line that begins with `- `
    is a section of its own, one with `#` a remark. `*` before a sentence marks it as own, `+`
    before a name as model; the evaluated municipality is Sagoberga.
    """
    labelled: list[LabelledSentence] = []
    section: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            continue
        if line and not line.startswith("- "):
            section.append(line)
            continue
        labelled += _marked_section(section)
        section = []
        if line:
            labelled += _marked_section([line[2:]])
    return labelled


def _marked_section(paragraphs: Sequence[str]) -> list[LabelledSentence]:
    evaluated = by_printed_name(_PROSE_ABOUT)
    unmarked = [_unmarked(p) for p in paragraphs]
    sentences = [
        (plain[start:end], {at - start: mark for at, mark in marks.items() if start <= at < end})
        for plain, marks in unmarked
        for start, end in split_sentences(plain)
    ]
    read = [mark(text) for text, _ in sentences]
    labelled = []
    for i, (text, marks) in enumerate(sentences):
        relations = {
            m.name: "model" if marks.get(read[i].characters[index][0]) == "+" else "mention"
            for index, m in read[i].names
            if m != evaluated
        }
        before = read[i - 1] if i else EMPTY
        after = read[i + 1] if i + 1 < len(read) else EMPTY
        own = "*" in marks.values()
        labelled.append(LabelledSentence(evaluated, text, read[i], before, after, own, relations))
    return labelled


def _unmarked(paragraph: str) -> tuple[str, dict[int, str]]:
    """A paragraph without its marks, and the mark that stood before each character."""
    plain, marks = "", {}
    for character in paragraph:
        if character in "*+":
            marks[len(plain)] = character
        else:
            plain += character
    return plain, marks


def labelled_sentence(row: dict[str, Any]) -> LabelledSentence:
    """One line of a labelled file. Raises KeyError, TypeError or AttributeError when parts are missing."""
    return LabelledSentence(
        by_printed_name(row["municipality"]),
        row["text"],
        mark(row["text"]),
        mark(row.get("before") or ""),
        mark(row.get("after") or ""),
        bool(row["own"]),
        {n["name"]: n["relation"] for n in row["names"]},
        row.get("before") or "",
    )


def measure(
    labelled: Iterable[LabelledSentence],
    classifiers_for: Callable[[LabelledSentence], Classifiers | None] = lambda _: None,
) -> list[Measure]:
    """Compare what is read of each sentence with its labels.

    `classifiers_for` gives, for a sentence, the classifiers to judge it with, None for those that
    ship with the package; cross-validation passes such as have not seen it.
    """
    counts: Counter[tuple[str, str]] = Counter()
    misses: dict[str, list[str]] = {m: [] for m in MEASURES}
    for item in labelled:
        judgements = judge(
            item.sentence, item.before, item.after, item.evaluated, item.text, classifiers_for(item)
        )
        for name, wanted, got in _compared(item, judgements):
            counts[name, "hit"] += len(wanted & got)
            counts[name, "missed"] += len(wanted - got)
            counts[name, "extra"] += len(got - wanted)
            misses[name] += [f"missed {x}: {item.text}" for x in sorted(wanted - got)]
            misses[name] += [f"extra {x}: {item.text}" for x in sorted(got - wanted)]
    return [
        _measure(m, counts[m, "hit"], counts[m, "missed"], counts[m, "extra"], misses[m]) for m in MEASURES
    ]


def _compared(
    item: LabelledSentence, judgements: Iterable[Judgement]
) -> Iterable[tuple[str, set[str], set[str]]]:
    """(measure, what the labels say, what was read) of one sentence."""
    read = {j.municipality.name: j.relation for j in judgements if j.relation != "own"}
    yield "names", set(item.relations), set(read)
    for relation in ("model", "mention"):
        yield (
            relation,
            {name for name, r in item.relations.items() if r == relation},
            {name for name, r in read.items() if r == relation},
        )
    yield "own", {"own"} if item.own else set(), {"own" for j in judgements if j.relation == "own"}


def _measure(name: str, hit: int, missed: int, extra: int, misses: list[str]) -> Measure:
    precision = hit / (hit + extra) if hit + extra else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Measure(name, round(precision, 4), round(recall, 4), round(f1, 4), tuple(misses))
