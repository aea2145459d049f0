"""The classifier that reads words in order: what it sees, that it minds order, how it is kept."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from extractors.language.classifier import LinearModel, logistic
from extractors.language.classifiers import Classifiers
from extractors.language.marked_sentence import EMPTY, mark
from extractors.language.name_sequence import name_sequence
from extractors.language.recurrent_model import RecurrentModel, WordsInOrder, read_model, write_model
from schemas.municipalities import by_printed_name


def in_order(text: str, asked: int = 0) -> WordsInOrder:
    words = text.split()
    return WordsInOrder([[f"word {w}"] for w in words], (0, len(words)), asked)


@pytest.fixture(scope="module")
def untrained() -> RecurrentModel:
    jax = pytest.importorskip("jax")
    from extractors.language.recurrent_network import first_weights
    from extractors.language.recurrent_training import model_of

    features = ["", *(f"word {w}" for w in "abcdef")]
    return model_of(features, [first_weights(jax.random.key(seed), len(features)) for seed in (3, 4)])


def test_a_name_is_masked_and_each_word_has_its_place() -> None:
    sentence = mark("Kommunen kan lära av Låtsele.")
    (target,) = sentence.name_lists(by_printed_name("Sagoberga"))
    words = name_sequence(sentence, target, mark("Planen saknas."), EMPTY, by_printed_name("Sagoberga"))
    assert words.sentence == (3, 9)
    assert words.asked == 7
    assert list(words.features[0])[:5] == [
        "word planen",
        "begins plan",
        "begins planen",
        "ends anen",
        "sentence before",
    ]
    assert [[f for f in features if f.startswith(("word", "at"))] for features in words.features[3:]] == [
        ["word kommunen", "at -4"],
        ["word kan", "at -3"],
        ["word lära", "at -2"],
        ["word av", "at -1"],
        ["word TARGET", "at +0"],
        ["word .", "at +1"],
    ]
    assert "cue learn" in words.features[5]


def test_a_long_sentence_is_read_around_the_name() -> None:
    text = " ".join(["ord"] * 90) + " Låtsele " + " ".join(["sak"] * 90)
    sentence = mark(text)
    words = name_sequence(sentence, sentence.name_lists(None)[0], mark(text), mark(text), None)
    first, end = words.sentence
    assert (first, end - first, len(words.features)) == (40, 64, 140)
    assert "word TARGET" in words.features[words.asked]


def test_words_in_another_order_are_another_sequence(untrained: RecurrentModel) -> None:
    one, other = (untrained.log_odds(in_order(text, 2)) for text in ("a b c d", "b a c d"))
    assert abs(one - other) > 1e-4


def test_unknown_words_are_read_as_any_unknown_word(untrained: RecurrentModel) -> None:
    assert untrained.log_odds(in_order("a x b")) == untrained.log_odds(in_order("a y b"))
    assert untrained.log_odds(in_order("x")) == untrained.log_odds(in_order("y"))
    assert untrained.log_odds(in_order("a x b")) != untrained.log_odds(in_order("a b b"))


def test_networks_are_averaged() -> None:
    jax = pytest.importorskip("jax")
    from extractors.language.recurrent_network import first_weights
    from extractors.language.recurrent_training import model_of

    features = ["", *(f"word {w}" for w in "abcdef")]
    networks = [first_weights(jax.random.key(seed), len(features)) for seed in (6, 7)]
    words = in_order("a b c d", 1)
    each = [model_of(features, [network]).log_odds(words) for network in networks]
    assert each[0] != pytest.approx(each[1])
    assert model_of(features, networks).log_odds(words) == pytest.approx(sum(each) / 2)


def test_a_stored_model_says_the_same(untrained: RecurrentModel, tmp_path: Path) -> None:
    write_model(untrained, tmp_path / "model.npz")
    with (tmp_path / "model.npz").open("rb") as file:
        stored = read_model(file)
    assert stored.rows == untrained.rows
    for text in ("a b c", "f e", "d"):
        assert stored.log_odds(in_order(text)) == pytest.approx(untrained.log_odds(in_order(text)), abs=0.01)
    write_model(stored, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == (tmp_path / "model.npz").read_bytes()


def test_the_network_that_is_trained_says_what_the_model_says() -> None:
    jax = pytest.importorskip("jax")
    from jax import numpy as jnp

    from extractors.language.recurrent_network import Batch, first_weights, log_odds
    from extractors.language.recurrent_training import model_of

    features = ["", *(f"word {w}" for w in "abcdef")]
    weights = first_weights(jax.random.key(5), len(features))
    model = model_of(features, [weights])
    sequences = [
        WordsInOrder([["word a"], ["word b", "word c"], ["word d"]], (0, 2), 1),
        WordsInOrder([["word f"], ["word e"], ["word a", "word a"], ["word b"], ["word c"]], (1, 4), 3),
    ]
    ids = np.zeros((2, 7, 2), dtype=int)  # longer than both, so that filling up counts for nothing
    for filled, words in zip(ids, sequences, strict=True):
        for i, of_word in enumerate(words.features):
            filled[i, : len(of_word)] = [model.rows[f] for f in of_word]
    spans = np.array([[*w.sentence, w.asked] for w in sequences])
    batch = Batch(jnp.asarray(ids), jnp.asarray(spans), jnp.zeros(2), jnp.zeros(2, dtype=int))
    with jax.default_matmul_precision("highest"):
        of_network = log_odds(weights, jnp.ones(len(features), dtype=int), batch)
    assert [model.log_odds(w) for w in sequences] == pytest.approx(of_network.tolist(), abs=1e-4)


def names_held_up(intercept: float, in_order: RecurrentModel) -> float:
    """What a classifier without weights of features and one that reads in order say together."""
    linear = LinearModel(intercept, 0.5, defaultdict(dict))
    sentence = mark("Kommunen kan lära av Låtsele.")
    (target,) = sentence.name_lists(None)
    return Classifiers(linear, linear, in_order).names_held_up(sentence, target, EMPTY, EMPTY, None)


def test_a_list_of_names_is_not_read_in_order_where_its_features_are_sure() -> None:
    fails_when_asked = RecurrentModel({}, {})
    assert names_held_up(4.0, fails_when_asked) == logistic(4.0)
    assert names_held_up(-4.0, fails_when_asked) == logistic(-4.0)


def test_an_unsure_judgement_is_the_mean_of_both(untrained: RecurrentModel) -> None:
    sentence = mark("Kommunen kan lära av Låtsele.")
    second = untrained.log_odds(name_sequence(sentence, [4], EMPTY, EMPTY, None))
    assert names_held_up(1.0, untrained) == pytest.approx(logistic((1.0 + second) / 2))


def test_what_only_the_order_of_words_tells_is_learnt() -> None:
    pytest.importorskip("optax")
    from extractors.language.recurrent_training import Answered, fit

    pairs = [pair for pair in product("abcdefghijklmnop", repeat=2) if pair[0] != pair[1]]
    words = [in_order(f"{a} före {b}") for a, b in pairs] * 8
    answers = [a < b for a, b in pairs] * 8
    kept_apart = {("c", "k"), ("k", "c"), ("e", "n"), ("n", "e")}
    shown = [i for i in range(len(words)) if pairs[i % len(pairs)] not in kept_apart]
    learnt = Answered([words[i] for i in shown], [answers[i] for i in shown])
    model = fit(learnt, Answered(words[:64], [False, True] * 32))
    assert {(a, b): model.log_odds(in_order(f"{a} före {b}")) > 0 for a, b in sorted(kept_apart)} == {
        ("c", "k"): True,
        ("e", "n"): True,
        ("k", "c"): False,
        ("n", "e"): False,
    }
