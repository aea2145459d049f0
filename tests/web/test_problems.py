"""What went wrong is said in Swedish with the right status, on a page and in JSON."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.web.html_page import read_page


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/finns-inte", 404, "Adressen leder ingenstans."),
        ("/rapport/9999-2011", 404, "Datamängden har ingen rapport med den beteckningen."),
        ("/belagg/9999-2011/e1", 404, "Datamängden har ingen rapport med den beteckningen."),
        ("/belagg/9005-2021/e999", 404, "Rapporten har inget sådant belägg."),
        ("/kommun/Sagobarga", 404, "Menade du Sagoberga?"),
        ("/kommun/xyzzy", 404, "Skriv kommunens namn eller dess fyrsiffriga kod."),
        ("/kommun/0180", 404, "Datamängden har ingen rapport om kommunen"),
        ("/jamfor?kommun=Sagoberga&kommun=Sagobarga", 404, "Menade du Sagoberga?"),
        ("/jamfor?kommun=Sagoberga&kommun=Nacka", 404, "Datamängden har ingen rapport om kommunen"),
        ("/sok?tema=kultur", 422, "tema: Det finns inget tema ”kultur”. Välj bland: demokrati, brukare"),
        (
            "/sok?utgava=2011",
            422,
            "utgava: Det finns ingen utgåva ”2011”. Välj bland: 2002, 2010, 2016",
        ),
        ("/sok?slag=rykte", 422, "slag: Det finns inget slags belägg ”rykte”."),
        ("/sok?lan=Atlantis", 422, "lan: Det finns inget län ”Atlantis”."),
        ("/sok?fran=abc", 422, "fran: Skriv ett heltal."),
        ("/sok?fran=1200", 422, "fran: Skriv ett tal som är minst 1990."),
        ("/sok?fran=2015&till=2010", 422, "Området för år är tomt: 2015 är mer än 2010."),
        ("/sok?minst=5000&hogst=200", 422, "Området för folkmängd är tomt"),
        ("/sok?omrade=9", 422, "omrade: Skriv ett tal som är högst 8."),
        ("/sok?fraga=tolv", 422, "fraga: En delfråga skrivs med områdets nummer"),
        ("/sok?fraga=9.9&utgava=2016", 422, "Utgåvan har ingen sådan delfråga."),
        ("/sok?q=dialog&sida=41", 422, "sida: Skriv ett tal som är högst 40."),
        ("/sok?q=" + "a" * 301, 422, "q: Skriv högst 300 tecken."),
        ("/amnen?utgava=1999", 422, "utgava: Det finns ingen utgåva ”1999”."),
        ("/jamfor?storlek=stor", 422, "storlek: Det finns ingen storleksgrupp ”stor”."),
    ],
)
def test_a_problem_is_told_on_a_page_and_in_its_twin(
    samples: TestClient, address: str, status: int, said: str
) -> None:
    page = samples.get(address)
    assert page.status_code == status
    assert said in read_page(page.text).one("main").text
    twin = samples.get("/api" + address)
    assert twin.status_code == status
    assert twin.headers["content-type"] == "application/problem+json"
    problem = twin.json()
    assert said in problem["detail"]
    assert problem["status"] == status
    assert problem["title"] == read_page(page.text).one("h1").text


@pytest.mark.parametrize(
    "address",
    ["/bild/9005-2021/99.png", "/bild/9999-2021/1.png", "/rapport/9999-2021/pdf", "/data/x.parquet"],
)
def test_a_file_that_is_not_there_is_not_found(samples: TestClient, address: str) -> None:
    assert samples.get(address).status_code == 404
