"""A finished edition is held against what was asked for, before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from herald.master import MOST_PEAK_DBTP, TARGET_LUFS, TOLERANCE_LU, Loudness
from herald.motion import mouth_in
from herald.render_job import SEEN, RenderJob
from herald.store import Store
from herald.timing import MASTER_RATE_HZ

if TYPE_CHECKING:
    from lipsync.wanted import Wanted

Measures = dict[str, float | None]
"""What was measured, by name; None where there was nothing to measure."""


def check_edition(store: Store, jobs: Sequence[RenderJob], loudness: Loudness) -> tuple[Measures, list[str]]:
    """Compare the mouth that was asked for with the one that is seen in the encoded pictures.

    Args:
        store: has what was seen in the rendered segments.
        jobs: the segments of the edition, in order.
        loudness: of the finished file.

    Returns:
        the measures, and a sentence for each that is below its mark.
    """
    from lipsync.quality import SeenMouth, compare
    from lipsync.quality_marks import shortfalls
    from lipsync.wanted import Wanted

    seen = SeenMouth.joined([SeenMouth.load(store.path(job.check) / SEEN) for job in jobs])
    talks = jobs[0].presenter.kind == "talking"
    wanted = Wanted.joined([_wanted(store, job) for job in jobs])
    mouth = compare(wanted, seen, talks)
    warnings = shortfalls(mouth)
    warnings += loudness_shortfalls(loudness)
    measures = rounded(mouth)
    measures["loudness_lufs"] = round(loudness.integrated_lufs, 2)
    measures["true_peak_dbtp"] = round(loudness.true_peak_dbtp, 2)
    return measures, warnings


def _wanted(store: Store, job: RenderJob) -> Wanted:
    from lipsync.wanted import Wanted

    mouth = mouth_in(store, job.sounds, job.fps, job.n_frames)
    return Wanted.of(job.sounds, MASTER_RATE_HZ, job.fps, job.n_frames, mouth)


def rounded(measures: Measures) -> Measures:
    """Return measures with as many digits as mean anything."""
    return {name: None if value is None else round(value, 4) for name, value in measures.items()}


def loudness_shortfalls(loudness: Loudness) -> list[str]:
    """Return a sentence if a file is not as loud as it should be."""
    if loudness.is_on_target:
        return []
    found = f"{loudness.integrated_lufs:.1f} LUFS with peaks of {loudness.true_peak_dbtp:.1f} dBTP"
    asked = f"{TARGET_LUFS:g} within {TOLERANCE_LU:g}, peaks at most {MOST_PEAK_DBTP:g}"
    return [f"loudness is {found} ({asked})"]
