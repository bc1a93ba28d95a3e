"""How long work tells people where it stands.

Stages report to a `Progress`; what is shown is decided once, at the command line. Stages never print.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives what a stage has done so far."""

    def begin(self, stage: str, total: int, unit: str) -> None:
        """A stage starts that will do `total` units of work, such as 250 "frames"."""

    def advance(self, done: int = 1) -> None:
        """`done` more units of the running stage are finished."""

    def end(self) -> None:
        """The running stage is finished."""

    def note(self, message: str) -> None:
        """Something that the user should know, such as a model being fetched."""


class Silent:
    """A `Progress` that shows nothing."""

    def begin(self, stage: str, total: int, unit: str) -> None:
        """Show nothing."""

    def advance(self, done: int = 1) -> None:
        """Show nothing."""

    def end(self) -> None:
        """Show nothing."""

    def note(self, message: str) -> None:
        """Show nothing."""
