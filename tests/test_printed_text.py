"""A word says the same whatever codes its producer chose."""

from __future__ import annotations

import pytest

from extractors.reading.printed_text import font_name, is_bold, printed_text


@pytest.mark.parametrize(
    ("codes", "font", "printed"),
    [
        ("kommunens", "Calibri", "kommunens"),
        ("o\ufb03ciell", "Calibri", "officiell"),
        ("Ha\u030abo", "Calibri", "Håbo"),
        ("sam\u00advärkan", "Calibri", "samvärkan"),
        ("medborgar\u00ad", "Calibri", "medborgar-"),
        ("kvalitets\u2010", "Calibri", "kvalitets-"),
        ("\u200bord\ufeff", "Calibri", "ord"),
        ("\u0003", "Calibri", ""),
        ("\uf0b7", "SymbolMT", "•"),
        ("\uf0a7", "Wingdings-Regular", "•"),
        ("§", "Wingdings-Regular", "•"),
        ("·", "Times", "•"),
        ("■", "Arial", "•"),
        ("o", "CourierNewPSMT", "•"),
        ("o", "Calibri", "o"),
        ("\ufffd", "OpenSymbol", "•"),
        ("\ufffd", "Calibri", "\ufffd"),
        ("–", "OpenSymbol", "–"),
        ("-", "Calibri", "-"),
        ("§", "Calibri", "§"),
        ("\uf0b7\uf0b7", "SymbolMT", "\uf0b7\uf0b7"),
        ("12%", "Calibri", "12%"),
    ],
)
def test_a_word_is_spelled_as_it_is_printed(codes: str, font: str, printed: str) -> None:
    assert printed_text(codes, font) == printed


@pytest.mark.parametrize(
    "font",
    [
        "Arial-BoldMT",
        "TimesNewRomanPS-BoldItalicMT",
        "Calibri,Bold",
        "OpenSans-Semibold",
        "roboto-bold",
        "Arial-Black",
        "FranklinGothic-Demi",
        "Frutiger-Heavy",
        "HelveticaNeueLTPro-Bd",
    ],
)
def test_a_font_is_bold_by_its_name(font: str) -> None:
    assert is_bold(font)


@pytest.mark.parametrize(
    "font", ["ArialMT", "Calibri-Light", "AcademicSerif", "Blackadder", "Garamond-Italic", ""]
)
def test_a_font_is_not_bold_by_chance(font: str) -> None:
    assert not is_bold(font)


def test_the_tag_of_a_subset_is_no_part_of_the_name() -> None:
    assert font_name("BAAAAA+LiberationSans-Bold") == "LiberationSans-Bold"
    assert font_name("ABC+Name") == "ABC+Name"
