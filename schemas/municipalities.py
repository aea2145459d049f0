"""The register of municipalities: codes, names and the forms that reports print them in.

The 290 municipalities stand with their codes of Statistics Sweden (SCB). A few more, with codes
that SCB does not use and marked fictional, are what the sample reports are about.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212\u00ad]\s*")
_DESIGNATIONS = ("kommun", "stad")
_WHOLE = re.compile(r"(^region | (kommun|stad)$)")


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (kommun)."""

    code: str
    """Four digits: county and number (SCB)."""
    name: str
    """The bare name: `Falun`, `Borås`, `Malung-Sälen`."""
    official_name: str
    """As the municipality is named in law: `Falu kommun`, `Borås kommun`."""
    county_code: str
    county: str
    forms: tuple[str, ...]
    """Other names it is or was printed under: `Falu`, `Borås Stad`, `Region Gotland`, `Malung`."""
    fictional: bool
    """True for those that exist in the sample reports alone."""


def genitive(name: str) -> str:
    """The genitive of a name: `Nackas`, but `Borås` and `Kalix` as they are.

    Swedish adds no s after s, x and z. Capitals are kept: `NACKA` gives `NACKAS`.
    """
    if not name or name[-1] in "sxzSXZ":
        return name
    return name + ("S" if name.isupper() and len(name) > 1 else "s")


@cache
def municipalities() -> tuple[Municipality, ...]:
    """All municipalities of the register in order of code, the fictional ones last."""
    text = files("schemas").joinpath("municipalities.csv").read_text(encoding="utf-8")
    return tuple(
        Municipality(
            code=row["code"],
            name=row["name"],
            official_name=row["official_name"],
            county_code=row["county_code"],
            county=row["county"],
            forms=tuple(f for f in row["forms"].split("|") if f),
            fictional=row["fictional"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    )


def by_code(code: str) -> Municipality | None:
    """The municipality with this four-digit code, None when there is none."""
    return _codes().get(code)


def by_printed_name(text: str) -> Municipality | None:
    """The municipality that a form such as a title page's stands for.

    Takes the bare name or its genitive, alone or followed by `kommun` or `stad`, and the register's
    other forms, in any mixture of capitals: `ESKILSTUNA KOMMUN`, `Kungälvs`, `Borås Stad`,
    `Gotlands kommun`. Letters must be right (Håbo is not Habo); only the kind of dash, white space
    and how accents are encoded may differ. None when the name is unknown or could be several.
    """
    found = _printed_names().get(_key(text), frozenset())
    return by_code(next(iter(found))) if len(found) == 1 else None


@cache
def _codes() -> dict[str, Municipality]:
    return {m.code: m for m in municipalities()}


@cache
def _printed_names() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for municipality in municipalities():
        for form in _printed_forms(municipality):
            names.setdefault(_key(form), set()).add(municipality.code)
    return {key: frozenset(codes) for key, codes in names.items()}


def _printed_forms(municipality: Municipality) -> Iterator[str]:
    for form in (municipality.name, municipality.official_name, *municipality.forms):
        for inflected in (form, genitive(form)):
            yield inflected
            if not _WHOLE.search(form.casefold()):
                for designation in _DESIGNATIONS:
                    yield f"{inflected} {designation}"
                    yield f"{inflected} {designation}s"


def _key(text: str) -> str:
    """`text` with capitals, dashes, white space and the encoding of accents evened out."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join(_DASHES.sub(" ", composed).casefold().split()).strip(" .,:;")
