"""XLIFF 2.0 and 2.1 (OASIS): markup becomes placeholders that a translation tool cannot break.

Written and read: the core, and of the modules size restriction (`slr`), for how long a translation may be.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET
from xml.parsers import expat

from herald.errors import Fault
from herald.media import Place
from herald.translation.exchange import Exchange, Reply, Returned, Sent
from herald.translation.markup import pieces

CORE = "urn:oasis:names:tc:xliff:document:2.0"
"""The namespace of the core, the same in 2.0 and 2.1."""

SIZE = "urn:oasis:names:tc:xliff:sizerestriction:2.0"

UNSURE = "herald:fuzzy"
"""The sub-state of a translation that somebody has to look at."""

Version = Literal["2.0", "2.1"]

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_xliff(exchange: Exchange, version: Version = "2.1") -> str:
    """Return the text of an XLIFF file; the same exchange gives the same bytes."""
    ET.register_namespace("", CORE)
    ET.register_namespace("slr", SIZE)
    root = ET.Element(
        f"{{{CORE}}}xliff",
        {
            "version": version,
            "srcLang": _tag(exchange.source_language),
            "trgLang": _tag(exchange.target_language),
        },
    )
    file = _sub(root, "file", id="f1", original=exchange.name)
    ET.SubElement(file, f"{{{SIZE}}}profiles", {"generalProfile": "xliff:codepoints"})
    for one in exchange.sent:
        _unit(file, one, exchange)
    ET.indent(root)
    # The texts come last, since indenting would put white space into them.
    for unit, one in zip(file.findall(f"{{{CORE}}}unit"), exchange.sent, strict=True):
        _fill(unit, one)
    body = ET.tostring(root, encoding="unicode", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _tag(language: str) -> str:
    base, dash, region = language.partition("-")
    return f"{base}-{region.upper()}" if dash else base


def _sub(parent: ET.Element, tag: str, /, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{CORE}}}{tag}", attributes)


def _unit(file: ET.Element, one: Sent, exchange: Exchange) -> None:
    path, line = exchange.shown(one.unit.place)
    unit = _sub(file, "unit", id=f"u{one.unit.id}", name=f"{path}:{line}")
    if one.most_characters:
        unit.set(f"{{{SIZE}}}sizeRestriction", str(one.most_characters))
    notes = _sub(unit, "notes")
    for note in (*one.notes, *([f"before: {one.previous}"] if one.previous else [])):
        _sub(notes, "note").text = _legal(note)
    if not len(notes):
        unit.remove(notes)
    markup = _markup(one)
    if markup:
        data = _sub(unit, "originalData")
        for number, text in enumerate(markup, 1):
            _sub(data, "data", id=f"d{number}").text = _legal(text)
    segment = _sub(unit, "segment", id="s1")
    if one.target:
        segment.set("state", "translated" if one.is_sure else "initial")
        if not one.is_sure:
            segment.set("subState", UNSURE)
    _sub(segment, "source")
    if one.target:
        _sub(segment, "target")


def _markup(one: Sent) -> list[str]:
    """Return the different pieces of markup of a unit in the order in which they first stand in it."""
    return list(dict.fromkeys(piece.text for text in (one.unit.text, one.target) for piece in pieces(text)))


def _fill(unit: ET.Element, one: Sent) -> None:
    markup = _markup(one)
    ids: dict[tuple[str, int], str] = {}
    segment = unit.find(f"{{{CORE}}}segment")
    assert segment is not None
    for element, text in zip(segment, (one.unit.text, one.target), strict=False):
        _inline(element, text, markup, ids)


def _inline(element: ET.Element, text: str, markup: list[str], ids: dict[tuple[str, int], str]) -> None:
    """Put a sentence into `<source>` or `<target>`; the same piece has the same id in both."""
    position, last = 0, None
    counts: dict[str, int] = {}

    def add(words: str) -> None:
        if last is None:
            element.text = (element.text or "") + words
        else:
            last.tail = (last.tail or "") + words

    for piece in pieces(text):
        add(_legal(text[position : piece.start]))
        counts[piece.text] = counts.get(piece.text, 0) + 1
        key = (piece.text, counts[piece.text])
        number = ids.setdefault(key, str(len(ids) + 1))
        last = _sub(
            element, "ph", id=number, dataRef=f"d{markup.index(piece.text) + 1}", disp=_legal(piece.text)
        )
        position = piece.stop
    add(_legal(text[position:]))


def _legal(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def read_xliff(path: Path, text: str) -> Reply:
    """Read an XLIFF file that came back; what is wrong with it is among the reply's faults."""
    lines = text.split("\n")
    reply = Reply(path, lines=lines)
    try:
        root, places = parsed(text, path)
    except NotRead as error:
        reply.faults.append(Fault(error.place, str(error), error.suggestion))
        return reply
    if root.tag != f"{{{CORE}}}xliff":
        old = root.tag.endswith("xliff")
        message = "this is not XLIFF 2" + (f" but {root.get('version', 'another version')}" if old else "")
        reply.faults.append(Fault(places[root], message, "Export XLIFF 2.0 or 2.1, or PO."))
        return reply
    reply.source_language = root.get("srcLang", "").lower()
    reply.target_language = root.get("trgLang", "").lower()
    for file in root.iter(f"{{{CORE}}}file"):
        reply.name = reply.name or file.get("original", "")
        for unit in file.iter(f"{{{CORE}}}unit"):
            reply.units.append(_returned(unit, places, reply))
    return reply


def _returned(unit: ET.Element, places: dict[ET.Element, Place], reply: Reply) -> Returned:
    """Read a unit, whose segments a tool may have split further."""
    data = {one.get("id"): one.text or "" for one in unit.iter(f"{{{CORE}}}data")}
    segments = [one for one in unit if one.tag in (f"{{{CORE}}}segment", f"{{{CORE}}}ignorable")]
    sources: list[str] = []
    targets: list[str] = []
    is_sure = is_whole = True
    place = places[unit]
    for segment in segments:
        source, target = segment.find(f"{{{CORE}}}source"), segment.find(f"{{{CORE}}}target")
        sources.append(_text(source, data, places, reply))
        if target is not None:
            place = places[target] if not targets else place
            targets.append(_text(target, data, places, reply))
        elif segment.tag.endswith("ignorable"):
            targets.append(sources[-1])
        else:
            is_whole = False
        is_sure &= segment.get("subState") != UNSURE
    target_text = "".join(targets) if is_whole else ""
    identity = (unit.get("id") or "").removeprefix("u")
    return Returned(identity, "".join(sources), target_text, is_sure, lambda offset: place)


def _text(
    element: ET.Element | None, data: dict[str | None, str], places: dict[ET.Element, Place], reply: Reply
) -> str:
    if element is None:
        return ""
    parts = [element.text or ""]
    for inner in element:
        name = inner.tag.rpartition("}")[2]
        if name == "ph":
            reference = inner.get("dataRef")
            if reference not in data:
                message = f"a placeholder points to {reference}, and this unit has no such data"
                reply.faults.append(
                    Fault(places[inner], message, "Leave placeholders as they were exported.")
                )
            parts.append(data.get(reference, ""))
        elif name == "cp":
            parts.append(chr(int(inner.get("hex", "fffd"), 16)))
        elif name in ("mrk", "pc"):
            parts.append(_text(inner, data, places, reply))
        elif name not in ("sm", "em"):
            reply.faults.append(Fault(places[inner], f"<{name}> is not understood here", "Take it away."))
        parts.append(inner.tail or "")
    return "".join(parts)


class NotRead(ValueError):
    """A file is no XML, or XML that is not read."""

    def __init__(self, place: Place, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.place = place
        self.suggestion = suggestion


def parsed(text: str, path: Path) -> tuple[ET.Element, dict[ET.Element, Place]]:
    """Parse XML without a document type, so that no entity can grow or reach a file; with every place."""
    builder = ET.TreeBuilder()
    places: dict[ET.Element, Place] = {}
    parser = expat.ParserCreate(namespace_separator="}")

    def here() -> Place:
        return Place(path, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def start(name: str, attributes: dict[str, str]) -> None:
        element = builder.start(
            _qualified(name), {_qualified(key): value for key, value in attributes.items()}
        )
        places[element] = here()

    def refuse(*_: object) -> None:
        raise NotRead(here(), "a document type is not read", "Take <!DOCTYPE ...> away.")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: builder.end(_qualified(name))
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        place = Place(path, error.lineno, error.offset + 1)
        raise NotRead(place, f"this is not valid XML: {expat.ErrorString(error.code)}") from None
    return builder.close(), places


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name
