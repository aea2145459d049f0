"""Draws pages of PDF files, as asked on standard input. A process of its own.

PDFium is not safe to call from several threads, and a file may crash it or keep it busy for ever:
whoever asks (`corpus.pages.pictures`) ends this process then. It is run as a file, and imports nothing
of this program.

A question is a line of JSON: file, its hash, page (from 1) and the most pixels. The answer is a line of JSON,
`bytes` of the picture that follows, with the page's width and height in points, or `problem`.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import sys
from collections import OrderedDict
from typing import Any, BinaryIO

import pypdfium2

_MEMORY_BYTES = 2 << 30
_OPEN_FILES = 8
_PIXELS_PER_POINT = 2.0
_SMALLEST, _LARGEST = 3.0, 14_400.0
"""Points of a page's side (ISO 32000-1, annex C.2): what lies outside is taken for damage."""


def main() -> None:
    _limit_memory()
    answers = sys.stdout.buffer
    opened: OrderedDict[str, pypdfium2.PdfDocument] = OrderedDict()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        try:
            picture, width, height = _draw(opened, **asked)
        except (pypdfium2.PdfiumError, OSError, ValueError, IndexError, MemoryError) as error:
            _answer(answers, {"problem": str(error) or type(error).__name__}, b"")
        else:
            _answer(answers, {"bytes": len(picture), "width": width, "height": height}, picture)


def _draw(
    opened: OrderedDict[str, pypdfium2.PdfDocument], *, file: str, sha256: str, page: int, pixels: int
) -> tuple[bytes, float, float]:
    """A page as PNG, and its displayed width and height in points."""
    document = opened.pop(sha256, None) or pypdfium2.PdfDocument(file)
    opened[sha256] = document
    if len(opened) > _OPEN_FILES:
        opened.popitem(last=False)[1].close()
    if not 1 <= page <= len(document):
        raise IndexError("there is no such page")
    sheet = document[page - 1]
    try:
        width, height = sheet.get_size()
        if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST):
            raise ValueError("the page's size is impossible")
        scale = min(_PIXELS_PER_POINT, math.sqrt(pixels / (width * height)))
        bitmap = sheet.render(scale=scale)
        target = io.BytesIO()
        bitmap.to_pil().save(target, "PNG", compress_level=3)
        bitmap.close()
    finally:
        sheet.close()
    return target.getvalue(), width, height


def _answer(answers: BinaryIO, head: dict[str, Any], picture: bytes) -> None:
    answers.write(json.dumps(head).encode() + b"\n" + picture)
    answers.flush()


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


if __name__ == "__main__":
    main()
