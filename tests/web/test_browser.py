"""The pages in a real browser: by mouse, by keyboard, on a phone, without JavaScript, and by axe's rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.fictional_dataset import fictional_reports, write_dataset
from tests.web.browser import CHROMIUM, chromium, served
from tests.web.conftest import SAMPLES, site_of
from tests.web.hostile_report import hostile_report

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's package chromium is not installed")

PAGES = (
    "/sok",
    "/sok?q=medborgardialog&utgava=2020",
    "/sok?q=xqzw",
    "/kommun",
    "/kommun/9002",
    "/rapport/9004-2018",
    "/belagg/9005-2021/e3",
    "/jamfor",
    "/jamfor?kommun=Sagoberga&kommun=P%C3%A5hittn%C3%A4s&kommun=Fabelstad",
    "/amnen?q=klagom%C3%A5l",
    "/data",
    "/kommun/Sagobarga",
)
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def site(samples_dataset: Path) -> Iterator[str]:
    with served(site_of(samples_dataset, SAMPLES)) as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh window of a desktop's width, without JavaScript, as the pages need none."""
    context = browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_on_any_page(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    window = context.new_page()
    found = []
    for address in PAGES:
        window.goto(address)
        # What is folded away is part of the page as well.
        window.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        violations = Axe().run(window, options=AXE_OPTIONS).response["violations"]
        found += [
            (address, v["id"], v["nodes"][0]["html"], v["nodes"][0]["failureSummary"]) for v in violations
        ]
    context.close()
    assert found == []


def test_no_page_is_wider_than_a_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 320, "height": 640})
    window = context.new_page()
    too_wide = {}
    for address in PAGES:
        window.goto(address)
        window.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        width = window.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            too_wide[address] = width
        cut = window.evaluate(
            "[...document.querySelectorAll('svg.area-rows text')]"
            ".filter(t => t.getBoundingClientRect().right > innerWidth).map(t => t.textContent)"
        )
        assert cut == []
    context.close()
    assert too_wide == {}


def test_no_page_breaks_its_own_rules_of_content(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)
    window = context.new_page()
    said: list[str] = []
    window.on("console", lambda message: said.append(message.text))
    window.on("pageerror", lambda error: said.append(str(error)))
    for address in PAGES[:-1]:
        window.goto(address)
    context.close()
    assert said == []


def test_a_search_is_followed_to_the_place_in_the_report(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Vad vill ni lära mer om?").fill("medborgardialog")
    page.get_by_role("button", name="Sök", exact=True).click()
    found = page.get_by_role("article").filter(has=page.get_by_role("heading", name="Norra Diktmark"))
    found.get_by_role("link", name="Fabelstad 2021, s. 4").first.click()
    expect(page).to_have_url(re.compile(r"/belagg/9005-2021/e\d+$"))
    expect(page.locator("blockquote")).to_contain_text("Norra Diktmark går ut med kartor och promenader")
    picture = page.get_by_role("img", name="Sida 4 i rapporten")
    expect(picture).to_be_visible()
    paper, outline = picture.bounding_box(), page.locator(".outlines rect").first.bounding_box()
    assert paper is not None
    assert outline is not None
    assert paper["y"] + paper["height"] * 0.4 < outline["y"] < paper["y"] + paper["height"] * 0.5
    assert paper["x"] < outline["x"]
    assert outline["x"] + outline["width"] < paper["x"] + paper["width"]
    page.get_by_role("link", name="Nästa →").click()
    expect(page.locator("blockquote")).not_to_contain_text("Norra Diktmark går ut")


def test_a_filtered_search_can_be_shared_as_a_link(page: Page) -> None:
    page.goto("/sok?q=kontaktcenter")
    everybody = page.get_by_role("article").count()
    page.get_by_text("Begränsa sökningen").click()
    page.get_by_label("Utgåva").select_option("2010")
    page.get_by_label("Typ av belägg").select_option("Förebild")
    page.get_by_role("button", name="Använd").click()
    shared, texts = page.url, page.get_by_role("article").all_inner_texts()
    assert 0 < len(texts) < everybody
    assert all("förebild" in text for text in texts)
    page.goto("/data")
    page.goto(shared)
    assert page.get_by_role("article").all_inner_texts() == texts
    expect(page.get_by_label("Utgåva")).to_have_value("2010")
    page.get_by_role("link", name="Ta bort begränsningarna").click()
    assert page.get_by_role("article").count() == everybody


def test_municipalities_are_compared(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Jämför", exact=True).click()
    page.get_by_label("Kommun 1").fill("Sagoberga")
    page.get_by_label("Kommun 2").fill("Påhittnäs")
    page.get_by_role("button", name="Jämför").click()
    expect(page.get_by_role("note")).to_contain_text("högre krav")
    table = page.get_by_role("table").first
    expect(table.get_by_role("columnheader")).to_have_count(3)
    expect(table.get_by_role("row", name="Demokrati och offentlighet")).to_contain_text("85 %")


def test_swedish_letters_are_kept_apart(page: Page) -> None:
    page.goto("/kommun?namn=P%C3%A5hittn%C3%A4s")
    page.get_by_role("link", name="Påhittnäs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Påhittnäs")
    page.goto("/kommun?namn=Pahittnas")
    expect(page.get_by_text("Ingen kommun stämmer")).to_be_visible()


def test_a_keyboard_is_enough(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    window = context.new_page()
    window.goto("/sok?q=medborgardialog")
    window.keyboard.press("Tab")
    expect(window.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    expect(window.get_by_role("link", name="Hoppa till innehållet")).to_be_in_viewport()
    window.keyboard.press("Enter")
    expect(window).to_have_url("/sok?q=medborgardialog#innehall")
    window.keyboard.press("Tab")
    field = window.get_by_label("Vad vill ni lära mer om?")
    expect(field).to_be_focused()
    assert window.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    window.keyboard.press("Control+A")
    window.keyboard.type("kontaktcenter")
    window.keyboard.press("Enter")
    expect(window).to_have_url("/sok?q=kontaktcenter" + _EMPTY_FILTERS)
    summary = window.get_by_role("article").first.locator("summary")
    summary.focus()
    window.keyboard.press("Enter")
    expect(window.get_by_role("article").first.get_by_role("table")).to_be_visible()
    context.close()


_EMPTY_FILTERS = "&tema=&utgava=&omrade=&fraga=&slag=&lan=&fran=&till=&minst=&hogst="


def test_what_is_focused_is_seen_on_every_page(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    window = context.new_page()
    for address in PAGES:
        window.goto(address)
        for _ in range(12):
            window.keyboard.press("Tab")
            width = window.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
            assert width >= 2, (address, window.evaluate("document.activeElement.outerHTML"))
    context.close()


def test_an_unknown_report_is_a_friendly_page(page: Page) -> None:
    answer = page.goto("/rapport/9999-2011")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Rapporten finns inte")).to_be_visible()
    page.get_by_role("link", name="Till sökningen").click()
    expect(page).to_have_url("/sok")


def test_an_empty_dataset_is_a_friendly_page(browser: Browser, tmp_path: Path) -> None:
    write_dataset(tmp_path, [])
    with served(site_of(tmp_path)) as address:
        window = browser.new_page()
        window.goto(address)
        expect(window.get_by_text("Datamängden är tom.")).to_be_visible()
        window.close()


def test_hostile_text_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    write_dataset(tmp_path, [hostile_report()])
    with served(site_of(tmp_path)) as address:
        window = browser.new_page(base_url=address)
        ran: list[str] = []
        window.on("dialog", lambda dialog: ran.append(dialog.message))
        window.on("console", lambda message: ran.append(message.text))
        for path in ("/sok?q=kontaktcenter", "/kommun/9001", "/rapport/9001-2011", "/belagg/9001-2011/e1"):
            window.goto(path)
        window.close()
    assert ran == []


def test_a_dataset_replaced_meanwhile_is_shown_at_the_next_page(browser: Browser, tmp_path: Path) -> None:
    write_dataset(tmp_path, fictional_reports()[:1], "one")
    site = site_of(tmp_path)
    with served(site) as address:
        window = browser.new_page(base_url=address)
        window.goto("/data")
        expect(window.get_by_text("1 rapport om 1 kommun", exact=False)).to_be_visible()
        write_dataset(tmp_path, fictional_reports(), "two")
        expect_version(window, "two")
        expect(window.get_by_text("3 rapporter om 3 kommuner", exact=False)).to_be_visible()
        window.goto("/sok?q=servicegarantier")
        expect(window.get_by_role("article")).to_have_count(1)
        window.close()


def expect_version(window: Page, version: str) -> None:
    """Wait until the page of the data tells of a version, asking anew."""
    for _ in range(100):
        window.goto("/data")
        if version in window.locator("main code").first.inner_text():
            return
        window.wait_for_timeout(100)
    raise AssertionError(f"version {version} is never served")
