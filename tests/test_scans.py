"""Scanned pages: read by text recognition, or set aside with what to install."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.reading import tesseract as recognition
from extractors.reading.document import Reading, read_document
from extractors.reading.page_image import Ink, Picture, ink_of, render, set_straight
from extractors.reading.page_space import IDENTITY
from extractors.reading.percent_signs import percent_sign, percent_signs
from extractors.reading.reading_errors import OcrMissing
from extractors.reading.ruled_lines_in_image import find_rules
from extractors.report import read_report
from schemas.records import Extraction
from tests.paper_scan import Scanner, scan
from tests.typesetter.samples import SAMPLES

SAMPLE = SAMPLES / "sagoberga-2022.pdf"
PROSE_PAGE, SCORES_PAGE = 7, 4


def installed() -> bool:
    try:
        recognition.tesseract()
    except OcrMissing:
        return False
    return True


needs_recognition = pytest.mark.skipif(
    not installed(), reason="tesserocr and tesseract-ocr-swe are not installed"
)


@pytest.fixture
def not_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    recognition.tesseract.cache_clear()
    monkeypatch.setattr(recognition, "_PLACES", ())
    monkeypatch.setenv("TESSDATA_PREFIX", "/nowhere")
    yield
    recognition.tesseract.cache_clear()


def text_of(reading: Reading, page: int = 0) -> str:
    return " ".join(word.text for word in reading.pages[page].words)


def overlap(found: Reading, wanted: Reading, page: int, of: int = 0) -> float:
    """The share of a page's words that the recognised page has."""
    words = [word.text for word in wanted.pages[page - 1].words if len(word.text) > 3]
    got = text_of(found, of)
    return sum(word in got for word in words) / len(words)


@needs_recognition
@pytest.mark.parametrize(
    "scanner",
    [
        Scanner(degrees=1.3, noise=12, quality=45),
        Scanner(dpi=150, shadow=0.3),
        Scanner(quarters=2, degrees=0.5),
        Scanner(quarters=1),
        Scanner(dpi=300, specks=0.001),
    ],
    ids=["askew and noisy", "coarse with a shadow", "on its head", "on its side", "specked"],
)
def test_a_scan_is_read_however_the_paper_lay(scanner: Scanner) -> None:
    data = SAMPLE.read_bytes()
    found = read_document(scan(data, scanner, [PROSE_PAGE]))
    assert found.pages[0].read_by == "ocr"
    assert overlap(found, read_document(data), PROSE_PAGE) > 0.95
    assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in found.pages[0].words)


@needs_recognition
def test_words_of_a_page_set_straight_are_mapped_back_to_where_they_are_displayed() -> None:
    data = SAMPLE.read_bytes()
    upright = read_document(data).pages[PROSE_PAGE - 1]
    counts = Counter(word.text for word in upright.words)
    wanted = {word.text: word for word in upright.words if counts[word.text] == 1 and len(word.text) > 8}
    page = read_document(scan(data, Scanner(quarters=2), [PROSE_PAGE])).pages[0]
    assert page.to_display != IDENTITY
    shared = [(wanted[w.text], w) for w in page.words if w.text in wanted]
    assert len(shared) > 10
    for printed, word in shared:
        x0, top, x1, bottom = page.to_display.box(word.x0, word.top, word.x1, word.bottom)
        assert top == pytest.approx(upright.height - printed.bottom, abs=4)
        assert x1 - x0 == pytest.approx(printed.x1 - printed.x0, abs=3)
        assert bottom > top


@needs_recognition
def test_only_the_pages_without_text_are_recognised_and_the_report_says_so() -> None:
    extraction = read_report(with_scanned_page(SAMPLE.read_bytes(), PROSE_PAGE), "mixed.pdf")
    assert extraction.report.read_by == "mixed"
    assert extraction.report.confidence is not None
    assert 0.8 < extraction.report.confidence < 1
    untouched = read_report(SAMPLE.read_bytes(), "text.pdf")
    assert untouched.report.confidence is None
    assert findings(extraction) == findings(untouched)


def findings(extraction: Extraction) -> list[tuple[int, str]]:
    return [(finding.area, finding.kind) for finding in extraction.findings]


@needs_recognition
def test_the_score_table_of_a_scan_is_read_with_its_percent_signs() -> None:
    reading = read_document(scan(SAMPLE.read_bytes(), Scanner(), [SCORES_PAGE]))
    page = reading.pages[0]
    numbers = [word.text for word in page.words if word.text.endswith("%") and word.text[0].isdigit()]
    assert len(numbers) > 15
    printed = {word.text for word in read_document(SAMPLE.read_bytes()).pages[SCORES_PAGE - 1].words}
    assert sum(number in printed for number in numbers) >= 0.9 * len(numbers)


def test_a_scan_is_set_aside_with_what_to_install(not_installed: None) -> None:
    with pytest.raises(OcrMissing, match="apt-get install tesseract-ocr-swe"):
        read_document(scan(SAMPLE.read_bytes(), Scanner(dpi=72), [1, 2]))


def test_a_report_with_one_scanned_page_is_read_without_it_and_says_what_to_install(
    not_installed: None,
) -> None:
    reading = read_document(with_scanned_page(SAMPLE.read_bytes(), PROSE_PAGE))
    assert [note.page for note in reading.notes] == [PROSE_PAGE]
    assert "apt-get install tesseract-ocr-swe" in reading.notes[0].text
    assert reading.pages[PROSE_PAGE - 1].words == ()


def with_scanned_page(data: bytes, number: int) -> bytes:
    """A report with one of its pages as a picture."""
    scanned = pypdfium2.PdfDocument(scan(data, Scanner(), [number]))
    document = pypdfium2.PdfDocument(data)
    document.del_page(number - 1)
    document.import_pages(scanned, [0], number - 1)
    output = io.BytesIO()
    document.save(output)
    document.close()
    scanned.close()
    return output.getvalue()


@needs_recognition
def test_a_blank_scan_is_a_page_without_words() -> None:
    output = io.BytesIO()
    canvas = Canvas(output, invariant=True)
    canvas.drawImage(ImageReader(Image.new("L", (400, 600), 250)), 0, 0, *canvas._pagesize)
    canvas.showPage()
    canvas.save()
    assert read_document(output.getvalue()).pages[0].words == ()


@pytest.mark.parametrize("degrees", [-2.5, -0.4, 0.0, 0.9, 4.0])
def test_a_page_askew_is_set_straight(degrees: float) -> None:
    data = scan(SAMPLE.read_bytes(), Scanner(degrees=degrees), [PROSE_PAGE])
    with pypdfium2.PdfDocument(data) as document:
        picture = set_straight(render(document, 1))
    turn = np.degrees(np.arctan2(picture.to_display.b, picture.to_display.a))
    assert turn == pytest.approx(degrees, abs=0.1)


def test_a_picture_keeps_its_size_and_maps_to_itself_where_it_lies_straight() -> None:
    grey = np.full((300, 200), 255, dtype=np.uint8)
    picture = set_straight(Picture(grey, 2.0))
    assert (picture.width, picture.height, picture.to_display) == (100, 150, IDENTITY)


def test_thin_and_broken_lines_are_rules_and_the_feet_of_letters_are_not() -> None:
    image = Image.new("L", (900, 600), 255)
    draw = ImageDraw.Draw(image)
    draw.line((50, 100, 400, 100), fill=0, width=2)
    draw.line((420, 101, 850, 101), fill=0, width=2)  # goes on after a gap, a pixel lower
    draw.line((50, 100, 50, 500), fill=0, width=2)
    draw.text((100, 200), "kommunminimum", font=ImageFont.load_default(40), fill=0)
    rules, runs = find_rules(ink_of(np.asarray(image)), scale=3.0)
    across = [rule for rule in rules if rule.horizontal]
    assert [(round(r.x0), round(r.x1)) for r in across] == [(17, 284)]
    assert len(runs) == len(rules) == 2


@pytest.mark.parametrize("text", ["80%", "7%", "100%", "53%"])
@pytest.mark.parametrize("size", [28, 40])
def test_a_percent_sign_is_told_by_its_shape(text: str, size: int) -> None:
    ink = printed(text, size)
    start = percent_sign(ink)
    assert start is not None
    digits = printed(text[:-1], size)
    assert start == pytest.approx(digits.shape[1], abs=0.25 * size)


def test_digits_are_no_percent_signs() -> None:
    assert [n for n in range(0, 1000, 3) if percent_sign(printed(str(n), 28)) is not None] == []


def test_a_worn_percent_sign_is_told_by_those_of_its_column() -> None:
    numbers = [printed(text, 32) for text in ("80%", "53%", "26%", "68%")]
    worn = numbers[2].copy()
    worn[12:, -13:] = False  # the lower ring is gone
    assert percent_sign(worn) is None
    starts = percent_signs([numbers[0], numbers[1], worn, numbers[3]])
    assert starts[2] == pytest.approx(percent_sign(numbers[2]), abs=3)
    assert percent_signs([printed(text, 32) for text in ("12", "15", "20", "25", "100")]) == [None] * 5


def printed(text: str, size: int) -> Ink:
    """The ink of a text, cut to it."""
    image = Image.new("L", (size * (len(text) + 1), 2 * size), 255)
    ImageDraw.Draw(image).text((size // 2, size // 4), text, font=ImageFont.load_default(size), fill=0)
    ink = np.asarray(image) < 128
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
