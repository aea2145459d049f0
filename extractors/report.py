"""Read a whole report: call what finds each thing, in reading order, and make the records."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from extractors.areas import Area, read_area
from extractors.displayed_boxes import with_displayed_boxes
from extractors.examples import find_examples
from extractors.facts import find_facts
from extractors.finding_headers import is_finding_header, is_finding_heading
from extractors.language.sentences import split_sentences
from extractors.layout.contents_list import without_contents_list
from extractors.layout.footnotes import without_footnotes
from extractors.layout.headings import measure_prose
from extractors.layout.lines import Line
from extractors.layout.outline import AreaSpan, find_areas
from extractors.layout.paragraphs import known_words
from extractors.layout.reading_order import read_in_order
from extractors.layout.running_heads import without_running_heads
from extractors.layout.sections import read_sections
from extractors.prose_records import findings, passages, question_links
from extractors.reading.document import Reader, Reading, ReadingNote, read_document
from extractors.reading.pages import Page
from extractors.reading.reading_errors import NotAReport, NoText
from extractors.score_records import area_scores, line_boxes, question_scores, with_theme_and_mean
from extractors.scores.question_scores import Overview, find_overview
from extractors.scores.reference_means import find_reference_means, is_display_line
from extractors.scores.score_columns import is_score_header, numbers_at_the_end
from extractors.title_page.summary import evaluation_number, reference_base, stated_total
from extractors.title_page.title_page import TitlePage, part_title_page, read_title_page
from extractors.version import EXTRACTOR_VERSION
from schemas.edition_signs import EditionDecision, decide_edition
from schemas.records import AreaScore, Extraction, Issue, QuestionScore, Report
from schemas.rules import (
    edition_guessed_issue,
    heading_score_issue,
    page_without_text_issue,
    reading_note_issue,
)

LEAST_AREAS = 3
"""A document with fewer areas and fewer than `LEAST_QUESTIONS` scores is no report."""

LEAST_QUESTIONS = 8


def read_report(
    data: bytes,
    source_file: str,
    *,
    reader: Reader = "pdfium",
    before_recognition: Callable[[int], None] = lambda pages: None,
) -> Extraction:
    """Read the report whose PDF has the bytes `data`; `source_file` is the name it goes by.

    The same bytes give the same records. `before_recognition` is told of how many pages the text
    is about to be recognised, which takes seconds for each. Raises a subclass of
    UnreadableDocument for what cannot be read or is no Kommunkompassen report.
    """
    reading = read_document(data, reader, before_recognition=before_recognition)
    return extract(reading, source_file, hashlib.sha256(data).hexdigest())


def extract(reading: Reading, source_file: str, sha256: str) -> Extraction:
    """The records of a report whose pages have been read.

    Raises NoText where no page holds words and NotAReport where neither areas nor scores are found.
    """
    pages = reading.pages
    if not any(page.words for page in pages):
        raise NoText(len(pages))
    by_number = {page.number: page for page in pages}
    printed = read_in_order(pages, _begins_table)
    bare = without_running_heads(printed, [page.height for page in pages], _is_of_table)
    body = without_contents_list(bare)
    prose = measure_prose(body)
    body = [without_footnotes(lines, prose) for lines in body]
    title_lines, rest = part_title_page(body[0], prose)
    flow = [line for lines in (rest, *body[1:]) for line in lines]
    known = known_words(flow)

    overview = find_overview(flow, by_number, known)
    spans = find_areas(flow, prose, overview.lines, {row.index: row.area for row in overview.questions})
    if len(spans) < LEAST_AREAS and len(overview.questions) < LEAST_QUESTIONS:
        raise NotAReport
    facts, facts_lines = find_facts(flow, by_number, prose, known, overview.lines)
    taken = overview.lines.union(facts_lines)
    areas = [read_area(flow, span, overview, taken, by_number, prose, known) for span in spans]
    scores, questions = area_scores(areas, overview), question_scores(overview.questions)
    titles = {s.area: s.title for s in scores}
    points = {s.area: s.achieved for s in scores if s.achieved is not None}

    outside = _outside(flow, spans, taken)
    means = find_reference_means(outside, points, titles)
    general = read_sections(
        [line for line in outside if not is_display_line(line, titles, prose)], prose, known
    )
    title_page = read_title_page(title_lines, flow, _running_texts(printed, bare))
    decision = _edition(title_page, scores, questions)

    links = {area.number: question_links(area, questions) for area in areas}
    stored, placed = passages(general, areas, links)
    sentences = [line.text for line in title_lines]
    sentences += [p.placed.text[start:end] for p in general for start, end in split_sentences(p.placed.text)]
    from_ocr = any(page.read_by == "ocr" for page in pages)
    extraction = Extraction(
        report=_report(pages, title_page, sentences, overview, scores, decision.key, source_file, sha256),
        area_scores=tuple(with_theme_and_mean(score, decision.key, means) for score in scores),
        question_scores=questions,
        findings=findings(areas, questions, links),
        passages=stored,
        examples=find_examples(placed, title_page.municipality, from_ocr=from_ocr),
        facts=facts,
        issues=tuple(_issues(reading, areas, overview, decision)),
    )
    return with_displayed_boxes(extraction, pages)


def _begins_table(line: Line) -> bool:
    """Whether a line heads a table or a list of findings."""
    return _is_table_header(line) or is_finding_heading(line)


def _is_table_header(line: Line) -> bool:
    """Whether a line heads a table: pages may repeat it, and columns below it are no prose."""
    return is_finding_header(line) or is_score_header(line)


def _is_of_table(line: Line) -> bool:
    """Whether a line at a page's edge is of a table or list that breaks there: a header, a row of scores."""
    numbers = numbers_at_the_end(line)
    return _begins_table(line) or len(numbers) > 2 or any(number.percent_sign for number in numbers)


def _running_texts(printed: Sequence[Sequence[Line]], bare: Sequence[Sequence[Line]]) -> list[str]:
    kept = {id(line) for lines in bare for line in lines}
    return [line.text for lines in printed for line in lines if id(line) not in kept]


def _outside(flow: Sequence[Line], spans: Sequence[AreaSpan], taken: frozenset[int]) -> list[Line]:
    """The lines that are no area's and in no table."""
    inside = {i for span in spans for i in range(span.start - len(span.heading), span.end)}
    return [
        line
        for i, line in enumerate(flow)
        if i not in taken and i not in inside and not is_score_header(line)
    ]


def _edition(
    title_page: TitlePage, scores: Sequence[AreaScore], questions: Sequence[QuestionScore]
) -> EditionDecision:
    return decide_edition(
        title_page.year,
        {score.area: score.title for score in scores},
        Counter(question.area for question in questions),
        {question.question: question.max for question in questions if question.max is not None},
    )


def _issues(
    reading: Reading, areas: Sequence[Area], overview: Overview, decision: EditionDecision
) -> Iterator[Issue]:
    """What only the reading of the pages shows: how they were read, and points printed twice."""
    yield from _page_issues(reading.pages, reading.notes)
    rows = {row.area: row for row in reversed(overview.areas)}
    for area in areas:
        row = rows.get(area.number)
        if row is None or row.scores.achieved is None or area.head.achieved is None:
            continue
        boxes = line_boxes(area.head.score_lines)
        issue = heading_score_issue(area.number, area.head.achieved, row.scores.achieved, boxes)
        if issue is not None:
            yield issue
    guessed = edition_guessed_issue(decision)
    if guessed is not None:
        yield guessed


def _page_issues(pages: Sequence[Page], notes: Sequence[ReadingNote]) -> Iterator[Issue]:
    """What the readers noted, and pages that show something but hold no text."""
    for note in notes:
        yield reading_note_issue(note.page, note.text)
    for page in pages:
        if not page.words and (page.images or page.rules or page.shapes):
            yield page_without_text_issue(page.number)


def _report(
    pages: Sequence[Page],
    title_page: TitlePage,
    sentences: Sequence[str],
    overview: Overview,
    area_scores: Sequence[AreaScore],
    key: str | None,
    source_file: str,
    sha256: str,
) -> Report:
    points = [a.achieved for a in area_scores if a.achieved is not None]
    municipality = title_page.municipality
    name = municipality.name if municipality else None
    printed = overview.total.achieved if overview.total is not None else None
    total = sum(points) if points else None
    stated = stated_total(sentences, name, title_page.year, [p for p in (printed, total) if p is not None])
    read_by = {page.read_by for page in pages if page.words}
    words = [w.confidence for page in pages for w in page.words if w.confidence is not None]
    return Report(
        municipality_code=municipality.code if municipality else None,
        municipality=municipality.name if municipality else None,
        year=title_page.year,
        report_date=title_page.date,
        edition=key,
        evaluation_number=evaluation_number(sentences, name, title_page.year),
        evaluators=title_page.evaluators,
        publisher=title_page.publisher,
        title=title_page.title,
        pages=len(pages),
        total=total,
        stated_total=printed if stated is None else stated,
        source_file=source_file,
        source_sha256=sha256,
        reference_base=reference_base(sentences),
        read_by="mixed" if len(read_by) > 1 else read_by.pop(),
        confidence=round(sum(words) / len(words), 4) if words else None,
        extractor_version=EXTRACTOR_VERSION,
        boxes=title_page.boxes,
    )
