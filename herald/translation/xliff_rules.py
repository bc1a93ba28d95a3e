"""Rules of XLIFF 2 that a schema would check, and some that only its text has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from herald.translation.xliff import CORE, parsed


def violations(text: str) -> Iterator[str]:
    """Give the rules of XLIFF 2 that a file breaks, of those that can be checked without its schema."""
    root, _ = parsed(text, Path("file.xlf"))
    if root.get("version") not in ("2.0", "2.1") or not root.get("srcLang"):
        yield "xliff needs version and srcLang"
    yield from _repeated([file.get("id") for file in root], "file")
    for file in root:
        units = list(file.iter(f"{{{CORE}}}unit"))
        if not units:
            yield "a file has no unit"
        yield from _repeated([unit.get("id") for unit in units], "unit")
        for unit in units:
            yield from _unit_violations(unit, has_target_language=bool(root.get("trgLang")))


_ORDER = ("profiles", "notes", "originalData", "segment")


def _unit_violations(unit: ET.Element, *, has_target_language: bool) -> Iterator[str]:
    names = [one.tag.rpartition("}")[2] for one in unit]
    ranks = [_ORDER.index(name) for name in names]
    if ranks != sorted(ranks) or "segment" not in names:
        yield f"unit {unit.get('id')}: children in the order {names}"
    if not re.fullmatch(r"[\w.:-]+", unit.get("id") or ""):
        yield f"unit {unit.get('id')}: its id is no NMTOKEN"
    data = [one.get("id") for one in unit.iter(f"{{{CORE}}}data")]
    yield from _repeated(data, "data")
    for segment in unit.iter(f"{{{CORE}}}segment"):
        if segment.get("state", "initial") not in ("initial", "translated", "reviewed", "final"):
            yield f"unit {unit.get('id')}: no such state"
        if segment.get("subState") and not segment.get("state"):
            yield f"unit {unit.get('id')}: a subState without a state"
        source, target = (_placeholders(segment, name) for name in ("source", "target"))
        if len(segment.findall(f"{{{CORE}}}source")) != 1:
            yield f"unit {unit.get('id')}: a segment has one source"
        if segment.find(f"{{{CORE}}}target") is not None and not has_target_language:
            yield "there are targets, but no trgLang"
        for placeholders in (source, target):
            yield from _repeated([one for one, _ in placeholders], "ph")
            if any(reference not in data for _, reference in placeholders):
                yield f"unit {unit.get('id')}: a dataRef without data"


def _placeholders(segment: ET.Element, name: str) -> list[tuple[str | None, str | None]]:
    """Return id and dataRef of every placeholder in the source or the target of a segment."""
    found = (one for part in segment.findall(f"{{{CORE}}}{name}") for one in part.iter(f"{{{CORE}}}ph"))
    return [(one.get("id"), one.get("dataRef")) for one in found]


def _repeated(ids: list[str | None], name: str) -> Iterator[str]:
    if len(set(ids)) != len(ids) or None in ids:
        yield f"the ids of {name} are not unique"
