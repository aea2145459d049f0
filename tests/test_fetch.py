"""Fetching an archive from servers that misbehave: what comes whole, what is named, what is asked."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.command_line import app
from pipeline.discovery import discover
from pipeline.fetching.fetch import Settings, Summary, fetch
from pipeline.fetching.http_download import ATTEMPTS, Limits
from pipeline.fetching.manifest import ArchiveNotWritableError
from tests.misbehaving_server import PDF, MisbehavingServer, serving

SETTINGS = Settings(limits=Limits(seconds=10.0, max_bytes=2 << 20, first_pause_seconds=0.01))


@pytest.fixture(scope="module")
def running() -> Iterator[MisbehavingServer]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: MisbehavingServer, monkeypatch: pytest.MonkeyPatch) -> MisbehavingServer:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running.content = PDF
    running.requests.clear()
    running.headers.clear()
    return running


def run(tmp_path: Path, *addresses: str, settings: Settings = SETTINGS) -> Summary:
    (tmp_path / "list.txt").write_text("\n".join(addresses), encoding="utf-8")
    return fetch(tmp_path / "list.txt", tmp_path / "archive", settings)


def reason(tmp_path: Path, address: str, settings: Settings = SETTINGS) -> str:
    """Why the one address fails; nothing may lie in the archive then."""
    (entry,) = run(tmp_path, address, settings=settings).entries
    assert entry.outcome == "failed"
    assert files(tmp_path) == {}
    return entry.reason


def files(tmp_path: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (tmp_path / "archive").glob("*.pdf")}


def manifest(tmp_path: Path) -> list[dict[str, str]]:
    with (tmp_path / "archive" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["fetch", *(str(a) for a in arguments)])


def test_a_file_comes_whole_with_where_when_and_what_in_the_manifest(
    tmp_path: Path, server: MisbehavingServer
) -> None:
    summary = run(tmp_path, server.address("/good.pdf"))
    assert summary.all_well
    assert files(tmp_path) == {"good.pdf": PDF}
    (row,) = manifest(tmp_path)
    assert row["address"] == server.address("/good.pdf")
    assert row["outcome"] == "fetched"
    assert row["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert (row["file"], row["size"], row["etag"]) == ("good.pdf", str(len(PDF)), server.etag)
    assert row["fetched"].endswith("+00:00")
    assert server.headers["/good.pdf"][0]["user-agent"].startswith("kommunkompassen/")
    assert [p.name for p in discover([str(tmp_path / "archive")]).files] == ["good.pdf"]


@pytest.mark.parametrize("path", ["/good.pdf", "/same.pdf"], ids=["by etag", "by date"])
def test_a_second_run_asks_whether_a_file_has_changed(
    tmp_path: Path, server: MisbehavingServer, path: str
) -> None:
    run(tmp_path, server.address(path))
    before = next((tmp_path / "archive").glob("*.pdf")).stat().st_mtime_ns
    (entry,) = run(tmp_path, server.address(path)).entries
    assert entry.outcome == "unchanged"
    asked = server.headers[path][1]
    assert {"if-none-match", "if-modified-since"} & set(asked)
    assert next((tmp_path / "archive").glob("*.pdf")).stat().st_mtime_ns == before


def test_a_newer_version_takes_the_place_of_the_older(tmp_path: Path, server: MisbehavingServer) -> None:
    run(tmp_path, server.address("/good.pdf"))
    server.content = PDF + b"% newer\nstartxref\n0\n%%EOF\n"
    (entry,) = run(tmp_path, server.address("/good.pdf")).entries
    assert entry.outcome == "changed"
    assert files(tmp_path) == {"good.pdf": server.content}


def test_the_same_bytes_from_a_server_without_validators_are_unchanged(
    tmp_path: Path, server: MisbehavingServer
) -> None:
    run(tmp_path, server.address("/plain.pdf"))
    (entry,) = run(tmp_path, server.address("/plain.pdf")).entries
    assert entry.outcome == "unchanged"
    assert not list((tmp_path / "archive" / ".partial").glob("*.part"))


def test_a_file_that_left_the_archive_or_was_damaged_there_is_fetched_again(
    tmp_path: Path, server: MisbehavingServer
) -> None:
    for left in (None, b"damaged"):
        run(tmp_path, server.address("/good.pdf"))
        (tmp_path / "archive" / "good.pdf").unlink()
        if left is not None:
            (tmp_path / "archive" / "good.pdf").write_bytes(left)
        (entry,) = run(tmp_path, server.address("/good.pdf")).entries
        assert entry.outcome == "fetched"
        assert files(tmp_path) == {"good.pdf": PDF}


@pytest.mark.parametrize(
    ("path", "requests"),
    [
        ("/flaky.pdf", 2),
        ("/busy.pdf", 2),
        ("/breaks.pdf", 2),
        ("/cut.pdf", 2),
        ("/wrong-range.pdf", 3),
        ("/range-gone.pdf", 3),
        ("/gzip.pdf", 1),
        ("/moved.pdf", 1),
    ],
)
def test_what_passes_is_tried_again_until_the_file_is_whole(
    tmp_path: Path, server: MisbehavingServer, path: str, requests: int
) -> None:
    assert run(tmp_path, server.address(path)).all_well
    assert list(files(tmp_path).values()) == [PDF]
    assert server.requests[path] == requests
    assert not list((tmp_path / "archive" / ".partial").glob("*.part"))


def test_the_pause_that_a_server_asks_for_is_kept(tmp_path: Path, server: MisbehavingServer) -> None:
    begun = time.monotonic()
    run(tmp_path, server.address("/busy.pdf"))
    assert time.monotonic() - begun >= 1


def test_only_the_rest_of_a_broken_download_is_asked_for(tmp_path: Path, server: MisbehavingServer) -> None:
    run(tmp_path, server.address("/breaks.pdf"))
    first, second = server.headers["/breaks.pdf"]
    assert "range" not in first
    assert second["range"] == f"bytes={len(PDF) // 2}-"
    assert second["if-range"] == server.etag


def test_a_part_is_gone_on_with_by_the_next_run(tmp_path: Path, server: MisbehavingServer) -> None:
    assert "broke off after" in reason(tmp_path, server.address("/breaks-always.pdf"))
    (part,) = (tmp_path / "archive" / ".partial").glob("*.part")
    assert part.stat().st_size == len(PDF) // 2
    server.requests.clear()
    server.headers.clear()
    run(tmp_path, server.address("/breaks-always.pdf"))
    assert server.headers["/breaks-always.pdf"][0]["range"] == f"bytes={len(PDF) // 2}-"


@pytest.mark.parametrize(
    ("path", "words", "requests"),
    [
        ("/missing.pdf", "The server answered 404 (Not Found). Check the address", 1),
        ("/secret.pdf", "403 (Forbidden). The file is not open to everyone", 1),
        ("/down.pdf", "503 (Service Unavailable). Try again later", ATTEMPTS),
        ("/busy-for-days.pdf", "It asks to wait 86400 seconds", 1),
        ("/html.pdf", "sent a web page (HTML) in place of a PDF", 1),
        ("/empty.pdf", "sent an empty file", ATTEMPTS),
        ("/nothing.pdf", "answered 204 (No Content)", 1),
        ("/short-length.pdf", "ends in the middle, after 1000 bytes", 1),
        ("/endless.pdf", "larger than the limit of 2 MiB", 1),
        ("/large.pdf", "larger than the limit of 2 MiB", 1),
        ("/gzip-bomb.pdf", "larger than the limit of 2 MiB", 1),
        ("/brotli.pdf", "compressed as br", 1),
        ("/loop", "from one address to the next, more than 5 times", 6),
        ("/to?at=file:///etc/passwd", "sends on to file:///etc/passwd, which is no address of the web", 1),
        ("/to?at=ftp://127.0.0.1/a.pdf", "sends on to ftp://127.0.0.1/a.pdf", 1),
        ("/nowhere.pdf", "answered 302 (Found)", 1),
    ],
)
def test_what_fails_is_named_and_nothing_lies_under_a_final_name(
    tmp_path: Path, server: MisbehavingServer, path: str, words: str, requests: int
) -> None:
    assert words in reason(tmp_path, server.address(path))
    assert server.requests[path.partition("?")[0]] == requests


@pytest.mark.parametrize("path", ["/silent.pdf", "/drip.pdf"])
def test_a_server_that_sends_nothing_or_hardly_anything_is_given_up(
    tmp_path: Path, server: MisbehavingServer, path: str
) -> None:
    quick = replace(SETTINGS, limits=replace(SETTINGS.limits, seconds=0.2))
    assert "did not answer within 0.2 seconds" in reason(tmp_path, server.address(path), quick)
    assert server.requests[path] == ATTEMPTS


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "cannot be reached" in reason(tmp_path, "http://127.0.0.1:9/report.pdf")


def test_what_was_fetched_before_stays_when_its_address_fails(
    tmp_path: Path, server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, server.address("/good.pdf"))
    monkeypatch.setattr("tests.misbehaving_server.Handler.on_good", lambda handler: handler.on_missing())
    (entry,) = run(tmp_path, server.address("/good.pdf")).entries
    assert (entry.outcome, entry.sha256) == ("failed", hashlib.sha256(PDF).hexdigest())
    assert files(tmp_path) == {"good.pdf": PDF}


def test_few_files_at_a_time_are_fetched_from_one_host(tmp_path: Path) -> None:
    with serving() as server:  # none that another test has left busy
        addresses = [server.address(f"/slow/{n}.pdf") for n in range(9)]
        run(tmp_path, *addresses, settings=replace(SETTINGS, per_host=3))
        assert len(files(tmp_path)) == 9
        assert server.most_at_once == 3


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_are_named_by_municipality_and_year_where_the_list_has_them(
    tmp_path: Path, server: MisbehavingServer, delimiter: str
) -> None:
    rows = [
        ("Kommun", "År", "URL"),
        ("Håbo", "2011", server.address("/good/1.pdf")),
        ("9002", "2022", server.address("/good/2.pdf")),
        ("Håbo", "2011", server.address("/good/3.pdf")),
        ("../../etc/passwd", "", server.address("/good/4.pdf")),
        ("CON", "", server.address("/good/5.pdf")),
        ("", "", server.address("/good/%C3%85rsrapport%202014%2F..%2F..%2Fx.PDF?id=7")),
        ("", "", server.address("/good/")),
        ("Håbo", "2011", server.address("/good/1.pdf")),
    ]
    text = "\n".join(delimiter.join(cells) for cells in rows)
    (tmp_path / "list.csv").write_bytes(text.encode("cp1252"))
    summary = fetch(tmp_path / "list.csv", tmp_path / "archive", SETTINGS)
    assert [entry.file for entry in summary.entries] == [
        "habo-2011.pdf",
        "sagoberga-2022.pdf",
        "habo-2011-2.pdf",
        "etc-passwd.pdf",
        "report-con.pdf",
        "x.pdf",
        "good.pdf",
    ]
    assert len(files(tmp_path)) == 7


def test_a_name_stays_when_the_list_changes_its_order_and_no_file_is_overwritten(
    tmp_path: Path, server: MisbehavingServer
) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "A.pdf").write_bytes(b"an own file")
    run(tmp_path, server.address("/good/1/a.pdf"))
    summary = run(tmp_path, server.address("/good/2/a.pdf"), server.address("/good/1/a.pdf"))
    assert [entry.file for entry in summary.entries] == ["a-3.pdf", "a-2.pdf"]
    assert files(tmp_path)["A.pdf"] == b"an own file"


def test_lines_that_are_no_addresses_are_named_and_the_others_go_on(
    tmp_path: Path, server: MisbehavingServer
) -> None:
    (tmp_path / "list.txt").write_text(
        f"# reports\n\n{server.address('/good.pdf')}#page=2\nftp://example.org/a.pdf\n"
        "http://name:secret@example.org/a.pdf\nreport.pdf\nhttp://[\n"
    )
    result = invoke(tmp_path / "list.txt", "--into", tmp_path / "archive", "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["addresses"], told["fetched"]) == (1, 1)
    assert [p.split(" of ")[0] for p in told["problems"]] == ["Line 4", "Line 5", "Line 6", "Line 7"]
    assert "secret" not in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.txt", b"", "holds no address"),
        ("list.csv", b"kommun;\xe5r\nH\xe5bo;2011\n", "names no column `address`"),
        ("list.txt", b"ftp://example.org/a.pdf", "starts with http:// or https://"),
        ("list.csv", b"address,year\nhttp://127.0.0.1/a.pdf,11\n", "11 is no year"),
        ("list.xlsx", b"PK\x03\x04\x00\x00", "is no text"),
    ],
)
def test_a_list_that_gives_nothing_is_wrong_use(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = invoke(tmp_path / name, "--into", tmp_path / "archive")
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "archive").exists()
    assert invoke(tmp_path / "nowhere.txt", "--into", tmp_path / "archive").exit_code == 2


def test_the_command_tells_what_it_did_and_exit_codes_are_honest(
    tmp_path: Path, server: MisbehavingServer
) -> None:
    (tmp_path / "list.txt").write_text(server.address("/good.pdf"))
    result = invoke(tmp_path / "list.txt", "--into", tmp_path / "archive")
    assert result.exit_code == 0
    assert "1 address: 1 fetched, 0 failed." in result.stdout
    assert invoke(tmp_path / "list.txt", "--into", tmp_path / "archive", "--quiet").stdout == ""
    (tmp_path / "list.txt").write_text(server.address("/html.pdf"))
    result = invoke(
        tmp_path / "list.txt", "--into", tmp_path / "archive", "--timeout", "5", "--max-size", "1"
    )
    assert result.exit_code == 1
    assert "in place of a PDF" in " ".join(result.stdout.split())


def test_an_archive_that_cannot_be_written_is_told(
    tmp_path: Path, server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "archive").write_text("a file of that name")
    with pytest.raises(ArchiveNotWritableError, match="cannot be written"):
        run(tmp_path, server.address("/good.pdf"))
    (tmp_path / "archive").unlink()

    def full(self: object, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.fetching.partial_file.PartialFile.finish", full)
        with pytest.raises(ArchiveNotWritableError, match="No space left on device"):
            run(tmp_path, server.address("/good.pdf"), server.address("/slow.pdf"))
    assert files(tmp_path) == {}
    assert len(run(tmp_path, server.address("/good.pdf"), server.address("/slow.pdf")).entries) == 2
    assert len(files(tmp_path)) == 2


def test_a_manifest_that_names_other_places_is_refused(tmp_path: Path, server: MisbehavingServer) -> None:
    run(tmp_path, server.address("/good.pdf"))
    path = tmp_path / "archive" / "manifest.csv"
    path.write_text(path.read_text().replace(",good.pdf,", ",../good.pdf,"))
    result = invoke(tmp_path / "list.txt", "--into", tmp_path / "archive")
    assert result.exit_code == 2
    assert "is no name of a file in the archive" in result.stderr


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path, server: MisbehavingServer) -> None:
    from pipeline.fetching.fetch import _archive_lock

    run(tmp_path, server.address("/good.pdf"))
    with _archive_lock(tmp_path / "archive"):
        result = invoke(tmp_path / "list.txt", "--into", tmp_path / "archive")
    assert result.exit_code == 2
    assert "Another command fetches into" in result.stderr


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_whole_files_and_the_next_one_goes_on(
    tmp_path: Path, server: MisbehavingServer, stop: signal.Signals
) -> None:
    addresses = [server.address(f"/slow/{n}.pdf") for n in range(12)]
    (tmp_path / "list.txt").write_text("\n".join(addresses))
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.command_line", "fetch", "list.txt", "--into", "archive"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        stdout=subprocess.PIPE,
        text=True,
    )
    while len(files(tmp_path)) < 3:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(stop)
    output, _ = process.communicate(timeout=20)
    came = files(tmp_path)
    assert 3 <= len(came) < 12
    assert set(came.values()) == {PDF}
    if stop != signal.SIGKILL:
        assert process.returncode == 1
        assert "Stopped with" in output
        assert sum(row["outcome"] == "fetched" for row in manifest(tmp_path)) == len(came)
    assert run(tmp_path, *addresses).all_well
    assert sorted(files(tmp_path)) == sorted(row["file"] for row in manifest(tmp_path))
    assert len(files(tmp_path)) == 12
