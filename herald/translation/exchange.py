"""What is sent to a translator, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from herald.errors import Fault
from herald.media import Place
from herald.translation.units import Unit
from herald.workspace import CHECKOUT


@dataclass(frozen=True)
class Sent:
    """A unit for a translator.

    Attributes:
        unit: what to translate.
        notes: what it is, where it is heard, how long the translation may be.
        target: a translation that is there already; may be empty.
        is_sure: the translation is of this very sentence, not of one like it or of what it was before.
        previous: the sentence that an unsure translation is of.
        most_characters: how long the translation may be; 0 where nothing is known.
    """

    unit: Unit
    notes: tuple[str, ...] = ()
    target: str = ""
    is_sure: bool = True
    previous: str = ""
    most_characters: int = 0


@dataclass(frozen=True)
class Exchange:
    """A file for a translator.

    Attributes:
        name: the broadcast, data file or template that is translated.
        source_language, target_language: BCP-47, lower case.
        sent: in the order of the broadcast.
        root: folder that places are shown from.
    """

    name: str
    source_language: str
    target_language: str
    sent: tuple[Sent, ...]
    root: Path

    def shown(self, place: Place) -> tuple[str, int]:
        """Return file and line of a place."""
        path = place.path
        root = next((one for one in (self.root, CHECKOUT) if path.is_relative_to(one)), path.anchor)
        return path.relative_to(root).as_posix(), place.line


@dataclass(frozen=True)
class Returned:
    """A unit that came back.

    Attributes:
        id: of the unit.
        source: as it was sent.
        target: the translation; empty where there is none.
        is_sure: nobody has to look at it again.
        locate: returns the place of a character of the translation.
    """

    id: str
    source: str
    target: str
    is_sure: bool
    locate: Callable[[int], Place]

    @property
    def place(self) -> Place:
        """Where the translation begins."""
        return self.locate(0)


@dataclass
class Reply:
    """A file that came back.

    Attributes:
        path: the file.
        name: what it is a translation of; empty where it does not say.
        source_language, target_language: BCP-47; empty likewise.
        units: the translations.
        faults: what could not be understood.
        lines: of the file, to show faults in.
    """

    path: Path
    name: str = ""
    source_language: str = ""
    target_language: str = ""
    units: list[Returned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    lines: Sequence[str] = ()
