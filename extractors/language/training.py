"""Train the two classifiers and measure them on sentences they have not seen.

    python -m extractors.language.training            train and write the weights
    python -m extractors.language.training --measure  five-fold and leave-one-file-out figures

Needs scikit-learn, which nothing else here does. The same data give the same weights.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from extractors.language.classifier import LinearModel
from extractors.language.evaluation import (
    LabelledSentence,
    Measure,
    measure,
    read_labelled,
    read_marked_prose,
)
from extractors.language.features import Blocks, name_features, sentence_features
from extractors.language.statements import may_hold_up

DATA = Path(__file__).parents[2] / "tests" / "data" / "labelled"
_LEAST_SENTENCES = 2  # a feature must be seen in as many to count
_LEAST_WEIGHT = 0.01  # weights nearer to nothing are left out of the file
_INVERSE_REGULARISATION = {"own": 10.0, "model": 5.0}
_TELLING_SHARE = {"own": 0.5, "model": 0.5}  # of a feature's scale, what its log-odds decide (see `_scales`)
_FOLDS = 5
_THRESHOLDS = {"own": 0.5, "model": 0.5}

Example = tuple[Blocks, bool]


def own_examples(labelled: Sequence[LabelledSentence]) -> list[Example]:
    """What the `own` model learns from: every sentence that could hold a judgement."""
    return [
        (sentence_features(x.sentence, x.before, x.after, x.evaluated), x.own)
        for x in labelled
        if may_hold_up(x.sentence)
    ]


def name_examples(labelled: Sequence[LabelledSentence]) -> list[Example]:
    """What the `model` model learns from: every list of names, by what most of it is."""
    examples = []
    for x in labelled:
        for target in x.sentence.name_lists(x.evaluated):
            relations = [x.relations.get(x.sentence.municipality_at(i).name) for i in target]
            held_up = 2 * relations.count("model") > len(relations)
            examples.append((name_features(x.sentence, target, x.before, x.after, x.evaluated), held_up))
    return examples


def train(examples: Sequence[Example], name: str) -> LinearModel:
    """Logistic regression on block-wise normalised features, the more telling ones scaled up."""
    from sklearn.linear_model import LogisticRegression

    vocabulary = _vocabulary(examples)
    matrix = _matrix(examples, vocabulary)
    answers = np.array([answer for _, answer in examples])
    scales = _scales(matrix, answers, _TELLING_SHARE[name])
    regression = LogisticRegression(
        C=_INVERSE_REGULARISATION[name], solver="liblinear", max_iter=1000, random_state=0
    )
    regression.fit(matrix.multiply(scales).tocsr(), answers)
    weights: dict[str, dict[str, float]] = {block: {} for block in examples[0][0]}
    for (block, feature), weight in zip(vocabulary, regression.coef_[0] * scales, strict=True):
        if abs(weight) >= _LEAST_WEIGHT:
            weights[block][feature] = round(float(weight), 3)
    return LinearModel(round(float(regression.intercept_[0]), 4), _THRESHOLDS[name], weights)


def _scales(matrix: csr_matrix, answers: np.ndarray, share: float) -> np.ndarray:
    """How much each feature is scaled: 1, or by `share` its log-odds between yes and no, mean 1.

    Wang and Manning, "Baselines and Bigrams" (ACL 2012): a feature that leans to one answer is
    regularised less than one that comes with both.
    """
    present = matrix > 0
    with_yes = np.asarray(present[answers].sum(axis=0)).ravel() + 1.0
    with_no = np.asarray(present[~answers].sum(axis=0)).ravel() + 1.0
    odds = np.abs(np.log((with_yes / with_yes.sum()) / (with_no / with_no.sum())))
    return np.asarray((1 - share) + share * odds / odds.mean())


def _vocabulary(examples: Sequence[Example]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for blocks, _ in examples:
        for block, features in blocks.items():
            for feature in features:
                counts[block, feature] = counts.get((block, feature), 0) + 1
    kept = sorted(key for key, count in counts.items() if count >= _LEAST_SENTENCES)
    return {key: i for i, key in enumerate(kept)}


def _matrix(examples: Sequence[Example], vocabulary: dict[tuple[str, str], int]) -> csr_matrix:
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for blocks, _ in examples:
        for block, features in blocks.items():
            known = sorted(vocabulary[block, f] for f in features if (block, f) in vocabulary)
            columns += known
            values += [1 / np.sqrt(max(len(features), 1))] * len(known)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(examples), len(vocabulary)))


def models(labelled: Sequence[LabelledSentence]) -> dict[str, LinearModel]:
    """Both models, trained on these sentences."""
    return {
        "own": train(own_examples(labelled), "own"),
        "model": train(name_examples(labelled), "model"),
    }


def cross_validate(
    labelled: Sequence[LabelledSentence], folds: Sequence[int], always: Sequence[LabelledSentence] = ()
) -> list[Measure]:
    """Measure each fold of sentences with models trained on the other folds and on `always`."""
    chosen = {id(x): fold for x, fold in zip(labelled, folds, strict=True)}
    trained = {
        fold: models([*(x for x in labelled if chosen[id(x)] != fold), *always])
        for fold in sorted(set(folds))
    }
    return measure(labelled, lambda x: trained[chosen[id(x)]].__getitem__)


def fold_of(text: str) -> int:
    """The fold of a sentence, by its own words, so that a repeated sentence stays in one fold."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % _FOLDS


def write(name: str, model: LinearModel, folder: Path) -> None:
    """Write a model as `classifier.trained` reads it, byte for byte the same for the same model."""
    data: dict[str, Any] = {
        "intercept": model.intercept,
        "threshold": model.threshold,
        "weights": {block: dict(sorted(weights.items())) for block, weights in model.weights.items()},
    }
    packed = gzip.compress(json.dumps(data, ensure_ascii=False).encode(), mtime=0)
    (folder / f"{name}.json.gz").write_bytes(packed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--measure", action="store_true", help="measure instead of writing weights")
    parser.add_argument("--misses", action="store_true", help="with --measure, list what went wrong")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of labelled .jsonl files")
    arguments = parser.parse_args()
    files = sorted(arguments.data.glob("*.jsonl"))
    read = [(number, x) for number, path in enumerate(files) for x in read_labelled(path)]
    labelled = [x for _, x in read]
    prose = [x for path in sorted(arguments.data.glob("*.txt")) for x in read_marked_prose(path)]
    if arguments.measure:
        folds = [fold_of(x.text) for x in labelled]
        _print("five-fold", cross_validate(labelled, folds, prose), arguments.misses)
        _print("leave one file out", cross_validate(labelled, [n for n, _ in read], prose), arguments.misses)
    else:
        for name, model in models([*labelled, *prose]).items():
            write(name, model, Path(__file__).parent)


def _print(title: str, measures: Sequence[Measure], misses: bool) -> None:
    for m in measures:
        print(f"{title:20} {m.measure:8} precision {m.precision:.3f} recall {m.recall:.3f} f1 {m.f1:.3f}")
        if misses:
            print("\n".join(f"    {m.measure} {line}" for line in m.misses))


if __name__ == "__main__":
    main()
