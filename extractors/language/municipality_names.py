"""Names of municipalities in Swedish text.

Every form of the closed register is looked up; the words around it then decide whether it stands
for the municipality, for something named after it (Uppsala universitet, Borås Tidning, Anna Lund)
or for an ordinary word (vara, mark). Where nothing decides an ambiguous word, it names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from extractors.language.misread_names import misread_name
from extractors.language.sentences import sentence_starts
from extractors.language.tokens import CutText, Token, cut
from schemas.data_files import read_yaml
from schemas.municipalities import Municipality, genitive, municipalities

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


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start` to `end` of a text that name a municipality, or may do so."""

    start: int
    end: int
    municipality: Municipality
    within: CutText

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.within.tokens[self.start : self.end]

    @property
    def characters(self) -> tuple[int, int]:
        """Where it stands in the text: first character, and after the last."""
        return self.within.characters[self.start][0], self.within.characters[self.end - 1][1]

    @property
    def text(self) -> str:
        """The name as printed."""
        return self.within.text[slice(*self.characters)]


def find_names(sentence: str, *, from_ocr: bool = False) -> list[NameMatch]:
    """The municipalities that a sentence names, in the order they stand.

    `kommun` and `stad` after a name belong to it. The same municipality named twice gives two
    matches. `from_ocr` lets words count that are nearly a name (see `misread_names`).
    """
    text = cut(sentence)
    names = names_in(text, sentence_starts(text), from_ocr=from_ocr)
    return [NameMatch(*name.characters, name.municipality) for name in names]


def may_be_a_name(word: str, text: str, end: int) -> bool:
    """Whether a word, ending at character `end` of a text, could begin a municipality's name.

    Quick and generous: it leaves out what no form begins with, and ordinary words written small.
    """
    lowered = word.lower()
    if lowered not in first_words_of_names():
        return False
    small = word == lowered and lowered in _contexts()["ordinary_words"]
    return not small or text.startswith(_SPACED_DESIGNATIONS, end)


def names_in(text: CutText, starts: Collection[int], *, from_ocr: bool = False) -> list[Name]:
    """The names of municipalities in a text, in order; see `find_names`.

    `starts` are the tokens that begin its sentences.
    """
    candidates = _candidates(text)
    if from_ocr:
        candidates = _with_misread(text, candidates)
    inside = {i for name in candidates for i in range(name.start, name.end)}
    names = [
        name
        for name in candidates
        if _is_whole_word(name) and not _is_part_of_a_longer_name(name, inside, starts)
    ]
    return [name for name in names if not _is_doubtful(name, starts) or _in_a_list(name, names)]


def _with_misread(text: CutText, candidates: Sequence[Name]) -> list[Name]:
    """The candidates and the words that OCR made of names, in order."""
    taken = {i for name in candidates for i in range(name.start, name.end)}
    misread = [
        Name(i, i + 1, municipality, text)
        for i, token in enumerate(text.tokens)
        if i not in taken and (municipality := misread_name(token.text)) is not None
    ]
    return sorted([*candidates, *misread], key=lambda name: name.start)


def _candidates(text: CutText) -> list[Name]:
    """The longest forms of the register in a text, none overlapping another."""
    words, forms = text.lowered, _forms_by_first_word()
    found = [
        _with_designation(Name(start, start + len(form), municipality, text))
        for start, word in enumerate(words)
        for form, municipality in forms.get(word, ())
        if words[start : start + len(form)] == form
    ]
    kept: list[Name] = []
    taken: set[int] = set()
    for name in sorted(found, key=lambda name: (name.start - name.end, name.start)):  # the longest first
        if taken.isdisjoint((name.start, name.end - 1)):
            kept.append(name)
            taken.update(range(name.start, name.end))
    kept.sort(key=lambda name: name.start)
    return [n for n in kept if n.tokens[0].lower not in _ONLY_WITH_DESIGNATION or n.end - n.start > 1]


def _with_designation(name: Name) -> Name:
    """A form with the `kommun` or `stad` that may follow it."""
    following = name.within.tokens[name.end : name.end + 1]
    if not following or following[0].lower not in _DESIGNATIONS or _WHOLE.search(name.text):
        return name
    return replace(name, end=name.end + 1)


def _is_whole_word(name: Name) -> bool:
    """False inside a hyphenated compound (Mariestads-Tidningen) or against letters."""
    text = name.within.text
    start, end = name.characters
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == "/" and name.text[0].isupper() and text[start - 2 : start - 1].isalpha():
        before = ""  # Nacka/Värmdö
    if before and (before.isalnum() or before in _HYPHENS or before in "/@."):
        return bool(before in _HYPHENS and text[start - 2 : start - 1].isspace())
    if after in _HYPHENS and after:
        return text[end + 1 : end + 2].isspace() and not re.match(r".\s+(och|eller)\b", text[end:])
    return not after.isalnum() and after != "@"


def _is_part_of_a_longer_name(name: Name, inside: set[int], starts: Collection[int]) -> bool:
    """`inside` are the words that some form of the register covers."""
    return (
        _opens_a_longer_name(name)
        or _continues_in_a_longer_name(name, inside)
        or _is_a_first_name(name)
        or _is_a_surname(name, inside, starts)
    )


def _opens_a_longer_name(name: Name) -> bool:
    if name.text.lower().startswith("region "):
        return False
    tokens, i = name.within.tokens, name.start
    before = [t.lower for t in tokens[max(0, i - 2) : i]]
    opener = next((o for o in (" ".join(before), *before[-1:]) if o in _contexts()["openers"]), None)
    if opener is None:
        return False
    # "länsstyrelsen i Örebro" is one, "region" must touch the name; a small "campus i Visby" is a place
    return not (opener in ("campus", "stiftelsen", "föreningen") and not tokens[i - 1].text[0].isupper())


def _continues_in_a_longer_name(name: Name, inside: set[int]) -> bool:
    tokens, i = name.within.tokens, name.end
    if i >= len(tokens) or name.tokens[-1].lower in _DESIGNATIONS:
        return False
    follower = tokens[i]
    word = follower.lower
    official = name.municipality.name
    bare = name.text.lower() == official.lower()
    if word in _contexts()["followers"]:
        return bare or word not in _contexts()["bare_followers"]
    if not follower.text[0].isupper():
        return False
    if word in _contexts()["capital_followers"]:
        return True
    return (
        i not in inside and bare and official[-1] not in "sxz"
    )  # Skara Sommarland; but Borås Modellen may be the town's


def _is_a_first_name(name: Name) -> bool:
    """Whether it is one before a surname that is a municipality's name too: Nora Berg."""
    following = name.within.tokens[name.end : name.end + 1]
    return bool(
        following
        and name.text.lower() in _contexts()["first_names"]
        and following[0].text[0].isupper()
        and following[0].lower in _contexts()["surnames"]
    )


def _is_a_surname(name: Name, inside: set[int], starts: Collection[int]) -> bool:
    tokens, i = name.within.tokens, name.start
    if i == 0 or name.tokens[-1].lower in _DESIGNATIONS:
        return False
    before = tokens[i - 1]
    if before.lower in _contexts()["first_names"] and before.text[0].isupper():
        return True
    if re.fullmatch(r"[A-ZÅÄÖ]\.?", before.text) and before.text != "I":
        return True
    if before.lower.endswith(tuple(_contexts()["titles"])):
        return name.text.lower() in _contexts()["surnames"]
    within = i - 1 > 0 and i - 1 not in starts and not _opens_quotation(tokens, i - 1)
    return bool(
        within
        and before.text.isalpha()
        and before.text[0].isupper()
        and not before.text.isupper()
        and before.lower not in _contexts()["lands"]
        and not before.lower.endswith(_MUNICIPALITIES)  # Söderslättskommunerna Vellinge och Skurup
        and i - 1 not in inside
    )


def _opens_quotation(tokens: Sequence[Token], i: int) -> bool:
    return i > 0 and (tokens[i - 1].text in _QUOTES or tokens[i - 1].text in ":.!?(")


def _is_doubtful(name: Name, starts: Collection[int]) -> bool:
    """Whether a form may as well be the ordinary word: written small, or first in a sentence."""
    first = name.tokens[0]
    designated = name.tokens[-1].lower in _DESIGNATIONS and name.end - name.start > 1
    if not first.text[0].isupper():
        if name.end - name.start > 1 and name.tokens[-1].lower not in _DESIGNATIONS:
            return False  # upplands väsby
        a_slip = designated and first.lower != "vara" and not name.tokens[-1].lower.endswith(_MUNICIPALITIES)
        return first.lower in _contexts()["ordinary_words"] and not a_slip  # the small "skara kommuner"
    if designated or first.lower not in _contexts()["words_that_begin_sentences"]:
        return False
    if name.start > 0 and name.start not in starts and not _opens_quotation(name.within.tokens, name.start):
        return False
    return not _acts_like_a_municipality(name)


def _acts_like_a_municipality(name: Name) -> bool:
    tokens, i = name.within.tokens, name.end
    if i >= len(tokens):
        return False
    verb = tokens[i].lower
    if name.tokens[0].lower in _contexts()["mass_nouns"]:
        return verb in _contexts()["municipal_verbs"] and verb not in _contexts()["weak_verbs"]
    return verb in _contexts()["municipal_verbs"] or bool(_ACTIVE_VERB.search(verb))


def _in_a_list(name: Name, names: Sequence[Name]) -> bool:
    """Whether a doubtful name, written with a capital, is listed beside another."""
    if not name.tokens[0].text[0].isupper():
        return False
    tokens = name.within.tokens
    for other in names:
        if other is name:
            continue
        left, right = (other, name) if other.start < name.start else (name, other)
        between = [t.lower for t in tokens[left.end : right.start]]
        if 1 <= len(between) <= 2 and all(w in _LIST_JOINTS for w in between):
            return True
    return False


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
def _forms_by_first_word() -> dict[str, list[tuple[tuple[str, ...], Municipality]]]:
    """The words of each form of the register, in lower case, by the first of them."""
    forms: dict[str, list[tuple[tuple[str, ...], Municipality]]] = {}
    for municipality in municipalities():
        for form in sorted(set(_forms(municipality))):
            words = cut(form).lowered
            forms.setdefault(words[0], []).append((words, municipality))
    return forms


def _forms(municipality: Municipality) -> Iterator[str]:
    for form in (municipality.name, municipality.official_name, *municipality.forms):
        yield from (form, genitive(form))
