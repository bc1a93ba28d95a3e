"""SSML scripts: the part of the W3C's Speech Synthesis Markup Language 1.1 that Herald can do, and no other.

`speak p s break say-as phoneme sub prosody lang voice` become the same blocks, pauses and directions that
Markdown becomes. The parser is expat, with document types refused, so that nothing is expanded or fetched.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from xml.parsers import expat

from herald.media import Given
from herald.script.blocks import PARAGRAPH_PAUSE_MS, SENTENCE_PAUSE_MS, Block
from herald.script.directions import Closing, Opening
from herald.script.inline import Passage
from herald.script.located import Located
from herald.script.source import Faults, Source
from herald.script.ssml_values import break_ms, given_for, language_of, rate_of
from herald.script.tags import Pause, Tag

_Value = TypeVar("_Value")

_BLOCKS = ("p", "s")
_TEXT_ONLY = ("say-as", "phoneme", "sub")
_ELEMENTS = {
    "speak": ("version", "xml:lang", "xmlns", "xmlns:xsi", "xsi:schemaLocation", "xml:base"),
    "p": ("xml:lang",),
    "s": ("xml:lang",),
    "break": ("time", "strength"),
    "say-as": ("interpret-as", "format", "detail"),
    "phoneme": ("ph", "alphabet"),
    "sub": ("alias",),
    "prosody": ("rate",),
    "lang": ("xml:lang",),
    "voice": ("name",),
}
"""The elements that are understood, each with its attributes."""

_NEEDED = {"phoneme": "ph", "sub": "alias", "say-as": "interpret-as", "lang": "xml:lang", "voice": "name"}
_NOT_AROUND = {"p": ("p", "s"), "s": ("s",)}
_ONE_SPEAK = "A script is one <speak> with all else inside it."

_REFUSED = {
    "audio": "sound files are not mixed in: the mouth would not know what they say",
    "emphasis": "no voice here can stress a word on request",
    "mark": "nobody waits for marks here; the manifest has the time of every sentence",
    "desc": "there is no sound file to describe",
    "w": "words are told apart by the voices themselves",
    "token": "words are told apart by the voices themselves",
    "lexicon": "pronunciations stand in lexicon/<language>.toml",
    "lookup": "pronunciations stand in lexicon/<language>.toml",
    "meta": "what is not read goes in a comment",
    "metadata": "what is not read goes in a comment",
}
_REFUSED_PROSODY = {
    "pitch": "no voice here can change its pitch on request",
    "contour": "no voice here can change its pitch on request",
    "range": "no voice here can change its pitch on request",
    "duration": "write a rate instead",
    "volume": "the whole edition has one loudness",
}


def is_ssml(source: Source) -> bool:
    """Say whether a script is SSML: by the end of its name, or since it begins with `<speak`."""
    begins = re.match(r"(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)*<speak\b", source.text, re.DOTALL)
    return source.path.suffix.lower() == ".ssml" or begins is not None


@dataclass
class _Open:
    """An element that has begun."""

    name: str
    offset: int
    closes: tuple[str, ...] = ()


@dataclass
class _Reader:
    """The state of one walk through a document."""

    source: Source
    language: str
    faults: Faults
    blocks: list[Block] = field(default_factory=list)
    inside: list[_Open] = field(default_factory=list)
    parts: list[Located] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    rates: list[float] = field(default_factory=lambda: [1.0])
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def start(self, name: str, attributes: dict[str, str], offset: int) -> None:
        """Begin an element."""
        opened = _Open(name, offset)
        self.inside.append(opened)
        if not self.check(name, attributes, offset):
            return
        if name in _BLOCKS:
            self.end_block(SENTENCE_PAUSE_MS if name == "s" else PARAGRAPH_PAUSE_MS, whole=False)
        if name == "break":
            ms = self.told(break_ms, attributes, offset)
            self.tags += [Pause(offset, ms)] if ms else []
        elif name == "prosody":
            rate = self.told(rate_of, attributes, offset)
            self.rates.append(self.rates[-1] * (rate or 1.0))
            if not 0.5 <= self.rates[-1] <= 2:
                self.fault(offset, f"a pace must be between 0.5 and 2, not {self.rates[-1]:g}", 'rate="90%"')
            else:
                self.open(opened, "prosody", self.rates[-1])
        elif name == "voice":
            self.open(opened, "voice", attributes["name"])
        else:
            self.speech(opened, name, attributes)

    def speech(self, opened: _Open, name: str, attributes: dict[str, str]) -> None:
        """Begin an element that says how its words are said."""
        if "xml:lang" in attributes:
            language = self.told(language_of, attributes, opened.offset)
            if name == "speak" and language and language.partition("-")[0] != self.language.partition("-")[0]:
                self.fault(
                    opened.offset,
                    f"the file's name says {self.language}, and xml:lang says {language}",
                    "Rename the file, or correct xml:lang.",
                )
            elif language and name != "speak":
                self.open(opened, name, Given(0, 0, language=language))
        elif name in _TEXT_ONLY:
            given = self.told(lambda values: given_for(name, values), attributes, opened.offset)
            if given:
                self.open(opened, name, given)

    def end(self, name: str, offset: int) -> None:
        """End an element."""
        opened = self.inside.pop()
        self.tags += [Closing(offset, len(name) + 3, tag) for tag in opened.closes]
        if name == "prosody" and len(self.rates) > 1:
            self.rates.pop()
        if name == "s":
            self.end_block(SENTENCE_PAUSE_MS, whole=True)
        elif name in ("p", "speak"):
            self.end_block(PARAGRAPH_PAUSE_MS, whole=False)
            if self.blocks:
                last = self.blocks[-1]
                self.blocks[-1] = Block(last.kind, last.passage, PARAGRAPH_PAUSE_MS, last.whole)

    def text(self, data: str, offset: int) -> None:
        """Take words."""
        # What an entity such as &amp; stands for is not in the source.
        here = self.source.text.startswith(data, offset)
        self.parts.append(Located.at(data, offset) if here else Located.added(data, offset))

    def end_block(self, pause_ms: int, whole: bool) -> None:
        """Make a block of the words since the last one."""
        passage = Passage(Located.join(self.parts), tuple(self.tags))
        if passage.text.text.strip() or passage.tags:
            pause_ms = pause_ms if passage.text.text.strip() else 0
            self.blocks.append(Block("sentence", passage, pause_ms, whole))
        self.parts, self.tags = [], []

    def open(self, opened: _Open, tag: str, asked: str | float | Given) -> None:
        """Note that something is asked for from here to the end of the element."""
        # Elements end in order, and each ends its own.
        named = f"{tag} {next(self.numbers)}"
        opened.closes = (named,)
        width = self.source.text.find(">", opened.offset) + 1 - opened.offset
        self.tags.append(Opening(opened.offset, max(1, width), named, asked))

    def check(self, name: str, attributes: dict[str, str], offset: int) -> bool:
        """Say whether an element can stand here with its attributes; if not, say why."""
        before = len(self.faults.found)
        outer = self.inside[-2].name if len(self.inside) > 1 else ""
        if name not in _ELEMENTS:
            reason = _REFUSED.get(name, "Herald does not know this element")
            known = ", ".join(_ELEMENTS)
            self.fault(offset, f"<{name}> is not read: {reason}", f"Elements that are read: {known}.")
            return False
        if (name == "speak") != (not outer):
            self.fault(offset, f"<{name}> cannot stand here", _ONE_SPEAK)
        if outer in _TEXT_ONLY:
            self.fault(offset, f"there can be nothing but words in <{outer}>, not <{name}>", "Take it out.")
        elif outer in _NOT_AROUND.get(name, ()):
            self.fault(offset, f"<{name}> cannot stand in <{outer}>", "End the other one before it.")
        for attribute in attributes:
            if attribute not in _ELEMENTS[name]:
                reason = _REFUSED_PROSODY.get(attribute, "") if name == "prosody" else ""
                said = f"<{name}> takes no '{attribute}'" + (f": {reason}" if reason else "")
                self.fault(offset, said, f"It takes {', '.join(_ELEMENTS[name][:2])}.")
        needed = _NEEDED.get(name)
        if needed and not attributes.get(needed, "").strip():
            self.fault(offset, f"<{name}> needs '{needed}'", f'Write <{name} {needed}="...">.')
        return len(self.faults.found) == before

    def told(
        self, read: Callable[[dict[str, str]], _Value], attributes: dict[str, str], offset: int
    ) -> _Value | None:
        """Return what attributes say; where they cannot be understood, say why."""
        try:
            return read(attributes)
        except ValueError as error:
            message, _, hint = str(error).partition(". ")
            self.fault(offset, message, hint)
            return None

    def fault(self, offset: int, message: str, suggestion: str = "") -> None:
        """Note what is wrong with the tag at a place."""
        stop = self.source.text.find(">", offset) + 1
        line_end = (self.source.text + "\n").find("\n", offset)
        self.faults.add(offset, message, suggestion, width=max(1, min(stop or line_end, line_end) - offset))


def read_ssml(source: Source, language: str, faults: Faults) -> list[Block]:
    """Read an SSML script.

    Args:
        source: the script.
        language: BCP-47, from the file's name.
        faults: receives what is wrong or cannot be done.
    """
    reader = _Reader(source, language, faults)
    parser = expat.ParserCreate("UTF-8")
    data = source.text.encode()
    to_offset = _offsets(source.text)

    def at() -> int:
        return to_offset(parser.CurrentByteIndex)

    def refuse(*_: object) -> None:
        raise _Refused("a document type could fetch files and is not read")

    parser.StartElementHandler = lambda name, attributes: reader.start(name, attributes, at())
    parser.EndElementHandler = lambda name: reader.end(name, at())
    parser.CharacterDataHandler = lambda text: reader.text(text, at())
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except _Refused as error:
        faults.add(at(), str(error), "Delete the <!DOCTYPE ...>.", width=9)
    except expat.ExpatError as error:
        offset = min(to_offset(parser.ErrorByteIndex), max(0, len(source.text) - 1))
        faults.add(offset, f"this is not XML: {expat.ErrorString(error.code)}", _hint(error.code, reader))
    return reader.blocks


class _Refused(Exception):
    pass


def _hint(code: int, reader: _Reader) -> str:
    if code == expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH] and reader.inside:
        opened = reader.inside[-1]
        line = reader.source.place(opened.offset).line
        return f"<{opened.name}> of line {line} is still open; close it with </{opened.name}>."
    if code == expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
        return "In XML & is written &amp; and < is written &lt;."
    if reader.inside:
        return f"Close it with </{reader.inside[-1].name}>."
    return _ONE_SPEAK


def _offsets(text: str) -> Callable[[int], int]:
    """Return a function from bytes of the text in UTF-8 to its characters."""
    if text.isascii():
        return lambda index: max(0, index)
    starts = list(itertools.accumulate((len(c.encode()) for c in text), initial=0))
    numbers = {start: i for i, start in enumerate(starts)}
    return lambda index: numbers.get(max(0, index), len(text))
