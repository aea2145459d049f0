"""Names of municipalities in Swedish text.

Every form of the closed register is looked up; the words around it then decide whether it stands
for the municipality, for something named after it (Uppsala universitet, Borås Tidning, Anna Lund)
or for an ordinary word (vara, mark). Where nothing decides an ambiguous word, it names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from extractors.language.misread_names import misread_name
from extractors.language.sentences import sentence_starts, tokenizer
from schemas.data_files import read_yaml
from schemas.municipalities import Municipality, genitive, municipalities

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc, Span

_DESIGNATIONS = ("kommun", "kommuns", "stad", "stads", "kommuner", "kommunen", "kommunens")
_MUNICIPALITIES = ("kommuner", "kommunerna")  # several, so no part of one name
_SPACED_DESIGNATIONS = tuple(f" {designation}" for designation in _DESIGNATIONS)
_WHOLE = re.compile(r"(^region | (kommun|stad)s?$)", re.IGNORECASE)  # takes no designation
_ONLY_WITH_DESIGNATION = frozenset({"falu"})  # Falu rödfärg, Falu gruva
_ACTIVE_VERB = re.compile(r"(?:[aeiouyåäö]r|[arlnv]de|[kpst]te)$")  # after a first noun: what it does
_HYPHENS = "-‐‑"
_LIST_JOINTS = frozenset({",", "och", "eller", "samt", "respektive", "resp.", "liksom", "&"})
_QUOTES = "\"'”’»«“"


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A municipality named in characters `start` to `end` of a sentence."""

    start: int
    end: int
    municipality: Municipality


def find_names(sentence: str, *, from_ocr: bool = False) -> list[NameMatch]:
    """The municipalities that a sentence names, in the order they stand.

    `kommun` and `stad` after a name belong to it. The same municipality named twice gives two
    matches. `from_ocr` lets words count that are nearly a name (see `misread_names`).
    """
    doc = tokenizer()(sentence)
    starts = sentence_starts(sentence, doc)
    return [
        NameMatch(s.start_char, s.end_char, m) for s, m in names_in(doc, sentence, starts, from_ocr=from_ocr)
    ]


def may_be_a_name(word: str, text: str, end: int) -> bool:
    """Whether a word, ending at character `end` of a text, could begin a municipality's name.

    Quick and generous: it leaves out what no form begins with, and ordinary words written small.
    """
    lowered = word.lower()
    if lowered not in first_words_of_names():
        return False
    small = word == lowered and lowered in _contexts()["ordinary_words"]
    return not small or text.startswith(_SPACED_DESIGNATIONS, end)


def names_in(
    doc: Doc, text: str, starts: Collection[int], *, from_ocr: bool = False
) -> list[tuple[Span, Municipality]]:
    """The spans of a document that name a municipality, in order; see `find_names`.

    `text` is the document's, `starts` are the tokens that begin its sentences.
    """
    candidates = _candidates(doc)
    if from_ocr:
        candidates = _with_misread(doc, candidates)
    inside = {i for span in candidates for i in range(span.start, span.end)}
    spans = [
        span
        for span in candidates
        if _is_whole_word(span, text) and not _is_part_of_a_longer_name(span, inside, starts)
    ]
    return [
        (span, _register()[span.label_])
        for span in spans
        if not _is_doubtful(span, starts) or _in_a_list(span, spans)
    ]


def _with_misread(doc: Doc, candidates: list[Span]) -> list[Span]:
    """The candidates and the words that OCR made of names, in order."""
    from spacy.tokens import Span

    taken = {i for span in candidates for i in range(span.start, span.end)}
    misread = [
        Span(doc, token.i, token.i + 1, label=municipality.code)
        for token in doc
        if token.i not in taken and (municipality := misread_name(token.text)) is not None
    ]
    return sorted([*candidates, *misread], key=lambda span: span.start)


def _candidates(doc: Doc) -> list[Span]:
    """The longest forms of the register in a document, none overlapping another."""
    from spacy.util import filter_spans

    spans = filter_spans([_with_designation(span) for span in _matcher()(doc, as_spans=True)])
    return [s for s in spans if s[0].lower_ not in _ONLY_WITH_DESIGNATION or len(s) > 1]


def _with_designation(span: Span) -> Span:
    """A form with the `kommun` or `stad` that may follow it."""
    doc, end = span.doc, span.end
    if end == len(doc) or doc[end].lower_ not in _DESIGNATIONS or _WHOLE.search(span.text):
        return span
    from spacy.tokens import Span

    return Span(doc, span.start, end + 1, label=span.label)


def _is_whole_word(span: Span, text: str) -> bool:
    """False inside a hyphenated compound (Mariestads-Tidningen) or against letters."""
    start, end = span.start_char, span.end_char
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == "/" and span.text[0].isupper() and text[start - 2 : start - 1].isalpha():
        before = ""  # Nacka/Värmdö
    if before and (before.isalnum() or before in _HYPHENS or before in "/@."):
        return bool(before in _HYPHENS and text[start - 2 : start - 1].isspace())
    if after in _HYPHENS and after:
        return text[end + 1 : end + 2].isspace() and not re.match(r".\s+(och|eller)\b", text[end:])
    return not after.isalnum() and after != "@"


def _is_part_of_a_longer_name(span: Span, inside: set[int], starts: Collection[int]) -> bool:
    """`inside` are the words that some form of the register covers."""
    return (
        _opens_a_longer_name(span)
        or _continues_in_a_longer_name(span, inside)
        or _is_a_surname(span, inside, starts)
    )


def _opens_a_longer_name(span: Span) -> bool:
    if span.text.lower().startswith("region "):
        return False
    doc, i = span.doc, span.start
    before = [t.lower_ for t in doc[max(0, i - 2) : i]]
    opener = next((o for o in (" ".join(before), *before[-1:]) if o in _contexts()["openers"]), None)
    if opener is None:
        return False
    # "länsstyrelsen i Örebro" is one, "region" must touch the name; a small "campus i Visby" is a place
    return not (opener in ("campus", "stiftelsen", "föreningen") and not doc[i - 1].text[0].isupper())


def _continues_in_a_longer_name(span: Span, inside: set[int]) -> bool:
    doc, i = span.doc, span.end
    if i >= len(doc) or span[-1].lower_ in _DESIGNATIONS:
        return False
    follower = doc[i]
    word = follower.lower_
    name = _register()[span.label_].name
    bare = span.text.lower() == name.lower()
    if word in _contexts()["followers"]:
        return bare or word not in _contexts()["bare_followers"]
    if not follower.text[0].isupper():
        return False
    if word in _contexts()["capital_followers"]:
        return True
    return (
        i not in inside and bare and name[-1] not in "sxz"
    )  # Skara Sommarland; but Borås Modellen may be the town's


def _is_a_surname(span: Span, inside: set[int], starts: Collection[int]) -> bool:
    doc, i = span.doc, span.start
    if i == 0 or span[-1].lower_ in _DESIGNATIONS:
        return False
    before = doc[i - 1]
    if before.lower_ in _contexts()["first_names"] and before.text[0].isupper():
        return True
    if re.fullmatch(r"[A-ZÅÄÖ]\.?", before.text) and before.text != "I":
        return True
    if before.lower_ in _contexts()["titles"]:
        return span.text.lower() in _contexts()["surnames"]
    within = i - 1 > 0 and i - 1 not in starts and not _opens_quotation(doc, i - 1)
    return bool(
        within
        and before.is_alpha
        and before.text[0].isupper()
        and not before.text.isupper()
        and before.lower_ not in _contexts()["lands"]
        and not before.lower_.endswith(_MUNICIPALITIES)  # Söderslättskommunerna Vellinge och Skurup
        and i - 1 not in inside
    )


def _opens_quotation(doc: Doc, i: int) -> bool:
    return i > 0 and (doc[i - 1].text in _QUOTES or doc[i - 1].text in ":.!?(")


def _is_doubtful(span: Span, starts: Collection[int]) -> bool:
    """Whether a form may as well be the ordinary word: written small, or first in a sentence."""
    first = span[0]
    designated = span[-1].lower_ in _DESIGNATIONS and len(span) > 1
    if not first.text[0].isupper():
        if len(span) > 1 and span[-1].lower_ not in _DESIGNATIONS:
            return False  # upplands väsby
        a_slip = designated and first.lower_ != "vara" and not span[-1].lower_.endswith(_MUNICIPALITIES)
        return first.lower_ in _contexts()["ordinary_words"] and not a_slip  # the small "skara kommuner"
    if designated or first.lower_ not in _contexts()["words_that_begin_sentences"]:
        return False
    if span.start > 0 and span.start not in starts and not _opens_quotation(span.doc, span.start):
        return False
    return not _acts_like_a_municipality(span)


def _acts_like_a_municipality(span: Span) -> bool:
    doc, i = span.doc, span.end
    if i >= len(doc):
        return False
    verb = doc[i].lower_
    if span[0].lower_ in _contexts()["mass_nouns"]:
        return verb in _contexts()["municipal_verbs"] and verb not in _contexts()["weak_verbs"]
    return verb in _contexts()["municipal_verbs"] or bool(_ACTIVE_VERB.search(verb))


def _in_a_list(span: Span, spans: list[Span]) -> bool:
    """Whether a doubtful name, written with a capital, is listed beside another."""
    if not span[0].text[0].isupper():
        return False
    doc = span.doc
    for other in spans:
        if other is span:
            continue
        left, right = (other, span) if other.start < span.start else (span, other)
        between = [t.lower_ for t in doc[left.end : right.start]]
        if 1 <= len(between) <= 2 and all(w in _LIST_JOINTS for w in between):
            return True
    return False


@cache
def _register() -> dict[str, Municipality]:
    return {m.code: m for m in municipalities()}


@cache
def _contexts() -> dict[str, frozenset[str]]:
    data = read_yaml(files(__package__).joinpath("name_contexts.yaml"))
    return {key: frozenset(words) for key, words in data.items()}


@cache
def first_words_of_names() -> frozenset[str]:
    """The words, without hyphens, that the forms of the register begin with, in lower case."""
    forms = (form for municipality in municipalities() for form in _forms(municipality))
    return frozenset(re.split(r"\W", form.lower(), maxsplit=1)[0] for form in forms)


@cache
def _matcher() -> PhraseMatcher:
    from spacy.matcher import PhraseMatcher

    cut = tokenizer()
    matcher = PhraseMatcher(cut.vocab, attr="LOWER")
    for municipality in municipalities():
        matcher.add(municipality.code, [cut(form) for form in sorted(set(_forms(municipality)))])
    return matcher


def _forms(municipality: Municipality) -> Iterator[str]:
    for form in (municipality.name, municipality.official_name, *municipality.forms):
        yield from (form, genitive(form))
