"""Run the pages of a dataset as a web server until it is interrupted."""

from __future__ import annotations

import socket
from pathlib import Path

import uvicorn

from corpus.web.app import make_app
from pipeline.terminal import console, shown
from schemas.errors import UserError

_MOST_CONNECTIONS = 512
_BACKLOG = 512
_SECONDS_IDLE = 15


class AddressTakenError(UserError):
    """The host and port cannot be listened on."""


def run(dataset: Path, archive: Path | None, host: str, port: int) -> None:
    """Serve until interrupted. Raises DatasetError, NoArchiveError or AddressTakenError."""
    app = make_app(dataset, archive)
    listening = _listen(host, port)
    address = _address(listening)
    console().print(f"Serving {shown(dataset)} at {address} (Ctrl+C stops).", soft_wrap=True)
    settings = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_SECONDS_IDLE,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(settings).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sends small answers at once (TCP_NODELAY).
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise AddressTakenError(
            f"Cannot listen on {host} port {port} ({error.strerror or error}). "
            "Choose another with --port, or --port 0 for any free one."
        ) from error
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
