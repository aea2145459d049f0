"""Names of municipalities in text, and what only looks like them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractors.language.municipality_names import find_names


def names(sentence: str, *, from_ocr: bool = False) -> list[str]:
    return [m.municipality.name for m in find_names(sentence, from_ocr=from_ocr)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Lotsen finns i Uddevalla.", ["Uddevalla"]),
        ("Uddevallas lots är ny.", ["Uddevalla"]),
        ("Västerås arbete och Borås plan är nya.", ["Västerås", "Borås"]),
        ("Svaret kom från Nacka kommun.", ["Nacka"]),
        ("Svedala kommuns lots och Stockholms stads budget.", ["Svedala", "Stockholm"]),
        ("Borås Stad, Trollhättans stad och Region Gotland svarade.", ["Borås", "Trollhättan", "Gotland"]),
        ("Falu kommun och Malung har svarat.", ["Falun", "Malung-Sälen"]),
        ("Upplands Väsby, Upplands-Bro, Lilla Edet och Dals-Ed.",
         ["Upplands Väsby", "Upplands-Bro", "Lilla Edet", "Dals-Ed"]),
        ("Avtal finns med södertäljes och upplands väsby kommun.", ["Södertälje", "Upplands Väsby"]),
        ("Håbo är inte Habo.", ["Håbo", "Habo"]),
        ("Bussen Umeå–Vännäs–Bjurholm är ny.", ["Umeå", "Vännäs", "Bjurholm"]),
        ("Linjen Nacka/Värmdö drivs gemensamt.", ["Nacka", "Värmdö"]),
        ("Skolan bygger ut. (Se Härnösand, där det gick fort.)", ["Härnösand"]),
        ("Banan mellan Göteborg och Borås byggs ut.", ["Göteborg", "Borås"]),
    ],
)  # fmt: skip
def test_every_form_of_a_name_is_found(sentence: str, expected: list[str]) -> None:
    assert names(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("I Vara kommun finns en lots.", ["Vara"]),
        ("Det är Marks kommun som svarar.", ["Mark"]),
        ("Lund och Norrköping avstod.", ["Lund", "Norrköping"]),
        ("Klippan kräver två förslag.", ["Klippan"]),
        ("Vi besökte Ale, Kil och Berg.", ["Ale", "Kil", "Berg"]),
        ("I Sala prövas detta.", ["Sala"]),
        (
            "De finns i Norrland Sorsele och i Slättlandskommunerna Vellinge och Skurup.",
            ["Sorsele", "Vellinge", "Skurup"],
        ),
        ("Skara prenumererar på samma tjänst.", ["Skara"]),
        ("Köping fördubblade anslaget.", ["Köping"]),
        ("Lund är störst i länet.", ["Lund"]),
    ],
)
def test_an_ambiguous_name_counts_with_a_sign(sentence: str, expected: list[str]) -> None:
    assert names(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Det ska vara tydligt.",
        "Vara tydlig är ett av målen.",
        "Mark för bostäder saknas.",
        "Kommunen äger mark och skog, berg och en lund.",
        "Ale från bryggeriet säljs på orten.",
        "En kil av park går in mot torget, och i en sala hänger bilder.",
        "Klippan i parken, som barnen kallar den.",
        "Mark bebyggs söder om ån.",
        "En skara eldsjälar höll till i boden.",
        "Orten hör till en liten skara kommuner.",
        "Borås Länstrafik kör dit.",
    ],
)
def test_an_ordinary_word_is_no_name(sentence: str) -> None:
    assert names(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Uppsala universitet och Högskolan i Borås deltar.",
        "Luleå tekniska universitet och Stockholms universitet.",
        "Örebro län, Region Örebro län och Kalmar läns museum.",
        "Borås Tidning, Norrköpings Tidningar och Skellefteå AIK.",
        "Uddevalla sjukhus och Karlskoga lasarett ligger nära.",
        "Sala Sparbank stöder Göteborgs hamn.",
        "Mariestads-Tidningen skrev om Boråsmodellen och Karlstad-modellen.",
        "Rektorn Anna Lund och Per Berg mötte oss.",
        "Förvaltningschef Norberg svarade.",
        "Familjen Helsingborg och Campus Varberg.",
        "Skara Sommarland och Nora Ek.",
        "HR-direktör Nora Berg och förvaltningsekonomichefen Lund berättade.",
    ],
)
def test_a_name_inside_another_name_is_none(sentence: str) -> None:
    assert names(sentence) == []


def test_places_are_those_of_the_name_with_its_designation() -> None:
    sentence = "Lån från Göteborgs stads bank."
    (match,) = find_names(sentence)
    assert sentence[match.start : match.end] == "Göteborgs stads"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("I Uddeva11a finns en lots.", ["Uddevalla"]),
        ("Sodertäljes arbete liknar det i Orebro.", ["Södertälje", "Örebro"]),
        ("Skellefta och Eskilstnna har svarat.", ["Skellefteå", "Eskilstuna"]),
    ],
)
def test_misread_names_count_in_text_from_ocr_alone(sentence: str, expected: list[str]) -> None:
    assert names(sentence, from_ocr=True) == expected
    assert names(sentence) == []


@pytest.mark.parametrize("sentence", ["Hábo svarade.", "Kommunens Vänner deltog.", "Skolan Vågen är ny."])
def test_a_misread_word_that_may_be_two_names_or_none_is_left_out(sentence: str) -> None:
    assert names(sentence, from_ocr=True) == []


def test_spacy_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, extractors.language.statements; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
