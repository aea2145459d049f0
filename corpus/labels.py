"""What things are called where people read them, in Swedish."""

from __future__ import annotations

from collections.abc import Mapping

KIND_LABELS: Mapping[str, str] = {
    "model": "förebild",
    "own": "gott exempel",
    "strength": "styrka",
    "score": "hög poäng",
    "passage": "brödtext",
}
"""Kind of evidence to its name."""

RELATION_LABELS: Mapping[str, str] = {"own": "gott exempel", "model": "förebild", "mention": "omnämnd"}
"""Relation of an example to its name."""

FINDING_LABELS: Mapping[str, str] = {
    "strength": "Styrkor",
    "partial": "Finns delvis",
    "improvement": "Förbättringsområden",
}
"""Kind of finding to the heading of its column."""

FINDING_LABEL: Mapping[str, str] = {
    "strength": "styrka",
    "partial": "finns delvis",
    "improvement": "förbättringsområde",
}

SEVERITY_LABELS: Mapping[str, str] = {"error": "fel", "warning": "varning", "info": "upplysning"}

READ_BY_LABELS: Mapping[str, str] = {
    "text": "filens egen text",
    "ocr": "textigenkänning",
    "mixed": "filens egen text och textigenkänning",
}

TABLE_LABELS: Mapping[str, str] = {
    "reports": "Rapporter",
    "area_scores": "Områdespoäng",
    "question_scores": "Delfrågepoäng",
    "findings": "Styrkor och förbättringsområden",
    "passages": "Stycken",
    "examples": "Exempel",
    "facts": "Kortfakta",
    "issues": "Anmärkningar",
}
