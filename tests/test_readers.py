"""Both readers see the same page: words with their place and type, rules, shapes and dots."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
import typst
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from extractors.reading.document import Reader, read_document
from extractors.reading.pages import Page, Rule, Shape, Word
from tests.pages.draw_pages import chart
from tests.ruled_tables import Cell, ruled_tables, words_in

PAGES = Path(__file__).parent / "pages"
SHARED = Path(__file__).parents[1].parent / "shared" / "reports"
READERS: tuple[Reader, ...] = ("pdfium", "pdfplumber")
CLOSE = 0.5  # points

both = pytest.mark.parametrize("reader", READERS)


def page_of(name: str, reader: Reader = "pdfium") -> Page:
    (page,) = read_document((PAGES / f"{name}.pdf").read_bytes(), reader).pages
    return page


def texts(page: Page) -> list[str]:
    """The words of a page from the top, each line from the left."""
    return [word.text for word in words_in(page, Cell(0, 0, page.width, page.height))]


def word_of(page: Page, text: str) -> Word:
    return next(word for word in page.words if word.text == text)


def boxes(shapes: Iterable[Rule | Shape]) -> list[tuple[float, ...]]:
    return sorted((round(s.x0, 1), round(s.top, 1), round(s.x1, 1), round(s.bottom, 1)) for s in shapes)


@both
@pytest.mark.parametrize(
    "name",
    ["upright", "turned-90", "turned-180", "turned-270", "cropped", "cropped-turned", "forms-in-forms"],
)
def test_a_page_reads_the_same_however_it_is_turned_cropped_or_wrapped(name: str, reader: Reader) -> None:
    page = page_of(name, reader)
    assert (page.width, page.height) == (420, 595)
    assert texts(page) == ["Område", "1", "Offentlighet", "Styrkor"]
    area, strengths = word_of(page, "Område"), word_of(page, "Styrkor")
    assert [area.x0, area.x1, area.size, area.bottom - area.top] == pytest.approx(
        [72, 115.3, 12, 12], abs=0.1
    )
    assert area.top < 95 < area.bottom  # the line stands 95 points below the top
    assert (area.bold, area.upright) == (False, True)
    assert (strengths.font, round(strengths.size, 3), strengths.bold) == ("Helvetica-Bold", 10, True)
    (table,) = ruled_tables(page)
    assert boxes([Shape(table.bbox.x0, table.bbox.top, table.bbox.x1, table.bbox.bottom)]) == [
        (60, 175, 260, 215)
    ]


@both
def test_text_under_a_scaling_matrix_has_its_displayed_size(reader: Reader) -> None:
    page = page_of("scaled-upside-down", reader)
    assert texts(page) == ["Område"]
    area = word_of(page, "Område")
    assert area.size == pytest.approx(12)
    assert area.top < 96 < area.bottom
    assert boxes(page.rules) == [
        (60, 192, 60, 228),
        (60, 192, 240, 192),
        (60, 228, 240, 228),
        (240, 192, 240, 228),
    ]


@both
def test_pieces_of_a_word_are_joined_and_spaces_kept(reader: Reader) -> None:
    lines = "Medborgare och dialog utan mellanslag"
    assert " ".join(texts(page_of("fragments", reader))) == lines


@both
def test_type_struck_twice_is_read_once(reader: Reader) -> None:
    assert texts(page_of("struck-twice", reader)) == ["Styrkor", "Kval", "Anna"]


@both
def test_hyphens_at_line_ends_are_printed_ones(reader: Reader) -> None:
    lines = "kommunens medborgar- dialog och kvalitets- och utvecklings- arbete samverkan"
    assert " ".join(texts(page_of("hyphens", reader))) == lines


@both
def test_ligatures_are_spelled_out_and_letters_composed(reader: Reader) -> None:
    assert texts(page_of("ligatures", reader)) == ["officiell", "final", "Råd"]


@both
def test_small_capitals_are_the_small_letters_they_stand_for(reader: Reader) -> None:
    assert texts(page_of("small-capitals", reader)) == ["SKR", "Den", "Demokratiska", "strategin", "OBS"]


@both
def test_bullets_of_any_kind_are_one_character_and_a_dash_stays(reader: Reader) -> None:
    firsts = texts(page_of("bullets", reader))[::2]
    assert firsts == ["•", "•", "•", "•", "•", "–", "•"]


@both
def test_drawn_bullets_are_dots(reader: Reader) -> None:
    page = page_of("drawn-bullets", reader)
    assert boxes(page.dots) == [(72, 149, 76, 155), (73, 89, 77, 93), (73, 109, 77, 113), (73, 129, 77, 133)]
    assert (page.rules, page.shapes) == ((), ())


@both
def test_unseen_text_over_a_scan_is_read(reader: Reader) -> None:
    page = page_of("unseen-text", reader)
    assert (texts(page), page.images) == (["Skannad", "sida"], 1)


@both
def test_a_scan_without_text_is_a_page_with_a_picture_and_no_words(reader: Reader) -> None:
    page = page_of("picture-only", reader)
    assert (page.words, page.images) == ((), 1)


@both
def test_a_scan_in_strips_is_one_picture(reader: Reader) -> None:
    assert page_of("picture-in-strips", reader).images == 1


@both
def test_a_page_of_spaces_is_an_empty_page(reader: Reader) -> None:
    reading = read_document((PAGES / "only-spaces.pdf").read_bytes(), reader)
    assert [page.words for page in reading.pages] == [()]
    assert reading.notes == ()


@both
def test_the_printed_words_are_read_where_tags_have_others(reader: Reader) -> None:
    assert texts(page_of("other-words", reader)) == ["Det", "som", "står", "slut"]


@both
def test_fills_are_shapes_thin_ones_rules_and_white_or_whole_page_ones_nothing(reader: Reader) -> None:
    page = page_of("shading", reader)
    assert boxes(page.shapes) == [(50, 135, 250, 155), (50, 235, 250, 255), (50, 285, 250, 315)]
    assert boxes(page.rules) == [
        (50, 194.5, 250, 195),
        (50, 195, 50.5, 215),
        (50, 285, 50, 315),
        (50, 285, 250, 285),
        (50, 315, 250, 315),
        (250, 285, 250, 315),
    ]


@both
def test_letters_of_a_type_3_font_have_their_displayed_size(reader: Reader) -> None:
    words = page_of("type3", reader).words
    read = [(word.text, round(word.x0), round(word.bottom - word.top), round(word.size)) for word in words]
    assert read == [("Aå", 72, 10, 10), ("A", 84, 10, 10)]


@both
def test_glyphs_without_a_meaning_are_replacement_characters(reader: Reader) -> None:
    assert texts(page_of("without-meaning", reader)) == ["Rubrik", "\ufffd\ufffd\ufffd"]


@both
def test_sideways_text_is_marked_and_stands_in_its_place(reader: Reader) -> None:
    page = page_of("sideways", reader)
    assert word_of(page, "Diagram").upright
    up = word_of(page, "Procent")
    assert not up.upright
    assert up.size == pytest.approx(12)
    assert (up.x0, up.top, up.x1, up.bottom) == pytest.approx((40.6, 353.65, 52.6, 395), abs=CLOSE)


def test_text_that_runs_down_the_page_reads_from_its_start() -> None:
    assert "Nedåt" in texts(page_of("sideways"))


@both
def test_a_chart_with_very_many_lines_is_cut_short_with_a_note(reader: Reader) -> None:
    reading = read_document(chart(), reader)
    (note,) = reading.notes
    assert (note.page, "very many lines" in note.text) == (1, True)
    assert texts(reading.pages[0]) == ["Område", "1", "Offentlighet", "Styrkor"]


def by_reportlab() -> bytes:
    """Two pages, one of them wide: prose, a ruled table, bold type, a shaded row, a drawn bullet."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(72, 760, "Område 3 Politisk styrning och kontroll")
    canvas.setFont("Times-Roman", 11)
    for i in range(20):
        canvas.drawString(72, 720 - 14 * i, f"Rad {i} om målstyrning – uppföljning av 12 345 ärenden, 51 %")
    canvas.grid([72, 200, 340, 480], [300, 320, 340, 360])
    canvas.setFillGray(0.9)
    canvas.rect(72, 200, 400, 18, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.circle(76, 184, 2, stroke=0, fill=1)
    canvas.drawString(84, 180, "ritad punkt")
    canvas.showPage()
    canvas.setPageSize(landscape(A4))
    canvas.setFont("Helvetica", 9)
    canvas.drawString(72, 500, "Liggande sida")
    canvas.showPage()
    canvas.save()
    return data.getvalue()


def by_typst() -> bytes:
    source = """
    #set page(header: [Norrgårda kommun #h(1fr) 2014-03-02])
    #set text(lang: "sv", hyphenate: true)
    #set par(justify: true)
    = Område 5 Resultat och effektivitet
    Kommunens effektivitetsarbete är officiellt och finns beskrivet, men uppföljningen av
    verksamhetsutvecklingsprogrammen kan bli *tydligare* än i dag för både nämnder och förvaltningar.
    #table(columns: (1fr, 1fr, 1fr), [Styrkor], [Finns delar], [Förbättringsmöjligheter],
      [- tydliga mål
       - bra uppföljning], [- jämförelser], [- kostnader per tjänst])
    #table(columns: 3, stroke: none, fill: (x, y) => if calc.odd(y) { luma(220) },
      [5.1], [12], [15], [5.2], [11], [20], [5.3], [14], [20])
    #circle(radius: 2pt, fill: black)
    #pagebreak()
    #set page(flipped: true)
    Liggande sida
    """
    compiled = typst.compile(source.encode())
    assert isinstance(compiled, bytes)
    return compiled


Document = Callable[[], bytes]
DOCUMENTS: Mapping[str, Document] = {
    "reportlab": by_reportlab,
    "typst": by_typst,
    **{path.stem: path.read_bytes for path in sorted(SHARED.glob("*.pdf"))},
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_both_readers_find_the_same_words_drawings_and_tables(document: Document) -> None:
    data = document()
    fast, reference = (read_document(data, reader) for reader in READERS)
    assert (fast.notes, reference.notes) == ((), ())
    assert len(fast.pages) == len(reference.pages)
    for page, other in zip(fast.pages, reference.pages, strict=True):
        assert (page.width, page.height) == pytest.approx((other.width, other.height), abs=0.01)
        assert unmatched(page.words, other.words) == []
        assert len(page.words) == len(other.words)
        assert page.images == other.images
        assert edges(page.rules) == pytest.approx(edges(other.rules), abs=0.2)
        assert edges(page.shapes) == pytest.approx(edges(other.shapes), abs=0.2)
        assert edges(page.dots) == pytest.approx(edges(other.dots), abs=0.2)
        assert cells(page) == pytest.approx(cells(other), abs=CLOSE)


def unmatched(words: Iterable[Word], others: Iterable[Word]) -> list[Word]:
    """The words that have no other of the same text and type at the same place.

    Where a font leaves its measures to the reader, the two may set the foot of a line 4 % of its
    size apart.
    """
    places = defaultdict(list)
    for other in others:
        places[other.text, other.font, round(other.size, 1), other.bold].append(other)
    missing = []
    for word in words:
        near = places[word.text, word.font, round(word.size, 1), word.bold]
        close = max(CLOSE, 0.04 * word.size)
        found = [o for o in near if abs(o.x0 - word.x0) < CLOSE and abs(o.bottom - word.bottom) < close]
        if found:
            near.remove(found[0])
        else:
            missing.append(word)
    return missing


def edges(shapes: Iterable[Rule | Shape]) -> list[float]:
    return [edge for box in boxes(shapes) for edge in box]


def cells(page: Page) -> list[float]:
    return [
        edge
        for table in ruled_tables(page)
        for row in table.rows
        for cell in row
        if cell is not None
        for edge in (cell.x0, cell.top, cell.x1, cell.bottom)
    ]
