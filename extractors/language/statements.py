"""Statements about municipalities: who is held up as an example, who is only named.

A first look leaves most sentences out. The others are read with the one before and the one after.
Whether a sentence holds up the evaluated municipality, and whether the other municipalities it
names are held up or only named, is decided by classifiers (see `classifiers.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.language.classifier import LinearModel
from extractors.language.classifiers import Classifiers, trained_classifiers
from extractors.language.cues import Cue, telling_groups
from extractors.language.first_look import may_hold_up, may_name
from extractors.language.marked_sentence import EMPTY, MarkedSentence, mark
from extractors.language.sentences import split_sentences
from schemas.municipalities import Municipality
from schemas.records import Relation

_CONFIDENCE_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a sentence says about one municipality.

    `cue` are the words that decided, as printed; `confidence` how likely the relation is, 0 to 1.
    """

    relation: Relation
    municipality: Municipality
    cue: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Statement(Judgement):
    """A judgement and the sentence it was read from: characters `start` to `end` of its paragraph."""

    start: int
    end: int


def find_statements(
    paragraphs: Sequence[str], evaluated: Municipality | None, *, from_ocr: bool = False
) -> list[tuple[Statement, ...]]:
    """The statements of a section's paragraphs, one tuple per paragraph, in reading order.

    `evaluated` is the municipality the report is about; where it is None nothing is `own`. A
    sentence gives one statement per municipality. Context crosses from paragraph to paragraph, so
    the paragraphs of one section should come together. `from_ocr` lets misread names count.
    """
    places = [(at, *span) for at, text in enumerate(paragraphs) for span in split_sentences(text)]
    texts = [paragraphs[at][start:end] for at, start, end in places]
    own = [evaluated is not None and may_hold_up(text) for text in texts]
    named = [from_ocr or may_name(text) for text in texts]
    worth = [i for i in range(len(texts)) if own[i] or named[i]]
    read = _read(texts, worth, named, from_ocr=from_ocr)
    found: list[list[Statement]] = [[] for _ in paragraphs]
    for i in worth:
        before, after = read.get(i - 1, EMPTY), read.get(i + 1, EMPTY)
        at, start, end = places[i]
        for j in judge(read[i], before, after, evaluated, texts[i], may_be_own=own[i]):
            found[at].append(Statement(j.relation, j.municipality, j.cue, j.confidence, start, end))
    return [tuple(statements) for statements in found]


def _read(
    texts: Sequence[str], worth: Sequence[int], named: Sequence[bool], *, from_ocr: bool
) -> dict[int, MarkedSentence]:
    """The sentences worth reading and those beside them, by index; `named` are those that may hold names.

    Only a name's judgement asks for the sentence after it.
    """
    wanted = sorted(
        {j for i in worth for j in (i - 1, i, i + 1) if 0 <= j < len(texts) and (j <= i or named[i])}
    )
    return {i: mark(texts[i], may_name=named[i], from_ocr=from_ocr) for i in wanted}


def judge(
    sentence: MarkedSentence,
    before: MarkedSentence,
    after: MarkedSentence,
    evaluated: Municipality | None,
    text: str,
    classifiers: Classifiers | None = None,
    *,
    may_be_own: bool = True,
) -> list[Judgement]:
    """What one sentence, printed as `text`, says; the own judgement first.

    A sentence holds up the evaluated municipality or others, not both: where both seem so, the
    likelier stands, and whoever else is named is only named (visitors, partners, followers).
    Without `classifiers` those that ship with the package judge.
    """
    by = classifiers or trained_classifiers()
    own = 0.0
    if evaluated is not None and may_be_own:
        own = by.own_held_up(sentence, before, evaluated)
    lists = [
        (target, by.names_held_up(sentence, target, before, after, evaluated))
        for target in sentence.name_lists(evaluated)
    ]
    likeliest = max((probability for _, probability in lists), default=0.0)
    others_held_up = bool(lists) and by.model.says_yes(likeliest)
    own_held_up = by.own.says_yes(own) and not (others_held_up and likeliest > own)
    judgements: list[Judgement] = []
    if evaluated is not None and own_held_up:
        cue = _cue(sentence, by.own, "{}", text)
        judgements.append(_judgement("own", evaluated, cue, own))
    for target, probability in lists:
        held_up = not own_held_up and by.model.says_yes(probability)
        relation: Relation = "model" if held_up else "mention"
        cue = _cue(sentence, by.model, "sentence {}", text) if held_up else None
        sure = probability if held_up else max(1 - probability, own if own_held_up else 0.0)
        judgements += [_judgement(relation, sentence.municipality_at(index), cue, sure) for index in target]
    return _once_each(judgements)


def _once_each(judgements: Sequence[Judgement]) -> list[Judgement]:
    """One judgement per municipality: held up, if it is so anywhere in the sentence."""
    kept: dict[str, Judgement] = {}
    for judgement in judgements:
        known = kept.get(judgement.municipality.code)
        if known is None or (known.relation == "mention" and judgement.relation == "model"):
            kept[judgement.municipality.code] = judgement
    return list(kept.values())


def _judgement(
    relation: Relation, municipality: Municipality, cue: str | None, confidence: float
) -> Judgement:
    return Judgement(relation, municipality, cue, round(confidence, _CONFIDENCE_DECIMALS))


def _cue(sentence: MarkedSentence, model: LinearModel, name: str, text: str) -> str | None:
    """The telling words of a sentence that weigh most in a model's favour, as printed."""
    weights = model.weights["cues"]
    telling = [c for c in sentence.cues if c.group in telling_groups()]
    if not telling:
        return None
    best = max(telling, key=lambda c: (weights.get(name.format(c.group), 0.0), c.end - c.start, -c.start))
    return _printed(sentence, best, text)


def _printed(sentence: MarkedSentence, cue: Cue, text: str) -> str:
    """The words of a cue as the text has them."""
    return text[sentence.characters[cue.start][0] : sentence.characters[cue.end - 1][1]]
