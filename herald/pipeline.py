"""The page to read: a script becomes speech, speech becomes pictures, and both are published.

plan      every script, voice and presenter is checked before any long work starts
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
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from herald import presenters, rendering
from herald.edition import Edition
from herald.errors import UserError
from herald.media import Script
from herald.rendering import RenderJob
from herald.studio import Studio
from herald.timeline import Segment, lay_out

if TYPE_CHECKING:
    from lipsync.presenter import Presenter
    from tts.engine import Voice

RENDERER = "footage"


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for instead of what the scripts say; None leaves it to them.

    Attributes:
        on: the day whose facts hold.
        language: of the scripts, where their names do not say it; of data files only this one is built.
        presenter, voice: names.
        output: folder for editions.
    """

    on: date
    language: str | None = None
    presenter: str | None = None
    voice: str | None = None
    output: Path | None = None


@dataclass(frozen=True)
class Plan:
    """One edition to build, checked.

    Attributes:
        script: what is said.
        presenter: name of the person who says it.
        voice: the voice they say it with.
        folder: where the edition will be published.
    """

    script: Script
    presenter: str
    voice: Voice
    folder: Path


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


def build_all(studio: Studio, scripts: Sequence[str | Path], wishes: Wishes) -> list[Edition]:
    """Build every script, after all of them have been checked."""
    return [build(studio, plan) for plan in plan_all(studio, scripts, wishes)]


def plan_all(studio: Studio, scripts: Sequence[str | Path], wishes: Wishes) -> list[Plan]:
    """Read and check all scripts with their voices and presenters; nothing is built yet.

    Raises:
        UserError: with every fault of every script.
    """
    from herald.template.finding import read_named
    from tts.voices import find_voice

    plans: list[Plan] = []
    complaints: list[str] = []
    readings = read_named(studio.workspace, scripts, on=wishes.on, language=wishes.language)
    for script in (reading.script for reading in readings):
        name = wishes.presenter or script.presenter or presenters.DEMONSTRATION
        try:
            presenters.check(studio, name)
        except UserError as error:
            complaints.append(f"{script.path}: {error}")
        try:
            voice = find_voice(wishes.voice or script.voice, script.language, studio.workspace.models)
        except UserError as error:
            complaints.append(f"{script.path}: {error}")
            continue
        folder = (wishes.output or studio.workspace.outputs) / script.slug / script.language
        plans.append(Plan(script, name, voice, folder))
    if complaints:
        raise UserError("\n".join(complaints))
    _check_targets(plans)
    return plans


def build(studio: Studio, plan: Plan) -> Edition:
    """Build one edition and publish it; the one that is published stays until the new one is whole."""
    from herald.publishing import publish
    from herald.speaking import Speaker, speak_all

    clock = StageClock()
    models = [presenters.LANDMARK_MODEL, *plan.voice.models]
    studio.registry.pull(models, progress=studio.progress)
    clock.lap("models")
    presenter = presenters.find(studio, plan.presenter)
    clock.lap("presenter")
    script = plan.script
    fps = script.fps or presenter.fps
    with Speaker(studio, plan.voice, script.language, script.speed) as speaker:
        spoken = speak_all(studio, speaker, script.sentences)
        segments = lay_out(spoken, fps, script.pause_before_ms)
    clock.lap("speak")
    jobs = render_jobs(studio, presenter, segments, fps, script.size_px)
    rendering.render_all(jobs, studio.store, studio.progress)
    clock.lap("render")
    return publish(studio, plan, presenter, segments, jobs, models, clock)


def render_jobs(
    studio: Studio,
    presenter: Presenter,
    segments: Sequence[Segment],
    fps: Fraction,
    size_px: tuple[int, int] | None,
) -> list[RenderJob]:
    """Decide for every segment which footage lies under it, and what else its pictures depend on."""
    from lipsync.engine import renderer
    from lipsync.path import path

    engine = renderer(RENDERER)
    version = engine.version
    engine.close()
    return [
        RenderJob(
            presenter=presenter,
            identity=presenter.identity,
            renderer=RENDERER,
            renderer_version=version,
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
    studio: Studio, presenter_name: str, audio: Path, marks_file: Path, output: Path
) -> list[str]:
    """Make a presenter say a recording whose phones are known.

    Args:
        studio: the opened workspace.
        presenter_name: who says it.
        audio: any sound file that ffmpeg reads.
        marks_file: its marks, as `herald speak --marks` writes them.
        output: the MP4 to write.

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
    with tempfile.TemporaryDirectory(prefix="herald-") as scratch:
        recording = open_recording(audio, marks_file, Path(scratch))
        presenter = presenters.find(studio, presenter_name)
        segments = recording.segments(presenter.fps)
        jobs = render_jobs(studio, presenter, segments, presenter.fps, None)
        rendering.render_all(jobs, studio.store, studio.progress)
        loudness = assemble(studio, segments, jobs, output, title=output.stem, language="und")
    measures, warnings = check_edition(studio.store, jobs, loudness)
    return [str(output), *shown(measures, warnings)]


def _check_targets(plans: Sequence[Plan]) -> None:
    """Two scripts that would be published in one place are refused before either is built."""
    by_folder: dict[Path, Plan] = {}
    for plan in plans:
        first = by_folder.setdefault(plan.folder, plan)
        if first is not plan:
            raise UserError(
                f"{first.script.path} and {plan.script.path} would both be published in {plan.folder}. "
                "Rename one of them."
            )
