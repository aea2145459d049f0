"""Statements about municipalities: who is held up as an example, who is only named.

Each sentence is read with the one before and the one after it. Whether it holds up the evaluated
municipality, and whether the other municipalities it names are held up or only named, is decided
by two linear classifiers (see `classifier.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.language.classifier import LinearModel, trained
from extractors.language.cues import Cue, find_cues, telling_groups
from extractors.language.features import name_features, sentence_features
from extractors.language.marked_sentence import EMPTY, MarkedSentence, marked_sentences
from extractors.language.sentences import pipeline
from schemas.municipalities import Municipality
from schemas.records import Relation

_CONFIDENCE_DECIMALS = 3


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
    documents = list(pipeline().pipe(paragraphs))
    read = [marked_sentences(doc) for doc in documents]
    flat = [sentence for sentences in read for sentence in sentences]
    following = iter([*flat[1:], EMPTY])
    before, found = EMPTY, []
    for doc, sentences in zip(documents, read, strict=True):
        statements: list[Statement] = []
        for sentence in sentences:
            after = next(following)
            statements += judge(sentence, before, after, evaluated, doc.text)
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
) -> list[Statement]:
    """The statements of one sentence of a paragraph, the own one first."""
    statements: list[Statement] = []
    if evaluated is not None and may_hold_up(sentence):
        own = model_named("own")
        probability = own.probability(sentence_features(sentence, before, after, evaluated))
        if own.says_yes(probability):
            cue = _cue(sentence, own, "cues", "{}", paragraph)
            statements.append(_statement(sentence, "own", evaluated, cue, probability))
    model = model_named("model") if sentence.names else None
    judged: dict[str, Statement] = {}
    for target in sentence.name_lists(evaluated):
        assert model is not None
        probability = model.probability(name_features(sentence, target, before, after, evaluated))
        held_up = model.says_yes(probability)
        for index in target:
            municipality = sentence.municipality_at(index)
            known = judged.get(municipality.code)
            if known is None or (held_up and known.relation == "mention"):
                cue = _cue(sentence, model, "cues", "sentence {}", paragraph) if held_up else None
                relation: Relation = "model" if held_up else "mention"
                sure = probability if held_up else 1 - probability
                judged[municipality.code] = _statement(sentence, relation, municipality, cue, sure)
    return statements + list(judged.values())


def may_hold_up(sentence: MarkedSentence) -> bool:
    """Whether a sentence holds any word that a judgement could rest on."""
    return any(cue.group in telling_groups() for cue in find_cues(sentence.words))


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


def _cue(sentence: MarkedSentence, model: LinearModel, block: str, name: str, paragraph: str) -> str | None:
    """The telling words of a sentence that weigh most in a model's favour, as printed."""
    weights = model.weights[block]
    telling = [c for c in find_cues(sentence.words) if c.group in telling_groups()]
    if not telling:
        return None
    best = max(telling, key=lambda c: (weights.get(name.format(c.group), 0.0), c.end - c.start, -c.start))
    return _printed(sentence, best, paragraph)


def _printed(sentence: MarkedSentence, cue: Cue, paragraph: str) -> str:
    """The words of a cue as the paragraph has them."""
    return paragraph[sentence.characters[cue.start][0] : sentence.characters[cue.end - 1][1]]
