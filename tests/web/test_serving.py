"""What stands around the pages: answers that are kept, a dataset that is replaced, the command."""

from __future__ import annotations

import csv
import io
import logging
import re
import signal
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from corpus.dataset import Dataset, open_dataset
from corpus.kept_dataset import keep_dataset
from corpus.web.parameters import SearchParameters
from corpus.web.search_page import SearchView, search_view
from corpus.web.served_dataset import ServedDataset
from pipeline.command_line import app
from schemas.tables import RECORD_TYPES
from tests.fictional_dataset import fictional_reports, write_dataset
from tests.web.conftest import client_of, site_of


def test_a_page_that_the_browser_has_is_not_sent_again(samples: TestClient) -> None:
    first = samples.get("/kommun/9002")
    again = samples.get("/kommun/9002", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-length" not in again.headers


def test_the_head_of_a_page_is_that_of_the_page(samples: TestClient) -> None:
    head, page = samples.head("/sok?q=dialog"), samples.get("/sok?q=dialog")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == page.headers["content-length"]


def test_a_page_is_made_once_for_each_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(dataset: Dataset, asked: SearchParameters) -> SearchView:
        made.append(asked.words)
        return search_view(dataset, asked)

    monkeypatch.setattr("corpus.web.pages.search_view", counted)
    write_dataset(tmp_path, fictional_reports()[:1], "one")
    site = site_of(tmp_path)
    with client_of(site) as client:
        first = [client.get("/sok?q=dialog").text for _ in range(3)]
        assert (made, len(set(first))) == (["dialog"], 1)
        write_dataset(tmp_path, fictional_reports(), "two")
        site.served.look()
        assert client.get("/sok?q=dialog").text != first[0]
        assert made == ["dialog", "dialog"]


def test_a_new_version_is_served_whole_and_the_old_one_stays_readable(tmp_path: Path) -> None:
    write_dataset(tmp_path, fictional_reports()[:1], "one")
    served = ServedDataset(tmp_path)
    before = served.now
    before.keep()
    assert served.look() is False
    write_dataset(tmp_path, fictional_reports(), "two")
    assert served.look() is True
    assert (served.now.version, served.now.row_count("reports")) == ("two", 3)
    assert (before.version, before.row_count("reports"), len(before.rows("findings"))) == ("one", 1, 1)


def test_a_version_that_cannot_be_read_leaves_the_old_one_in_place(tmp_path: Path) -> None:
    write_dataset(tmp_path, fictional_reports()[:1], "one")
    served = ServedDataset(tmp_path)
    (tmp_path / "reports.parquet").write_bytes(b"no table")
    assert served.look() is False
    assert served.now.version == "one"
    write_dataset(tmp_path, fictional_reports(), "two")
    assert served.look() is True


def test_a_kept_dataset_reads_as_the_dataset_does(samples_dataset: Path) -> None:
    plain = open_dataset(samples_dataset)
    kept = keep_dataset(plain)
    kept.keep()
    for report in [*(r["report_id"] for r in plain.rows("reports")), "9999-2011"]:
        assert kept.report_rows(report) == plain.report_rows(report)
    for table in RECORD_TYPES:
        assert kept.table(table).equals(plain.table(table))


def test_something_derived_of_a_kept_dataset_is_made_once(samples_dataset: Path) -> None:
    kept = keep_dataset(open_dataset(samples_dataset))
    made: list[int] = []
    assert [kept.derived("key", lambda: made.append(1)) for _ in range(3)] == [None] * 3
    assert made == [1]


@pytest.mark.parametrize("table", list(RECORD_TYPES))
def test_a_table_is_downloaded_as_it_is_stored(
    samples: TestClient, samples_dataset: Path, table: str
) -> None:
    answer = samples.get(f"/data/{table}.parquet")
    assert answer.content == open_dataset(samples_dataset).path(table).read_bytes()
    assert answer.headers["content-disposition"] == f'attachment; filename="{table}.parquet"'


def test_all_tables_are_downloaded_as_csv(samples: TestClient) -> None:
    packed = zipfile.ZipFile(io.BytesIO(samples.get("/data/csv.zip").content))
    assert sorted(packed.namelist()) == sorted(f"kommunkompassen/{table}.csv" for table in RECORD_TYPES)
    text = packed.read("kommunkompassen/reports.csv").decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == 6


@pytest.mark.parametrize("processes", ["1", "2"])
def test_the_command_prints_where_it_serves_and_ends_when_interrupted(
    samples_dataset: Path, processes: str
) -> None:
    command = [sys.executable, "-m", "pipeline.command_line", "serve", str(samples_dataset), "--port", "0"]
    command += ["--processes", processes]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:[0-9]+/", line)
        assert address, line
        with urllib.request.urlopen(f"{address.group()}api/data") as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=30)
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "There is no dataset in nowhere."),
        (["{dataset}", "--archive", "nowhere"], "There is no folder nowhere."),
        (["{dataset}", "--host", "192.0.2.1"], "Cannot listen on 192.0.2.1 port 8000"),
    ],
)
def test_the_command_says_what_is_missing(samples_dataset: Path, arguments: list[str], said: str) -> None:
    given = [a.format(dataset=samples_dataset) for a in arguments]
    result = CliRunner().invoke(app, ["serve", *given])
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_server_leaves_the_logging_of_its_process_alone(samples_dataset: Path) -> None:
    handler = ClosedHandler()
    CliRunner().invoke(app, ["serve", str(samples_dataset), "--host", "192.0.2.1"])
    assert not handler.closed


class ClosedHandler(logging.Handler):
    """A handler that remembers whether it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True
        super().close()
