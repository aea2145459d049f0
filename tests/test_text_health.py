"""Whether a page's text layer says what the page shows."""

from __future__ import annotations

import pytest

from extractors.reading.pages import Word
from extractors.reading.text_health import text_doubt

PROSE = "Kommunen har en tydlig styrmodell och följer upp målen på ett öppet sätt varje år i juni"


def words(text: str) -> list[Word]:
    return [Word(t, 10 * i, 0, 10 * i + 8, 10) for i, t in enumerate(text.split())]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (PROSE, None),
        ("• " * 30 + PROSE, None),
        ("Bilaga", None),
        ("12 15 80% 11 20 53% 6 25 26% 20 30 68% 2 10 16% 51 100 51% 14 15 90%", None),
        ("SKL SKR KF KS KPMG BRP DRG LSS VD IT PM HR SBA SCB " * 2 + PROSE, None),
        ("(cid:12)(cid:7)(cid:44)(cid:3) " * 20, "has characters of unknown meaning"),
        ("\ufffd\ufffd\ufffdkommunen\ufffd\ufffd " * 12, "has characters of unknown meaning"),
        ("\ue001\ue002\ue003\ue004 " * 20, "has characters of unknown meaning"),
        ("Коммуна имеет ясную модель управления и следит за целями", "has letters of another script"),
        ("Lpnnvofo ibs fo uzemjh tuzsnpefmm pdi gökkfs vqq nåmfo " * 8, "has letters that make no words"),
        ("Kmmnn hr n tdlg strmdll ch fljr pp mln p tt ppt stt vrj r", "has letters that make no words"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_text_that_cannot_be_what_the_page_shows_is_doubted(text: str, doubt: str | None) -> None:
    assert text_doubt(words(text)) == doubt
