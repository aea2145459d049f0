"""Killing an ingest at any moment and running it again gives the tables of an undisturbed run."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.kill_rounds import Archives, make_archives, play_round

ROUNDS = 15


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    return make_archives(tmp_path_factory.mktemp("kills"), files=12)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_killed_ingest_ends_as_an_undisturbed_one_when_it_is_run_again(
    tmp_path: Path, archives: Archives, number: int
) -> None:
    told = play_round(archives, tmp_path / "dataset", random.Random(number))
    assert told["reads"] > 0
