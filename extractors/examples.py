"""Good examples: the sentences of the areas' prose that name or praise a municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from extractors.language.statements import find_statements
from extractors.layout.sections import Paragraph
from schemas.municipalities import Municipality
from schemas.records import Example


@dataclass(frozen=True, slots=True)
class PlacedParagraph:
    """A paragraph of an area's prose with what its passage is stored as."""

    area: int
    question: str | None
    passage_id: str
    paragraph: Paragraph


def find_examples(
    paragraphs: Sequence[PlacedParagraph], evaluated: Municipality | None, *, from_ocr: bool = False
) -> tuple[Example, ...]:
    """The examples in the areas' paragraphs, in reading order, one per sentence and municipality.

    `paragraphs` stand in reading order; those of one section are read together, because a sentence
    may lean on the one before. `from_ocr` lets names count that text recognition misread.
    """
    examples: list[Example] = []
    for _, section in groupby(paragraphs, key=lambda p: (p.area, p.paragraph.heading)):
        placed = list(section)
        statements = find_statements([p.paragraph.placed.text for p in placed], evaluated, from_ocr=from_ocr)
        for each, found in zip(placed, statements, strict=True):
            for statement in found:
                text = each.paragraph.placed
                examples.append(
                    Example(
                        example_id=f"e{len(examples) + 1}",
                        area=each.area,
                        heading=each.paragraph.heading,
                        question=each.question,
                        relation=statement.relation,
                        municipality_code=statement.municipality.code,
                        municipality=statement.municipality.name,
                        text=text.text[statement.start : statement.end],
                        cue=statement.cue,
                        confidence=statement.confidence,
                        passage_id=each.passage_id,
                        boxes=text.boxes(statement.start, statement.end),
                    )
                )
    return tuple(examples)
