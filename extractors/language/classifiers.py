"""The classifiers that judge a sentence, and how two of them judge a list of names together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.language.classifier import LinearModel, logistic, trained
from extractors.language.marked_sentence import MarkedSentence
from extractors.language.name_features import name_features
from extractors.language.name_sequence import name_sequence
from extractors.language.own_features import own_features
from extractors.language.recurrent_model import RecurrentModel, trained_in_order
from schemas.municipalities import Municipality

IN_ORDER = "model_in_order"
_SURE = 1.5  # log-odds beyond which a list of names is not read a second time, which would seldom help


@dataclass(frozen=True, slots=True)
class Classifiers:
    """What judges sentences.

    `own` tells whether a sentence holds up the evaluated municipality, `model` whether it holds up a
    list of names. Where `model` is not sure `in_order`, which reads words in their order, is asked
    too, and what both say counts alike.
    """

    own: LinearModel
    model: LinearModel
    in_order: RecurrentModel

    def own_held_up(self, sentence: MarkedSentence, before: MarkedSentence, evaluated: Municipality) -> float:
        """How likely a sentence, with the one before, holds up the evaluated municipality, 0 to 1."""
        return self.own.probability(own_features(sentence, before, evaluated))

    def names_held_up(
        self,
        sentence: MarkedSentence,
        target: Sequence[int],
        before: MarkedSentence,
        after: MarkedSentence,
        evaluated: Municipality | None,
    ) -> float:
        """How likely a sentence holds up the list of names at `target` as a model, 0 to 1."""
        log_odds = self.model.log_odds(name_features(sentence, target, before, after, evaluated))
        if abs(log_odds) < _SURE:
            second = self.in_order.log_odds(name_sequence(sentence, target, before, after, evaluated))
            log_odds = (log_odds + second) / 2
        return logistic(log_odds)


@cache
def trained_classifiers() -> Classifiers:
    """Those that ship with the package."""
    return Classifiers(trained("own"), trained("model"), trained_in_order(IN_ORDER))
