"""Train the classifiers and measure them on sentences they have not seen.

    python -m extractors.language.training            train and write the weights
    python -m extractors.language.training --measure  five-fold figures, by sentence and by author

Needs what the extra `training` installs, which nothing else does, and some minutes: to train, five;
to measure, an hour. The same data give the same weights (see `recurrent_training.py` for its own).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from extractors.language.classifier import PIECES, Blocks, LinearModel, share, word_pieces
from extractors.language.classifiers import IN_ORDER, Classifiers
from extractors.language.evaluation import (
    LabelledSentence,
    Measure,
    measure,
    read_labelled,
    read_marked_prose,
)
from extractors.language.first_look import glance
from extractors.language.marked_sentence import EMPTY
from extractors.language.name_features import name_features
from extractors.language.name_sequence import name_sequence, sentence_sequence
from extractors.language.own_features import own_features
from extractors.language.recurrent_model import RecurrentModel, WordsInOrder, write_model
from extractors.language.recurrent_training import Answered, fit

DATA = Path(__file__).parents[2] / "tests" / "data" / "labelled"
_LEAST_SENTENCES = 2  # a feature must be seen in as many to count
_LEAST_WEIGHT = 0.01  # weights nearer to nothing are left out of the file
_INVERSE_REGULARISATION = {"glance": 3.0, "own": 4.0, "model": 4.0}
_TELLING_SHARE = 0.5  # of a feature's scale, what its log-odds decide (see `_scales`)
_FOLDS = 5
_THRESHOLDS = {"glance": 0.08, "own": 0.5, "model": 0.45}  # at 0.08 a hundredth of the own is lost
# Files written to be hard: far-fetched wording, and own statements far oftener than reports have them.
_FAR_FETCHED = frozenset({"manner", "mixed", "names", "plain", "voices"})
_FAR_FETCHED_WEIGHT = 0.5  # of a sentence of theirs, when `own` is learnt


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the classifiers learn from: `linear` by the classifier's name; lists of names, and whole
    sentences beside them, in the order of their words.
    """

    linear: Mapping[str, Examples]
    lists: Sequences
    wholes: Sequences


def examples(labelled: Sequence[LabelledSentence], far_fetched: Collection[LabelledSentence] = ()) -> Learnt:
    """What is learnt from; `own` minds the sentences of `far_fetched` less.

    `model` learns from every list of names, by what most of it is. `glance` and `own` learn from
    every sentence and, as examples of running prose that holds nothing up, from the sentences before
    that nobody labelled: those before a single sentence, not those that are a line of their own.
    """
    lists = [(x, target) for x in labelled for target in x.sentence.name_lists(x.evaluated)]
    told = {x.text for x in labelled}
    unlike_reports = {id(x) for x in far_fetched}
    prose = [x for x in labelled if x.text_before and x.text_before not in told]
    wholes = [*labelled, *prose]
    own = [x.own for x in labelled] + [False] * len(prose)
    held_up = [_held_up(x, target) for x, target in lists]
    return Learnt(
        {
            "glance": Examples(
                wholes, [glance(x.text) for x in labelled] + [glance(x.text_before) for x in prose], own
            ),
            "own": Examples(
                wholes,
                [own_features(x.sentence, x.before, x.evaluated) for x in labelled]
                + [own_features(x.before, EMPTY, x.evaluated) for x in prose],
                own,
                [_FAR_FETCHED_WEIGHT if id(x) in unlike_reports else 1.0 for x in wholes],
            ),
            "model": Examples(
                [x for x, _ in lists],
                [name_features(x.sentence, target, x.before, x.after, x.evaluated) for x, target in lists],
                held_up,
            ),
        },
        Sequences(
            [x for x, _ in lists],
            [name_sequence(x.sentence, target, x.before, x.after, x.evaluated) for x, target in lists],
            held_up,
        ),
        Sequences(
            wholes,
            [sentence_sequence(x.sentence, x.before, x.after, x.evaluated) for x in labelled]
            + [sentence_sequence(x.before, EMPTY, x.sentence, x.evaluated) for x in prose],
            own,
        ),
    )


def _held_up(x: LabelledSentence, target: Sequence[int]) -> bool:
    relations = [x.relations.get(x.sentence.municipality_at(i).name) for i in target]
    return 2 * relations.count("model") > len(relations)


class Examples:
    """Sentences as a matrix of their features, so that models can be trained on any of its rows."""

    def __init__(
        self,
        sentences: Sequence[LabelledSentence],
        blocks: Sequence[Blocks],
        answers: Sequence[bool],
        weights: Sequence[float] = (),
    ) -> None:
        valued = [list(_valued(b)) for b in blocks]
        self.blocks = tuple(blocks[0])
        self.sentences = sentences
        self.answers = np.array(answers)
        self.weights = np.array(weights or [1.0] * len(sentences))
        self.vocabulary = sorted({key for row in valued for key, _ in row})
        columns = {key: i for i, key in enumerate(self.vocabulary)}
        places = [columns[key] for row in valued for key, _ in row]
        rows = [i for i, row in enumerate(valued) for _ in row]
        values = [value for row in valued for _, value in row]
        # what comes twice, a piece of two words, is added up
        self.matrix = csr_matrix((values, (rows, places)), shape=(len(valued), len(self.vocabulary)))

    def rows_of(self, labelled: Collection[LabelledSentence]) -> np.ndarray:
        """The rows that are about some of the sentences."""
        wanted = {id(x) for x in labelled}
        return np.array([i for i, x in enumerate(self.sentences) if id(x) in wanted])


@dataclass(frozen=True, slots=True)
class Sequences:
    """Sentences as their words in order, with answers, so that models can be trained on any of them."""

    sentences: Sequence[LabelledSentence]
    words: Sequence[WordsInOrder]
    answers: Sequence[bool]

    def about(self, labelled: Collection[LabelledSentence]) -> Answered:
        """Those that are about some of the sentences."""
        wanted = {id(x) for x in labelled}
        chosen = [i for i, x in enumerate(self.sentences) if id(x) in wanted]
        return Answered([self.words[i] for i in chosen], [self.answers[i] for i in chosen])


def _valued(blocks: Blocks) -> Iterator[tuple[tuple[str, str], float]]:
    """Each feature with its block and its value, as `LinearModel.probability` weighs it."""
    for block, features in blocks.items():
        worth = share(features)
        for feature in sorted(features):
            if block == PIECES:
                pieces = word_pieces(feature)
                for piece in sorted(pieces):
                    yield (block, piece), worth / math.sqrt(len(pieces))
            else:
                yield (block, feature), worth


def train(name: str, learnt: Examples, rows: np.ndarray) -> LinearModel:
    """Logistic regression on block-wise normalised features, the more telling ones scaled up."""
    from sklearn.linear_model import LogisticRegression

    matrix, answers = learnt.matrix[rows], learnt.answers[rows]
    seen = np.asarray((matrix > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(seen >= _LEAST_SENTENCES)
    matrix = matrix[:, kept]
    scales = _scales(matrix, answers)
    regression = LogisticRegression(
        C=_INVERSE_REGULARISATION[name], solver="liblinear", max_iter=1000, random_state=0
    )
    regression.fit(matrix.multiply(scales).tocsr(), answers, sample_weight=learnt.weights[rows])
    weights: dict[str, dict[str, float]] = {block: {} for block in learnt.blocks}
    for column, weight in zip(kept, regression.coef_[0] * scales, strict=True):
        if abs(weight) >= _LEAST_WEIGHT:
            block, feature = learnt.vocabulary[column]
            weights[block][feature] = round(float(weight), 3)
    return LinearModel(round(float(regression.intercept_[0]), 4), _THRESHOLDS[name], weights)


def _scales(matrix: csr_matrix, answers: np.ndarray) -> np.ndarray:
    """How much each feature is scaled: 1, or in part by its log-odds between yes and no, mean 1.

    Wang and Manning, "Baselines and Bigrams" (ACL 2012): a feature that leans to one answer is
    regularised less than one that comes with both.
    """
    present = matrix > 0
    with_yes = np.asarray(present[answers].sum(axis=0)).ravel() + 1.0
    with_no = np.asarray(present[~answers].sum(axis=0)).ravel() + 1.0
    odds = np.abs(np.log((with_yes / with_yes.sum()) / (with_no / with_no.sum())))
    return np.asarray((1 - _TELLING_SHARE) + _TELLING_SHARE * odds / odds.mean())


def in_order(learnt: Learnt, labelled: Collection[LabelledSentence]) -> RecurrentModel:
    """The model that reads lists of names in the order of the words around them."""
    return fit(learnt.lists.about(labelled), learnt.wholes.about(labelled))


def classifiers(learnt: Learnt, labelled: Collection[LabelledSentence]) -> Classifiers:
    """The classifiers, trained on some of the sentences that `learnt` holds."""
    own, model = (train(name, e := learnt.linear[name], e.rows_of(labelled)) for name in ("own", "model"))
    return Classifiers(own, model, in_order(learnt, labelled))


def cross_validate(
    learnt: Learnt,
    labelled: Sequence[LabelledSentence],
    folds: Sequence[Hashable],
    always: Sequence[LabelledSentence] = (),
) -> list[Measure]:
    """Measure each fold of sentences with models trained on the other folds and on `always`."""
    chosen = {id(x): fold for x, fold in zip(labelled, folds, strict=True)}
    trained = {
        fold: classifiers(learnt, [*(x for x in labelled if chosen[id(x)] != fold), *always])
        for fold in dict.fromkeys(folds)
    }
    return measure(labelled, lambda x: trained[chosen[id(x)]])


def fold_of(text: str) -> int:
    """The fold of a sentence by its words, or by its author: what is repeated stays in one fold."""
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
    parser.add_argument("--of", default="", metavar="NAME", help="measure only files whose names begin so")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of labelled .jsonl files")
    arguments = parser.parse_args()
    files = sorted(arguments.data.glob("*.jsonl"))
    read = [(_author(path), x) for path in files for x in read_labelled(path)]
    labelled = [x for _, x in read]
    prose = [x for path in sorted(arguments.data.glob("*.txt")) for x in read_marked_prose(path)]
    far_fetched = [x for author, x in read if author.split("-")[0] in _FAR_FETCHED]
    learnt = examples([*labelled, *prose], far_fetched)
    if arguments.measure:
        measured = [(author, x) for author, x in read if author.startswith(arguments.of)]
        always = [*(x for author, x in read if not author.startswith(arguments.of)), *prose]
        for title, folds in (
            ("five-fold", [fold_of(x.text) for _, x in measured]),
            ("five-fold by author", [fold_of(author) for author, _ in measured]),
        ):
            found = cross_validate(learnt, [x for _, x in measured], folds, always)
            _print(title, found, arguments.misses)
    else:
        folder = Path(__file__).parent
        for name, e in learnt.linear.items():
            write(name, train(name, e, e.rows_of(e.sentences)), folder)
        write_model(in_order(learnt, [*labelled, *prose]), folder / f"{IN_ORDER}.npz")


def _author(path: Path) -> str:
    """Whose sentences a file holds: its name without the number that one author's files are told by."""
    return path.stem.rstrip("0123456789")


def _print(title: str, measures: Sequence[Measure], misses: bool) -> None:
    for m in measures:
        print(f"{title:20} {m.measure:8} precision {m.precision:.3f} recall {m.recall:.3f} f1 {m.f1:.3f}")
        if misses:
            print("\n".join(f"    {m.measure} {line}" for line in m.misses))


if __name__ == "__main__":
    main()
