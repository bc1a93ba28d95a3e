"""Facts: values that many broadcasts share, such as a telephone number or a fee, in `facts/*.yaml`.

    day_ticket:
      type: money
      values:
        - {value: 3.20 EUR, valid_until: 2026-12-31}
        - {value: 3.50 EUR, valid_from: 2027-01-01}

Which value holds depends on a date that is always given, never read from the clock.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from herald.errors import did_you_mean
from herald.media import Place
from herald.template.faults import Faults
from herald.template.kinds import KINDS, Kind
from herald.template.nodes import Entries, Items, Node, Scalar, is_absent, parse, read_text
from herald.template.values import Value

SUFFIXES = (".yaml", ".yml", ".json")
"""What a file of facts may be."""

TYPES = ("text", "name", "integer", "number", "percent", "money", "date", "time", "phone", "weekdays")
"""The types that a fact may have."""

_KEYS = ("type", "note", "value", "values")
_DATED_KEYS = ("value", "valid_from", "valid_until")


class NoFact(ValueError):
    """A fact cannot be had.

    Args:
        message: why.
        suggestion: what to do about it.
    """

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.suggestion = suggestion


@dataclass(frozen=True)
class Dated:
    """A value and when it holds.

    Attributes:
        by_language: the value by language; under "" where it is the same in all.
        valid_from, valid_until: first and last day; None for no limit.
        place: where it is written.
    """

    by_language: Mapping[str, Value]
    valid_from: date | None
    valid_until: date | None
    place: Place

    def holds_on(self, day: date) -> bool:
        """Say whether this is the value on a day."""
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)


@dataclass(frozen=True)
class Fact:
    """A shared value.

    Attributes:
        name: as templates write it: `fact.name`.
        type: one of TYPES.
        note: what it is, for people.
        values: in the order of time.
        place: where it is declared.
    """

    name: str
    type: str
    note: str
    values: tuple[Dated, ...]
    place: Place

    def on(self, day: date) -> Dated | None:
        """Return the value of a day, or None."""
        return next((value for value in self.values if value.holds_on(day)), None)


@dataclass(frozen=True)
class Facts:
    """The facts of a workspace as they are on one day.

    Attributes:
        by_name: every fact.
        day: the day that values are asked for.
    """

    by_name: Mapping[str, Fact]
    day: date

    def value(self, name: str, language: str) -> Value:
        """Return the value of a fact.

        Raises:
            NoFact: there is none of this name, on this day, or in this language.
        """
        fact = self.by_name.get(name)
        if fact is None:
            hint = did_you_mean(name, self.by_name) or _all_of(self.by_name)
            raise NoFact(f"there is no fact '{name}'", hint)
        dated = fact.on(self.day)
        if dated is None:
            where = f"{fact.place.path.name}, line {fact.place.line}"
            raise NoFact(
                f"the fact '{name}' has no value for {self.day.isoformat()}", f"Give it one in {where}."
            )
        found = dated.by_language
        for tag in (language, language.split("-")[0], ""):
            if tag in found:
                return found[tag]
        raise NoFact(f"the fact '{name}' has no text in {language}", f"It has {', '.join(found)}.")

    def changes_after(self) -> dict[str, date]:
        """Return for each fact whose value ends or changes after the day when that is."""
        ends = {name: fact.on(self.day) for name, fact in self.by_name.items()}
        return {
            name: date.fromordinal(dated.valid_until.toordinal() + 1)
            for name, dated in ends.items()
            if dated and dated.valid_until and dated.valid_until < date.max
        }


def _all_of(names: Mapping[str, Fact]) -> str:
    return (
        f"There are: {', '.join(sorted(names)[:8])}."
        if names
        else "There are none; facts are in facts/*.yaml."
    )


def read_facts(folder: Path, day: date) -> Facts:
    """Read all facts of a workspace.

    Args:
        folder: with the files of facts; need not exist.
        day: whose values are asked for.

    Raises:
        ScriptErrors: with every fault of every file.
    """
    faults = Faults()
    facts = read_facts_with(folder, day, faults)
    faults.raise_if_any()
    return facts


def read_facts_with(folder: Path, day: date, faults: Faults) -> Facts:
    """Read all facts of a workspace, with what is wrong in them going to `faults`."""
    found: dict[str, Fact] = {}
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix.lower() not in SUFFIXES or path.name.startswith("."):
            continue
        text = read_text(path, faults)
        root = parse(path, text, faults) if text is not None else None
        if root is not None and not isinstance(root, Entries):
            faults.add(root.place, "a file of facts has one `name:` after another")
        elif root is not None:
            _read_file(root, found, faults)
    return Facts(found, day)


def _read_file(root: Entries, found: dict[str, Fact], faults: Faults) -> None:
    for key, node in root.items():
        if not key.text.isidentifier() or key.text.startswith("_") or not key.text.isascii():
            message = f"'{key.text}' cannot name a fact: only letters, digits and _, first a letter"
            faults.add(key.place, message, width=key.width)
        elif key.text in found:
            first = found[key.text].place
            message = f"there is a fact '{key.text}' already, in {first.path.name}, line {first.line}"
            faults.add(key.place, message, "Keep one of them.", key.width)
        else:
            fact = _read_fact(key, node, faults)
            if fact:
                found[key.text] = fact


def _read_fact(key: Scalar, node: Node, faults: Faults) -> Fact | None:
    example = "For example: {type: phone, value: 020 7946 0018}"
    if not isinstance(node, Entries):
        faults.add(key.place, f"the fact '{key.text}' needs a type and a value", example, key.width)
        return None
    _check_keys(node, _KEYS, faults)
    type_node, note = node.nodes.get("type"), node.nodes.get("note")
    type_name = type_node.text if isinstance(type_node, Scalar) else ""
    if type_name not in TYPES:
        place = type_node.place if type_node else key.place
        hint = did_you_mean(type_name, TYPES) or f"There are: {', '.join(TYPES)}."
        message = f"there is no type '{type_name}' of facts" if type_name else f"'{key.text}' has no type"
        faults.add(place, message, hint, max(1, len(type_name)))
        return None
    values = _read_values(key, node, KINDS[type_name], faults)
    shown = " ".join(note.text.split()) if isinstance(note, Scalar) else ""
    return Fact(key.text, type_name, shown, values, key.place) if values else None


def _check_keys(node: Entries, known: tuple[str, ...], faults: Faults) -> None:
    for key, _ in node.items():
        if key.text not in known:
            hint = did_you_mean(key.text, known) or f"There are: {', '.join(known)}."
            faults.add(key.place, f"there is no '{key.text}' here", hint, key.width)


def _read_values(key: Scalar, node: Entries, kind: Kind, faults: Faults) -> tuple[Dated, ...]:
    one, many = node.nodes.get("value"), node.nodes.get("values")
    if (one is None) == (many is None):
        faults.add(key.place, f"the fact '{key.text}' needs either `value:` or `values:`", width=key.width)
        return ()
    if one is not None:
        found = [_read_dated(Entries({"value": one}, {}, one.place), kind, faults)]
    elif isinstance(many, Items):
        found = [_read_one_of_many(item, kind, faults) for item in many.nodes]
    else:
        assert many is not None
        faults.add(
            many.place, "`values:` is a list", "For example: - {value: 3.20 EUR, valid_from: 2026-01-01}"
        )
        return ()
    ordered = sorted((value for value in found if value), key=lambda value: value.valid_from or date.min)
    for first, second in itertools.pairwise(ordered):
        if (first.valid_until or date.max) >= (second.valid_from or date.min):
            message = f"two values of '{key.text}' hold on {(second.valid_from or date.min).isoformat()}"
            faults.add(second.place, message, f"Let the first one end before: line {first.place.line}.")
    return tuple(ordered)


def _read_one_of_many(item: Node, kind: Kind, faults: Faults) -> Dated | None:
    if not isinstance(item, Entries):
        faults.add(item.place, "each of the values has a `value:`", "For example: - value: 3.20 EUR")
        return None
    _check_keys(item, _DATED_KEYS, faults)
    return _read_dated(item, kind, faults)


def _read_dated(item: Entries, kind: Kind, faults: Faults) -> Dated | None:
    node = item.nodes.get("value")
    if node is None or is_absent(node):
        faults.add(item.place, "here the value is missing", f"For example: value: {kind.example}")
        return None
    start, end = (_read_day(item.nodes.get(name), faults) for name in ("valid_from", "valid_until"))
    if start and end and end < start:
        faults.add(item.place, f"this value ends on {end.isoformat()}, before it begins")
    by_language: dict[str, Value] = {}
    if isinstance(node, Entries) and kind.per_language:
        scalars = [(name.text.lower(), inner) for name, inner in node.items()]
    else:
        scalars = [("", node)]
    for language, inner in scalars:
        if not isinstance(inner, Scalar):
            faults.add(inner.place, f"this is {kind.shown}: one value", f"For example: {kind.example}")
            continue
        try:
            by_language[language] = kind.read(inner.text)
        except ValueError as error:
            faults.add(inner.place, str(error), f"For example: {kind.example}", inner.width)
    return Dated(by_language, start, end, node.place) if by_language else None


def _read_day(node: Node | None, faults: Faults) -> date | None:
    if node is None or is_absent(node):
        return None
    if isinstance(node, Scalar):
        try:
            day = KINDS["date"].read(node.text)
            assert isinstance(day, date)
            return day
        except ValueError as error:
            faults.add(node.place, str(error), "For example: 2026-10-05", node.width)
    else:
        faults.add(node.place, "this is a date", "For example: 2026-10-05")
    return None
