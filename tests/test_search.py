"""Search: municipalities ranked by their evidence, with every vote in view."""

from __future__ import annotations

import json
import multiprocessing
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from corpus.dataset import Dataset, open_dataset
from corpus.searching.answers import Answer
from corpus.searching.filters import FilterError, Filters, population_range
from corpus.searching.index_folder import open_index
from corpus.searching.search import search
from corpus.searching.suggest import UnknownMunicipalityError, municipality_named
from pipeline.command_line import app
from tests.fictional_dataset import ReportWriter, fictional_reports, write_dataset

SHARED = Path(__file__).parents[1].parent / "shared"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return write_dataset(tmp_path_factory.mktemp("search") / "dataset", fictional_reports())


def codes(answer: Answer) -> list[str]:
    return [result.municipality_code for result in answer.results]


def test_the_practice_in_the_sentence_before_finds_the_municipality(dataset: Dataset) -> None:
    assert "9008" in codes(search(dataset, "kontaktcenter"))


def test_other_forms_of_the_word_are_found(dataset: Dataset) -> None:
    assert codes(search(dataset, "kontaktcentret")) == codes(search(dataset, "kontaktcenter"))


def test_a_synonym_finds_what_shares_no_word(dataset: Dataset) -> None:
    answer = search(dataset, "kontaktcenter")
    assert "servicecenter" in answer.expanded
    assert "9006" in codes(answer)


def test_a_compound_finds_its_parts_and_the_parts_find_the_compound(dataset: Dataset) -> None:
    assert codes(search(dataset, "medborgardialog"))[0] == "9001"
    assert codes(search(dataset, "dialog med medborgare"))[0] == "9001"


def test_a_mention_is_no_vote(dataset: Dataset) -> None:
    assert "9007" not in codes(search(dataset, "avståndet till Mytaryd"))


def test_a_sentence_that_something_is_missing_is_no_vote(dataset: Dataset) -> None:
    assert "9001" not in codes(search(dataset, "kontaktcenter", exact=True))


def test_shares_of_the_evidence_add_up_to_one(dataset: Dataset) -> None:
    results = search(dataset, "dialog med medborgare").results
    assert results
    for result in results:
        assert sum(vote.share for vote in result.evidence) == pytest.approx(1)
        assert sum(vote.value for vote in result.evidence) == pytest.approx(result.score)


def test_marks_stand_at_the_words_that_were_asked_for(dataset: Dataset) -> None:
    vote = search(dataset, "kontaktcenter", Filters(kind="own")).results[0].evidence[0]
    assert [vote.text[start:end] for start, end in vote.marks] == ["Kontaktcentret"]


def test_explain_names_the_words_a_vote_was_found_by(dataset: Dataset) -> None:
    vote = search(dataset, "kontaktcenter", Filters(kind="own"), explain=True).results[0].evidence[0]
    assert "kontaktcenter: kontaktcenter 1.00" in vote.matched


def test_more_reports_of_the_same_do_not_win_by_volume(tmp_path: Path) -> None:
    reports = fictional_reports()
    often = ReportWriter("9003", 2015, "2010")
    often.area(2, "Tillgänglighet och brukarorientering", "brukare", 50)
    for _ in range(40):
        often.strength(2, "Kontaktcenter i drift")
    made = search(write_dataset(tmp_path / "volume", [*reports, often]), "kontaktcenter")
    assert codes(made).index("9005") < codes(made).index("9003")


def test_exact_turns_the_thesaurus_off(dataset: Dataset) -> None:
    answer = search(dataset, "servicecenter", exact=True)
    assert (codes(answer), answer.expanded) == (["9006"], ())


def test_words_in_quotes_must_stand_side_by_side(dataset: Dataset) -> None:
    assert codes(search(dataset, '"servicecenter i biblioteket"')) == ["9006"]
    assert codes(search(dataset, '"biblioteket i servicecenter"')) == []


def test_a_question_finds_its_evidence_in_every_edition(dataset: Dataset) -> None:
    answer = search(dataset, filters=Filters(question="2.2"))
    assert answer.topics[0].topic.question == "2.2"
    assert {"9005", "9006", "9008"} <= set(codes(answer))


def test_an_unknown_question_is_told(dataset: Dataset) -> None:
    with pytest.raises(FilterError, match=r"Edition 2010 has no question 9\.9"):
        search(dataset, filters=Filters(question="9.9"))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(since=2018), {"9001", "9005"}),
        (Filters(until=2011), {"9008"}),
        (Filters(edition="2016"), {"9001", "9005"}),
        (Filters(population=(20_000, 30_000)), {"9001"}),
        (Filters(kind="model"), {"9001", "9006", "9008"}),
        (Filters(theme="demokrati"), {"9001"}),
        (Filters(minimum_percent=85), {"9002", "9005"}),
    ],
)
def test_filters_keep_what_they_ask_for(dataset: Dataset, filters: Filters, expected: set[str]) -> None:
    answer = search(dataset, "kontaktcenter tillgänglighet dialog", filters)
    assert set(codes(answer)) == expected


def test_a_municipality_can_be_excluded(dataset: Dataset) -> None:
    assert "9005" not in codes(search(dataset, "kontaktcenter", Filters(exclude="9005")))


def test_filters_that_leave_nothing_say_what_there_is_without_them(dataset: Dataset) -> None:
    answer = search(dataset, "kontaktcenter", Filters(county="Skåne län"))
    assert answer.results == ()
    assert re.search(r"utan dem finns träffar för \d kommuner", answer.note or "")


@pytest.mark.parametrize(
    "filters",
    [
        Filters(theme="demokrat"),
        Filters(edition="2011"),
        Filters(county="Narnia"),
        Filters(since=2020, until=2010),
    ],
)
def test_filters_that_cannot_be_are_told(dataset: Dataset, filters: Filters) -> None:
    with pytest.raises(FilterError):
        search(dataset, "dialog", filters)


def test_population_is_a_range() -> None:
    assert population_range("20 000-60 000") == (20_000, 60_000)
    assert population_range("-9000") == (None, 9000)
    with pytest.raises(FilterError, match="no range of inhabitants"):
        population_range("stor")


def test_a_misspelt_topic_is_asked_back_and_its_nearest_shown(dataset: Dataset) -> None:
    answer = search(dataset, "kontaktcneter")
    assert (answer.suggestions[0], answer.searched) == ("kontaktcenter", "kontaktcenter")
    assert codes(answer) == codes(search(dataset, "kontaktcenter"))


def test_a_misspelt_municipality_is_asked_back() -> None:
    with pytest.raises(UnknownMunicipalityError, match="Menade du Fiktköping"):
        municipality_named("Fiktköpng")


def test_the_letters_of_swedish_are_never_folded(dataset: Dataset) -> None:
    assert codes(search(dataset, "låtsele", exact=True)) == ["9006"]
    assert codes(search(dataset, "latsele", exact=True)) == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "och att",
        '"',
        '"“»',
        "a" * 10_000,
        "ord " * 3000,
        "AND OR NOT",
        "text:(a b)^2 +c -d~",
        "\x00\x1b[31m",
        "‮dialog‬",
        "%s{}\\",
        "”en”",
    ],
)
def test_hostile_queries_get_an_answer(dataset: Dataset, query: str) -> None:
    answer = search(dataset, query)
    assert len({result.municipality_code for result in answer.results}) == len(answer.results) <= 10
    for result in answer.results:
        assert sum(vote.share for vote in result.evidence) == pytest.approx(1, abs=1e-6)


def test_all_misspelt_words_are_mended_at_once_and_each_word_is_suggested_in_one_form(
    dataset: Dataset,
) -> None:
    assert search(dataset, "kontaktcneter i bibliotket").suggestions == ("kontaktcenter i biblioteket",)


def test_a_nearest_word_that_finds_nothing_either_ends_the_search(dataset: Dataset) -> None:
    # The nearest word is one of the thesaurus that no report of this dataset has.
    answer = search(dataset, "sjukfrånvarro")
    assert answer.results == ()
    assert answer.suggestions


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(dataset: Dataset, query: str) -> None:
    for result in search(dataset, query).results:
        assert sum(vote.share for vote in result.evidence) == pytest.approx(1)


def test_stop_words_alone_are_told(dataset: Dataset) -> None:
    assert "inget ord att söka på" in (search(dataset, "och att").note or "")


def test_an_empty_dataset_says_so(tmp_path: Path) -> None:
    answer = search(write_dataset(tmp_path / "empty", []), "dialog")
    assert answer.results == ()
    assert "Läs in rapporter" in (answer.note or "")


def test_the_index_follows_the_dataset(tmp_path: Path) -> None:
    folder = tmp_path / "dataset"
    first = write_dataset(folder, fictional_reports()[:1], version="one")
    assert "9005" not in codes(search(first, "kontaktcenter"))
    assert "9005" in codes(search(write_dataset(folder, fictional_reports(), version="two"), "kontaktcenter"))
    assert len(list((folder / ".index").iterdir())) == 1


def test_a_deleted_or_broken_index_is_built_again(tmp_path: Path) -> None:
    dataset = write_dataset(tmp_path / "dataset", fictional_reports())
    folder = open_index(dataset).folder
    (folder / "complete").unlink()
    (folder / "rows.arrow").write_bytes(b"half")
    from corpus.searching.index import open_folder

    open_folder.cache_clear()
    assert "9005" in codes(search(dataset, "kontaktcenter"))


def test_a_dataset_that_cannot_be_written_is_indexed_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = write_dataset(tmp_path / "dataset", fictional_reports())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (dataset.folder / ".index").write_text("in the way")
    assert "9005" in codes(search(dataset, "kontaktcenter"))
    assert (tmp_path / "cache" / "kommunkompassen").is_dir()


def first_codes(folder: Path) -> list[str]:
    return codes(search(open_dataset(folder), "kontaktcenter"))


def test_two_processes_may_build_the_index_at_once(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "dataset", fictional_reports()).folder
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.map(first_codes, [folder] * 2)
    assert found[0] == found[1] != []
    assert [f.name for f in (folder / ".index").iterdir() if f.name.startswith("making-")] == []


def test_the_command_prints_json_with_the_evidence(dataset: Dataset) -> None:
    done = CliRunner().invoke(app, ["search", "kontaktcenter", "--json", "--dataset", str(dataset.folder)])
    answer = json.loads(done.output)
    assert {"query", "expanded", "topics", "results"} <= answer.keys()
    vote = answer["results"][0]["evidence"][0]
    assert {"report_id", "kind", "text", "page", "share"} <= vote.keys()


def test_the_command_prints_no_control_characters_of_a_report(tmp_path: Path) -> None:
    hostile = ReportWriter("9004", 2012, "2010")
    hostile.area(2, "Tillgänglighet", "brukare", 50)
    sentence = "Kontaktcenter \x1b[2J[bold]rött[/] ‮omvänt är ett exempel."
    hostile.passage(2, "Service", sentence, ("own", "9004", sentence))
    folder = write_dataset(tmp_path / "hostile", [hostile]).folder
    done = CliRunner().invoke(app, ["search", "kontaktcenter", "--dataset", str(folder)])
    assert done.exit_code == 0
    assert "[bold]rött[/]" in done.output
    assert not re.search("[\x1b\u202e]", done.output)


def test_a_search_that_finds_nothing_at_all_names_the_themes(dataset: Dataset) -> None:
    result = CliRunner().invoke(app, ["search", "xqzzy", "--dataset", str(dataset.folder)])
    assert result.exit_code == 0
    assert "Inga träffar" in result.output
    assert "Politisk styrning och kontroll" in result.output
