"""Damage the sample reports in many ways and see that each is read or refused, and nothing else.

    python -m tests.damaged_files --rounds 5000 [--seed 1] [--reader pdfplumber] [--keep FOLDER]

Each round damages one report and hands it to the workers of an ingest. Whatever else happens than
records that can be published, or a reason that names what is wrong with the file, is a failure: a
defect, a crash, a passed limit of time or memory. Failures are kept in FOLDER, named by their round,
and the same seed makes them again.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.extraction_codec import decode
from pipeline.workers import Limits, Outcome, Task, read_files
from schemas.rules import revalidate
from schemas.tables import arrow_schema, rows

ROOT = Path(__file__).parents[1]
SAMPLES = tuple(sorted((ROOT / "samples").glob("*.pdf")))
LIMITS = Limits(seconds=20.0, memory_bytes=512 << 20)
FAILURES = frozenset({"time", "memory", "crash", "defect", "changed", "unopenable"})
"""What the limits and the program itself say; all other reasons speak of the document."""

_OBJECT = re.compile(rb"(?<![0-9])(\d+) +(\d+) +obj\b(.*?)\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"\bstream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")
_ODD_NUMBERS = (
    b"0",
    b"-1",
    b"65536",
    b"2147483648",
    b"-2147483649",
    b"99999999999999999999",
    b"0.0000001",
    b"3.4e38",
    b"1e999",
    b"nan",
    b".",
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A damaged file that was neither read nor refused in good order."""

    round: int
    kind: str
    category: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rounds: how many ended in which way, and the failures."""

    endings: Mapping[str, int]
    failures: tuple[Failure, ...]


def damaged(round_number: int, seed: int, sources: Sequence[bytes]) -> tuple[str, bytes]:
    """The kind of damage of a round, and the damaged file. The same numbers give the same bytes."""
    rng = random.Random(f"damage {seed} {round_number}")
    kind = rng.choice(list(DAMAGES))
    return kind, DAMAGES[kind](bytearray(rng.choice(sources)), rng)


def _flip(data: bytearray, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 3, 30, 300))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def _cut(data: bytearray, rng: random.Random) -> bytes:
    """The end is lost, and now and then stuck on again, so that the file looks whole."""
    kept = data[: rng.randrange(len(data))]
    return bytes(kept + data[-rng.choice((6, 40, 2000)) :] if rng.random() < 0.8 else kept)


def _delete_block(data: bytearray, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    del data[at : at + rng.choice((1, 50, 2000))]
    return bytes(data)


def _repeat_block(data: bytearray, rng: random.Random) -> bytes:
    at, size = rng.randrange(len(data)), rng.choice((10, 500, 5000))
    to = rng.randrange(len(data))
    data[to:to] = data[at : at + size] * rng.choice((1, 2, 20))
    return bytes(data)


def _swap_objects(data: bytearray, rng: random.Random) -> bytes:
    """Objects change their contents with one another; offsets are made right again."""
    objects = _objects(data)
    numbers = sorted(objects)
    for _ in range(rng.choice((1, 2, 6))):
        a, b = rng.choice(numbers), rng.choice(numbers)
        objects[a], objects[b] = objects[b], objects[a]
    return _rebuilt(data, objects)


def _redirect_references(data: bytearray, rng: random.Random) -> bytes:
    """References point elsewhere, which makes loops of pages, forms and fonts."""
    objects = _objects(data)
    numbers = sorted(objects)
    for _ in range(rng.choice((1, 3, 20))):
        number = rng.choice(numbers)
        head, stream = _parts(objects[number])
        references = list(re.finditer(rb"(\d+) 0 R", head))
        if references:
            at = rng.choice(references)
            head = head[: at.start(1)] + b"%d" % rng.choice(numbers) + head[at.end(1) :]
            objects[number] = head + stream
    return _rebuilt(data, objects)


def _odd_numbers(data: bytearray, rng: random.Random) -> bytes:
    return _changed_heads(data, rng, _NUMBER, lambda: rng.choice(_ODD_NUMBERS))


def _swapped_names(data: bytearray, rng: random.Random) -> bytes:
    names = sorted(set(_NAME.findall(bytes(data))))
    return _changed_heads(data, rng, _NAME, lambda: rng.choice(names))


def _changed_heads(
    data: bytearray, rng: random.Random, pattern: re.Pattern[bytes], instead: Callable[[], bytes]
) -> bytes:
    objects = _objects(data)
    for _ in range(rng.choice((1, 3, 20))):
        number = rng.choice(sorted(objects))
        head, stream = _parts(objects[number])
        places = list(pattern.finditer(head))
        if places:
            at = rng.choice(places)
            objects[number] = head[: at.start()] + instead() + head[at.end() :] + stream
    return _rebuilt(data, objects)


def _stream_contents(data: bytearray, rng: random.Random) -> bytes:
    """What stands in a compressed stream is damaged, and compressed again."""
    objects = _objects(data)
    streams = [number for number in sorted(objects) if _STREAM.search(objects[number])]
    for number in rng.sample(streams, min(len(streams), rng.choice((1, 2, 5)))):
        match = _STREAM.search(objects[number])
        assert match
        try:
            content = bytearray(zlib.decompress(match[1]))
        except zlib.error:
            continue
        if content:
            changed = zlib.compress(rng.choice((_content_tokens, _flip, _delete_block))(content, rng))
            head = re.sub(
                rb"/Length \d+( 0 R)?", b"/Length %d" % len(changed), objects[number][: match.start()]
            )
            objects[number] = head + b"stream\n" + changed + b"\nendstream" + objects[number][match.end() :]
    return _rebuilt(data, objects)


def _content_tokens(content: bytearray, rng: random.Random) -> bytes:
    """Tokens of a content stream are repeated, swapped or made odd numbers."""
    tokens = bytes(content).split(b" ")
    for _ in range(rng.choice((1, 10, 100))):
        a, b = rng.randrange(len(tokens)), rng.randrange(len(tokens))
        match rng.randrange(4):
            case 0:
                tokens[a], tokens[b] = tokens[b], tokens[a]
            case 1:
                tokens[a] = rng.choice(_ODD_NUMBERS)
            case 2:
                tokens[a:a] = tokens[b : b + 40]
            case 3:
                tokens[a] = rng.choice(
                    (b"q", b"Q", b"BT", b"ET", b"Do", b"cm", b"Tm", b"re", b"BI", b"[", b"<<")
                )
    return b" ".join(tokens)


DAMAGES: Mapping[str, Callable[[bytearray, random.Random], bytes]] = {
    "flip": _flip,
    "cut": _cut,
    "delete": _delete_block,
    "repeat": _repeat_block,
    "swap": _swap_objects,
    "redirect": _redirect_references,
    "numbers": _odd_numbers,
    "names": _swapped_names,
    "streams": _stream_contents,
}
"""Kind of damage to what does it."""


def _objects(data: bytearray) -> dict[int, bytes]:
    return {int(m[1]): m[3] for m in _OBJECT.finditer(bytes(data))}


def _parts(body: bytes) -> tuple[bytes, bytes]:
    """An object without its stream, and its stream."""
    match = _STREAM.search(body)
    return (body[: match.start()], body[match.start() :]) if match else (body, b"")


def _rebuilt(data: bytearray, objects: Mapping[int, bytes]) -> bytes:
    """A file of these objects with a cross-reference table that fits."""
    root = re.search(rb"/Root (\d+) 0 R", bytes(data))
    out = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj" % number + body + b"endobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root %s 0 R >>\n" % (size, root[1] if root else b"1")
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def run(
    rounds: Sequence[int],
    seed: int,
    folder: Path,
    *,
    reader: str = "pdfium",
    workers: int = 2,
    limits: Limits = LIMITS,
    told: Callable[[int], None] = lambda done: None,
) -> Tally:
    """Read the damaged files of `rounds`; those that fail stay in `folder`."""
    sources = [path.read_bytes() for path in SAMPLES]
    kinds: dict[Path, tuple[int, str]] = {}

    def tasks() -> Iterator[Task]:
        for number in rounds:
            kind, data = damaged(number, seed, sources)
            path = folder / f"{seed}-{number}-{kind}.pdf"
            path.write_bytes(data)
            kinds[path] = number, kind
            yield Task(path, hashlib.sha256(data).hexdigest())

    endings: Counter[str] = Counter()
    failures = []
    for outcome in read_files(tasks(), workers=workers, limits=limits, reader=reader):
        category, reason = _ending(outcome)
        endings[category] += 1
        number, kind = kinds.pop(outcome.task.path)
        if category in FAILURES:
            failures.append(Failure(number, kind, category, reason))
        else:
            outcome.task.path.unlink()
        told(endings.total())
    return Tally(dict(endings.most_common()), tuple(failures))


def _ending(outcome: Outcome) -> tuple[str, str]:
    """Category and reason; `read` where the records can be published."""
    if outcome.extraction is None:
        return outcome.category or "", outcome.reason or ""
    try:
        for table, of_table in rows(revalidate(decode(outcome.extraction)), "9001-2011").items():
            pa.RecordBatch.from_pylist(of_table, schema=arrow_schema(table))
    except Exception as error:
        return "defect", f"its records cannot be published ({type(error).__name__}: {error})"
    return "read", ""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.damaged_files", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=1000, help="damaged files to read (1000)")
    parser.add_argument("--first", type=int, default=1, help="number of the first round (1)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other files (1)")
    parser.add_argument("--reader", choices=("pdfium", "pdfplumber"), default="pdfium")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the files that fail (a new one)")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="damaged-"))
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()

    def told(done: int) -> None:
        if done % 500 == 0:
            print(f"{done} rounds, {time.monotonic() - begun:.0f} s", file=sys.stderr)

    numbers = range(options.first, options.first + options.rounds)
    tally = run(numbers, options.seed, folder, reader=options.reader, workers=options.workers, told=told)
    print(f"{options.rounds} rounds in {time.monotonic() - begun:.0f} s: {dict(tally.endings)}")
    for failure in tally.failures:
        print(f"round {failure.round} ({failure.kind}): {failure.category}: {failure.reason}")
    if tally.failures:
        print(f"The files that failed are in {folder}.")
    sys.exit(bool(tally.failures))


if __name__ == "__main__":
    main()
