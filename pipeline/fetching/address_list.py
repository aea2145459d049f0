"""Read the list of addresses that an archive is fetched from."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from schemas.errors import UserError

SCHEMES = ("http", "https")

_COLUMNS = {
    "address": ("address", "url", "link", "adress", "länk"),
    "municipality": ("municipality", "kommun"),
    "year": ("year", "år"),
}
"""What a column holds to the headings it goes by, in small letters."""
_DELIMITERS = ",;\t"
_LONGEST_ADDRESS = 2000  # characters; servers refuse longer ones
_YEAR = re.compile(r"(?:19|20)\d\d")


class AddressListError(UserError):
    """The list of addresses cannot be used."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to fetch, and what the list says of the report there."""

    address: str
    municipality: str | None = None
    year: str | None = None


@dataclass(frozen=True, slots=True)
class AddressList:
    """What a list holds."""

    wanted: tuple[Wanted, ...]
    """Each address once, in the order of the list."""
    problems: tuple[str, ...]
    """A sentence for each line that cannot be used."""


def read_address_list(path: Path) -> AddressList:
    """The addresses of the list at `path`.

    A text file has one address a line; empty lines and lines that start with # do not count. A CSV
    file (commas, semicolons or tabs) names its columns in its first line: `address`, and perhaps
    `municipality` and `year`. Raises AddressListError where no address can be taken from it.
    """
    lines = _text(path).splitlines()
    wanted: dict[str, Wanted] = {}
    problems = []
    for number, found in _rows(lines, path):
        problem = _problem(found)
        if problem:
            problems.append(f"Line {number} of {path.name}: {problem}")
        else:
            wanted.setdefault(found.address, found)
    if not wanted:
        raise AddressListError(
            problems[0] if problems else f"The list {path} holds no address. Write one on each line."
        )
    return AddressList(tuple(wanted.values()), tuple(problems))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AddressListError(
            f"The list {path} cannot be read ({error.strerror}). Give a CSV or text file of addresses."
        ) from error
    if b"\0" in data:
        raise AddressListError(f"The list {path} is no text. Save it as CSV or text (UTF-8) and give that.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # as spreadsheets on Windows save CSV


def _rows(lines: list[str], path: Path) -> Iterator[tuple[int, Wanted]]:
    """The rows of the list with their line numbers."""
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        return
    heading = numbered[0][1]
    delimiter = max(_DELIMITERS, key=heading.count)
    columns = _columns(next(csv.reader([heading], delimiter=delimiter)))
    if "address" in columns:
        for (number, _), cells in zip(numbered[1:], _cells(numbered[1:], delimiter), strict=True):
            values = {name: cells[i].strip() for name, i in columns.items() if i < len(cells)}
            yield (
                number,
                Wanted(
                    _plain(values.get("address", "")),
                    values.get("municipality") or None,
                    values.get("year") or None,
                ),
            )
    elif path.suffix.lower() == ".csv" and "://" not in heading:
        raise AddressListError(
            f"The first line of {path} names no column `address`. "
            "Name the columns there: address, and perhaps municipality and year."
        )
    else:
        for number, line in numbered:
            yield number, Wanted(_plain(line.strip()))


def _columns(headings: Iterable[str]) -> dict[str, int]:
    places = {heading.strip().lower(): i for i, heading in enumerate(headings)}
    return {name: places[alias] for name, aliases in _COLUMNS.items() for alias in aliases if alias in places}


def _cells(numbered: list[tuple[int, str]], delimiter: str) -> Iterator[list[str]]:
    for _, line in numbered:
        yield next(csv.reader([line], delimiter=delimiter))


def _plain(address: str) -> str:
    """The address without the part that only a browser uses."""
    return urldefrag(address).url if address.isprintable() else address


def _problem(wanted: Wanted) -> str | None:
    """Why an address cannot be fetched, in a sentence."""
    if not wanted.address:
        return "there is no address."
    try:
        parts = urlsplit(wanted.address)
        host, secret = parts.hostname, parts.password or parts.username
        _ = parts.port
    except ValueError:
        return f"{wanted.address} is no address of the web."
    if parts.scheme.lower() not in SCHEMES or not host:
        return f"{wanted.address} is no address that starts with http:// or https://."
    if secret is not None:
        return f"the address at {host} holds a user name, which the manifest would store; leave it out."
    if len(wanted.address) > _LONGEST_ADDRESS or not wanted.address.isprintable() or " " in wanted.address:
        return f"the address at {host} is too long or holds spaces; give it as a browser shows it."
    if wanted.year and not _YEAR.fullmatch(wanted.year):
        return f"{wanted.year} is no year; write four digits or leave it empty."
    return None
