"""The templates of a workspace, and those that come with the product.

templates/fee-table/
    template.yaml       what it asks for
    en.md.j2            the words, one file for each language
    each.en.md.j2       the words of one item, where each item gives a broadcast of its own
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from herald.errors import did_you_mean
from herald.facts import Facts
from herald.media import Place
from herald.template.compiled import Compiled, compile_template
from herald.template.faults import Faults
from herald.template.names import Shape, record_of, shape_of
from herald.template.nodes import parse, read_text
from herald.template.schema import Schema, read_schema
from herald.workspace import CHECKOUT, Workspace

SCHEMA_FILE = "template.yaml"

_WORDS = re.compile(r"(?P<each>each\.)?(?P<language>[a-z]{2,3}(?:-[a-z0-9]{2,8})*)\.md\.j2")


@dataclass(frozen=True)
class Template:
    """A template, as its folder has it.

    Attributes:
        name: of the folder.
        folder: where it is.
        schema: what it asks for.
        words: by language, the file with the words.
        words_of_each: by language, the file with the words of one item.
    """

    name: str
    folder: Path
    schema: Schema
    words: Mapping[str, Path]
    words_of_each: Mapping[str, Path]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it has words in, in the order of the alphabet."""
        return tuple(sorted(self.words))

    def file_for(self, language: str, *, each: bool) -> Path | None:
        """Return the words in a language, or in the language without its region."""
        files = self.words_of_each if each else self.words
        return files.get(language) or files.get(language.split("-")[0])


@dataclass
class Library:
    """Templates, read when they are asked for and kept.

    Attributes:
        folders: where templates are looked for, in order.
        facts: shared values, whose names templates may use.
    """

    folders: Sequence[Path]
    facts: Facts
    _loaded: dict[str, tuple[Template | None, Faults]] = field(default_factory=dict)
    _compiled: dict[Path, tuple[Compiled | None, Faults]] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace, facts: Facts) -> Library:
        """Return a workspace's own templates and the product's, the workspace's first."""
        return cls(tuple(dict.fromkeys((workspace.templates, CHECKOUT / "templates"))), facts)

    def names(self) -> tuple[str, ...]:
        """Return the names of all templates."""
        found = {
            path.parent.name
            for folder in self.folders
            if folder.is_dir()
            for path in folder.glob(f"*/{SCHEMA_FILE}")
        }
        return tuple(sorted(found))

    def template(self, name: str, faults: Faults) -> Template | None:
        """Return a template.

        Args:
            name: of its folder.
            faults: receives what is wrong with its schema.

        Returns:
            None if there is no such template.
        """
        if name not in self._loaded:
            own = Faults()
            self._loaded[name] = (self._load(name, own), own)
        template, own = self._loaded[name]
        faults.merge(own)
        return template

    def suggestion(self, name: str) -> str:
        """Return what to say to somebody who asked for a template that is not there."""
        return did_you_mean(name, self.names()) or f"There are: {', '.join(self.names())}."

    def compiled(self, template: Template, path: Path, *, each: bool, faults: Faults) -> Compiled | None:
        """Return a file of a template, ready to be filled.

        Args:
            template: that it belongs to.
            path: the file.
            each: it has the words of one item.
            faults: receives what is wrong with it.

        Returns:
            None if anything is wrong with it.
        """
        if path not in self._compiled:
            own = Faults()
            text = read_text(path, own)
            known = known_names(template.schema, each=each)
            done = compile_template(path, text, known, self.facts, own) if text is not None else None
            self._compiled[path] = (done, own)
        compiled, own = self._compiled[path]
        faults.merge(own)
        return compiled

    def _load(self, name: str, faults: Faults) -> Template | None:
        if not re.fullmatch(r"[\w-]+", name):
            return None
        found = (folder / name for folder in self.folders)
        folder = next((one for one in found if (one / SCHEMA_FILE).is_file()), None)
        if folder is None:
            return None
        path = folder / SCHEMA_FILE
        text = read_text(path, faults)
        root = parse(path, text, faults) if text is not None else None
        schema = read_schema(path, root, faults) if text is not None else Schema(path)
        words: dict[str, Path] = {}
        words_of_each: dict[str, Path] = {}
        for file in sorted(folder.glob("*.j2")):
            match = _WORDS.fullmatch(file.name)
            if match is None:
                faults.add_file(file, "the file name does not say a language", "For example: en.md.j2")
            else:
                (words_of_each if match["each"] else words)[match["language"]] = file
        if not words:
            faults.add(Place(path, 1, 1), "this template has no words", "Write en.md.j2 beside this file.")
        return Template(name, folder, schema, words, words_of_each)


def known_names(schema: Schema, *, each: bool) -> dict[str, Shape]:
    """Return the names that the words of a template may use."""
    names = {one.name: shape_of(one) for one in schema.fields}
    return {**names, "item": record_of(schema.item_fields)} if each else names
