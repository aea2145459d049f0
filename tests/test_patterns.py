"""Cues: each group's own examples, and how patterns match."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from extractors.language.cues import find_cues
from extractors.language.tokens import cut

GROUPS = yaml.safe_load(files("extractors.language").joinpath("cues.yaml").read_text(encoding="utf-8"))


def groups(sentence: str) -> set[str]:
    return {cue.group for cue in find_cues(cut(sentence).lowered)}


@pytest.mark.parametrize(("group", "sentence"), [(g, s) for g, entry in GROUPS.items() for s in entry["yes"]])
def test_a_sentence_with_a_cue_of_the_group(group: str, sentence: str) -> None:
    assert group in groups(sentence)


@pytest.mark.parametrize(("group", "sentence"), [(g, s) for g, entry in GROUPS.items() for s in entry["no"]])
def test_a_sentence_without_a_cue_of_the_group(group: str, sentence: str) -> None:
    assert group not in groups(sentence)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_says_what_it_is_and_has_examples(group: str) -> None:
    assert set(GROUPS[group]) - {"cue"} == {"what", "patterns", "yes", "no"}
    assert GROUPS[group]["yes"]
    assert GROUPS[group]["no"]


def test_no_group_lists_a_pattern_twice() -> None:
    repeated = [
        (group, pattern)
        for group, entry in GROUPS.items()
        for pattern in set(entry["patterns"])
        if entry["patterns"].count(pattern) > 1
    ]
    assert repeated == []


def test_of_one_groups_cues_at_a_word_the_longest_is_kept() -> None:
    cues = [c for c in find_cues(["se", "och", "lär", "!"]) if c.group == "exemplar"]
    assert [(c.start, c.end) for c in cues] == [(0, 3)]


def test_a_gap_stands_for_no_more_than_three_words() -> None:
    assert "good_example" in groups("Ett gott och prövat exempel.")
    assert "good_example" not in groups("Ett gott arbete med bred dialog som exempel visar.")
