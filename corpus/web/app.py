"""The pages put together: which address leads to which page, and what stands around all of them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import anyio.to_thread
from fastapi import FastAPI
from starlette.types import ASGIApp

from corpus.pages.archive import Archive
from corpus.web.addresses import API, OPENAPI
from corpus.web.downloads import download_routes
from corpus.web.page_cache import PageCache
from corpus.web.pages import page_routes
from corpus.web.problems import add_problem_handlers
from corpus.web.security_headers import SecurityHeaders
from corpus.web.served_dataset import ServedDataset
from corpus.web.site import Site
from corpus.web.twins import twin_routes

_PAGES_AT_ONCE = 2
"""Pages that are made at the same time; further ones wait in line, so that each is made quickly."""

_DESCRIPTION = """
Kommunkompassens utvärderingar som data. Varje sida har samma innehåll som JSON under /api.
Poäng står som de är tryckta; lägsta och högsta sanna poäng följer av tryckta poäng och procent.
"""


def make_app(dataset: Path, archive: Path | None = None) -> ASGIApp:
    """The pages of the dataset in a folder, with pictures of the reports' pages from `archive`.

    Raises DatasetError, and NoArchiveError where the archive's folder is missing.
    """
    return app_of(Site(ServedDataset(dataset), None if archive is None else Archive(archive)))


def app_of(site: Site) -> ASGIApp:
    """The pages of a site; it is started and closed with the app."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = _PAGES_AT_ONCE
        site.start()
        try:
            yield
        finally:
            site.close()

    app = FastAPI(
        title="Kommunkompassen",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=OPENAPI,
        lifespan=lifespan,
    )
    app.include_router(page_routes(site))
    app.include_router(download_routes(site))
    app.include_router(twin_routes(site), prefix=API)
    add_problem_handlers(app)
    # Around the whole app, so that its answer to an unforeseen error has the headers as well.
    return SecurityHeaders(PageCache(app, version=lambda: site.dataset.version))
