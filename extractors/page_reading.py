"""What a reader of documents hands over: one page, and what there is to say of how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from extractors.pages import Page


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as read, remarks on what was left out, and whether its content draws any text.

    A page that draws text but has no words was not read well.
    """

    page: Page
    remarks: tuple[str, ...] = ()
    text_expected: bool = False


class OpenDocument(Protocol):
    """A document opened by a reader. Pages are numbered from 1."""

    def __len__(self) -> int: ...

    def read(self, number: int) -> PageReading:
        """Raises PageFailed for a page that cannot be read."""
        ...

    def close(self) -> None: ...
