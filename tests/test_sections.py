"""Headings among prose, by look and by place."""

from __future__ import annotations

import pytest

from extractors.layout.headings import looks_like_heading, measure_prose
from extractors.layout.lines import Line
from extractors.layout.sections import read_sections
from tests.page_builder import line, words

FULL = "En rad som går ända ut till kanten av spalten i texten"
END = "och slutar här."


def headings(lines: list[Line]) -> list[str | None]:
    prose = measure_prose([[line(12 * i, (50, FULL)) for i in range(9)], lines])
    return list(dict.fromkeys(p.heading for p in read_sections(lines, prose, frozenset())))


def page(*rows: tuple[float, str]) -> list[Line]:
    return [line(top, (50, text)) for top, text in rows]


def test_a_line_in_the_look_of_the_prose_is_a_heading_where_it_stands_nearer_to_what_is_below() -> None:
    """As headings do that only colour or underlining shows."""
    lines = page((0, FULL), (12, END), (34, "Öppna resultat"), (47, FULL), (59, END))
    assert headings(lines) == [None, "Öppna resultat"]


@pytest.mark.parametrize(
    "text", ["Det hela är klart.", "resultat", "Så här ser det ut:", "Ett, två, tre,", f"{FULL} som är lång"]
)
def test_a_sentence_or_its_end_is_no_heading_wherever_it_stands(text: str) -> None:
    assert headings(page((0, FULL), (12, END), (34, text), (47, FULL), (59, END))) == [None]


def test_a_first_line_that_is_short_because_a_long_word_found_no_room_is_no_heading() -> None:
    lines = page((0, FULL), (12, END), (34, FULL[:44]), (47, f"Falkenbergstrakten, {FULL[:30]}"), (59, END))
    assert headings(lines) == [None]


def test_a_short_paragraph_midway_is_no_heading() -> None:
    lines = page((0, FULL), (12, END), (30, "Öppna resultat"), (48, FULL), (60, END))
    assert headings(lines) == [None]


def test_the_heading_of_a_table_ends_the_prose_above_it() -> None:
    lines = page((0, FULL), (12, END), (34, "Sammanfattning Samspel mellan förtroendevalda"))
    paragraphs = read_sections(lines, measure_prose([lines]), frozenset())
    assert [p.placed.text for p in paragraphs] == [f"{FULL} {END}"]


def test_small_capitals_are_as_large_as_their_capitals() -> None:
    """Their small letters are set as capitals of seven tenths of the size."""
    capital, small = words(50, 40, "Samspel", size=13), words(110, 43, "mellan förtroendevalda", size=9.1)
    title = Line.of(1, (*capital, *small))
    lines = [*page((0, FULL), (12, END)), title, *page((60, FULL), (72, END))]
    assert title.style.size == 13
    assert looks_like_heading(title, measure_prose([lines]))


def test_a_line_beside_a_box_shows_a_heading_by_its_sentence_that_goes_on() -> None:
    lines = page((0, "Öppna resultat"), (13, "En rad bredvid en ruta"), (25, FULL.lower()), (37, END))
    assert headings(lines) == ["Öppna resultat"]


def test_a_topic_is_a_heading_though_it_fills_its_column() -> None:
    topic = "Möten mellan politiken och den ledande förvaltningen"
    lines = page((0, FULL), (12, END), (30, topic), (48, FULL), (60, END))
    prose = measure_prose([lines])
    found = read_sections(lines, prose, frozenset(), [topic])
    assert [p.heading for p in found] == [None, topic]


def test_the_heading_of_a_table_may_stand_first_on_its_page() -> None:
    lines = [*page((0, FULL), (12, END)), line(40, (50, "Samspel mellan förtroendevalda"), page=2)]
    paragraphs = read_sections(lines, measure_prose([lines]), frozenset())
    assert [p.placed.text for p in paragraphs] == [f"{FULL} {END}"]


def test_a_heading_goes_on_in_a_line_all_in_small_capitals() -> None:
    first = Line.of(1, (*words(50, 34, "Samspel", size=13), *words(110, 37, "mellan", size=9.1)))
    second = line(49, (50, "medborgare"), size=9.1)
    lines = [*page((0, FULL), (12, END)), first, second, *page((70, FULL), (82, END))]
    assert headings(lines) == [None, "Samspel mellan medborgare"]


def test_a_sentence_of_the_prose_shown_again_in_large_print_is_no_heading() -> None:
    quote = line(30, (50, "”Vi har kommit långt.”"), size=14)
    lines = [*page((0, "Öppna resultat"), (12, f"{FULL} Vi har kommit långt."), (24, FULL)), quote]
    lines += page((50, FULL), (62, END))
    prose = measure_prose([[line(12 * i, (50, FULL)) for i in range(9)], lines])
    assert quote.text not in " ".join(p.placed.text for p in read_sections(lines, prose, frozenset()))
    assert quote.text not in headings(lines)
    assert quote.text in headings([*lines[:1], *lines[2:]])


def test_a_pictures_caption_is_no_prose() -> None:
    caption = line(26, (50, "Torget en tisdag. Foto: Anna Ek"), size=8)
    lines = [*page((0, FULL), (12, "Vi har")), caption, *page((40, "kommit långt."))]
    prose = measure_prose([[line(12 * i, (50, FULL)) for i in range(9)], lines])
    assert "Foto" not in " ".join(p.placed.text for p in read_sections(lines, prose, frozenset()))


def test_many_paragraphs_of_one_line_do_not_hide_how_far_apart_lines_are() -> None:
    lines = [
        x
        for i in range(0, 400, 100)
        for x in page((i, FULL), (i + 12, f"{END} Det är bra"), (i + 42, FULL), (i + 72, FULL))
    ]
    assert measure_prose([lines]).pitch == 12
