"""The published set of tables: what is in it, and that readers never see half of it."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pipeline.publication
from corpus.dataset import (
    DatasetReplacedError,
    IncompleteDatasetError,
    NoDatasetError,
    OtherSchemaError,
    open_dataset,
)
from pipeline.extraction_codec import encode
from pipeline.ledger import Document, FileState, Ledger, open_ledger
from pipeline.publication import Publication, PublicationError, publish
from pipeline.report_ids import ReportKey, assign_report_ids
from schemas.records import Extraction
from schemas.tables import RECORD_TYPES, arrow_schema
from tests.stub_reports import read_stub

FILES = sorted([*(f"{table}.parquet" for table in RECORD_TYPES), "datapackage.json"])


def extraction(title: str, **changes: object) -> Extraction:
    made = read_stub(f"read\ncode: 9001\nmunicipality: Sagoberga\nyear: 2011\ntitle: {title}".encode(), "")
    return replace(made, report=replace(made.report, **changes))  # type: ignore[arg-type]


def store(ledger: Ledger, name: str, made: Extraction) -> None:
    sha256 = made.report.source_sha256
    document = Document(sha256, "read", None, None, "1", "pdfium", 120.0, 1 << 30, 3, encode(made))
    ledger.record(document, {Path("/archive", name): FileState(1, 1, 1)})


def published(folder: Path, *named: tuple[str, Extraction]) -> Publication:
    with open_ledger(folder) as ledger:
        for name, made in named:
            store(ledger, name, made)
        return publish(ledger, folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def titles(folder: Path) -> Sequence[str]:
    rows = open_dataset(folder).rows("reports", ["title"])
    return [row["title"] for row in rows]


ONE, TWO, THREE = extraction("one"), extraction("two"), extraction("three")


def test_a_dataset_is_one_parquet_file_per_table_and_a_descriptor(tmp_path: Path) -> None:
    published(tmp_path, ("one.pdf", ONE))
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.startswith(".")) == FILES
    for table in RECORD_TYPES:
        file = pq.ParquetFile(tmp_path / f"{table}.parquet")
        assert file.schema_arrow.equals(arrow_schema(table))
        compressions = {
            file.metadata.row_group(g).column(c).compression
            for g in range(file.num_row_groups)
            for c in range(file.metadata.num_columns)
        }
        assert compressions <= {"ZSTD"}
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["version"] == open_dataset(tmp_path).version
    assert [r["rows"] for r in descriptor["resources"]] == [1, 1, 2, 1, 1, 0, 1, *descriptor_issues(tmp_path)]


def descriptor_issues(folder: Path) -> list[int]:
    return [open_dataset(folder).row_count("issues")]


def test_an_empty_dataset_has_all_tables_with_their_columns(tmp_path: Path) -> None:
    published(tmp_path)
    dataset = open_dataset(tmp_path)
    assert {name: dataset.table(name).num_rows for name in RECORD_TYPES} == dict.fromkeys(RECORD_TYPES, 0)
    assert dataset.table("reports").schema.equals(arrow_schema("reports"))


def test_the_order_of_reading_does_not_show_in_a_single_byte(tmp_path: Path) -> None:
    published(tmp_path / "a", ("1.pdf", ONE), ("2.pdf", TWO), ("3.pdf", THREE))
    published(tmp_path / "b", ("3.pdf", THREE))
    published(tmp_path / "b", ("1.pdf", ONE), ("2.pdf", TWO))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_issues_are_the_extractors_then_the_rules_then_those_across_reports(tmp_path: Path) -> None:
    later = extraction("later", report_date=date(2011, 12, 1), source_sha256="f" * 64)
    earlier = extraction("earlier", report_date=date(2011, 2, 1), source_sha256="e" * 64)
    published(tmp_path, ("later.pdf", later), ("earlier.pdf", earlier))
    rows = open_dataset(tmp_path).rows("issues")
    rules = [row["rule"] for row in rows if row["report_id"] == "9001-2011-2"]
    assert rules[0] == "page-without-text"
    assert "points-percent" in rules
    assert rules[-1] == "same-year"
    assert "same-year" not in [row["rule"] for row in rows if row["report_id"] == "9001-2011"]


def test_publishing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    first = published(tmp_path, ("1.pdf", ONE))
    place = (tmp_path / ".current").readlink()
    again = published(tmp_path)
    assert (first.changed, again.changed) == (True, False)
    assert again.version == first.version
    assert (tmp_path / ".current").readlink() == place


def test_a_change_of_the_rules_publishes_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path, ("1.pdf", ONE))
    monkeypatch.setattr(pipeline.publication, "_schemas_digest", lambda: "other rules")
    assert published(tmp_path).changed


def test_an_open_dataset_goes_on_reading_its_own_set(tmp_path: Path) -> None:
    published(tmp_path, ("1.pdf", ONE))
    opened = open_dataset(tmp_path)
    published(tmp_path, ("2.pdf", TWO))
    assert len(opened.rows("reports")) == 1
    assert len(open_dataset(tmp_path).rows("reports")) == 2
    published(tmp_path, ("3.pdf", THREE))
    with pytest.raises(DatasetReplacedError, match="Run the command again"):
        opened.rows("reports")
    assert len(list((tmp_path / ".versions").iterdir())) == 2


@pytest.mark.parametrize("failing_call", range(12))
def test_a_full_disk_leaves_the_published_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing_call: int
) -> None:
    published(tmp_path, ("1.pdf", ONE))
    before = contents(tmp_path)
    calls = 0

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls > failing_call:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    failure = None
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        try:
            published(tmp_path, ("2.pdf", TWO))
        except PublicationError as error:
            failure = str(error)
    assert (failure is not None) == (calls > failing_call)
    assert failure is None or "No space left on device" in failure
    # The rename of the link is the very last step but one: either the old set or the new one is whole.
    assert titles(tmp_path) in (["one"], ["two", "one"], ["one", "two"])
    if calls <= 10:
        assert contents(tmp_path) == before
    published(tmp_path)
    assert sorted(titles(tmp_path)) == ["one", "two"]
    assert not list((tmp_path / ".versions").glob("*.unfinished"))


def test_without_links_the_files_lie_in_the_folder_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(self: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    published(tmp_path / "linked", ("1.pdf", ONE), ("2.pdf", TWO))
    monkeypatch.setattr(Path, "symlink_to", no_links)
    published(tmp_path / "plain", ("1.pdf", ONE))
    assert titles(tmp_path / "plain") == ["one"]
    published(tmp_path / "plain", ("2.pdf", TWO))
    assert not any((tmp_path / "plain" / name).is_symlink() for name in FILES)
    assert contents(tmp_path / "plain") == contents(tmp_path / "linked")


def test_a_dataset_copied_without_its_links_is_published_to_again(tmp_path: Path) -> None:
    published(tmp_path / "a", ("1.pdf", ONE))
    (tmp_path / "b").mkdir()
    for name in FILES:
        shutil.copyfile(tmp_path / "a" / name, tmp_path / "b" / name)
    assert titles(tmp_path / "b") == ["one"]
    published(tmp_path / "b", ("2.pdf", TWO))
    assert titles(tmp_path / "b") == ["two"]
    assert (tmp_path / "b" / "reports.parquet").is_symlink()


def test_tables_of_different_sets_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.dataset._SECONDS_BETWEEN_TRIES", ())
    published(tmp_path / "a", ("1.pdf", ONE))
    published(tmp_path / "b", ("2.pdf", TWO))
    (tmp_path / "a" / "facts.parquet").unlink()
    mixed = tmp_path / "mixed"
    shutil.copytree(tmp_path / "b", mixed, ignore=shutil.ignore_patterns(".*"))
    shutil.copyfile(tmp_path / "a" / ".current" / "facts.parquet", mixed / "facts.parquet")
    with pytest.raises(IncompleteDatasetError, match="belong to different sets"):
        open_dataset(mixed)
    (mixed / "facts.parquet").unlink()
    with pytest.raises(IncompleteDatasetError, match=r"lacks facts\.parquet"):
        open_dataset(mixed)
    (mixed / "facts.parquet").write_bytes(b"damaged")
    with pytest.raises(IncompleteDatasetError, match=r"facts\.parquet .* is damaged"):
        open_dataset(mixed)


def test_a_folder_without_tables_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(NoDatasetError, match="There is no dataset"):
        open_dataset(tmp_path / "nowhere")


def test_tables_with_other_columns_are_refused(tmp_path: Path) -> None:
    published(tmp_path, ("1.pdf", ONE))
    plain = tmp_path / "plain"
    shutil.copytree(tmp_path / ".current", plain)
    table = pq.read_table(plain / "facts.parquet")
    pq.write_table(table.append_column("more", pa.nulls(len(table), pa.string())), plain / "facts.parquet")
    with pytest.raises(OtherSchemaError, match="another version of kommunkompassen"):
        open_dataset(plain)


def key(code: str | None, year: int | None, day: date | None, sha256: str) -> ReportKey:
    return ReportKey.of(code, year, day, sha256)


def test_report_ids_are_numbered_by_date_then_content() -> None:
    keys = [
        key("0484", 2011, None, "aa"),
        key("0484", 2011, date(2011, 9, 1), "cc"),
        key("0484", 2011, date(2011, 5, 17), "dd"),
        key("0484", 2011, date(2011, 9, 1), "bb"),
        key("0114", 2011, None, "ee"),
    ]
    expected = {
        "ee": "0114-2011",
        "dd": "0484-2011",
        "bb": "0484-2011-2",
        "cc": "0484-2011-3",
        "aa": "0484-2011-4",
    }
    assert assign_report_ids(keys) == expected
    assert list(assign_report_ids(reversed(keys))) == list(expected)


def test_a_report_whose_municipality_or_year_is_unknown_is_named_by_its_content() -> None:
    keys = [
        key(None, 2011, None, "1a2b3c4d5e"),
        key(None, 2011, None, "2a2b3c4d5e"),
        key("0484", None, None, "3a2b3c4d5e"),
        key(None, None, None, "4a2b3c4d5e"),
    ]
    assert assign_report_ids(keys) == {
        "1a2b3c4d5e": "0000-2011-1a2b3c4d",
        "2a2b3c4d5e": "0000-2011-2a2b3c4d",
        "3a2b3c4d5e": "0484-0000-3a2b3c4d",
        "4a2b3c4d5e": "0000-0000-4a2b3c4d",
    }
