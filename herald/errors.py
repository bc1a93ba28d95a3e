"""Everything Herald raises on purpose.

    HeraldError
    ├── UserError            the input must change                     exit 1
    │   ├── ScriptErrors     every fault of a script, with its place
    │   ├── MissingModel     a model file is neither here nor to be had
    │   ├── BadFootage       a presenter's video cannot be used
    │   └── BelowMark        what was made is not as good as `--strict` asks
    └── StageFailed          a stage of ours did not do its work       exit 2
        └── ToolFailed       a program we ran reported failure

Only the command line catches these; every other layer lets them pass.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from herald.media import Place

_SHOWN_BEFORE = 60
"""How much of a long line is shown before the caret, and as much again from it on."""


class HeraldError(Exception):
    """Base of every error that Herald raises on purpose."""

    exit_code = 2


class UserError(HeraldError):
    """The user's input has to change; the message says what and how."""

    exit_code = 1


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input file.

    Attributes:
        place: where it is; line 0 means the file as a whole.
        message: what is wrong, one sentence.
        suggestion: what to do about it; may be empty.
        width: how many characters the caret line underlines, at least 1.
    """

    place: Place
    message: str
    suggestion: str = ""
    width: int = 1


class ScriptErrors(UserError):
    """Every fault found in the scripts of one command.

    Args:
        faults: at least one.
        source_lines: per path the file's lines, to show the line with a caret under it.
    """

    def __init__(self, faults: Sequence[Fault], source_lines: dict[str, Sequence[str]]) -> None:
        self.faults = tuple(faults)
        self.source_lines = source_lines
        super().__init__("\n".join(self._show(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[ScriptErrors], tuple[object, ...]]:
        # Errors cross process borders, and the default would hand the message to __init__.
        return type(self), (self.faults, self.source_lines)

    def _show(self, fault: Fault) -> str:
        place = fault.place
        where = f"{place.path}:{place.line}:{place.column}" if place.line else str(place.path)
        shown = [f"{where}: {fault.message}"]
        lines = self.source_lines.get(str(place.path), ())
        if 0 < place.line <= len(lines):
            shown += [f"    {row}" for row in _underlined(lines[place.line - 1], place.column, fault.width)]
        if fault.suggestion:
            shown.append(f"    {fault.suggestion}")
        return "\n".join(shown)


def _underlined(line: str, column: int, width: int) -> tuple[str, str]:
    """Return a line, or the part of a long one around `column`, and carets to go under it."""
    line = line.rstrip("\n")
    first = max(0, column - 1 - _SHOWN_BEFORE) if len(line) > 2 * _SHOWN_BEFORE else 0
    shown = line[first : first + 2 * _SHOWN_BEFORE]
    if first:
        shown = f"…{shown[1:]}"
    lead = "".join(_blank(c) for c in shown[: column - 1 - first])
    room = max(1, len(shown) - (column - 1 - first))
    return shown, lead + "^" * min(max(1, width), room)


def _blank(character: str) -> str:
    """Return what is as wide as `character` on a terminal but shows nothing."""
    if character == "\t":
        return "\t"
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    return "\u3000" if unicodedata.east_asian_width(character) in "WF" else " "


class MissingModel(UserError):
    """A model file is not on this machine and could not be fetched."""


class BadFootage(UserError):
    """A presenter's video cannot be used; the message gives the reason."""


class BelowMark(UserError):
    """A finished video is not as good as the user asked; the message gives every measure that is not."""


class StageFailed(HeraldError):
    """A stage of Herald did not do its work; this is our fault, not the user's."""


class ToolFailed(StageFailed):
    """A program that Herald ran reported failure.

    Args:
        command: the argument list that was run.
        returncode: its exit status.
        stderr: what it said; the last lines are shown.
    """

    def __init__(self, command: Sequence[str], returncode: int, stderr: str) -> None:
        self.command = tuple(command)
        self.returncode = returncode
        self.stderr = stderr
        tail = "\n".join(stderr.strip().splitlines()[-6:])
        super().__init__(f"{command[0]} ended with status {returncode}:\n{tail}")

    def __reduce__(self) -> tuple[type[ToolFailed], tuple[object, ...]]:
        return type(self), (self.command, self.returncode, self.stderr)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return "Did you mean 'x'?" for the closest of `choices`, or an empty string."""
    close = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else ""
