"""Print a document from Chromium, as HTML that is laid out by a style sheet."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

from tests.typesetter.blocks import (
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Heading,
    Line,
    Margin,
    NewPage,
    Prose,
    Table,
    TwoColumns,
)
from tests.typesetter.layout import Layout
from tests.typesetter.table_fit import fitting_size

_PAPER = {"a4": ("A4", 595.0), "letter": ("letter", 612.0), "b5": ("176mm 250mm", 499.0)}
_FONT = {"serif": "serif", "sans": "sans-serif", "other": "DejaVu Serif"}
_MARKER = {"•": "disc", "–": '"– "', "-": '"- "', "symbol": "square", "drawn": "none", "none": "none"}
_SECONDS = 60

CHROMIUM = shutil.which("chromium")
"""The browser, None where it is not installed; `make setup` does that where it can."""


def chromium_pdf(document: Document, layout: Layout) -> bytes:
    """The PDF of `document`; the same input gives the same bytes. Needs the browser."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(html(document, layout), encoding="utf-8")
        subprocess.run(
            [
                CHROMIUM,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={target}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
        data = target.read_bytes()
    return re.sub(rb"D:\d{14}", b"D:20000101000000", data)


def html(document: Document, layout: Layout) -> str:
    """The page that is printed."""
    return (
        f'<!doctype html><html lang="sv"><meta charset="utf-8"><title>{escape(document.title)}</title>'
        f"<style>{_style_sheet(document, layout)}</style>{_blocks(document.blocks, layout)}"
    )


def _style_sheet(document: Document, layout: Layout) -> str:
    justify = "justify" if layout.justify else "left"
    hyphens = "auto" if layout.hyphenate else "manual"
    cell = {
        "full": "border: 0.6pt solid black",
        "horizontal": "border-top: 0.6pt solid black; border-bottom: 0.6pt solid black",
        "shading": "",
        "none": "",
    }[layout.borders]
    shaded = "thead { background: #d9e2ec }" if layout.borders == "shading" else ""
    repeat = "table-header-group" if layout.repeat_header else "table-row-group"
    return f"""
@page {{ size: {_PAPER[layout.paper][0]}; margin: {layout.margin}pt; {_margin("top", document.head)}
  {_margin("bottom", document.foot)} }}
@page :first {{ {_margin("top", Margin(" ", " ", " "))} {_margin("bottom", Margin(" ", " ", " "))} }}
html {{ font: {layout.body_size}pt/1.25 {_FONT[layout.font]}; hyphens: {hyphens} }}
body {{ margin: 0 }}
p {{ margin: 0 0 {layout.paragraph_gap}pt; text-align: {justify} }}
h1, h2, h3 {{ break-after: avoid; hyphens: manual; line-height: 1.2 }}
{_heading(1, 5, 20, layout.heading_style, layout)}
{_heading(2, 3, 18, layout.heading_style, layout)}
{_heading(3, 1.5, 14, layout.section_style, layout)}
table {{ border-collapse: collapse; width: 100%; margin: 10pt 0 14pt; table-layout: fixed }}
thead {{ display: {repeat} }}
th, td {{ {cell}; padding: 3pt 5pt; text-align: left; vertical-align: top; line-height: 1.3 }}
th {{ hyphens: manual; font-size: 0.9em }}
{shaded}
ul {{ margin: 0; padding-left: 11pt; list-style: {_MARKER[layout.bullet]} }}
li {{ margin-bottom: 3pt }}
.drawn li::before {{ content: ""; float: left; width: 3.4pt; height: 3.4pt; margin: 4pt 0 0 -9pt;
  border-radius: 50%; background: black }}
.columns {{ columns: 2; column-gap: 18pt }}
.entry {{ display: flex }}
.dots {{ flex: 1; overflow: hidden; white-space: nowrap; margin: 0 3pt }}
.bar {{ display: inline-block; height: 7pt; background: #7a9e9f; margin-right: 4pt }}
.lying {{ display: flex; align-items: center; font-size: 7pt; margin: 4pt 0 }}
.upright {{ display: flex; gap: 10pt; align-items: flex-end; font-size: 7pt; text-align: center }}
"""


def _heading(level: int, larger: float, above: float, style: str, layout: Layout) -> str:
    size = layout.body_size + (larger if "larger" in style else 0)
    weight = "bold" if "bold" in style else "normal"
    slope = "italic" if style == "italic" else "normal"
    colour = "#1f4e79" if style == "colour" else "black"
    look = f"font-size: {size}pt; font-weight: {weight}; font-style: {slope}; color: {colour}"
    return f"h{level} {{ {look}; margin: {above}pt 0 5pt }}"


def _margin(edge: str, margin: Margin) -> str:
    boxes = {"left": margin.left, "center": margin.middle, "right": margin.right}
    return " ".join(
        f"@{edge}-{place} {{ content: {_counted(text)}; font-size: 9pt }}"
        for place, text in boxes.items()
        if text
    )


def _counted(text: str) -> str:
    """A text with page numbers, as the value of the property `content`."""
    counters = {"{n}": "counter(page)", "{N}": "counter(pages)"}
    parts = re.split(r"(\{[nN]\})", text)
    return " ".join(counters.get(part) or '"' + part.replace('"', '\\"') + '"' for part in parts if part)


def _blocks(blocks: Iterable[Block], layout: Layout) -> str:
    return "".join(_block(block, layout) for block in blocks)


def _block(block: Block, layout: Layout) -> str:
    match block:
        case Line():
            weight = "bold" if block.bold else "normal"
            look = f"font-size: {block.size}pt; font-weight: {weight}; margin: 0 0 {block.gap}pt"
            return f'<div style="{look}">{escape(block.text)}</div>'
        case Heading():
            return f"<h{block.level}>{escape(block.text).replace(chr(10), '<br>')}</h{block.level}>"
        case Prose():
            return f"<p>{escape(block.text)}</p>"
        case Contents():
            return "".join(_entry(title, page, block.dots) for title, page in block.entries)
        case Table():
            return _table(block, layout)
        case Chart():
            return _chart(block)
        case NewPage():
            return '<div style="break-after: page"></div>'
        case TwoColumns():
            return f'<div class="columns">{_blocks(block.blocks, layout)}</div>'


def _entry(title: str, page: int, dots: bool) -> str:
    filling = "." * 300 if dots else ""
    return (
        f'<div class="entry"><span>{escape(title)}</span><span class="dots">{filling}</span>'
        f"<span>{page}</span></div>"
    )


def _table(table: Table, layout: Layout) -> str:
    widths = "".join(f'<col style="width: {100 * share:.2f}%">' for share in table.widths)
    size = fitting_size(table, _PAPER[layout.paper][1] - 2 * layout.margin, layout.body_size - 1)
    look = f"width: {min(100.0, 100 * sum(table.widths)):.2f}%; font-size: {size:.2f}pt"
    head = "".join(_row(row, "th", layout) for row in table.rows[: table.head])
    body = "".join(_row(row, "td", layout) for row in table.rows[table.head :])
    return (
        f'<table style="{look}"><colgroup>{widths}</colgroup>'
        f"<thead>{head}</thead><tbody>{body}</tbody></table>"
    )


def _row(cells: Iterable[Cell], tag: str, layout: Layout) -> str:
    return "<tr>" + "".join(f"<{tag}>{_cell(cell, layout)}</{tag}>" for cell in cells) + "</tr>"


def _cell(cell: Cell, layout: Layout) -> str:
    if not cell.items:
        return escape(cell.text)
    drawn = ' class="drawn"' if layout.bullet == "drawn" else ""
    return f"<ul{drawn}>" + "".join(f"<li>{escape(item)}</li>" for item in cell.items) + "</ul>"


def _chart(chart: Chart) -> str:
    legend = f'<div style="font-size: 7pt">{" &emsp; ".join(map(escape, chart.legend))}</div>'
    series = (chart.values, chart.reference) if chart.reference else (chart.values,)
    bars = []
    for label, *values in zip(chart.labels, *series, strict=True):
        numbers = [f"{value:g}".replace(".", ",") for value in values]
        if chart.lying:
            drawn = "".join(
                f'<div><span class="bar" style="width: {value}pt"></span>{number}</div>'
                for value, number in zip(values, numbers, strict=True)
            )
            bars.append(
                f'<div class="lying"><span style="width: 45%">{escape(label)}</span><div>{drawn}</div></div>'
            )
        else:
            drawn = "".join(
                f'<div>{number}<div style="width: 14pt; height: {value}pt; background: #7a9e9f"></div></div>'
                for value, number in zip(values, numbers, strict=True)
            )
            bars.append(f'<div><div class="upright" style="gap: 2pt">{drawn}</div>{escape(label)}</div>')
    kind = "" if chart.lying else ' class="upright"'
    return f'<div style="break-inside: avoid"{kind}>{"".join(bars)}</div>{legend}'
