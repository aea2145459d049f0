"""Rules on areas, questions and findings against the framework.

What is amiss with a question's place or number is noticed on its area: on table question_scores
an error or warning says that the question's own points are wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from schemas.editions import Edition, editions
from schemas.records import Extraction
from schemas.rules.rule import Noticed

AREA_NUMBERS = range(1, 9)


def areas_are_complete(extraction: Extraction) -> Iterator[Noticed]:
    """Every edition has eight areas. A report that lacks one was cut, or its score was not found."""
    found = {a.area for a in extraction.area_scores}
    if not found:
        yield Noticed("area_scores", None, "no area scores were found")
        return
    for number in AREA_NUMBERS:
        if number not in found:
            yield Noticed("area_scores", str(number), f"area {number} has no score")


def areas_stand_once(extraction: Extraction) -> Iterator[Noticed]:
    """Each area has one score; a second row comes from a summary or from another report's pages."""
    for number, times in Counter(a.area for a in extraction.area_scores).items():
        if times > 1:
            boxes = tuple(b for a in extraction.area_scores if a.area == number for b in a.boxes)
            yield Noticed("area_scores", str(number), f"area {number} has {times} scores", boxes)


def area_numbers_exist(extraction: Extraction) -> Iterator[Noticed]:
    """Areas are numbered 1 to 8 in every edition; another number is no area."""
    for table in ("area_scores", "question_scores", "findings", "passages", "examples"):
        wrong = {
            r.area for r in getattr(extraction, table) if r.area is not None and r.area not in AREA_NUMBERS
        }
        for number in sorted(wrong):
            yield Noticed(
                "area_scores",
                str(number),
                f"{table} has rows of an area {number}, but there are areas 1 to 8",
            )


def questions_stand_once(extraction: Extraction) -> Iterator[Noticed]:
    """Each question has one score; a second row means that a table was read twice."""
    for number, times in Counter(q.question for q in extraction.question_scores).items():
        if times > 1:
            boxes = tuple(b for q in extraction.question_scores if q.question == number for b in q.boxes)
            yield Noticed(
                "area_scores", number.partition(".")[0], f"question {number} has {times} scores", boxes
            )


def questions_belong_to_area(extraction: Extraction) -> Iterator[Noticed]:
    """A question's number starts with its area's; otherwise a heading was missed or misread."""
    for question in extraction.question_scores:
        if question.question.partition(".")[0] != str(question.area):
            yield Noticed(
                "area_scores",
                str(question.area),
                f"question {question.question} stands in area {question.area}",
                question.boxes,
            )


def questions_are_complete(extraction: Extraction) -> Iterator[Noticed]:
    """Questions are numbered without gaps, and for the edition of 2010 all are known. A report
    without any question scores, which some have, is noticed once.
    """
    if not extraction.question_scores:
        yield Noticed("area_scores", None, "no question scores were found")
        return
    edition = _edition_of(extraction)
    known = set(edition.questions()) if edition else set()
    found = {q.question for q in extraction.question_scores}
    for area in sorted({a.area for a in extraction.area_scores} & set(AREA_NUMBERS)):
        ordinals = [int(o) for q in found for a, _, o in [q.partition(".")] if a == str(area) and o.isdigit()]
        expected = {f"{area}.{n}" for n in range(1, max(ordinals, default=0) + 1)}
        missing = (expected | {k for k in known if k.startswith(f"{area}.")}) - found
        if missing or not ordinals:
            listed = ", ".join(sorted(missing, key=lambda q: int(q.partition(".")[2]))) or "all its questions"
            yield Noticed("area_scores", str(area), f"area {area} lacks {listed}")


def maxima_are_the_editions(extraction: Extraction) -> Iterator[Noticed]:
    """Maxima other than the edition's (known for 2010 only) mean that another edition was used, that
    the framework was adapted, or that numbers were misread. Noticed once, on the report, since it
    makes no single question wrong.
    """
    edition = _edition_of(extraction)
    known = edition.questions() if edition else {}
    if not known:
        return
    unlike = [
        q.question
        for q in extraction.question_scores
        if q.max is not None and (q.question not in known or known[q.question].max != q.max)
    ]
    if unlike:
        yield Noticed(
            "reports",
            "edition",
            f"maxima differ from those of edition {extraction.report.edition} in {', '.join(unlike)}",
        )


def areas_have_findings(extraction: Extraction) -> Iterator[Noticed]:
    """The evaluators close every area with its strengths and what to improve; an area without any
    finding has a table that was not recognised.
    """
    with_findings = {f.area for f in extraction.findings}
    areas = sorted({a.area for a in extraction.area_scores} & set(AREA_NUMBERS))
    if areas and not with_findings:
        yield Noticed("findings", None, "no findings were found in any area")
        return
    for number in areas:
        if number not in with_findings:
            yield Noticed("area_scores", str(number), f"area {number} has no findings")


def _edition_of(extraction: Extraction) -> Edition | None:
    return next((e for e in editions() if e.key == extraction.report.edition), None)
