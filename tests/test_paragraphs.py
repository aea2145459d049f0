"""Lines become running text: spaces, hyphens at line ends, the places of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layout.paragraphs import join_lines
from tests.page_builder import line


def joined(*texts: str, known: frozenset[str] = frozenset()) -> str:
    return join_lines([line(12.0 * i, (50, text)) for i, text in enumerate(texts)], known).text


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("en medborgar-", "dialog finns", "en medborgardialog finns"),
        ("både kvalitets-", "och miljöarbete", "både kvalitets- och miljöarbete"),
        ("en ny e-", "tjänst", "en ny e-tjänst"),
        ("stöd av IT-", "system", "stöd av IT-system"),
        ("en soft\u00ad", "mjuk", "en softmjuk"),
        ("nämnder/", "styrelser", "nämnder/styrelser"),
        ("når 51", "% av målet", "når 51 % av målet"),
    ],
)
def test_a_line_end_is_joined_as_the_word_wants(first: str, second: str, text: str) -> None:
    assert joined(first, second) == text


def test_a_hyphen_stays_where_the_report_prints_the_word_with_it() -> None:
    assert joined("en kund-", "enkät", known=frozenset({"kund-enkät"})) == "en kund-enkät"


plain = st.text("abcåäö", min_size=1, max_size=6)


@given(st.lists(st.lists(plain, min_size=1, max_size=4), min_size=1, max_size=4))
def test_joining_keeps_every_word_and_its_place(rows: list[list[str]]) -> None:
    placed = join_lines([line(12.0 * i, (50, " ".join(row))) for i, row in enumerate(rows)])
    assert [placed.text[s.start : s.end] for s in placed.spans] == [w for row in rows for w in row]
    assert len(placed.boxes()) == len(rows)
