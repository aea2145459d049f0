"""What the pages call things, in Swedish."""

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

KIND_EXPLANATIONS: Mapping[str, str] = {
    "model": "En annan kommuns rapport lyfter fram kommunen.",
    "own": "Utvärderarna lyfter fram kommunen i dess egen rapport.",
    "strength": "En punkt bland områdets styrkor.",
    "score": "Minst 75 procent av poängen på delfrågan.",
    "passage": "En mening i utvärderarnas text.",
}

RELATION_LABELS: Mapping[str, str] = {"own": "gott exempel", "model": "förebild", "mention": "omnämnd"}

FINDING_LABELS: Mapping[str, str] = {
    "strength": "Styrkor",
    "partial": "Finns delvis",
    "improvement": "Förbättringsområden",
}
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
