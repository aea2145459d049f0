"""The typesetter: what is written comes out on the page, the same each time."""

from __future__ import annotations

import dataclasses
import random
import re
from decimal import Decimal
from typing import Literal

import pypdfium2
import pytest

from tests.typesetter.chromium_producer import CHROMIUM
from tests.typesetter.gold import gold
from tests.typesetter.layout import Layout, choices, random_layout
from tests.typesetter.random_report import random_report
from tests.typesetter.report import Question, printed_number
from tests.typesetter.typeset import typeset

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Debian's package chromium is not installed")
PRODUCERS = [
    pytest.param(name, marks=needs_chromium if name == "chromium" else ()) for name in choices("producer")
]
Producer = Literal["typst", "reportlab", "chromium"]


def text_of(data: bytes) -> str:
    """All characters of a PDF's pages without white space, hyphens and what stands for them."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    return squeezed("".join(pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe\u0002-]", "", text)


@pytest.mark.parametrize("producer", PRODUCERS)
def test_prints_every_record_of_the_gold(producer: Producer) -> None:
    layout = Layout(producer=producer, foot="none")
    report = random_report(7, length=0.2)
    text, records = text_of(typeset(report, layout)), gold(report, layout)
    for question in records["question_scores"]:
        points = printed_number(Decimal(str(question["achieved"])))
        row = f"{question['question']}{question['text']}{points}{question['max']}{question['percent']}%"
        assert squeezed(row) in text
    for finding in records["findings"]:
        assert squeezed(finding["text"]) in text
    for fact in records["facts"]:
        assert squeezed(fact["label"] + fact["value"]) in text


@pytest.mark.parametrize("producer", PRODUCERS)
def test_letters_quotes_and_markup_come_out_as_written(producer: Producer) -> None:
    written = "ÅÄÖ åäö é ”citat” – 51 % & <b> $x$ #let *stjärna* _under_ \\ [hake] @namn"
    report = dataclasses.replace(random_report(3, length=0.1), note=written)
    assert squeezed(written) in text_of(typeset(report, Layout(producer=producer)))


@pytest.mark.parametrize("producer", PRODUCERS)
def test_same_report_gives_the_same_bytes(producer: Producer) -> None:
    layout = Layout(producer=producer, summary_points="chart reference")
    assert typeset(random_report(5, length=0.2), layout) == typeset(random_report(5, length=0.2), layout)


@pytest.mark.parametrize("rotation", [90, 180, 270])
@pytest.mark.parametrize("producer", PRODUCERS)
def test_a_page_stored_rotated_in_a_larger_box_shows_the_same(
    producer: Producer, rotation: Literal[90, 180, 270]
) -> None:
    report = random_report(2, length=0.1)
    plain = pypdfium2.PdfDocument(typeset(report, Layout(producer=producer)))
    turned = pypdfium2.PdfDocument(typeset(report, Layout(producer=producer, rotation=rotation, crop=True)))
    for page in (0, 2):
        assert turned[page].get_rotation() == rotation
        assert turned[page].get_mediabox() != turned[page].get_cropbox()
        assert turned[page].get_size() == pytest.approx(plain[page].get_size(), abs=0.1)
        pictures = [document[page].render(scale=0.5).to_numpy() < 128 for document in (plain, turned)]
        ink = [picture.sum() for picture in pictures]
        assert ink[0] == pytest.approx(ink[1], rel=0.2)
        rows = [picture.any(axis=(1, 2)) for picture in pictures]
        assert (rows[0] != rows[1]).mean() < 0.1


def test_random_layouts_take_every_value_of_every_choice() -> None:
    drawn = [random_layout(random.Random(seed)) for seed in range(600)]
    for field in dataclasses.fields(Layout):
        assert {getattr(layout, field.name) for layout in drawn} == set(choices(field.name)), field.name


def test_points_are_rounded_half_up_and_percent_comes_from_the_true_score() -> None:
    question = Question("1.2", "", 20, Decimal("10.5"))
    assert (question.printed, question.percent) == (Decimal(11), Decimal(53))
    halves = dataclasses.replace(question, score=Decimal("10.3"), step=Decimal("0.5"))
    assert (printed_number(halves.printed), halves.percent) == ("10,5", Decimal(52))


def test_scores_of_random_reports_agree_unless_misprinted() -> None:
    for seed in range(20):
        for area in random_report(seed, length=0.1).areas:
            assert area.max == 100
            for question in area.questions:
                near = abs(question.printed - question.score) <= question.step / 2
                assert near == (question.misprint is None)
