"""Fit the weights of a `LinearModel` to answered sentences, seen as features in blocks.

Needs scikit-learn, which nothing else here does. The same data give the same weights.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack

from extractors.language.classifier import PIECES, Blocks, LinearModel, share, word_pieces
from extractors.language.evaluation import LabelledSentence

_LEAST_SENTENCES = 2  # a feature must be seen in as many to count
_LEAST_WEIGHT = 0.01  # weights nearer to nothing are left out of the file
_TELLING_SHARE = 0.5  # of a feature's scale, what its log-odds decide (see `_scales`)
_CORRECTION = 0.5  # how large the features of texts like reports alone are, beside those shared with all


class Examples:
    """Sentences as a matrix of their features, so that models can be trained on any of its rows.

    `like_reports` are the rows written as reports are, `weights` what each row counts.
    """

    def __init__(
        self,
        sentences: Sequence[LabelledSentence],
        blocks: Sequence[Blocks],
        answers: Sequence[bool],
        like_reports: Sequence[bool],
        weights: Sequence[float] = (),
    ) -> None:
        valued = [list(_valued(b)) for b in blocks]
        self.blocks = tuple(blocks[0])
        self.sentences = sentences
        self.answers = np.array(answers)
        self.like_reports = np.array(like_reports)
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


def fit_linear(
    learnt: Examples, rows: np.ndarray, inverse_regularisation: float, threshold: float
) -> LinearModel:
    """Logistic regression on block-wise normalised features, the more telling ones scaled up.

    `rows` are indices of rows of `learnt`, `inverse_regularisation` is the C of scikit-learn, and from
    the probability `threshold` (0 to 1) on the model says yes.

    Texts like reports have every feature twice: once shared with all others, once for themselves. So
    their weights are those of all, corrected as far as they tell otherwise; both are added up and
    stored as one (Daumé, "Frustratingly Easy Domain Adaptation", ACL 2007).
    """
    from sklearn.linear_model import LogisticRegression

    matrix, answers = learnt.matrix[rows], learnt.answers[rows]
    seen = np.asarray((matrix > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(seen >= _LEAST_SENTENCES)
    matrix = matrix[:, kept]
    scales = _scales(matrix, answers)
    regression = LogisticRegression(
        C=inverse_regularisation, solver="liblinear", max_iter=1000, random_state=0
    )
    scaled = matrix.multiply(scales).tocsr()
    like_reports = csr_matrix(_CORRECTION * learnt.like_reports[rows, None])
    regression.fit(
        hstack([scaled, scaled.multiply(like_reports), like_reports]).tocsr(),
        answers,
        sample_weight=learnt.weights[rows],
    )
    shared, corrections = np.split(regression.coef_[0][:-1], 2)
    intercept = regression.intercept_[0] + _CORRECTION * regression.coef_[0][-1]
    weights: dict[str, dict[str, float]] = {block: {} for block in learnt.blocks}
    for column, weight in zip(kept, (shared + _CORRECTION * corrections) * scales, strict=True):
        if abs(weight) >= _LEAST_WEIGHT:
            block, feature = learnt.vocabulary[column]
            weights[block][feature] = round(float(weight), 3)
    return LinearModel(round(float(intercept), 4), threshold, weights)


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
