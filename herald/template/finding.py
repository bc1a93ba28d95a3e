"""What people name on the command line: a file, or the name of a broadcast wherever it is written."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from herald.errors import UserError, did_you_mean
from herald.script.source import SUFFIXES
from herald.template.broadcasts import data_files, is_data_file, read_broadcasts
from herald.template.faults import Faults
from herald.template.library import Library
from herald.template.reading import Reading, open_library, read_broadcast, readings
from herald.workspace import Workspace


def read_named(
    workspace: Workspace, names: Sequence[str | Path], *, on: date, languages: Sequence[str] = ()
) -> tuple[Reading, ...]:
    """Read what is named: files, or broadcasts by their slugs.

    Args:
        workspace: with scripts, templates and facts.
        names: paths of plain scripts and data files, or slugs.
        on: the day whose facts hold.
        languages: only these; none means all. If it is one, it is also that of files whose names do not say
            theirs.

    Raises:
        ScriptErrors: with every fault of every file.
        UserError: there is nothing of a name, or not in one of these languages.
    """
    faults = Faults()
    library = open_library(workspace, on, faults)
    files = functools.cache(lambda: _files_by_slug(workspace))
    found = [
        reading
        for name in dict.fromkeys(names)
        for reading in _read_one(workspace, name, files, library, faults, tuple(dict.fromkeys(languages)))
    ]
    faults.raise_if_any()
    missing = [one for one in languages if one.lower() not in {r.script.language for r in found}]
    if missing:
        raise UserError(f"There is nothing in {', '.join(missing)} of {', '.join(map(str, names))}.")
    return tuple(found)


def _read_one(
    workspace: Workspace,
    name: str | Path,
    by_slug: Callable[[], Mapping[str, tuple[Path, ...]]],
    library: Library,
    faults: Faults,
    languages: tuple[str, ...],
) -> Iterator[Reading]:
    path = Path(name)
    if path.is_file() or path.suffix.lower() in SUFFIXES or is_data_file(path):
        yield from _read_file(path, library, faults, languages)
        return
    slug = str(name)
    files = by_slug().get(slug, ())
    if files:
        for file in files:
            if is_data_file(file) or not languages or _language_of(file) in languages:
                yield from _read_file(file, library, faults, languages)
        return
    others = Faults()
    known: list[str] = []
    for file in data_files(workspace.scripts):
        for broadcast in read_broadcasts(file, library, others):
            known.append(broadcast.slug)
            if broadcast.slug != slug:
                continue
            for one in broadcast.languages:
                wanted = not languages or one in languages
                reading = read_broadcast(broadcast, one, library, faults) if wanted else None
                if reading:
                    yield reading
    if slug not in known:
        names = [*known, *_stems(workspace.scripts)]
        hint = did_you_mean(slug, names) or "Name a file, or a broadcast of a file in scripts_in/."
        raise UserError(f"There is no broadcast '{slug}'. {hint}")


def _read_file(path: Path, library: Library, faults: Faults, languages: tuple[str, ...]) -> Iterator[Reading]:
    if is_data_file(path) or len(languages) == 1:
        for language in languages or (None,):
            yield from readings(path, library, faults, language)
    elif not languages or _language_of(path) in languages:
        yield from readings(path, library, faults)


def files_of(workspace: Workspace, slug: str) -> tuple[Path, ...]:
    """Return the files that are named after a broadcast: its data file, or its scripts in all languages."""
    return _files_by_slug(workspace).get(slug, ())


def _files_by_slug(workspace: Workspace) -> dict[str, tuple[Path, ...]]:
    plain = _grouped(plain_files(workspace.scripts), _slug_of)
    return {**plain, **_grouped(data_files(workspace.scripts), lambda path: path.stem)}


def _grouped(paths: Iterable[Path], slug_of: Callable[[Path], str]) -> dict[str, tuple[Path, ...]]:
    found: dict[str, tuple[Path, ...]] = {}
    for path in paths:
        slug = slug_of(path)
        found[slug] = (*found.get(slug, ()), path)
    return found


def plain_files(folder: Path) -> list[Path]:
    """Return the plain scripts of a folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def _slug_of(path: Path) -> str:
    return path.stem.rpartition(".")[0] or path.stem


def _language_of(path: Path) -> str:
    return path.stem.rpartition(".")[2].lower()


def _stems(folder: Path) -> Iterable[str]:
    return (_slug_of(path) for path in plain_files(folder))
