"""Chapters of a broadcast: each heading begins one, and an FAQ has one for each question."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pysubs2

from herald.captions.files import for_vtt
from herald.ffmpeg.chapters import Chapter
from herald.files import write_text
from herald.timeline import Segment
from herald.timing import seconds_at_frame

LEAST_CHAPTERS = 2
"""A broadcast with fewer headings has no chapters: there is nowhere to go."""


def chapters_of(segments: Sequence[Segment], fps: Fraction, title: str) -> tuple[Chapter, ...]:
    """Return the chapters of a broadcast.

    Args:
        segments: all of them, in order.
        fps: frames per second.
        title: of what comes before the first heading, if sentences do.

    Returns:
        none if there are fewer than `LEAST_CHAPTERS` headings; else they cover the broadcast.
    """
    spoken = [segment for segment in segments if segment.sentence is not None]
    starts = [
        (segment.sentence.text, segment.first_frame)
        for segment in spoken
        if segment.sentence is not None and segment.sentence.kind == "heading"
    ]
    if len(starts) < LEAST_CHAPTERS:
        return ()
    if spoken[0].first_frame < starts[0][1]:
        starts.insert(0, (title, 0))
    starts[0] = (starts[0][0], 0)
    end = segments[-1].first_frame + segments[-1].n_frames
    frames = [*(frame for _, frame in starts), end]
    times_ms = [round(seconds_at_frame(frame, fps) * 1000) for frame in frames]
    return tuple(Chapter(name, times_ms[i], times_ms[i + 1]) for i, (name, _) in enumerate(starts))


def write_chapters(chapters: Sequence[Chapter], path: Path) -> None:
    """Write chapters as WebVTT, for `<track kind="chapters">`."""
    subtitles = pysubs2.SSAFile()
    subtitles.events = [pysubs2.SSAEvent(one.start_ms, one.stop_ms, for_vtt(one.title)) for one in chapters]
    write_text(path, subtitles.to_string("vtt", keep_ssa_tags=True, apply_styles=False))
