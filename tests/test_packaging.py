"""The installed package is whole: its data files, its command and its declared dependencies."""

from __future__ import annotations

import ast
import re
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]
PACKAGES = ("pipeline", "corpus", "extractors", "schemas")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(iter(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))))


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: Path) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == expected
    assert {"schemas/municipalities.csv", "schemas/editions/2010.yaml"} <= packed


def test_the_command_is_installed(wheel: Path, project: dict[str, Any]) -> None:
    (entry_points,) = (n for n in zipfile.ZipFile(wheel).namelist() if n.endswith("entry_points.txt"))
    content = zipfile.ZipFile(wheel).read(entry_points).decode()
    assert "kommunkompassen = pipeline.command_line:app" in content
    assert project["project"]["name"] == "kommunkompassen"


def test_whatever_the_packages_import_is_declared(project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"].values()
    declared = {_distribution(d) for of in (project["project"]["dependencies"], *extras) for d in of}
    known = packages_distributions()
    undeclared = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
                names = {_distribution(d) for d in known.get(name, [])}
                if names and not names & declared and name not in PACKAGES:
                    undeclared.add(f"{path.relative_to(ROOT)}: {name}")
    assert undeclared == set()


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-runtime.txt"])
def test_pins_are_exact_and_hashed_and_name_no_index(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "://" in line or line.startswith("-")]
    pins = [i for i, line in enumerate(lines) if re.match(r"[A-Za-z]", line)]
    assert pins
    assert [lines[i] for i in pins if "==" not in lines[i]] == []
    assert [lines[i] for i in pins if "--hash=sha256:" not in lines[i + 1]] == []


def test_every_requirement_is_pinned(project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"].values()
    groups = project["dependency-groups"].values()
    required = {_distribution(d) for of in (project["project"]["dependencies"], *extras, *groups) for d in of}
    runtime = {_distribution(d) for d in project["project"]["dependencies"]}
    assert required - {_distribution(pin) for pin in _pins("constraints.txt")} == set()
    assert runtime - {_distribution(pin) for pin in _pins("constraints-runtime.txt")} == set()


def test_what_is_pinned_to_run_is_pinned_alike_for_development() -> None:
    assert _pins("constraints-runtime.txt") <= _pins("constraints.txt")


def _pins(name: str) -> set[str]:
    """The pins of a constraints file, as in `rich==15.0.0`."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if re.match(r"[A-Za-z]", line)}


def _distribution(requirement: str) -> str:
    """The normal name of the distribution that a requirement asks for."""
    match = re.match(r"[A-Za-z0-9._-]+?(?=[\[<>=!~; ]|$)", requirement)
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match.group()).lower()


def _imports(tree: ast.Module) -> Iterator[str]:
    """The top-level names of what a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
