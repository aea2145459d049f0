"""Why a file could not be fetched, in sentences."""

from __future__ import annotations

from http import HTTPStatus


class DownloadFailed(Exception):  # noqa: N818 - what is wrong at the address, not with the program
    """A file that could not be fetched. The message says why and what to do.

    `passing`: another attempt may succeed, after `wait_seconds` where the server asked for a pause.
    """

    def __init__(self, reason: str, *, passing: bool = False, wait_seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.passing = passing
        self.wait_seconds = wait_seconds


def wrong_status(status: int, *, passing: bool, wait_seconds: float) -> DownloadFailed:
    """For an answer that holds no file."""
    try:
        phrase = f" ({HTTPStatus(status).phrase})"
    except ValueError:
        phrase = ""
    if passing:
        advice = "Try again later."
    elif status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        advice = "The file is not open to everyone: ask for it, or fetch it with a browser."
    else:
        advice = "Check the address in a browser, and list where the report lies now."
    return DownloadFailed(
        f"The server answered {status}{phrase}. {advice}", passing=passing, wait_seconds=wait_seconds
    )


def wait_too_long(failure: DownloadFailed, seconds: float) -> DownloadFailed:
    """For a server that asks for a longer pause than a run makes."""
    return DownloadFailed(f"{failure} It asks to wait {seconds:.0f} seconds before.")


def broken_off(came: int) -> DownloadFailed:
    """For a connection that ended before the file did."""
    return DownloadFailed(
        f"The connection broke off after {came} bytes. Run the command again: it goes on from there "
        "where the server allows it.",
        passing=True,
    )


def ends_in_the_middle(size: int, *, announced: bool) -> DownloadFailed:
    """For a file that is not whole. Where its size was `announced` the server itself has no more of it."""
    return DownloadFailed(
        f"The PDF ends in the middle, after {size} bytes: the server holds or sends a damaged copy. "
        "Try again later, or ask the publisher.",
        passing=not announced,
    )
