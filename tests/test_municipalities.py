"""The register of municipalities and the printed forms of their names."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from schemas.municipalities import by_code, by_printed_name, genitive, municipalities

SHARED_REGISTER = Path(__file__).parents[1].parent / "shared" / "municipalities.csv"


def test_holds_the_290_municipalities_and_eight_fictional_ones() -> None:
    real = [m for m in municipalities() if not m.fictional]
    fictional = [m for m in municipalities() if m.fictional]
    assert (len(real), len(fictional)) == (290, 8)
    assert len({m.code for m in municipalities()}) == 298
    assert len({m.name for m in municipalities()}) == 298
    assert {m.county for m in fictional} == {"Fiktiva län"}
    assert all(m.code.startswith("90") for m in fictional)
    assert all(m.code.startswith(m.county_code) for m in municipalities())


@pytest.mark.skipif(not SHARED_REGISTER.exists(), reason="the shared register is not here")
def test_agrees_with_the_shared_register() -> None:
    with SHARED_REGISTER.open(encoding="utf-8") as lines:
        shared = {(r["code"], r["name"], r["county_code"], r["county"]) for r in csv.DictReader(lines)}
    assert {(m.code, m.name, m.county_code, m.county) for m in municipalities() if not m.fictional} == shared


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("ESKILSTUNA KOMMUN", "0484"),
        ("MARIESTADS KOMMUN", "1493"),
        ("Mariestad", "1493"),
        ("Borås Stad", "1490"),
        ("BORÅS KOMMUN", "1490"),
        ("Kungälvs", "1482"),
        ("Sundbybergs stad", "0183"),
        ("Malung-Sälens kommun", "2023"),
        ("Malung \u2013 Sälens kommun", "2023"),
        ("Malungs kommun", "2023"),
        ("Region Gotland", "0980"),
        ("Region Gotlands", "0980"),
        ("Gotlands kommun", "0980"),
        ("Upplands-Bro", "0139"),
        ("UPPLANDS BRO KOMMUN", "0139"),
        ("Falu kommun", "2080"),
        ("Falun", "2080"),
        ("Lilla Edets\nkommun", "1462"),
        ("Göteborgs Stad", "1480"),
        ("Lidingö stads", "0186"),
        ("Habo kommun", "0643"),
        ("Håbo kommun", "0305"),
        ("HA\u030aBO", "0305"),
        ("Kalix", "2514"),
        ("Bergs kommun", "2326"),
        ("Bara Bergs", None),
        ("PÅHITTNÄS KOMMUN", "9003"),
        ("Sagoberga stad", "9002"),
        ("Norra Diktmarks kommun", "9004"),
        ("Boras kommun", None),
        ("Uppsala universitet", None),
        ("kommun", None),
        ("", None),
    ],
)
def test_finds_a_municipality_by_a_printed_form(printed: str, code: str | None) -> None:
    found = by_printed_name(printed)
    assert (found.code if found else None) == code


def test_finds_every_municipality_by_all_its_forms() -> None:
    for m in municipalities():
        for form in (m.name, m.official_name, m.name.upper(), f"{genitive(m.name)} kommun", *m.forms):
            assert by_printed_name(form) == m, form


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nacka", "Nackas"),
        ("Västerås", "Västerås"),
        ("Kalix", "Kalix"),
        ("Lilla Edet", "Lilla Edets"),
        ("LULEÅ", "LULEÅS"),
    ],
)
def test_genitive_adds_no_s_after_an_s_sound(name: str, expected: str) -> None:
    assert genitive(name) == expected


def test_finds_by_code() -> None:
    found = by_code("2080")
    assert found is not None
    assert (found.name, found.official_name, found.county) == ("Falun", "Falu kommun", "Dalarnas län")
    assert by_code("0000") is None
