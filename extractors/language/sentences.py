"""Sentences of Swedish prose.

`split_sentences` is a rule over characters: a full stop, question or exclamation mark ends a
sentence when white space and the start of something new follow, unless the stop belongs to an
abbreviation, an initial or an ordinal.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from extractors.language.tokens import CutText
from schemas.data_files import read_yaml

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_START = re.compile(r"\s+[\"'”’»«(\[–-]*\s*[\w§]")
_INITIAL = re.compile(r"(?:^|[\s(])(?:[A-ZÅÄÖ]\.)+$")
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
_MONTH = re.compile(r"\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)", re.IGNORECASE)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph stand, as (start, end) of characters, in order.

    White space around a sentence belongs to none. A paragraph without an end mark, such as a list
    that a page break cut off, is one sentence.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for mark in _END.finditer(text):
        if _ends_sentence(text, mark.start(), mark.end()):
            _append(spans, text, start, mark.end())
            start = mark.end()
    _append(spans, text, start, len(text))
    return spans


def sentence_starts(text: CutText) -> list[int]:
    """The tokens of a text that begin its sentences, in order."""
    starts = {start for start, _ in split_sentences(text.text)}
    return [i for i, (start, _) in enumerate(text.characters) if start in starts]


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        left = start + len(piece) - len(piece.lstrip())
        spans.append((left, left + len(stripped)))


def _ends_sentence(text: str, mark: int, end: int) -> bool:
    following = _START.match(text, end)
    if following is None:
        return not text[end:].strip()
    first = following.group()[-1]
    if first.islower():
        return False
    if text[mark] != ".":
        return True
    before = " " + text[max(0, mark - 12) : mark + 1]
    lowered = before.lower()
    if _is_abbreviation(lowered, "never_end"):
        return False
    if _is_abbreviation(lowered, "may_end"):
        return first.isalpha()
    if _INITIAL.search(before):
        return False
    return not (_ORDINAL.search(before) and _MONTH.match(text, end))


def _is_abbreviation(lowered: str, kind: str) -> bool:
    return any(lowered.endswith(ending) for ending in _abbreviations()[kind].get(lowered[-3:], ()))


@cache
def _abbreviations() -> dict[str, dict[str, tuple[str, ...]]]:
    """Per kind, the abbreviations with the space or bracket before them, by their last three characters."""
    data = read_yaml(files(__package__).joinpath("abbreviations.yaml"))
    kinds: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind, entries in data.items():
        kinds[kind] = {}
        for ending in (before + entry for entry in entries for before in " ("):
            known = kinds[kind].get(ending[-3:], ())
            kinds[kind][ending[-3:]] = (*known, ending)
    return kinds
