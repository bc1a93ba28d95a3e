"""A finished edition is held against what was asked for, before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from herald.master import MOST_PEAK_DBTP, TARGET_LUFS, TOLERANCE_LU, Loudness
from herald.media import Mark
from herald.rendering import SEEN, RenderJob
from herald.store import Store
from herald.timing import MASTER_RATE_HZ, frame_at_sample

if TYPE_CHECKING:
    from lipsync.mouth import MouthTrack

Measures = dict[str, float | None]
"""What was measured, by name; None where there was nothing to measure."""


def check_edition(store: Store, jobs: Sequence[RenderJob], loudness: Loudness) -> tuple[Measures, list[str]]:
    """Compare the mouth that was asked for with the one that is seen in the encoded pictures.

    Args:
        store: has the rendered segments with what was seen in them.
        jobs: the segments of the edition, in order.
        loudness: of the finished file.

    Returns:
        the measures, and a sentence for each that is below its mark.
    """
    from lipsync.quality import SeenMouth, compare, shortfalls

    seen = SeenMouth.joined([SeenMouth.load(store.path(job.recipe) / SEEN) for job in jobs])
    mouth = compare(_wanted(jobs), seen, _closures(jobs), _pauses(jobs))
    warnings = shortfalls(mouth)
    if not loudness.is_on_target:
        found = f"{loudness.integrated_lufs:.1f} LUFS with peaks of {loudness.true_peak_dbtp:.1f} dBTP"
        wanted = f"{TARGET_LUFS:g} within {TOLERANCE_LU:g}, peaks at most {MOST_PEAK_DBTP:g}"
        warnings.append(f"loudness is {found} ({wanted})")
    measures = {name: None if value is None else round(value, 4) for name, value in mouth.items()}
    measures["loudness_lufs"] = round(loudness.integrated_lufs, 2)
    measures["true_peak_dbtp"] = round(loudness.true_peak_dbtp, 2)
    return measures, warnings


def _wanted(jobs: Sequence[RenderJob]) -> MouthTrack:
    """Return the wanted mouth of the whole edition, as the segments were rendered with it."""
    from lipsync.mouth import MouthTrack, mouth_track

    tracks = [mouth_track(job.sounds, MASTER_RATE_HZ, job.fps, job.n_frames) for job in jobs]
    return MouthTrack(
        jobs[0].fps,
        np.concatenate([track.shape for track in tracks]),
        np.concatenate([track.rest for track in tracks]),
        np.concatenate([track.closed for track in tracks]),
    )


def _closures(jobs: Sequence[RenderJob]) -> list[int]:
    """Return the frame of the middle of every p, b and m of the edition."""
    from lipsync.mouth import centres

    frames: list[int] = []
    first = 0
    for job in jobs:
        middles = centres(job.sounds, MASTER_RATE_HZ, "PP")
        frames += [first + min(int(middle * job.fps), job.n_frames - 1) for middle in middles]
        first += job.n_frames
    return frames


def _pauses(jobs: Sequence[RenderJob]) -> list[tuple[int, int]]:
    """Return the silences of the edition as frames `[start, stop)`; those that meet at a joint are one."""
    pauses: list[tuple[int, int]] = []
    first = 0
    for job in jobs:
        for mark in _pause_marks(job.sounds):
            start = first + frame_at_sample(mark.start, MASTER_RATE_HZ, job.fps)
            stop = first + min(frame_at_sample(mark.stop, MASTER_RATE_HZ, job.fps), job.n_frames)
            if pauses and pauses[-1][1] == start:
                start = pauses.pop()[0]
            pauses.append((start, stop))
        first += job.n_frames
    return pauses


def _pause_marks(sounds: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in sounds if mark.kind == "pause"]
