"""A linear classifier over blocks of features, trained in this repository.

The score of a sentence is the sum, over blocks, of the weights of the features present, each sum
scaled by `share` so that a block counts about the same however many features it holds. In the block
PIECES the features are words, and a word's weight is that of the pieces it is made of, so that a
word never seen is judged by its stem, its ending and its compound. That is logistic regression on
block-wise normalised vectors; `training.py` makes the weights and nothing is needed to use them.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

Blocks = Mapping[str, Collection[str]]
"""What a classifier sees: features by block, each at most once."""

PIECES = "pieces"
_FEWEST = 3  # added to how many features a block holds, so that one alone does not decide
_LENGTHS = (4, 5)  # letters of the pieces that words are cut into
MOST_WORDS = 50_000  # whose weights a model remembers


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights per block and feature; a probability at or above `threshold` means yes."""

    intercept: float
    threshold: float
    weights: Mapping[str, Mapping[str, float]]
    _words: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    def probability(self, blocks: Blocks) -> float:
        """How likely the answer is yes, 0 to 1."""
        return logistic(self.log_odds(blocks))

    def log_odds(self, blocks: Blocks) -> float:
        """The logarithm of how many times likelier yes is than no."""
        score, of_word = self.intercept, self._words.get
        for name, features in blocks.items():
            if not features:
                continue
            if name == PIECES:
                known: Iterable[float] = [
                    self.weigh(word) if (weight := of_word(word)) is None else weight for word in features
                ]
            else:
                known = filter(None, map(self.weights[name].get, features))
            # summed exactly, so that the order of a set cannot change the last digit
            score += math.fsum(known) * share(features)
        return score

    def says_yes(self, probability: float) -> bool:
        return probability >= self.threshold

    def weigh(self, word: str) -> float:
        """The weight of a word's pieces, remembered: words come again and again."""
        pieces = word_pieces(word)
        weights = self.weights[PIECES]
        weight = math.fsum(weights.get(p, 0.0) for p in pieces) / math.sqrt(len(pieces) or 1)
        if len(self._words) < MOST_WORDS:
            self._words[word] = weight
        return weight


def logistic(log_odds: float) -> float:
    """The probability, 0 to 1, that has these log-odds."""
    return 1.0 / (1.0 + math.exp(-log_odds))


def share(features: Collection[str]) -> float:
    """What each feature of a block is worth: the more there are, the less."""
    return 1.0 / math.sqrt(len(features) + _FEWEST)


def word_pieces(word: str) -> set[str]:
    """The runs of four and five letters of a word, its ends marked; none of a number or a mark."""
    if not word[:1].isalpha():
        return set()
    framed = f"<{word}>"
    return {framed[i : i + n] for n in _LENGTHS for i in range(len(framed) - n + 1)}


@cache
def trained(name: str) -> LinearModel:
    """The model of this name (`glance`, `own` or `model`) that ships with the package."""
    data = msgspec.json.decode(gzip.decompress(files(__package__).joinpath(f"{name}.json.gz").read_bytes()))
    return LinearModel(data["intercept"], data["threshold"], data["weights"])


def write_linear(model: LinearModel, file: Path) -> None:
    """Write a model as `trained` reads it, byte for byte the same for the same model."""
    data = {
        "intercept": model.intercept,
        "threshold": model.threshold,
        "weights": {block: dict(sorted(weights.items())) for block, weights in model.weights.items()},
    }
    file.write_bytes(gzip.compress(msgspec.json.encode(data), mtime=0))
