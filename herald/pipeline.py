"""The page to read: a script becomes speech, speech becomes pictures, and both are published.

plan      every script, voice and presenter is checked, and all inputs declared   herald/plan.py
speak     sentences -> speech with marks                                   tts/
lay out   speech -> segments on the frame clock                            herald/timeline.py
render    segments -> encoded pictures, while others are still spoken      lipsync/, herald/rendering.py
master    segments -> one sound at one loudness                            herald/master.py
publish   picture + sound + captions -> outputs/<slug>/<language>/         herald/edition.py
"""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from herald import presenters, rendering
from herald.cache import running_build
from herald.edition import Edition, refuse_shortfalls
from herald.motion import motion_under
from herald.plan import Plan
from herald.render_job import RenderJob
from herald.render_worker import Needs
from herald.renderers import ChosenRenderer, heard
from herald.staging import Staging, prepared, stage
from herald.state import current_edition, state_of
from herald.studio import Studio
from herald.timeline import Segment, laid_out

if TYPE_CHECKING:
    from lipsync.presenter import Presenter


@dataclass
class StageClock:
    """Measures how long each stage of a build takes."""

    seconds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    """CPU seconds of the workers, see `render_worker.CpuSeconds`."""
    _since: float = field(default_factory=time.monotonic)

    def lap(self, stage: str) -> None:
        """Book the time since the last lap to `stage`."""
        now = time.monotonic()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self._since, 3)
        self._since = now


def build(
    studio: Studio,
    plan: Plan,
    n_jobs: int | None = None,
    strict: bool = False,
    read_back: bool = False,
) -> Edition:
    """Build one edition and publish it; the one that is published stays until the new one is whole.

    An edition whose plan is the one that it was made from is not touched.

    Args:
        studio: the opened workspace.
        plan: what to build.
        n_jobs: processes that render; by default one for each core.
        strict: publish nothing that is below a mark of quality.
        read_back: whether to check that the sound says the script.

    Raises:
        BelowMark: the edition is not good enough for `strict`.
    """
    found = state_of(plan)
    if found.is_current:
        current = current_edition(plan, found)
        if strict:
            refuse_shortfalls(current.manifest)
        if not read_back or "confidences" in current.manifest:
            return current
    with running_build(studio.store):
        studio.store.begin()
        return _build(studio, plan, n_jobs, strict, read_back)


def _build(studio: Studio, plan: Plan, n_jobs: int | None, strict: bool, read_back: bool) -> Edition:
    from herald.publishing import make_sound, publish
    from herald.recorded.readback import read_segments
    from herald.recorded.speaking import speak_recorded
    from herald.speaking import Speaker, speak_all

    clock = StageClock()
    # A device that was asked for and is not there is told before any work.
    devices = studio.devices
    # A script that is recorded needs nobody's voice.
    voices = () if plan.script.audio else plan.cast.models
    models = [presenters.LANDMARK_MODEL, *voices]
    studio.registry.pull(models, progress=studio.progress)
    clock.lap("models")
    presenter = presenters.find(studio, plan.presenter)
    presenters.complete(studio, presenter)
    plan = plan.with_presenter(studio, presenter)
    assert plan.renderer is not None, "a plan with a presenter has a renderer"
    plan.renderer.check()
    models += plan.renderer.models
    staging = prepared(
        stage(presenter, plan.look), studio.store, plan.script.fps or presenter.fps, studio.progress
    )
    clock.lap("presenter")
    script = plan.script
    fps = script.fps or presenter.fps
    segments: list[Segment] = []
    jobs: list[RenderJob] = []
    told = None
    with (
        rendering.Rendering(studio.store, studio.progress, n_jobs, devices) as running,
        contextlib.ExitStack() as stack,
    ):
        if script.audio is not None:
            spoken, told = speak_recorded(studio, script, script.audio)
        else:
            speaker = stack.enter_context(
                Speaker(studio, plan.cast, script.language, script.speed, rendering.threads_beside())
            )
            needs = Needs(presenter, plan.renderer, studio.model_path(presenters.LANDMARK_MODEL))
            running.get_ready(needs, sum(not speaker.has(sentence) for sentence in script.sentences))
            spoken = speak_all(studio, speaker, script.sentences)
        for segment in laid_out(spoken, len(script.sentences), fps, script.pause_before_ms):
            segments.append(segment)
            jobs.append(render_job(studio, presenter, segment, fps, staging, plan.renderer))
            running.add(jobs[-1])
        stack.close()
        clock.lap("speak")
        if read_back and told is None:
            told = read_segments(studio, segments, script.language)
            clock.lap("read back")
        # The sound needs no picture: it is made beside them, by ffmpeg, in processes of its own.
        with ThreadPoolExecutor(1) as beside:
            sound = beside.submit(make_sound, studio.store, segments, fps)
            clock.cpu = asdict(running.finish())
            clock.lap("render")
            made = sound.result()
    clock.lap("sound")
    return publish(studio, plan, presenter, segments, jobs, made, models, clock, strict, told)


def render_job(
    studio: Studio,
    presenter: Presenter,
    segment: Segment,
    fps: Fraction,
    staging: Staging,
    renderer: ChosenRenderer,
) -> RenderJob:
    """Decide which footage lies under a segment, and what else its pictures depend on."""
    return RenderJob(
        presenter=presenter,
        identity=presenter.identity,
        renderer=renderer,
        sounds=segment.sounds,
        fps=fps,
        n_frames=segment.n_frames,
        base=motion_under(studio.store, presenter, segment.n_frames, _motion_seed(segment), fps),
        staging=staging,
        landmark_model=studio.model_path(presenters.LANDMARK_MODEL),
        heard=heard(studio, segment, fps) if renderer.hears else None,
        device=studio.devices[0].partition(":")[0],
    )


def _motion_seed(segment: Segment) -> str:
    """Return what a segment's motion is chosen by: nothing that an edit elsewhere in the script changes."""
    return segment.sentence.id if segment.sentence else f"frame {segment.first_frame}"
