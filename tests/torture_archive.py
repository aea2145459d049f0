"""An archive of good reports among everything that may lie beside them under a PDF's name.

    python -m tests.torture_archive FOLDER

writes it. Some files make the reader misbehave as a whole (a crash, an endless loop, a hog of memory):
`read` stands in for the extractors and plays these, and reads all other files as they do.
"""

from __future__ import annotations

import argparse
import ctypes
import gzip
import io
import os
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractors.report import read_report
from schemas.records import Extraction
from tests.pages.draw_hostile_pages import LARGE, SMALL
from tests.pages.draw_pages import CASES
from tests.typesetter.archive import typeset_seed

EXTRACT = "tests.torture_archive:read"
GOOD = 20
_ODD_NAMES = (
    b"rapport\n2011.pdf",
    b"r\xe4ksm\xf6rg\xe5s.pdf",  # Latin-1, no UTF-8
    "räksmörgås.PDF".encode(),
    b"x" * 251 + b".pdf",
    b"--help.pdf",
    b"[a-z]*?.pdf",
    b"$(touch x); 'y\".pdf",
    "\u202efdp.\u200b😀.pdf".encode(),
    b" .pdf",
    b"a.pdf.exe.pdf",
)
_LIMITS = frozenset({"time", "memory", "crash"})

_STAGES = (b"%stage crash", b"%stage exit", b"%stage sleep", b"%stage loop", b"%stage hog", b"%stage defect")


@dataclass(frozen=True, slots=True)
class Torture:
    """What lies in a torture archive."""

    good: frozenset[str]
    """Names of reports that must be read."""
    bad: dict[str, frozenset[str]]
    """Name of each other file to the categories that may be given as its reason."""
    no_files: frozenset[str]
    """Names of what is no file at all."""


def read(
    data: bytes,
    source_file: str,
    *,
    reader: str = "pdfium",
    before_recognition: Callable[[int], None] = lambda pages: None,
) -> Extraction:
    """Read a file as the extractors do, or misbehave where it says so."""
    match data.removeprefix(b"%stage ") if data.startswith(b"%stage ") else b"":
        case b"crash":
            ctypes.string_at(0)
        case b"exit":
            os._exit(3)
        case b"sleep":
            time.sleep(3600)
        case b"loop":
            while True:
                pass
        case b"hog":
            kept = [bytearray(1 << 24)]
            while True:
                kept.append(bytearray(1 << 24))
        case b"defect":
            raise ZeroDivisionError("a defect")
    return read_report(
        data,
        source_file,
        reader="pdfium" if reader == "pdfium" else "pdfplumber",
        before_recognition=before_recognition,
    )


def make_torture_archive(folder: Path) -> Torture:
    """Write the archive into `folder`."""
    good, bad = set(), {}
    for seed in range(GOOD):
        name = os.fsdecode(_ODD_NAMES[seed]) if seed < len(_ODD_NAMES) else f"report-{seed}.pdf"
        (folder / name).write_bytes(typeset_seed(seed, 0.1)[2])
        good.add(name)
    for name, (content, categories) in _bad_files().items():
        (folder / f"{name}.pdf").write_bytes(content)
        bad[f"{name}.pdf"] = frozenset(categories.split())
    with (folder / "sparse.pdf").open("wb") as file:
        file.truncate(50 << 30)
    bad["sparse.pdf"] = frozenset({"memory"})
    inside = folder / "folder.pdf"
    inside.mkdir()
    (inside / "empty inside.PDF").write_bytes(b"")
    bad["empty inside.PDF"] = frozenset({"empty_file"})
    (folder / "gone.pdf").symlink_to(folder / "nowhere.pdf")
    (folder / "round.pdf").symlink_to(folder / "round.pdf")
    (inside / "up").symlink_to(folder)
    os.mkfifo(folder / "pipe.pdf")
    return Torture(frozenset(good), bad, frozenset({"gone.pdf", "round.pdf", "pipe.pdf"}))


def _bad_files() -> dict[str, tuple[bytes, str]]:
    """Name to content and the categories that may be given, in words."""
    whole = typeset_seed(99, 0.1)[2]
    files: dict[str, tuple[bytes, str]] = {
        "empty": (b"", "empty_file"),
        "text": (b"Detta \xc3\xa4r ingen PDF.\n" * 20, "not_a_pdf"),
        "web page": (b"<!DOCTYPE html><html><body>404</body></html>", "not_a_pdf"),
        "zip": (_zip(), "not_a_pdf"),
        "gzip": (gzip.compress(whole), "not_a_pdf"),
        "zeros": (bytes(100_000), "not_a_pdf"),
        "header": (b"%PDF-1.7\n", "damaged_pdf"),
        "header and end": (b"%PDF-1.7\nstartxref\n0\n%%EOF\n", "damaged_pdf"),
        "cut early": (whole[: len(whole) // 10], "damaged_pdf"),
        "cut in the middle": (whole[: len(whole) // 2], "damaged_pdf"),
        "cut at the end": (whole[:-40], "damaged_pdf"),
        "middle lost": (whole[: len(whole) // 9] + whole[-60:], "damaged_pdf no_text not_a_report"),
        "password": (_letter(encrypt=StandardEncryption("secret", "owner")), "password_needed"),
        "letter": (_letter(), "not_a_report"),
        **{
            stage.decode()[1:]: (stage, "defect" if b"defect" in stage else " ".join(_LIMITS))
            for stage in _STAGES
        },
    }
    files |= {n: (CASES[n](), "no_pages no_text not_a_report") for n in ("no-pages", "picture-only", "type3")}
    reasons = "not_a_report no_text damaged_pdf no_pages too_many_pages " + " ".join(_LIMITS)
    return files | {name: (draw(), reasons) for name, draw in {**SMALL, **LARGE}.items()}


def _letter(**options: object) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, **options)
    for line in range(20):
        canvas.drawString(72, 700 - 20 * line, f"Protokoll från sammanträdet, paragraf {line}: bordläggs.")
    canvas.save()
    return data.getvalue()


def _zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("rapport.txt", "x")
    return data.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.torture_archive", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True)
    made = make_torture_archive(folder)
    print(f"{len(made.good)} good files, {len(made.bad)} bad ones, {len(made.no_files)} that are no files")


if __name__ == "__main__":
    main()
