"""The characters of a script file, or the reasons why it has none that can be read."""

from __future__ import annotations

import bisect
import hashlib
import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path

from herald.errors import Fault, ScriptErrors, did_you_mean
from herald.media import Place

LARGEST_BYTES = 1_000_000
"""The largest script: about 17 hours of speech, so anything larger is some other file."""

SUFFIXES = (".md", ".txt", ".ssml")
"""What a script may be: Markdown, plain text or SSML."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]+")
"""Control characters other than tab, line feed, form feed and next line."""


@dataclass(frozen=True)
class Source:
    """A script file's text.

    Attributes:
        path: as the user named it.
        text: decoded, every line break as a line feed, without a byte order mark.
        sha256: of the file's bytes.
    """

    path: Path
    text: str
    sha256: str
    _starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = itertools.accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0)
        object.__setattr__(self, "_starts", tuple(starts))

    @property
    def lines(self) -> list[str]:
        """The lines, without their line breaks."""
        return self.text.split("\n")

    def place(self, offset: int) -> Place:
        """Return the line and column of a character."""
        line = bisect.bisect_right(self._starts, offset)
        return Place(self.path, line, offset - self._starts[line - 1] + 1)

    def line_start(self, line: int) -> int:
        """Return the offset of the first character of a line, counted from 0."""
        return self._starts[line]


@dataclass
class Faults:
    """What is wrong with one script, gathered while it is read.

    Attributes:
        source: the script.
        found: the faults so far.
    """

    source: Source
    found: list[Fault] = field(default_factory=list)

    def add(self, offset: int, message: str, suggestion: str = "", width: int = 1) -> None:
        """Note a fault at a character of the source."""
        self.found.append(Fault(self.source.place(offset), message, suggestion, width))

    def raise_if_any(self) -> None:
        """Raise what was found, in the order of the file."""
        if self.found:
            ordered = sorted(self.found, key=lambda fault: fault.place)
            raise ScriptErrors(ordered, {str(self.source.path): self.source.lines})


def read_source(path: Path) -> Source:
    """Read a script file's characters.

    Raises:
        ScriptErrors: it is not there, a folder, not readable, too large, not UTF-8, or not text.
    """
    raw = _read_bytes(path)
    text = _decode(path, raw)
    # Not str.splitlines: it also cuts at characters that no editor counts as a line.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path, text, hashlib.sha256(raw).hexdigest())
    faults = Faults(source)
    for match in _CONTROL.finditer(text):
        code = ord(match.group()[0])
        faults.add(
            match.start(),
            f"a script is text, but here is the control character U+{code:04X}",
            "Delete it; if there are many, this is not a text file.",
        )
    for match in re.finditer("�+", text):
        faults.add(match.start(), "a letter was lost here when the file was saved", "Type it again.")
    faults.raise_if_any()
    return source


def whole_file(path: Path, message: str, suggestion: str = "") -> ScriptErrors:
    """Return an error about a file as a whole; its line is 0."""
    return ScriptErrors([Fault(Place(path, 0, 0), message, suggestion)], {})


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        scripts = sorted(p.name for p in path.iterdir() if p.suffix in SUFFIXES)
        raise whole_file(
            path,
            "this is a folder, and a script is a file",
            f"Name a script in it, such as {path / scripts[0]}" if scripts else "There is no script in it.",
        )
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise whole_file(
                path,
                f"{path.stat().st_size / 1e6:.1f} MB is too large for a script (at most 1 MB)",
                "Is this the right file? A script is plain text or Markdown.",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise whole_file(path, "there is no such file", _nearest(path)) from None
    except OSError as error:
        raise whole_file(path, f"the file cannot be read: {error.strerror}") from error


def _nearest(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"There is no folder {folder} either."
    names = sorted(p.name for p in folder.iterdir() if p.suffix in SUFFIXES)
    return did_you_mean(path.name, names) or (
        f"In {folder} there is: {', '.join(names[:8])}" if names else f"There is no script in {folder}."
    )


def _decode(path: Path, raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise whole_file(path, "the file is UTF-16, and a script is UTF-8", "Save it as UTF-8.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With a byte order mark the decoder counts from behind it.
        start = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        before = raw[:start].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        shown = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        fault = Fault(
            Place(path, line, column),
            f"the file is not UTF-8: byte 0x{raw[start]:02X} at offset {start}{_guess(raw[start])}",
            "Save the file as UTF-8.",
        )
        raise ScriptErrors([fault], {str(path): shown.split("\n")}) from None


def _guess(byte: int) -> str:
    try:
        return f" (“{bytes([byte]).decode('cp1252')}” in Windows-1252)"
    except UnicodeDecodeError:
        return ""
