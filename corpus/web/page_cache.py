"""Answers kept as they were sent, and only their tag sent to a browser that has the answer already."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CACHE_BYTES = 128 << 20
_LONGEST_ADDRESS = 2000
_LARGEST_BODY = 2 << 20
_KEPT_TYPES = ("text/html", "application/json")

Key = tuple[str, str, bytes]
"""Version of the dataset, path and query."""


@dataclass(frozen=True, slots=True)
class _Answer:
    headers: list[tuple[bytes, bytes]]
    body: bytes
    tag: str


class PageCache:
    """Keeps pages and their twins for as long as the dataset has one version.

    `version` tells the dataset's version now. Answers other than 200, and what is neither page nor
    JSON, go through untouched.
    """

    def __init__(self, app: ASGIApp, version: Callable[[], str]) -> None:
        self._app = app
        self._version = version
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, _Answer] = OrderedDict()
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        key = self._version(), scope["path"], scope["query_string"]
        answer = self._find(key)
        if answer is None:
            answer = await self._made(key, {**scope, "method": "GET"}, receive, send)
        if answer is not None:
            await _send(answer, scope, send)

    async def _made(self, key: Key, scope: Scope, receive: Receive, send: Send) -> _Answer | None:
        """The answer of the app, kept; None where it was passed on instead."""
        start: Message = {}
        body = bytearray()
        passed_on = False

        async def catch(message: Message) -> None:
            nonlocal start, passed_on
            if message["type"] == "http.response.start":
                passed_on = not _may_be_kept(message)
                start = message
            if passed_on:
                await send(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self._app(scope, receive, catch)
        if passed_on or not start:
            return None
        content = bytes(body)
        answer = _Answer(start["headers"], content, f'"{hashlib.sha256(content).hexdigest()[:20]}"')
        if self._version() == key[0]:
            self._keep(key, answer)
        return answer

    def _find(self, key: Key) -> _Answer | None:
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
            return answer

    def _keep(self, key: Key, answer: _Answer) -> None:
        if len(answer.body) > _LARGEST_BODY or len(key[1]) + len(key[2]) > _LONGEST_ADDRESS:
            return
        with self._lock:
            for old in [k for k in self._kept if k[0] != key[0]]:
                self._bytes -= len(self._kept.pop(old).body)
            replaced = self._kept.pop(key, None)
            self._kept[key] = answer
            self._bytes += len(answer.body) - (len(replaced.body) if replaced else 0)
            while self._bytes > _CACHE_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1].body)


def _may_be_kept(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    return (
        message["status"] == 200
        and headers.get("content-type", "").startswith(_KEPT_TYPES)
        and "cache-control" not in headers
    )


async def _send(answer: _Answer, scope: Scope, send: Send) -> None:
    known = Headers(scope=scope).get("if-none-match", "")
    headers = MutableHeaders(raw=list(answer.headers))
    headers["ETag"] = answer.tag
    headers["Cache-Control"] = "no-cache"
    unchanged = answer.tag in known
    if unchanged:
        del headers["content-length"]
    status = 304 if unchanged else 200
    body = b"" if unchanged or scope["method"] == "HEAD" else answer.body
    await send({"type": "http.response.start", "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})
