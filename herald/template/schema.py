"""What a template asks for, read from its `template.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from herald.errors import did_you_mean
from herald.media import Place
from herald.template.faults import Faults
from herald.template.kinds import KINDS, Kind, order
from herald.template.nodes import Entries, Items, Node, Scalar, is_absent

SETTINGS = (
    *("template", "languages", "slug", "title", "presenter", "voice", "speed", "fps", "size"),
    *("crop", "background"),
)
"""What a data file says beside the data; no field may have one of these names."""

RESERVED = frozenset({*SETTINGS, "data", "records", "fact", "item", "loop", "caller", "namespace"})

_FIELD_KEYS = ("type", "help", "example", "required", "min", "max", "choices", "not_before", "of")
_SCHEMA_KEYS = ("title", "summary", "each", "fields")


@dataclass(frozen=True)
class Field:
    """One value that a template asks for.

    Attributes:
        name: as the template and the data file write it.
        type: a name from KINDS, or "list".
        help: what it is, one sentence.
        place: where the schema declares it.
        required: it may not be left out.
        example: a value as a data file would have it.
        least, most: the range of a value, or how many items or characters there may be.
        choices: the words of a `choice`.
        not_before: name of the field that this one may not come before.
        of: the type of a list's items where they are single values.
        fields: what each item of a list has where items are records.
    """

    name: str
    type: str
    help: str
    place: Place
    required: bool = True
    example: Node | None = None
    least: Decimal | date | time | None = None
    most: Decimal | date | time | None = None
    choices: tuple[str, ...] = ()
    not_before: str | None = None
    of: str | None = None
    fields: tuple[Field, ...] = ()

    @property
    def kind(self) -> Kind | None:
        """The type of a single value, or of a list's single items; None for a list of records."""
        return KINDS.get(self.of or self.type)

    @property
    def shown(self) -> str:
        """What it is, for people."""
        if self.fields:
            return "a list; each item has " + ", ".join(inner.name for inner in self.fields)
        if self.of:
            return f"a list; each item is {KINDS[self.of].shown}"
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        return KINDS[self.type].shown


@dataclass(frozen=True)
class Schema:
    """Everything that a template asks for.

    Attributes:
        path: the file that says so.
        title: what the template is called.
        summary: what it is for, one sentence.
        fields: in the order in which people are asked.
        each: name of the list of which each item gives one more broadcast; None for none.
    """

    path: Path
    title: str = ""
    summary: str = ""
    fields: tuple[Field, ...] = ()
    each: str | None = None
    _by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", by_name(self.fields))

    def field(self, name: str) -> Field | None:
        """Return a field by its name."""
        return self._by_name.get(name)

    @property
    def item_fields(self) -> tuple[Field, ...]:
        """What an item has for which a broadcast of its own is made."""
        found = self.field(self.each) if self.each else None
        return found.fields if found else ()


def by_name(fields: Iterable[Field]) -> dict[str, Field]:
    """Return fields by their names."""
    return {one.name: one for one in fields}


def read_schema(path: Path, root: Node | None, faults: Faults) -> Schema:
    """Read a schema.

    Args:
        path: of `template.yaml`.
        root: what is in it.
        faults: receives what is wrong with it.
    """
    if not isinstance(root, Entries):
        faults.add_file(
            path, "this does not say what the template asks for", "Begin with `title:` and `fields:`."
        )
        return Schema(path)
    reader = _Reader(faults)
    reader.check_keys(root, _SCHEMA_KEYS)
    fields = tuple(reader.fields(root.nodes.get("fields"), root.place, top=True))
    schema = Schema(
        path=path,
        title=reader.text(root, "title") or "",
        summary=reader.text(root, "summary") or "",
        fields=fields,
        each=reader.text(root, "each"),
    )
    if schema.each:
        _check_each(schema, root.nodes["each"].place, faults)
    return schema


def _check_each(schema: Schema, place: Place, faults: Faults) -> None:
    of = schema.field(schema.each or "")
    if of is None or not of.fields:
        faults.add(place, f"'{schema.each}' is not a list of records", "Name a field that is one.")
    elif not any(inner.name == "slug" and inner.type == "slug" for inner in of.fields):
        faults.add(
            place, f"the items of '{schema.each}' need a field `slug` of type slug, to name their broadcasts"
        )


class _Reader:
    """Reads the parts of a schema."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def check_keys(self, entries: Entries, known: Iterable[str]) -> None:
        """Note keys that are not known."""
        known = tuple(known)
        for key, _ in entries.items():
            if key.text not in known:
                hint = did_you_mean(key.text, known) or f"There are: {', '.join(known)}."
                self._faults.add(key.place, f"there is no '{key.text}' here", hint, key.width)

    def text(self, entries: Entries, name: str) -> str | None:
        """Return a text, or None."""
        node = entries.nodes.get(name)
        if node is None or is_absent(node):
            return None
        if isinstance(node, Scalar):
            return " ".join(node.text.split())
        self._faults.add(node.place, f"'{name}' takes one line of text")
        return None

    def fields(self, node: Node | None, place: Place, *, top: bool) -> Iterator[Field]:
        """Give the fields of a mapping."""
        if not isinstance(node, Entries):
            self._faults.add(
                node.place if node else place, "here the fields are to be listed, each by its name"
            )
            return
        for key, inner in node.items():
            if not key.text.isidentifier() or key.text.startswith("_") or not key.text.isascii():
                message = f"'{key.text}' cannot name a field: only letters, digits and _, first a letter"
                self._faults.add(key.place, message, width=key.width)
            elif top and key.text in RESERVED:
                message = f"'{key.text}' cannot name a field, because Herald uses the word itself"
                self._faults.add(key.place, message, width=key.width)
            elif not isinstance(inner, Entries):
                self._faults.add(
                    key.place, f"say at least the type of '{key.text}'", "For example: type: text"
                )
            else:
                found = self._field(key, inner)
                if found:
                    yield found

    def _field(self, key: Scalar, entries: Entries) -> Field | None:
        self.check_keys(entries, _FIELD_KEYS)
        type_name = self.text(entries, "type") or ""
        if type_name not in KINDS and type_name != "list":
            node = entries.nodes.get("type", key)
            hint = did_you_mean(type_name, [*KINDS, "list"]) or f"There are: {', '.join(KINDS)}, list."
            message = f"there is no type '{type_name}'" if type_name else f"'{key.text}' has no type"
            self._faults.add(node.place, message, hint, max(1, len(type_name)))
            return None
        of, inner = self._items(key, entries) if type_name == "list" else (None, ())
        required = (self.text(entries, "required") or "yes") in ("yes", "true")
        example = entries.nodes.get("example")
        choices = self._choices(entries)
        if type_name == "choice" and not choices:
            self._faults.add(
                key.place, f"'{key.text}' needs its choices", "For example: choices: [open, closed]"
            )
        return Field(
            name=key.text,
            type=type_name,
            help=self.text(entries, "help") or "",
            place=key.place,
            required=required,
            example=None if is_absent(example) else example,
            least=self._limit(entries, "min", type_name),
            most=self._limit(entries, "max", type_name),
            choices=choices,
            not_before=self.text(entries, "not_before"),
            of=of,
            fields=inner,
        )

    def _items(self, key: Scalar, entries: Entries) -> tuple[str | None, tuple[Field, ...]]:
        of = entries.nodes.get("of")
        if isinstance(of, Entries):
            return None, tuple(self.fields(of, of.place, top=False))
        if isinstance(of, Scalar) and of.text in KINDS and of.text != "choice":
            return of.text, ()
        self._faults.add(
            of.place if of else key.place,
            f"say what the items of '{key.text}' are",
            "For example: of: text; or of: with the fields that each item has.",
        )
        return "text", ()

    def _choices(self, entries: Entries) -> tuple[str, ...]:
        node = entries.nodes.get("choices")
        if node is None:
            return ()
        if isinstance(node, Items) and all(isinstance(one, Scalar) for one in node.nodes):
            return tuple(one.text for one in node.nodes if isinstance(one, Scalar))
        self._faults.add(
            node.place, "the choices are a list of words", "For example: choices: [open, closed]"
        )
        return ()

    def _limit(self, entries: Entries, name: str, type_name: str) -> Decimal | date | time | None:
        text = self.text(entries, name)
        if text is None:
            return None
        kind = KINDS.get(type_name)
        # An amount of money and a length have plain numbers for their limits.
        read = (
            kind.read
            if kind and kind.ordered and type_name not in ("money", "percent")
            else KINDS["number"].read
        )
        try:
            return order(read(text))
        except ValueError as error:
            self._faults.add(entries.nodes[name].place, f"{name}: {error}", width=len(text))
            return None
