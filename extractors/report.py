"""Read a whole report: call what finds each thing, in reading order, and make the records."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.area_heads import AreaHead, read_area_head
from extractors.contents_list import without_contents_list
from extractors.examples import PlacedParagraph, find_examples
from extractors.facts import find_facts
from extractors.finding_tables import FindingTable, find_finding_tables, is_finding_header
from extractors.headings import Prose, measure_prose
from extractors.language.sentences import split_sentences
from extractors.lines import Line, words_and_bullets
from extractors.outline import AreaSpan, find_areas
from extractors.pages import Page
from extractors.paragraphs import known_words
from extractors.placed_text import merge_boxes, word_box
from extractors.question_links import link_finding, link_headings
from extractors.question_scores import AreaRow, Overview, QuestionRow, find_overview
from extractors.reading import Reader, Reading, ReadingNote, read_document
from extractors.reading_errors import NotAReport, NoText
from extractors.reference_means import find_reference_means
from extractors.running_heads import without_running_heads
from extractors.score_columns import is_score_header
from extractors.sections import Paragraph, read_sections
from extractors.summary import evaluation_number, reference_base, stated_total
from extractors.text_columns import in_reading_order
from extractors.title_page import TitlePage, part_title_page, read_title_page
from schemas.edition_signs import EditionDecision, decide_edition
from schemas.editions import best_area, edition
from schemas.records import AreaScore, Box, Extraction, Finding, Issue, Passage, QuestionScore, Report
from schemas.rules import (
    edition_guessed_issue,
    heading_score_issue,
    page_without_text_issue,
    reading_note_issue,
)
from schemas.scores import score_interval

EXTRACTOR_VERSION = "1"
"""Raised whenever the records read from the same file may change; ingest then reads it again."""

LEAST_AREAS = 3
"""A document with fewer areas and fewer than `LEAST_QUESTIONS` scores is no report."""

LEAST_QUESTIONS = 8


@dataclass(frozen=True, slots=True)
class _Area:
    """An area's span and what was found in it."""

    span: AreaSpan
    head: AreaHead
    tables: tuple[FindingTable, ...]
    paragraphs: tuple[Paragraph, ...]


def read_report(data: bytes, source_file: str, *, reader: Reader = "pdfium") -> Extraction:
    """Read the report whose PDF has the bytes `data`; `source_file` is the name it goes by.

    The same bytes give the same records. Raises a subclass of UnreadableDocument for what cannot
    be read or is no Kommunkompassen report.
    """
    reading = read_document(data, reader)
    return extract(reading, source_file, hashlib.sha256(data).hexdigest())


def extract(reading: Reading, source_file: str, sha256: str) -> Extraction:
    """The records of a report whose pages have been read."""
    pages, notes = reading.pages, reading.notes
    if not any(page.words for page in pages):
        raise NoText(len(pages))
    by_number = {page.number: page for page in pages}
    printed = [in_reading_order(page.number, words_and_bullets(page), _is_table_header) for page in pages]
    bare = without_running_heads(printed, [page.height for page in pages], _is_table_header)
    body = without_contents_list(bare)
    prose = measure_prose(body)
    title_lines, rest = part_title_page(body[0], prose)
    flow = [line for lines in (rest, *body[1:]) for line in lines]
    known = known_words(flow)
    overview = find_overview(flow, by_number, known)
    spans = find_areas(flow, prose, overview.lines)
    if len(spans) < LEAST_AREAS and len(overview.questions) < LEAST_QUESTIONS:
        raise NotAReport
    facts, facts_lines = find_facts(flow, by_number, prose, known)
    areas = [_read_area(flow, span, overview, by_number, prose, known) for span in spans]
    outside = _outside(flow, spans, overview, facts_lines)
    general = read_sections(outside, prose, known)
    title_page = read_title_page(title_lines, flow, _running_texts(printed, bare))
    sentences = [p.placed.text[start:end] for p in general for start, end in split_sentences(p.placed.text)]
    area_scores = _area_scores(areas, overview)
    question_scores = _question_scores(overview.questions)
    means = find_reference_means(
        outside,
        {a.area: a.achieved for a in area_scores if a.achieved is not None},
        {a.area: a.title for a in area_scores},
    )
    decision = decide_edition(
        title_page.year,
        {a.area: a.title for a in area_scores},
        Counter(q.area for q in question_scores),
        {q.question: q.max for q in question_scores if q.max is not None},
    )
    key = decision.key
    report = _report(pages, title_page, sentences, overview, area_scores, key, source_file, sha256)
    links = {area.span.number: _links(area, question_scores) for area in areas}
    passages, placed = _passages(general, areas, links)
    from_ocr = any(page.read_by == "ocr" for page in pages)
    return Extraction(
        report,
        tuple(_with_theme_and_mean(a, key, means) for a in area_scores),
        question_scores,
        _findings(areas, question_scores, links),
        passages,
        find_examples(placed, title_page.municipality, from_ocr=from_ocr),
        facts,
        (*_page_issues(pages, notes), *_heading_issues(areas, overview), *_edition_issues(decision)),
    )


def _page_issues(pages: Sequence[Page], notes: Sequence[ReadingNote]) -> Iterator[Issue]:
    """What the readers noted, and pages that show something but hold no text."""
    for note in notes:
        yield reading_note_issue(note.page, note.text)
    for page in pages:
        if not page.words and (page.images or page.rules or page.shapes):
            yield page_without_text_issue(page.number)


def _heading_issues(areas: Sequence[_Area], overview: Overview) -> Iterator[Issue]:
    """Areas whose own pages print other points than the overview."""
    rows = {row.area: row for row in reversed(overview.areas)}
    for area in areas:
        row = rows.get(area.span.number)
        if row is None or row.scores.achieved is None or area.head.achieved is None:
            continue
        boxes = _boxes(area.head.score_lines)
        issue = heading_score_issue(area.span.number, area.head.achieved, row.scores.achieved, boxes)
        if issue is not None:
            yield issue


def _edition_issues(decision: EditionDecision) -> Iterator[Issue]:
    issue = edition_guessed_issue(decision)
    if issue is not None:
        yield issue


def _is_table_header(line: Line) -> bool:
    """Whether a line heads a table: pages may repeat it, and columns below it are no prose."""
    return is_finding_header(line) or is_score_header(line)


def _running_texts(printed: Sequence[Sequence[Line]], bare: Sequence[Sequence[Line]]) -> list[str]:
    kept = {id(line) for lines in bare for line in lines}
    return [line.text for lines in printed for line in lines if id(line) not in kept]


def _read_area(
    flow: Sequence[Line],
    span: AreaSpan,
    overview: Overview,
    pages: Mapping[int, Page],
    prose: Prose,
    known: frozenset[str],
) -> _Area:
    lines = [flow[i] for i in range(span.start, span.end) if i not in overview.lines]
    head = read_area_head(lines, prose)
    start = len(head.lines)
    tables = find_finding_tables(lines, start, len(lines), pages, prose, known)
    topics = (*head.topics, *(q.placed.text for q in overview.questions if q.area == span.number))
    paragraphs: list[Paragraph] = []
    at = start
    for table in tables:
        paragraphs += read_sections(lines[at : table.start], prose, known, topics)
        at = table.end
    paragraphs += read_sections(lines[at:], prose, known, topics)
    return _Area(span, head, tables, tuple(paragraphs))


def _outside(
    flow: Sequence[Line], spans: Sequence[AreaSpan], overview: Overview, facts_lines: range
) -> list[Line]:
    """The lines that are no area's and in no table."""
    taken = set(overview.lines) | set(facts_lines)
    for span in spans:
        taken.update(range(span.start - len(span.heading), span.end))
    return [line for i, line in enumerate(flow) if i not in taken and not is_score_header(line)]


def _area_scores(areas: Sequence[_Area], overview: Overview) -> tuple[AreaScore, ...]:
    """One row an area: points from the overview, else from the area's own head."""
    by_row: dict[int, AreaRow] = {}
    for each in overview.areas:
        by_row.setdefault(each.area, each)
    by_head = {area.span.number: area for area in areas}
    scores = []
    for number in sorted({*by_row, *by_head}):
        row = by_row.get(number)
        area = by_head.get(number)
        title = _title(area.span.title if area else "", row.title if row else "")
        if row is not None:
            achieved, maximum, percent = row.scores.achieved, row.scores.max, row.scores.percent
            boxes = merge_boxes(word_box(row.page, w) for w in row.scores.words)
        elif area is not None and area.head.achieved is not None:
            achieved, maximum, percent = area.head.achieved, area.head.max, area.head.percent
            boxes = _boxes(area.head.score_lines)
        else:
            achieved = maximum = percent = None
            boxes = _boxes(area.span.heading) if area else ()
        interval = score_interval(achieved, maximum, percent)
        low, high = (interval.low, interval.high) if interval else (None, None)
        reference = row.scores.reference if row else None
        scores.append(AreaScore(number, title, None, achieved, maximum, percent, low, high, reference, boxes))
    return tuple(scores)


def _title(heading: str, in_overview: str) -> str:
    """An area's title: from its heading, unless that is set in capitals and the overview is not."""
    return in_overview if not heading or (heading.isupper() and in_overview) else heading


def _boxes(lines: Sequence[Line]) -> tuple[Box, ...]:
    return merge_boxes(word_box(line.page, w) for line in lines for w in line.words)


def _with_theme_and_mean(score: AreaScore, key: str | None, means: Mapping[int, float]) -> AreaScore:
    area = edition(key).area(score.area) if key else None
    match = best_area(score.title) if score.title else None
    theme = area.theme if area else (match.area.theme if match else None)
    mean = score.reference_mean if score.reference_mean is not None else means.get(score.area)
    return replace(score, title=score.title or (area.title if area else ""), theme=theme, reference_mean=mean)


def _question_scores(rows: Sequence[QuestionRow]) -> tuple[QuestionScore, ...]:
    """One row a question; a row printed twice alike is one."""
    seen: set[tuple[object, ...]] = set()
    scores = []
    for row in rows:
        values = row.scores.achieved, row.scores.max, row.scores.percent
        if (row.question, *values) in seen:
            continue
        seen.add((row.question, *values))
        interval = score_interval(*values)
        low, high = (interval.low, interval.high) if interval else (None, None)
        numbers = merge_boxes(word_box(row.page, w) for w in (row.number, *row.scores.words))
        scores.append(
            QuestionScore(
                row.area, row.question, row.placed.text, *values, low, high, (*numbers, *row.placed.boxes())
            )
        )
    return tuple(sorted(scores, key=lambda s: (s.area, int(s.question.split(".")[1]))))


def _links(area: _Area, scores: Sequence[QuestionScore]) -> dict[str, str | None]:
    """The question that each heading of an area bears on."""
    headings = [p.heading for p in area.paragraphs if p.heading is not None]
    return link_headings(headings, {s.question: s.text for s in scores if s.area == area.span.number})


def _findings(
    areas: Sequence[_Area], scores: Sequence[QuestionScore], links: Mapping[int, Mapping[str, str | None]]
) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    for area in areas:
        topics = {s.question: [s.text] for s in scores if s.area == area.span.number}
        for heading, question in links[area.span.number].items():
            if question is not None:
                topics[question].append(heading)
        position: Counter[str] = Counter()
        for item in (item for table in area.tables for item in table.items):
            position[item.kind] += 1
            text = item.placed.text
            findings.append(
                Finding(
                    finding_id=f"f{len(findings) + 1}",
                    area=area.span.number,
                    kind=item.kind,
                    position=position[item.kind],
                    text=text,
                    question=link_finding(text, topics),
                    boxes=item.placed.boxes(),
                )
            )
    return tuple(findings)


def _passages(
    general: Sequence[Paragraph], areas: Sequence[_Area], links: Mapping[int, Mapping[str, str | None]]
) -> tuple[tuple[Passage, ...], tuple[PlacedParagraph, ...]]:
    """All paragraphs as passages, and those of the areas with the ids that they got."""
    passages = [
        Passage(f"p{i}", None, p.heading, None, i, p.placed.text, p.placed.boxes())
        for i, p in enumerate(general, 1)
    ]
    placed: list[PlacedParagraph] = []
    for area in areas:
        number = area.span.number
        for p in area.paragraphs:
            i = len(passages) + 1
            question = links[number].get(p.heading) if p.heading is not None else None
            passages.append(Passage(f"p{i}", number, p.heading, question, i, p.placed.text, p.placed.boxes()))
            placed.append(PlacedParagraph(number, question, f"p{i}", p))
    return tuple(passages), tuple(placed)


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
    stated = stated_total(sentences)
    if stated is None and overview.total is not None:
        stated = overview.total.achieved
    read_by = {page.read_by for page in pages if page.words}
    words = [w.confidence for page in pages for w in page.words if w.confidence is not None]
    return Report(
        municipality_code=municipality.code if municipality else None,
        municipality=municipality.name if municipality else None,
        year=title_page.year,
        report_date=title_page.date,
        edition=key,
        evaluation_number=evaluation_number(sentences, municipality.name if municipality else None),
        evaluators=title_page.evaluators,
        publisher=title_page.publisher,
        title=title_page.title,
        pages=len(pages),
        total=sum(points) if points else None,
        stated_total=stated,
        source_file=source_file,
        source_sha256=sha256,
        reference_base=reference_base(sentences),
        read_by="mixed" if len(read_by) > 1 else read_by.pop(),
        confidence=round(sum(words) / len(words), 4) if words else None,
        extractor_version=EXTRACTOR_VERSION,
        boxes=title_page.boxes,
    )
