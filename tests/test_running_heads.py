"""Running heads go, what stands in the middle of a page or heads a table stays."""

from __future__ import annotations

from extractors.layout.lines import Line
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


def test_small_text_that_breaks_over_two_pages_at_the_same_words_stays() -> None:
    prose = [
        line(300 + 12 * i, (50, f"Rad {'abcdefghij'[i]} av sidans egen text"), size=11.0) for i in range(10)
    ]

    def page(number: int, *top: tuple[float, str]) -> list[Line]:
        small = [line(at, (50, text), size=8.0) for at, text in top]
        return [Line.of(number, each.words) for each in (*small, *prose)]

    pages = [
        page(1, (40, "Kommunkompassen"), (70, "Kännedom om"), (79, "målkedjan")),
        page(2, (40, "Kommunkompassen"), (70, "Kännedom om"), (79, "delårsrapporten")),
        *[page(number) for number in range(3, 9)],
    ]
    bare = without_running_heads(pages, [842.0] * len(pages), lambda _: False)
    assert [each.text for each in bare[0][:2]] == ["Kännedom om", "målkedjan"]
    assert [each.text for each in bare[1][:2]] == ["Kännedom om", "delårsrapporten"]
