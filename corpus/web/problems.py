"""What went wrong, told in Swedish with the right status: a page, or a problem in JSON (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette import status
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from corpus.comparison.profile import NoReportError
from corpus.dataset import DatasetError
from corpus.report_lookup import UnknownReportError
from corpus.searching.filters import FilterError
from corpus.searching.suggest import UnknownMunicipalityError
from corpus.web.addresses import API
from corpus.web.evidence_page import UnknownRecordError
from corpus.web.rendering import as_html

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong and what to do about it."""

    status: int
    title: str
    details: tuple[str, ...] = ()


_NOT_FOUND = Problem(
    status.HTTP_404_NOT_FOUND, "Sidan finns inte", ("Adressen leder ingenstans. Börja om från sökningen.",)
)
_OTHER = {
    404: _NOT_FOUND,
    503: Problem(503, "Datamängden byts just nu", ("Försök igen om en stund.",)),
    405: Problem(405, "Så kan sidan inte användas", ("Sidorna kan bara läsas.",)),
}

_KNOWN: Sequence[tuple[type[Exception], Problem]] = (
    (
        UnknownRecordError,
        Problem(404, "Belägget finns inte", ("Rapporten har inget sådant belägg. Gå till rapporten.",)),
    ),
    (
        UnknownReportError,
        Problem(404, "Rapporten finns inte", ("Datamängden har ingen rapport med den beteckningen.",)),
    ),
    (
        NoReportError,
        Problem(
            404,
            "Kommunen har ingen rapport",
            ("Datamängden har ingen rapport om kommunen, och ingen annan rapport lyfter fram den.",),
        ),
    ),
    (
        FilterError,
        Problem(
            422,
            "Delfrågan är inte känd",
            ("Utgåvan har ingen sådan delfråga. Välj bland frågorna på sidan Ämnen.",),
        ),
    ),
    (
        DatasetError,
        Problem(503, "Datamängden kan inte läsas just nu", ("Försök igen om en stund.",)),
    ),
)

_FIELD_MESSAGES: Mapping[str, str] = {
    "int_parsing": "Skriv ett heltal.",
    "int_type": "Skriv ett heltal.",
    "greater_than_equal": "Skriv ett tal som är minst {ge}.",
    "less_than_equal": "Skriv ett tal som är högst {le}.",
    "string_too_long": "Skriv högst {max_length} tecken.",
    "too_long": "Ange högst {max_length}.",
}


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""
    app.add_exception_handler(RequestValidationError, _bad_parameters)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(UnknownMunicipalityError, _unknown_municipality)
    for error, problem in _KNOWN:
        app.add_exception_handler(error, _answering(problem))
    app.add_exception_handler(Exception, _unforeseen)


def answer(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as a page, or as JSON for an address under /api."""
    if request.url.path.startswith(API):
        content = {
            "type": "about:blank",
            "title": problem.title,
            "status": problem.status,
            "detail": " ".join(problem.details),
        }
        media_type = "application/problem+json"
        return JSONResponse(content, problem.status, headers=headers, media_type=media_type)
    page = as_html("problem.html", problem=problem)
    return Response(page, problem.status, headers=headers, media_type="text/html")


def _answering(problem: Problem) -> Any:
    async def handle(request: Request, error: Exception) -> Response:
        return answer(request, problem)

    return handle


async def _unforeseen(request: Request, error: Exception) -> Response:
    _log.error("A page could not be made.", exc_info=error)
    return answer(request, Problem(500, "Något gick fel", ("Felet har antecknats. Försök igen.",)))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = _OTHER.get(error.status_code, Problem(error.status_code, "Frågan kan inte besvaras"))
    return answer(request, problem, error.headers)


async def _unknown_municipality(request: Request, error: Exception) -> Response:
    # The error's own sentence names what comes near, in Swedish.
    _, asked, near = str(error).partition("Menade du ")
    return answer(
        request,
        Problem(
            404,
            "Kommunen finns inte",
            (f"Menade du {near}" if asked else "Skriv kommunens namn eller dess fyrsiffriga kod.",),
        ),
    )


async def _bad_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    details = tuple(dict.fromkeys(_told(each) for each in error.errors()))
    return answer(request, Problem(422, "Frågan kan inte besvaras som den är ställd", details))


def _told(error: Mapping[str, Any]) -> str:
    """What is wrong with a field, in Swedish, with the field's name in the address."""
    own = error.get("ctx", {}).get("error")
    message = _FIELD_MESSAGES.get(error["type"], "Värdet går inte att använda.")
    sentence = str(own) if own is not None else message.format(**error.get("ctx", {}))
    names = [str(part) for part in error["loc"][1:]]
    return f"{names[0]}: {sentence}" if names else sentence
