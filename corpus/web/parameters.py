"""What an address may ask for after its question mark, and the bounds of it.

The names in addresses are Swedish, as the pages are. A field that a form sends empty asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from corpus.comparison.standings import SIZE_GROUPS
from corpus.searching.evidence import KINDS
from corpus.searching.filters import FilterError, Filters, county_code
from corpus.searching.query import LONGEST_QUERY
from schemas.editions import editions, themes
from schemas.municipalities import municipalities

RESULTS_PER_PAGE = 10
MOST_PAGES = 40
MOST_COMPARED = 5
LONGEST_NAME = 100


def counties() -> dict[str, str]:
    """County code to name, by name."""
    return dict(sorted({m.county_code: m.county for m in municipalities()}.items(), key=lambda c: c[1]))


def _blank_as_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _among(known: Callable[[], Any], what: str) -> AfterValidator:
    def check(value: str | None) -> str | None:
        if value is not None and value not in known():
            raise ValueError(f"Det finns {what} ”{value[:40]}”. Välj bland: {', '.join(known())}.")
        return value

    return AfterValidator(check)


def _county(value: str | None) -> str | None:
    try:
        return None if value is None else county_code(value)
    except FilterError:
        raise ValueError(f"Det finns inget län ”{value}”. Skriv länets namn eller tvåsiffriga kod.") from None


def _question(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[1-9]\.[1-9][0-9]?", value):
        raise ValueError("En delfråga skrivs med områdets nummer, punkt och sitt eget nummer: 2.3.")
    return value


BLANK = BeforeValidator(_blank_as_none)
Text = Annotated[Annotated[str, Field(max_length=LONGEST_NAME)] | None, BLANK]
Theme = Annotated[Text, _among(themes, "inget tema")]
Edition = Annotated[Text, _among(lambda: [e.key for e in editions()], "ingen utgåva")]
County = Annotated[Text, AfterValidator(_county)]
SizeGroup = Annotated[Text, _among(lambda: SIZE_GROUPS, "ingen storleksgrupp")]
Year = Annotated[Annotated[int, Field(ge=1990, le=2100)] | None, BLANK]
Inhabitants = Annotated[Annotated[int, Field(ge=0, le=10_000_000)] | None, BLANK]


class Parameters(BaseModel):
    """What an address asks for. Unknown names are left unread."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="ignore")


class SearchParameters(Parameters):
    """A search: its words, its filters and which page of the answer."""

    words: Annotated[
        str, Field(max_length=LONGEST_QUERY, alias="q", description="Vad man vill lära mer om")
    ] = ""
    theme: Annotated[Theme, Field(alias="tema", description="Temats nyckel, densamma i alla utgåvor")] = None
    area: Annotated[
        Annotated[int, Field(ge=1, le=8)] | None,
        BLANK,
        Field(alias="omrade", description="Områdets nummer"),
    ] = None
    question: Annotated[
        Text, AfterValidator(_question), Field(alias="fraga", description="Delfråga, som 2.3")
    ] = None
    edition: Annotated[Edition, Field(alias="utgava", description="Ramverkets utgåva")] = None
    since: Annotated[Year, Field(alias="fran", description="Första år")] = None
    until: Annotated[Year, Field(alias="till", description="Sista år")] = None
    county: Annotated[County, Field(alias="lan", description="Länets namn eller kod")] = None
    smallest: Annotated[Inhabitants, Field(alias="minst", description="Minsta folkmängd")] = None
    largest: Annotated[Inhabitants, Field(alias="hogst", description="Största folkmängd")] = None
    kind: Annotated[
        Text,
        _among(lambda: KINDS, "inget slags belägg"),
        Field(alias="slag", description="Typ av belägg"),
    ] = None
    page: Annotated[int, Field(ge=1, le=MOST_PAGES, alias="sida", description="Sida av svaret")] = 1

    @model_validator(mode="after")
    def _ranges(self) -> Self:
        for what, low, high in (
            ("år", self.since, self.until),
            ("folkmängd", self.smallest, self.largest),
        ):
            if low is not None and high is not None and low > high:
                raise ValueError(f"Området för {what} är tomt: {low} är mer än {high}. Byt plats på dem.")
        return self

    def filters(self) -> Filters:
        """The filters in the search's terms."""
        return Filters(
            theme=self.theme,
            area=self.area,
            question=self.question,
            edition=self.edition,
            since=self.since,
            until=self.until,
            county=self.county,
            population=(self.smallest, self.largest),
            kind=self.kind,  # type: ignore[arg-type]
        )


class CompareParameters(Parameters):
    """Which municipalities to set side by side, and among whom their places are taken."""

    municipalities: Annotated[
        list[Annotated[str, Field(max_length=LONGEST_NAME)]],
        Field(max_length=20, alias="kommun", description="Två till fem kommuner, namn eller kod"),
    ] = []
    county: Annotated[County, Field(alias="lan", description="Jämför med länets kommuner")] = None
    size_group: Annotated[
        SizeGroup, Field(alias="storlek", description="Jämför med storleksgruppens kommuner")
    ] = None


class MunicipalityListParameters(Parameters):
    """Which municipalities to list."""

    name: Annotated[Text, Field(alias="namn", description="Namn, del av ett namn eller kod")] = None
    county: Annotated[County, Field(alias="lan", description="Länets namn eller kod")] = None


class TopicParameters(Parameters):
    """Which edition's questions to list."""

    edition: Annotated[
        Edition, Field(alias="utgava", description="Ramverkets utgåva; annars den senaste")
    ] = None
    words: Annotated[
        str, Field(max_length=LONGEST_QUERY, alias="q", description="Ord att hitta delfrågor för")
    ] = ""
