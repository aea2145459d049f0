"""The blocks that a typeset report is made of, whichever producer draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """A line of its own, with a gap below it in points."""

    text: str
    size: float
    bold: bool = False
    gap: float = 16


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: 1 a chapter, 2 an area, 3 a section. A newline breaks it."""

    level: Literal[1, 2, 3]
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    text: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A contents list: entries with their page numbers, joined by dots or spaces."""

    entries: tuple[tuple[str, int], ...]
    dots: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: a text, or the items of a list."""

    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `widths` are shares of the text's width; `head` counts its header rows."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    head: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart: a label and a value per bar, and a second bar each where `reference` is given.

    Bars stand upright, or lie with their labels to the left where the chart is `lying`.
    """

    labels: tuple[str, ...]
    values: tuple[float, ...]
    reference: tuple[float, ...] = ()
    legend: tuple[str, ...] = ()
    lying: bool = False


@dataclass(frozen=True, slots=True)
class NewPage:
    pass


@dataclass(frozen=True, slots=True)
class TwoColumns:
    """Blocks set in two columns."""

    blocks: tuple[Heading | Prose, ...]


Block = Line | Heading | Prose | Contents | Table | Chart | NewPage | TwoColumns


@dataclass(frozen=True, slots=True)
class Margin:
    """What a running head or foot prints to the left, in the middle and to the right.

    `{n}` and `{N}` stand for the number of the page and of the last page.
    """

    left: str = ""
    middle: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; the running head and foot are left out on the first page."""

    title: str
    blocks: tuple[Block, ...]
    head: Margin
    foot: Margin
