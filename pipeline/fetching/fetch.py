"""Fetch an archive: all addresses of a list, a few at a time per host, and the manifest of them."""

from __future__ import annotations

import asyncio
import datetime
import fcntl
import hashlib
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from pipeline.fetching.address_list import Wanted, read_address_list
from pipeline.fetching.download_errors import DownloadFailed
from pipeline.fetching.file_names import file_name
from pipeline.fetching.http_download import Limits, download
from pipeline.fetching.manifest import Entry, Result, archive_not_writable, read_manifest, write_manifest
from pipeline.fetching.partial_file import PARTIAL_FOLDER, PartialFile, Validators
from schemas.errors import UserError

MOST_AT_ONCE = 16
"""Downloads at a time, over all hosts."""
_ENTRIES_PER_WRITE = 20
"""The manifest is written after so many downloads, and at the end."""


class ArchiveLockedError(UserError):
    """Another run fetches into the archive."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How an archive is fetched."""

    per_host: int = 2
    """Downloads at a time from one host."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did."""

    addresses: int
    entries: tuple[Entry, ...]
    """One per address that was dealt with, in the order of the list."""
    problems: tuple[str, ...]
    """A sentence for each line of the list that cannot be used."""
    stopped: bool
    """True where the run was asked to stop before all addresses were dealt with."""

    @property
    def failed(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.outcome == "failed")

    @property
    def all_well(self) -> bool:
        return not (self.failed or self.problems or self.stopped)


@dataclass(slots=True)
class Progress:
    """What a run tells whoever watches it."""

    started: Callable[[int], None] = field(default=lambda addresses: None)
    ended: Callable[[Entry], None] = field(default=lambda entry: None)
    stopping: Callable[[], None] = field(default=lambda: None)


def fetch(
    list_path: Path, archive: Path, settings: Settings | None = None, progress: Progress | None = None
) -> Summary:
    """Fetch the files at the addresses of the list at `list_path` into the folder `archive`.

    A file that has not changed since the last run is not fetched again, a part that came before is
    gone on with, and under its own name a file is always whole. An address that fails is named with
    the reason, and what was fetched from it before stays. Ctrl-C or SIGTERM stops the run in good
    order. Must be called in the main thread. Raises AddressListError, ManifestError,
    ArchiveNotWritableError or ArchiveLockedError.
    """
    settings, progress = settings or Settings(), progress or Progress()
    addresses = read_address_list(list_path)
    try:
        (archive / PARTIAL_FOLDER).mkdir(parents=True, exist_ok=True)
        with _archive_lock(archive):
            known = read_manifest(archive)
            progress.started(len(addresses.wanted))
            run = _Run(archive, known, addresses.wanted, settings, progress)
            stopped = asyncio.run(run.fetch())
    except OSError as error:
        raise archive_not_writable(archive, error) from error
    entries = tuple(run.ended[w.address] for w in addresses.wanted if w.address in run.ended)
    return Summary(len(addresses.wanted), entries, addresses.problems, stopped)


@contextmanager
def _archive_lock(archive: Path) -> Iterator[None]:
    """Hold the right to change the archive; the system gives it back when the process ends."""
    with (archive / PARTIAL_FOLDER / "lock").open("a") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveLockedError(
                f"Another command fetches into {archive} at this moment. Let it finish, then start this one."
            ) from None
        yield


class _Run:
    """One pass over the addresses of a list."""

    def __init__(
        self,
        archive: Path,
        known: Mapping[str, Entry],
        wanted: Sequence[Wanted],
        settings: Settings,
        progress: Progress,
    ) -> None:
        self._archive = archive
        self._manifest = dict(known) | _new_entries(archive, known, wanted)
        self._wanted = wanted
        self._settings = settings
        self._progress = progress
        self._at_once = asyncio.Semaphore(MOST_AT_ONCE)
        self._tasks: list[asyncio.Task[None]] = []
        self._per_host = {_host(w): asyncio.Semaphore(settings.per_host) for w in wanted}
        self.ended: dict[str, Entry] = {}

    async def fetch(self) -> bool:
        """Fetch every address. Returns whether the run was asked to stop before the end."""
        headers = {"User-Agent": f"kommunkompassen/{version('kommunkompassen')} (fetches evaluation reports)"}
        timeout = httpx.Timeout(self._settings.limits.seconds)
        connections = httpx.Limits(max_connections=None, max_keepalive_connections=MOST_AT_ONCE)
        async with httpx.AsyncClient(headers=headers, timeout=timeout, limits=connections) as client:
            # Names are held before a file lies under them, so that a run that is killed leaves none unknown.
            self._write_manifest()
            self._tasks = [asyncio.create_task(self._fetch_in_turn(client, w)) for w in self._wanted]
            stopped = self._stop_on_signals()
            results = await asyncio.gather(*self._tasks, return_exceptions=True)
            self._write_manifest()
        for result in results:
            if isinstance(result, Exception):
                raise result
        return bool(stopped) and len(self.ended) < len(self._wanted)

    def _write_manifest(self) -> None:
        write_manifest(self._archive, self._manifest.values())

    def _stop_on_signals(self) -> list[bool]:
        """Have Ctrl-C and SIGTERM end all downloads. The list that is returned then is not empty."""
        stopped: list[bool] = []

        def stop() -> None:
            stopped.append(True)
            self._progress.stopping()
            self._end()

        for signum in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(signum, stop)
        return stopped

    def _end(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _fetch_in_turn(self, client: httpx.AsyncClient, wanted: Wanted) -> None:
        async with self._per_host[_host(wanted)], self._at_once:
            try:
                entry = await self._fetch_one(client, wanted)
            except OSError:  # what cannot be written now cannot be for the others either
                self._end()
                raise
        self._manifest[wanted.address] = self.ended[wanted.address] = entry
        if len(self.ended) % _ENTRIES_PER_WRITE == 0:
            self._write_manifest()
        self._progress.ended(entry)

    async def _fetch_one(self, client: httpx.AsyncClient, wanted: Wanted) -> Entry:
        before = replace(self._manifest[wanted.address], checked=_now(), reason="")
        target = self._archive / before.file
        there = before.sha256 and _sha256(target) == before.sha256
        known = Validators(before.etag, before.last_modified) if there else None
        partial = PartialFile(self._archive, wanted.address)
        try:
            received = await download(client, wanted.address, partial, known, self._settings.limits)
            if received.unchanged:
                return replace(before, outcome="unchanged")
        except DownloadFailed as failure:
            return replace(before, outcome="failed", reason=str(failure))
        sha256, size = _sha256(partial.path) or "", partial.size
        now = replace(before, etag=received.validators.etag, last_modified=received.validators.last_modified)
        if there and sha256 == before.sha256:
            partial.drop()
            return replace(now, outcome="unchanged")
        partial.finish(target)
        outcome: Result = "changed" if before.sha256 not in ("", sha256) else "fetched"
        return replace(now, outcome=outcome, fetched=before.checked, sha256=sha256, size=size)


def _new_entries(archive: Path, known: Mapping[str, Entry], wanted: Sequence[Wanted]) -> dict[str, Entry]:
    """An entry with a file name of its own for each address that the manifest does not know."""
    taken = {entry.file.casefold() for entry in known.values()}
    taken |= {path.name.casefold() for path in archive.iterdir()}
    entries = {}
    for each in wanted:
        if each.address not in known:
            name = file_name(each, taken)
            taken.add(name)
            entries[each.address] = Entry(each.address, name, "waiting")
    return entries


def _host(wanted: Wanted) -> str:
    return urlsplit(wanted.address).netloc.lower()


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
