"""What a data file stands for: broadcasts, each with its template, languages, settings and data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from herald.errors import ScriptErrors, did_you_mean
from herald.media import Place
from herald.script.name import read_name
from herald.template.faults import Faults
from herald.template.kinds import KINDS
from herald.template.library import Library, Template
from herald.template.nodes import Entries, Items, Node, Scalar, is_absent, parse, read_text
from herald.template.schema import SETTINGS
from herald.template.tables import parse_table
from herald.template.values import Record

DATA_SUFFIXES = (".yaml", ".yml", ".json", ".csv")
"""What a data file may be."""

_TOP_KEYS = (*SETTINGS, "data", "records")


@dataclass(frozen=True)
class Broadcast:
    """Something to be said, in all its languages.

    Attributes:
        slug: its name.
        path: the data file that it is in.
        place: of its record.
        template: with its words.
        languages: BCP-47, lower case.
        settings: title, presenter and so on, as the data file has them.
        data: what the template is filled with.
        item: which item of the template's list this is about, from 0; None for all of them.
    """

    slug: str
    path: Path
    place: Place
    template: Template
    languages: tuple[str, ...]
    settings: Entries
    data: Entries
    item: int | None = None
    records: dict[str, Record] = field(default_factory=dict, compare=False, repr=False)
    """Data that has been read, by language; broadcasts of one record share it."""


def is_data_file(path: Path) -> bool:
    """Say whether a file's name is that of data."""
    return path.suffix.lower() in DATA_SUFFIXES


def data_files(folder: Path) -> tuple[Path, ...]:
    """Return the data files of a folder, without the tables that another of them names."""
    if not folder.is_dir():
        return ()
    found = sorted(path for path in folder.iterdir() if is_data_file(path) and not path.name.startswith("."))
    named = {other for path in found if path.suffix.lower() != ".csv" for other in _named_tables(path)}
    return tuple(path for path in found if path not in named)


def _named_tables(path: Path) -> Iterator[Path]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for match in re.finditer(
        r"^\s*[\"']?records[\"']?\s*:\s*[\"']?([^\s\"'\[{#][^\"'\n#]*)", text, re.MULTILINE
    ):
        yield path.parent / match[1].strip().rstrip(",")


def read_broadcasts(path: Path, library: Library, faults: Faults) -> tuple[Broadcast, ...]:
    """Read a data file.

    Args:
        path: YAML, JSON or CSV.
        library: the templates.
        faults: receives everything that is wrong with its settings; data is not looked at yet.
    """
    root = _read(path, faults)
    if root is None:
        return ()
    if isinstance(root, Items):
        # A table, or a list of records, whose columns say what a heading would say.
        header, records = Entries({}, {}, root.place), root
    elif isinstance(root, Entries):
        header, found = root, _records(root, path, faults)
        if found is None:
            return ()
        records = found
    else:
        faults.add(root.place, "this is no data: begin with `template:` and the name of a template")
        return ()
    reader = _Reader(path, library, faults)
    reader.check_header(header)
    made = [one for record in records.nodes for one in reader.broadcasts(header, record, len(records.nodes))]
    _check_slugs(made, faults)
    return tuple(made)


def _read(path: Path, faults: Faults) -> Node | None:
    text = read_text(path, faults)
    if text is None:
        return None
    if path.suffix.lower() == ".csv":
        return parse_table(path, text, faults)
    own = Faults()
    root = parse(path, text, own)
    if root is None and not own:
        own.add_file(
            path, "there is nothing in this file", "Begin with `template:` and the name of a template."
        )
    faults.merge(own)
    return root


def _records(root: Entries, path: Path, faults: Faults) -> Items | None:
    """Return the records of a data file: those in it, those in a table that it names, or its only one."""
    data, records = root.nodes.get("data"), root.nodes.get("records")
    if records is not None and data is not None:
        faults.add(root.keys["records"].place, "there is both `data:` and `records:`", "Keep one of them.")
        return None
    if isinstance(records, Scalar) and not records.absent:
        table = path.parent / records.text
        if table.suffix.lower() not in (".csv", ".json") or table.parent != path.parent:
            message = f"'{records.text}' is no table"
            faults.add(records.place, message, "Name a .csv or .json file in the same folder.", records.width)
            return None
        if not table.is_file():
            faults.add(records.place, f"there is no file {table}", width=records.width)
            return None
        found = _read(table, faults)
        if isinstance(found, Items):
            return found
        if found is not None:
            faults.add(found.place, "this is no list of records")
        return None
    if isinstance(records, Items):
        return records
    if data is None or isinstance(data, Scalar):
        place = data.place if data else root.place
        faults.add(
            place, "there is no data", "Write `data:` and below it, indented, what the template asks for."
        )
        return None
    return Items((data,), data.place)


def _check_slugs(made: list[Broadcast], faults: Faults) -> None:
    seen: dict[str, Broadcast] = {}
    for one in made:
        first = seen.setdefault(one.slug, one)
        if first is not one:
            message = f"two records are both called '{one.slug}'"
            faults.add(one.place, message, f"The first is in line {first.place.line}.", len(one.slug))


class _Reader:
    """Reads the records of one data file."""

    def __init__(self, path: Path, library: Library, faults: Faults) -> None:
        self._path = path
        self._library = library
        self._faults = faults

    def check_header(self, header: Entries) -> None:
        """Note settings that there are not."""
        for key, _ in header.items():
            if key.text not in _TOP_KEYS:
                hint = did_you_mean(key.text, _TOP_KEYS)
                hint = hint or "What goes into the template stands below `data:`, indented."
                self._faults.add(key.place, f"there is no setting '{key.text}'", hint, key.width)

    def broadcasts(self, header: Entries, record: Node, n_records: int) -> Iterator[Broadcast]:
        """Give the broadcasts of one record: its own, and one for each item where that is asked for."""
        if not isinstance(record, Entries):
            self._faults.add(record.place, "a record has one `name: value` after another")
            return
        settings = self._settings(header, record)
        template = self._template(settings, record.place)
        slug, place = self._slug(header, record, n_records)
        data = record.without(frozenset(SETTINGS) | {self._slug_column(header)})
        if template is None or not slug:
            return
        languages = self._languages(settings, template, slug, place)
        shared: dict[str, Record] = {}
        whole = Broadcast(slug, self._path, place, template, languages, settings, data, records=shared)
        yield whole
        items = data.nodes.get(template.schema.each or "")
        if isinstance(items, Items) and template.words_of_each:
            for i, item in enumerate(items.nodes):
                name = item.nodes.get("slug") if isinstance(item, Entries) else None
                if isinstance(name, Scalar) and not name.absent:
                    title = settings.without(frozenset({"title"}))
                    part = f"{slug}-{name.text}"
                    if self._checked_slug(part, name.place):
                        yield Broadcast(
                            part, self._path, name.place, template, languages, title, data, i, shared
                        )

    def _settings(self, header: Entries, record: Entries) -> Entries:
        nodes, keys = {}, {}
        for entries in (header, record):
            for key, node in entries.items():
                if key.text in SETTINGS and not is_absent(node):
                    nodes[key.text], keys[key.text] = node, key
        return Entries(nodes, keys, header.place)

    def _template(self, settings: Entries, place: Place) -> Template | None:
        node = settings.nodes.get("template")
        if not isinstance(node, Scalar):
            where = node.place if node else place
            hint = f"For example: template: {next(iter(self._library.names()), 'fee-table')}"
            if self._path.suffix.lower() == ".csv":
                hint = (
                    f"Add a column `template`, or name this table in a .yaml file: records: {self._path.name}"
                )
            self._faults.add(where, "this does not say which template it is for", hint)
            return None
        template = self._library.template(node.text, self._faults)
        if template is None:
            hint = self._library.suggestion(node.text)
            self._faults.add(node.place, f"there is no template '{node.text}'", hint, node.width)
        return template

    def _slug_column(self, header: Entries) -> str:
        node = header.nodes.get("slug")
        return node.text if isinstance(node, Scalar) and "records" in header.nodes else "slug"

    def _slug(self, header: Entries, record: Entries, n_records: int) -> tuple[str, Place]:
        """Return the name of a record's broadcast and where it is written; an empty one after a fault."""
        column = self._slug_column(header)
        node = record.nodes.get(column)
        if node is None and "records" not in header.nodes:
            node = header.nodes.get("slug")
        if isinstance(node, Scalar) and not node.absent:
            return self._checked_slug(node.text, node.place), node.place
        if n_records == 1:
            return self._checked_slug(self._path.stem, Place(self._path, 0, 0)), record.place
        self._faults.add(
            record.place,
            f"this record needs '{column}', to name its broadcast",
            f"For example: {column}: office-3",
        )
        return "", record.place

    def _checked_slug(self, slug: str, place: Place) -> str:
        try:
            KINDS["slug"].read(slug)
        except ValueError as error:
            self._faults.add(place, str(error), "For example: office-3", max(1, len(slug)))
            return ""
        return slug

    def _languages(self, settings: Entries, template: Template, slug: str, place: Place) -> tuple[str, ...]:
        node = settings.nodes.get("languages")
        there = ", ".join(template.languages)
        if isinstance(node, Scalar):
            named = [(word, node.place) for word in re.split(r"[\s,;]+", node.text.strip())]
        elif isinstance(node, Items):
            named = [(one.text, one.place) for one in node.nodes if isinstance(one, Scalar)]
        else:
            named = []
        if not named:
            where = node.place if node else place
            self._faults.add(
                where, "this does not say in which languages it is made", f"For example: languages: [{there}]"
            )
        found: list[str] = []
        for word, where in named:
            try:
                language = read_name(Path(f"{slug}.md"), word).language
            except ScriptErrors as error:
                self._faults.add(where, error.faults[0].message, error.faults[0].suggestion, len(word))
                continue
            if template.file_for(language, each=False) is None:
                hint = f"It has: {there}. Or write {template.folder / language}.md.j2."
                self._faults.add(
                    where, f"the template '{template.name}' has no words in {word}", hint, len(word)
                )
            elif language in found:
                self._faults.add(where, f"'{word}' is named twice", width=len(word))
            else:
                found.append(language)
        return tuple(found)
