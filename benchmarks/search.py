"""How fast a search is over many evidence rows: build, open and search, with generated evidence.

    python -m benchmarks.search [--rows 100000] [--queries 500]

The texts are generated from the thesaurus' terms and a few sentence frames, so that every query
word occurs in hundreds of rows; the figures say nothing about relevance (see `relevance`). Prints
the size of the evidence beside each figure, and the same searches on a tenth of the rows.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from pathlib import Path

from corpus.searching.evidence import KINDS, Evidence
from corpus.searching.filters import Filters
from corpus.searching.index import open_folder
from corpus.searching.index_writer import write_index
from corpus.searching.search import search_index
from corpus.searching.topics import topics
from corpus.words.thesaurus import load_thesaurus

FRAMES = (
    "Kommunen har sedan flera år ett väl utvecklat arbete med {} och {} i alla förvaltningar.",
    "Ett gott exempel är {}, som har kopplats till {} på ett tydligt sätt.",
    "Den som vill veta mer om {} kan titta på hur man har löst {} här.",
    "När det gäller {} finns en plan, men {} följs ännu inte upp lika systematiskt.",
    "{} och {} beslutades av fullmäktige i samband med budgeten.",
)
_MUNICIPALITIES = 290
_YEARS = range(2003, 2024)


def generated_evidence(count: int, seed: int = 1) -> list[Evidence]:
    """`count` rows about random terms, spread over municipalities, questions and years."""
    chance = random.Random(seed)
    terms = [term for group in load_thesaurus().groups for term in group.terms]
    # A tail of words that occur once or twice, as names of projects and places do.
    terms += [
        f"{chance.choice(terms)}{chance.choice(('projektet', 'modellen', 'gruppen'))}" for _ in range(20_000)
    ]
    every_topic = topics()

    def sentence() -> str:
        return chance.choice(FRAMES).format(chance.choice(terms), chance.choice(terms))

    rows: list[Evidence] = []
    earlier = before = ""
    for number in range(count):
        # A sentence stands before the next one, as in a paragraph of five sentences.
        earlier, before = (before, rows[-1].text) if number % 5 else ("", "")
        topic = chance.choice(every_topic)
        code = f"{chance.randrange(_MUNICIPALITIES):04d}"
        year = chance.choice(_YEARS)
        rows.append(
            Evidence(
                report_id=f"{code}-{year}",
                row_id=f"{code}-{year}/e{number}",
                kind=chance.choice(KINDS),
                municipality_code=code,
                municipality=f"Kommun {code}",
                text=sentence(),
                before=before,
                earlier=earlier,
                heading=chance.choice(terms),
                question_text=topic.text,
                area_title=topic.theme,
                area=int(topic.question[0]),
                theme=topic.theme,
                question=topic.question,
                edition="2010",
                year=year,
                page=1,
                percent=float(chance.randrange(101)),
            )
        )
    return rows


def generated_queries(count: int, seed: int = 2) -> list[str]:
    """`count` queries: single terms, two terms in a phrase, framework questions."""
    chance = random.Random(seed)
    terms = [term for group in load_thesaurus().groups for term in group.terms]
    made = []
    for _ in range(count):
        one, other = chance.choice(terms), chance.choice(terms)
        made.append(
            chance.choice(
                (one, f"{one} och {other}", f"vilka arbetar med {one}?", chance.choice(topics()).text)
            )
        )
    return made


def measure(rows: int, queries: int) -> None:
    """Print the figures for an index of `rows` rows."""
    evidence = generated_evidence(rows)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        write_index(Path(folder), evidence)
        built = time.perf_counter() - start
        size = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file()) / 1e6
        start = time.perf_counter()
        index = open_folder(Path(folder))
        search_index(index, "kontaktcenter", Filters(), {})
        first = time.perf_counter() - start
        times = []
        for query in generated_queries(queries):
            start = time.perf_counter()
            search_index(index, query, Filters(), {})
            times.append((time.perf_counter() - start) * 1000)
    times.sort()
    p50, p99, memory = statistics.median(times), times[int(len(times) * 0.99)], _peak_memory_mb()
    print(
        f"{rows:,} rows, {size:.0f} MB on disk: built in {built:.1f} s, opened and first search {first:.2f} s"
    )
    print(f"  {queries} different queries, ranking and evidence included: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    print(f"  peak memory of the process so far, generated rows included: {memory:.0f} MB")


def _peak_memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def main() -> None:
    """Measure with the given number of rows and with a tenth of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=500)
    given = parser.parse_args()
    for rows in (given.rows // 10, given.rows):
        measure(rows, given.queries)


if __name__ == "__main__":
    main()
