"""A translation whose source has changed is not published, unless somebody has said that it may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from herald.errors import UserError
from herald.facts import read_facts
from herald.script.source import SUFFIXES
from herald.template.library import Library
from herald.translation.parts import find_whole
from herald.translation.record import allow_stale, may_be_stale
from herald.translation.state import stale_reason
from herald.translation.units import RECORD_SUFFIX

if TYPE_CHECKING:
    from herald.plan import Plan
    from herald.studio import Studio
    from herald.workspace import Workspace


def without_stale(studio: Studio, plans: Sequence[Plan], on: date) -> list[Plan]:
    """Return the plans that may be published, with a notice for each that is held back.

    Args:
        studio: the opened workspace.
        plans: what is to be built.
        on: the day whose facts hold.

    Raises:
        UserError: all of them are held back.
    """
    library = Library.of(studio.workspace, read_facts(studio.workspace.facts, on))
    kept, notices = [], []
    for plan in plans:
        script = plan.script
        named = script.slug if script.path.suffix.lower() in SUFFIXES else script.path.stem
        record = script.path.with_name(f"{named}.{script.language}{RECORD_SUFFIX}")
        why = "" if may_be_stale(record) else stale_reason(script.path, script.slug, script.language, library)
        if not why:
            kept.append(plan)
            continue
        notices.append(
            f"{script.slug} in {script.language} is not built: {why}\n"
            f"    Translate it again (herald translate export {named} --to {script.language}), or publish it "
            f"all the same (--stale-ok, or herald translate allow {named} --to {script.language})."
        )
    if notices and not kept:
        raise UserError("\n".join(notices))
    for notice in notices:
        studio.progress.note(notice)
    return kept


def allow(workspace: Workspace, name: str, language: str, *, on: date) -> None:
    """Let a stale translation be published until it is translated again.

    Raises:
        UserError: there is no record of a translation.
    """
    library = Library.of(workspace, read_facts(workspace.facts, on))
    whole = find_whole(workspace, name, language, None, library)
    records = [part.record(whole.language) for part in whole.parts]
    there = [record for record in records if record.is_file()]
    if not there:
        raise UserError(f"'{name}' in {language} has no record of a translation, so nothing holds it back.")
    for record in there:
        allow_stale(record)
