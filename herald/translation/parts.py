"""What is translated under a name: a script, a data file with the words of its template, or a template."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from herald.errors import UserError, did_you_mean
from herald.media import Place
from herald.script.name import read_name
from herald.script.source import SUFFIXES
from herald.template.broadcasts import Broadcast, data_files, is_data_file, read_broadcasts
from herald.template.examples import example_broadcasts
from herald.template.faults import Faults
from herald.template.finding import files_of
from herald.template.library import Library, Template
from herald.translation.data import DataPart, data_parts
from herald.translation.units import Part, ScriptPart, Unit
from herald.translation.words import WordsPart
from herald.workspace import Workspace

EXAMPLES = "examples"
"""What the record of a template's examples is called."""


@dataclass(frozen=True)
class Whole:
    """All that is translated at once.

    Attributes:
        name: as the user said it.
        source_language, language: from and to, BCP-47, lower case.
        parts: in the order in which a translator should see them.
        files: data files and scripts of the source, in which its editions are looked for.
        borrowed: templates that are the product's and would be changed; the workspace needs a copy first.
    """

    name: str
    source_language: str
    language: str
    parts: tuple[Part, ...]
    files: tuple[Path, ...] = ()
    borrowed: tuple[Template, ...] = ()
    faults: Faults = field(default_factory=Faults, repr=False)

    @property
    def units(self) -> tuple[Unit, ...]:
        """What there is to translate."""
        return tuple(unit for part in self.parts for unit in part.units)


def checked_language(language: str) -> str:
    """Return a language in lower case.

    Raises:
        ScriptErrors: it is none.
    """
    return read_name(Path("language.md"), language).language


def find_whole(workspace: Workspace, name: str, language: str, source: str | None, library: Library) -> Whole:
    """Find what is to be translated.

    Args:
        workspace: with scripts, data and templates.
        name: of a broadcast, a data file or a template.
        language: to translate into.
        source: to translate from; None for the language it was translated from before, else English where
            there is English, else the only one.
        library: the templates.

    Raises:
        UserError: there is nothing of this name, or not in this language.
        ScriptErrors: it cannot be read.
    """
    language = checked_language(language)
    source = checked_language(source) if source else None
    files = _files(workspace, name, library)
    if not files:
        faults = Faults()
        template = library.template(name, faults)
        faults.raise_if_any()
        if template is None:
            names = [*library.names(), *(path.name.split(".")[0] for path in workspace.scripts.glob("*.*"))]
            hint = did_you_mean(name, names) or "Name a broadcast of scripts_in/, or a template."
            raise UserError(f"There is no broadcast '{name}', and no template. {hint}")
        source = _source(name, template.words, language, source, None)
        parts = tuple(_template_parts(template, source, workspace, library, Faults()))
        return Whole(name, source, language, parts, (), _borrowed([template], workspace))
    if is_data_file(files[0]):
        return _data(workspace, name, files[0], language, source, library)
    scripts = {read_name(path).language: path for path in files}
    before = _recorded_source(files[0].with_name(f"{name}.{language}.po"))
    source = _source(name, scripts, language, source, before)
    path = scripts[source]
    return Whole(name, source, language, (ScriptPart(path, name, source),), (path,))


def _files(workspace: Workspace, name: str, library: Library) -> tuple[Path, ...]:
    found = files_of(workspace, name)
    if found:
        return found
    for path in data_files(workspace.scripts):
        if any(one.slug == name for one in read_broadcasts(path, library, Faults())):
            return (path,)
    return ()


def _recorded_source(record: Path) -> str | None:
    from herald.translation.po import SOURCE_LANGUAGE, language_of
    from herald.translation.record import header_of

    return language_of(header_of(record).get(SOURCE_LANGUAGE, "")) or None if record.is_file() else None


def _source(name: str, there: Collection[str], language: str, source: str | None, before: str | None) -> str:
    others = [one for one in there if one != language]
    if source:
        if source == language:
            raise UserError(f"'{name}' cannot be translated from {source} into {language}.")
        if source not in others:
            raise UserError(f"There is no '{name}' in {source}. It is there in: {', '.join(there)}.")
        return source
    if not others:
        raise UserError(f"'{name}' is there in {language} only, so there is nothing to translate it from.")
    if before in others:
        return before
    english = [one for one in others if one.split("-")[0] == "en"]
    return english[0] if english else others[0]


def _data(
    workspace: Workspace, name: str, path: Path, language: str, source: str | None, library: Library
) -> Whole:
    faults = Faults()
    broadcasts = [one for one in read_broadcasts(path, library, faults) if one.item is None]
    faults.raise_if_any()
    languages = list(dict.fromkeys(one for broadcast in broadcasts for one in broadcast.languages))
    before = _recorded_source(path.with_name(f"{path.stem}.{language}.po"))
    source = _source(name, languages, language, source, before)
    parts: list[Part] = [*data_parts(broadcasts, source, path.stem, faults)]
    lacking = [one for one in _templates(broadcasts) if one.file_for(language, each=False) is None]
    for template in lacking:
        if template.file_for(source, each=False) is None:
            raise UserError(f"The template '{template.name}' has no words in {source} to translate from.")
        parts += _template_parts(template, source, workspace, library, faults)
    return Whole(name, source, language, tuple(parts), (path,), _borrowed(lacking, workspace), faults)


def _templates(broadcasts: Sequence[Broadcast]) -> list[Template]:
    return list({broadcast.template.name: broadcast.template for broadcast in broadcasts}.values())


def _template_parts(
    template: Template, source: str, workspace: Workspace, library: Library, faults: Faults
) -> Iterator[WordsPart | DataPart]:
    """Give the words of a template, those of one item, and its examples."""
    folder = workspace.templates / template.name
    for is_each in (False, True):
        path = template.file_for(source, each=is_each)
        if path is not None:
            yield WordsPart(path, source, template, is_each, folder, library)
    text_faults = faults
    text_faults.show_lines_of(template.schema.path, template.schema.path.read_text(encoding="utf-8"))
    examples = [one for one in example_broadcasts(template, [source]) if one.item is None]
    yield from data_parts(examples, source, EXAMPLES, text_faults)


def _borrowed(templates: Sequence[Template], workspace: Workspace) -> tuple[Template, ...]:
    return tuple(one for one in templates if one.folder != workspace.templates / one.name)


def copy_borrowed(whole: Whole, workspace: Workspace) -> None:
    """Give the workspace its own copy of the templates that are about to change."""
    for template in whole.borrowed:
        shutil.copytree(template.folder, workspace.templates / template.name)


def spoken_places(whole: Whole, workspace: Workspace, library: Library) -> dict[tuple[Path, int, int], float]:
    """Return when the sentences at some places are heard in the published editions of the source.

    Returns:
        seconds by path, line and column.
    """
    import json

    from herald.edition import MANIFEST
    from herald.template.reading import readings

    found: dict[tuple[Path, int, int], float] = {}
    for path in whole.files:
        for reading in readings(
            path, library, Faults(), whole.source_language if is_data_file(path) else None
        ):
            script = reading.script
            manifest = workspace.outputs / script.slug / script.language / MANIFEST
            if script.language != whole.source_language or not manifest.is_file():
                continue
            spoken = {
                one["id"]: one["seconds"] for one in json.loads(manifest.read_text("utf-8"))["sentences"]
            }
            for sentence in script.sentences:
                if sentence.id in spoken:
                    place: Place = sentence.place
                    found.setdefault((place.path, place.line, place.column), spoken[sentence.id])
    return found


def is_script(path: Path) -> bool:
    """Say whether a file's name is that of a plain script."""
    return path.suffix.lower() in SUFFIXES
