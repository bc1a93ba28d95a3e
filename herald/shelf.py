"""All editions of one language of a broadcast, and which of them is published.

    outputs/<slug>/<language>/editions/3/         an edition: never changed once it is there
    outputs/<slug>/<language>/editions/published  -> 3
    outputs/<slug>/<language>/video.mp4           -> editions/published/video.mp4

Publishing renames one link, so whoever opens a file of the folder sees all of the old edition or all of the
new one. Where a file share knows no symbolic links, `published` is a file with the number in it, and the
published files are hard links or copies that are renamed over the old ones one by one, the manifest last.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from herald import files, store
from herald.edition import BUILD_LOG, MANIFEST
from herald.errors import UserError
from herald.settings import Settings
from herald.store import unique_name

EDITIONS = "editions"
PUBLISHED = "published"


@dataclass(frozen=True)
class Shelf:
    """The folder of one language of a broadcast.

    Attributes:
        folder: `outputs/<slug>/<language>`.
    """

    folder: Path

    @property
    def editions(self) -> Path:
        """Where the editions are."""
        return self.folder / EDITIONS

    def numbers(self) -> list[int]:
        """Return the numbers of all editions, the oldest first."""
        try:
            with os.scandir(self.editions) as entries:
                return sorted(int(entry.name) for entry in entries if entry.name.isdecimal())
        except (FileNotFoundError, NotADirectoryError):
            return []

    def newest(self) -> int | None:
        """Return the number of the newest edition, or None."""
        return max(self.numbers(), default=None)

    def published(self) -> int | None:
        """Return the number of the published edition, or None."""
        pointer = self.editions / PUBLISHED
        try:
            said = str(pointer.readlink()) if pointer.is_symlink() else pointer.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        return int(said) if said.strip().isdecimal() else None

    def path(self, number: int) -> Path:
        """Return the folder of an edition."""
        return self.editions / str(number)

    def manifest(self, number: int) -> dict[str, Any]:
        """Return what an edition was made from; empty if its manifest is gone or damaged."""
        return _read_json(self.path(number) / MANIFEST)

    def log(self, number: int) -> dict[str, Any]:
        """Return when an edition was made and how long that took; empty if that is not known."""
        return _read_json(self.path(number) / BUILD_LOG)

    def damage(self, number: int, manifest: Mapping[str, Any] | None = None) -> str:
        """Return what is missing of an edition, or an empty string; sizes are looked at, not bytes.

        Args:
            number: of the edition.
            manifest: its manifest, if that was read already.
        """
        manifest = self.manifest(number) if manifest is None else manifest
        if not manifest:
            return f"{MANIFEST} is gone"
        for name, facts in manifest.get("files", {}).items():
            try:
                if (self.path(number) / name).stat().st_size != facts["bytes"]:
                    return f"{name} has another size than it was made with"
            except OSError:
                return f"{name} is gone"
        return ""

    def add(self, source: Path, log: dict[str, Any]) -> int:
        """Make an edition of the files of a folder; it is not published by that.

        Args:
            source: its files; linked where the disk allows, else copied.
            log: when and how it was made.

        Returns:
            its number.
        """
        self._adopt()
        self.editions.mkdir(parents=True, exist_ok=True)
        part = self.editions / f".{unique_name()}.part"
        part.mkdir()
        try:
            self._fill(part, source)
            number = (self.newest() or 0) + 1
            files.write_json(part / BUILD_LOG, {**log, "edition": number})
            while not _take_place(part, self.path(number)):
                number += 1
                files.write_json(part / BUILD_LOG, {**log, "edition": number})
        finally:
            files.remove(part)
        return number

    def check(self, number: int) -> None:
        """Raise unless an edition can be published.

        Raises:
            UserError: there is no such edition, or it is damaged.
        """
        if number not in self.numbers():
            there = ", ".join(str(n) for n in self.numbers()) or "none"
            raise UserError(f"{self.folder} has no edition {number}. There are: {there}.")
        wrong = self.damage(number)
        if wrong:
            raise UserError(f"edition {number} of {self.folder} cannot be published: {wrong}.")

    def publish(self, number: int) -> None:
        """Make an edition the published one; errors as for `check`."""
        self.check(number)
        names = self._published_names(number)
        before = self.published()
        old_names = [] if before is None else self._published_names(before)
        try:
            _renamed_link(str(number), self.editions / PUBLISHED)
            for name in names:
                target = f"{EDITIONS}/{PUBLISHED}/{name}"
                link = self.folder / name
                if not (link.is_symlink() and link.readlink() == Path(target)):
                    _renamed_link(target, link)
        except (OSError, NotImplementedError) as error:
            if isinstance(error, OSError) and error.errno in files.NO_ROOM:
                raise
            self._publish_copies(number, names)
        for name in set(old_names) - set(names):
            (self.folder / name).unlink(missing_ok=True)

    def sweep(self, settings: Settings) -> list[int]:
        """Remove the editions that are more, older or larger than the settings allow.

        The published edition and the newest one always stay.

        Returns:
            the numbers of those that went.
        """
        store.remove_leftovers(self.editions)
        staying = {self.published(), self.newest()}
        numbers = self.numbers()
        oldest = None if settings.keep_days is None else time.time() - settings.keep_days * 86_400
        n_left = len(numbers)
        sizes = {n: sum(path.stat().st_size for path in self.path(n).iterdir()) for n in numbers}
        n_bytes = sum(sizes.values())
        gone: list[int] = []
        for number in numbers:
            if number in staying:
                continue
            too_many = n_left > settings.keep
            too_old = oldest is not None and self.path(number).stat().st_mtime < oldest
            too_large = settings.keep_bytes is not None and n_bytes > settings.keep_bytes
            if too_many or too_old or too_large:
                files.remove(self.path(number))
                gone.append(number)
                n_left -= 1
                n_bytes -= sizes[number]
        return gone

    def _fill(self, part: Path, source: Path) -> None:
        before = self.published()
        known = {} if before is None else self.manifest(before).get("files", {})
        facts = _read_json(source / MANIFEST).get("files", {})
        for path in sorted(source.iterdir()):
            if path.name in store.NOTES:
                continue
            same = before is not None and known.get(path.name, 0) == facts.get(path.name)
            old = self.path(before) / path.name if same and before is not None else path
            # A file that did not change shares the disk with the edition before, if that is still sound.
            sound = same and old.is_file() and files.sha256_of(old) == facts[path.name]["sha256"]
            _link_or_copy(old if sound else path, part / path.name)

    def _adopt(self) -> None:
        """Make edition 1 of files that lie here from a time before there were editions."""
        if self.editions.exists() or not (self.folder / MANIFEST).is_file():
            return
        part = self.folder / f".{unique_name()}.part"
        (part / "1").mkdir(parents=True)
        try:
            for path in self.folder.iterdir():
                if path.is_file():
                    _link_or_copy(path, part / "1" / path.name)
            _take_place(part, self.editions)
        finally:
            files.remove(part)
        self.publish(1)

    def _publish_copies(self, number: int, names: Iterable[str]) -> None:
        for name in sorted(names, key=lambda name: name == MANIFEST):
            beside = self.folder / f".{unique_name()}.{name}"
            try:
                _link_or_copy(self.path(number) / name, beside)
                beside.replace(self.folder / name)
            finally:
                beside.unlink(missing_ok=True)
        pointer = self.editions / PUBLISHED
        if pointer.is_symlink():
            pointer.unlink()
        files.write_text(pointer, f"{number}\n")

    def _published_names(self, number: int) -> list[str]:
        try:
            return [path.name for path in self.path(number).iterdir() if path.name != BUILD_LOG]
        except FileNotFoundError:
            return []


def _take_place(part: Path, target: Path) -> bool:
    try:
        part.rename(target)
    except OSError:
        if not target.exists():
            raise
        return False
    return True


def _renamed_link(target: str, link: Path) -> None:
    beside = link.parent / f".{unique_name()}.link"
    beside.symlink_to(target)
    try:
        beside.replace(link)
    finally:
        beside.unlink(missing_ok=True)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        with contextlib.suppress(OSError):
            shutil.copystat(source, target)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
