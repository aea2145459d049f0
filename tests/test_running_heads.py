"""Running heads go, what stands in the middle of a page or heads a table stays."""

from __future__ import annotations

from extractors.layout.running_heads import without_running_heads
from tests.page_builder import line


def test_heads_and_page_numbers_go_and_the_middle_stays() -> None:
    pages = [
        [
            line(30, (50, f"Fabelstads kommun 2014-03-02 {n} (5)"), page=n),
            line(400, (50, "Samma rad"), page=n),
            line(800, (50, str(n)), page=n),
        ]
        for n in range(1, 6)
    ]
    bare = without_running_heads(pages, [842.0] * 5, lambda _: False)
    assert [[x.text for x in lines] for lines in bare] == [["Samma rad"]] * 5


def test_a_repeated_table_header_stays() -> None:
    pages = [[line(50, (50, "Styrkor"), page=n), line(400, (50, "Text"), page=n)] for n in range(1, 5)]
    bare = without_running_heads(pages, [842.0] * 4, lambda x: x.text == "Styrkor")
    assert bare == pages
