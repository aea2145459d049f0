"""Statements about municipalities: who is held up as an example, who is only named.

Each sentence is read with the one before and the one after it. Whether it holds up the evaluated
municipality, and whether the other municipalities it names are held up or only named, is decided
by two linear classifiers (see `classifier.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.language.classifier import LinearModel, trained
from extractors.language.cues import Cue, has_telling_cue, telling_groups
from extractors.language.features import name_features, sentence_features
from extractors.language.marked_sentence import EMPTY, MarkedSentence, marked_sentences
from extractors.language.sentences import pipeline
from schemas.municipalities import Municipality
from schemas.records import Relation

_CONFIDENCE_DECIMALS = 3
# In a report's running prose one sentence in twenty-five holds the municipality up, among the labelled
# sentences one in four: the same evidence must be stronger there.
_LEAST_OWN_IN_PROSE = 0.7


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence says about one municipality.

    `start` and `end` are the sentence's characters in its paragraph; `cue` the words that decided,
    as printed; `confidence` how likely the relation is, 0 to 1.
    """

    start: int
    end: int
    relation: Relation
    municipality: Municipality
    cue: str | None
    confidence: float


def find_statements(
    paragraphs: Sequence[str], evaluated: Municipality | None, *, from_ocr: bool = False
) -> list[tuple[Statement, ...]]:
    """The statements of a section's paragraphs, one tuple per paragraph, in reading order.

    `evaluated` is the municipality the report is about; where it is None nothing is `own`. A
    sentence gives one statement per municipality. Context crosses from paragraph to paragraph, so
    the paragraphs of one section should come together. `from_ocr` lets misread names count.
    """
    documents = pipeline().pipe(paragraphs)
    read = [
        marked_sentences(paragraph, doc, from_ocr=from_ocr)
        for paragraph, doc in zip(paragraphs, documents, strict=True)
    ]
    flat = [sentence for sentences in read for sentence in sentences]
    following = iter([*flat[1:], EMPTY])
    before, found = EMPTY, []
    for paragraph, sentences in zip(paragraphs, read, strict=True):
        statements: list[Statement] = []
        for sentence in sentences:
            after = next(following)
            statements += judge(sentence, before, after, evaluated, paragraph, least_own=_LEAST_OWN_IN_PROSE)
            before = sentence
        found.append(tuple(statements))
    return found


def judge(
    sentence: MarkedSentence,
    before: MarkedSentence,
    after: MarkedSentence,
    evaluated: Municipality | None,
    paragraph: str,
    model_named: Callable[[str], LinearModel] = trained,
    *,
    least_own: float = 0.0,
) -> list[Statement]:
    """The statements of one sentence of a paragraph, the own one first.

    A sentence holds up the evaluated municipality or others, not both: where both seem so, the
    likelier stands, and whoever else is named is only named (visitors, partners, followers). An own
    statement less likely than `least_own` is none.
    """
    own = 0.0
    if evaluated is not None and may_hold_up(sentence):
        own = model_named("own").probability(sentence_features(sentence, before, after, evaluated))
    lists = [
        (target, model_named("model").probability(name_features(sentence, target, before, after, evaluated)))
        for target in sentence.name_lists(evaluated)
    ]
    likeliest = max((probability for _, probability in lists), default=0.0)
    others_held_up = bool(lists) and model_named("model").says_yes(likeliest)
    own_held_up = (
        own >= least_own and model_named("own").says_yes(own) and not (others_held_up and likeliest > own)
    )
    statements: list[Statement] = []
    if evaluated is not None and own_held_up:
        cue = _cue(sentence, model_named("own"), "{}", paragraph)
        statements.append(_statement(sentence, "own", evaluated, cue, own))
    for target, probability in lists:
        held_up = not own_held_up and model_named("model").says_yes(probability)
        relation: Relation = "model" if held_up else "mention"
        cue = _cue(sentence, model_named("model"), "sentence {}", paragraph) if held_up else None
        sure = probability if held_up else max(1 - probability, own if own_held_up else 0.0)
        statements += [
            _statement(sentence, relation, sentence.municipality_at(index), cue, sure) for index in target
        ]
    return _once_each(statements)


def _once_each(statements: Sequence[Statement]) -> list[Statement]:
    """One statement per municipality: held up, if it is so anywhere in the sentence."""
    kept: dict[str, Statement] = {}
    for statement in statements:
        known = kept.get(statement.municipality.code)
        if known is None or (known.relation == "mention" and statement.relation == "model"):
            kept[statement.municipality.code] = statement
    return list(kept.values())


def may_hold_up(sentence: MarkedSentence) -> bool:
    """Whether a sentence holds any word that a judgement could rest on."""
    return has_telling_cue(sentence.words)


def _statement(
    sentence: MarkedSentence,
    relation: Relation,
    municipality: Municipality,
    cue: str | None,
    confidence: float,
) -> Statement:
    return Statement(
        sentence.start, sentence.end, relation, municipality, cue, round(confidence, _CONFIDENCE_DECIMALS)
    )


def _cue(sentence: MarkedSentence, model: LinearModel, name: str, paragraph: str) -> str | None:
    """The telling words of a sentence that weigh most in a model's favour, as printed."""
    weights = model.weights["cues"]
    telling = [c for c in sentence.cues if c.group in telling_groups()]
    if not telling:
        return None
    best = max(telling, key=lambda c: (weights.get(name.format(c.group), 0.0), c.end - c.start, -c.start))
    return _printed(sentence, best, paragraph)


def _printed(sentence: MarkedSentence, cue: Cue, paragraph: str) -> str:
    """The words of a cue as the paragraph has them."""
    return paragraph[sentence.characters[cue.start][0] : sentence.characters[cue.end - 1][1]]
