"""Write a search index: every evidence row's words analysed, counted and stored."""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pyarrow as pa
import tantivy

from corpus.searching.evidence import KINDS, Evidence
from corpus.searching.index import FACTS, IS_PART, TEXT_FIELDS, token_id
from corpus.searching.topic_finder import TopicFinder
from corpus.searching.topics import TOPIC_EDITION, TOPIC_MARK
from corpus.words.analysis import WORD, Analyser
from corpus.words.thesaurus import Group, load_thesaurus
from corpus.words.word_forms import stop_words
from schemas.municipalities import by_code

_NOT_SHOWN = ("earlier", "after", "around", "area_title")
"""Texts that are searched and never shown."""
_HEAP_BYTES = 256_000_000
_FILTER_FIELDS = ("kind", "area", "theme", "question", "edition", "municipality_code", "county_code")


def write_index(folder: Path, evidence: Iterable[Evidence]) -> None:
    """Write the index of these rows into an existing empty folder."""
    rows = list(evidence)
    lexicon = Analyser().lexicon(_types(rows))
    (folder / "words.txt").write_text("\n".join(sorted(lexicon.words)), encoding="utf-8")
    (folder / "stems.txt").write_text("\n".join(sorted(lexicon.stems)), encoding="utf-8")
    analyser = Analyser(lexicon)
    _write_words(folder, rows, analyser)
    _write_thesaurus_words(folder, analyser)
    np.save(folder / "facts.npy", np.array([_facts(row) for row in rows], FACTS))
    schema = _row_schema()
    table = pa.table({name: [getattr(row, name) for row in rows] for name in schema.names}, schema=schema)
    with pa.OSFile(str(folder / "rows.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    (folder / "complete").touch()


def _write_thesaurus_words(folder: Path, analyser: Analyser) -> None:
    """The thesaurus' words as this corpus analyses them: a search needs them all at its start."""
    texts = {text for group in load_thesaurus().groups for terms in _terms(group) for text in terms}
    words = sorted({word.lower() for text in texts for word in WORD.findall(text)})
    known = {word: analyser.analyse(word) for word in words}
    (folder / "thesaurus_words.json").write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")


def _terms(group: Group) -> tuple[tuple[str, ...], ...]:
    return group.terms, group.phrases, group.narrower, group.broader


def _facts(row: Evidence) -> tuple[str, int, int, float]:
    standing = math.nan if row.standing is None else row.standing
    return row.municipality_code, KINDS.index(row.kind), row.year or 0, standing


def _row_schema() -> pa.Schema:
    numbers = {"area": pa.int16(), "year": pa.int16(), "page": pa.int16()}
    numbers |= {"percent": pa.float64(), "standing": pa.float64()}
    names = [f.name for f in fields(Evidence) if f.name not in _NOT_SHOWN]
    return pa.schema([(name, numbers.get(name, pa.string())) for name in names])


def _types(rows: Sequence[Evidence]) -> set[str]:
    """Every word type of the rows' texts."""
    seen: set[str] = set()
    for text in {getattr(row, field) for row in rows for field in TEXT_FIELDS}:
        seen.update(WORD.findall(text))
    return seen


@dataclass(frozen=True, slots=True)
class _Words:
    """A word type or a whole text as the index holds it."""

    words: str
    surface: str
    ids: array[int]
    flags: bytes
    """IS_PART for parts of compounds, else 0."""


class _Texts:
    """Texts as the index holds them: every text, and every word type, is made once."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._texts: dict[str, _Words] = {}
        self._types: dict[str, _Words | None] = dict.fromkeys(stop_words())

    def made(self, text: str) -> _Words:
        """The text's words, whose order and number are those of `Analyser.tokens`."""
        if (known := self._texts.get(text)) is None:
            known = self._texts[text] = (
                self._of_topics(text) if text[:1] == TOPIC_MARK else self._of_text(text)
            )
        return known

    def _of_text(self, text: str) -> _Words:
        surfaces = [word.lower() for word in WORD.findall(text)]
        types = [words for s in surfaces if (words := self._type(s)) is not None]
        ids = array("I")
        for words in types:
            ids.extend(words.ids)
        joined, flags = " ".join([w.words for w in types]), b"".join([w.flags for w in types])
        return _Words(joined, " ".join(surfaces), ids, flags)

    def _of_topics(self, text: str) -> _Words:
        topics = text.split()
        return _Words(text, "", array("I", map(token_id, topics)), bytes(len(topics)))

    def _type(self, surface: str) -> _Words | None:
        """One word in small letters with its parts; None for a stop word."""
        if surface not in self._types:
            normal, parts = self._analyser.analyse(surface)
            tokens = [normal, *("/" + part for part in parts)]
            flags = bytes((0, *(IS_PART for _ in parts)))
            self._types[surface] = _Words(" ".join(tokens), surface, array("I", map(token_id, tokens)), flags)
        return self._types[surface]


def _write_words(folder: Path, rows: Sequence[Evidence], analyser: Analyser) -> None:
    (folder / "engine").mkdir()
    engine = tantivy.Index(_engine_schema(), path=str(folder / "engine"))
    # One thread, so that tantivy does not hold a copy of the buffers for each core.
    writer = engine.writer(_HEAP_BYTES, 1)
    finder = TopicFinder(analyser)
    texts = _Texts(analyser)
    ids, field_codes, starts = array("I"), bytearray(), array("q", [0])
    for number, row in enumerate(rows):
        parts: list[_Words] = []
        for field_number, text in enumerate((*(getattr(row, f) for f in TEXT_FIELDS), _topics(row, finder))):
            words = texts.made(text)
            parts.append(words)
            ids.extend(words.ids)
            field_codes.extend(words.flags.translate(_WITH_FIELD[field_number]))
        starts.append(len(ids))
        surface = f"{parts[1].surface} {parts[0].surface}"
        writer.add_document(_document(number, row, " ".join([p.words for p in parts]), surface))
    writer.commit()
    writer.wait_merging_threads()
    np.save(folder / "token_ids.npy", np.array(ids, np.uint32))
    np.save(folder / "token_fields.npy", np.array(field_codes, np.uint8))
    np.save(folder / "token_starts.npy", np.array(starts, np.int64))


_WITH_FIELD = [
    bytes((code & IS_PART) | field for code in range(256)) for field in range(len(TEXT_FIELDS) + 1)
]
"""Per field a table that turns the flags of a text into its codes in that field."""


def _topics(row: Evidence, finder: TopicFinder) -> str:
    """The topics of a row as words: its own question where that is a topic, else what it stands under."""
    if row.question and row.edition == TOPIC_EDITION:
        return TOPIC_MARK + row.question
    found = finder.of_text(row.heading, row.theme) or finder.of_text(row.question_text, row.theme)
    return " ".join(TOPIC_MARK + match.topic.question for match in found)


def _engine_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("surface", tokenizer_name="whitespace", index_option="position")
    for name in _FILTER_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", fast=True, indexed=True)
    builder.add_float_field("percent", fast=True, indexed=True)
    return builder.build()


def _document(number: int, row: Evidence, words: str, surface: str) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("row", number)
    document.add_text("words", words)
    document.add_text("surface", surface)
    county = by_code(row.municipality_code)
    values = {
        "kind": row.kind,
        "area": None if row.area is None else str(row.area),
        "theme": row.theme,
        "question": row.question,
        "edition": row.edition,
        "municipality_code": row.municipality_code,
        "county_code": county.county_code if county else None,
    }
    for name, value in values.items():
        if value is not None:
            document.add_text(name, value)
    if row.year is not None:
        document.add_integer("year", row.year)
    if row.percent is not None:
        document.add_float("percent", row.percent)
    return document
