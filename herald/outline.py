"""What a plan needs to know of a script, remembered: a thousand scripts are not read again to see that
nothing has changed.

A script is read again when its file changed, when what it is filled with changed (facts, templates, data, the
day), or when the lexicon or the code that reads scripts did. What is remembered is in one file of the
workspace; where that is lost, the published edition of a plain script knows its outline, too.
"""

from __future__ import annotations

import functools
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from herald.casting import named_besides
from herald.errors import ScriptErrors
from herald.files import sha256_of, write_text
from herald.hashes import SETTLED_NS
from herald.inputs import Inputs, edition_inputs, sentences_inputs
from herald.media import Script
from herald.plan import digest
from herald.shelf import Shelf
from herald.workspace import CHECKOUT, Workspace

if TYPE_CHECKING:
    from tts.lexicon_file import WordList

_READERS = (
    "herald/script",
    "herald/template",
    "herald/inputs.py",
    "herald/facts.py",
    "herald/media.py",
    "herald/outline.py",
    "tts/lexicon_file.py",
    "tts/pronounce.py",
)
"""The code that decides what is in a script, and how the lexicon says it."""


@dataclass(frozen=True)
class Outline:
    """A script without its words.

    Attributes:
        slug, language, presenter, voice, speed, fps, size_px: as `Script` has them; fps as text.
        voices: that parts of it ask for, besides its own.
        shape, background: likewise; shape as text.
        path: the file that it came from.
        edition: the inputs of its edition, but for its recording.
        sentences: digest of the inputs of its sentences.
        n_sentences: how many.
        audio: the recording in which somebody says it, from the folder of the script.
    """

    slug: str
    language: str
    presenter: str | None
    voice: str | None
    voices: tuple[str, ...]
    speed: float
    fps: str | None
    size_px: tuple[int, int] | None
    path: str
    edition: Inputs
    sentences: str
    n_sentences: int
    shape: str | None = None
    background: str | None = None
    audio: str | None = None

    @classmethod
    def of(cls, script: Script, words: WordList) -> Outline:
        """Return the outline of a script that was read, with the lexicon of its language."""
        return cls(
            slug=script.slug,
            language=script.language,
            presenter=script.presenter,
            voice=script.voice,
            voices=named_besides(script),
            speed=script.speed,
            fps=None if script.fps is None else str(script.fps),
            size_px=script.size_px,
            path=str(script.path),
            edition=edition_inputs(script),
            sentences=digest(sentences_inputs(script.sentences, words)),
            n_sentences=len(script.sentences),
            shape=None if script.shape is None else str(script.shape),
            background=script.background,
            audio=None if script.audio is None else os.path.relpath(script.audio, script.path.parent),
        )


@dataclass(frozen=True)
class Unread:
    """A file that cannot be read as a script.

    Attributes:
        path: the file.
        slug: what it would be called, as far as its name says.
        language: likewise; may be empty.
        message: the first thing that is wrong with it, with its place.
    """

    path: str
    slug: str
    language: str
    message: str


def outlines(workspace: Workspace, on: date) -> Iterator[Outline | Unread]:
    """Yield the outline of every script of a workspace, in all languages, as they are on a day."""
    from herald.template.broadcasts import data_files
    from herald.template.finding import plain_files

    plain, data = plain_files(workspace.scripts), data_files(workspace.scripts)
    always, context = _always(workspace), _context_stamp(workspace, data, on)
    known = _load(workspace.outlines, always)
    kept: dict[str, Any] = {}
    reader = _Reader(workspace, on)
    now = time.time_ns()
    for path in (*plain, *data):
        facts = path.stat()
        own = [facts.st_size, facts.st_mtime_ns]
        entry = known.get(str(path))
        if not entry or entry["own"] != own or entry["context"] not in (None, context):
            published = reader.published(path)
            found, is_filled = ([published], False) if published else reader.read(path)
            entry = {
                "own": own if now - facts.st_mtime_ns > SETTLED_NS else None,
                "context": context if is_filled else None,
                "outlines": [asdict(one) for one in found],
            }
        kept[str(path)] = entry
        yield from (_restored(one) for one in entry["outlines"])
    if kept != known:
        text = json.dumps({"always": always, "files": kept}, ensure_ascii=False, separators=(",", ":"))
        write_text(workspace.outlines, text)


def outline_for_manifest(script: Script, words: WordList) -> dict[str, Any]:
    """Return what a manifest says of a script, so that `outlines` need not read the script again.

    Args:
        script: that the edition says.
        words: the lexicon of its language.
    """
    outline = asdict(Outline.of(script, words))
    # Where the script lies is another place on every machine.
    del outline["path"]
    return {"read_by": digest([_code(), words.digest]), **outline}


class _Reader:
    """Reads scripts; opens templates and facts when they are first needed."""

    def __init__(self, workspace: Workspace, on: date) -> None:
        from tts.lexicon_file import read_word_list

        self._workspace = workspace
        self._on = on
        self._library: Any = None
        self._words = functools.cache(functools.partial(read_word_list, workspace.lexicon))

    def published(self, path: Path) -> Outline | None:
        """Return the outline that the published edition of a plain script knows, if it was made from it."""
        from herald.script.name import read_name
        from herald.script.source import SUFFIXES

        if path.suffix.lower() not in SUFFIXES:
            return None
        try:
            name = read_name(path)
            shelf = Shelf(self._workspace.outputs / name.slug / name.language)
            manifest = shelf.manifest(shelf.published() or 0)
            outline = dict(manifest["outline"])
            read_by = digest([_code(), self._words(name.language).digest])
            # A text with gaps that are filled has another hash than its file.
            if outline.pop("read_by") == read_by and manifest["script"]["sha256"] == sha256_of(path):
                return _outline({**outline, "path": str(path)})
        except (ScriptErrors, KeyError, TypeError, ValueError):
            pass  # There is no such edition, or another version of Herald made it: the script is read.
        return None

    def read(self, path: Path) -> tuple[list[Outline | Unread], bool]:
        """Return what is in a file, and whether anything but the file itself decides about that."""
        from herald.template.broadcasts import is_data_file
        from herald.template.expand import has_gaps
        from herald.template.faults import Faults
        from herald.template.reading import open_library, readings

        faults = Faults()
        if self._library is None:
            self._library = open_library(self._workspace, self._on, Faults())
        found: list[Outline | Unread] = []
        for reading in readings(path, self._library, faults):
            try:
                found.append(Outline.of(reading.script, self._words(reading.script.language)))
            except ScriptErrors as error:
                found.append(Unread(str(path), reading.script.slug, reading.script.language, _first(error)))
        if faults:
            slug, _, language = path.stem.rpartition(".")
            found.append(
                Unread(str(path), slug or path.stem, language if slug else "", _first(faults.error()))
            )
        is_filled = is_data_file(path) or has_gaps(path.read_text(encoding="utf-8", errors="replace"))
        return found, is_filled


def _first(error: ScriptErrors) -> str:
    return str(error).splitlines()[0]


def _restored(entry: dict[str, Any]) -> Outline | Unread:
    return Unread(**entry) if "message" in entry else _outline(entry)


def _outline(entry: dict[str, Any]) -> Outline:
    size_px = entry["size_px"]
    voices = tuple(entry["voices"])
    return Outline(**{**entry, "voices": voices, "size_px": tuple(size_px) if size_px else None})


def _load(path: Path, always: str) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return dict(said["files"]) if said["always"] == always else {}
    except (OSError, ValueError, KeyError, TypeError):
        # Nothing is lost with it: the scripts are read again.
        return {}


def _always(workspace: Workspace) -> str:
    """Return what everything says now that decides about every script: code and lexicon."""
    return digest([_code(), [sha256_of(path) for path in sorted(workspace.lexicon.glob("*.toml"))]])


@functools.cache
def _code() -> str:
    files: list[Path] = []
    for path in (CHECKOUT / name for name in _READERS):
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return digest([sha256_of(path) for path in files])


def _context_stamp(workspace: Workspace, data: tuple[Path, ...], on: date) -> str:
    """Return what everything that fills scripts looks like now."""
    folders = (workspace.templates, CHECKOUT / "templates", workspace.facts)
    files = [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*"))]
    tables = sorted(workspace.scripts.glob("*.csv")) if data else []
    return digest([on.isoformat(), [_stamp(path) for path in (*files, *data, *tables)]])


def _stamp(path: Path) -> list[str | int]:
    facts = path.stat()
    return [str(path), facts.st_size, facts.st_mtime_ns]
