"""Data meets schema: typed values in one language, or what is wrong with them."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal

from herald.errors import did_you_mean
from herald.facts import Facts, NoFact
from herald.media import Place
from herald.template.expand import expand, has_gaps, whole_fact
from herald.template.faults import Faults, at
from herald.template.kinds import KINDS, Kind, order
from herald.template.nodes import Entries, Items, Node, Scalar, is_absent
from herald.template.schema import Field, by_name
from herald.template.speech import Speech, shown
from herald.template.values import Passage, Record, Value

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*\Z", re.IGNORECASE)
STRAY_MARKUP = re.compile(r"\*\*|__|`")
"""Markup that stands in words where it means nothing, or has lost its partner."""

_NOTHING: frozenset[str] = frozenset()

Found = tuple[Value, frozenset[str]]
"""A value, and the names of the facts that it was made from."""


class Filler:
    """Reads data in one language.

    Args:
        speech: the language.
        languages: all languages that the broadcast is made in.
        facts: the values that data may refer to.
        faults: receives what is wrong.
    """

    def __init__(self, speech: Speech, languages: Sequence[str], facts: Facts, faults: Faults) -> None:
        self._speech = speech
        self._languages = tuple(languages)
        self._facts = facts
        self._faults = faults

    def record(self, fields: Iterable[Field], entries: Entries, what: str = "the data") -> Record:
        """Read a mapping.

        Args:
            fields: what is asked for.
            entries: what is given.
            what: what the mapping is called in messages.
        """
        known = by_name(fields)
        for key, _ in entries.items():
            if key.text not in known:
                hint = did_you_mean(key.text, known) or f"There are: {', '.join(known)}."
                self._faults.add(key.place, f"the template does not ask for '{key.text}'", hint, key.width)
        values: dict[str, Value] = {}
        used: dict[str, frozenset[str]] = {}
        for name, field in known.items():
            node = entries.nodes.get(name)
            if node is None or is_absent(node):
                values[name] = () if field.type == "list" and not field.required else None
                if field.required:
                    self._missing(field, node.place if node else entries.place, what)
                continue
            values[name], used[name] = self._value(field, node)
        self._check_order(known, values, entries)
        return Record(values, {name: facts for name, facts in used.items() if facts})

    def _missing(self, field: Field, place: Place, what: str) -> None:
        example = field.example
        hint = f"For example: {field.name}: {example.text}" if isinstance(example, Scalar) else ""
        self._faults.add(place, f"{what} needs '{field.name}': {field.help or field.shown}", hint)

    def _value(self, field: Field, node: Node) -> Found:
        if field.type == "list":
            return self._list(field, node)
        kind = KINDS[field.type]
        value, facts = self._single(field.name, kind, node)
        if value is not None and isinstance(node, (Scalar, Entries)):
            self._check_range(field, value, node)
        return value, facts

    def _list(self, field: Field, node: Node) -> Found:
        if isinstance(node, Scalar) and field.kind and not field.fields:
            # One thing is a list too, and in a table a list stands in one cell.
            nodes: tuple[Node, ...] = (node,)
        elif isinstance(node, Items):
            nodes = node.nodes
        else:
            self._faults.add(node.place, f"'{field.name}' is {field.shown}", "Begin each item with a dash: -")
            return None, _NOTHING
        found: list[Found] = []
        for i, inner in enumerate(nodes, 1):
            what = f"item {i} of '{field.name}'"
            if not field.fields:
                assert field.kind is not None
                found.append(self._single(what, field.kind, inner))
            elif isinstance(inner, Entries):
                found.append((self.record(field.fields, inner, what), _NOTHING))
            else:
                names = ", ".join(one.name for one in field.fields)
                self._faults.add(inner.place, f"{what} is a record with {names}")
        self._check_count(field, len(nodes), node.place)
        return tuple(value for value, _ in found), _NOTHING.union(*(facts for _, facts in found))

    def _single(self, name: str, kind: Kind, node: Node) -> Found:
        if isinstance(node, Entries) and kind.per_language:
            return self._of_language(name, kind, node)
        if not isinstance(node, Scalar):
            self._faults.add(node.place, f"'{name}' is {kind.shown}", f"For example: {kind.example}")
            return None, _NOTHING
        fact = whole_fact(node.text)
        if fact is not None:
            return self._fact(fact, name, kind, node)
        if kind.one_each and len(self._languages) > 1 and not is_absent(node):
            self._faults.add(
                node.place,
                f"'{name}' is words, so each of the languages {', '.join(self._languages)} needs its own",
                f"Write them below each other: {self._languages[0]}: {node.text.strip()[:30]}",
                node.width,
            )
        return self._read(name, kind, node)

    def _of_language(self, name: str, kind: Kind, entries: Entries) -> Found:
        for key, _ in entries.items():
            if not _LANGUAGE.match(key.text):
                message = f"'{key.text}' is not a language such as en or pt-br"
                self._faults.add(key.place, message, f"'{name}' is {kind.shown}.", key.width)
        nodes = {key.lower(): node for key, node in entries.nodes.items()}
        node = nodes.get(self._speech.language, nodes.get(self._speech.base))
        if node is None or is_absent(node):
            there = ", ".join(nodes) or "none"
            message = f"'{name}' has no text in {self._speech.language} (there is: {there})"
            self._faults.add(entries.place, message, f"Add {self._speech.language}: and the translation.")
            return None, _NOTHING
        if not isinstance(node, Scalar):
            self._faults.add(node.place, f"'{name}' is {kind.shown}", f"For example: {kind.example}")
            return None, _NOTHING
        fact = whole_fact(node.text)
        return self._fact(fact, name, kind, node) if fact else self._read(name, kind, node)

    def _fact(self, fact: str, name: str, kind: Kind, node: Scalar) -> Found:
        try:
            value = self._facts.value(fact, self._speech.language)
        except NoFact as error:
            self._faults.add(node.place, str(error), error.suggestion, node.width)
            return None, _NOTHING
        declared = self._facts.by_name[fact].type
        if kind.name in ("text", "name"):
            return self._speech.say(value), frozenset({fact})
        if kind.name == "markdown":
            return Passage(self._speech.say(value), (node.place,)), frozenset({fact})
        if declared != kind.name and not (declared == "integer" and kind.name == "number"):
            message = f"'{name}' is {kind.shown}, but the fact '{fact}' is {shown(value)}"
            self._faults.add(node.place, message, width=node.width)
            return None, _NOTHING
        return value, frozenset({fact})

    def _read(self, name: str, kind: Kind, node: Scalar) -> Found:
        text, facts = node.text, _NOTHING
        if has_gaps(text):
            if kind.name not in ("text", "name", "markdown"):
                message = f"'{name}' is {kind.shown}: a fact has to be all of it"
                self._faults.add(node.place, message, "For example: {{ fact.fee }}", node.width)
                return None, _NOTHING
            pieces = list(expand(text, self._place_in(node), self._facts, self._speech, self._faults))
            text = "".join(piece.text for piece in pieces)
            facts = frozenset(piece.fact for piece in pieces if piece.fact)
        try:
            value = kind.read(text)
        except ValueError as error:
            hint = f"'{name}' is {kind.shown}" + (f", such as {kind.example}." if kind.example else ".")
            self._faults.add(node.place, str(error), hint, node.width)
            return None, _NOTHING
        stray = STRAY_MARKUP.search(text) if kind.name in ("text", "name") else None
        if stray:
            message = f"'{name}' is plain words, and {stray.group()} would be read as it is"
            self._faults.add(node.place, message, "Take it away.", node.width)
        if kind.name == "markdown":
            # A fact may be longer than its gap, but it never has a line break.
            place_of = self._place_in(node)
            lines = tuple(place_of.line_start(line) for line in range(text.count("\n") + 1))
            return Passage(text, lines), facts
        return value, facts

    def _place_in(self, node: Scalar) -> PlaceOf:
        return PlaceOf(node, self._faults)

    def _check_range(self, field: Field, value: Value, node: Node) -> None:
        if field.choices and value not in field.choices:
            hint = did_you_mean(str(value), field.choices) or f"There are: {', '.join(field.choices)}."
            self._faults.add(
                node.place, f"'{value}' is none of the choices for '{field.name}'", hint, len(str(value))
            )
        width = node.width if isinstance(node, Scalar) else 1
        if isinstance(value, (str, Passage)):
            length = len(value if isinstance(value, str) else value.text)
            self._compare(field, Decimal(length), node.place, width, "characters long")
        elif (size := order(value)) is not None:
            self._compare(field, size, node.place, width, "")

    def _check_count(self, field: Field, count: int, place: Place) -> None:
        self._compare(field, Decimal(count), place, 1, "items long")

    def _compare(
        self, field: Field, size: Decimal | date | time, place: Place, width: int, measure: str
    ) -> None:
        for limit, is_wrong, word in (
            (field.least, operator.lt, "at least"),
            (field.most, operator.gt, "at most"),
        ):
            if limit is None or type(limit) is not type(size) or not is_wrong(size, limit):
                continue
            must = f"has to be {word} {limit} {measure}".rstrip()
            self._faults.add(place, f"'{field.name}' {must}, and this is {size}", width=width)

    def _check_order(self, known: dict[str, Field], values: dict[str, Value], entries: Entries) -> None:
        for name, field in known.items():
            earlier = field.not_before
            first, second = order(values.get(earlier)) if earlier else None, order(values[name])
            if first is None or second is None or type(first) is not type(second):
                continue
            if second < first:  # type: ignore[operator]
                place = entries.nodes[name].place
                self._faults.add(place, f"'{name}' is {second}, before '{earlier}', which is {first}")


class PlaceOf:
    """Returns the place of a character of a value.

    Exact in values on one line and in `|` blocks; YAML folds other values, whose lines then are not known.
    """

    def __init__(self, node: Scalar, faults: Faults) -> None:
        self._node = node
        self._lines = faults.lines.get(str(node.place.path), ())

    def __call__(self, offset: int) -> Place:
        """Return the place of a character."""
        node, before = self._node, self._node.text[:offset]
        if not node.literal:
            return node.place if "\n" in node.text else at(node.place, min(offset, max(0, node.width - 1)))
        return at(self.line_start(before.count("\n")), len(before) - (before.rfind("\n") + 1))

    def line_start(self, line: int) -> Place:
        """Return the place of a line of the value, counted from 0."""
        if not self._node.literal:
            return self._node.place
        number = self._node.place.line + 1 + line
        written = self._lines[number - 1] if number <= len(self._lines) else ""
        return Place(self._node.place.path, number, len(written) - len(written.lstrip()) + 1)
