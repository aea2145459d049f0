"""Fetch one file over HTTP into a partial file, whatever the server does."""

from __future__ import annotations

import asyncio
import datetime
import random
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from extractors.reading.file_kinds import HEADER_WITHIN, KIND_WITHIN, has_pdf_header, is_cut_off, kind_of
from pipeline.fetching.address_list import SCHEMES
from pipeline.fetching.body import body_of
from pipeline.fetching.download_errors import (
    DownloadFailed,
    broken_off,
    ends_in_the_middle,
    wait_too_long,
    wrong_status,
)
from pipeline.fetching.partial_file import PartialFile, Validators

ATTEMPTS = 4
MAX_REDIRECTS = 5
LONGEST_WAIT_SECONDS = 120.0
"""A server that asks for a longer pause is left for another day."""
LEAST_BYTES_PER_SECOND = 100
"""Over each time limit; a server that is slower is taken to hang."""

_FIRST_PAUSE_SECONDS = 1.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that another attempt may turn out without."""
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one download may take."""

    seconds: float = 30.0
    """Without an answer, or with hardly any bytes."""
    max_bytes: int = 200 << 20
    first_pause_seconds: float = _FIRST_PAUSE_SECONDS
    """Before the second attempt; doubled before each further one."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come whole, or the word that it has not changed."""

    unchanged: bool
    validators: Validators


async def download(
    client: httpx.AsyncClient,
    address: str,
    partial: PartialFile,
    known: Validators | None,
    limits: Limits,
) -> Received:
    """Fetch `address` into `partial`; with `known`, only where it has changed since.

    Makes several attempts where the failure may pass, pausing in between as long as the server asks
    or longer each time, and goes on after what has come. Raises DownloadFailed, and OSError where
    the partial file cannot be written.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await _attempt(client, address, partial, known, limits)
        except DownloadFailed as failure:
            if not failure.passing or attempt == ATTEMPTS:
                raise
            pause = limits.first_pause_seconds * 2 ** (attempt - 1) * random.uniform(0.75, 1.25)
            pause = max(pause, failure.wait_seconds)
            if pause > LONGEST_WAIT_SECONDS:
                raise wait_too_long(failure, pause) from failure
            await asyncio.sleep(pause)
    raise AssertionError("unreachable")


async def _attempt(
    client: httpx.AsyncClient,
    address: str,
    partial: PartialFile,
    known: Validators | None,
    limits: Limits,
) -> Received:
    came_before = partial.size
    headers = _conditions(partial, known)
    try:
        async with _answer(client, address, headers) as response:
            if response.status_code == HTTPStatus.NOT_MODIFIED and known is not None:
                return Received(unchanged=True, validators=known)
            if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and "Range" in headers:
                partial.drop()
                raise DownloadFailed("The part that had come does not fit the file any more.", passing=True)
            if response.status_code not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
                raise wrong_status(
                    response.status_code,
                    passing=response.status_code in _PASSING,
                    wait_seconds=_retry_after(response.headers),
                )
            validators = await _receive(response, partial, came_before, limits)
            if is_cut_off(partial.path.read_bytes()):
                size = partial.size
                partial.drop()
                raise ends_in_the_middle(size, announced="Content-Length" in response.headers)
    except httpx.TimeoutException as error:
        raise DownloadFailed(
            f"The server did not answer within {limits.seconds:g} seconds. Try again later, "
            "or give a longer --timeout.",
            passing=True,
        ) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise DownloadFailed(f"The address is not one of the web ({error}). Check its spelling.") from error
    except httpx.ConnectError as error:
        raise DownloadFailed(
            f"The server cannot be reached ({_cause(error)}). Check the address and the network.",
            passing=True,
        ) from error
    except httpx.HTTPError as error:
        raise broken_off(partial.size) from error
    return Received(unchanged=False, validators=validators)


def _conditions(partial: PartialFile, known: Validators | None) -> dict[str, str]:
    """What to ask for: the rest of a part, else the file where it has changed, else all of it."""
    headers = {"Accept": "application/pdf, */*;q=0.5", "Accept-Encoding": "identity"}
    if partial.size and partial.validators.for_range:
        headers |= {"Range": f"bytes={partial.size}-", "If-Range": partial.validators.for_range}
    elif known is not None:
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
    return headers


@asynccontextmanager
async def _answer(
    client: httpx.AsyncClient, address: str, headers: Mapping[str, str]
) -> AsyncIterator[httpx.Response]:
    """The answer at the end of the redirects, its body not yet read. Raises DownloadFailed."""
    url = httpx.URL(address)
    for _ in range(MAX_REDIRECTS + 1):
        response = await client.send(client.build_request("GET", url, headers=headers), stream=True)
        try:
            if not response.has_redirect_location:
                yield response
                return
            target = response.headers["Location"]
        finally:
            await response.aclose()
        url = url.join(target)
        if url.scheme not in SCHEMES or not url.host:
            raise DownloadFailed(
                f"The server sends on to {target[:200]}, which is no address of the web. "
                "Find where the report lies now and list that."
            )
    raise DownloadFailed(
        f"The server sends on from one address to the next, more than {MAX_REDIRECTS} times. "
        "Find where the report lies now and list that."
    )


async def _receive(
    response: httpx.Response, partial: PartialFile, came_before: int, limits: Limits
) -> Validators:
    """Write the body of an answer to the partial file. Returns its validators."""
    validators = Validators.of(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
    if response.status_code == HTTPStatus.PARTIAL_CONTENT:
        stated = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
        if not came_before or not stated or int(stated[1]) != came_before:
            partial.drop()
            raise DownloadFailed("The server sent another part than it was asked for.", passing=True)
        validators = partial.validators
        file = partial.go_on()
    else:
        came_before = 0
        encoded = response.headers.get("Content-Encoding", "identity") != "identity"
        # A part of what is decoded cannot be gone on with by counting bytes.
        file = partial.begin(Validators() if encoded else validators)
    with file:
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and came_before + int(announced) > limits.max_bytes:
            partial.drop()
            raise _too_large(limits)
        size, checked = came_before, came_before >= KIND_WITHIN
        window_began, window_size = time.monotonic(), size
        async for chunk in body_of(response):
            size += len(chunk)
            if size > limits.max_bytes:
                partial.drop()
                raise _too_large(limits)
            file.write(chunk)
            if not checked and size >= KIND_WITHIN:
                file.flush()
                _check_kind(partial)
                checked = True
            if time.monotonic() - window_began > limits.seconds:
                if size - window_size < LEAST_BYTES_PER_SECOND * limits.seconds:
                    raise httpx.ReadTimeout("hardly any bytes came")
                window_began, window_size = time.monotonic(), size
    if not checked:
        _check_kind(partial)
    return validators


def _check_kind(partial: PartialFile) -> None:
    """Raises DownloadFailed where what has come does not begin as a PDF does."""
    head = partial.head(KIND_WITHIN)
    if has_pdf_header(head[:HEADER_WITHIN]):
        return
    partial.drop()
    if not head:
        raise DownloadFailed("The server sent an empty file. Check the address in a browser.", passing=True)
    raise DownloadFailed(
        f"The server sent {kind_of(head)} in place of a PDF. Open the address in a browser and find the "
        "one of the report itself."
    )


def _too_large(limits: Limits) -> DownloadFailed:
    return DownloadFailed(
        f"The file is larger than the limit of {limits.max_bytes / (1 << 20):g} MiB. "
        "If it is a report, give a higher --max-size."
    )


def _retry_after(headers: httpx.Headers) -> float:
    """The seconds that a server asks to wait (RFC 9110, 10.2.3); 0 where it asks for nothing."""
    stated = headers.get("Retry-After", "").strip()
    if stated.isdigit():
        return float(min(int(stated), 10**6))
    try:
        until = parsedate_to_datetime(stated)
    except ValueError:
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - datetime.datetime.now(datetime.UTC)).total_seconds())


def _cause(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text[:200] if text else type(error).__name__
