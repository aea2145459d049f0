"""Templates and JSON: the two forms that a page's view is sent in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from pydantic import TypeAdapter

from corpus import labels
from corpus.comparison.standings import SIZE_GROUPS
from corpus.plain_text import plain
from corpus.web import addresses, charts
from corpus.web.parameters import MOST_COMPARED, counties
from schemas.editions import editions, themes
from schemas.municipalities import municipalities

_NARROW_SPACE = "\u202f"

_adapters: dict[type, TypeAdapter[Any]] = {}
"""Type of view to what writes it as JSON: made once."""


@cache
def style_sheet() -> tuple[str, str]:
    """The style sheet and the short hash that its address carries."""
    return _static("style.css")


@cache
def icon() -> tuple[str, str]:
    """The icon of the pages and its short hash."""
    return _static("icon.svg")


def _static(name: str) -> tuple[str, str]:
    text = files("corpus.web").joinpath("static", name).read_text(encoding="utf-8")
    return text, hashlib.sha256(text.encode()).hexdigest()[:12]


def as_html(template: str, **values: Any) -> str:
    """A page as HTML. Everything is escaped, and characters that show nothing are left out."""
    return _environment().get_template(template).render(**values)


def as_json(view: Any) -> bytes:
    """A view as JSON, in the form that the OpenAPI description gives it."""
    adapter = _adapters.get(type(view)) or _adapters.setdefault(type(view), TypeAdapter(type(view)))
    return adapter.dump_json(view)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("corpus.web"),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(tal=number, procent=percent, marked=marked, antal=counted)
    environment.globals.update(
        addresses=addresses,
        charts=charts,
        labels=labels,
        style_address=f"/static/style.css?{style_sheet()[1]}",
        icon_address=f"/static/icon.svg?{icon()[1]}",
        choices=_choices(),
    )
    return environment


def _choices() -> Mapping[str, Any]:
    """What forms let one choose among."""
    return {
        "themes": dict(themes()),
        "areas": range(1, 9),
        "editions": [e.key for e in editions()],
        "counties": counties(),
        "kinds": labels.KIND_LABELS,
        "size_groups": list(SIZE_GROUPS),
        "municipalities": [m.name for m in municipalities() if not m.fictional],
        "most_compared": MOST_COMPARED,
    }


def _finalize(value: Any) -> Any:
    if value is None:
        return ""
    if type(value) is str and not value.isprintable():
        return plain(value)
    return value


def number(value: float | None, decimals: int = 2) -> str:
    """A number in Swedish: decimal comma, thousands apart, no zeros at the end; a dash for None."""
    if value is None:
        return "\u2013"
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", _NARROW_SPACE).replace(".", ",")


def percent(value: float | None, decimals: int = 0) -> str:
    """A percentage in Swedish: `83 %`."""
    return "\u2013" if value is None else f"{number(value, decimals)}\u00a0%"


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun: `1 rapport`, `1 200 rapporter`."""
    return f"{number(count)}\u00a0{one if count == 1 else many}"


def marked(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    """A text with the parts between `marks` (start and end, in order) marked."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [escape(plain_piece(text[at:start])), Markup("<mark>")]
        pieces += [escape(plain_piece(text[start:end])), Markup("</mark>")]
        at = end
    pieces.append(escape(plain_piece(text[at:])))
    return Markup("").join(pieces)


def plain_piece(text: str) -> str:
    """A piece of a text without characters that show nothing; spaces at its ends are kept."""
    return text if text.isprintable() else f" {plain(text)} "
