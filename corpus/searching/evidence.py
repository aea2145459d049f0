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
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from corpus.dataset import Dataset
from corpus.searching.weights import FEWEST_TO_COMPARE, HIGH_PERCENT
from corpus.words.analysis import WORD, clean
from corpus.words.word_lists import plain_words

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
    """The sentence right before it under its heading."""
    earlier: str = ""
    """The sentence before that."""
    after: str = ""
    """The sentence right after it."""
    around: str = ""
    """All else under its heading."""
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
    standing: float | None = None
    """Share of the edition's reports that this percent is better than (half of those equal), 0 to 1."""


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; common abbreviations do not end one."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        if found and _NO_END.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return [s for s in found if s]


def tells_of_lack(sentence: str) -> bool:
    """Whether a sentence says that something is missing, weak or should be done."""
    return not _lack_words().isdisjoint(word.lower() for word in WORD.findall(sentence))


@lru_cache(maxsize=1)
def _lack_words() -> frozenset[str]:
    return plain_words("lack_words.txt")


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
    frame = _Frame(reports, areas, questions, _percents(reports, questions.values()))
    yield from _from_examples(frame, examples, _sections(passages.values()))
    yield from _from_findings(frame, dataset.rows("findings"))
    yield from _from_scores(frame, questions)
    yield from _from_passages(frame, passages, {clean(e["text"]) for e in examples})


@dataclass(frozen=True)
class _Frame:
    """The tables that every row is looked up in."""

    reports: Mapping[str, Mapping[str, Any]]
    areas: Mapping[tuple[str, int], Mapping[str, Any]]
    questions: Mapping[tuple[str, str], Mapping[str, Any]]
    percents: Mapping[tuple[str | None, str], list[float]]
    """All percents of a question in an edition, ascending."""

    def row(self, row: Mapping[str, Any], kind: Kind, row_id: str, text: str, **more: Any) -> Evidence | None:
        """Evidence for the evaluated municipality, or for the one `more` names; None without one."""
        report = self.reports.get(row["report_id"], {})
        area = self.areas.get((row["report_id"], row["area"]), {})
        question = self.questions.get((row["report_id"], row.get("question") or ""), {})
        code = more.pop("municipality_code", report.get("municipality_code"))
        name = more.pop("municipality", report.get("municipality"))
        if not code or not name or not text:
            return None
        percent = question.get("percent") if kind != "model" else None
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
            percent=percent,
            standing=self._standing(report.get("edition"), row.get("question"), percent),
            **more,
        )

    def _standing(self, edition: str | None, question: str | None, percent: float | None) -> float | None:
        if percent is None or question is None:
            return None
        others = self.percents[edition, question]
        if len(others) < FEWEST_TO_COMPARE:
            return percent / 100
        return (bisect_left(others, percent) + bisect_right(others, percent)) / 2 / len(others)


def _percents(
    reports: Mapping[str, Mapping[str, Any]], questions: Iterable[Mapping[str, Any]]
) -> Mapping[tuple[str | None, str], list[float]]:
    """All percents of each question within an edition, ascending."""
    found: dict[tuple[str | None, str], list[float]] = {}
    for question in questions:
        if question["percent"] is not None:
            edition = reports.get(question["report_id"], {}).get("edition")
            found.setdefault((edition, question["question"]), []).append(question["percent"])
    return {key: sorted(percents) for key, percents in found.items()}


def _from_examples(
    frame: _Frame, examples: list[dict[str, Any]], sections: Mapping[str, str]
) -> Iterator[Evidence]:
    for example in examples:
        if example["relation"] == "mention":
            continue
        text = clean(example["text"])
        section = sections.get(example["passage_id"] or "", "")
        made = frame.row(
            example,
            example["relation"],
            example["example_id"],
            text,
            **_surroundings(text, section),
            municipality_code=example["municipality_code"],
            municipality=example["municipality"],
        )
        if made:
            yield made


def _sections(passages: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Passage id to the text of all passages under the same heading, in reading order."""
    sections: dict[tuple[str, int | None, str | None], list[str]] = {}
    key_of: dict[str, tuple[str, int | None, str | None]] = {}
    for passage in passages:
        key = key_of[passage["passage_id"]] = (passage["report_id"], passage["area"], passage["heading"])
        sections.setdefault(key, []).append(clean(passage["text"]))
    joined = {key: " ".join(texts) for key, texts in sections.items()}
    return {passage_id: joined[key] for passage_id, key in key_of.items()}


def _surroundings(text: str, section: str) -> dict[str, str]:
    """What stands around the sentence `text` in its section: before, earlier, after, around."""
    at = section.find(text)
    if at < 0:
        return {"around": section}
    ahead, behind = sentences(section[:at].strip()), sentences(section[at + len(text) :].strip())
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
    """The sentences of the areas' prose that speak for the municipality.

    Sentences that name a municipality (`told`) are examples or mentions already, and what is said
    to be missing is no merit.
    """
    for passage in passages.values():
        if passage["area"] is None or (passage["heading"] or "").strip().casefold() in GENERAL_HEADINGS:
            continue
        earlier = ""
        for number, sentence in enumerate(sentences(clean(passage["text"])), 1):
            if sentence not in told and not tells_of_lack(sentence):
                row_id = f"{passage['passage_id']}.{number}"
                made = frame.row(passage, "passage", row_id, sentence, before=earlier)
                if made:
                    yield made
            earlier = sentence
