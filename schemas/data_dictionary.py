"""The data dictionary, made from the column definitions and the rules.

`python -m schemas.data_dictionary` prints it; docs/data-dictionary.md is what it printed last.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from schemas.editions import editions, themes
from schemas.rules import RULES
from schemas.rules.reading import READING_RULES
from schemas.tables import RECORD_TYPES, TABLE_DESCRIPTIONS, Column, columns


def data_dictionary() -> str:
    """The whole dictionary in Markdown, ending with a line break."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Made by `make dictionary` from the definitions in `schemas/`; change those, not this page."
    yield ""
    yield "One Parquet file per table. A column marked * never holds null. Coordinates are PDF points from"
    yield "the top-left corner of the page as displayed."
    for table in RECORD_TYPES:
        yield ""
        yield f"## {table}"
        yield ""
        yield TABLE_DESCRIPTIONS[table]
        yield ""
        yield "| column | type | unit | what it holds |"
        yield "|---|---|---|---|"
        for column in columns(table):
            yield _column_line(column)
    yield ""
    yield "## Themes"
    yield ""
    yield "The theme of an area is the same in every edition, whatever the area's number and title."
    yield ""
    yield "| theme | label | " + " | ".join(f"area in {e.key}" for e in editions()) + " |"
    yield "|---" * (2 + len(editions())) + "|"
    for key, label in themes().items():
        areas = [next(a for a in e.areas if a.theme == key) for e in editions()]
        yield f"| `{key}` | {label} | " + " | ".join(f"{a.number} {a.title}" for a in areas) + " |"
    yield ""
    yield "## Rules"
    yield ""
    yield "What `issues.rule` names, with the severity. Rules change nothing: records stay as printed."
    yield ""
    yield "| rule | severity | why |"
    yield "|---|---|---|"
    for rule in RULES:
        yield f"| `{rule.id}` | {rule.severity} | {rule.why} |"
    yield ""
    yield "Noticed while reading, or across reports, and kept from then on:"
    yield ""
    yield "| rule | severity | why |"
    yield "|---|---|---|"
    for rule_id, (severity, why) in READING_RULES.items():
        yield f"| `{rule_id}` | {severity} | {why} |"


def _column_line(column: Column) -> str:
    description = column.description
    if column.values:
        description += " (" + ", ".join(f"`{value}`" for value in column.values) + ")"
    name = f"`{column.name}`" + ("*" if column.required else "")
    cells = (column.type, column.unit, description)
    return f"| {name} | " + " | ".join(html.escape(cell, quote=False) for cell in cells) + " |"


if __name__ == "__main__":
    print(data_dictionary(), end="")
