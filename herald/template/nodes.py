"""YAML and JSON as nodes: the characters of every value and the place where it stands.

Values stay text here. What a value means is for the schema to say, not for YAML, in which 9:00 is the
number 540 and NO is false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from herald.media import Place
from herald.template.faults import Faults
from herald.yaml_nodes import composed

if TYPE_CHECKING:
    import yaml

LARGEST_BYTES = 5_000_000
"""The largest data file; a larger one is surely something else."""

DEEPEST = 20
"""How deep lists and mappings may be nested."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True)
class Scalar:
    """One value.

    Attributes:
        text: as written, without quotation marks.
        place: where it begins.
        width: how many characters it takes on its first line.
        literal: it is a `|` block, each line of which stands below the one before.
        absent: nothing is written, or null.
    """

    text: str
    place: Place
    width: int = 1
    literal: bool = False
    absent: bool = False


@dataclass(frozen=True)
class Entries:
    """A mapping.

    Attributes:
        nodes: value by key.
        keys: the keys with their places.
        place: where it begins.
    """

    nodes: Mapping[str, Node]
    keys: Mapping[str, Scalar]
    place: Place

    def items(self) -> Iterator[tuple[Scalar, Node]]:
        """Give keys and values in the order of the file."""
        return ((self.keys[name], node) for name, node in self.nodes.items())

    def without(self, names: frozenset[str]) -> Entries:
        """Return the mapping without some of its keys."""
        kept = {name: node for name, node in self.nodes.items() if name not in names}
        return Entries(kept, {name: self.keys[name] for name in kept}, self.place)


@dataclass(frozen=True)
class Items:
    """A list.

    Attributes:
        nodes: its values.
        place: where it begins.
    """

    nodes: tuple[Node, ...]
    place: Place


Node: TypeAlias = Scalar | Entries | Items


def is_absent(node: Node | None) -> bool:
    """Say whether there is no value."""
    return node is None or (isinstance(node, Scalar) and node.absent)


def read_text(path: Path, faults: Faults) -> str | None:
    """Read a UTF-8 file with line feeds; None if that cannot be done."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            faults.add_file(path, "this file is too large (at most 5 MB)", "Is it the right one?")
            return None
        raw = path.read_bytes()
    except FileNotFoundError:
        faults.add_file(path, "there is no such file")
        return None
    except OSError as error:
        faults.add_file(path, f"the file cannot be read: {error.strerror}")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add_file(
            path, f"the file is not UTF-8: byte 0x{raw[error.start]:02X}", "Save the file as UTF-8."
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    faults.show_lines_of(path, text)
    return text


def parse(path: Path, text: str, faults: Faults) -> Node | None:
    """Parse YAML, or JSON where the file's name says so; None where it holds nothing or is not valid."""
    import yaml

    is_json = path.suffix.lower() == ".json"
    # YAML takes JSON, except that it does not take tabs between the values.
    source = text.replace("\t", " ") if is_json else text
    name = "JSON" if is_json else "YAML"
    try:
        root = composed(source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path, 0, 0)
        faults.add(place, f"this is not valid {name}: {error.problem or error.context}", _advice(text, place))
        return None
    except yaml.reader.ReaderError as error:
        before = source[: error.position]
        place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        faults.add(
            place, f"the control character U+{ord(source[error.position]):04X} is not allowed", "Delete it."
        )
        return None
    except RecursionError:
        faults.add_file(path, "lists and mappings are nested too deep")
        return None
    return _Converter(path, text.split("\n"), faults).node(root, 0) if root is not None else None


def _advice(text: str, place: Place) -> str:
    lines = text.split("\n")
    near = " ".join(lines[max(0, place.line - 2) : place.line]) if place.line else ""
    if "{{" in near:
        return 'Put a value with {{ }} in it in quotes: phone: "Call {{ fact.phone }}"'
    if "\t" in near:
        return "Indent with spaces, not with tabs."
    return "Put a value with a colon, a # or a quotation mark in it in quotes."


class _Converter:
    """Turns the library's nodes into ours."""

    def __init__(self, path: Path, lines: list[str], faults: Faults) -> None:
        self._path = path
        self._lines = lines
        self._faults = faults
        self._seen: set[int] = set()

    def node(self, raw: yaml.Node, depth: int) -> Node:
        """Convert a node with all that is in it."""
        import yaml

        place = Place(self._path, raw.start_mark.line + 1, raw.start_mark.column + 1)
        if isinstance(raw, yaml.ScalarNode):
            return self._scalar(raw, place)
        if id(raw) in self._seen or depth > DEEPEST:
            self._faults.add(
                place,
                "this is nested too deep" if depth > DEEPEST else "this part is used a second time with *",
                "Write it out.",
            )
            return Scalar("", place, absent=True)
        self._seen.add(id(raw))
        if isinstance(raw, yaml.SequenceNode):
            return Items(tuple(self.node(value, depth + 1) for value in raw.value), place)
        assert isinstance(raw, yaml.MappingNode)
        return self._expression(raw, place) or self._mapping(raw, place, depth)

    def _scalar(self, raw: yaml.ScalarNode, place: Place) -> Scalar:
        one_line = raw.end_mark.line == raw.start_mark.line
        stop = raw.end_mark.column if one_line else len(self._lines[raw.start_mark.line])
        absent = not raw.style and raw.value in _NULLS
        text = raw.value
        if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
            # JSON writes what lies beyond 16 bits as two escapes.
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return Scalar(text, place, max(1, stop - raw.start_mark.column), raw.style == "|", absent)

    def _expression(self, raw: yaml.MappingNode, place: Place) -> Scalar | None:
        """Take `{{ fact.name }}` without quotation marks for what is meant and not for two mappings."""
        import yaml

        if not (raw.flow_style and len(raw.value) == 1 and isinstance(raw.value[0][0], yaml.MappingNode)):
            return None
        if raw.start_mark.line != raw.end_mark.line:
            return None
        written = self._lines[raw.start_mark.line][raw.start_mark.column : raw.end_mark.column]
        return Scalar(written, place, len(written)) if re.fullmatch(r"\{\{.*\}\}", written) else None

    def _mapping(self, raw: yaml.MappingNode, place: Place, depth: int) -> Entries:
        nodes: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        for raw_key, raw_value in raw.value:
            key = self.node(raw_key, depth + 1)
            value = self.node(raw_value, depth + 1)
            if not isinstance(key, Scalar):
                self._faults.add(key.place, "a name is needed here, before the colon")
            elif key.text in nodes:
                self._faults.add(key.place, f"'{key.text}' is given twice", "Keep one of them.", key.width)
            else:
                nodes[key.text] = value
                keys[key.text] = key
        return Entries(nodes, keys, place)
