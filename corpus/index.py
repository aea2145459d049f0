"""The search index of a dataset: built on first use, replaced when the dataset changes.

It lies in `.index` in the dataset's folder (in the user's cache folder where that cannot be
written), one folder per version of the dataset and of this module, made aside and renamed into
place, so that two processes may build at once and a reader never sees half of one. It may be
deleted at any time.

A folder holds a tantivy index that finds candidate rows (their words, and what filters ask for),
the words of every row by field as arrays for weighing them, and the rows themselves as Arrow.
"""

from __future__ import annotations

import hashlib
import math
import os
import shutil
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import tantivy

from corpus.analysis import WORD, Analyser, Lexicon
from corpus.dataset import Dataset
from corpus.evidence import KINDS, Evidence, evidence_of
from corpus.topic_finder import TopicFinder
from corpus.topics import TOPIC_EDITION, TOPIC_MARK
from schemas.municipalities import by_code

INDEX_VERSION = "5"
"""Changes whenever an older index cannot serve this code any more."""

TEXT_FIELDS = ("text", "before", "earlier", "after", "around", "heading", "question_text", "area_title")
"""The texts of an evidence row in the order that their words are stored."""
FIELDS = (*TEXT_FIELDS, "topic")
"""And the framework's questions that it bears on, as words such as "#2.6"."""

FACTS = np.dtype([("municipality", "U4"), ("kind", "u1"), ("year", "i2"), ("standing", "f4")])
"""Municipality code, number in KINDS, year (0 unknown), standing of the score 0 to 1 (NaN without)."""

_HEAP_BYTES = 256_000_000
_FILTER_FIELDS = ("kind", "area", "theme", "question", "edition", "municipality_code", "county_code")


@dataclass(frozen=True, slots=True)
class Index:
    """An opened index. Rows are numbered from 0 in the order of `evidence_of`."""

    folder: Path
    engine: tantivy.Index
    searcher: tantivy.Searcher
    rows: pa.Table
    token_ids: npt.NDArray[np.uint32]
    """Ids of all rows' words, one row after the other."""
    token_fields: npt.NDArray[np.uint8]
    """For each of them the number of its field in FIELDS."""
    token_starts: npt.NDArray[np.int64]
    """Where each row's words start, and the end of the last."""
    facts: npt.NDArray[np.void]
    """What a row's vote depends on besides its words: see FACTS."""
    analyser: Analyser
    finder: TopicFinder

    def evidence(self, row: int) -> Evidence:
        """The evidence row with this number."""
        values = self.rows.slice(row, 1).to_pylist()[0]
        return Evidence(**values)

    def question_text(self, edition: str, number: str) -> str | None:
        """How reports of an edition word a question, None where no evidence bears on it."""
        here = (pc.field("edition") == edition) & (pc.field("question") == number)
        texts = [t for t in self.rows.filter(here)["question_text"].to_pylist() if t]
        return texts[0] if texts else None


def token_id(token: str) -> int:
    """The number a word is stored under (CRC-32: no list of words has to be read to search)."""
    return crc32(token.encode())


def open_index(dataset: Dataset) -> Index:
    """The index of this version of the dataset, built first where there is none."""
    name = f"{INDEX_VERSION}-{_language_digest()}-{dataset.version}"
    for parent in (dataset.folder / ".index", _cache_folder(dataset)):
        if (parent / name / "complete").exists():
            return _opened(parent / name)
    try:
        return _opened(_build(dataset, dataset.folder / ".index", name))
    except OSError:
        return _opened(_build(dataset, _cache_folder(dataset), name))


@lru_cache(maxsize=1)
def _language_digest() -> str:
    """Changes whenever the word lists and the thesaurus do, which decide what is stored of a text."""
    digest = hashlib.sha256()
    folder = files("corpus")
    named = [f for part in (folder, folder / "thesaurus") for f in part.iterdir()]
    for file in sorted(named, key=lambda f: f.name):
        if file.name.endswith((".yaml", ".txt")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def _cache_folder(dataset: Dataset) -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "kommunkompassen" / hashlib.sha256(str(dataset.folder.resolve()).encode()).hexdigest()[:16]


@lru_cache(maxsize=4)
def _opened(folder: Path) -> Index:
    words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
    stems = (folder / "stems.txt").read_text(encoding="utf-8").split("\n")
    engine = tantivy.Index.open(str(folder / "engine"))
    with pa.memory_map(str(folder / "rows.arrow")) as source:
        rows = pa.ipc.open_file(source).read_all()
    analyser = Analyser(Lexicon(frozenset(words), frozenset(stems)))
    return Index(
        folder=folder,
        engine=engine,
        searcher=engine.searcher(),
        rows=rows,
        token_ids=np.load(folder / "token_ids.npy", mmap_mode="r"),
        token_fields=np.load(folder / "token_fields.npy", mmap_mode="r"),
        token_starts=np.load(folder / "token_starts.npy", mmap_mode="r"),
        facts=np.load(folder / "facts.npy", mmap_mode="r"),
        analyser=analyser,
        finder=TopicFinder(analyser),
    )


def _build(dataset: Dataset, parent: Path, name: str) -> Path:
    """Build the index aside, move it into place and remove the ones it replaces."""
    parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="making-", dir=parent))
    try:
        write_index(made, evidence_of(dataset))
        target = parent / name
        try:
            made.rename(target)
        except OSError:
            if not (target / "complete").exists():
                raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    for other in parent.iterdir():
        if other.name != name and not other.name.startswith("making-"):
            shutil.rmtree(other, ignore_errors=True)
    return parent / name


def write_index(folder: Path, evidence: Iterable[Evidence]) -> None:
    """Write the index of these rows into an existing empty folder."""
    rows = list(evidence)
    analyser = Analyser()
    lexicon = analyser.lexicon(_types(rows))
    analyser = Analyser(lexicon)
    (folder / "words.txt").write_text("\n".join(sorted(lexicon.words)), encoding="utf-8")
    (folder / "stems.txt").write_text("\n".join(sorted(lexicon.stems)), encoding="utf-8")
    _write_engine_and_tokens(folder, rows, analyser)
    facts = [
        (
            r.municipality_code,
            KINDS.index(r.kind),
            r.year or 0,
            math.nan if r.standing is None else r.standing,
        )
        for r in rows
    ]
    np.save(folder / "facts.npy", np.array(facts, FACTS))
    columns = {f.name: [getattr(row, f.name) for row in rows] for f in fields(Evidence)}
    table = pa.table(columns, schema=_row_schema())
    with pa.OSFile(str(folder / "rows.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    (folder / "complete").touch()


def _row_schema() -> pa.Schema:
    numbers = {
        "area": pa.int16(),
        "year": pa.int16(),
        "page": pa.int16(),
        "percent": pa.float64(),
        "standing": pa.float64(),
    }
    return pa.schema([(f.name, numbers.get(f.name, pa.string())) for f in fields(Evidence)])


def _types(rows: Sequence[Evidence]) -> set[str]:
    seen: set[str] = set()
    for text in {getattr(row, field) for row in rows for field in TEXT_FIELDS}:
        seen.update(WORD.findall(text.lower()))
    return seen


def _write_engine_and_tokens(folder: Path, rows: Sequence[Evidence], analyser: Analyser) -> None:
    (folder / "engine").mkdir()
    engine = tantivy.Index(_engine_schema(), path=str(folder / "engine"))
    writer = engine.writer(_HEAP_BYTES, 1)
    tokens_of: dict[str, tuple[str, array[int]]] = {}
    finder = TopicFinder(analyser)
    ids, field_numbers, starts = array("I"), bytearray(), array("q", [0])
    for number, row in enumerate(rows):
        words: list[str] = []
        for field_number, text in enumerate((*(getattr(row, f) for f in TEXT_FIELDS), _topics(row, finder))):
            if not text:
                continue
            if (known := tokens_of.get(text)) is None:
                tokens = text.split() if text.startswith(TOPIC_MARK) else analyser.tokens(text)
                known = tokens_of[text] = (" ".join(tokens), array("I", map(token_id, tokens)))
            words.append(known[0])
            ids.extend(known[1])
            field_numbers.extend(bytes([field_number]) * len(known[1]))
        starts.append(len(ids))
        writer.add_document(_document(number, row, " ".join(words)))
    writer.commit()
    writer.wait_merging_threads()
    np.save(folder / "token_ids.npy", np.frombuffer(ids, dtype=np.uint32) if ids else np.zeros(0, np.uint32))
    np.save(folder / "token_fields.npy", np.frombuffer(bytes(field_numbers), dtype=np.uint8))
    np.save(folder / "token_starts.npy", np.frombuffer(starts, dtype=np.int64))


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


def _document(number: int, row: Evidence, words: str) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("row", number)
    document.add_text("words", words)
    document.add_text("surface", " ".join(_surface(f"{row.before} {row.text}")))
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


def _surface(text: str) -> Iterator[str]:
    return (match.group() for match in WORD.finditer(text.lower()))
