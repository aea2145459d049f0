"""The OpenAPI description is true: asked for anything it allows, and more, the API never breaks.

Set KOMMUNKOMPASSEN_FUZZ to a number of examples for each operation to go on for longer.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema
from starlette.testclient import TestClient

from corpus.web.app import app_of
from tests.fictional_dataset import fictional_reports, write_dataset
from tests.web.conftest import site_of

EXAMPLES = int(os.environ.get("KOMMUNKOMPASSEN_FUZZ", "20"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


PATHS = (
    "/amnen",
    "/belagg/{report_id}/{key}",
    "/data",
    "/jamfor",
    "/kommun",
    "/kommun/{name}",
    "/rapport/{report_id}",
    "/sok",
)


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> OpenApiSchema:
    folder = tmp_path_factory.mktemp("fuzzed")
    write_dataset(folder, fictional_reports())
    return schemathesis.openapi.from_asgi("/api/openapi.json", app_of(site_of(folder)))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda m: m.value)
@pytest.mark.parametrize("path", PATHS)
def test_the_api_answers_whatever_it_is_asked(
    description: OpenApiSchema, path: str, mode: GenerationMode
) -> None:
    if path == "/data" and mode is GenerationMode.NEGATIVE:
        pytest.skip("takes no parameters that could be wrong")
    operation = description[f"/api{path}"]["GET"]

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS)

    answers()


def test_every_page_has_a_described_twin(samples: TestClient) -> None:
    paths = samples.get("/api/openapi.json").json()["paths"]
    assert sorted(paths) == [f"/api{path}" for path in PATHS]
