"""The addresses of the pages, each leading to its view and template."""

from __future__ import annotations

from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from corpus.searching.suggest import municipality_named
from corpus.web.addresses import SEARCH, municipality_address
from corpus.web.compare_page import compare_view
from corpus.web.data_page import data_view
from corpus.web.downloads import ReportId
from corpus.web.municipality_page import municipality_list_view, municipality_view
from corpus.web.parameters import (
    LONGEST_NAME,
    CompareParameters,
    MunicipalityListParameters,
    SearchParameters,
    TopicParameters,
)
from corpus.web.rendering import as_html
from corpus.web.search_page import search_view
from corpus.web.site import Site
from corpus.web.topics_page import topics_view

MunicipalityName = Annotated[str, Path(max_length=LONGEST_NAME, description="Kommunens kod eller namn")]
RecordKey = Annotated[str, Path(max_length=40, description="Beläggets beteckning, som e3 eller 1.4")]


def page_routes(site: Site) -> APIRouter:
    """The pages, as HTML."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/")
    async def start() -> Response:
        return RedirectResponse(SEARCH)

    @pages.get("/sok")
    def search(asked: Annotated[SearchParameters, Query()]) -> Response:
        return _page("search.html", search_view(site.dataset, asked), asked)

    @pages.get("/kommun")
    def municipalities(asked: Annotated[MunicipalityListParameters, Query()]) -> Response:
        return _page("municipalities.html", municipality_list_view(site.dataset, asked), asked)

    @pages.get("/kommun/{name}")
    def municipality(name: MunicipalityName) -> Response:
        found = municipality_named(name)
        if name != found.code:
            return RedirectResponse(municipality_address(found.code), 303)
        return _page("municipality.html", municipality_view(site.dataset, found))

    @pages.get("/rapport/{report_id}")
    def report(report_id: ReportId) -> Response:
        return _page("report.html", site.report(report_id))

    @pages.get("/belagg/{report_id}/{key}")
    async def evidence(report_id: ReportId, key: RecordKey) -> Response:
        view = await anyio.to_thread.run_sync(site.evidence, report_id, key, limiter=site.drawing)
        return _page("evidence.html", view)

    @pages.get("/jamfor")
    def compare(asked: Annotated[CompareParameters, Query()]) -> Response:
        return _page("compare.html", compare_view(site.dataset, asked), asked)

    @pages.get("/amnen")
    def topics(asked: Annotated[TopicParameters, Query()]) -> Response:
        return _page("topics.html", topics_view(site.dataset, asked), asked)

    @pages.get("/data")
    def data() -> Response:
        return _page("data.html", data_view(site.dataset))

    return pages


def _page(template: str, view: Any, asked: Any = None) -> Response:
    return HTMLResponse(as_html(template, view=view, asked=asked))
