"""Train the classifiers and measure them on sentences they have not seen.

    python -m extractors.language.training            train and write the weights
    python -m extractors.language.training --measure  five-fold figures, by sentence and by author

Needs what the extra `training` installs, which nothing else does, and some minutes: to train, five;
to measure, an hour. The same data give the same weights (see `recurrent_training.py` for its own).
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.language.classifier import LinearModel, write_linear
from extractors.language.classifiers import IN_ORDER, Classifiers
from extractors.language.evaluation import (
    LabelledSentence,
    Measure,
    measure,
    read_labelled,
    read_marked_prose,
)
from extractors.language.first_look import glance
from extractors.language.linear_training import Examples, fit_linear
from extractors.language.marked_sentence import EMPTY
from extractors.language.name_features import name_features
from extractors.language.name_sequence import name_sequence, sentence_sequence
from extractors.language.own_features import own_features
from extractors.language.recurrent_model import RecurrentModel, WordsInOrder, write_model
from extractors.language.recurrent_training import Answered, fit

DATA = Path(__file__).parents[2] / "tests" / "data" / "labelled"
_INVERSE_REGULARISATION = {"glance": 3.0, "own": 4.0, "model": 4.0}
_FOLDS = 5
_THRESHOLDS = {"glance": 0.08, "own": 0.5, "model": 0.5}  # at 0.08 a hundredth of the own is lost
# Files written to be hard: far-fetched wording, and own statements far oftener than reports have them.
_FAR_FETCHED = frozenset({"manner", "mixed", "names", "plain", "voices"})
_FAR_FETCHED_WEIGHT = 0.5  # of a sentence of theirs, when `own` is learnt
# Files written by many people as evaluators write, and labelled as the statements of reports are.
_LIKE_REPORTS = "labelled"
_TIMES_IN_ORDER = 3  # how often a list of theirs is read in an epoch, where others are read once


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the classifiers learn from: `linear` by the classifier's name; lists of names, and whole
    sentences beside them, in the order of their words.
    """

    linear: Mapping[str, Examples]
    lists: Sequences
    wholes: Sequences


def examples(
    labelled: Sequence[LabelledSentence],
    far_fetched: Collection[LabelledSentence] = (),
    like_reports: Collection[LabelledSentence] = (),
) -> Learnt:
    """What is learnt from; `own` minds the sentences of `far_fetched` less.

    All but `own` mind those of `like_reports` more. It would find more in files like these, but no
    longer plain praise of what is shared with a neighbour, which is rare in them and not in reports.

    `model` learns from every list of names, by what most of it is. `glance` and `own` learn from
    every sentence and, as examples of running prose that holds nothing up, from the sentences before
    that nobody labelled: those before a single sentence, not those that are a line of their own.
    """
    lists = [(x, target) for x in labelled for target in x.sentence.name_lists(x.evaluated)]
    told = {x.text for x in labelled}
    far = {id(x) for x in far_fetched}
    near = {id(x) for x in like_reports}
    prose = [x for x in labelled if x.text_before and x.text_before not in told]
    wholes = [*labelled, *prose]
    own = [x.own for x in labelled] + [False] * len(prose)
    held_up = [_held_up(x, target) for x, target in lists]
    return Learnt(
        {
            "glance": Examples(
                wholes,
                [glance(x.text) for x in labelled] + [glance(x.text_before) for x in prose],
                own,
                [id(x) in near for x in wholes],
            ),
            "own": Examples(
                wholes,
                [own_features(x.sentence, x.before, x.evaluated) for x in labelled]
                + [own_features(x.before, EMPTY, x.evaluated) for x in prose],
                own,
                [False] * len(wholes),
                [_FAR_FETCHED_WEIGHT if id(x) in far else 1.0 for x in wholes],
            ),
            "model": Examples(
                [x for x, _ in lists],
                [name_features(x.sentence, target, x.before, x.after, x.evaluated) for x, target in lists],
                held_up,
                [id(x) in near for x, _ in lists],
            ),
        },
        Sequences(
            [x for x, _ in lists],
            [name_sequence(x.sentence, target, x.before, x.after, x.evaluated) for x, target in lists],
            held_up,
            [_TIMES_IN_ORDER if id(x) in near else 1 for x, _ in lists],
        ),
        Sequences(
            wholes,
            [sentence_sequence(x.sentence, x.before, x.after, x.evaluated) for x in labelled]
            + [sentence_sequence(x.before, EMPTY, x.sentence, x.evaluated) for x in prose],
            own,
            [_TIMES_IN_ORDER if id(x) in near else 1 for x in wholes],
        ),
    )


def _held_up(x: LabelledSentence, target: Sequence[int]) -> bool:
    relations = [x.relations.get(x.sentence.municipality_at(i).name) for i in target]
    return 2 * relations.count("model") > len(relations)


@dataclass(frozen=True, slots=True)
class Sequences:
    """Sentences as their words in order, with answers, so that models can be trained on any of them."""

    sentences: Sequence[LabelledSentence]
    words: Sequence[WordsInOrder]
    answers: Sequence[bool]
    times: Sequence[int]
    """How often each is read in an epoch."""

    def about(self, labelled: Collection[LabelledSentence]) -> Answered:
        """Those that are about some of the sentences."""
        wanted = {id(x) for x in labelled}
        chosen = [i for i, x in enumerate(self.sentences) if id(x) in wanted for _ in range(self.times[i])]
        return Answered([self.words[i] for i in chosen], [self.answers[i] for i in chosen])


def linear(name: str, learnt: Learnt, labelled: Collection[LabelledSentence]) -> LinearModel:
    """The classifier of this name that sees features in blocks."""
    examples = learnt.linear[name]
    rows = examples.rows_of(labelled)
    return fit_linear(examples, rows, _INVERSE_REGULARISATION[name], _THRESHOLDS[name])


def in_order(learnt: Learnt, labelled: Collection[LabelledSentence]) -> RecurrentModel:
    """The model that reads lists of names in the order of the words around them."""
    return fit(learnt.lists.about(labelled), learnt.wholes.about(labelled))


def classifiers(learnt: Learnt, labelled: Collection[LabelledSentence]) -> Classifiers:
    """The classifiers, trained on some of the sentences that `learnt` holds."""
    own, model = (linear(name, learnt, labelled) for name in ("own", "model"))
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
    like_reports = [x for author, x in read if author.startswith(_LIKE_REPORTS)]
    learnt = examples([*labelled, *prose], far_fetched, like_reports)
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
        for name in learnt.linear:
            write_linear(linear(name, learnt, [*labelled, *prose]), folder / f"{name}.json.gz")
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
