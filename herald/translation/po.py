"""PO, the format of GNU gettext, which Poedit, Weblate and every translation office read."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from herald.errors import Fault
from herald.media import Place
from herald.translation.exchange import Exchange, Reply, Returned

if TYPE_CHECKING:
    import polib

NAME, SOURCE_LANGUAGE, LANGUAGE = "X-Herald-Name", "X-Source-Language", "Language"


def tag_of(language: str) -> str:
    """Return a language as PO writes it: pt-br becomes pt_BR."""
    base, dash, region = language.partition("-")
    return f"{base}_{region.upper()}" if dash else base


def to_po(exchange: Exchange) -> str:
    """Return the text of a PO file; the same exchange gives the same bytes."""
    import polib

    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Project-Id-Version": f"herald {metadata.version('herald')}",
        LANGUAGE: tag_of(exchange.target_language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        SOURCE_LANGUAGE: tag_of(exchange.source_language),
        NAME: exchange.name,
    }
    for one in exchange.sent:
        path, line = exchange.shown(one.unit.place)
        file.append(
            polib.POEntry(
                msgctxt=one.unit.id,
                msgid=one.unit.text,
                msgstr=one.target,
                comment="\n".join(one.notes),
                occurrences=[(path, str(line))],
                flags=[] if one.is_sure or not one.target else ["fuzzy"],
                previous_msgid=one.previous or None,
            )
        )
    return f"{file}"


def read_po(path: Path, text: str) -> Reply:
    """Read a PO file that came back; what is wrong with it is among the reply's faults."""
    import polib

    lines = text.split("\n")
    reply = Reply(path, lines=lines)
    try:
        file = polib.pofile(text)
    except (OSError, ValueError) as error:
        found = re.search(r"\(line (\d+)\)(?:: (.*))?", str(error))
        place = Place(path, int(found[1]), 1) if found else Place(path, 0, 0)
        why = found[2] if found and found[2] else "it is no PO file"
        reply.faults.append(Fault(place, f"this is not valid PO: {why}", "Was it edited by hand?"))
        return reply
    reply.name = file.metadata.get(NAME, "")
    reply.source_language = language_of(file.metadata.get(SOURCE_LANGUAGE, ""))
    reply.target_language = language_of(file.metadata.get(LANGUAGE, ""))
    for entry in file:
        if not entry.obsolete:
            reply.units.append(
                Returned(
                    entry.msgctxt or "",
                    entry.msgid,
                    entry.msgstr,
                    not entry.fuzzy,
                    _locator(path, lines, entry),
                )
            )
    return reply


def language_of(tag: str) -> str:
    """Return the language of a tag in either form, such as pt_BR or pt-BR."""
    return tag.strip().replace("_", "-").lower()


def _locator(path: Path, lines: list[str], entry: polib.POEntry) -> Callable[[int], Place]:
    """Return what finds a character of an entry's translation in the file."""
    line = max((entry.linenum or 1) - 1, 0)
    while line < len(lines) and not lines[line].startswith("msgstr"):
        line += 1

    def locate(offset: int) -> Place:
        position = 0
        for number in range(line, len(lines)):
            quoted = re.match(r'(?:msgstr\s*)?"(.*)"\s*$', lines[number])
            if not quoted:
                break
            for piece in re.finditer(r"\\.|[^\\]", quoted[1]):
                if position == offset:
                    return Place(path, number + 1, quoted.start(1) + piece.start() + 1)
                position += 1
        return Place(path, min(line, len(lines) - 1) + 1, 1)

    return locate
