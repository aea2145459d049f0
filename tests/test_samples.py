"""The sample archive: made from its content byte for byte, about fictional municipalities, and read right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.municipalities import by_code, municipalities
from tests.typesetter.gold import gold
from tests.typesetter.report import Report
from tests.typesetter.samples import NAMES, NOTE, SAMPLES, sample
from tests.typesetter.scorer import differences
from tests.typesetter.typeset import typeset


@pytest.mark.parametrize("name", NAMES)
def test_stored_samples_are_what_their_content_gives(name: str) -> None:
    report, layout = sample(name)
    assert (SAMPLES / f"{name}.pdf").read_bytes() == typeset(report, layout)
    stored = json.loads((SAMPLES / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(gold(report, layout)))


def test_no_other_files_stand_among_the_samples() -> None:
    assert {p.stem for p in SAMPLES.glob("*.pdf")} == set(NAMES)
    assert {p.stem for p in (SAMPLES / "gold").iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_about_fictional_municipalities_alone(name: str) -> None:
    report, _ = sample(name)
    assert report.note == NOTE
    subject = by_code(report.municipality.code)
    assert subject is not None
    assert subject.fictional
    assert not [real for real in _real_names() if real in _words(report)]


def _real_names() -> set[str]:
    # Names that are also common words or parts of the samples' own names prove nothing.
    return {m.name for m in municipalities() if not m.fictional and len(m.name) > 4}


def _words(report: Report) -> set[str]:
    text = " ".join(section.text for _, section in report.sections())
    return {word.strip(".,;:”()").removesuffix("s") for word in text.split()} | {
        word.strip(".,;:”()") for word in text.split()
    }


def test_samples_cover_every_edition_both_producers_and_several_layouts() -> None:
    reports, layouts = zip(*map(sample, NAMES), strict=True)
    assert {r.edition for r in reports} == {"2002", "2010", "2016", "2020"}
    assert {layout.producer for layout in layouts} == {"typst", "reportlab"}
    assert len({layout.bullet for layout in layouts}) >= 4
    assert {layout.borders for layout in layouts} == {"full", "horizontal", "shading", "none"}


@pytest.mark.parametrize(
    "term", ["kontaktcenter", "medborgardialog", "klagomål", "medarbetarenkät", "överskott"]
)
def test_a_topic_is_told_of_in_several_reports(term: str) -> None:
    telling = [name for name in NAMES if term in _prose(name).lower()]
    assert len(telling) >= 4


def _prose(name: str) -> str:
    return " ".join(section.text for _, section in sample(name)[0].sections())


def test_every_fictional_municipality_is_named_as_a_model() -> None:
    models = {
        naming.municipality.code
        for name in NAMES
        for _, section in sample(name)[0].sections()
        for paragraph in section.paragraphs
        for sentence in paragraph.sentences
        for naming in sentence.namings
        if naming.relation == "model"
    }
    assert models == {m.code for m in municipalities() if m.fictional}


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_read_right(name: str) -> None:
    read_report = pytest.importorskip("extractors.report").read_report
    path: Path = SAMPLES / f"{name}.pdf"
    extraction = read_report(path.read_bytes(), path.name)
    stored = json.loads((SAMPLES / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    assert differences(extraction, stored) == []
