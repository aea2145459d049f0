"""The bytes of an HTTP answer, decompressed in bounded pieces."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

import httpx

from pipeline.fetching.download_errors import DownloadFailed, broken_off

PIECE_BYTES = 1 << 16
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


async def body_of(response: httpx.Response) -> AsyncIterator[bytes]:
    """The body of `response` piece by piece, none much larger than `PIECE_BYTES`.

    httpx would decompress a piece whole, however large it becomes. A server is asked to send files as
    they are, but some compress them all the same. Raises DownloadFailed for an encoding that is not
    known or does not hold, and httpx.HTTPError where the connection fails.
    """
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        async for raw in response.aiter_raw():
            yield raw
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise DownloadFailed(
            f"The server sends the file compressed as {encoding[:20]}, which was not asked for. "
            "Fetch it with a browser."
        )
    decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
    came = 0
    async for raw in response.aiter_raw():
        came += len(raw)
        while raw:
            try:
                piece = decoder.decompress(raw, PIECE_BYTES)
            except zlib.error as error:
                raise broken_off(came) from error
            yield piece
            raw = decoder.unconsumed_tail
    yield decoder.flush()
    if not decoder.eof:
        raise broken_off(came)
