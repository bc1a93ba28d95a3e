"""What there is to translate in a file, and the file that the translation becomes."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from herald.media import Place
from herald.script.source import Source, read_source, whole_file
from herald.script.ssml import is_ssml
from herald.translation.markup import has_words
from herald.translation.spans import Span, replaced, spans_of, words_of

RECORD_SUFFIX = ".po"
"""Records of translations stand beside what was translated, and end so."""

_TITLE = re.compile(r"^title:[ \t]*(\S[^\n]*?)[ \t]*$", re.MULTILINE)
_ONLY_THE_SOURCES = re.compile(r"^(?:voice|languages):[^\n]*\n", re.MULTILINE)
"""Settings that a translation does not take over: a voice speaks one language."""


@dataclass(frozen=True)
class Unit:
    """What is translated at once: a sentence, a title, a row of a table.

    Attributes:
        id: 12 hex digits; the same after any edit elsewhere.
        text: Markdown on one line.
        kind: as in `Span`, or "title".
        place: where it stands.
        spoken_place: of the first character that is spoken, by which it is found in an edition.
        about: what else a translator should know; may be empty.
    """

    id: str
    text: str
    kind: str
    place: Place
    spoken_place: Place
    about: str = ""


@dataclass(frozen=True)
class Passage:
    """A text with its sentences.

    Attributes:
        text: as written, from which a translation is made by replacing the sentences.
        spans: its sentences, also those with nothing to translate.
        place_of: returns the place of a character.
        about: what the text is for; may be empty.
    """

    text: str
    spans: tuple[Span, ...]
    place_of: Callable[[int], Place]
    about: str = ""

    def words(self) -> list[str]:
        """Return the sentences."""
        return [
            _title_of(self.text, span) if span.kind == "title" else words_of(self.text, span)
            for span in self.spans
        ]


@dataclass(frozen=True)
class Written:
    """A file as it will be, with where each unit stands in it.

    Attributes:
        path, text: the file.
        places: unit id and where its translation stands, half-open, in the order of the file.
    """

    path: Path
    text: str
    places: tuple[tuple[str, int, int], ...] = ()


class Part(Protocol):
    """What is translated into one file: a script, the words of a template, the texts of a data file."""

    @property
    def path(self) -> Path:
        """The file with the source."""

    @property
    def language(self) -> str:
        """The language of the source."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """What there is to translate."""

    def target(self, language: str) -> Path:
        """Return the file that the translation goes into."""

    def record(self, language: str) -> Path:
        """Return the file that says what was translated from what."""

    def present(self, language: str) -> list[str] | None:
        """Return the translations that are there, in order; None for none. They may be more or fewer."""

    def written(self, language: str, texts: Mapping[str, str]) -> Written:
        """Return the translated file; `texts` has a translation for the id of every unit."""

    def faults_of(self, language: str, texts: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
        """Give what is wrong with the translated file as a whole: unit id, message, suggestion."""


def units_of(passages: Sequence[Passage], name: str) -> tuple[Unit, ...]:
    """Return what there is to translate in some texts of one file.

    Args:
        passages: in order.
        name: of the file, so that one sentence has different ids in two files.
    """
    seen: Counter[str] = Counter()
    found: list[Unit] = []
    for passage in passages:
        for span, words in zip(passage.spans, passage.words(), strict=True):
            identity = unit_id(name, words, seen)
            if has_words(words):
                found.append(
                    Unit(
                        identity,
                        words,
                        span.kind,
                        passage.place_of(span.start),
                        passage.place_of(span.spoken_at),
                        passage.about,
                    )
                )
    return tuple(found)


def unit_id(name: str, words: str, seen: Counter[str]) -> str:
    """Return the id of the next unit with these words; `seen` counts how often there were any."""
    seen[words] += 1
    return hashlib.sha256(f"unit\0{name}\0{words}\0{seen[words]}".encode()).hexdigest()[:12]


def filled(
    passages: Sequence[Passage], name: str, source_language: str, language: str, texts: Mapping[str, str]
) -> list[tuple[str, tuple[tuple[str, int, int], ...]]]:
    """Return each text in translation, and where in it each unit stands."""
    seen: Counter[str] = Counter()
    results = []
    for passage in passages:
        ids = [unit_id(name, words, seen) for words in passage.words()]
        kept = [passage.text[span.start : span.stop] for span in passage.spans]
        said = [
            _quoted(texts[one], span) if one in texts else raw
            for one, span, raw in zip(ids, passage.spans, kept, strict=True)
        ]
        text, places = replaced(passage.text, passage.spans, said, source_language, language)
        results.append((text, tuple((one, *place) for one, place in zip(ids, places, strict=True))))
    return results


def _quoted(text: str, span: Span) -> str:
    return json.dumps(text, ensure_ascii=False) if span.kind == "title" else text


def _title_of(text: str, span: Span) -> str:
    import yaml

    return str(yaml.safe_load(text[span.start : span.stop]))


def unit_at(places: Sequence[tuple[str, int, int]], offset: int) -> str:
    """Return the id of the unit that a character stands in, or of the one before it."""
    before = [one for one, start, _ in places if start <= offset]
    return before[-1] if before else places[0][0] if places else ""


@dataclass(frozen=True)
class ScriptPart:
    """A plain script.

    Attributes:
        path: of the source.
        slug, language: from its name.
        source: its characters.
        units: what there is to translate.
    """

    path: Path
    slug: str
    language: str
    source: Source = field(init=False, repr=False)
    units: tuple[Unit, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", read_source(self.path))
        if is_ssml(self.source):
            raise whole_file(
                self.path, "SSML cannot be sent to a translator", "Write the script in Markdown."
            )
        passage = self._passage(self.source.text, self.language)
        object.__setattr__(self, "units", units_of([passage], self.slug))

    def _passage(self, text: str, language: str) -> Passage:
        spans = spans_of(text, language, markdown=self.path.suffix.lower() != ".txt")
        title = _TITLE.search(text, 0, _front_ends(text))
        if title:
            spans = (Span(title.start(1), title.end(1), title.start(1), "title", -1), *spans)
        return Passage(text, spans, Source(self.path, text, "").place)

    def target(self, language: str) -> Path:
        """Return the translated script."""
        return self.path.with_name(f"{self.slug}.{language}{self.path.suffix}")

    def record(self, language: str) -> Path:
        """Return the file beside the translated script."""
        return self.path.with_name(f"{self.slug}.{language}{RECORD_SUFFIX}")

    def present(self, language: str) -> list[str] | None:
        """Return the sentences of the translated script as it is now."""
        target = self.target(language)
        if not target.is_file():
            return None
        return [
            words for words in self._passage(read_source(target).text, language).words() if has_words(words)
        ]

    def written(self, language: str, texts: Mapping[str, str]) -> Written:
        """Return the translated script; settings that it has already are kept."""
        target = self.target(language)
        base = _with_settings(self.source.text, read_source(target).text if target.is_file() else None)
        ((text, places),) = filled(
            [self._passage(base, self.language)], self.slug, self.language, language, texts
        )
        return Written(target, text, places)

    def faults_of(self, language: str, texts: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """Read the translated script as a build would, and compare its blocks with the source's."""
        from herald.translation.checking import script_faults

        written = self.written(language, texts)
        for offset, message, suggestion in script_faults(self.source.text, written, self.language, language):
            yield unit_at(written.places, offset), message, suggestion


def _front_ends(text: str) -> int:
    """Return the offset behind a script's settings; 0 where there are none."""
    front = re.match(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text, re.DOTALL)
    return front.end() if front else 0


def _with_settings(source: str, target: str | None) -> str:
    """Return the source with the settings of its translation, or of its own those that hold there too."""
    ends = _front_ends(source)
    if target is None:
        front = _ONLY_THE_SOURCES.sub("", source[:ends])
        return ("" if re.fullmatch(r"---\s*\n(?:---|\.\.\.)\s*", front) else front) + source[ends:]
    front = target[: _front_ends(target)]
    title = _TITLE.search(source, 0, ends)
    own = _TITLE.search(front)
    if title and own:
        front = front[: own.start(1)] + title[1] + front[own.end(1) :]
    elif title:
        lines = front.splitlines(keepends=True) or ["---\n", "---\n"]
        front = "".join([lines[0], f"{title[0].strip()}\n", *lines[1:]])
    elif own:
        front = front[: own.start()] + front[own.end() + 1 :]
    return front + source[ends:].lstrip("\n") if not ends else front + source[ends:]
