"""Make the sample archive: `python -m tests.typesetter.samples` writes samples/ anew.

What the reports say stands in samples/*.yaml beside this module, with labels in the prose:
`[Sentence.]{own}` and `[Sentence.]{model: Låtsele, Mytaryd; mention: Sägenvik}`. The same content
gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from schemas.municipalities import municipalities
from tests.typesetter.gold import gold
from tests.typesetter.layout import Layout
from tests.typesetter.random_report import FINDING_COLUMNS
from tests.typesetter.report import (
    FINDING_KINDS,
    Area,
    Evaluator,
    Fact,
    Finding,
    FindingColumn,
    Municipality,
    Naming,
    Paragraph,
    Question,
    Report,
    Section,
    Sentence,
    printed_number,
)
from tests.typesetter.typeset import typeset

CONTENT = Path(__file__).with_name("samples")
SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = (
    "fabelstad-2021",
    "fiktkoping-2005",
    "norra-diktmark-2018",
    "pahittnas-2014",
    "sagoberga-2011",
    "sagoberga-2022",
)
NOTE = "Påhittad exempelrapport"

_LABELLED = re.compile(r"\[([^\]]+)\]\{([^}]+)\}")


def sample(name: str) -> tuple[Report, Layout]:
    """The sample report `name` (`fabelstad-2021`) and its layout. Raises FileNotFoundError."""
    content = _read(name)
    report = _report(content)
    return report, Layout(**content["layout"])


def _read(name: str) -> Any:
    return yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))


def _report(content: Any) -> Report:
    subject = _municipality(code=content["municipality"])
    areas = tuple(_area(number, area, content, subject) for number, area in enumerate(content["areas"], 1))
    total = printed_number(sum((a.printed for a in areas), Decimal(0)))
    return Report(
        municipality=subject,
        year=content["year"],
        date=content["date"],
        edition=content["edition"],
        publisher=content["publisher"],
        evaluators=tuple(Evaluator(*pair) for pair in content["evaluators"]),
        evaluation_number=content["evaluation_number"],
        introduction=_sections(content["introduction"], subject),
        summary=_sections(content["summary"], subject, total),
        areas=areas,
        finding_columns=_finding_columns(content),
        facts=tuple(Fact(label, str(value)) for label, value in content.get("facts", ())),
        states_total=content["states_total"],
        reference_base=content.get("reference_base"),
        note=NOTE,
    )


def _municipality(*, code: str | None = None, name: str | None = None) -> Municipality:
    for m in municipalities():
        if m.fictional and (m.code == code or m.name == name):
            return Municipality(m.code, m.name, m.official_name)
    raise ValueError(f"no fictional municipality {code or name} in the register")


def _finding_columns(content: Any) -> tuple[FindingColumn, ...]:
    if "finding_columns" not in content:
        return FINDING_COLUMNS[0]
    strengths, improvements = content["finding_columns"]
    return (FindingColumn("strength", strengths), FindingColumn("improvement", improvements))


def _area(number: int, area: Any, content: Any, subject: Municipality) -> Area:
    sections = _sections(area["sections"], subject)
    step = Decimal(content.get("step", "1"))
    return Area(
        number=number,
        title=area["title"],
        sections=sections,
        topics=tuple(s.heading for s in sections[1:]),
        questions=tuple(
            Question(f"{number}.{i}", text, most, Decimal(str(score)), step, *map(Decimal, misprint))
            for i, (text, most, score, *misprint) in enumerate(_questions(number, area), start=1)
        ),
        findings=tuple(
            Finding(kind, text) for kind in FINDING_KINDS for text in area["findings"].get(kind, ())
        ),
        reference_mean=area.get("reference_mean"),
    )


def _questions(number: int, area: Any) -> Iterator[Any]:
    """Text, maximum, true score and perhaps misprinted points of each question.

    An area that lists scores alone takes the questions of 2010.
    """
    if "questions" in area:
        yield from area["questions"]
    else:
        known = _read("questions-2010")[number - 1]
        for (text, most), score in zip(known, area["scores"], strict=True):
            yield text, most, score


def _sections(content: dict[str, str], subject: Municipality, total: str = "") -> tuple[Section, ...]:
    sections = []
    for title, text in content.items():
        heading, _, question = title.partition(" | ")
        written = text.replace("{total}", total).strip()
        paragraphs = tuple(Paragraph(tuple(_sentences(p, subject))) for p in written.split("\n\n"))
        sections.append(Section(heading, paragraphs, question or None))
    return tuple(sections)


def _sentences(paragraph: str, subject: Municipality) -> Iterator[Sentence]:
    """The labelled sentences of `paragraph`, and what stands between them."""
    plain, end = " ".join(paragraph.split()), 0
    for match in _LABELLED.finditer(plain):
        if before := plain[end : match.start()].strip():
            yield Sentence(before)
        yield Sentence(match[1], tuple(_namings(match[2], subject)))
        end = match.end()
    if rest := plain[end:].strip():
        yield Sentence(rest)


def _namings(label: str, subject: Municipality) -> Iterator[Naming]:
    for part in label.split(";"):
        relation, _, names = part.strip().partition(": ")
        if relation == "own":
            yield Naming("own", subject)
        elif relation in ("model", "mention"):
            for name in names.split(", "):
                yield Naming("model" if relation == "model" else "mention", _municipality(name=name))
        else:
            raise ValueError(f"unknown label {label!r}: own, model or mention")


def main() -> None:
    """Write the PDFs and their gold."""
    (SAMPLES / "gold").mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        report, layout = sample(name)
        (SAMPLES / f"{name}.pdf").write_bytes(typeset(report, layout))
        records = json.dumps(gold(report, layout), ensure_ascii=False, indent=1)
        (SAMPLES / "gold" / f"{name}.json").write_text(records + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
