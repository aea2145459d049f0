"""What the language step costs, beside plain tokenisation of the same text.

    python -m benchmarks.language [--report GOLD.json]

Reads a report's prose (the sections of a gold file, or fictional prose of the same length that
ships with the tests) after a warm-up, several times over, and prints milliseconds and the ratio.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from extractors.language.statements import find_statements
from extractors.language.tokens import tokenizer
from schemas.municipalities import by_printed_name

_PROSE = Path(__file__).parents[1] / "tests" / "data" / "labelled"
_CHARACTERS = 53_000  # of a 30-page report
_RUNS = 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--report", type=Path, help="a gold file whose sections are read")
    arguments = parser.parse_args()
    paragraphs = _sections(arguments.report) if arguments.report else _fictional_prose()
    evaluated = by_printed_name(_municipality(arguments.report) if arguments.report else "Sagoberga")
    whole = _milliseconds(lambda: find_statements(paragraphs, evaluated))
    plain = _milliseconds(lambda: list(tokenizer().pipe(paragraphs)))
    characters = sum(map(len, paragraphs))
    print(f"{len(paragraphs)} paragraphs, {characters} characters, median of {_RUNS} runs")
    print(f"tokenisation alone {plain:6.1f} ms")
    print(f"language step      {whole:6.1f} ms, {whole / plain:.1f} times as long")


def _municipality(gold: Path) -> str:
    return str(json.loads(gold.read_text(encoding="utf-8"))["report"]["municipality"])


def _sections(gold: Path) -> list[str]:
    return [section["text"] for section in json.loads(gold.read_text(encoding="utf-8"))["sections"]]


def _fictional_prose() -> list[str]:
    """Prose of the training data without its marks, repeated to the length of a report."""
    files = sorted(_PROSE.glob("prose-*.txt"))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    prose = [line.replace("*", "").replace("+", "") for line in lines if line and not line.startswith("#")]
    return _repeated(prose, _CHARACTERS)


def _repeated(prose: Sequence[str], characters: int) -> list[str]:
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < characters:
        paragraphs.append(prose[len(paragraphs) % len(prose)])
    return paragraphs


def _milliseconds(run: Callable[[], object]) -> float:
    run()  # warm-up
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


if __name__ == "__main__":
    main()
