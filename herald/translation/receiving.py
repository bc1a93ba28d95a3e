"""A translation comes back: all of it is checked, then it is put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from herald.errors import UserError
from herald.facts import read_facts
from herald.files import write_text
from herald.template.faults import Faults
from herald.template.library import Library
from herald.template.nodes import read_text
from herald.translation.exchange import Reply, Returned
from herald.translation.length import is_too_long, spoken_seconds
from herald.translation.markup import differences
from herald.translation.parts import Whole, copy_borrowed, find_whole
from herald.translation.record import Entry, Record, write_record
from herald.translation.sending import known_in
from herald.translation.units import Unit
from herald.workspace import Workspace

_NUMBERED = re.compile(r"\A(\d{1,9})([.)])(?=\s)")


@dataclass(frozen=True)
class Imported:
    """A translation that was put in its place.

    Attributes:
        written: the files.
        n_units: how many sentences were translated.
        warnings: translations that take long to say, and units that the source does not have any more.
    """

    written: tuple[Path, ...]
    n_units: int
    warnings: tuple[str, ...]

    def lines(self) -> list[str]:
        """Return this in words."""
        return [f"{path}" for path in self.written]


def import_file(workspace: Workspace, path: Path, *, on: date, name: str | None = None) -> Imported:
    """Bring a translation back.

    Args:
        workspace: that the broadcast is in.
        path: PO or XLIFF 2, as `export` wrote it and a translator filled it.
        on: the day whose facts hold.
        name: what it is a translation of, where the file does not say it.

    Raises:
        ScriptErrors: with everything that is wrong; then nothing is written.
        UserError: the broadcast is not there.
    """
    faults = Faults()
    reply = _read(path, faults)
    faults.raise_if_any()
    facts = read_facts(workspace.facts, on)
    whole = _whole(workspace, reply, name, Library.of(workspace, facts))
    texts = _texts(whole, reply, faults)
    _check_parts(whole, texts, reply, faults)
    faults.raise_if_any()
    if whole.borrowed:
        copy_borrowed(whole, workspace)
        whole = _whole(workspace, reply, name, Library.of(workspace, facts))
    written = tuple(_put(whole, texts))
    n_units = sum(1 for one in reply.units if one.id in texts)
    return Imported(written, n_units, (*_gone(whole, reply), *_too_long(whole, texts)))


def _read(path: Path, faults: Faults) -> Reply:
    from herald.translation.po import read_po
    from herald.translation.xliff import read_xliff

    text = read_text(path, faults)
    if text is None:
        return Reply(path)
    is_xml = text.lstrip().startswith("<")
    reply = read_xliff(path, text) if is_xml else read_po(path, text)
    for fault in reply.faults:
        faults.add(fault.place, fault.message, fault.suggestion, fault.width)
    if not faults and not reply.units:
        faults.add_file(path, "there is no translation in this file", "It is PO or XLIFF 2.")
    return reply


def _whole(workspace: Workspace, reply: Reply, name: str | None, library: Library) -> Whole:
    wanted = name or reply.name
    if not wanted or not reply.target_language:
        raise UserError(
            f"{reply.path} does not say what it is a translation of, and into which language. "
            "Keep the head of the file as it was exported, or name the broadcast with --name."
        )
    return find_whole(workspace, wanted, reply.target_language, reply.source_language or None, library)


def _texts(whole: Whole, reply: Reply, faults: Faults) -> dict[str, str]:
    """Return the translation of every unit; what is missing or wrong goes to `faults`."""
    units = {unit.id: unit for unit in whole.units}
    known = known_in(whole)
    texts: dict[str, str] = {}
    for one in reply.units:
        unit = units.get(one.id)
        if unit is not None:
            texts[one.id] = _as_words(one.target, unit.text)
            _check_unit(unit, one, faults)
    for unit in units.values():
        if unit.id in texts:
            continue
        kept = known.get(unit.id)
        if kept and not kept.previous:
            texts[unit.id] = kept.text
        else:
            message = f"this {unit.kind} is not in {reply.path.name}: {unit.text[:60]}"
            faults.add(unit.place, message, f"It is new or has changed. Export {whole.name} again.")
    return texts


def _as_words(target: str, source: str) -> str:
    """Return a translation on one line; "3. Mai" at its beginning is no number of a list."""
    words = " ".join(target.split())
    return words if _NUMBERED.match(source) else _NUMBERED.sub(r"\1\\\2", words, count=1)


def _check_unit(unit: Unit, one: Returned, faults: Faults) -> None:
    where = f"unit {unit.id}"
    if " ".join(one.source.split()) != " ".join(unit.text.split()):
        faults.add(one.place, f"{where}: the source was changed in this file", f"It is: {unit.text}")
    elif not one.target.strip():
        faults.add(one.place, f"{where} is not translated: {unit.text[:60]}", "Translate it.")
    elif not one.is_sure:
        faults.add(
            one.place,
            f"{where} is marked as not sure (fuzzy): {one.target[:60]}",
            "Look at it, put it right, and take the mark away.",
        )
    else:
        for difference in differences(unit.text, one.target, bars=unit.kind in ("row", "columns")):
            piece = difference.piece
            place = one.locate(piece.start) if piece else one.place
            width = len(piece.text) if piece else 1
            faults.add(place, f"{where}: {difference.message}", difference.suggestion, width)


def _check_parts(whole: Whole, texts: Mapping[str, str], reply: Reply, faults: Faults) -> None:
    """Check the files that would be written; sentences that are wrong by themselves stay out of it."""
    places = {one.id: one.place for one in reply.units}
    wrong = {fault.place.line for fault in faults.found}
    good = {one: text for one, text in texts.items() if one not in places or places[one].line not in wrong}
    for part in whole.parts:
        for identity, message, suggestion in part.faults_of(whole.language, good):
            if identity in places:
                faults.add(places[identity], f"unit {identity}: {message}", suggestion)
            else:
                faults.add_file(reply.path, message, suggestion)


def _put(whole: Whole, texts: Mapping[str, str]) -> Iterator[Path]:
    """Write the translations, and then what they were translated from, so that a stop in between is seen."""
    for part in whole.parts:
        if not part.units:
            continue
        written = part.written(whole.language, texts)
        write_text(written.path, written.text)
        entries = tuple(Entry(unit.id, unit.text, texts[unit.id]) for unit in part.units)
        write_record(
            part.record(whole.language), Record(whole.source_language, whole.language, entries), part.path
        )
        yield written.path


def _gone(whole: Whole, reply: Reply) -> Iterator[str]:
    ids = {unit.id for unit in whole.units}
    for one in reply.units:
        if one.id not in ids:
            where = f"{one.place.path}:{one.place.line}"
            yield f"{where}: not in the source any more, left out: {one.source[:60]}"


def _too_long(whole: Whole, texts: Mapping[str, str]) -> Iterator[str]:
    """Give the translations that take more than 1.3 times as long to say."""
    total_source = total_target = 0.0
    for unit in whole.units:
        if unit.kind == "title":
            continue
        source_s = spoken_seconds(unit.text, whole.source_language)
        target_s = spoken_seconds(texts[unit.id], whole.language)
        total_source, total_target = total_source + source_s, total_target + target_s
        if is_too_long(source_s, target_s):
            where = f"{unit.place.path.name}:{unit.place.line}"
            times = f"about {target_s:.1f} s to say, {target_s / source_s:.1f} times the {source_s:.1f} s"
            yield f"{where}: {times} in {whole.source_language}: {texts[unit.id][:60]}"
    if is_too_long(total_source, total_target):
        times = f"{total_target / total_source:.1f} times the {total_source:.0f} s in {whole.source_language}"
        yield f"all of it takes about {total_target:.0f} s to say, {times}"


def accept(
    workspace: Workspace, name: str, language: str, *, on: date, source: str | None = None
) -> Imported:
    """Take the translation as it stands for one of the source as it stands.

    For translations that were written or brought up to date by hand.

    Raises:
        UserError: the translation does not have the same paragraphs, headings and items, or is not there.
    """
    facts = read_facts(workspace.facts, on)
    whole = find_whole(workspace, name, language, source, Library.of(workspace, facts))
    records: list[tuple[Path, Path, Record]] = []
    for part in whole.parts:
        present = part.present(whole.language)
        if present is None and part.units:
            raise UserError(f"There is no translation of {part.path} into {language} yet.")
        targets = present or []
        if len(targets) != len(part.units):
            raise UserError(
                f"{part.target(whole.language)} has {len(targets)} sentences, and {part.path} has "
                f"{len(part.units)}. Make as many of them, in the same order, so that they can be paired."
            )
        entries = tuple(
            Entry(unit.id, unit.text, text) for unit, text in zip(part.units, targets, strict=True)
        )
        record = Record(whole.source_language, whole.language, entries)
        records.append((part.record(whole.language), part.path, record))
    for path, from_path, record in records:
        write_record(path, record, from_path)
    texts = {entry.id: entry.target for _, _, record in records for entry in record.entries}
    return Imported(tuple(path for path, _, _ in records), len(texts), tuple(_too_long(whole, texts)))
