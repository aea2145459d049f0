"""Sites of the sample archive and of the small fictional dataset, shared by the tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from corpus.pages.archive import Archive
from corpus.web.app import app_of
from corpus.web.served_dataset import ServedDataset
from corpus.web.site import Site
from pipeline.ingest import Settings, ingest
from tests.fictional_dataset import fictional_reports, write_dataset

SAMPLES = Path(__file__).parents[2] / "samples"


def site_of(dataset: Path, archive: Path | None = None) -> Site:
    return Site(ServedDataset(dataset), None if archive is None else Archive(archive))


def client_of(site: Site) -> TestClient:
    """A browser without memory; an error that nobody foresaw is answered, not raised."""
    return TestClient(app_of(site), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def samples_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive, ingested."""
    folder = tmp_path_factory.mktemp("samples") / "dataset"
    ingest([str(SAMPLES)], folder, Settings(workers=2))
    return folder


@pytest.fixture(scope="session")
def samples(samples_dataset: Path) -> Iterator[TestClient]:
    """The pages of the sample archive, its files at hand."""
    with client_of(site_of(samples_dataset, SAMPLES)) as client:
        yield client


@pytest.fixture(scope="session")
def fictional(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages of the small fictional dataset, without files."""
    folder = tmp_path_factory.mktemp("fictional")
    write_dataset(folder, fictional_reports())
    with client_of(site_of(folder)) as client:
        yield client


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages of a dataset without reports."""
    folder = tmp_path_factory.mktemp("empty")
    write_dataset(folder, [])
    with client_of(site_of(folder)) as client:
        yield client
