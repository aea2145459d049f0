"""An opened search index: what its folder holds, and reading it.

A folder holds a tantivy index that finds candidate rows (their words, and what filters ask for),
the words of every row by field as arrays for weighing them, and the rows themselves as Arrow.
`index_writer` writes it, `index_folder` says where it lies.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import tantivy

from corpus.searching.evidence import Evidence
from corpus.searching.topic_finder import TopicFinder
from corpus.searching.topics import TOPIC_MARK
from corpus.words.analysis import Analyser, Lexicon

TEXT_FIELDS = ("text", "before", "earlier", "after", "around", "heading", "question_text", "area_title")
"""The texts of an evidence row in the order that their words are stored."""
FIELDS = (*TEXT_FIELDS, "topic")
"""And the framework's questions that it bears on, as words such as "#2.6"."""

FACTS = np.dtype([("municipality", "U4"), ("kind", "u1"), ("year", "i2"), ("standing", "f4")])
"""Municipality code, number in KINDS, year (0 unknown), standing of the score 0 to 1 (NaN without)."""

IS_PART = 0x80
"""Set in `token_fields` where the word is a part of the compound before it."""


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
    """For each of them the number of its field in FIELDS, with IS_PART set for parts."""
    token_starts: npt.NDArray[np.int64]
    """Where each row's words start, and the end of the last."""
    facts: npt.NDArray[np.void]
    """What a row's vote depends on besides its words: see FACTS."""
    analyser: Analyser
    finder: TopicFinder

    def evidence(self, rows: Sequence[int]) -> list[Evidence]:
        """The evidence rows with these numbers, in the order asked, without what stands further around."""
        taken = self.rows.take(pa.array(rows, pa.int64())).to_pylist()
        return [Evidence(**values) for values in taken]

    def forms(self, token: str) -> tuple[str, ...]:
        """The words of the engine that a token of a query is found by: as a word and as a part."""
        return (token,) if token.startswith(TOPIC_MARK) else (token, "/" + token)

    def frequency(self, token: str) -> int:
        """In how many rows a token stands, as a word or a part; those with both count twice."""
        return sum(self.searcher.doc_freq("words", form) for form in self.forms(token))

    def words_marked(self, row: int, text: str, asked: frozenset[int]) -> list[tuple[int, int]]:
        """Where in the row's `text` words stand that are, or have a part, among the ids `asked`."""
        start, end = int(self.token_starts[row]), int(self.token_starts[row + 1])
        ids, codes = self.token_ids[start:end].tolist(), self.token_fields[start:end].tolist()
        if asked.isdisjoint(ids):
            return []
        marked: list[tuple[int, int]] = []
        at = 0
        for place in self.analyser.places(text):
            stop = at + 1
            while stop < len(codes) and codes[stop] & IS_PART:
                stop += 1
            if not asked.isdisjoint(ids[at:stop]):
                marked.append(place)
            at = stop
        return marked

    @property
    def row_count(self) -> int:
        """How many evidence rows there are."""
        return int(self.rows.num_rows)


def token_id(token: str) -> int:
    """The number a word is stored under (CRC-32: no list of words has to be read to search)."""
    return crc32(token.encode())


@lru_cache(maxsize=4)
def open_folder(folder: Path) -> Index:
    """The index in this folder, as `write_index` made it; kept open for the next search."""
    words = (folder / "words.txt").read_text(encoding="utf-8").split()
    stems = (folder / "stems.txt").read_text(encoding="utf-8").split()
    engine = tantivy.Index.open(str(folder / "engine"))
    with pa.memory_map(str(folder / "rows.arrow")) as source:
        rows = pa.ipc.open_file(source).read_all()
    analyser = Analyser(Lexicon(frozenset(words), frozenset(stems)))
    analyser.remember(json.loads((folder / "thesaurus_words.json").read_text(encoding="utf-8")))
    return Index(
        folder=folder,
        engine=engine,
        searcher=engine.searcher(),
        rows=rows,
        token_ids=_array(folder / "token_ids.npy"),
        token_fields=_array(folder / "token_fields.npy"),
        token_starts=_array(folder / "token_starts.npy"),
        facts=_array(folder / "facts.npy"),
        analyser=analyser,
        finder=TopicFinder(analyser),
    )


def _array(path: Path) -> npt.NDArray[Any]:
    """A stored array, read from the file as it is used; a plain view, which numpy slices quicker."""
    return np.asarray(np.load(path, mmap_mode="r")).view(np.ndarray)
