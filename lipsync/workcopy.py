"""The working copy of a presenter's footage: the same frames, in a form that can be read in any order."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from herald.errors import BadFootage
from herald.ffmpeg import VideoWriter, probe, read_frames
from herald.files import written_beside
from herald.progress import Progress, Silent

GROUP_FRAMES = 12
"""Frames from one key frame to the next: what a jump has to decode at most."""

CRF = 16
"""x264's constant quality; about 43-46 dB against the source, and no loss of colour detail."""


def write_working_copy(source: Path, target: Path, fps: Fraction, progress: Progress | None = None) -> int:
    """Write a video again: constant rate, upright, H.264 in RGB, a closed group every 12 frames, no B-frames.

    Args:
        source: any video that ffmpeg reads.
        target: an .mp4 file.
        fps: rate of the copy.
        progress: advanced by one for each frame; the caller begins and ends the stage.

    Returns:
        how many frames the copy has.

    Raises:
        BadFootage: the video has no frames that can be read.
        UserError: the video is damaged or breaks off.
    """
    progress = progress or Silent()
    size_px = probe(source).size_px
    # Stored as RGB: OpenCV 4 converts YCbCr with BT.601 whatever the file says, and OpenCV 5 takes about
    # one level off every value.
    with (
        written_beside(target) as part,
        VideoWriter(part, size_px, fps, crf=CRF, group_frames=GROUP_FRAMES, rgb=True) as writer,
    ):
        for frame in read_frames(source, fps=fps):
            writer.write(frame)
            progress.advance()
        if writer.n_frames == 0:
            raise BadFootage(f"{source} has no frames that can be read. Export or record it again.")
    return writer.n_frames
