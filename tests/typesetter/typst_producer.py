"""Draw a document with Typst."""

from __future__ import annotations

import functools
from pathlib import Path

import reportlab
import typst

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

_PAPER = {"a4": ("a4", 595.0), "letter": ("us-letter", 612.0), "b5": ("iso-b5", 499.0)}
"""Typst's name and the width in points."""
# Typst brings the serifs; the sans comes with ReportLab, so that no font of the machine is used.
_FONT = {"serif": "Libertinus Serif", "sans": "Bitstream Vera Sans", "other": "New Computer Modern"}
_MARKER = {
    "•": "[•]",
    "–": "[–]",
    "-": "[\\-]",
    "symbol": '[#text(font: "Bitstream Vera Sans", "\\u{F0B7}")]',
    "drawn": "[#box(baseline: -0.2em, circle(radius: 1.6pt, fill: black))]",
    "none": "none",
}


def typst_pdf(document: Document, layout: Layout) -> bytes:
    """The PDF of `document`; the same input gives the same bytes."""
    source = typst_source(document, layout).encode()
    data = _compiler().compile(source, timestamp=0, pdf_tags=False)
    assert isinstance(data, bytes)  # a list for formats of one file per page only
    return data


@functools.cache
def _compiler() -> typst.Compiler:
    folder = Path(reportlab.__file__).with_name("fonts")
    return typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False, font_paths=[folder]))


def typst_source(document: Document, layout: Layout) -> str:
    """The Typst source of `document`."""
    return "\n".join([_settings(document, layout), *(_block(b, layout) for b in document.blocks)])


def _text(text: str) -> str:
    """`text` as a string literal in markup, so that no character of it is markup."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'#"{escaped}"'


def _settings(document: Document, layout: Layout) -> str:
    justify, hyphenate = str(layout.justify).lower(), str(layout.hyphenate).lower()
    return f"""
#set document(title: [{_text(document.title)}], date: none)
#set page(paper: "{_PAPER[layout.paper][0]}", margin: {layout.margin}pt,
  header: {_margin(document.head)}, footer: {_margin(document.foot)})
#set text(font: "{_FONT[layout.font]}", size: {layout.body_size}pt, lang: "sv", hyphenate: {hyphenate})
#set smartquote(enabled: false)
#set par(justify: {justify}, spacing: {layout.paragraph_gap + 4}pt)
#set list(marker: {_MARKER[layout.bullet]}, indent: 0pt, body-indent: 6pt, spacing: 5pt)
"""


def _margin(margin: Margin) -> str:
    if margin == Margin():
        return "none"
    parts = ", ".join(_counted(part) for part in (margin.left, margin.middle, margin.right))
    grid = f"grid(columns: (1fr, auto, 1fr), align: (left, center, right), {parts})"
    return f"context if counter(page).get().first() > 1 [#set text(size: 9pt); #{grid}]"


def _counted(text: str) -> str:
    counters = {"{n}": "#counter(page).display()", "{N}": "#counter(page).final().first()"}
    markup = _text(text)
    for slot, counter in counters.items():
        markup = markup.replace(slot, f'";{counter};#"')
    return f"[{markup}]"


def _block(block: Block, layout: Layout) -> str:
    match block:
        case Line():
            weight = "bold" if block.bold else "regular"
            look = f'size: {block.size}pt, weight: "{weight}"'
            return f"#block(below: {block.gap}pt, text({look})[{_text(block.text)}])"
        case Heading():
            return _heading(block, layout)
        case Prose():
            return f"#par[{_text(block.text)}]"
        case Contents():
            return "\n".join(_entry(title, page, block.dots) for title, page in block.entries)
        case Table():
            return _table(block, layout)
        case Chart():
            return _chart(block)
        case NewPage():
            return "#pagebreak(weak: true)"
        case TwoColumns():
            return "#columns(2)[" + "\n".join(_block(b, layout) for b in block.blocks) + "]"


def _heading(heading: Heading, layout: Layout) -> str:
    style = layout.section_style if heading.level == 3 else layout.heading_style
    larger = {1: 5, 2: 3, 3: 1.5}[heading.level] if "larger" in style else 0
    weight = "bold" if "bold" in style else "regular"
    slope = "italic" if style == "italic" else "normal"
    above = {1: 20, 2: 18, 3: 14}[heading.level]
    colour = ', fill: rgb("#1f4e79")' if style == "colour" else ""
    look = (
        f'size: {layout.body_size + larger}pt, weight: "{weight}", style: "{slope}", hyphenate: false{colour}'
    )
    content = f"[#set par(justify: false)\n{_text(heading.text)}]"
    spacing = f"above: {above}pt, below: 8pt, sticky: true, breakable: false"
    return f"#block({spacing}, text({look}){content})"


def _entry(title: str, page: int, dots: bool) -> str:
    fill = "repeat[.]" if dots else "[]"
    return f"#block[{_text(title)} #box(width: 1fr, {fill}) {page}]"


def _table(table: Table, layout: Layout) -> str:
    width = _PAPER[layout.paper][1] - 2 * layout.margin
    size = round(fitting_size(table, width, layout.body_size), 2)
    columns = ", ".join(f"{100 * width:.2f}%" for width in table.widths)
    stroke = {
        "full": "0.6pt",
        "horizontal": "(x, y) => (top: 0.6pt, bottom: 0.6pt)",
        "shading": "none",
        "none": "none",
    }[layout.borders]
    fill = f'(x, y) => if y < {table.head} {{ rgb("#d9e2ec") }}' if layout.borders == "shading" else "none"
    head, body = table.rows[: table.head], table.rows[table.head :]
    cells = []
    if head:
        repeat = str(layout.repeat_header).lower()
        cells.append(f"table.header(repeat: {repeat}, {_cells(head, bold=True)})")
    cells.append(_cells(body))
    return (
        f"#block(above: 10pt, below: 12pt, {{ set par(justify: false); set text({size}pt); "
        f"table(columns: ({columns}), stroke: {stroke}, fill: {fill}, inset: 5pt, {', '.join(cells)}) }})"
    )


def _cells(rows: tuple[tuple[Cell, ...], ...], bold: bool = False) -> str:
    return ", ".join(_cell(cell, bold) for row in rows for cell in row)


def _cell(cell: Cell, bold: bool) -> str:
    if cell.items:
        return "list(" + ", ".join(f"[{_text(item)}]" for item in cell.items) + ")"
    return (
        f"text(hyphenate: false, strong[{_text(cell.text)}])"
        if bold and cell.text
        else f"[{_text(cell.text)}]"
    )


def _chart(chart: Chart) -> str:
    legend = " #h(2em) ".join(_text(name) for name in chart.legend)
    drawing = _lying_chart(chart) if chart.lying else _upright_chart(chart)
    return f"#block(breakable: false, {drawing})\n#text(size: 8pt)[{legend}]\n"


def _lying_chart(chart: Chart) -> str:
    rows = []
    for i, label in enumerate(chart.labels):
        bars = [_lying_bar(chart.values[i], "#7a9e9f")]
        bars += [_lying_bar(chart.reference[i], "#c0c0c0")] if chart.reference else []
        rows.append(f"text(size: 8pt)[{_text(label)}], stack(spacing: 2pt, {', '.join(bars)})")
    return f"grid(columns: (45%, 55%), row-gutter: 7pt, align: horizon, {', '.join(rows)})"


def _lying_bar(value: float, colour: str) -> str:
    number = f"{value:g}".replace(".", ",")
    bar = f'rect(width: {value:g}pt, height: 7pt, fill: rgb("{colour}"))'
    return f"stack(dir: ltr, spacing: 4pt, {bar}, text(size: 7pt)[{_text(number)}])"


def _upright_chart(chart: Chart) -> str:
    groups = []
    for i, label in enumerate(chart.labels):
        series = [(chart.values[i], "#7a9e9f")] + (
            [(chart.reference[i], "#c0c0c0")] if chart.reference else []
        )
        bars = ", ".join(_bar(value, colour) for value, colour in series)
        grid = f"grid(columns: {len(series)}, column-gutter: 2pt, align: bottom, {bars})"
        groups.append(
            f"stack(dir: ttb, spacing: 4pt, {grid}, align(center, text(size: 8pt)[{_text(label)}]))"
        )
    return f"grid(columns: {len(groups)}, column-gutter: 10pt, align: bottom, {', '.join(groups)})"


def _bar(value: float, colour: str) -> str:
    number = f"{value:g}".replace(".", ",")
    bar = f'rect(width: 15pt, height: {value:g}pt, fill: rgb("{colour}"))'
    return f"stack(dir: ttb, spacing: 3pt, align(center, text(size: 7pt)[{_text(number)}]), {bar})"
