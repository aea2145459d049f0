"""A disk that is full or may not be written leaves the published tables, and the next run goes on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.dataset import open_dataset
from pipeline.ingest import Settings, ingest
from schemas.errors import UserError
from tests.kill_rounds import published
from tests.stub_reports import EXTRACT, VERSION, stub_report

SETTINGS = Settings(workers=1, extract=EXTRACT, extractor_version=VERSION)
DISK_KIB = 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_KIB}k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path, free_kib: int) -> None:
    status = os.statvfs(disk)
    with (disk / "junk").open("wb") as file:
        file.write(bytes(status.f_bavail * status.f_frsize - (free_kib << 10)))


@pytest.mark.parametrize("free_kib", [0, 8, 40, 80])
def test_a_full_disk_leaves_the_published_tables_and_room_lets_it_go_on(
    tmp_path: Path, disk: Path, free_kib: int
) -> None:
    archive = tmp_path / "archive"
    stub_report(archive, "2001.pdf", code="9001", year="2001")
    ingest([str(archive)], disk / "dataset", SETTINGS)
    before = published(disk / "dataset")
    for year in range(2002, 2008):
        stub_report(archive, f"{year}.pdf", code="9001", year=str(year), text=os.urandom(2000).hex())
    fill(disk, free_kib)
    with pytest.raises(UserError, match=r"cannot be written .*unchanged"):
        ingest([str(archive)], disk / "dataset", SETTINGS)
    assert published(disk / "dataset") == before
    if free_kib == 0:
        with pytest.raises(UserError, match="cannot be written"):
            ingest([str(archive)], disk / "new", SETTINGS)
    assert len(open_dataset(disk / "dataset").rows("reports")) == 1
    (disk / "junk").unlink()
    assert ingest([str(archive)], disk / "dataset", SETTINGS).reports == 7


def test_a_disk_that_may_not_be_written_can_be_asked_but_not_ingested_into(
    tmp_path: Path, disk: Path
) -> None:
    archive = tmp_path / "archive"
    stub_report(archive, "2001.pdf", code="9001", year="2001")
    ingest([str(archive)], disk / "dataset", SETTINGS)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(UserError, match="cannot be written"):
        ingest([str(archive)], disk / "dataset", SETTINGS)
    with pytest.raises(UserError, match="cannot be written"):
        ingest([str(archive)], disk / "new", SETTINGS)
    assert len(open_dataset(disk / "dataset").rows("reports")) == 1
