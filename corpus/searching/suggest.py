"""Menade du ...? Nearest municipalities, words and topics to what was misspelt or not found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from corpus.searching.index import Index
from corpus.searching.query import Query
from corpus.searching.topics import Topic, topics
from corpus.words.thesaurus import load_thesaurus
from schemas.errors import UserError
from schemas.municipalities import Municipality, by_code, by_printed_name, municipalities

LIKE_ENOUGH = 80.0
"""Similarity of 100 from which a known word may be what was meant: one slip in five letters."""
_TOPIC_LIKENESS = 60.0
_MOST = 3
_SHORTEST = 4
_CLEARLY_BEST = 8.0


class UnknownMunicipalityError(UserError):
    """A municipality was named that the register does not have."""


def municipality_named(name: str) -> Municipality:
    """The municipality with this name (any printed form) or code.

    Raises UnknownMunicipalityError, which asks whether the nearest names were meant.
    """
    found = by_code(name.strip()) or by_printed_name(name)
    if found is None:
        near = nearest_municipalities(name)
        asked = f" Menade du {' eller '.join(near)}?" if near else " Give its name or four-digit code."
        raise UnknownMunicipalityError(f"There is no municipality “{name.strip()[:60]}”.{asked}")
    return found


def nearest_municipalities(name: str) -> tuple[str, ...]:
    """Names of the register that resemble `name`, the most similar first."""
    return _nearest(name, [m.name for m in municipalities()], LIKE_ENOUGH - 10)


def nearest_words(index: Index, query: Query) -> tuple[str, ...]:
    """The query with each word that neither evidence nor thesaurus knows replaced by a known one.

    Empty where every word is known or none resembles the unknown ones.
    """
    unknown = [
        word.text
        for unit in query.units
        for word in (unit.words or (unit,))
        if not unit.groups
        and not index.frequency(word.alternatives[0].tokens[0])
        and len(word.text) >= _SHORTEST
    ]
    if not unknown:
        return ()
    words = sorted({*index.analyser.words_known, *_thesaurus_words()})
    names = {m.name.lower(): m.name for m in municipalities()}
    near_to = {}
    for text in unknown:
        near = _nearest(text.lower(), [*words, *names], LIKE_ENOUGH)
        # Forms of one word would only repeat the first of them.
        by_form = {index.analyser.normal(n): names.get(n, n) for n in reversed(near)}
        near_to[text] = tuple(reversed(by_form.values()))
    made = (_with_nearest(query.text, near_to, nth) for nth in range(_MOST))
    return tuple(dict.fromkeys(text for text in made if text != query.text))


def _with_nearest(text: str, near_to: Mapping[str, tuple[str, ...]], nth: int) -> str:
    """`text` with each word of `near_to` replaced by its nth nearest, or its last where it has fewer."""
    for word, near in near_to.items():
        if near:
            text = text.replace(word, near[min(nth, len(near) - 1)])
    return text


def nearest_topics(text: str) -> tuple[Topic, ...]:
    """Topics whose question or thesaurus terms look most like `text`, for when nothing was found."""
    terms = {t.text: t.question for t in topics()}
    for group in load_thesaurus().groups:
        for question in group.questions[:1]:
            terms.update(dict.fromkeys(group.terms, question))
    near = process.extract(
        text.lower()[:100], terms.keys(), scorer=fuzz.WRatio, limit=10, score_cutoff=_TOPIC_LIKENESS
    )
    numbers = dict.fromkeys(terms[term] for term, _, _ in near)
    by_number = {t.question: t for t in topics()}
    return tuple(by_number[n] for n in numbers if n in by_number)[:_MOST]


def _thesaurus_words() -> set[str]:
    return {term for group in load_thesaurus().groups for term in group.terms if " " not in term}


def _nearest(text: str, known: Sequence[str], cutoff: float) -> tuple[str, ...]:
    lowered = [k.lower() for k in known]
    found = process.extract(text.lower()[:60], lowered, scorer=fuzz.ratio, limit=_MOST, score_cutoff=cutoff)
    # A much likelier one makes the others noise.
    best = found[0][1] if found else 0.0
    return tuple(known[i] for _, score, i in found if score > best - _CLEARLY_BEST)
