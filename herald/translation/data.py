"""The texts of a data file, or of a template's examples, in the languages that they have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from herald.media import Place
from herald.template.broadcasts import Broadcast
from herald.template.expand import whole_fact
from herald.template.faults import Faults
from herald.template.fill import PlaceOf
from herald.template.kinds import KINDS
from herald.template.nodes import Entries, Items, Node, Scalar, is_absent
from herald.template.schema import Field
from herald.translation.checking import structure_faults
from herald.translation.markup import has_words
from herald.translation.spans import Span, spans_of
from herald.translation.splice import Addition, spliced
from herald.translation.units import RECORD_SUFFIX, Passage, Unit, Written, filled, unit_at, units_of

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class TextValue:
    """A text that a template asks for, in the languages in which it is given.

    Attributes:
        place: where the value stands: of the text, or of the mapping of languages to texts.
        name: of the field.
        about: what the field is for.
        is_markdown: it may have paragraphs and lists.
        by_language: the texts; under "" one that is written without a language.
        must_have_each: every language of a broadcast needs a text of its own.
    """

    place: Place
    name: str
    about: str
    is_markdown: bool
    by_language: Mapping[str, Scalar]
    must_have_each: bool

    def text(self, language: str) -> Scalar | None:
        """Return the text in a language, or in the language without its region."""
        for tag in (language, language.split("-")[0]):
            if tag in self.by_language:
                return self.by_language[tag]
        return None


def text_values(fields: Iterable[Field], entries: Entries) -> Iterator[TextValue]:
    """Give the texts of a record."""
    for one in fields:
        node = entries.nodes.get(one.name)
        if node is None or is_absent(node):
            continue
        if one.type != "list":
            yield from _single(one, node)
        elif isinstance(node, Items):
            for inner in node.nodes:
                if not one.fields:
                    yield from _single(one, inner)
                elif isinstance(inner, Entries):
                    yield from text_values(one.fields, inner)


def title_value(settings: Entries) -> Iterator[TextValue]:
    """Give the title of a broadcast, where there is one."""
    node = settings.nodes.get("title")
    if node is not None:
        title = Field("title", "text", "the title, shown by players", node.place)
        yield from _single(title, node)


def _single(one: Field, node: Node) -> Iterator[TextValue]:
    kind = KINDS.get(one.of or one.type)
    if kind is None or not kind.per_language:
        return
    if isinstance(node, Scalar):
        texts = {} if is_absent(node) or not kind.one_each or whole_fact(node.text) else {"": node}
    elif isinstance(node, Entries):
        texts = {
            key.text.lower(): text
            for key, text in node.items()
            if isinstance(text, Scalar) and not is_absent(text) and _LANGUAGE.match(key.text)
        }
    else:
        return
    if texts:
        yield TextValue(node.place, one.name, one.help, kind.name == "markdown", texts, kind.one_each)


@dataclass(frozen=True)
class DataPart:
    """The texts of one file of data.

    Attributes:
        path: YAML, JSON or CSV.
        name: what the part is called, so that ids differ between files.
        language: of the source.
        values: the texts.
        stem: what the record is called, without language and suffix.
        languages: places of the lists of languages in the file, with what they say.
        units: what there is to translate.
    """

    path: Path
    name: str
    language: str
    values: tuple[TextValue, ...]
    stem: str
    lists: tuple[Node, ...] = ()
    faults: Faults = field(default_factory=Faults, repr=False)
    units: tuple[Unit, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", units_of(list(self._passages(self.language)), self.name))

    def _sources(self) -> list[tuple[TextValue, Scalar]]:
        found = []
        for value in self.values:
            text = value.text(self.language) or value.by_language.get("")
            if text is not None and not whole_fact(text.text):
                found.append((value, text))
        return found

    def _passages(self, language: str) -> Iterator[Passage]:
        """Give the texts in a language, of those values that have one in the source's."""
        for value, source in self._sources():
            text = source if language == self.language else value.by_language.get(language)
            if text is not None:
                about = f"{value.name}: {value.about}" if value.about else value.name
                spans = _spans(text.text, language, is_markdown=value.is_markdown)
                yield Passage(text.text, spans, PlaceOf(text, self.faults), about)

    def target(self, language: str) -> Path:
        """Return the data file itself, which has all languages."""
        return self.path

    def record(self, language: str) -> Path:
        """Return the file beside the data file."""
        return self.path.with_name(f"{self.stem}.{language}{RECORD_SUFFIX}")

    def present(self, language: str) -> list[str] | None:
        """Return the texts in a language as they are now."""
        found = [
            words for passage in self._passages(language) for words in passage.words() if has_words(words)
        ]
        return found or None

    def written(self, language: str, texts: Mapping[str, str]) -> Written:
        """Return the data file with the texts of a language in it; everything else stays as it was."""
        results = filled(list(self._passages(self.language)), self.name, self.language, language, texts)
        additions = []
        ids = []
        is_table = self.path.suffix.lower() == ".csv"
        for (value, source), (text, places) in zip(self._sources(), results, strict=True):
            if any(one in texts for one, _, _ in places):
                place = source.place if is_table else value.place
                additions.append(Addition(place, "" in value.by_language, self.language, language, text))
                ids.append([one for one, _, _ in places if one in texts])
        written = self.path.read_text(encoding="utf-8-sig")
        new, starts = spliced(self.path, written, additions, self.lists, language)
        found = tuple((one, at, at) for at, group in zip(starts, ids, strict=True) for one in group)
        return Written(self.path, new, found)

    def faults_of(self, language: str, texts: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """Compare the paragraphs of each text with those of its source."""
        results = filled(list(self._passages(self.language)), self.name, self.language, language, texts)
        for (value, source), (text, places) in zip(self._sources(), results, strict=True):
            if value.is_markdown and places:
                new = Written(self.path, text, places)
                for offset, message, suggestion in structure_faults(
                    source.text, new, self.language, language
                ):
                    yield unit_at(places, offset), message, suggestion


def _spans(text: str, language: str, *, is_markdown: bool) -> tuple[Span, ...]:
    if is_markdown:
        return spans_of(text, language)
    # Words are words here: what would be a list or a heading at the beginning of a script is none.
    return tuple(
        Span(s.start, s.stop, s.spoken_at, "sentence", 0) for s in spans_of(text, language, markdown=False)
    )


def data_parts(broadcasts: Sequence[Broadcast], language: str, stem: str, faults: Faults) -> list[DataPart]:
    """Return the texts of a data file, and those of a table that it names.

    Args:
        broadcasts: of the file.
        language: of the source.
        stem: the file's name without its suffix.
        faults: has the lines of the files.
    """
    values: dict[Path, dict[Place, TextValue]] = {}
    lists: dict[Path, dict[Place, Node]] = {}
    for broadcast in broadcasts:
        if broadcast.item is not None:
            continue
        found = [
            *title_value(broadcast.settings),
            *text_values(broadcast.template.schema.fields, broadcast.data),
        ]
        for value in found:
            place = next(iter(value.by_language.values())).place
            values.setdefault(place.path, {})[place] = value
        node = broadcast.settings.nodes.get("languages")
        if node is not None:
            lists.setdefault(node.place.path, {})[node.place] = node
    paths = dict.fromkeys([*lists, *values])
    parts = []
    for path in paths:
        name = stem if path.stem == stem else f"{stem}.{path.stem}"
        parts.append(
            DataPart(
                path,
                path.name,
                language,
                tuple(values.get(path, {}).values()),
                name,
                tuple(lists.get(path, {}).values()),
                faults,
            )
        )
    return parts
