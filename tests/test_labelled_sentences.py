"""Labelled sentences: how they are read, and how the language step does on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.language.evaluation import (
    LabelledFileError,
    evaluate_sentences,
    read_marked_prose,
)

LABELLED = Path(__file__).parent / "data" / "labelled"


# Names that are ordinary words too, first in a sentence of which the rest does not tell
MAY_BE_MISSED = (
    "Mark kan förtjäna ett besök",
    "Köping: nio.",
    "Ale gick till föräldrarna",
    "Trosa, fem placeringar",
    "Kil är en sådan",
    "Vara, vars konserthus",
    "Boden, som för fem år",
)


@pytest.mark.parametrize("file", sorted(LABELLED.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_name_of_the_labelled_sentences_is_found_and_no_other(file: Path) -> None:
    names = next(m for m in evaluate_sentences(file) if m.measure == "names")
    assert [miss for miss in names.misses if not miss.partition(": ")[2].startswith(MAY_BE_MISSED)] == []


def test_misses_are_told_with_their_sentence(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    row = {"municipality": "Sagoberga", "text": "Bussen går till Låtsele.", "own": True, "names": []}
    file.write_text(json.dumps(row))
    own = next(m for m in evaluate_sentences(file) if m.measure == "own")
    assert (own.recall, own.misses) == (0.0, ("missed own: Bussen går till Låtsele.",))


@pytest.mark.parametrize("line", ["{", "[]", '{"municipality": "Sagoberga"}'])
def test_a_line_that_is_no_labelled_sentence_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(line)
    with pytest.raises(LabelledFileError, match=r"bad\.jsonl, line 1"):
        evaluate_sentences(file)


def test_marks_in_prose_become_labels(tmp_path: Path) -> None:
    file = tmp_path / "prose.txt"
    file.write_text("# a remark\nPlanen är ny. *Den är ett föredöme.\n- I +Låtsele och Mytaryd finns fler.\n")
    first, second, third = read_marked_prose(file)
    assert [first.own, second.own, third.own] == [False, True, False]
    assert second.before == first.sentence
    assert third.before.words == ()
    assert third.text == "I Låtsele och Mytaryd finns fler."
    assert third.relations == {"Låtsele": "model", "Mytaryd": "mention"}
