"""The data package descriptor says what the stored tables are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schemas.datapackage import StoredTable, descriptor
from schemas.tables import RECORD_TYPES, arrow_schema

FILES = {
    table: StoredTable(rows=n, bytes=1000 + n, sha256=f"{n:064x}") for n, table in enumerate(RECORD_TYPES)
}


@pytest.fixture(scope="module")
def package() -> dict[str, Any]:
    return descriptor(FILES, "c0ffee")


def fields(package: dict[str, Any], table: str) -> dict[str, dict[str, Any]]:
    (resource,) = [r for r in package["resources"] if r["name"] == table]
    return {f["name"]: f for f in resource["schema"]["fields"]}


def test_lists_one_resource_per_table_as_it_was_written(package: dict[str, Any]) -> None:
    assert [r["name"] for r in package["resources"]] == list(RECORD_TYPES)
    findings = package["resources"][3]
    assert (findings["path"], findings["format"]) == ("findings.parquet", "parquet")
    assert (findings["rows"], findings["bytes"]) == (3, 1003)
    assert findings["hash"] == f"sha256:{3:064x}"
    assert package["version"] == "c0ffee"


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_fields_are_the_stored_columns_in_order(package: dict[str, Any], table: str) -> None:
    assert list(fields(package, table)) == arrow_schema(table).names


def test_fields_have_types_units_and_constraints(package: dict[str, Any]) -> None:
    assert fields(package, "findings")["kind"] == {
        "name": "kind",
        "type": "string",
        "description": "Which column it stands in",
        "constraints": {"required": True, "enum": ["strength", "partial", "improvement"]},
    }
    achieved = fields(package, "area_scores")["achieved"]
    assert (achieved["type"], achieved["unit"]) == ("number", "points")
    assert "constraints" not in achieved
    assert fields(package, "reports")["report_date"]["type"] == "date"
    assert fields(package, "reports")["evaluators"]["type"] == "array"


def test_ids_are_keys_and_refer_to_each_other(package: dict[str, Any]) -> None:
    examples = next(r["schema"] for r in package["resources"] if r["name"] == "examples")
    assert examples["primaryKey"] == ["example_id"]
    assert examples["foreignKeys"] == [
        {"fields": ["report_id"], "reference": {"resource": "reports", "fields": ["report_id"]}},
        {"fields": ["passage_id"], "reference": {"resource": "passages", "fields": ["passage_id"]}},
    ]
    reports = next(r["schema"] for r in package["resources"] if r["name"] == "reports")
    assert "foreignKeys" not in reports


def test_the_same_tables_give_the_same_descriptor() -> None:
    assert json.dumps(descriptor(FILES, "1")) == json.dumps(descriptor(dict(reversed(FILES.items())), "1"))


def test_a_missing_table_is_an_error() -> None:
    with pytest.raises(KeyError, match="issues"):
        descriptor({t: f for t, f in FILES.items() if t != "issues"}, "1")
