"""Random but plausible reports: invented prose, true scores and known labels."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import random
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from schemas.municipalities import by_code, genitive, municipalities
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

EDITIONS = ("2010", "2016", "2020", "2002")

FINDING_COLUMNS: tuple[tuple[FindingColumn, ...], ...] = (
    (
        FindingColumn("strength", "Styrkor"),
        FindingColumn("partial", "Finns delar, men kan bli bättre"),
        FindingColumn("improvement", "Förbättringsmöjligheter"),
    ),
    (FindingColumn("strength", "Styrkor"), FindingColumn("improvement", "Utvecklingsområden")),
    (FindingColumn("strength", "Styrkor"), FindingColumn("improvement", "Förbättringsområden")),
    (FindingColumn("strength", "Styrkor"), FindingColumn("improvement", "Kan utvecklas")),
    (FindingColumn("strength", "Vad fungerar bra?"), FindingColumn("improvement", "Vad kan bli bättre?")),
)

_NUMERALS = {
    1: ("första", "för första gången"),
    2: ("andra", "för andra gången"),
    3: ("tredje", "för tredje gången"),
    4: ("fjärde", "för fjärde gången"),
}


@functools.cache
def _vocabulary() -> Any:
    return yaml.safe_load(Path(__file__).with_name("vocabulary.yaml").read_text(encoding="utf-8"))


@functools.cache
def _register() -> tuple[Municipality, ...]:
    return tuple(Municipality(m.code, m.name, m.official_name) for m in municipalities() if not m.fictional)


def random_report(seed: int, *, edition: str | None = None, length: float = 1.0) -> Report:
    """The report of `seed`, of `edition` where one is given; `length` stretches its prose."""
    rng = random.Random(seed)
    edition = edition or rng.choice(EDITIONS)
    details = _vocabulary()["editions"][edition]
    year = rng.randint(*details["years"])
    municipality = rng.choice(_register())
    columns = rng.choice(FINDING_COLUMNS) if edition in ("2016", "2020") else FINDING_COLUMNS[0]
    step = Decimal("0.5") if edition == "2002" and rng.random() < 0.5 else Decimal(1)
    municipality = rng.choice(_printed_forms(municipality))
    general = rng.choice(_vocabulary()["general_headings"])
    writer = _Writer(rng, municipality, year)
    areas = tuple(
        _area(
            writer,
            number,
            title,
            _vocabulary()["topics"][theme],
            _maxima(rng, edition, number),
            step,
            columns,
            general,
            length,
        )
        for number, (theme, title) in enumerate(details["areas"], start=1)
    )
    evaluation_number = rng.randint(1, 4)
    states_total = rng.random() < 0.5
    total = sum((a.printed for a in areas), Decimal(0))
    return Report(
        municipality=municipality,
        year=year,
        date=datetime.date(year, rng.randint(1, 12), rng.randint(1, 28)),
        edition=edition,
        publisher=details["publisher"],
        evaluators=_evaluators(rng, details["publisher"]),
        evaluation_number=evaluation_number,
        introduction=(
            Section("Vad är Kommunkompassen?", _paragraphs(writer, [_vocabulary()["introduction"]])),
        ),
        summary=_summary(writer, evaluation_number, printed_number(total) if states_total else None),
        areas=areas,
        finding_columns=columns,
        facts=_facts(rng, year) if rng.random() < 0.5 else (),
        states_total=states_total,
        reference_base="Medelvärde för utvärderade kommuner" if rng.random() < 0.7 else None,
    )


def _printed_forms(municipality: Municipality) -> list[Municipality]:
    """The municipality under its official name, and under its name as a town (stad) where it has one."""
    known = by_code(municipality.code)
    towns = [form for form in (known.forms if known else ()) if form.lower().endswith(" stad")]
    return [municipality, *(dataclasses.replace(municipality, official_name=town) for town in towns)]


class _Writer:
    """Fills sentence patterns for one report."""

    def __init__(self, rng: random.Random, municipality: Municipality, year: int) -> None:
        self.rng, self.municipality, self.year = rng, municipality, year
        self.words = _vocabulary()

    def fill(self, pattern: str, topic: Sequence[str] = ("", "", "verksamheten", "verksamhet")) -> Sentence:
        """The sentence of `pattern` about `topic`; the municipalities it names are not labelled."""
        slots = {name: self.rng.choice(values) for name, values in self.words["slots"].items()}
        verksamhet = self.rng.sample(self.words["slots"]["verksamhet"], 2)
        slots |= {"verksamhet": verksamhet[0], "verksamhet2": verksamhet[1]}
        slots["nämnd2"] = self.rng.choice([n for n in self.words["slots"]["nämnd"] if n != slots["nämnd"]])
        slots |= {"def": topic[2], "bar": topic[3], "tal": str(self.rng.randint(2, 60))}
        slots |= {"år": str(self.year - self.rng.randint(1, 6)), "A": self._form(self.municipality)}
        slots["procent"] = f"{self.rng.randint(11, 98)}{self.rng.choice((' %', '%', ' procent'))}"
        slots["tusental"] = f"{self.rng.randint(2, 980)} {self.rng.choice(('000', '500'))}"
        slots |= {"a": "styrning", "b": "uppföljning", "c": "lärande"}
        for name in ("def", "bar", "nämnd"):
            slots[name.capitalize()] = slots[name][:1].upper() + slots[name][1:]
        others = [m for m in self.rng.sample(_register(), 4) if m.code != self.municipality.code][:3]
        named = [
            m for letter, m in zip("BCD", others, strict=True) if re.search(rf"{{{letter}[sk]?}}", pattern)
        ]
        slots |= {letter: self._form(m) for letter, m in zip("BCD", others, strict=True)}
        slots |= {"Bs": genitive(others[0].name), "Bk": others[0].official_name}
        text = pattern.format(**slots)
        return Sentence(text[:1].upper() + text[1:], tuple(Naming("mention", m) for m in named))

    def sentence(self, relation: str, topic: Sequence[str]) -> Sentence:
        """A sentence of the kind `plain`, `own`, `model` or `mention` about `topic`, labelled."""
        written = self.fill(self.rng.choice(self.words["sentences"][relation]), topic)
        if relation == "own":
            return Sentence(written.text, (Naming("own", self.municipality),))
        if relation == "model":
            return Sentence(written.text, tuple(Naming("model", n.municipality) for n in written.namings))
        return written

    def _form(self, municipality: Municipality) -> str:
        return municipality.official_name if self.rng.random() < 0.2 else municipality.name


def _paragraphs(writer: _Writer, groups: Sequence[Sequence[str]]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(tuple(writer.fill(pattern) for pattern in group)) for group in groups)


def _maxima(rng: random.Random, edition: str, area: int) -> list[int]:
    if edition == "2010":
        return list(_vocabulary()["maxima_2010"][area - 1])
    parts = rng.randint(3, 5)
    cuts = sorted(rng.sample(range(2, 19), parts - 1))
    return [5 * (b - a) for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]


def _area(
    writer: _Writer,
    number: int,
    title: str,
    topics: list[list[str]],
    maxima: list[int],
    step: Decimal,
    columns: Sequence[FindingColumn],
    general_heading: str,
    length: float,
) -> Area:
    rng = writer.rng
    topics = topics[: len(maxima)] if len(topics) >= len(maxima) else topics
    questions = tuple(
        _question(rng, f"{number}.{i}", topics[(i - 1) % len(topics)][1], most, step)
        for i, most in enumerate(maxima, start=1)
    )
    general = Section(general_heading, _paragraphs(writer, [rng.sample(writer.words["general"], 3)]))
    sections = tuple(
        _section(writer, topic, q.number, length) for topic, q in zip(topics, questions, strict=False)
    )
    return Area(
        number=number,
        title=title,
        sections=(general, *sections),
        topics=tuple(topic[0] for topic in topics),
        questions=questions,
        findings=_findings(writer, topics, [c.kind for c in columns]),
        reference_mean=rng.randint(35, 75),
    )


def _question(rng: random.Random, number: str, text: str, most: int, step: Decimal) -> Question:
    score = Decimal(rng.randint(most * 8, most * 96)) / 100
    question = Question(number, text, most, score, step)
    if rng.random() < 0.01:
        more, less = question.printed + 3, max(question.printed - 3, Decimal(0))
        wrong = more if more <= most else less
        question = Question(number, text, most, score, step, misprint=wrong)
    return question


def _section(writer: _Writer, topic: Sequence[str], question: str, length: float) -> Section:
    rng = writer.rng
    paragraphs = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        kinds = rng.choices(
            ("plain", "own", "model", "mention"), (75, 7, 10, 8), k=max(1, round(rng.randint(1, 6) * length))
        )
        texts: dict[str, Sentence] = {}
        for kind in kinds:
            sentence = writer.sentence(kind, topic)
            texts.setdefault(sentence.text, sentence)
        paragraphs.append(Paragraph(tuple(texts.values())))
    return Section(topic[0], tuple(paragraphs), question)


def _findings(writer: _Writer, topics: Sequence[Sequence[str]], kinds: Sequence[str]) -> tuple[Finding, ...]:
    rng = writer.rng
    found = []
    for kind in FINDING_KINDS:
        if kind not in kinds:
            continue
        texts = {
            writer.fill(rng.choice(writer.words["findings"][kind]), rng.choice(topics)).text
            for _ in range(rng.randint(1, 6))
        }
        found += [Finding(kind, text) for text in sorted(texts)]
    return tuple(found)


def _summary(writer: _Writer, number: int, total: str | None) -> tuple[Section, ...]:
    rng, name = writer.rng, genitive(writer.municipality.official_name)
    ordinal, times = _NUMERALS[number]
    opening = rng.choice(
        (
            f"Utvärderingen genomfördes i mars {writer.year} och är kommunens {ordinal} utvärdering.",
            f"Kommunen utvärderas nu {times}.",
            f"Detta är {ordinal} gången som kommunen utvärderas med Kommunkompassen.",
            f"Rapporten gäller kommunens {ordinal} utvärdering enligt Kommunkompassen.",
            f"Det här är den {ordinal} utvärderingen av kommunen, gjord i oktober {writer.year}.",
        )
    )
    texts = [opening, *(writer.fill(pattern).text for pattern in writer.words["summary"])]
    if total is not None:
        texts.append(
            rng.choice(
                (
                    f"{name[:1].upper() + name[1:]} resultat är totalt {total} poäng av 800 möjliga.",
                    f"Sammanlagt når kommunen {total} poäng.",
                    f"Den totala poängen är {total} av 800.",
                )
            )
        )
    return (Section("Utvärderingen", (Paragraph(tuple(Sentence(text) for text in texts)),)),)


def _evaluators(rng: random.Random, publisher: str) -> tuple[Evaluator, ...]:
    association = "SKR" if publisher.endswith("Regioner") else "SKL"
    peer = rng.choice(_register()).official_name
    employers = [
        rng.choice((association, association, f"senior konsult ({association})", f"f.d. {association}")),
        peer,
    ]
    words = _vocabulary()
    return tuple(
        Evaluator(f"{rng.choice(words['first_names'])} {rng.choice(words['last_names'])}", employer)
        for employer in employers[: rng.choice((1, 2, 2, 2))]
    )


def _facts(rng: random.Random, year: int) -> tuple[Fact, ...]:
    slots = {
        "grupp": rng.randint(1, 10),
        "befolkning": _spaced(rng.randint(2400, 180000)),
        "år0": year - 2,
        "år1": year - 1,
        "ökning": rng.choice(("-", "", "+")) + str(rng.randint(3, 900)),
        "anställda": _spaced(rng.randint(300, 9000)),
        "valår": year - (year - 2) % 4,
        "partier": ",".join(rng.sample(("S", "V", "MP", "M", "C", "L", "KD"), 3)),
    }
    return tuple(
        Fact(label.format(**slots), value.format(**slots)) for label, value in _vocabulary()["facts"]
    )


def _spaced(number: int) -> str:
    """`3000` as 3 000."""
    return f"{number:,}".replace(",", " ")
