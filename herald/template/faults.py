"""What is wrong with a set of files, gathered so that it can be told all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from herald.errors import Fault, ScriptErrors
from herald.media import Place


@dataclass
class Faults:
    """The faults found so far, in any number of files.

    Attributes:
        found: in the order in which they were found; the same fault is kept once.
        lines: per path the file's lines, to show the one with the fault.
    """

    found: dict[Fault, None] = field(default_factory=dict)
    lines: dict[str, Sequence[str]] = field(default_factory=dict)

    def add(self, place: Place, message: str, suggestion: str = "", width: int = 1) -> None:
        """Note a fault."""
        self.found[Fault(place, message, suggestion, width)] = None

    def add_file(self, path: Path, message: str, suggestion: str = "") -> None:
        """Note a fault of a file as a whole."""
        self.add(Place(path, 0, 0), message, suggestion)

    def show_lines_of(self, path: Path, text: str) -> None:
        """Remember a file's text for showing faults in it."""
        self.lines[str(path)] = text.split("\n")

    def take(self, error: ScriptErrors) -> None:
        """Add the faults of an error that was caught."""
        self.found.update(dict.fromkeys(error.faults))
        self.lines.update(error.source_lines)

    def merge(self, others: Faults) -> None:
        """Add the faults of others, which were gathered apart to know whether there were any."""
        self.found.update(others.found)
        self.lines.update(others.lines)

    def apart_from(self, others: Faults) -> Faults:
        """Return the faults that others can not have caused: those in lines in which they have none."""
        lines = {(fault.place.path, fault.place.line) for fault in others.found}
        lines |= {(path, 0) for path, _ in lines}
        kept = {fault: None for fault in self.found if (fault.place.path, fault.place.line) not in lines}
        return Faults(kept, self.lines)

    def __bool__(self) -> bool:
        return bool(self.found)

    def error(self) -> ScriptErrors:
        """Return the error to raise, with the faults in the order of the files."""
        order = {path: i for i, path in enumerate(dict.fromkeys(f.place.path for f in self.found))}
        ordered = sorted(self.found, key=lambda f: (order[f.place.path], f.place.line, f.place.column))
        return ScriptErrors(ordered, self.lines)

    def raise_if_any(self) -> None:
        """Raise what was found.

        Raises:
            ScriptErrors: with every fault.
        """
        if self.found:
            raise self.error()


def at(place: Place, n_columns: int) -> Place:
    """Return the place `n_columns` to the right."""
    return Place(place.path, place.line, place.column + n_columns)
