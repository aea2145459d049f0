"""Let a run end in good order when it is asked to stop."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stop_on_signals(noted: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """A function that tells whether the program was asked to stop: Ctrl-C or SIGTERM.

    The first request is only noted, and `noted` called; a second one raises KeyboardInterrupt
    where the program is. Must be entered in the main thread.
    """
    requests = 0

    def note(signum: int, frame: FrameType | None) -> None:
        nonlocal requests
        requests += 1
        if requests > 1:
            raise KeyboardInterrupt
        noted()

    before = {s: signal.signal(s, note) for s in _STOP_SIGNALS}
    try:
        yield lambda: requests > 0
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)
