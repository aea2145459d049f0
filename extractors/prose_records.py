"""The records of prose: passages and findings, with the sub-questions that they bear on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from extractors.areas import Area
from extractors.examples import PlacedParagraph
from extractors.layout.sections import Paragraph
from extractors.question_links import link_findings, link_headings
from schemas.records import Finding, FindingKind, Passage, QuestionScore


def question_links(area: Area, scores: Sequence[QuestionScore]) -> dict[str, str | None]:
    """The question that each heading of an area bears on."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for paragraph in area.paragraphs:
        if paragraph.heading is not None:
            texts[paragraph.heading].append(paragraph.placed.text)
    return link_headings(
        area.headings,
        {s.question: s.text for s in scores if s.area == area.number},
        {heading: " ".join(parts) for heading, parts in texts.items()},
    )


def findings(
    areas: Sequence[Area], scores: Sequence[QuestionScore], links: Mapping[int, Mapping[str, str | None]]
) -> tuple[Finding, ...]:
    """The items of the areas' finding tables, with the question that each bears on where it is clear.

    In a report that parts its findings in two, what "can be developed" is all that is to be improved.
    """
    found: list[Finding] = []
    in_two = all(
        item.kind != "improvement" for area in areas for table in area.tables for item in table.items
    )
    for area in areas:
        topics = {s.question: [s.text] for s in scores if s.area == area.number}
        for heading, question in links[area.number].items():
            if question is not None:
                topics[question].append(heading)
        items = [item for table in area.tables for item in table.items]
        position: Counter[str] = Counter()
        for item, question in zip(items, link_findings([i.placed.text for i in items], topics), strict=True):
            kind: FindingKind = "improvement" if in_two and item.kind == "partial" else item.kind
            position[kind] += 1
            found.append(
                Finding(
                    finding_id=f"f{len(found) + 1}",
                    area=area.number,
                    kind=kind,
                    position=position[kind],
                    text=item.placed.text,
                    question=question,
                    boxes=item.placed.boxes(),
                )
            )
    return tuple(found)


def passages(
    general: Sequence[Paragraph], areas: Sequence[Area], links: Mapping[int, Mapping[str, str | None]]
) -> tuple[tuple[Passage, ...], tuple[PlacedParagraph, ...]]:
    """All paragraphs as passages, and those of the areas with the ids that they got."""
    stored = [
        Passage(f"p{i}", None, p.heading, None, i, p.placed.text, p.placed.boxes())
        for i, p in enumerate(general, 1)
    ]
    placed: list[PlacedParagraph] = []
    for area in areas:
        number = area.number
        for p in area.paragraphs:
            i = len(stored) + 1
            question = links[number].get(p.heading) if p.heading is not None else None
            stored.append(Passage(f"p{i}", number, p.heading, question, i, p.placed.text, p.placed.boxes()))
            placed.append(PlacedParagraph(number, question, f"p{i}", p))
    return tuple(stored), tuple(placed)
