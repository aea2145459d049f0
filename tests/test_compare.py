"""Profiles and comparisons: within an edition, and never one line across editions without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.comparison.compare import compare
from corpus.comparison.edition_notes import edition_notes
from corpus.comparison.profile import NoReportError, profile
from corpus.comparison.standings import standings
from corpus.dataset import Dataset
from corpus.searching.suggest import municipality_named
from pipeline.command_line import app
from tests.fictional_dataset import ReportWriter, fictional_reports, write_dataset


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return write_dataset(tmp_path_factory.mktemp("compare") / "dataset", fictional_reports())


def test_means_and_percentiles_are_within_the_edition(dataset: Dataset) -> None:
    found = standings(dataset).standing("2010", "1", 60)
    assert found is not None
    assert (found.mean, found.percentile, found.count) == (45, 75, 2)


def test_a_group_is_compared_alone(dataset: Dataset) -> None:
    assert standings(dataset, size_group="under 15 000").standing("2010", "1", 30).count == 1  # type: ignore[union-attr]
    assert standings(dataset, county="Skåne").standing("2010", "1", 30) is None


def test_a_municipality_counts_once_in_an_edition(tmp_path: Path) -> None:
    again = ReportWriter("9001", 2014, "2010")
    again.area(1, "Offentlighet och demokrati", "demokrati", 90)
    dataset = write_dataset(tmp_path / "again", [*fictional_reports(), again])
    found = standings(dataset).standing("2010", "1", 90)
    assert found is not None
    assert (found.mean, found.count) == (60, 2)


def test_a_profile_holds_scores_strengths_and_what_others_say(dataset: Dataset) -> None:
    found = profile(dataset, municipality_named("Fiktköping"))
    assert [line.report_id for line in found.reports] == ["9001-2011"]
    assert found.reports[0].areas[0].standing.percent == 60  # type: ignore[union-attr]
    assert [s.text for s in found.strengths] == ["Ungdomsråd med egen budget"]
    assert [s.report_id for s in found.praised_by_others] == ["9005-2018"]
    assert found.size_group == "15 000-49 999"


def test_a_municipality_without_a_report_may_still_be_praised(dataset: Dataset) -> None:
    found = profile(dataset, municipality_named("Sägenvik"))
    assert found.reports == ()
    assert len(found.praised_by_others) == 1


def test_a_municipality_that_is_not_named_has_no_profile(dataset: Dataset) -> None:
    with pytest.raises(NoReportError, match="no report of Påhittnäs"):
        profile(dataset, municipality_named("Påhittnäs"))


def test_themes_bind_areas_of_different_editions(dataset: Dataset) -> None:
    found = compare(dataset, [municipality_named("9001"), municipality_named("9005")])
    users = next(row for row in found.themes if row.theme == "brukare")
    assert [area.title for area in users.areas if area] == [
        "Tillgänglighet och brukarorientering",
        "Brukarfokus, tillgänglighet och bemötande",
    ]
    assert found.questions == ()
    assert len(found.notes) == 1


def test_questions_stand_side_by_side_within_an_edition(dataset: Dataset) -> None:
    found = compare(dataset, [municipality_named("9001"), municipality_named("9002")])
    assert [row.question for row in found.questions] == ["1.4", "2.2"]
    assert found.notes == ()


def test_a_comparison_over_2010_tells_of_the_points_and_applies_none(dataset: Dataset) -> None:
    (note,) = edition_notes(["2002", "2010"])
    assert "80-100 poäng" in note
    assert "Inget är omräknat" in note


def test_all_revisions_between_are_told() -> None:
    assert len(edition_notes(["2002", "2020", "2020"])) == 3
    assert edition_notes(["2016", None, "2016"]) == ()


@pytest.mark.parametrize("command", [["profile", "9001"], ["compare", "9001", "9005"], ["topics", "dialog"]])
def test_commands_print_for_people_and_for_programs(dataset: Dataset, command: list[str]) -> None:
    for more in ([], ["--json"]):
        done = CliRunner().invoke(app, [*command, "--dataset", str(dataset.folder), *more])
        assert done.exit_code == 0
        assert done.output


def test_a_misspelt_municipality_is_asked_back_on_the_command_line(dataset: Dataset) -> None:
    done = CliRunner().invoke(app, ["profile", "Fabelsta", "--dataset", str(dataset.folder)])
    assert done.exit_code == 2
    assert "Menade du Fabelstad" in done.output
