"""Find the files that an ingest is asked to read."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import UserError

PDF_SUFFIX = ".pdf"


class DiscoveryError(UserError):
    """A path that was asked for gives no files."""


class MissingPathError(DiscoveryError):
    """Nothing lies at the path."""


class NoPdfInFolderError(DiscoveryError):
    """A folder holds no PDF, at any depth."""


class UnreadableFolderError(DiscoveryError):
    """A folder cannot be listed."""


class NotAFileError(DiscoveryError):
    """The path is neither a file nor a folder: a pipe, a socket, a device or a link to nothing."""


class UnusablePathError(DiscoveryError):
    """The system does not accept the path, for instance because it is too long."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the asked-for paths hold."""

    files: tuple[Path, ...]
    """Absolute paths without repeats, sorted."""
    problems: tuple[DiscoveryError, ...]
    """One per path that gave nothing, and per entry of a folder that bears a PDF's name and is no file."""


def discover(paths: Sequence[str]) -> Discovery:
    """The files that `paths` name: files, folders (PDFs at any depth) and glob patterns.

    A file named outright is taken whatever its suffix; in folders and patterns only *.pdf, in
    small or capital letters, counts. Hidden files and folders (`.name`, as the `._name.pdf` that
    macOS leaves beside files) are passed over. Links to folders are followed, each folder is
    entered once.
    """
    files: set[Path] = set()
    problems: list[DiscoveryError] = []
    for path in paths:
        try:
            files.update(_files_of(path, problems))
        except DiscoveryError as problem:
            problems.append(problem)
        except OSError as error:
            problems.append(
                UnusablePathError(
                    f"{path[:100]}... cannot be looked up ({error.strerror}). Give another path."
                )
            )
    return Discovery(tuple(sorted(files)), tuple(problems))


def _files_of(path: str, problems: list[DiscoveryError]) -> set[Path]:
    place = Path(path).expanduser().absolute()
    if place.is_dir():
        found = set(_pdfs_below(place, problems))
        if not found:
            raise NoPdfInFolderError(f"The folder {place} holds no PDF. Give the folder the reports lie in.")
        return found
    if place.is_file():
        return {place}
    if os.path.lexists(place) and not place.is_symlink():
        raise NotAFileError(f"{place} is neither a file nor a folder. Give a PDF, a folder or a pattern.")
    if glob.has_magic(path):
        return _files_of_pattern(path, problems)
    raise MissingPathError(f"There is nothing at {place}. Check the spelling of the path.")


def _files_of_pattern(pattern: str, problems: list[DiscoveryError]) -> set[Path]:
    found: set[Path] = set()
    for match in glob.iglob(str(Path(pattern).expanduser()), recursive=True):  # noqa: PTH207 (pathlib has no absolute patterns)
        place = Path(match).absolute()
        if place.is_dir():
            found.update(_pdfs_below(place, problems))
        elif _is_pdf(place):
            found.add(place)
        elif _is_named_pdf(place):
            problems.append(_no_file(place))
    if not found:
        raise MissingPathError(f"No PDF matches the pattern {pattern}. Check its spelling.")
    return found


def _pdfs_below(folder: Path, problems: list[DiscoveryError]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        problems.append(
            UnreadableFolderError(
                f"The folder {error.filename} cannot be read ({error.strerror}): check its permissions."
            )
        )

    entered: set[tuple[int, int]] = set()
    for here, folders, names in os.walk(folder, onerror=unreadable, followlinks=True):
        status = Path(here).stat()
        if (status.st_dev, status.st_ino) in entered:
            folders.clear()
            continue
        entered.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(here, name) for name in names):
            if _is_pdf(path):
                yield path
            elif _is_named_pdf(path):
                problems.append(_no_file(path))


def _no_file(path: Path) -> NotAFileError:
    """The error for what bears a PDF's name in a folder and cannot be read like a file."""
    if path.is_symlink():
        return NotAFileError(f"{path} is a link to nothing. Mend or remove it.")
    return NotAFileError(f"{path} is no file, but a pipe or a device. Move it out of the folder.")


def _is_pdf(path: Path) -> bool:
    return _is_named_pdf(path) and path.is_file()


def _is_named_pdf(path: Path) -> bool:
    return path.suffix.lower() == PDF_SUFFIX and not path.name.startswith(".")
