"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re

HEADER_WITHIN = 1024  # bytes; readers accept junk before a PDF's header that far
KIND_WITHIN = 4096  # bytes that tell what kind a file is of

_END_WITHIN = 64 * 1024  # bytes; some senders append to a PDF
_END = re.compile(rb"%%EOF|startxref")
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
_LINEARIZED = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Office document (Word, Excel or PowerPoint)"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"%!PS", "a PostScript file"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"),
    (b"Rar!", "an archive (RAR)"),
)
_ZIP_CONTENTS: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"opendocument", "an OpenDocument file"),
)
_HTML = re.compile(rb"<!doctype html|<html|<head|<body", re.IGNORECASE)


def has_pdf_header(data: bytes) -> bool:
    return b"%PDF-" in data[:HEADER_WITHIN]


def is_cut_off(data: bytes) -> bool:
    """Whether a PDF lacks its end (ISO 32000-1, 7.5.5), whatever a reader might still make of it."""
    ends = list(_END.finditer(data, max(0, len(data) - _END_WITHIN)))
    if not ends or _OBJECT.search(data, ends[-1].end()):
        return True
    linearized = _LINEARIZED.search(data[:HEADER_WITHIN])
    return linearized is not None and int(linearized[1]) > len(data)


def kind_of(data: bytes) -> str:
    """What the content of a file that is no PDF looks like, as in "a web page (HTML)"."""
    start = data[:KIND_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            return kind
    if start.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _ZIP_CONTENTS if mark in data), "a ZIP archive")
    if _HTML.search(start):
        return "a web page (HTML)"
    if start.startswith(b"<?xml"):
        return "an XML file"
    return "plain text" if _is_text(data[:KIND_WITHIN]) else "binary data of an unknown kind"


def _is_text(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 0x20 and byte not in b"\t\n\f\r" for byte in sample)
