"""How well the search ranks: judged queries, per kind and per half, against plain BM25.

    python -m benchmarks.relevance DATASET QUERIES [--each]
    python -m benchmarks.relevance dataset benchmarks/queries.json    # the samples, ingested into `dataset`

QUERIES is a JSON list of {"query", "kind", "relevant": {municipality code: grade 1 or 2}}. The
weights were set on the queries with even numbers (from 0); the odd ones are the other half. Whoever
wrote benchmarks/queries.json also widened the thesaurus, so what it scores says that nothing broke,
not how well the search does on words that nobody thought of. The
baseline ranks municipalities by their best evidence under BM25 with the Swedish stemmer, over the
sentence alone, with the sentence before it, and with all under its heading. `--each` prints every
query's score and its first answers.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from corpus.dataset import Dataset, open_dataset
from corpus.searching.evidence import Evidence, evidence_of
from corpus.searching.search import search

DEPTH = 5
"""Answers that count: what a reader looks at."""

Ranker = Callable[[str], Sequence[str]]
"""A query to municipality codes, the best first."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the grades (1 or 2) of the municipalities that answer it."""

    query: str
    kind: str
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """How one ranking did on one query, each figure 0 to 1."""

    ndcg: float
    recall: float
    reciprocal_rank: float


def score(ranking: Sequence[str], relevant: Mapping[str, int]) -> Score:
    """Discounted gain (2**grade - 1), recall of at most DEPTH relevant ones and reciprocal rank, at DEPTH."""
    gains = [2 ** relevant.get(code, 0) - 1 for code in ranking[:DEPTH]]
    best = sorted((2**grade - 1 for grade in relevant.values()), reverse=True)[:DEPTH]
    hits = [place for place, gain in enumerate(gains) if gain]
    return Score(
        ndcg=_discounted(gains) / _discounted(best),
        recall=len(hits) / min(DEPTH, len(relevant)),
        reciprocal_rank=1 / (hits[0] + 1) if hits else 0.0,
    )


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def ours(dataset: Dataset) -> Ranker:
    """The search itself."""
    return lambda query: [r.municipality_code for r in search(dataset, query, limit=DEPTH).results]


def bm25(rows: Sequence[Evidence], text: Callable[[Evidence], str], folder: Path) -> Ranker:
    """Municipalities by their best example under BM25 with the Swedish stemmer, in `text` of each row."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="stemmed")
    builder.add_text_field("code", stored=True, tokenizer_name="raw")
    index = tantivy.Index(builder.build(), path=str(folder))
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    stemmed = analyser.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("swedish")).build()
    index.register_tokenizer("stemmed", stemmed)
    writer = index.writer(num_threads=1)
    for row in rows:
        writer.add_document(tantivy.Document(text=text(row), code=row.municipality_code))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ranked(query: str) -> Sequence[str]:
        asked, _ = index.parse_query_lenient(query, ["text"])
        hits = searcher.search(asked, limit=200).hits
        return list(dict.fromkeys(str(searcher.doc(address)["code"][0]) for _, address in hits))

    return ranked


def main() -> None:
    """Print a table of rankers by kinds and halves of the queries."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dataset", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--each", action="store_true")
    given = parser.parse_args()
    loaded = json.loads(given.queries.read_text(encoding="utf-8"))
    queries = [Judged(q["query"], q["kind"], q["relevant"]) for q in loaded]
    dataset = open_dataset(given.dataset)
    examples = [row for row in evidence_of(dataset) if row.kind in ("own", "model")]
    with tempfile.TemporaryDirectory() as folder:
        rankers: dict[str, Ranker] = {"search": ours(dataset)}
        for name, text in _TEXTS.items():
            place = Path(folder, name.replace(" ", "-"))
            place.mkdir()
            rankers[f"BM25, {name}"] = bm25(examples, text, place)
        print(f"{len(queries)} queries over {len(examples)} examples; nDCG@{DEPTH}, recall@{DEPTH}, MRR")
        for name, ranker in rankers.items():
            _print_ranker(name, [(q, ranker(q.query)) for q in queries])
            if given.each and name == "search":
                _print_each([(q, ranker(q.query)) for q in queries])


_TEXTS: Mapping[str, Callable[[Evidence], str]] = {
    "sentence": lambda row: row.text,
    "sentence and the one before": lambda row: f"{row.before} {row.text}",
    "all under the heading": lambda row: " ".join(
        (row.heading, row.before, row.earlier, row.text, row.after, row.around)
    ),
}


def _print_ranker(name: str, answers: Sequence[tuple[Judged, Sequence[str]]]) -> None:
    print(f"\n{name}")
    scores = [
        (query.kind, number, score(codes, query.relevant)) for number, (query, codes) in enumerate(answers)
    ]
    kinds = dict.fromkeys(kind for kind, _, _ in scores)
    groups = {kind: [s for k, _, s in scores if k == kind] for kind in kinds}
    groups["even half (weights set)"] = [s for _, number, s in scores if number % 2 == 0]
    groups["odd half"] = [s for _, number, s in scores if number % 2]
    groups["all"] = [s for _, _, s in scores]
    for group, found in groups.items():
        if found:
            means = (
                sum(getattr(s, figure) for s in found) / len(found)
                for figure in ("ndcg", "recall", "reciprocal_rank")
            )
            print(f"  {group:<24} {len(found):>3}  " + "  ".join(f"{mean:.3f}" for mean in means))


def _print_each(answers: Sequence[tuple[Judged, Sequence[str]]]) -> None:
    for number, (query, codes) in enumerate(answers):
        graded = " ".join(f"{code}:{query.relevant.get(code, 0)}" for code in codes)
        print(
            f"  {score(codes, query.relevant).ndcg:.2f} {number:>3} {query.kind:<10} {query.query}  {graded}"
        )


if __name__ == "__main__":
    main()
