"""Extractions as bytes for the ledger, and back.

JSON by field name, compressed: the title page by itself, since it is asked for of every report before
any is published, and then the whole. Floats and dates come back exactly as they were. A field that a
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

_LEVEL = 1  # two fifths of the time of the usual 6, and a fifth more bytes


@dataclass(frozen=True, slots=True)
class _TitlePage:
    """The part of an extraction that is stored apart; of a whole one, what follows is passed over."""

    report: Report


_to_json = msgspec.json.Encoder().encode
_extraction_from_json = msgspec.json.Decoder(Extraction)
_title_page_from_json = msgspec.json.Decoder(_TitlePage)


class UndecodableError(ValueError):
    """Bytes that no version of `encode` made, or that a field without a default is missing from."""


def encode(extraction: Extraction) -> bytes:
    """The extraction as bytes; equal extractions give equal bytes."""
    return b"".join(zlib.compress(_to_json(e), _LEVEL) for e in (_TitlePage(extraction.report), extraction))


def decode(data: bytes) -> Extraction:
    """The extraction that `encode` made `data` of. Raises UndecodableError."""
    title, whole = _parts(data)
    return _read(_decompressed(whole) if whole else title, _extraction_from_json)


def decode_report(data: bytes) -> Report:
    """The title page alone of what `encode` made `data` of, quicker. Raises UndecodableError."""
    return _read(_parts(data)[0], _title_page_from_json).report


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """The title page and the whole, the latter still compressed; of an older ledger the whole and nothing."""
    stream = zlib.decompressobj()
    try:
        return stream.decompress(data), stream.unused_data
    except zlib.error as error:
        raise _undecodable(error) from error


def _decompressed(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise _undecodable(error) from error


def _read(text: bytes, decoder: msgspec.json.Decoder[_Record]) -> _Record:
    try:
        try:
            return decoder.decode(text)
        except msgspec.ValidationError:
            completed = _completed(msgspec.json.decode(text), decoder.type)
            return msgspec.convert(completed, decoder.type)
    except msgspec.DecodeError as error:
        raise _undecodable(error) from error


def _undecodable(error: Exception) -> UndecodableError:
    return UndecodableError(f"A stored extraction cannot be read ({error}).")


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
