"""Tables are found from ruled lines, however those are drawn, and words put into their cells."""

from __future__ import annotations

from extractors.reading.pages import Page, Rule, Word
from tests.ruled_tables import Cell, RuledTable, ruled_tables, words_in


def page(*rules: Rule, words: tuple[Word, ...] = ()) -> Page:
    return Page(1, 595, 842, words, rules)


def word(text: str, x0: float, bottom: float, width: float = 30, size: float = 10) -> Word:
    return Word(text, x0, bottom - size, x0 + width, bottom, "Serif", size)


def across(top: float, x0: float = 50, x1: float = 250) -> Rule:
    return Rule(x0, top, x1, top)


def down(x: float, top: float = 100, bottom: float = 160) -> Rule:
    return Rule(x, top, x, bottom)


def outline(*tables: RuledTable) -> list[list[list[tuple[float, float, float, float] | None]]]:
    return [
        [[(c.x0, c.top, c.x1, c.bottom) if c is not None else None for c in row] for row in table.rows]
        for table in tables
    ]


GRID = (across(100), across(130), across(160), down(50), down(150), down(250))


def test_a_grid_of_lines_is_a_table_of_rows_and_cells() -> None:
    assert outline(*ruled_tables(page(*GRID))) == [
        [
            [(50, 100, 150, 130), (150, 100, 250, 130)],
            [(50, 130, 150, 160), (150, 130, 250, 160)],
        ]
    ]
    assert ruled_tables(page(*GRID))[0].bbox == Cell(50, 100, 250, 160)


def test_borders_drawn_cell_by_cell_as_thin_bars_are_the_same_table() -> None:
    bars = [Rule(x, y - 0.25, x + 100, y + 0.25) for x in (50, 150) for y in (100, 130, 160)]
    posts = [Rule(x - 0.25, y, x + 0.25, y + 30) for x in (50, 150, 250) for y in (100, 130)]
    assert outline(*ruled_tables(page(*bars, *posts))) == outline(*ruled_tables(page(*GRID)))


def test_a_double_line_counts_once() -> None:
    doubled = (*GRID, across(101.5), across(131.5), across(161.5))
    (table,) = ruled_tables(page(*doubled))
    assert [len(row) for row in table.rows] == [2, 2]


def test_a_cell_over_two_columns_leaves_a_place_empty() -> None:
    rules = (across(100), across(130), across(160), down(50), down(150, top=130), down(250))
    assert outline(*ruled_tables(page(*rules))) == [
        [
            [(50, 100, 250, 130), None],
            [(50, 130, 150, 160), (150, 130, 250, 160)],
        ]
    ]


def test_tables_apart_are_two_tables_from_the_top() -> None:
    lower = tuple(Rule(r.x0, r.top + 200, r.x1, r.bottom + 200) for r in GRID)
    assert [table.bbox.top for table in ruled_tables(page(*lower, *GRID))] == [100, 300]


def test_lines_that_enclose_nothing_are_no_table() -> None:
    assert ruled_tables(page(across(100), across(130), across(160), across(190))) == ()
    assert ruled_tables(page()) == ()


def test_a_single_frame_is_no_table() -> None:
    assert ruled_tables(page(across(100), across(160), down(50), down(250))) == ()


def test_graph_paper_is_no_table() -> None:
    paper = [across(50 + 5 * i, 50, 550) for i in range(100)] + [
        down(50 + 5 * i, 50, 545) for i in range(100)
    ]
    assert ruled_tables(page(*paper)) == ()


def test_words_of_a_cell_stand_in_reading_order_whatever_their_order_on_the_page() -> None:
    first, second = word("tydliga", 60, 115), word("mål", 100, 115.4)
    third = word("årligen", 60, 127)
    outside = word("annan", 160, 115)
    shown = page(*GRID, words=(third, second, outside, first))
    assert words_in(shown, Cell(50, 100, 150, 130)) == (first, second, third)


def test_a_word_belongs_to_the_cell_its_middle_lies_in() -> None:
    over_the_line = word("långt", 130, 115, width=36)  # from 130 to 166, middle at 148
    shown = page(*GRID, words=(over_the_line,))
    assert words_in(shown, Cell(50, 100, 150, 130)) == (over_the_line,)
    assert words_in(shown, Cell(150, 100, 250, 130)) == ()


def test_a_large_bullet_stands_on_the_line_of_its_text() -> None:
    bullet = word("•", 55, 116, width=5, size=14)
    text = word("mål", 65, 114.5)
    below = word("styrning", 65, 126.5)
    assert words_in(page(words=(below, text, bullet)), Cell(50, 100, 150, 130)) == (bullet, text, below)
