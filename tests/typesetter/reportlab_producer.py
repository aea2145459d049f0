"""Draw a document with ReportLab."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, B5, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BalancedColumns,
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as FlowTable

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
from tests.typesetter.table_fit import bold_sans, fitting_size

_PAPER = {"a4": A4, "letter": LETTER, "b5": B5}
_FONT = {"serif": "Times-Roman", "sans": "Helvetica", "other": "Vera"}
_BOLD = {"serif": "Times-Bold", "sans": "Helvetica-Bold", "other": "VeraBd"}
_ITALIC = {"serif": "Times-Italic", "sans": "Helvetica-Oblique", "other": "VeraIt"}
_BULLET_INDENT = 11.0  # points


def reportlab_pdf(document: Document, layout: Layout) -> bytes:
    """The PDF of `document`; the same input gives the same bytes."""
    _register_fonts()
    data, pages = _pages(document, layout, last=0)
    margins = (document.head, document.foot)
    if any("{N}" in text for m in margins for text in (m.left, m.middle, m.right)):
        data, _ = _pages(document, layout, last=len(pages))
    return data


@functools.cache
def _register_fonts() -> None:
    folder = Path(reportlab.__file__).with_name("fonts")
    for name in ("Vera", "VeraIt"):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    bold_sans()


def _pages(document: Document, layout: Layout, last: int) -> tuple[bytes, list[int]]:
    """The PDF and the numbers of its pages, with `last` printed as the number of the last page."""
    drawn: list[int] = []
    target = io.BytesIO()

    def on_page(canvas: Canvas, _: object) -> None:
        number = canvas.getPageNumber()
        drawn.append(number)
        if number > 1:
            height = _PAPER[layout.paper][1]
            _draw_margin(canvas, layout, document.head, height - layout.margin / 2, number, last)
            _draw_margin(canvas, layout, document.foot, layout.margin / 2, number, last)

    width, height = _PAPER[layout.paper]
    margin = layout.margin
    frame = Frame(margin, margin, width - 2 * margin, height - 2 * margin, 0, 0, 0, 0, id="body")
    template = BaseDocTemplate(
        target,
        pagesize=(width, height),
        pageTemplates=[PageTemplate(frames=[frame], onPage=on_page)],
        title=document.title,
        invariant=1,
    )
    template.build(list(_flowables(document.blocks, layout)))
    return target.getvalue(), drawn


def _draw_margin(canvas: Canvas, layout: Layout, margin: Margin, y: float, number: int, last: int) -> None:
    width = _PAPER[layout.paper][0]
    canvas.saveState()
    canvas.setFont(_FONT[layout.font], 9)
    left, middle, right = (
        text.replace("{n}", str(number)).replace("{N}", str(last))
        for text in (margin.left, margin.middle, margin.right)
    )
    canvas.drawString(layout.margin, y, left)
    canvas.drawCentredString(width / 2, y, middle)
    canvas.drawRightString(width - layout.margin, y, right)
    canvas.restoreState()


def _flowables(blocks: Iterable[Block], layout: Layout) -> Iterator[Flowable]:
    for block in blocks:
        match block:
            case Line():
                yield _paragraph(
                    block.text, _style(layout, size=block.size, bold=block.bold, below=0.625 * block.gap)
                )
            case Heading():
                yield _paragraph(block.text, _heading_style(block.level, layout))
            case Prose():
                yield _paragraph(block.text, _body_style(layout))
            case Contents():
                yield from _contents(block, layout)
            case Table():
                yield Spacer(1, 6)
                yield _table(block, layout)
                yield Spacer(1, 12)
            case Chart():
                yield _chart(block, layout)
            case NewPage():
                yield PageBreak()
            case TwoColumns():
                yield BalancedColumns(list(_flowables(block.blocks, layout)), nCols=2, innerPadding=14)


def _paragraph(text: str, style: ParagraphStyle, **options: Any) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), style, **options)


def _style(layout: Layout, *, size: float, bold: bool = False, **options: Any) -> ParagraphStyle:
    above, below = options.pop("above", 0), options.pop("below", 0)
    font = (_ITALIC if options.pop("italic", False) else _BOLD if bold else _FONT)[layout.font]
    return ParagraphStyle(
        "", fontName=font, fontSize=size, leading=size * 1.25, spaceBefore=above, spaceAfter=below, **options
    )


def _body_style(layout: Layout) -> ParagraphStyle:
    alignment = TA_JUSTIFY if layout.justify else TA_LEFT
    return _style(layout, size=layout.body_size, below=layout.paragraph_gap, alignment=alignment)


def _heading_style(level: int, layout: Layout) -> ParagraphStyle:
    style = layout.section_style if level == 3 else layout.heading_style
    larger = {1: 5, 2: 3, 3: 1.5}[level] if "larger" in style else 0
    above = {1: 16, 2: 14, 3: 8}[level]
    return _style(
        layout,
        size=layout.body_size + larger,
        bold="bold" in style,
        italic=style == "italic",
        textColor=HexColor("#1f4e79") if style == "colour" else black,
        above=above,
        below=5,
        keepWithNext=1,
    )


def _contents(contents: Contents, layout: Layout) -> Iterator[Flowable]:
    style = _style(layout, size=layout.body_size, below=4)
    width = _PAPER[layout.paper][0] - 2 * layout.margin
    fill = "." if contents.dots else " "
    step = pdfmetrics.stringWidth(fill, style.fontName, style.fontSize)
    for title, page in contents.entries:
        used = pdfmetrics.stringWidth(f"{title}  {page}", style.fontName, style.fontSize)
        filling = fill * max(4, int((width - used) / step) - 1)
        yield _paragraph(f"{title} {filling if contents.dots else chr(0xA0) * len(filling)} {page}", style)


def _table(table: Table, layout: Layout) -> FlowTable:
    width = _PAPER[layout.paper][0] - 2 * layout.margin
    size = fitting_size(table, width, layout.body_size - 1)
    rows = [[_cell(cell, layout, size, i < table.head) for cell in row] for i, row in enumerate(table.rows)]
    return FlowTable(
        rows,
        colWidths=[share * width for share in table.widths],
        repeatRows=table.head if layout.repeat_header else 0,
        style=TableStyle(list(_table_style(table, layout))),
        hAlign="LEFT",
        splitInRow=1,
    )


def _table_style(table: Table, layout: Layout) -> Iterator[tuple[Any, ...]]:
    yield ("VALIGN", (0, 0), (-1, -1), "TOP")
    yield ("TOPPADDING", (0, 0), (-1, -1), 3)
    yield ("BOTTOMPADDING", (0, 0), (-1, -1), 4)
    if layout.borders == "full":
        yield ("GRID", (0, 0), (-1, -1), 0.6, black)
    elif layout.borders == "horizontal":
        yield ("LINEABOVE", (0, 0), (-1, -1), 0.6, black)
        yield ("LINEBELOW", (0, -1), (-1, -1), 0.6, black)
    elif layout.borders == "shading" and table.head:
        yield ("BACKGROUND", (0, 0), (-1, table.head - 1), HexColor("#d9e2ec"))


def _cell(cell: Cell, layout: Layout, size: float, bold: bool) -> list[Flowable]:
    if not cell.items:
        return [_paragraph(cell.text, _style(layout, size=size, bold=bold))] if cell.text else []
    if layout.bullet == "none":
        return [_paragraph(item, _style(layout, size=size, below=3)) for item in cell.items]
    if layout.bullet == "drawn":
        indented = _style(layout, size=size, below=3, leftIndent=_BULLET_INDENT)
        return [_Dotted(escape(item), indented) for item in cell.items]
    symbol = layout.bullet == "symbol"
    style = _style(
        layout,
        size=size,
        below=3,
        leftIndent=_BULLET_INDENT,
        bulletFontName="Symbol" if symbol else _FONT[layout.font],
        bulletFontSize=size,
    )
    return [_paragraph(item, style, bulletText="\u2022" if symbol else layout.bullet) for item in cell.items]


class _Dotted(Paragraph):  # type: ignore[misc]
    """A paragraph with a drawn dot in front of its first line."""

    dotted = True

    def draw(self) -> None:
        if self.dotted:
            size = self.style.fontSize
            self.canv.circle(3, self.height - 0.72 * size, 1.6, stroke=0, fill=1)
        super().draw()

    def split(self, available_width: float, available_height: float) -> list[Any]:
        parts: list[Any] = super().split(available_width, available_height)
        for part in parts[1:]:
            part.dotted = False
        return parts


def _chart(chart: Chart, layout: Layout) -> Drawing:
    return _lying_chart(chart, layout) if chart.lying else _upright_chart(chart, layout)


def _lying_chart(chart: Chart, layout: Layout) -> Drawing:
    pitch, label_width = 24, 200
    drawing = Drawing(label_width + 140, pitch * len(chart.labels) + 16)
    for i, label in enumerate(chart.labels):
        y = 16 + pitch * (len(chart.labels) - 1 - i)
        drawing.add(_string(0, y + 8, label, layout))
        series = [(chart.values[i], "#7a9e9f")] + (
            [(chart.reference[i], "#c0c0c0")] if chart.reference else []
        )
        for j, (value, colour) in enumerate(series):
            bottom = y + 11 - 9 * j
            drawing.add(Rect(label_width, bottom, value, 7, fillColor=HexColor(colour), strokeColor=None))
            number = f"{value:g}".replace(".", ",")
            drawing.add(_string(label_width + value + 4, bottom + 1, number, layout))
    for i, name in enumerate(chart.legend):
        drawing.add(_string(130 * i, 1, name, layout))
    return drawing


def _upright_chart(chart: Chart, layout: Layout) -> Drawing:
    width = 34 * len(chart.labels)
    drawing = Drawing(width, 150)
    for i, label in enumerate(chart.labels):
        series = [(chart.values[i], "#7a9e9f")] + (
            [(chart.reference[i], "#c0c0c0")] if chart.reference else []
        )
        for j, (value, colour) in enumerate(series):
            x = 34 * i + 15 * j
            drawing.add(Rect(x, 24, 12, value, fillColor=HexColor(colour), strokeColor=None))
            drawing.add(_string(x, 27 + value, f"{value:g}".replace(".", ","), layout))
        drawing.add(_string(34 * i + 8, 13, label, layout))
    for i, name in enumerate(chart.legend):
        drawing.add(_string(130 * i, 1, name, layout))
    return drawing


def _string(x: float, y: float, text: str, layout: Layout) -> String:
    return String(x, y, text, fontName=_FONT[layout.font], fontSize=7)
