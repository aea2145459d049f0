"""Which files the paths given to an ingest name."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.discovery import (
    MissingPathError,
    NoPdfInFolderError,
    NotAFileError,
    discover,
)


def files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")


def found(folder: Path, *paths: str) -> list[str]:
    return [str(f.relative_to(folder)) for f in discover([str(folder / p) for p in paths]).files]


def test_a_folder_gives_its_pdfs_at_any_depth_in_sorted_order(tmp_path: Path) -> None:
    files(tmp_path, "b.pdf", "a.PDF", "år/2011/c.Pdf", "notes.txt", "pdf")
    assert found(tmp_path, ".") == ["a.PDF", "b.pdf", "år/2011/c.Pdf"]


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    files(tmp_path, "a.pdf", "._a.pdf", ".trash/b.pdf")
    assert found(tmp_path, ".") == ["a.pdf"]


def test_a_file_named_outright_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    files(tmp_path, "report.bin")
    assert found(tmp_path, "report.bin") == ["report.bin"]


def test_patterns_match_pdfs_and_folders(tmp_path: Path) -> None:
    files(tmp_path, "2011-a.pdf", "2011-b.txt", "2012.pdf", "deep/2011/x.pdf")
    assert found(tmp_path, "2011*") == ["2011-a.pdf"]
    assert found(tmp_path, "**/2011*") == ["2011-a.pdf", "deep/2011/x.pdf"]


def test_a_name_that_looks_like_a_pattern_but_exists_is_a_file(tmp_path: Path) -> None:
    files(tmp_path, "report[1].pdf", "report1.pdf")
    assert found(tmp_path, "report[1].pdf") == ["report[1].pdf"]


def test_a_file_named_twice_is_found_once(tmp_path: Path) -> None:
    files(tmp_path, "a.pdf")
    assert found(tmp_path, ".", "a.pdf", "*.pdf") == ["a.pdf"]


def test_links_to_folders_are_followed_and_loops_end(tmp_path: Path) -> None:
    files(tmp_path, "archive/a.pdf", "elsewhere/b.pdf")
    (tmp_path / "archive" / "loop").symlink_to(tmp_path / "archive")
    (tmp_path / "archive" / "linked").symlink_to(tmp_path / "elsewhere")
    assert found(tmp_path, "archive") == ["archive/a.pdf", "archive/linked/b.pdf"]


def test_each_path_that_gives_nothing_is_a_problem_and_the_others_go_on(tmp_path: Path) -> None:
    files(tmp_path, "a.pdf")
    (tmp_path / "empty").mkdir()
    (tmp_path / "dangling.pdf").symlink_to(tmp_path / "gone.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    paths = ["missing.pdf", "empty", "none*.pdf", "dangling.pdf", "pipe.pdf", "a.pdf"]
    discovery = discover([str(tmp_path / p) for p in paths])
    assert [type(p) for p in discovery.problems] == [
        MissingPathError,
        NoPdfInFolderError,
        MissingPathError,
        MissingPathError,
        NotAFileError,
    ]
    assert [f.name for f in discovery.files] == ["a.pdf"]
    assert str(discovery.problems[1]) == (
        f"The folder {tmp_path / 'empty'} holds no PDF. Give the folder the reports lie in."
    )
