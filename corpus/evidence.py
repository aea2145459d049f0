"""Evidence: what the reports say for a municipality, one row per vote that a search can count.

A row is a sentence that holds a municipality up as an example (own: the evaluated one, model:
another one), a strength, a sentence of the evaluators' prose or a high question score. Sentences
that only name a municipality (mention) and findings to improve speak for nobody and are left out.

A sentence that holds a municipality up often names it without the practice, which stands in the
sentence or heading before ("Contact centres are rare. Sägenvik has shown the way."), so each row
carries its surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from corpus.analysis import clean
from corpus.dataset import Dataset
from corpus.weights import HIGH_PERCENT

Kind = Literal["model", "own", "strength", "score", "passage"]
KINDS: tuple[Kind, ...] = ("model", "own", "strength", "score", "passage")

GENERAL_HEADINGS = frozenset({"allmänt"})
"""Headings whose text describes the area of the framework, not the municipality."""

_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][”\"’)]))\s+(?=[\"”’(]?[A-ZÅÄÖ0-9])")
_NO_END = re.compile(
    r"(?:\b(?:bl\.a|t\.ex|s\.k|d\.v\.s|dvs|ca|kap|sid|nr|f\.d|m\.fl|fr\.o\.m|t\.o\.m)|\b[A-ZÅÄÖ])\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One vote for a municipality, with its surroundings in the report."""

    report_id: str
    row_id: str
    """Id of the row it was made of: an example, a finding, a passage, or `<report_id>/<question>`."""
    kind: Kind
    municipality_code: str
    """The municipality it speaks for."""
    municipality: str
    text: str
    before: str = ""
    """The sentence right before it in its paragraph."""
    earlier: str = ""
    """The sentence before that."""
    after: str = ""
    """The sentence right after it."""
    around: str = ""
    """The rest of its paragraph."""
    heading: str = ""
    question_text: str = ""
    area_title: str = ""
    area: int | None = None
    theme: str | None = None
    question: str | None = None
    edition: str | None = None
    year: int | None = None
    page: int | None = None
    percent: float | None = None
    """The evaluated municipality's percent on the question, where the vote is for it."""


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; common abbreviations do not end one."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        if found and _NO_END.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return [s for s in found if s]


def evidence_of(dataset: Dataset) -> Iterator[Evidence]:
    """All evidence of a dataset, in the order of its tables. Raises DatasetError as reading does."""
    reports = {r["report_id"]: r for r in dataset.rows("reports")}
    areas = {
        (a["report_id"], a["area"]): a
        for a in dataset.rows("area_scores", ("report_id", "area", "title", "theme"))
    }
    questions = {(q["report_id"], q["question"]): q for q in dataset.rows("question_scores")}
    passages = {p["passage_id"]: p for p in dataset.rows("passages")}
    examples = dataset.rows("examples")
    frame = _Frame(reports, areas, questions)
    yield from _from_examples(frame, examples, passages)
    yield from _from_findings(frame, dataset.rows("findings"))
    yield from _from_scores(frame, questions)
    yield from _from_passages(frame, passages, {clean(e["text"]) for e in examples})


@dataclass(frozen=True)
class _Frame:
    """The tables that every row is looked up in."""

    reports: Mapping[str, Mapping[str, Any]]
    areas: Mapping[tuple[str, int], Mapping[str, Any]]
    questions: Mapping[tuple[str, str], Mapping[str, Any]]

    def row(self, row: Mapping[str, Any], kind: Kind, row_id: str, text: str, **more: Any) -> Evidence | None:
        """Evidence for the evaluated municipality, or for the one `more` names; None without one."""
        report = self.reports.get(row["report_id"], {})
        area = self.areas.get((row["report_id"], row["area"]), {})
        question = self.questions.get((row["report_id"], row.get("question") or ""), {})
        code = more.pop("municipality_code", report.get("municipality_code"))
        name = more.pop("municipality", report.get("municipality"))
        if not code or not name or not text:
            return None
        return Evidence(
            report_id=row["report_id"],
            row_id=row_id,
            kind=kind,
            municipality_code=code,
            municipality=name,
            text=text,
            heading=clean(row.get("heading") or ""),
            question_text=clean(question.get("text") or ""),
            area_title=clean(area.get("title") or ""),
            area=row["area"],
            theme=area.get("theme"),
            question=row.get("question"),
            edition=report.get("edition"),
            year=report.get("year"),
            page=row["page"],
            percent=question.get("percent") if kind != "model" else None,
            **more,
        )


def _from_examples(
    frame: _Frame, examples: list[dict[str, Any]], passages: Mapping[str, Mapping[str, Any]]
) -> Iterator[Evidence]:
    for example in examples:
        if example["relation"] == "mention":
            continue
        text = clean(example["text"])
        passage = passages.get(example["passage_id"] or "", {})
        made = frame.row(
            example,
            example["relation"],
            example["example_id"],
            text,
            **_surroundings(text, clean(passage.get("text") or "")),
            municipality_code=example["municipality_code"],
            municipality=example["municipality"],
        )
        if made:
            yield made


def _surroundings(text: str, passage: str) -> dict[str, str]:
    """What stands around the sentence `text` in its passage: before, earlier, after, around."""
    at = passage.find(text)
    if at < 0:
        return {"around": passage}
    ahead, behind = sentences(passage[:at].strip()), sentences(passage[at + len(text) :].strip())
    return {
        "before": ahead[-1] if ahead else "",
        "earlier": ahead[-2] if len(ahead) > 1 else "",
        "after": behind[0] if behind else "",
        "around": " ".join((*ahead[:-2], *behind[1:])),
    }


def _from_findings(frame: _Frame, findings: list[dict[str, Any]]) -> Iterator[Evidence]:
    for finding in findings:
        if finding["kind"] == "strength":
            made = frame.row(finding, "strength", finding["finding_id"], clean(finding["text"]))
            if made:
                yield made


def _from_scores(frame: _Frame, questions: Mapping[tuple[str, str], Mapping[str, Any]]) -> Iterator[Evidence]:
    for (report_id, number), question in questions.items():
        if (question["percent"] or 0) >= HIGH_PERCENT:
            made = frame.row(question, "score", f"{report_id}/{number}", clean(question["text"]))
            if made:
                yield made


def _from_passages(
    frame: _Frame, passages: Mapping[str, Mapping[str, Any]], told: set[str]
) -> Iterator[Evidence]:
    """The sentences of the areas' prose that are no examples and name no municipality (`told`)."""
    for passage in passages.values():
        if passage["area"] is None or (passage["heading"] or "").strip().casefold() in GENERAL_HEADINGS:
            continue
        earlier = ""
        for number, sentence in enumerate(sentences(clean(passage["text"])), 1):
            if sentence not in told:
                row_id = f"{passage['passage_id']}.{number}"
                made = frame.row(passage, "passage", row_id, sentence, before=earlier)
                if made:
                    yield made
            earlier = sentence
