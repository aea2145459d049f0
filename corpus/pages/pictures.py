"""Pictures of the pages of PDF files, drawn in a process apart and kept for the next time."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

_MOST_PIXELS = 4_000_000
_SECONDS_PER_PAGE = 5.0
_CACHE_BYTES = 64 << 20
_MOST_FAILURES = 10_000
_DRAWING_PROCESS = Path(__file__).with_name("drawing_process.py")


class PictureError(Exception):
    """The page cannot be drawn: there is none, the file is damaged, or it took too long."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture."""

    png: bytes
    width: float
    """Of the page as displayed, in points."""
    height: float
    tag: str
    """Changes with the file and the page: an ETag."""


class Pictures:
    """Draws pages, one at a time. May be asked from several threads. Close it when done."""

    def __init__(self, seconds_per_page: float = _SECONDS_PER_PAGE) -> None:
        self._seconds = seconds_per_page
        self._drawing = threading.Lock()
        self._keeping = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._kept: OrderedDict[tuple[str, int], Picture] = OrderedDict()
        self._failed: dict[tuple[str, int], PictureError] = {}
        self._kept_bytes = 0

    def start(self) -> None:
        """Start the process before the first page is asked for."""
        with self._drawing:
            self._running()

    def close(self) -> None:
        """End the process."""
        with self._drawing:
            self._end()

    def page(self, path: Path, sha256: str, number: int) -> Picture:
        """Page `number` (from 1) of the file with this path and hash. Raises PictureError."""
        key = sha256, number
        kept = self._find(key)
        if kept is None:
            with self._drawing:
                kept = self._find(key)
                if kept is None:
                    kept = self._draw_once(key, path)
                    self._keep(key, kept)
        return kept

    def _find(self, key: tuple[str, int]) -> Picture | None:
        with self._keeping:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _keep(self, key: tuple[str, int], picture: Picture) -> None:
        with self._keeping:
            self._kept[key] = picture
            self._kept_bytes += len(picture.png)
            while self._kept_bytes > _CACHE_BYTES and len(self._kept) > 1:
                self._kept_bytes -= len(self._kept.popitem(last=False)[1].png)

    def _draw_once(self, key: tuple[str, int], path: Path) -> Picture:
        """Draw a page that was not tried before: what failed takes as long the next time."""
        if key in self._failed:
            raise self._failed[key]
        try:
            return self._draw(path, *key)
        except PictureError as error:
            if len(self._failed) < _MOST_FAILURES:
                self._failed[key] = error
            raise

    def _draw(self, path: Path, sha256: str, number: int) -> Picture:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        # Ending the process ends the wait for its answer.
        overdue = threading.Timer(self._seconds, process.kill)
        overdue.start()
        try:
            question = {"file": str(path), "sha256": sha256, "page": number, "pixels": _MOST_PIXELS}
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
            head = json.loads(line) if line.endswith(b"\n") else {}
            png = process.stdout.read(head.get("bytes", 0))
        except (OSError, ValueError):
            head, png = {}, b""
        finally:
            overdue.cancel()
        if "problem" in head:
            raise PictureError(head["problem"])
        if not png or len(png) < head["bytes"]:
            self._end()
            raise PictureError("drawing the page took too long or failed")
        return Picture(png, head["width"], head["height"], f'"{sha256[:20]}-{number}"')

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_DRAWING_PROCESS)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()
