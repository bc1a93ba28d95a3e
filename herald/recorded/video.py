"""A presenter says a recording."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from herald import presenters, rendering
from herald.licensing import Licensed, check_commercial, licensed, notes
from herald.recorded.recording import Recording
from herald.renderers import ChosenRenderer, choose_renderer
from herald.staging import Look, stage
from herald.studio import Studio

if TYPE_CHECKING:
    from lipsync.presenter import Presenter

Opened = Callable[[Path], Recording]
"""Opens a recording; it is given a folder for the sound on the master clock."""


def lipsync_recording(
    studio: Studio,
    presenter_name: str,
    opened: Opened,
    output: Path,
    language: str = "und",
    commercial_only: bool = False,
    renderer: str | None = None,
) -> list[str]:
    """Make a presenter say a recording.

    Args:
        studio: the opened workspace.
        presenter_name: who says it.
        opened: brings the recording: `open_marked`, `open_transcribed` or `open_unknown`.
        output: the MP4 to write.
        language: of the sound track, BCP-47; "und" where nobody knows it.
        commercial_only: whether to refuse models that must not be used commercially.
        renderer: what paints instead of the presenter's own renderer.

    Returns:
        lines for a person to read: where the video is, what was done to the recording, and what was measured.

    Raises:
        UserError: a file cannot be read, or things do not belong together.
    """
    from herald.checking import check_edition
    from herald.edition import shown
    from herald.pipeline import render_job
    from herald.publishing import assemble, make_sound

    presenters.check(studio, presenter_name)
    enrolled = presenters.facts(studio, presenter_name)
    if enrolled is not None:
        _settle(studio, enrolled, renderer, commercial_only)
    with tempfile.TemporaryDirectory(prefix="herald-") as scratch:
        recording = opened(Path(scratch))
        presenter = presenters.find(studio, presenter_name)
        presenters.complete(studio, presenter)
        chosen, used = _settle(studio, presenter, renderer, commercial_only)
        segments = recording.segments(presenter.fps)
        staging = stage(presenter, Look())
        jobs = [
            render_job(studio, presenter, segment, presenter.fps, staging, chosen) for segment in segments
        ]
        rendering.render_all(jobs, studio.store, studio.progress, devices=studio.devices)
        sound = make_sound(studio.store, segments, presenter.fps)
        assemble(studio, jobs, sound, output, title=output.stem, language=language)
    measures, warnings = check_edition(studio.store, jobs, sound.loudness)
    said = [*recording.notes, *notes(used)]
    return [str(output), *(f"  {note}" for note in said), *shown(measures, warnings)]


def _settle(
    studio: Studio, presenter: Presenter, renderer: str | None, commercial_only: bool
) -> tuple[ChosenRenderer, tuple[Licensed, ...]]:
    """Choose the renderer and check its weights and licence; also what with a licence is used."""
    chosen = choose_renderer(studio, presenter, renderer)
    used = licensed((), [presenters.LANDMARK_MODEL, *chosen.models], studio.registry)
    if commercial_only:
        check_commercial(used)
    chosen.check()
    return chosen, used
