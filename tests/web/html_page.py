"""A page as a reader of HTML sees it: its elements and texts, for tests to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "img", "br", "hr"}


@dataclass
class Element:
    """An element with its attributes and what is in it."""

    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, white space evened out."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> list[str]:
        return [
            piece
            for child in self.children
            for piece in ([child] if isinstance(child, str) else child._texts())
        ]

    def all(self, name: str, matching: Callable[[Element], bool] = lambda _: True) -> list[Element]:
        """All elements of this name in it, in order."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                if child.name == name and matching(child):
                    found.append(child)
                found += child.all(name, matching)
        return found

    def one(self, name: str, matching: Callable[[Element], bool] = lambda _: True) -> Element:
        """The only element of this name in it."""
        (found,) = self.all(name, matching)
        return found

    def of_class(self, name: str, class_: str) -> list[Element]:
        return self.all(name, lambda e: class_ in e.attributes.get("class", "").split())

    def links(self) -> list[str]:
        """Where its links lead."""
        return [a.attributes["href"] for a in self.all("a") if "href" in a.attributes]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(made)
        if tag not in _VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self.open[-1].name == tag, f"<{self.open[-1].name}> is closed by </{tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_page(html: str) -> Element:
    """The elements of a page, which must be nested and closed as HTML asks (every tag written out)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].name}> is never closed"
    return reader.root
