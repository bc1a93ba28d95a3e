"""The working copy of a presenter's footage: the same frames, in a form that can be read in any order."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from herald.errors import BadFootage
from herald.ffmpeg import VideoWriter, probe, read_frames
from herald.files import written_beside
from herald.progress import Progress, Silent

GROUP_FRAMES = 12
"""Frames from one key frame to the next: what a jump has to decode at most."""

_SAME_SHAPE = Fraction(1, 200)

CRF = 16
"""x264's constant quality; about 43-46 dB against the source, and no loss of colour detail."""


def write_working_copy(
    source: Path,
    target: Path,
    fps: Fraction,
    progress: Progress | None = None,
    size_px: tuple[int, int] | None = None,
) -> int:
    """Write a video again: constant rate, upright, H.264 in RGB, a closed group every 12 frames, no B-frames.

    Args:
        source: any video that ffmpeg reads.
        target: an .mp4 file.
        fps: rate of the copy.
        progress: advanced by one for each frame; the caller begins and ends the stage.
        size_px: (width, height) of the copy; a picture of another shape gets black borders. None: as it is.

    Returns:
        how many frames the copy has.

    Raises:
        BadFootage: the video has no frames that can be read.
        UserError: the video is damaged or breaks off.
    """
    progress = progress or Silent()
    own_px = probe(source).size_px
    size_px = size_px or own_px
    edge_px = borders_px(own_px, size_px)
    around = ((edge_px[1],) * 2, (edge_px[0],) * 2, (0, 0))
    framed_px = (own_px[0] + 2 * edge_px[0], own_px[1] + 2 * edge_px[1])
    # Stored as RGB: OpenCV 4 converts YCbCr with BT.601 whatever the file says, and OpenCV 5 takes about
    # one level off every value.
    with (
        written_beside(target) as part,
        VideoWriter(
            part, size_px, fps, source_size_px=framed_px, crf=CRF, group_frames=GROUP_FRAMES, rgb=True
        ) as writer,
    ):
        for frame in read_frames(source, fps=fps):
            writer.write(np.pad(frame, around) if any(edge_px) else frame)
            progress.advance()
        if writer.n_frames == 0:
            raise BadFootage(f"{source} has no frames that can be read. Export or record it again.")
    return writer.n_frames


def borders_px(own_px: tuple[int, int], size_px: tuple[int, int]) -> tuple[int, int]:
    """Return how wide the borders at each side, and at top and bottom, are that give a picture a shape.

    Shapes that differ by a few pixels are one.
    """
    (wide, high), shape = own_px, Fraction(*size_px)
    sides, ends = (high * shape - wide) / 2, (wide / shape - high) / 2
    least = _SAME_SHAPE * max(own_px)
    return (round(sides) if sides > least else 0, round(ends) if ends > least else 0)
