"""Fit the weights of a `RecurrentModel` to answered sequences of words.

Needs JAX and Optax, which nothing else here does. The same data give the same weights on the same
kind of processor; elsewhere they may differ in the last digits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from extractors.language.name_sequence import OF_CUES, OF_WORDS
from extractors.language.recurrent_model import NO_FEATURE, RecurrentModel, WordsInOrder
from extractors.language.recurrent_network import (
    CUE,
    PLACE,
    WORD,
    Batch,
    Weights,
    first_weights,
    log_odds,
)

_LEAST_SEEN = 4  # a feature must come as often to have a vector
_EPOCHS, _BATCH = 10, 64
_LENGTHS = (32, 48, 64, 80, 96, 144)  # words that sequences are filled up to
_PEAK_RATE, _DECAY, _STEEPEST = 2e-3, 0.05, 1.0
_DOUBT = 0.03  # how far a label is taken to be from certain
_OTHER_QUESTION = 0.5  # what an example of the other question counts
_NO_PER_YES = 2  # examples of the other question, drawn anew in each epoch
_NETWORKS = 2


@dataclass(frozen=True, slots=True)
class Answered:
    """Sequences and whether the answer is yes."""

    words: Sequence[WordsInOrder]
    answers: Sequence[bool]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Sequences as rows of features: `ids` are words by features, filled up with `NO_FEATURE`."""

    ids: list[np.ndarray]
    spans: np.ndarray
    """First word and end of the sentence in question, and the word in question."""
    answers: np.ndarray
    other: np.ndarray
    """Whether a sequence answers the other question."""


def fit(question: Answered, other: Answered, epochs: int = _EPOCHS) -> RecurrentModel:
    """A model that answers a question, learnt with another question about like sentences beside it.

    Both questions share all but the last layers, so that the words of the one are also learnt from
    the other (Caruana, "Multitask Learning", 1997). Only the weights for the first are kept.
    """
    features = _vocabulary([*question.words, *other.words])
    data = _rows(question, other, {f: i for i, f in enumerate(features)})
    return model_of(features, [_network(data, features, epochs, seed) for seed in range(_NETWORKS)])


def model_of(features: Sequence[str], networks: Sequence[Weights]) -> RecurrentModel:
    """The model that answers the first question as these networks do; the first feature is none."""
    weights = {
        name: np.stack([np.asarray(network[name], dtype=np.float64) for network in networks])
        for name in networks[0]
    }
    weights["vectors"][:, NO_FEATURE] = 0.0
    of_first = {
        "hidden": weights["hidden"][:, 0],
        "hidden bias": weights["hidden bias"][:, :1],
        "answer": weights["answer"][:, 0, :, None],
        "answer bias": weights["answer bias"][:, :1, None],
        "scale": weights["scale"][:, None],
    }
    return RecurrentModel({f: i for i, f in enumerate(features) if i != NO_FEATURE}, {**weights, **of_first})


def _network(data: _Rows, features: Sequence[str], epochs: int, seed: int) -> Weights:
    """The weights of a network, trained from a beginning of its own."""
    kinds = jnp.array([_kind(f) for f in features])
    random = np.random.default_rng(seed)
    beginning, key = jax.random.split(jax.random.key(seed))
    weights = first_weights(beginning, len(features))
    steps = epochs * sum(1 for _ in _batches(data, np.random.default_rng(seed)))
    rate = optax.warmup_cosine_decay_schedule(0.0, _PEAK_RATE, steps // 10, steps, _PEAK_RATE / 50)
    optimiser = optax.chain(optax.clip_by_global_norm(_STEEPEST), optax.adamw(rate, weight_decay=_DECAY))
    state = optimiser.init(weights)

    @jax.jit
    def step(weights: Weights, state: Any, batch: Batch, key: jax.Array) -> tuple[Weights, Any]:
        gradient = jax.grad(_loss)(weights, kinds, batch, key)
        updates, state = optimiser.update(gradient, state, weights)
        return optax.apply_updates(weights, updates), state

    for _ in range(epochs):
        for batch in _batches(data, random):
            key, now = jax.random.split(key)
            weights, state = step(weights, state, batch, now)
    return weights


def _loss(weights: Weights, kinds: jax.Array, batch: Batch, key: jax.Array) -> jax.Array:
    """How far a network is from the answers of a batch: the mean cross-entropy."""
    wanted = batch.answers * (1 - 2 * _DOUBT) + _DOUBT
    counts = jnp.where(batch.other == 1, _OTHER_QUESTION, 1.0)
    entropy = optax.sigmoid_binary_cross_entropy(log_odds(weights, kinds, batch, key), wanted)
    return jnp.mean(entropy * counts)


def _vocabulary(sequences: Sequence[WordsInOrder]) -> list[str]:
    """The features that come often enough, after NO_FEATURE."""
    seen = Counter(f for words in sequences for word in words.features for f in word)
    return ["", *sorted(f for f, times in seen.items() if times >= _LEAST_SEEN)]


def _kind(feature: str) -> int:
    if feature.startswith(OF_WORDS):
        return WORD
    return CUE if feature.startswith(OF_CUES) else PLACE


def _rows(question: Answered, other: Answered, rows: dict[str, int]) -> _Rows:
    words = [*question.words, *other.words]
    return _Rows(
        [_filled([[rows[f] for f in word if f in rows] for word in w.features]) for w in words],
        np.array([[*w.sentence, w.asked] for w in words]),
        np.array([*question.answers, *other.answers]),
        np.arange(len(words)) >= len(question.words),
    )


def _filled(ids: Sequence[Sequence[int]]) -> np.ndarray:
    filled = np.full((len(ids), max(map(len, ids))), NO_FEATURE)
    for row, of_word in zip(filled, ids, strict=True):
        row[: len(of_word)] = of_word
    return filled


def _batches(data: _Rows, random: np.random.Generator) -> Iterator[Batch]:
    """The batches of an epoch: sequences of about one length, all that are asked and some of the others."""
    yes = np.flatnonzero(data.other & data.answers)
    no = np.flatnonzero(data.other & ~data.answers)
    drawn = random.choice(no, min(len(no), _NO_PER_YES * len(yes)), replace=False)
    chosen = np.concatenate([np.flatnonzero(~data.other), yes, drawn])
    length_of = np.searchsorted(_LENGTHS, [len(data.ids[i]) for i in chosen])
    batches = []
    for at, length in enumerate(_LENGTHS):
        order = random.permutation(chosen[length_of == at])
        whole = range(0, len(order) - _BATCH + 1, _BATCH)
        batches += [(order[i : i + _BATCH], length) for i in whole]
    for i in random.permutation(len(batches)):
        yield _batch(data, *batches[i])


def _batch(data: _Rows, chosen: np.ndarray, length: int) -> Batch:
    most = max(ids.shape[1] for ids in data.ids)
    ids = np.full((len(chosen), length, most), NO_FEATURE)
    for filled, i in zip(ids, chosen, strict=True):
        filled[: data.ids[i].shape[0], : data.ids[i].shape[1]] = data.ids[i]
    return Batch(
        *map(jnp.asarray, (ids, data.spans[chosen], data.answers[chosen], data.other[chosen].astype(int)))
    )
