"""Translation memory: sentences that were translated before, anywhere in the project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from herald.facts import Facts
from herald.template.broadcasts import data_files, read_broadcasts
from herald.template.faults import Faults
from herald.template.library import Library
from herald.translation.data import text_values
from herald.translation.po import LANGUAGE, SOURCE_LANGUAGE, language_of
from herald.translation.record import header_of, pairs, read_record
from herald.translation.units import RECORD_SUFFIX
from herald.workspace import Workspace

LEAST_LIKENESS = 75.0
"""From how alike two sentences the translation of one helps with the other, in percent."""


@dataclass(frozen=True)
class Remembered:
    """A translation of the same sentence, or of one like it.

    Attributes:
        source: the sentence that was translated.
        target: its translation.
    """

    source: str
    target: str


@dataclass
class Memory:
    """Sentences with their translations, from one language into one other."""

    _targets: dict[str, str] = field(default_factory=dict)
    _sources: dict[str, str] = field(default_factory=dict)

    def add(self, found: Iterable[tuple[str, str]]) -> None:
        """Remember translations; of two of one sentence the first stays."""
        for source, target in found:
            key = _key(source)
            if key and target.strip():
                self._targets.setdefault(key, target)
                self._sources.setdefault(key, source)

    def __len__(self) -> int:
        return len(self._targets)

    def same(self, text: str) -> Remembered | None:
        """Return the translation of this very sentence, or None."""
        key = _key(text)
        return Remembered(self._sources[key], self._targets[key]) if key in self._targets else None

    def alike(self, text: str) -> Remembered | None:
        """Return the translation of the sentence that is most like this one, or None."""
        from rapidfuzz import fuzz, process

        best = process.extractOne(
            _key(text), self._targets.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS
        )
        return Remembered(self._sources[best[0]], self._targets[best[0]]) if best else None


def _key(text: str) -> str:
    return " ".join(text.split())


def open_memory(workspace: Workspace, source_language: str, language: str, facts: Facts) -> Memory:
    """Gather what was translated from one language into another.

    Args:
        workspace: whose records of translations, data files and templates are looked through.
        source_language, language: BCP-47, lower case.
        facts: for reading the data files.
    """
    memory = Memory()
    for path in _records(workspace):
        header = header_of(path)
        if (language_of(header.get(SOURCE_LANGUAGE, "")), language_of(header.get(LANGUAGE, ""))) == (
            source_language,
            language,
        ):
            record = read_record(path)
            memory.add(pairs([record] if record else ()))
    library = Library.of(workspace, facts)
    for path in data_files(workspace.scripts):
        for broadcast in read_broadcasts(path, library, Faults()):
            if broadcast.item is None:
                for value in text_values(broadcast.template.schema.fields, broadcast.data):
                    source, target = value.text(source_language), value.text(language)
                    if source and target:
                        memory.add([(source.text, target.text)])
    return memory


def _records(workspace: Workspace) -> list[Path]:
    return sorted(
        [*workspace.scripts.glob(f"*{RECORD_SUFFIX}"), *workspace.templates.glob(f"*/*{RECORD_SUFFIX}")]
    )
