"""How a report looks: independent choices, each with its plainest value first."""

from __future__ import annotations

import dataclasses
import functools
import random
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_type_hints

RARELY: dict[str, tuple[Any, ...]] = {
    "rotation": (90, 180, 270),
    "crop": (True,),
    "columns": (2,),
    "title_alone": (False,),
    "findings_form": ("stacked",),
}
"""Values that a random layout takes in one report of twenty only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The look of a report. Lengths in points. Every field takes one of the listed values."""

    producer: Literal["typst", "reportlab", "chromium"] = "typst"
    paper: Literal["a4", "letter", "b5"] = "a4"
    margin: Literal[70, 56, 85, 45] = 70
    font: Literal["serif", "sans", "other"] = "serif"
    body_size: Literal[11, 10, 12, 9] = 11
    paragraph_gap: Literal[8, 5, 12] = 8
    justify: Literal[False, True] = False
    hyphenate: Literal[False, True] = False
    hard_spaces: Literal[False, True] = False
    columns: Literal[1, 2] = 1
    rotation: Literal[0, 90, 180, 270] = 0
    crop: Literal[False, True] = False

    product: Literal["KommunKompassen", "Kommunkompassen", "Kommun Kompassen"] = "KommunKompassen"
    title_order: Literal["usual", "name first", "evaluators first", "analysis last"] = "usual"
    title_alone: Literal[True, False] = True
    name_form: Literal["capitals", "plain", "genitive", "analysis of"] = "capitals"
    year_form: Literal["year", "month year", "with name"] = "year"
    date_form: Literal["iso", "day month year"] = "iso"
    evaluator_form: Literal["lines", "labelled", "one line"] = "lines"

    head: Literal["none", "organisation", "municipality", "organisation page"] = "none"
    foot: Literal["none", "n", "n (N)", "Sida n av N", "name n"] = "n"
    contents: Literal["none", "dots", "spaces"] = "none"

    chapter_titles: Literal["long", "short"] = "long"
    chapter_number: Literal["1", "1.", "none"] = "1"
    chapter_capitals: Literal[False, True] = False
    heading_style: Literal["bold larger", "bold", "larger"] = "bold larger"
    section_style: Literal["bold larger", "bold", "larger", "italic", "colour"] = "bold"
    area_heading: Literal[
        "Område 1", "Område 1:", "Område 1 –", "OMRÅDE 1", "FOKUSOMRÅDE 1", "1", "1.", "3.1", "title"
    ] = "Område 1"
    area_heading_lines: Literal[1, 2] = 1
    area_on_new_page: Literal[False, True] = False
    area_head: Literal["topics table", "score table", "score line", "prose", "none"] = "topics table"

    findings_heading: Literal["none", "Sammanfattning", "Sammanfattning of area"] = "none"
    findings_form: Literal["columns", "stacked"] = "columns"
    bullet: Literal["•", "–", "-", "symbol", "drawn", "none"] = "•"
    borders: Literal["full", "horizontal", "shading", "none"] = "full"
    repeat_header: Literal[False, True] = False
    finding_cells: Literal["lists", "rows"] = "lists"

    overview_title: Literal[
        "Översikt av poängfördelning",
        "Poängsammanställning",
        "Sammanställning av poäng",
        "Bilaga Poäng per delfråga",
        "Resultat per område och fråga",
    ] = "Översikt av poängfördelning"
    overview_place: Literal["last", "before facts", "before areas", "each area"] = "last"
    overview_form: Literal["table per area", "one table"] = "table per area"
    overview_columns: Literal[
        "Uppnått Max Procent",
        "Poäng Max Procent",
        "Poäng Maxpoäng Andel",
        "Max Uppnått %",
        "Maxpoäng Poäng Procent",
        "Uppnådda poäng, Maxpoäng, Procent",
        "Uppnått Max",
        "Poäng av max, Procent",
    ] = "Uppnått Max Procent"
    overview_sum: Literal["", "Summa", "Totalt"] = ""
    overview_sum_place: Literal["below", "above"] = "below"
    overview_number: Literal["own column", "with text"] = "own column"
    grand_total: Literal[False, True] = False
    percent_sign: Literal["%", " %"] = "%"

    summary_points: Literal[
        "none", "table", "chart", "bars", "table reference", "chart reference", "bars reference"
    ] = "none"
    facts_form: Literal["table", "lines", "below"] = "table"


def choices(field: str) -> tuple[Any, ...]:
    """The values that a field of Layout takes, the plainest first."""
    return get_args(_types()[field])


@functools.cache
def _types() -> dict[str, Any]:
    return get_type_hints(Layout)


def prints_grand_total(layout: Layout) -> bool:
    """Whether the overview ends with the points of all areas together."""
    return layout.grand_total and layout.overview_form == "one table"


def prints_percent(layout: Layout) -> bool:
    """Whether the overview has a column for the percent."""
    return layout.overview_columns != "Uppnått Max"


def random_layout(rng: random.Random, **fixed: Any) -> Layout:
    """A layout with every choice drawn by `rng`, apart from those in `fixed`."""
    drawn = {field.name: _draw(rng, field.name) for field in dataclasses.fields(Layout)}
    return possible(Layout(**(drawn | fixed)))


def _draw(rng: random.Random, field: str) -> Any:
    rare = RARELY.get(field, ())
    if rare and rng.random() < 0.05:
        return rng.choice(rare)
    return rng.choice([value for value in choices(field) if value not in rare])


def possible(layout: Layout) -> Layout:
    """`layout` without combinations in which a reader could not tell the parts from each other.

    Findings with neither bullets nor one row each would run into one another where they wrap;
    rows without lines need a bullet for the same reason. A small page takes small type and margins.
    """
    if layout.bullet == "none":
        borders = layout.borders if layout.borders in ("full", "horizontal") else "horizontal"
        layout = dataclasses.replace(layout, finding_cells="rows", borders=borders)
    if layout.paper == "b5":
        layout = dataclasses.replace(
            layout, margin=56 if layout.margin > 56 else layout.margin, body_size=min(layout.body_size, 10)
        )
    if layout.area_heading == "3.1" and layout.chapter_number == "none":
        layout = dataclasses.replace(layout, area_heading="1")
    if layout.overview_place == "each area":
        layout = dataclasses.replace(layout, overview_form="table per area", grand_total=False)
    if layout.section_style == "colour":  # told by its place alone, which narrower gaps would not show
        layout = dataclasses.replace(layout, columns=1)
    return layout
