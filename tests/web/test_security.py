"""Hostile text, addresses and headers: a page shows what is written and does nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.fictional_dataset import write_dataset
from tests.web.conftest import SAMPLES, client_of, site_of
from tests.web.hostile_report import HOSTILE, SHOWN, hostile_report
from tests.web.html_page import Element, read_page
from tests.web.test_pages import everything_in

PAGES = (
    "/sok?q=kontaktcenter",
    "/kommun",
    "/kommun/9001",
    "/kommun/9008",
    "/rapport/9001-2011",
    *(f"/belagg/9001-2011/{key}" for key in ("t", "o2", "2.2", "f1", "p1", "e1", "e2", "k1")),
    "/amnen?utgava=2010",
    "/data",
)
# fmt: off
ALLOWED_ELEMENTS = {
    "html", "head", "meta", "title", "link", "body", "a", "header", "nav", "ul", "ol", "li", "main",
    "footer", "div", "p", "h1", "h2", "h3", "form", "label", "input", "button", "details", "summary",
    "select", "option", "fieldset", "legend", "section", "article", "blockquote", "mark", "span",
    "strong", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "dl", "dt", "dd", "code",
    "figure", "figcaption", "svg", "rect", "line", "polygon", "text", "img", "datalist", "br",
}
# fmt: on


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hostile")
    write_dataset(folder, [hostile_report()])
    with client_of(site_of(folder)) as client:
        yield client


@pytest.mark.parametrize("address", PAGES)
def test_hostile_text_stays_text(hostile: TestClient, address: str) -> None:
    answer = hostile.get(address)
    assert answer.status_code == 200
    elements = everything_in(read_page(answer.text))
    assert {e.name for e in elements} <= ALLOWED_ELEMENTS
    assert [n for e in elements for n in e.attributes if n.startswith("on") or n == "style"] == []
    assert [e for e in elements if e.attributes.get("href", "").lower().startswith("javascript")] == []
    assert not set(answer.text) & {"\x1b", "\u202e", "\u202c"}
    assert "49" not in [e.text for e in elements]


@pytest.mark.parametrize("address", ["/rapport/9001-2011", "/belagg/9001-2011/p1", "/kommun/9001"])
def test_hostile_text_can_be_read(hostile: TestClient, address: str) -> None:
    page = read_page(hostile.get(address).text)
    assert SHOWN in page.text


def test_hostile_text_is_in_the_twin_as_it_is_stored(hostile: TestClient) -> None:
    answer = hostile.get("/api/rapport/9001-2011")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["title"] == HOSTILE
    assert json.loads(answer.text)["areas"][0]["title"] == HOSTILE


@pytest.mark.parametrize("words", [HOSTILE, '"><svg onload=alert(1)>', "<b>kontaktcenter</b>", "\x00\x07"])
def test_hostile_words_stay_words(samples: TestClient, words: str) -> None:
    for address in ("/sok", "/amnen"):
        answer = samples.get(address, params={"q": words})
        assert answer.status_code == 200
        assert {e.name for e in everything_in(read_page(answer.text))} <= ALLOWED_ELEMENTS


@pytest.mark.parametrize(
    "address",
    ["/sok", "/rapport/0", "/api/data", "/api/rapport/0", "/static/style.css", "/bild/9005-2021/1.png", "/x"],
)
def test_every_answer_keeps_the_browser_to_showing_it(samples: TestClient, address: str) -> None:
    headers = samples.get(address).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "set-cookie" not in headers


def test_nothing_comes_from_another_host(samples: TestClient) -> None:
    for address in ("/sok?q=dialog", "/kommun/9002", "/belagg/9005-2021/e3", "/data"):
        page = read_page(samples.get(address).text)
        loaded = [e.attributes["src"] for e in page.all("img")] + [
            e.attributes["href"] for e in page.all("link")
        ]
        assert loaded
        assert [a for a in loaded if not a.startswith("/") or a.startswith("//")] == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(samples: TestClient, method: str) -> None:
    assert samples.request(method, "/sok").status_code == 405
    assert samples.request(method, "/api/data").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/data/..%2F..%2Fetc%2Fpasswd.parquet",
        "/data/ledger.parquet",
        "/data/%2e%2e/%2e%2e/etc/passwd",
        "/static/../app.py",
        "/static/%2e%2e%2fapp.py",
        "/rapport/..%2F..%2F/pdf",
        "/rapport/%2Fetc%2Fpasswd/pdf",
        "/bild/..%2Fsamples/1.png",
        "/bild/fabelstad-2021.pdf/1.png",
        "/belagg/9005-2021/..%2F..%2Fe3",
    ],
)
def test_no_address_names_a_path(samples: TestClient, address: str) -> None:
    answer = samples.get(address)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_an_unforeseen_error_shows_no_trace(samples_dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of the program")

    monkeypatch.setattr("corpus.web.pages.search_view", fail)
    with client_of(site_of(samples_dataset)) as client:
        answer = client.get("/sok?q=dialog")
    assert answer.status_code == 500
    assert "Något gick fel" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"


def test_a_report_is_sent_as_a_file_to_keep(samples: TestClient) -> None:
    answer = samples.get("/rapport/9005-2021/pdf")
    assert answer.content == (SAMPLES / "fabelstad-2021.pdf").read_bytes()
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="9005-2021.pdf"'


def elements_named(page: Element, name: str) -> int:
    return len(page.all(name))


def test_a_page_holds_no_script_and_no_style(samples: TestClient) -> None:
    page = read_page(samples.get("/kommun/9002").text)
    assert (elements_named(page, "script"), elements_named(page, "style")) == (0, 0)
