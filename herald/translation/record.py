"""What was translated from what: a small PO file beside each translation.

It holds each sentence as it was when it was translated, and the translation. That is why it stays right when
the translation is edited by hand or the script is moved about, shows in version control which sentences
changed, and can be opened with any tool for translators. It is also what later translations remember.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from herald.errors import UserError
from herald.files import write_text
from herald.translation.po import LANGUAGE, SOURCE_LANGUAGE, language_of, tag_of

SOURCE_SHA256 = "X-Source-SHA256"

PUBLISH_STALE = "X-Publish-Stale"
"""Somebody has said that this translation may be published although its source has changed."""

_HEADER_BYTES = 2000


@dataclass(frozen=True)
class Entry:
    """A sentence and its translation.

    Attributes:
        id: of the unit.
        source, target: the two texts.
    """

    id: str
    source: str
    target: str


@dataclass(frozen=True)
class Record:
    """What was translated into one language.

    Attributes:
        source_language, language: BCP-47, lower case.
        entries: in the order of the source.
    """

    source_language: str
    language: str
    entries: tuple[Entry, ...]


def digest_of(path: Path) -> str:
    """Return a hash of a source file that does not depend on its line breaks."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def read_record(path: Path) -> Record | None:
    """Read a record; None where there is none.

    Raises:
        UserError: it is no PO file any more.
    """
    import polib

    if not path.is_file():
        return None
    try:
        file = polib.pofile(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: this record of a translation cannot be read: {error}") from error
    entries = tuple(Entry(one.msgctxt or "", one.msgid, one.msgstr) for one in file if not one.obsolete)
    source_language, language = (
        language_of(file.metadata.get(name, "")) for name in (SOURCE_LANGUAGE, LANGUAGE)
    )
    return Record(source_language, language, entries)


def header_of(path: Path) -> dict[str, str]:
    """Return the first lines of a record by name, without reading the rest."""
    with path.open("rb") as file:
        text = file.read(_HEADER_BYTES).decode("utf-8", "replace")
    return dict(re.findall(r'^"([\w-]+): (.*?)\\n"$', text, re.MULTILINE))


def write_record(path: Path, record: Record, source: Path) -> None:
    """Write a record; the same translation gives the same bytes."""
    import polib

    file = polib.POFile(wrapwidth=100)
    file.header = "What was translated from what. Keep this file with the translation beside it."
    file.metadata = {
        LANGUAGE: tag_of(record.language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        SOURCE_LANGUAGE: tag_of(record.source_language),
        SOURCE_SHA256: digest_of(source),
    }
    for one in record.entries:
        file.append(polib.POEntry(msgctxt=one.id, msgid=one.source, msgstr=one.target))
    write_text(path, f"{file}")


def allow_stale(path: Path) -> None:
    """Note in a record that its translation may be published stale; the next import takes the note away."""
    import polib

    file = polib.pofile(path.read_text(encoding="utf-8"), wrapwidth=100)
    file.metadata[PUBLISH_STALE] = "yes"
    write_text(path, f"{file}")


def may_be_stale(path: Path) -> bool:
    """Say whether a translation may be published stale."""
    return path.is_file() and header_of(path).get(PUBLISH_STALE) == "yes"


@dataclass(frozen=True)
class Known:
    """A translation that there is already.

    Attributes:
        text: the translation, as it stands in the file now.
        previous: what the source was when it was translated; empty where it has not changed since.
    """

    text: str
    previous: str = ""


def known_translations(
    ids: Sequence[str], texts: Sequence[str], record: Record | None, present: Sequence[str] | None
) -> dict[str, Known]:
    """Find the translation of each unit in a file that may have been edited by hand.

    Args:
        ids, texts: of the source's units, in order.
        record: what was translated from what.
        present: the sentences of the translated file; None where there is no file.

    Returns:
        by unit id; units without a translation are not in it.
    """
    if present is None:
        return {}
    if record is None:
        # Written by hand: sentence by sentence, if there are as many.
        return (
            {one: Known(text) for one, text in zip(ids, present, strict=True)}
            if len(ids) == len(present)
            else {}
        )
    now = dict(_aligned([entry.target for entry in record.entries], present))
    found: dict[str, Known] = {}
    for i, j in _aligned(ids, [entry.id for entry in record.entries]):
        entry = record.entries[j]
        target = present[now[j]] if j in now else entry.target
        if target:
            found[ids[i]] = Known(
                target, "" if entry.id == ids[i] or entry.source == texts[i] else entry.source
            )
    return found


def _aligned(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give pairs of positions: of equal members, and between them of those that were changed one for one."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal" or (operation == "replace" and i2 - i1 == j2 - j1):
            yield from zip(range(i1, i2), range(j1, j2), strict=True)


def pairs(records: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """Give every sentence with its translation."""
    return ((entry.source, entry.target) for record in records for entry in record.entries if entry.target)
