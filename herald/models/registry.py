"""The door to the model files: a name in, a verified path out."""

from __future__ import annotations

import contextlib
import functools
import json
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from herald.errors import MissingModel, UserError, did_you_mean
from herald.files import remove, sha256_of, write_json
from herald.models.entries import Entry, read_entries
from herald.models.errors import disk_full
from herald.models.local import Brought
from herald.models.pull import Meter, Pull, explained
from herald.progress import Progress, Silent

DEFAULT_GROUP = "default"
"""What a first broadcast needs."""

_MARKS = ".verified.json"
_SCRATCH = ".pull-"
_ABANDONED_S = 24 * 3600

State = Literal["good", "missing", "damaged"]


@dataclass(frozen=True)
class Registry:
    """The model files that Herald may need, and those that are here.

    Attributes:
        entries: every file by its name, but for those of `optional`.
        folder: where the files are kept.
        optional: files of engines that the user has to ask for, by their names.
    """

    entries: Mapping[str, Entry]
    folder: Path
    optional: Mapping[str, Entry] = field(default_factory=dict)

    @classmethod
    def load(cls, toml_path: Path, models_folder: Path) -> Registry:
        """Read a registry file; no model file is looked at.

        Raises:
            UserError: the registry file is missing or not right.
        """
        return cls(read_entries(toml_path), models_folder, read_entries(toml_path, "optional"))

    @property
    def all_entries(self) -> dict[str, Entry]:
        """Every file by its name, those of optional engines last."""
        return {**self.entries, **self.optional}

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of files that are fetched together, in the order of the registry file."""
        return tuple(dict.fromkeys(entry.group for entry in self.all_entries.values()))

    def entry(self, name: str) -> Entry:
        """Return what is known of a file.

        Raises:
            UserError: no such file is registered.
        """
        known = self.all_entries
        if name not in known:
            hint = did_you_mean(name, known)
            raise UserError(f"there is no model file '{name}' in the registry. {hint}".rstrip())
        return known[name]

    def path(self, name: str, progress: Progress | None = None) -> Path:
        """Return the verified local path of a file, fetching it first if it is not here.

        A file that is the user's to bring is taken as it is.

        Raises:
            MissingModel: it is not here and cannot be fetched.
        """
        entry = self.entry(name)
        if not self._is_good(entry):
            self.pull([name], progress=progress)
        return self._target(entry)

    def first_here(self, names: Sequence[str]) -> str:
        """Return the first of files that is here; the first of all if none is."""
        return next((name for name in names if self._is_good(self.entry(name))), names[0])

    def sha256(self, name: str) -> str:
        """Return the hash that a file has; of one that the user brought, that of the file as it is.

        Raises:
            MissingModel: it is the user's to bring, and is not here.
        """
        entry = self.entry(name)
        if entry.sha256:
            return entry.sha256
        path = self.path(name)
        status = path.stat()
        return _sha256_as_of(path, status.st_size, status.st_mtime_ns)

    def missing(self, wanted: Iterable[str] = (DEFAULT_GROUP,)) -> list[str]:
        """Return the names of those wanted files that are not here, or not whole."""
        return [entry.name for entry in self._chosen(wanted) if not self._is_good(entry)]

    def pull(
        self,
        wanted: Iterable[str] = (DEFAULT_GROUP,),
        *,
        source_folder: Path | None = None,
        progress: Progress | None = None,
    ) -> tuple[Path, ...]:
        """Fetch files that are not here yet.

        Args:
            wanted: names of files and of groups.
            source_folder: a folder or file to take them from, instead of any network.
            progress: where to report.

        Returns:
            the paths of all wanted files.

        Raises:
            MissingModel: at least one cannot be had; those that can be are here.
            UserError: a name is unknown, or there is no room.
        """
        entries = self._chosen(wanted)
        needed = [entry for entry in entries if not self._is_good(entry)]
        to_bring = [entry for entry in needed if entry.is_brought]
        if to_bring:
            raise MissingModel("\n".join(self._how_to_bring(entry) for entry in to_bring))
        if needed:
            self._fetch(needed, source_folder, progress or Silent())
        return tuple(self._target(entry) for entry in entries)

    def verify(self) -> dict[str, State]:
        """Hash every file that is here and say for each registered name how it stands."""
        states: dict[str, State] = {}
        for entry in self.all_entries.values():
            path = self._target(entry)
            if not path.is_file():
                states[entry.name] = "missing"
                continue
            good = not entry.sha256 or sha256_of(path) == entry.sha256
            states[entry.name] = "good" if good else "damaged"
            self._mark(entry, good)
        return states

    def _target(self, entry: Entry) -> Path:
        return self.folder / entry.name

    def _chosen(self, wanted: Iterable[str]) -> list[Entry]:
        chosen: dict[str, Entry] = {}
        files = self.all_entries
        for name in wanted:
            if name in self.groups:
                chosen.update((e.name, e) for e in files.values() if e.group == name)
            elif name in files:
                chosen[name] = files[name]
            else:
                hint = did_you_mean(name, [*self.groups, *files])
                known = f"Groups: {', '.join(self.groups)}."
                raise UserError(f"there is no model file or group '{name}'. {hint or known}")
        return list(chosen.values())

    def _is_good(self, entry: Entry) -> bool:
        """Say whether a file is here and whole, hashing it only if it changed since it last was."""
        path = self._target(entry)
        try:
            status = path.stat()
        except OSError:
            return False
        if not entry.sha256:
            return path.is_file()
        if entry.bytes and status.st_size != entry.bytes:
            return False
        if self._marks().get(entry.name) == [entry.sha256, status.st_mtime_ns]:
            return True
        good = sha256_of(path) == entry.sha256
        self._mark(entry, good)
        return good

    def _how_to_bring(self, entry: Entry) -> str:
        return (
            f"the model {entry.name} ({entry.licence}) is not here, and is yours to bring: Herald has no "
            f"place to fetch it from. See {entry.licence_url}; put the file at {self._target(entry)}."
        )

    def _marks(self) -> dict[str, list[object]]:
        try:
            marks = json.loads((self.folder / _MARKS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return marks if isinstance(marks, dict) else {}

    def _mark(self, entry: Entry, good: bool) -> None:
        """Note that a file was hashed. Losing a note only costs hashing it once more."""
        marks = self._marks()
        marks.pop(entry.name, None)
        if good:
            marks[entry.name] = [entry.sha256, self._target(entry).stat().st_mtime_ns]
        with contextlib.suppress(OSError):
            write_json(self.folder / _MARKS, marks)

    def _fetch(self, needed: Sequence[Entry], source_folder: Path | None, progress: Progress) -> None:
        brought = Brought(source_folder) if source_folder else None
        self.folder.mkdir(parents=True, exist_ok=True)
        self._clear_abandoned()
        self._check_room(needed)
        failures: dict[Entry, list[str]] = {}
        with (
            tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=self.folder) as scratch,
            Pull(self.folder, Path(scratch), brought, Meter(progress, needed)) as pull,
        ):
            for entry in needed:
                if self._is_good(entry):  # another process was faster
                    continue
                reasons = pull.take(entry)
                if reasons:
                    failures[entry] = reasons
                else:
                    self._mark(entry, True)
        if failures:
            raise MissingModel(explained(failures, source_folder))

    def _check_room(self, needed: Sequence[Entry]) -> None:
        largest = max(entry.archive_bytes for entry in needed)
        wanted = sum(entry.bytes for entry in needed) + largest
        free = shutil.disk_usage(self.folder).free
        if free < wanted:
            raise disk_full(self.folder, wanted, free)

    def _clear_abandoned(self) -> None:
        """Remove the scratch folders of pulls that were killed."""
        for folder in self.folder.glob(f"{_SCRATCH}*"):
            with contextlib.suppress(OSError):
                if time.time() - folder.stat().st_mtime > _ABANDONED_S:
                    remove(folder)


@functools.cache
def _sha256_as_of(path: Path, size: int, mtime_ns: int) -> str:
    """Return a file's hash; size and time are there to tell a changed file from a known one."""
    return sha256_of(path)
