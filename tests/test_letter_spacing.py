"""Letters with space between them are words, others are not."""

from __future__ import annotations

import pytest

from extractors.layout.letter_spacing import join_spaced_letters
from extractors.reading.pages import Word

EM = 10.0


def spaced(text: str, between: float) -> list[Word]:
    """Each piece of `text` half an em wide a letter, `between` points apart; "_" is a space of 3 more."""
    words, x0 = [], 50.0
    for piece in text.split():
        if piece == "_":
            x0 += 3 + between
            continue
        x1 = x0 + len(piece) * EM / 2
        words.append(Word(piece, x0, 0, x1, EM, "Serif", EM))
        x0 = x1 + between
    return words


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ("O M R Å D E _ 1", "OMRÅDE 1"),
        ("K O R T _ FA K TA", "KORT FAKTA"),
        ("I n l e d n i n g", "Inledning"),
        ("S V MP M C L", "S V MP M C L"),
        ("1 2 3 4 5 6", "1 2 3 4 5 6"),
        ("är på en ö i havet", "är på en ö i havet"),
    ],
)
def test_spaced_letters_make_up_words(pieces: str, text: str) -> None:
    assert " ".join(word.text for word in join_spaced_letters(spaced(pieces, 2.5))) == text


def test_a_word_made_whole_covers_its_letters() -> None:
    (word,) = join_spaced_letters(spaced("O R T E N", 2.5))
    assert (word.x0, word.x1) == (50, 50 + 5 * EM / 2 + 4 * 2.5)


def test_letters_far_apart_head_columns() -> None:
    assert len(join_spaced_letters(spaced("A B C D E", 20))) == 5
