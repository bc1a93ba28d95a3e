"""The words of a template in one language, which become those in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from herald.script.source import Source
from herald.template.compiled import compile_template
from herald.template.faults import Faults
from herald.template.library import Library, Template, known_names
from herald.translation.checking import structure_faults
from herald.translation.markup import has_words
from herald.translation.spans import spans_of
from herald.translation.units import RECORD_SUFFIX, Passage, Unit, Written, filled, unit_at, units_of


@dataclass(frozen=True)
class WordsPart:
    """A file of a template, such as `en.md.j2`.

    Attributes:
        path: of the source.
        language: of the source.
        template: that it belongs to.
        is_each: it has the words of one item.
        folder: where the translation goes: the template's own folder, or the workspace's copy of it.
        library: that the template is in.
        units: what there is to translate.
    """

    path: Path
    language: str
    template: Template
    is_each: bool
    folder: Path
    library: Library = field(repr=False)
    text: str = field(init=False, repr=False)
    units: tuple[Unit, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _read(self.path))
        object.__setattr__(self, "units", units_of([self._passage(self.text, self.language)], self._name))

    @property
    def _name(self) -> str:
        return f"{self.template.name}/{'each' if self.is_each else 'words'}"

    def _passage(self, text: str, language: str) -> Passage:
        about = f"template {self.template.name}"
        return Passage(text, spans_of(text, language), Source(self.path, text, "").place, about)

    def target(self, language: str) -> Path:
        """Return the file with the words in a language."""
        return self.folder / f"{'each.' if self.is_each else ''}{language}.md.j2"

    def record(self, language: str) -> Path:
        """Return the file beside the words in a language."""
        return self.folder / f"{'each.' if self.is_each else ''}{language}{RECORD_SUFFIX}"

    def present(self, language: str) -> list[str] | None:
        """Return the sentences of the words in a language as they are now."""
        target = self.target(language)
        if not target.is_file():
            return None
        return [words for words in self._passage(_read(target), language).words() if has_words(words)]

    def written(self, language: str, texts: Mapping[str, str]) -> Written:
        """Return the words in a language."""
        passage = self._passage(self.text, self.language)
        ((text, places),) = filled([passage], self._name, self.language, language, texts)
        return Written(self.target(language), text, places)

    def faults_of(self, language: str, texts: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """Compile the translated words, and compare their blocks with the source's."""
        written = self.written(language, texts)
        faults = Faults()
        known = known_names(self.template.schema, each=self.is_each)
        compile_template(written.path, written.text, known, self.library.facts, faults)
        source = Source(written.path, written.text, "")
        for fault in faults.found:
            offset = source.line_start(max(fault.place.line, 1) - 1) + max(fault.place.column, 1) - 1
            yield unit_at(written.places, offset), fault.message, fault.suggestion
        if not faults:
            for offset, message, suggestion in structure_faults(self.text, written, self.language, language):
                yield unit_at(written.places, offset), message, suggestion


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
