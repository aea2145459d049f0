"""A server on the loopback that does what servers of old reports do, and worse."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PDF = b"%PDF-1.4\n" + b"% a report, as far as fetching goes\n" * 4000 + b"startxref\n0\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><body>Sidan finns inte</body></html>"
MODIFIED = formatdate(1_300_000_000, usegmt=True)


class MisbehavingServer(ThreadingHTTPServer):
    """Answers by the address's path: see `Handler`. Counts what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = PDF
        self.requests: Counter[str] = Counter()
        self.headers: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:12]}"'


class Handler(BaseHTTPRequestHandler):
    """One method per misbehaviour, named by the first part of the path."""

    server: MisbehavingServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        with self.server.lock:
            self.server.requests[path] += 1
            self.server.headers[path].append({k.lower(): v for k, v in self.headers.items()})
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        self.nth = self.server.requests[path]
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                getattr(self, "on_" + path.split("/")[1].removesuffix(".pdf").replace("-", "_"))()
        finally:
            with self.server.lock:
                self.server.at_once -= 1

    def log_message(self, format: str, *args: object) -> None:
        pass

    def answer(
        self,
        status: int,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        length: int | None = None,
    ) -> None:
        """Send an answer; `length` is what Content-Length says instead of the truth, -1 for none."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if length is None or length >= 0:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        else:
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)
        if length is not None and length != len(body):
            self.close_connection = True

    def on_good(self) -> None:
        """Conditional requests and ranges are honoured."""
        etag, content = self.server.etag, self.server.content
        validators = {"ETag": etag, "Last-Modified": MODIFIED}
        if self.headers.get("If-None-Match") == etag:
            self.answer(304, b"", validators)
        elif self.headers.get("If-Range") == etag and "Range" in self.headers:
            start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            self.answer(
                206,
                content[start:],
                {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}", **validators},
            )
        else:
            self.answer(200, content, validators)

    def on_plain(self) -> None:
        """A server without validators."""
        self.answer(200, self.server.content)

    def on_same(self) -> None:
        """The same file by date alone."""
        if self.headers.get("If-Modified-Since") == MODIFIED:
            self.answer(304)
        else:
            self.answer(200, self.server.content, {"Last-Modified": MODIFIED})

    def on_missing(self) -> None:
        self.answer(404, HTML)

    def on_secret(self) -> None:
        self.answer(403, HTML)

    def on_flaky(self) -> None:
        if self.nth == 1:
            self.answer(500, HTML)
        else:
            self.on_good()

    def on_down(self) -> None:
        self.answer(503, HTML)

    def on_busy(self) -> None:
        if self.nth == 1:
            self.answer(429, b"", {"Retry-After": "1"})
        else:
            self.on_good()

    def on_busy_for_days(self) -> None:
        self.answer(429, b"", {"Retry-After": "86400"})

    def on_html(self) -> None:
        self.answer(200, HTML, {"Content-Type": "application/pdf"})

    def on_empty(self) -> None:
        self.answer(200, b"")

    def on_nothing(self) -> None:
        self.answer(204)

    def on_silent(self) -> None:
        time.sleep(3)

    def on_drip(self) -> None:
        """A byte now and then: no single wait is long."""
        self.answer(200, b"%PDF-1.4\n", length=10_000)
        for _ in range(200):
            self.wfile.write(b"%")
            time.sleep(0.05)

    def on_breaks(self) -> None:
        """The connection breaks off in the middle; then ranges are honoured."""
        if "Range" in self.headers:
            self.on_good()
        else:
            half = self.server.content[: len(self.server.content) // 2]
            self.answer(200, half, {"ETag": self.server.etag}, length=len(self.server.content))

    def on_breaks_always(self) -> None:
        """The same without ranges."""
        half = self.server.content[: len(self.server.content) // 2]
        self.answer(200, half, {"ETag": self.server.etag}, length=len(self.server.content))

    def on_cut(self) -> None:
        """No length is announced, and the body ends early the first time."""
        half = self.server.content[: len(self.server.content) // 2]
        self.answer(200, half if self.nth == 1 else self.server.content, length=-1)

    def on_short_length(self) -> None:
        """The announced length is too small."""
        self.answer(200, self.server.content, length=1000)

    def on_wrong_range(self) -> None:
        """Another part than the one that was asked for."""
        if self.nth == 1:
            self.on_breaks()
        elif "Range" in self.headers:
            end = len(self.server.content) - 1
            self.answer(206, self.server.content[7:], {"Content-Range": f"bytes 7-{end}/{end + 1}"})
        else:
            self.on_good()

    def on_range_gone(self) -> None:
        if self.nth == 1:
            self.on_breaks()
        elif "Range" in self.headers:
            self.answer(416)
        else:
            self.on_good()

    def on_endless(self) -> None:
        self.answer(200, b"%PDF-1.4\n", length=-1)
        while True:
            self.wfile.write(bytes(1 << 16))

    def on_large(self) -> None:
        self.answer(200, b"%PDF-1.4\n", length=10 << 30)

    def on_gzip(self) -> None:
        self.answer(200, gzip.compress(self.server.content), {"Content-Encoding": "gzip"})

    def on_gzip_bomb(self) -> None:
        self.answer(200, gzip.compress(b"%PDF-1.4\n" + bytes(16 << 20)), {"Content-Encoding": "gzip"})

    def on_brotli(self) -> None:
        self.answer(200, b"x", {"Content-Encoding": "br"})

    def on_loop(self) -> None:
        self.answer(302, b"", {"Location": "/loop"})

    def on_moved(self) -> None:
        self.answer(301, b"", {"Location": "/good.pdf"})

    def on_to(self) -> None:
        """A redirect to what stands after `?at=`."""
        self.answer(302, b"", {"Location": parse_qs(urlsplit(self.path).query)["at"][0]})

    def on_nowhere(self) -> None:
        self.answer(302)

    def on_slow(self) -> None:
        time.sleep(0.15)
        self.on_good()


@contextmanager
def serving() -> Iterator[MisbehavingServer]:
    """The server, at work in a thread of its own."""
    server = MisbehavingServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
