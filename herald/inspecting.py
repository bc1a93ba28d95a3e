"""`herald inspect`: any video of a speaking face, judged by the measures that every build is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from herald import edition, presenters
from herald.checking import loudness_shortfalls, rounded
from herald.errors import UserError
from herald.ffmpeg import Probe, probe, read_sound
from herald.master import measure_loudness
from herald.media import Mark, rescaled
from herald.studio import Studio
from herald.timing import MASTER_RATE_HZ, frame_count, sample_at_frame

if TYPE_CHECKING:
    from lipsync.landmarks import FaceLandmarker
    from lipsync.quality import SeenMouth
    from lipsync.wanted import Wanted
    from lipsync.worst import Moment
    from lipsync.yardstick import Yardstick

_CHUNK_S = 30
"""A long video is measured in parts, so that memory does not grow with its length."""

_LISTENING_RATE_HZ = 16_000


@dataclass(frozen=True)
class Inspection:
    """What was found out about a video.

    Attributes:
        video: the file.
        fps, n_frames: of its pictures.
        measures: by name; None where there was nothing to measure it with.
        warnings: a sentence for each measure that is not as good as its mark asks.
        moments: the worst, in order of time.
        wanted, seen: the mouth over time, as it was meant to be and as it is.
        how: where the timed sounds and the person's units came from.
    """

    video: Path
    fps: Fraction
    n_frames: int
    measures: Mapping[str, float | None]
    warnings: tuple[str, ...]
    moments: tuple[Moment, ...]
    wanted: Wanted
    seen: SeenMouth
    how: tuple[str, ...]

    def lines(self) -> list[str]:
        """Return the report for a person to read."""
        shown = [f"{self.video}: {float(self.n_frames / self.fps):.1f} s, {self.n_frames} pictures"]
        shown += [f"  {sentence}" for sentence in self.how]
        shown += edition.shown(self.measures, self.warnings)
        for moment in self.moments:
            if moment.badness >= 1:
                shown.append(f"  {_clock(moment.frame, self.fps)}  {moment.what}")
        return shown

    def record(self) -> dict[str, Any]:
        """Return the report for programs."""
        return {
            "video": str(self.video),
            "fps": str(self.fps),
            "n_frames": self.n_frames,
            "measured_with": list(self.how),
            "measures": dict(self.measures),
            "warnings": list(self.warnings),
            "moments": [
                {
                    "frame": moment.frame,
                    "seconds": round(float(moment.frame / self.fps), 3),
                    "what": moment.what,
                    "badness": round(moment.badness, 2),
                }
                for moment in self.moments
            ],
        }


def inspect(
    studio: Studio,
    video: Path,
    presenter_name: str | None = None,
    marks_file: Path | None = None,
    ruler: str = "mediapipe",
) -> Inspection:
    """Judge a video.

    Args:
        studio: the opened workspace.
        video: any video of one speaking face.
        presenter_name: who is seen, if enrolled; by default the manifest beside the video says it, and
            without one the person's range is learned from the video itself.
        marks_file: the timed sounds; by default those beside the video, else what is heard in its sound.
        ruler: the landmark engine that sees the mouth. With another than MediaPipe, which made the video too,
            the looks of the face are not judged.

    Raises:
        UserError: the video cannot be read, has no sound or no face, or the marks do not belong to it.
    """
    from lipsync.landmark_engine import MEDIAPIPE
    from lipsync.landmarks import FaceLandmarker
    from lipsync.quality import compare
    from lipsync.quality_marks import shortfalls
    from lipsync.wanted import Wanted
    from lipsync.worst import worst_moments

    facts = probe(video)
    if not facts.has_video:
        raise UserError(f"{video} has no pictures, only sound.")
    sounds, heard_how = _sounds(video, facts, marks_file)
    wanted = Wanted.of(sounds, MASTER_RATE_HZ, facts.fps, facts.n_frames)
    talks = True
    if ruler != MEDIAPIPE:
        seen, seen_how = _seen_otherwise(studio, video, presenter_name, ruler)
    else:
        with FaceLandmarker(studio.model_path(presenters.LANDMARK_MODEL)) as landmarker:
            yardstick, seen_how = _yardstick(studio, video, presenter_name, landmarker)
            seen = _seen(studio, video, facts, landmarker, yardstick)
        talks = yardstick.talks
    measures = compare(wanted, seen, talks)
    warnings = shortfalls(measures)
    measures = rounded(measures)
    if facts.has_audio:
        loudness = measure_loudness(video)
        measures["loudness_lufs"] = round(loudness.integrated_lufs, 2)
        measures["true_peak_dbtp"] = round(loudness.true_peak_dbtp, 2)
        warnings += loudness_shortfalls(loudness)
    return Inspection(
        video,
        facts.fps,
        facts.n_frames,
        measures,
        tuple(warnings),
        worst_moments(wanted, seen),
        wanted,
        seen,
        (heard_how, seen_how),
    )


def _sounds(video: Path, facts: Probe, marks_file: Path | None) -> tuple[tuple[Mark, ...], str]:
    """Return the timed sounds of a video at the master rate, and where they came from."""
    from herald.marks import read_marks

    beside = video.with_name(edition.MARKS)
    if marks_file is None and beside.is_file() and _is_edition(video):
        marks_file = beside
    n_samples = _length(facts)
    if marks_file is not None:
        marked = read_marks(marks_file)
        told_s = Fraction(marked.n_samples, marked.rate_hz)
        if abs(told_s - Fraction(n_samples, MASTER_RATE_HZ)) > Fraction(1, 4):
            raise UserError(
                f"{marks_file} is about {float(told_s):.2f} s, but {video} is "
                f"{n_samples / MASTER_RATE_HZ:.2f} s long. Give the marks of this video."
            )
        sounds = rescaled(marked.marks, marked.rate_hz, MASTER_RATE_HZ, n_samples)
        return tuple(mark for mark in sounds if mark.kind != "word"), f"sounds as in {marks_file}"
    if not facts.has_audio:
        raise UserError(f"{video} has no sound, so there is nothing to hold the mouth against.")
    from tts.recogniser.recognise import marks_from_sound

    waveform = read_sound(video, _LISTENING_RATE_HZ)
    heard = rescaled(marks_from_sound(waveform), _LISTENING_RATE_HZ, MASTER_RATE_HZ, n_samples)
    return heard, "sounds as heard in the video: closures and timing are less sure than with --marks"


def _length(facts: Probe) -> int:
    return sample_at_frame(facts.n_frames, MASTER_RATE_HZ, facts.fps)


def _is_edition(video: Path) -> bool:
    return video.name == edition.VIDEO and video.with_name(edition.MANIFEST).is_file()


def _yardstick(
    studio: Studio, video: Path, presenter_name: str | None, landmarker: FaceLandmarker
) -> tuple[Yardstick, str]:
    """Return what the video is measured with, and in words whose it is."""
    from lipsync.yardstick import yardstick_from, yardstick_of

    presenter_name = presenter_name or _named_beside(studio, video)
    if presenter_name is None:
        return (
            yardstick_from(video, landmarker),
            "nobody enrolled to compare with (--presenter NAME): the person's range is taken from the video, "
            "and sharpness, flicker, seams and identity are not judged",
        )
    yardstick = yardstick_of(presenters.find(studio, presenter_name), landmarker)
    return yardstick, f"compared with the footage of {presenter_name}"


def _named_beside(studio: Studio, video: Path) -> str | None:
    """Return the enrolled presenter that the manifest beside a video names, if there is one."""
    import json

    if not _is_edition(video):
        return None
    manifest = json.loads(video.with_name(edition.MANIFEST).read_text(encoding="utf-8"))
    named = str(manifest.get("presenter", {}).get("name", ""))
    return named if (studio.workspace.presenters / named / "presenter.toml").is_file() else None


def _seen_otherwise(
    studio: Studio, video: Path, presenter_name: str | None, ruler: str
) -> tuple[SeenMouth, str]:
    """Measure the mouth with other eyes than those that made the video."""
    from lipsync.landmark_engine import landmark_engine
    from lipsync.ruler import measure_with

    name = presenter_name or _named_beside(studio, video)
    presenter = None if name is None else presenters.find(studio, name)
    with landmark_engine(ruler, studio.model_path, studio.devices[0]) as engine:
        seen = measure_with(engine, video, presenter, studio.progress)
    whose = f"in the units of {name}" if name else "the person's range is taken from the video"
    return seen, f"seen by {ruler}, {whose}; the looks of the face are not judged"


def _seen(
    studio: Studio, video: Path, facts: Probe, landmarker: FaceLandmarker, yardstick: Yardstick
) -> SeenMouth:
    from lipsync.quality import SeenMouth, measure_mouth
    from lipsync.whose import presenter_in

    step = frame_count(_CHUNK_S, 1, facts.fps)
    studio.progress.begin("inspect", facts.n_frames, "frames")
    parts = []
    for start in range(0, facts.n_frames, step):
        n_frames = min(step, facts.n_frames - start)
        chosen = presenter_in(video, landmarker, yardstick, start)
        parts.append(measure_mouth(video, landmarker, yardstick, start, n_frames, chosen))
        studio.progress.advance(n_frames)
    studio.progress.end()
    return SeenMouth.joined(parts)


def _clock(frame: int, fps: Fraction) -> str:
    minutes, seconds = divmod(float(frame / fps), 60)
    return f"{minutes:.0f}:{seconds:05.2f}"
