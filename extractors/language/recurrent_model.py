"""A recurrent classifier, trained in this repository, that reads words in their order.

Each word is the sum of the vectors of its features, normalised. A gated recurrent unit (Cho et al.,
"Learning Phrase Representations using RNN Encoder-Decoder", EMNLP 2014) reads the words from the left
and another one from the right. What they hold at the word in question, the most they hold anywhere in
its sentence and in all sentences, and what the word in question attends to, go through a hidden layer
to the answer. `recurrent_training.py` makes the weights; nothing but numpy is needed to use them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

NO_FEATURE = 0
"""The row of `vectors` that counts for nothing: that of a word of which no feature is known."""

_LEAST_DEVIATION = 1e-5  # added to a variance, so that no word is divided by nothing
_FEATURES = "features"


@dataclass(frozen=True, slots=True)
class WordsInOrder:
    """Words of neighbouring sentences, each as its features, and which of them is asked about.

    `sentence` is the first word of the sentence in question and the one after its last, `asked` the
    index of the word in question.
    """

    features: Sequence[Collection[str]]
    sentence: tuple[int, int]
    asked: int


@dataclass(frozen=True)
class RecurrentModel:
    """Some networks that answer the same question, whose log-odds are averaged.

    They are trained alike from other beginnings, and err apart (Lakshminarayanan et al., "Deep
    Ensembles", NIPS 2017). `weights` are theirs by name, one after the other along the first axis;
    `recurrent_network.Weights` tells what they are, and of two questions these answer the first.
    `rows` tells in which row of `vectors` a feature has its own, from 1.
    """

    rows: Mapping[str, int]
    weights: Mapping[str, Array]

    def log_odds(self, words: WordsInOrder) -> float:
        """The logarithm of how many times likelier yes is than no."""
        w = self.weights
        read = self._read(self._vectors(words.features))
        asked = read[:, words.asked, None]
        attention = asked @ w["attention"] @ read.swapaxes(1, 2) / np.sqrt(read.shape[-1])
        attention = np.exp(attention - attention.max(axis=-1, keepdims=True))
        attended = attention @ read / attention.sum(axis=-1, keepdims=True)
        first, end = words.sentence
        most_here = read[:, first:end].max(axis=1, keepdims=True)
        seen = np.concatenate([asked, attended, most_here, read.max(axis=1, keepdims=True)], axis=-1)
        hidden = np.maximum(seen @ w["hidden"] + w["hidden bias"], 0.0)
        return float((hidden @ w["answer"] + w["answer bias"]).mean())

    def _vectors(self, features: Sequence[Collection[str]]) -> Array:
        """The normalised vector of each word, networks by words by size."""
        known = [[self.rows[f] for f in word if f in self.rows] or [NO_FEATURE] for word in features]
        starts = np.cumsum([0, *(len(rows) for rows in known[:-1])])
        vectors = self.weights["vectors"][:, [row for rows in known for row in rows]]
        summed = np.add.reduceat(vectors, starts, axis=1, dtype=np.float64)
        centred = summed - summed.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _LEAST_DEVIATION)
        return np.asarray(centred / deviation * self.weights["scale"])

    def _read(self, vectors: Array) -> Array:
        """What is held after each word, from the left and from the right: networks by words by sizes."""
        w = self.weights
        size = w["recurrent"].shape[-2]
        both = np.stack([vectors, vectors[:, ::-1]], axis=1)
        inputs = np.moveaxis(both @ w["input"] + w["input bias"], 2, 0)[..., None, :]
        held = np.zeros((len(vectors), 2, 1, size))
        after = np.empty((len(inputs), len(vectors), 2, size))
        for i, arriving in enumerate(inputs):
            past = held @ w["recurrent"]
            gates = 1.0 / (1.0 + np.exp(-(arriving[..., : 2 * size] + past[..., : 2 * size])))
            reset, kept = gates[..., :size], gates[..., size:]
            new = np.tanh(arriving[..., 2 * size :] + reset * past[..., 2 * size :])
            held = new + kept * (held - new)
            after[i] = held[:, :, 0]
        return np.concatenate([after[:, :, 0], after[::-1, :, 1]], axis=-1).swapaxes(0, 1)


def write_model(model: RecurrentModel, file: Path) -> None:
    """Write a model as `read_model` reads it; vectors and weights keep half precision."""
    ordered = ["", *sorted(model.rows, key=model.rows.__getitem__)]
    halves = {name: np.asarray(weights, dtype=np.float16) for name, weights in model.weights.items()}
    np.savez_compressed(file, **{_FEATURES: np.array("\n".join(ordered))}, **halves)  # type: ignore[arg-type]


def read_model(file: IO[bytes]) -> RecurrentModel:
    """A model that `write_model` wrote."""
    with np.load(file) as stored:
        features = str(stored[_FEATURES]).split("\n")
        rows = {feature: row for row, feature in enumerate(features) if feature}
        weights = {
            # the many vectors stay small; they are widened where they are summed
            name: stored[name] if name == "vectors" else stored[name].astype(np.float64)
            for name in stored.files
            if name != _FEATURES
        }
    return RecurrentModel(rows, weights)


@cache
def trained_in_order(name: str) -> RecurrentModel:
    """The model of this name that ships with the package."""
    with files(__package__).joinpath(f"{name}.npz").open("rb") as file:
        return read_model(file)
