"""The JSON twins of the pages: the same views at the same addresses under /api."""

from __future__ import annotations

from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from corpus.searching.suggest import municipality_named
from corpus.web.compare_page import CompareView, compare_view
from corpus.web.data_page import DataView, data_view
from corpus.web.downloads import ReportId
from corpus.web.evidence_page import EvidenceView
from corpus.web.municipality_page import (
    MunicipalityListView,
    MunicipalityView,
    municipality_list_view,
    municipality_view,
)
from corpus.web.pages import MunicipalityName, RecordKey
from corpus.web.parameters import (
    CompareParameters,
    MunicipalityListParameters,
    SearchParameters,
    TopicParameters,
)
from corpus.web.rendering import as_json
from corpus.web.report_page import ReportView
from corpus.web.search_page import SearchView, search_view
from corpus.web.site import Site
from corpus.web.topics_page import TopicsView, topics_view


class ProblemBody(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemBody"}
    return {
        "model": ProblemBody,
        "description": description,
        "content": {"application/problem+json": {"schema": schema}},
    }


_PROBLEMS: dict[int | str, dict[str, Any]] = {
    404: _problem("Det som adressen nämner finns inte"),
    422: _problem("Frågan kan inte besvaras som den är ställd"),
    503: _problem("Datamängden kan inte läsas just nu"),
}


def twin_routes(site: Site) -> APIRouter:
    """The twins, described by OpenAPI."""
    twins = APIRouter(responses=_PROBLEMS)

    @twins.get("/sok", response_model=SearchView, summary="Sök: kommuner att lära av")
    def search(asked: Annotated[SearchParameters, Query()]) -> Response:
        return _twin(search_view(site.dataset, asked))

    @twins.get("/kommun", response_model=MunicipalityListView, summary="Kommunerna i datamängden")
    def municipalities(asked: Annotated[MunicipalityListParameters, Query()]) -> Response:
        return _twin(municipality_list_view(site.dataset, asked))

    @twins.get("/kommun/{name}", response_model=MunicipalityView, summary="En kommun över tid")
    def municipality(name: MunicipalityName) -> Response:
        return _twin(municipality_view(site.dataset, municipality_named(name)))

    @twins.get("/rapport/{report_id}", response_model=ReportView, summary="En rapport")
    def report(report_id: ReportId) -> Response:
        return _twin(site.report(report_id))

    @twins.get("/belagg/{report_id}/{key}", response_model=EvidenceView, summary="Ett belägg på sin plats")
    async def evidence(report_id: ReportId, key: RecordKey) -> Response:
        return _twin(await anyio.to_thread.run_sync(site.evidence, report_id, key, limiter=site.drawing))

    @twins.get("/jamfor", response_model=CompareView, summary="Kommuner sida vid sida")
    def compare(asked: Annotated[CompareParameters, Query()]) -> Response:
        return _twin(compare_view(site.dataset, asked))

    @twins.get("/amnen", response_model=TopicsView, summary="Ramverkets områden och delfrågor")
    def topics(asked: Annotated[TopicParameters, Query()]) -> Response:
        return _twin(topics_view(site.dataset, asked))

    @twins.get("/data", response_model=DataView, summary="Datamängden och dess kvalitet")
    def data() -> Response:
        return _twin(data_view(site.dataset))

    return twins


def _twin(view: Any) -> Response:
    return Response(as_json(view), media_type="application/json")
