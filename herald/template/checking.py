"""Everything that is wrong with templates, facts and data, before anything is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from herald.script.source import SUFFIXES
from herald.template.broadcasts import data_files
from herald.template.examples import example_broadcasts
from herald.template.expand import has_gaps
from herald.template.faults import Faults
from herald.template.library import Library, Template
from herald.template.reading import Reading, open_library, read_broadcast, readings
from herald.template.schema import Field
from herald.workspace import Workspace


@dataclass(frozen=True)
class Checked:
    """What was found to be right.

    Attributes:
        n_templates, n_facts, n_files, n_scripts, n_sentences: how many of each were looked at.
    """

    n_templates: int
    n_facts: int
    n_files: int
    n_scripts: int
    n_sentences: int

    def line(self) -> str:
        """Return this in words."""
        return (
            f"{self.n_templates} templates, {self.n_facts} facts, {self.n_files} files: "
            f"{self.n_scripts} scripts with {self.n_sentences} sentences. Nothing is wrong."
        )


def check(workspace: Workspace, paths: Sequence[Path] = (), *, on: date) -> Checked:
    """Look through templates, facts, data files and plain scripts that use facts.

    Args:
        workspace: to look through.
        paths: the files to look at; none for every template and every file of the workspace.
        on: the day whose facts hold.

    Raises:
        ScriptErrors: with everything that is wrong.
    """
    faults = Faults()
    library = open_library(workspace, on, faults)
    names = () if paths else library.names()
    for name in names:
        check_template(name, library, faults)
    files = tuple(paths) or (*data_files(workspace.scripts), *_plain_with_facts(workspace.scripts))
    found = [reading for path in files for reading in readings(path, library, faults)]
    _check_names(found, faults)
    faults.raise_if_any()
    n_sentences = sum(len(reading.script.sentences) for reading in found)
    return Checked(len(names), len(library.facts.by_name), len(files), len(found), n_sentences)


def _check_names(found: Sequence[Reading], faults: Faults) -> None:
    """Two files may not describe one broadcast in one language."""
    first: dict[tuple[str, str], Reading] = {}
    for reading in found:
        script = reading.script
        other = first.setdefault((script.slug, script.language), reading)
        if other is not reading:
            message = f"the broadcast '{script.slug}' in {script.language} is also in {other.script.path}"
            faults.add_file(script.path, message, "Rename one of them.")


def check_template(name: str, library: Library, faults: Faults) -> None:
    """Look through all words of a template, and read its examples in every language.

    Args:
        name: of the template.
        library: that it is in.
        faults: receives what is wrong.
    """
    own = Faults()
    template = library.template(name, own)
    if template is not None:
        _check_words(template, library, own)
        if not own:
            _check_what_it_says(template, library, own)
    faults.merge(own)


def _check_words(template: Template, library: Library, faults: Faults) -> None:
    for field in template.schema.fields:
        _check_examples(field, faults)
    for files, each in ((template.words, False), (template.words_of_each, True)):
        for path in files.values():
            library.compiled(template, path, each=each, faults=faults)
    missing = set(template.words) - set(template.words_of_each) if template.schema.each else set()
    for language in sorted(missing):
        faults.add_file(
            template.folder / f"each.{language}.md.j2", "this file is missing", "It says one item."
        )


def _check_what_it_says(template: Template, library: Library, faults: Faults) -> None:
    for only_required in (False, True):
        for broadcast in example_broadcasts(template, template.languages, only_required=only_required):
            for language in template.languages:
                read_broadcast(broadcast, language, library, faults)


def _check_examples(field: Field, faults: Faults) -> None:
    if field.example is None:
        faults.add(
            field.place, f"'{field.name}' has no example", "People see how it is meant from an example."
        )
    if not field.help:
        faults.add(field.place, f"'{field.name}' has no help", "Say in a sentence what it is.")


def _plain_with_facts(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    plain = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES)
    return [path for path in plain if has_gaps(path.read_text(encoding="utf-8", errors="replace"))]
