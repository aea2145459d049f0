"""Extractions as bytes for the ledger, and back.

JSON by field name, compressed. Floats and dates come back exactly as they were. A field that a
stored extraction lacks, since it was added later, comes back as None or empty.
"""

from __future__ import annotations

import typing
import zlib
from dataclasses import dataclass, is_dataclass
from typing import Any, TypeVar

import msgspec

from schemas.records import Extraction, Report

_Record = TypeVar("_Record")

_LEVEL = 3  # half the time of the usual 6, and an eighth more bytes


@dataclass(frozen=True, slots=True)
class _TitlePage:
    """The part of a stored extraction that comes first; what follows is passed over."""

    report: Report


_to_json = msgspec.json.Encoder().encode
_extraction_from_json = msgspec.json.Decoder(Extraction)
_title_page_from_json = msgspec.json.Decoder(_TitlePage)


class UndecodableError(ValueError):
    """Bytes that no version of `encode` made, or that a field without a default is missing from."""


def encode(extraction: Extraction) -> bytes:
    """The extraction as bytes; equal extractions give equal bytes."""
    return zlib.compress(_to_json(extraction), _LEVEL)


def decode(data: bytes) -> Extraction:
    """The extraction that `encode` made `data` of. Raises UndecodableError."""
    return _read(data, _extraction_from_json)


def decode_report(data: bytes) -> Report:
    """The title page alone of what `encode` made `data` of, quicker. Raises UndecodableError."""
    return _read(data, _title_page_from_json).report


def _read(data: bytes, decoder: msgspec.json.Decoder[_Record]) -> _Record:
    try:
        text = zlib.decompress(data)
        try:
            return decoder.decode(text)
        except msgspec.ValidationError:
            completed = _completed(msgspec.json.decode(text), decoder.type)
            return msgspec.convert(completed, decoder.type)
    except (zlib.error, msgspec.DecodeError) as error:
        raise UndecodableError(f"A stored extraction cannot be read ({error}).") from error


def _completed(value: Any, record: Any) -> Any:
    """Plain JSON of a record that an earlier version stored, with the fields that it lacks."""
    if not isinstance(value, dict):
        return value
    for name, hint in typing.get_type_hints(record).items():
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if name not in value:
            if origin is tuple:
                value[name] = []
            elif type(None) in arguments:
                value[name] = None
        elif is_dataclass(hint):
            _completed(value[name], hint)
        elif origin is tuple and is_dataclass(arguments[0]) and isinstance(value[name], list):
            for item in value[name]:
                _completed(item, arguments[0])
    return value
