"""What every page shows, and that its JSON twin says the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.web.html_page import Element, read_page

PAGES = (
    "/sok",
    "/sok?q=medborgardialog",
    "/sok?q=kontaktcenter&utgava=2010&slag=model",
    "/sok?fraga=2.2",
    "/kommun",
    "/kommun?namn=sago&lan=90",
    "/kommun/9002",
    "/kommun/9008",
    "/rapport/9004-2018",
    "/rapport/9001-2005",
    "/belagg/9005-2021/e3",
    "/belagg/9004-2018/5.3",
    "/belagg/9002-2011/k2",
    "/belagg/9002-2011/t",
    "/jamfor",
    "/jamfor?kommun=Sagoberga&kommun=Fabelstad",
    "/jamfor?kommun=9002&kommun=9001&kommun=9003",
    "/amnen",
    "/amnen?utgava=2010&q=klagom%C3%A5l",
    "/data",
)


def page(client: TestClient, address: str) -> Element:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return read_page(answer.text)


def twin(client: TestClient, address: str) -> Any:
    answer: Response = client.get("/api" + address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_swedish_has_one_heading_and_names_its_twin(samples: TestClient, address: str) -> None:
    found = page(samples, address)
    html = found.one("html")
    assert html.attributes["lang"] == "sv"
    assert len(html.all("h1")) == 1
    assert len(html.all("main")) == 1
    assert html.one("title").text.endswith(" – Kommunkompassen")
    (alternate,) = [e.attributes["href"] for e in html.all("link") if e.attributes["rel"] == "alternate"]
    assert samples.get(alternate).json()["twin"] == alternate
    assert "None" not in found.text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_and_its_twin_say_the_same(samples: TestClient, address: str) -> None:
    shown = page(samples, address).one("main")
    addresses = set(shown.links()) | {e.attributes["src"] for e in shown.all("img")}
    found = twin(samples, address)
    wanted = {
        value
        for key, value in walk(found)
        if key in ("address", "pdf", "picture", "search_address", "evidence_address", "download")
        or key.endswith("_address")
    }
    wanted -= {found["address"], found.get("report_address"), None}
    assert wanted - addresses <= unshown(found)
    here = {key: value for key, value in found.items() if key not in ("previous", "next")}
    texts = {value for key, value in walk(here) if key in ("text", "message", "why") and value}
    assert {t for t in texts if " ".join(t.split())[:60] not in shown.text} == set()


def walk(value: Any, key: str = "") -> list[tuple[str, Any]]:
    """All values of a JSON document that are no objects or lists, each with its key."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in walk(inner, name)]
    if isinstance(value, list):
        return [found for inner in value for found in walk(inner, key)]
    return [(key, value)]


def unshown(view: Any) -> set[str]:
    """Addresses of a twin that its page need not link to: of the municipality that it is about."""
    own = {view.get("municipality_address")}
    return (
        own
        | {
            sentence["municipality_address"]
            for group in view.values()
            if isinstance(group, dict)
            for sentence in group.get("sentences", ())
        }
        | {
            sentence["report_address"]
            for group in view.values()
            if isinstance(group, dict)
            for sentence in group.get("sentences", ())
        }
        | {vote["report_address"] for result in view.get("results", ()) for vote in result["votes"]}
    )


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_page_leads_somewhere(samples: TestClient, address: str) -> None:
    links = {link for link in page(samples, address).links() if link.startswith("/")}
    assert {link: status for link in links if (status := samples.get(link).status_code) != 200} == {}


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_labels_name_a_field(samples: TestClient, address: str) -> None:
    html = page(samples, address)
    everything = everything_in(html)
    ids = [e.attributes["id"] for e in everything if "id" in e.attributes]
    assert sorted(set(ids)) == sorted(ids)
    fields = [e for e in everything if e.name in ("input", "select") and e.attributes.get("type") != "hidden"]
    labelled = {e.attributes["for"] for e in everything if e.name == "label"}
    assert {e.attributes.get("id") for e in fields} <= labelled
    referred = {e.attributes["aria-labelledby"] for e in everything if "aria-labelledby" in e.attributes}
    assert referred <= set(ids)


def everything_in(element: Element) -> list[Element]:
    inner = [child for child in element.children if isinstance(child, Element)]
    return [e for child in inner for e in (child, *everything_in(child))]


def test_the_start_leads_to_the_search(samples: TestClient) -> None:
    answer = samples.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/sok")


def test_a_search_ranks_municipalities_with_their_evidence_and_its_place(samples: TestClient) -> None:
    articles = page(samples, "/sok?q=medborgardialog").one("main").all("article")
    ranks = [article.one("h2").text.split()[0] for article in articles]
    assert ranks == [str(rank) for rank in range(1, len(articles) + 1)]
    first = next(a for a in articles if a.one("h2").text.endswith("Norra Diktmark"))
    assert first.all("mark")[0].text == "medborgardialog"
    assert first.all("blockquote")[0].text.startswith("Norra Diktmark går ut med kartor")
    # Which of the page's examples it is depends on how many the language step finds before it.
    assert any(re.fullmatch(r"/belagg/9005-2021/e\d+", link) for link in first.links())
    parts = [cell.text for cell in first.one("tfoot").all("td")]
    values = [row.all("td")[-1].text for row in first.one("tbody").all("tr")]
    assert abs(sum(map(swedish, values)) - swedish(parts[0])) < 0.003


def swedish(number: str) -> float:
    return float(number.replace(",", "."))


def test_a_misspelt_search_asks_what_was_meant(samples: TestClient) -> None:
    found = twin(samples, "/sok?q=kontaktcentre")
    assert found["searched"] != ""
    shown = page(samples, "/sok?q=kontaktcentr%C3%A4").one("main")
    assert "Menade du" in shown.text


def test_the_next_page_of_an_answer_goes_on_where_the_first_ended(
    samples: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.web.search_page.RESULTS_PER_PAGE", 3)
    first = twin(samples, "/sok?q=dialog+med+f%C3%B6rtroendevalda")
    second = samples.get("/api" + first["next_address"]).json()
    assert [r["place"] for r in first["results"] + second["results"]] == [1, 2, 3, 4, 5, 6]
    assert samples.get(second["previous_address"]).status_code == 200


def test_a_filtered_search_keeps_its_filters_in_the_form(samples: TestClient) -> None:
    form = page(samples, "/sok?q=kontaktcenter&utgava=2020&lan=90&fran=2010&slag=own").one("form")
    chosen = {
        s.attributes["name"]: o.attributes["value"]
        for s in form.all("select")
        for o in s.all("option", lambda o: "selected" in o.attributes)
    }
    assert chosen == {"utgava": "2020", "lan": "90", "slag": "own"}
    assert form.one("details").attributes["open"] == ""
    fields = {i.attributes["name"]: i.attributes["value"] for i in form.all("input")}
    assert (fields["q"], fields["fran"], fields["till"]) == ("kontaktcenter", "2010", "")


def test_fields_that_a_form_sends_empty_ask_nothing(samples: TestClient) -> None:
    everything = "tema=&omrade=&fraga=&utgava=&slag=&lan=&fran=&till=&minst=&hogst="
    assert twin(samples, f"/sok?q=kontaktcenter&{everything}") == twin(samples, "/sok?q=kontaktcenter")


def test_a_report_prints_its_scores_and_what_the_checks_say(samples: TestClient) -> None:
    shown = page(samples, "/rapport/9004-2018").one("main")
    rows = {r.one("th").text: [c.text for c in r.all("td")] for r in shown.all("tr") if r.all("td")}
    row = next(cells for name, cells in rows.items() if name.startswith("5.3 "))
    assert row == ["", "9 av 25", "29 %", "poäng och procent motsäger varandra"]
    assert rows["varning"][:2] == ["points-percent", "5.3"]


def test_a_municipality_stands_among_the_others_of_its_edition(samples: TestClient) -> None:
    profile = twin(samples, "/kommun/9002")["profiles"][0]
    assert [area["area"] for area in profile["areas"]] == list(range(1, 9))
    assert profile["areas"][0]["standing"] == {
        "percent": 85.0,
        "mean": 79.0,
        "percentile": 75.0,
        "count": 2,
        "lowest": 73.0,
        "highest": 85.0,
    }
    shown = page(samples, "/kommun/9002").one("main")
    chart = shown.of_class("svg", "area-rows")[0]
    assert chart.attributes["role"] == "img"
    assert [t.text for t in chart.of_class("text", "number")] == [
        f"{area['standing']['percent']:.0f}" for area in profile["areas"]
    ]
    table = next(t for t in shown.all("table") if t.one("caption").text.startswith("Poäng per område 2022"))
    assert [c.text for c in table.one("tbody").all("tr")[0].all("td")] == [
        "85",
        "85 %",
        "79 %",
        "73–85 %",
        "–",
        "2",
    ]


def test_a_municipality_is_found_by_name_at_the_address_of_its_code(samples: TestClient) -> None:
    answer = samples.get("/kommun/P%C3%A5hittn%C3%A4s", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/kommun/9003")


def test_a_municipality_that_only_others_name_has_a_page(samples: TestClient) -> None:
    found = twin(samples, "/kommun/9008")
    assert found["evaluations"] == []
    assert found["praised_by_others"]["total"] > 0


def test_comparing_reports_of_different_editions_warns(samples: TestClient) -> None:
    shown = page(samples, "/jamfor?kommun=Sagoberga&kommun=P%C3%A5hittn%C3%A4s").one("main")
    (notice,) = shown.of_class("div", "notice")
    assert "ställer högre krav" in notice.text
    assert twin(samples, "/jamfor?kommun=Sagoberga&kommun=P%C3%A5hittn%C3%A4s")["questions"] == []


def test_one_municipality_is_not_enough_to_compare(samples: TestClient) -> None:
    assert twin(samples, "/jamfor?kommun=Sagoberga&kommun=&kommun=Sagoberga")["reports"] == []


def test_six_municipalities_are_cut_to_five(samples: TestClient) -> None:
    found = twin(samples, "/jamfor?" + "&".join(f"kommun=900{n}" for n in (1, 2, 3, 4, 5, 6)))
    assert found["too_many"]
    assert [r["municipality_code"] for r in found["reports"]] == ["9001", "9002", "9003", "9004", "9005"]


def test_topics_name_the_best_municipalities_of_an_edition(samples: TestClient) -> None:
    found = twin(samples, "/amnen?utgava=2020")
    best = found["areas"][0]["best"]
    assert [(b["municipality"], b["percent"]) for b in best] == [("Sagoberga", 85.0), ("Fabelstad", 73.0)]
    assert found["crossings"][0]["areas"][3] == "1 Samspel mellan förtroendevalda och medborgare"


def test_topics_of_words_are_found_in_every_edition(samples: TestClient) -> None:
    found = twin(samples, "/amnen?q=klagom%C3%A5l")["found"]
    assert ("2010", "2.6") in {(q["edition"], q["question"]) for q in found}
    assert "2020" in {q["edition"] for q in found}


def test_evidence_is_walked_through_in_reading_order(samples: TestClient) -> None:
    address, seen = "/belagg/9005-2021/t", []
    while address:
        found = twin(samples, address)
        seen.append((found["page"] or 99, found["key"]))
        address = found["next"]["address"] if found["next"] else ""
    assert [page for page, _ in seen] == sorted(page for page, _ in seen)
    assert len(set(seen)) == len(seen)
    tables = samples.get("/api/data").json()["tables"]
    assert len(seen) > 100
    assert tables[0]["rows"] == 6


def test_without_files_a_record_is_shown_as_text_alone(fictional: TestClient) -> None:
    found = twin(fictional, "/belagg/9001-2011/e1")
    assert (found["pdf"], found["sheets"][0]["picture"]) == (None, None)
    shown = page(fictional, "/belagg/9001-2011/e1").one("main")
    assert shown.one("blockquote").text == "Det är ett gott exempel."
    assert shown.all("img") == []
    assert fictional.get("/rapport/9001-2011/pdf").status_code == 404


@pytest.mark.parametrize("address", ["/sok", "/sok?q=dialog", "/kommun", "/jamfor", "/amnen", "/data"])
def test_an_empty_dataset_has_all_its_pages(empty: TestClient, address: str) -> None:
    page(empty, address)
    twin(empty, address)


def test_an_empty_dataset_says_so(empty: TestClient) -> None:
    assert "Datamängden är tom." in page(empty, "/sok?q=dialog").one("main").text
    assert "kommunkompassen ingest" not in page(empty, "/sok?q=dialog").text
