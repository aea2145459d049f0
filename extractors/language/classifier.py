"""A linear classifier over blocks of features, trained in this repository.

The score of a sentence is the sum, over blocks, of the weights of the features present divided by
the square root of how many features the block holds. That is logistic regression on block-wise
normalised vectors; `training.py` makes the weights and nothing but numpy is needed to use them.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.language.features import Blocks


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights per block and feature; a probability at or above `threshold` means yes."""

    intercept: float
    threshold: float
    weights: Mapping[str, Mapping[str, float]]

    def probability(self, blocks: Blocks) -> float:
        """How likely the answer is yes, 0 to 1."""
        score = self.intercept
        for name, features in blocks.items():
            if features:
                weights = self.weights[name]
                # summed exactly, so that the order of a set cannot change the last digit
                known = [weights[f] for f in features if f in weights]
                score += math.fsum(known) / math.sqrt(len(features))
        return 1.0 / (1.0 + math.exp(-score))

    def says_yes(self, probability: float) -> bool:
        return probability >= self.threshold


@cache
def trained(name: str) -> LinearModel:
    """The model of this name (`own` or `model`) that ships with the package."""
    data = json.loads(gzip.decompress(files(__package__).joinpath(f"{name}.json.gz").read_bytes()))
    return LinearModel(data["intercept"], data["threshold"], data["weights"])
