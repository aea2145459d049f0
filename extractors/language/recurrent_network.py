"""The network of a `RecurrentModel` for training: batches of sequences, with parts of them left out.

What is left out at random, other parts each time, makes the rest do without it (Srivastava et al.,
"Dropout", JMLR 2014). Needs JAX.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp

from extractors.language.recurrent_model import NO_FEATURE

Weights = dict[str, jax.Array]
"""By name, of this shape (of `question` there are two, the second one is learnt beside the first):

vectors             features x vector         scale          vector
input               side x vector x 3 held    input bias     side x 1 x 3 held
recurrent           side x held x 3 held      attention      2 held x 2 held
hidden              question x 8 held x hidden; hidden bias  question x hidden
answer              question x hidden         answer bias    question

A side is the left or the right one; the three parts of what is held are for its two gates, reset and
kept, and for what is new.
"""

PLACE, WORD, CUE = 0, 1, 2
"""Kinds of features: words and cues are left out now and then, places never."""

_VECTOR, _HELD, _HIDDEN = 32, 48, 64
_LEAST_DEVIATION = 1e-5
_NOWHERE = -1e9  # what counts for nothing where the most is sought
_DROPPED_VECTOR, _DROPPED_SEEN, _DROPPED_HIDDEN = 0.3, 0.3, 0.2
_DROPPED_WORDS, _DROPPED_CUES = 0.15, 0.15


class Batch(NamedTuple):
    """Sequences of one length: `ids` are sequences x words x features, `spans` of each the first word
    and the end of the sentence in question and the word in question, `other` is 1 for the other question.
    """

    ids: jax.Array
    spans: jax.Array
    answers: jax.Array
    other: jax.Array


def first_weights(key: jax.Array, features: int) -> Weights:
    """Weights at random, as large as their inputs are many."""
    keys = iter(jax.random.split(key, 16))

    def normal(*shape: int, inputs: float) -> jax.Array:
        return jax.random.normal(next(keys), shape) / math.sqrt(inputs)

    both = 2 * _HELD
    return {
        "vectors": normal(features, _VECTOR, inputs=100),
        "scale": jnp.ones(_VECTOR),
        "input": normal(2, _VECTOR, 3 * _HELD, inputs=_VECTOR),
        "input bias": jnp.zeros((2, 1, 3 * _HELD)),
        "recurrent": normal(2, _HELD, 3 * _HELD, inputs=_HELD),
        "attention": normal(both, both, inputs=both),
        "hidden": normal(2, 4 * both, _HIDDEN, inputs=4 * both),
        "hidden bias": jnp.zeros((2, _HIDDEN)),
        "answer": normal(2, _HIDDEN, inputs=_HIDDEN),
        "answer bias": jnp.zeros(2),
    }


def log_odds(weights: Weights, kinds: jax.Array, batch: Batch, key: jax.Array | None = None) -> jax.Array:
    """What `RecurrentModel.log_odds` says of each sequence of a batch.

    `kinds` tells of each feature whether it is a PLACE, WORD or CUE; with a `key` parts are left out.
    """
    ids, spans, _, other = batch
    of_vectors, of_seen, of_hidden, of_words, of_cues = (
        [None] * 5 if key is None else jax.random.split(key, 5)
    )
    kept = ids != NO_FEATURE
    there = kept.any(axis=2)[..., None]
    for kind, share, of_kind in ((WORD, _DROPPED_WORDS, of_words), (CUE, _DROPPED_CUES, of_cues)):
        if of_kind is not None:
            kept &= (kinds[ids] != kind) | ~jax.random.bernoulli(of_kind, share, there.shape)
    summed = (weights["vectors"][ids] * kept[..., None]).sum(axis=2)
    centred = summed - summed.mean(axis=-1, keepdims=True)
    deviation = jnp.sqrt((centred**2).mean(axis=-1, keepdims=True) + _LEAST_DEVIATION)
    vectors = _dropped(of_vectors, centred / deviation * weights["scale"] * there, _DROPPED_VECTOR)
    read = jnp.concatenate([_read(weights, vectors, there, side) for side in (0, 1)], axis=-1)
    asked = jnp.take_along_axis(read, spans[:, 2, None, None], axis=1)[:, 0]
    attention = jnp.einsum("bd,bwd->bw", asked @ weights["attention"], read) / math.sqrt(asked.shape[-1])
    attended = jnp.einsum("bw,bwd->bd", jax.nn.softmax(jnp.where(there[..., 0], attention, _NOWHERE)), read)
    at = jnp.arange(ids.shape[1])
    here = ((at >= spans[:, :1]) & (at < spans[:, 1:2]))[..., None]
    most_here = jnp.where(here, read, _NOWHERE).max(axis=1)
    most = jnp.where(there, read, _NOWHERE).max(axis=1)
    seen = _dropped(of_seen, jnp.concatenate([asked, attended, most_here, most], axis=-1), _DROPPED_SEEN)
    hidden = jax.nn.relu(jnp.einsum("bi,qio->bqo", seen, weights["hidden"]) + weights["hidden bias"])
    hidden = _dropped(of_hidden, hidden, _DROPPED_HIDDEN)
    answers = jnp.einsum("bqo,qo->bq", hidden, weights["answer"]) + weights["answer bias"]
    return jnp.take_along_axis(answers, other[:, None], axis=1)[:, 0]


def _read(weights: Weights, vectors: jax.Array, there: jax.Array, side: int) -> jax.Array:
    """What is held after each word, from the left (side 0) or the right (1)."""
    inputs = jnp.swapaxes(vectors @ weights["input"][side] + weights["input bias"][side], 0, 1)

    def step(held: jax.Array, now: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        arriving, is_there = now
        past = held @ weights["recurrent"][side]
        gates = jax.nn.sigmoid(arriving[:, : 2 * _HELD] + past[:, : 2 * _HELD])
        reset, kept = gates[:, :_HELD], gates[:, _HELD:]
        new = jnp.tanh(arriving[:, 2 * _HELD :] + reset * past[:, 2 * _HELD :])
        held = jnp.where(is_there, new + kept * (held - new), held)
        return held, held

    nothing = jnp.zeros((vectors.shape[0], _HELD))
    _, held = jax.lax.scan(step, nothing, (inputs, jnp.swapaxes(there, 0, 1)), reverse=side == 1)
    return jnp.swapaxes(held, 0, 1)


def _dropped(key: jax.Array | None, values: jax.Array, share: float) -> jax.Array:
    """Values with a share of them set to nothing and the others made larger for it."""
    if key is None:
        return values
    return values * jax.random.bernoulli(key, 1 - share, values.shape) / (1 - share)
