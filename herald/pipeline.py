"""The page to read: a script becomes speech, speech becomes pictures, and both are published.

plan      every script, voice and presenter is checked, and all inputs declared   herald/plan.py
speak     sentences -> speech with marks                                   tts/
lay out   speech -> segments on the frame clock                            herald/timeline.py
render    segments -> encoded pictures, several processes                  lipsync/, herald/rendering.py
master    segments -> one sound at one loudness                            herald/master.py
publish   picture + sound + captions -> outputs/<slug>/<language>/         herald/edition.py
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from herald import presenters, rendering
from herald.cache import running_build
from herald.edition import Edition, refuse_shortfalls
from herald.licensing import check_commercial, licensed
from herald.plan import Plan
from herald.rendering import RenderJob
from herald.state import current_edition, state_of
from herald.studio import Studio
from herald.timeline import Segment, lay_out

if TYPE_CHECKING:
    from lipsync.presenter import Presenter


@dataclass
class StageClock:
    """Measures how long each stage of a build takes."""

    seconds: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.monotonic)

    def lap(self, stage: str) -> None:
        """Book the time since the last lap to `stage`."""
        now = time.monotonic()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self._since, 3)
        self._since = now


def build(studio: Studio, plan: Plan, n_jobs: int | None = None, strict: bool = False) -> Edition:
    """Build one edition and publish it; the one that is published stays until the new one is whole.

    An edition whose plan is the one that it was made from is not touched.

    Args:
        studio: the opened workspace.
        plan: what to build.
        n_jobs: processes that render; by default one for each core.
        strict: publish nothing that is below a mark of quality.

    Raises:
        BelowMark: the edition is not good enough for `strict`.
    """
    found = state_of(plan)
    if found.is_current:
        current = current_edition(plan, found)
        if strict:
            refuse_shortfalls(current.manifest)
        return current
    with running_build(studio.store):
        studio.store.begin()
        return _build(studio, plan, n_jobs, strict)


def _build(studio: Studio, plan: Plan, n_jobs: int | None, strict: bool) -> Edition:
    from herald.publishing import publish
    from herald.speaking import Speaker, speak_all

    clock = StageClock()
    models = [presenters.LANDMARK_MODEL, *plan.cast.models]
    studio.registry.pull(models, progress=studio.progress)
    clock.lap("models")
    presenter = presenters.find(studio, plan.presenter)
    plan = plan.with_presenter(presenter)
    clock.lap("presenter")
    script = plan.script
    fps = script.fps or presenter.fps
    with Speaker(studio, plan.cast, script.language, script.speed) as speaker:
        spoken = speak_all(studio, speaker, script.sentences)
        segments = lay_out(spoken, fps, script.pause_before_ms)
    clock.lap("speak")
    jobs = render_jobs(studio, presenter, segments, fps, script.size_px)
    rendering.render_all(jobs, studio.store, studio.progress, n_jobs)
    clock.lap("render")
    return publish(studio, plan, presenter, segments, jobs, models, clock, strict)


def render_jobs(
    studio: Studio,
    presenter: Presenter,
    segments: Sequence[Segment],
    fps: Fraction,
    size_px: tuple[int, int] | None,
) -> list[RenderJob]:
    """Decide for every segment which footage lies under it, and what else its pictures depend on."""
    from lipsync.engine import renderer_for
    from lipsync.path import path

    return [
        RenderJob(
            presenter=presenter,
            identity=presenter.identity,
            renderer=renderer_for(presenter),
            sounds=segment.sounds,
            fps=fps,
            n_frames=segment.n_frames,
            base=path(presenter, segment.n_frames, _motion_seed(segment), fps),
            size_px=size_px or presenter.size_px,
            landmark_model=studio.model_path(presenters.LANDMARK_MODEL),
        )
        for segment in segments
    ]


def _motion_seed(segment: Segment) -> str:
    """Return what a segment's motion is chosen by: nothing that an edit elsewhere in the script changes."""
    return segment.sentence.id if segment.sentence else f"frame {segment.first_frame}"


def lipsync_recording(
    studio: Studio,
    presenter_name: str,
    audio: Path,
    marks_file: Path,
    output: Path,
    commercial_only: bool = False,
) -> list[str]:
    """Make a presenter say a recording whose phones are known.

    Args:
        studio: the opened workspace.
        presenter_name: who says it.
        audio: any sound file that ffmpeg reads.
        marks_file: its marks, as `herald speak --marks` writes them.
        output: the MP4 to write.
        commercial_only: whether to refuse models that must not be used commercially.

    Returns:
        lines for a person to read: where the video is, and what was measured on it.

    Raises:
        UserError: a file cannot be read, or marks and sound do not belong together.
    """
    from herald.checking import check_edition
    from herald.edition import shown
    from herald.publishing import assemble
    from herald.recording import open_recording

    presenters.check(studio, presenter_name)
    if commercial_only:
        check_commercial(licensed((), [presenters.LANDMARK_MODEL], studio.registry))
    with tempfile.TemporaryDirectory(prefix="herald-") as scratch:
        recording = open_recording(audio, marks_file, Path(scratch))
        presenter = presenters.find(studio, presenter_name)
        segments = recording.segments(presenter.fps)
        jobs = render_jobs(studio, presenter, segments, presenter.fps, None)
        rendering.render_all(jobs, studio.store, studio.progress)
        loudness = assemble(studio, segments, jobs, output, title=output.stem, language="und")
    measures, warnings = check_edition(studio.store, jobs, loudness)
    return [str(output), *shown(measures, warnings)]
