"""The addresses of all pages, made in this one place.

A page's JSON twin has the same address under /api.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

from corpus.web.parameters import CompareParameters, Parameters, SearchParameters, TopicParameters

_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")
"""What needs no quoting: nearly every part of an address."""

SEARCH = "/sok"
MUNICIPALITIES = "/kommun"
REPORTS = "/rapport"
EVIDENCE = "/belagg"
COMPARE = "/jamfor"
TOPICS = "/amnen"
DATA = "/data"
API = "/api"
OPENAPI = "/api/openapi.json"


def with_parameters(path: str, parameters: Parameters) -> str:
    """A page's address with what is asked for; what asks nothing is left out."""
    asked = parameters.model_dump(by_alias=True, exclude_defaults=True, exclude_none=True)
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path


def search_address(asked: SearchParameters) -> str:
    return with_parameters(SEARCH, asked)


def search_words(words: str) -> str:
    """The search for some words, without filters."""
    return search_address(SearchParameters(words=words))


def question_search(edition: str, question: str) -> str:
    """The search for who is good at a question of an edition."""
    return search_address(SearchParameters(edition=edition, question=question))


def municipality_address(code: str) -> str:
    return f"{MUNICIPALITIES}/{_part(code)}"


def report_address(report_id: str) -> str:
    return f"{REPORTS}/{_part(report_id)}"


def report_pdf(report_id: str) -> str:
    """The report's own file, where the archive is given."""
    return f"{report_address(report_id)}/pdf"


def evidence_address(report_id: str, key: str) -> str:
    """Where a record stands in its report; `key` as in `corpus.report_records`."""
    return f"{EVIDENCE}/{_part(report_id)}/{_part(key)}"


def row_address(row_id: str) -> str:
    """The same for the id of a row, `<report id>/<key>`, or of a sentence in one, `<report id>/p3.2`."""
    report_id, _, key = row_id.rpartition("/")
    return evidence_address(report_id, key.partition(".")[0] if key.startswith("p") else key)


def page_picture(report_id: str, page: int) -> str:
    return f"/bild/{_part(report_id)}/{page}.png"


def compare_address(codes: Iterable[str]) -> str:
    return with_parameters(COMPARE, CompareParameters(municipalities=list(codes)))


def topics_address(edition: str) -> str:
    return with_parameters(TOPICS, TopicParameters(edition=edition))


def table_download(table: str) -> str:
    return f"{DATA}/{table}.parquet"


DESCRIPTOR_DOWNLOAD = f"{DATA}/datapackage.json"
CSV_DOWNLOAD = f"{DATA}/csv.zip"


def twin(address: str) -> str:
    """The JSON twin of a page."""
    return API + address


def _part(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quote(text, safe="")
