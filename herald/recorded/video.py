"""A presenter says a recording."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from herald import presenters, rendering
from herald.licensing import check_commercial, licensed
from herald.recorded.recording import Recording
from herald.staging import Look, stage
from herald.studio import Studio

Opened = Callable[[Path], Recording]
"""Opens a recording; it is given a folder for the sound on the master clock."""


def lipsync_recording(
    studio: Studio,
    presenter_name: str,
    opened: Opened,
    output: Path,
    language: str = "und",
    commercial_only: bool = False,
) -> list[str]:
    """Make a presenter say a recording.

    Args:
        studio: the opened workspace.
        presenter_name: who says it.
        opened: brings the recording: `open_marked`, `open_transcribed` or `open_unknown`.
        output: the MP4 to write.
        language: of the sound track, BCP-47; "und" where nobody knows it.
        commercial_only: whether to refuse models that must not be used commercially.

    Returns:
        lines for a person to read: where the video is, what was done to the recording, and what was measured.

    Raises:
        UserError: a file cannot be read, or things do not belong together.
    """
    from herald.checking import check_edition
    from herald.edition import shown
    from herald.pipeline import render_jobs
    from herald.publishing import assemble, make_sound

    presenters.check(studio, presenter_name)
    if commercial_only:
        check_commercial(licensed((), [presenters.LANDMARK_MODEL], studio.registry))
    with tempfile.TemporaryDirectory(prefix="herald-") as scratch:
        recording = opened(Path(scratch))
        presenter = presenters.find(studio, presenter_name)
        segments = recording.segments(presenter.fps)
        jobs = render_jobs(studio, presenter, segments, presenter.fps, stage(presenter, Look()))
        rendering.render_all(jobs, studio.store, studio.progress)
        sound = make_sound(studio.store, segments, presenter.fps)
        assemble(studio, jobs, sound, output, title=output.stem, language=language)
    measures, warnings = check_edition(studio.store, jobs, sound.loudness)
    return [str(output), *(f"  {note}" for note in recording.notes), *shown(measures, warnings)]
