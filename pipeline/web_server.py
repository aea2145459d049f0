"""Run the pages of a dataset as a web server until it is interrupted."""

from __future__ import annotations

import multiprocessing
import socket
import threading
from pathlib import Path

import uvicorn

from corpus.web.app import make_app
from pipeline.terminal import console, shown
from schemas.errors import UserError

_MOST_CONNECTIONS = 512
_BACKLOG = 512
_SECONDS_IDLE = 15
_SECONDS_TO_END = 5


class AddressTakenError(UserError):
    """The host and port cannot be listened on."""


def run(dataset: Path, archive: Path | None, host: str, port: int, processes: int = 1) -> None:
    """Serve from this process, and from as many more as make `processes`, until interrupted.

    Raises DatasetError, NoArchiveError or AddressTakenError.
    """
    server = _server(dataset, archive)
    listening = _listen(host, port, shared=processes > 1)
    host, port = listening.getsockname()[:2]
    start = multiprocessing.get_context("spawn").Process
    others = [
        start(target=_serve_beside, args=(dataset, archive, host, port), daemon=True)
        for _ in range(processes - 1)
    ]
    for other in others:
        other.start()
    console().print(f"Serving {shown(dataset)} at {_address(host, port)} (Ctrl+C stops).", soft_wrap=True)
    try:
        server.run(sockets=[listening])
    finally:
        for other in others:
            other.terminate()
        for other in others:
            other.join()


def _serve_beside(dataset: Path, archive: Path | None, host: str, port: int) -> None:
    """Serve at the same address as the process that started this one, for as long as that one lives."""
    server = _server(dataset, archive)
    first = multiprocessing.parent_process()
    assert first is not None

    def follow() -> None:
        first.join()
        server.should_exit = True

    threading.Thread(target=follow, daemon=True).start()
    server.run(sockets=[_listen(host, port, shared=True)])


def _server(dataset: Path, archive: Path | None) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            make_app(dataset, archive),
            # uvicorn's own set-up of logging closes what handlers the process has, with their streams.
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_keep_alive=_SECONDS_IDLE,
            timeout_graceful_shutdown=_SECONDS_TO_END,
        )
    )


def _listen(host: str, port: int, *, shared: bool) -> socket.socket:
    """A socket that listens; `shared` lets several processes listen, each with a share of the calls."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sends small answers at once (TCP_NODELAY).
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except (OSError, AttributeError) as error:
        listening.close()
        why = getattr(error, "strerror", None) or error
        raise AddressTakenError(
            f"Cannot listen on {host} port {port} ({why}). "
            "Choose another with --port, or --port 0 for any free one."
        ) from error
    return listening


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
