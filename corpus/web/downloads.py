"""The files that pages lead to: tables, reports, pictures, the style sheet. Never a path of the user's."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from corpus.dataset import DESCRIPTOR
from corpus.pages.pictures import PictureError
from corpus.web.rendering import icon, style_sheet
from corpus.web.site import Site
from schemas.tables import RECORD_TYPES

_FOREVER = "public, max-age=31536000, immutable"
_FOR_A_DAY = "private, max-age=86400"
_ASK_AGAIN = "no-cache"

ReportId = Annotated[str, Path(max_length=60, description="Rapportens beteckning, som 9002-2011")]
PageNumber = Annotated[int, Path(ge=1, le=5000, description="Sidans nummer i filen, från 1")]


def download_routes(site: Site) -> APIRouter:
    """The addresses of all files."""
    files = APIRouter(include_in_schema=False)

    @files.get("/static/style.css")
    async def style() -> Response:
        return Response(style_sheet()[0], media_type="text/css", headers={"Cache-Control": _FOREVER})

    @files.get("/static/icon.svg")
    async def page_icon() -> Response:
        return Response(icon()[0], media_type="image/svg+xml", headers={"Cache-Control": _FOREVER})

    @files.get("/rapport/{report_id}/pdf")
    def report_file(report_id: ReportId) -> Response:
        file = site.file_of(site.dataset, report_id)
        if file is None:
            raise HTTPException(404)
        return _attachment(file.path, f"{report_id}.pdf", "application/pdf")

    @files.get("/bild/{report_id}/{page}.png")
    async def picture(request: Request, report_id: ReportId, page: PageNumber) -> Response:
        try:
            drawn = await anyio.to_thread.run_sync(site.picture, report_id, page, limiter=site.drawing)
        except PictureError:
            raise HTTPException(404) from None
        if drawn is None:
            raise HTTPException(404)
        headers = {"ETag": drawn.tag, "Cache-Control": _FOR_A_DAY}
        if drawn.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(drawn.png, media_type="image/png", headers=headers)

    @files.get("/data/csv.zip")
    async def csv_tables() -> Response:
        path = await anyio.to_thread.run_sync(site.csv.file, site.dataset, limiter=site.packing)
        return _attachment(path, path.name, "application/zip")

    @files.get(f"/data/{DESCRIPTOR}")
    def descriptor() -> Response:
        return _attachment(site.dataset.set_folder / DESCRIPTOR, DESCRIPTOR, "application/json")

    @files.get("/data/{table}.parquet")
    def table_file(table: Annotated[str, Path(max_length=60)]) -> Response:
        if table not in RECORD_TYPES:
            raise HTTPException(404)
        return _attachment(site.dataset.path(table), f"{table}.parquet", "application/vnd.apache.parquet")

    return files


def _attachment(path: FilePath, name: str, media_type: str) -> Response:
    if not path.is_file():
        # The dataset was replaced a moment ago.
        raise HTTPException(503)
    return FileResponse(path, media_type=media_type, filename=name, headers={"Cache-Control": _ASK_AGAIN})
