"""Editions made again as the files that they are made from are saved."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from herald.batch import build_all
from herald.errors import UserError
from herald.plan import Wishes
from herald.status import standings
from herald.studio import Studio

_SETTLE_MS = 400
"""Editors save in several steps; what comes within this time is one change."""

_TICK_MS = 250

_DUE = ("out of date", "not built")


def watch(
    studio: Studio, scripts: Sequence[str], on: date, stop: threading.Event | None = None
) -> Iterator[str]:
    """Build what is out of date, now and after every change, until `stop` is set or Ctrl-C comes.

    Args:
        studio: the opened workspace.
        scripts: what to build, as for `herald build`; none means every broadcast that is out of date.
        on: the day whose facts hold.
        stop: ends the watching when it is set.

    Yields:
        lines for a person.
    """
    from watchfiles import watch as changes

    workspace = studio.workspace
    folders = [workspace.scripts, workspace.templates, workspace.facts, workspace.lexicon]
    folders += {path.parent.resolve() for path in map(Path, scripts) if path.is_file()}
    watched = [folder for folder in dict.fromkeys(folders) if folder.is_dir()]
    ticks = changes(
        *watched,
        debounce=_SETTLE_MS,
        stop_event=stop,
        raise_interrupt=True,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
    )
    # The watching begins with the first tick: what is saved while the first editions are made is not missed.
    for i, changed in enumerate(ticks):
        if changed or i == 0:
            yield from _refresh(studio, scripts, on)
        if i == 0:
            yield f"watching {', '.join(str(folder) for folder in watched)}; Ctrl-C ends it"


def _refresh(studio: Studio, scripts: Sequence[str], on: date) -> Iterator[str]:
    named = list(scripts)
    if not named:
        found = standings(studio, on)
        yield from (standing.line() for standing in found if standing.name == "failed")
        named = list(dict.fromkeys(one.slug for one in found if one.name in _DUE))
    try:
        results = build_all(studio, named, Wishes(on)) if named else []
    except UserError as error:
        # Somebody is in the middle of writing: say what is wrong, and wait for the next time they save.
        yield str(error)
        return
    for result in results:
        if result.error:
            yield f"{result.name}: {result.error}"
        elif result.edition and result.edition.is_new:
            yield from result.edition.lines()
