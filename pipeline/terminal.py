"""What the commands print: consoles, text from reports made safe, JSON.

Text from a PDF may hold terminal escapes and rich markup. It reaches the terminal only through
`shown`, which strips control characters and escapes markup.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from corpus.plain_text import plain
from schemas.records import Severity

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

BAR_WIDTH = 20
"""Characters of a full text bar."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""The most serious first."""
SEVERITY_STYLES: Mapping[str, str] = {"error": "red", "warning": "yellow", "info": "cyan"}

_NO_CHARACTER = re.compile("[\ud800-\udfff]")


def console(*, stderr: bool = False) -> Console:
    """A rich console for people: no emoji codes, no guessing of what to highlight."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, emoji=False)


def shown(text: object) -> str:
    """`text` made safe to print with rich: see `plain`; markup is escaped as well."""
    from rich.markup import escape

    return escape(plain(text))


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `2 files`, and `info` as it is."""
    return f"{number} {noun}" if number == 1 or noun == "info" else f"{number} {noun}s"


def bar(share: float, width: int = BAR_WIDTH) -> str:
    """A text bar for `share` of 0 to 1; shares outside are cut."""
    filled = round(max(0.0, min(1.0, share)) * width)
    return "█" * filled + "░" * (width - filled)


def plain_table(*headings: str) -> Table:
    """A table without borders. A heading that starts with `>` heads a column of numbers."""
    from rich.table import Table

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in headings:
        justify: Literal["left", "right"] = "right" if heading.startswith(">") else "left"
        table.add_column(heading.removeprefix(">"), justify=justify, overflow="fold")
    return table


def print_json(value: Any) -> None:
    """Print `value` as JSON on standard output: dates as ISO text, å ä ö as they are.

    What is no character, as in the name of a file that is not in UTF-8, stands as JSON's escape.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write(_NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")
