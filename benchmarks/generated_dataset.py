"""A dataset of generated reports, straight to Parquet: for measuring what needs many of them.

    python -m benchmarks.generated_dataset FOLDER [--reports 10000]

The reports have as many areas, questions, bullets, paragraphs and examples as real ones, in sentences
made of the thesaurus' terms. They are spread over the register's municipalities and the years; the
texts say nothing.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.search import FRAMES
from corpus.dataset import NoDatasetError, open_dataset
from corpus.store import write_descriptor, write_tables
from corpus.words.thesaurus import load_thesaurus
from schemas.editions import Edition, editions
from schemas.municipalities import municipalities
from schemas.records import (
    AreaScore,
    Box,
    Example,
    Extraction,
    Fact,
    Finding,
    FindingKind,
    Passage,
    QuestionScore,
    Relation,
    Report,
)

_QUESTIONS_PER_AREA = 5
_FINDINGS_PER_AREA: tuple[FindingKind, ...] = ("strength",) * 4 + ("partial",) * 2 + ("improvement",) * 3
_PASSAGES_PER_AREA = 6
_EXAMPLES_PER_AREA: tuple[Relation, ...] = ("own", "model", "mention")
_HEADINGS = 60
_PAGES = 30


def generated_reports(count: int, seed: int = 1) -> Iterator[tuple[str, Extraction]]:
    """`count` pairs of report id and extraction, in the order of the ids."""
    codes = [m.code for m in municipalities() if not m.fictional]
    chance = random.Random(seed)
    terms = [term for group in load_thesaurus().groups for term in group.terms]
    writer = _Writer(chance, terms)
    for number in range(count):
        code, year = codes[number * len(codes) // count], 2002 + number % 22
        yield f"{code}-{year}-{number}", writer.report(code, year, codes)


def generated_dataset(folder: Path, reports: int) -> None:
    """Write the dataset of this many reports into `folder`, unless it is there already."""
    version = f"generated{reports}"
    try:
        if open_dataset(folder).version == version:
            return
    except NoDatasetError:
        pass
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_descriptor(folder, write_tables(folder, generated_reports(reports), version), version)


class _Writer:
    """Writes one report after the other from the same stock of words."""

    def __init__(self, chance: random.Random, terms: list[str]) -> None:
        self._chance, self._terms = chance, terms
        self._headings = chance.sample(terms, _HEADINGS)

    def report(self, code: str, year: int, codes: list[str]) -> Extraction:
        edition = next(e for e in reversed(editions()) if e.first_year <= year)
        areas, questions, findings, passages, examples = [], [], [], [], []
        for area in edition.areas:
            box = self._box(3 * area.number)
            percents = [self._chance.randrange(20, 101) for _ in range(_QUESTIONS_PER_AREA)]
            mean = float(round(sum(percents) / len(percents)))
            areas.append(
                AreaScore(area.number, area.title, area.theme, mean, 100.0, mean, mean, mean, None, box)
            )
            for nth, percent in enumerate(percents, 1):
                questions.append(self._question(edition, area.number, nth, percent, box))
            for nth, kind in enumerate(_FINDINGS_PER_AREA, 1):
                key = f"f{area.number}{nth:02}"
                findings.append(Finding(key, area.number, kind, nth, self._term(), None, self._box(nth)))
            for nth in range(1, _PASSAGES_PER_AREA + 1):
                key, heading = f"p{area.number}{nth:02}", self._chance.choice(self._headings)
                text = " ".join(self._sentence() for _ in range(3))
                place = self._box(3 * area.number + nth % 3)
                passages.append(Passage(key, area.number, heading, None, nth, text, place))
            for nth, relation in enumerate(_EXAMPLES_PER_AREA, 1):
                about = code if relation == "own" else self._chance.choice(codes)
                passage = passages[-nth]
                text = passage.text.partition(". ")[0] + "."
                examples.append(
                    Example(
                        f"e{area.number}{nth}",
                        area.number,
                        passage.heading,
                        None,
                        relation,
                        about,
                        about,
                        text,
                        None,
                        0.9,
                        passage.passage_id,
                        passage.boxes,
                    )
                )
        fact = Fact("Folkmängd", "25 000", float(self._chance.randrange(3_000, 120_000)), "persons", ())
        head = Report(
            municipality_code=code,
            municipality=code,
            year=year,
            report_date=None,
            edition=edition.key,
            evaluation_number=1,
            evaluators=("Utvärderare ett, SKR",),
            publisher="Generator",
            title="KommunKompassen",
            pages=_PAGES,
            total=sum(a.achieved or 0 for a in areas),
            stated_total=None,
            source_file=f"{code}-{year}.pdf",
            source_sha256="0" * 64,
            reference_base=None,
            read_by="text",
            confidence=None,
            extractor_version="generated",
        )
        return Extraction(
            head, tuple(areas), tuple(questions), tuple(findings), tuple(passages), tuple(examples), (fact,)
        )

    def _question(
        self, edition: Edition, area: int, nth: int, percent: int, box: tuple[Box, ...]
    ) -> QuestionScore:
        number = f"{area}.{nth}"
        known = edition.questions().get(number)
        text = known.text if known else f"Fråga {number} i utgåva {edition.key}?"
        points = percent / 5
        return QuestionScore(area, number, text, points, 20.0, float(percent), points, points, box)

    def _sentence(self) -> str:
        return self._chance.choice(FRAMES).format(self._term(), self._term())

    def _term(self) -> str:
        return self._chance.choice(self._terms)

    def _box(self, page: int) -> tuple[Box, ...]:
        top = float(self._chance.randrange(60, 700))
        return (Box(page, 70.0, top, 520.0, top + 12), Box(page, 70.0, top + 14, 480.0, top + 26))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=10_000)
    given = parser.parse_args()
    generated_dataset(given.folder, given.reports)


if __name__ == "__main__":
    main()
