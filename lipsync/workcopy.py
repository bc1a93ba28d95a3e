"""The working copy of a presenter's footage: the same frames, in a form that can be read in any order."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import ffmpeg

from herald.errors import BadFootage, StageFailed
from herald.ffmpeg import even_size, probe, read_frames, running_ffmpeg
from herald.ffmpeg.tool import STANDARD_INPUT, arguments
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
    facts = probe(source)
    n_written = 0
    with written_beside(target) as part:
        with running_ffmpeg(_command(part, facts.size_px, fps), stdin=True) as running:
            for frame in read_frames(source, fps=fps):
                running.stdin.write(frame.data.cast("B"))
                n_written += 1
                progress.advance()
        if n_written == 0:
            raise BadFootage(f"{source} has no frames that can be read. Export or record it again.")
        n_stored = probe(part).n_frames
        if n_stored != n_written:
            raise StageFailed(f"the working copy has {n_stored} frames, but {n_written} were written")
    return n_written


def _command(target: Path, size_px: tuple[int, int], fps: Fraction) -> list[str]:
    wide, high = even_size(size_px)
    frames = ffmpeg.input(
        STANDARD_INPUT,
        format="rawvideo",
        pix_fmt="rgb24",
        s=f"{size_px[0]}x{size_px[1]}",
        framerate=str(fps),
    )
    output = frames.output(
        f"file:{target.absolute()}",
        format="mp4",
        vf=f"crop={wide}:{high}:0:0,setsar=1",
        # Stored as RGB: OpenCV 4 converts YCbCr with BT.601 whatever the file says, and OpenCV 5 takes about
        # one level off every value.
        vcodec="libx264rgb",
        preset="veryfast",
        tune="fastdecode",
        crf=CRF,
        threads=1,
        bf=0,
        g=GROUP_FRAMES,
        fps_mode="passthrough",
        fflags="+bitexact",
        **{"flags:v": "+bitexact+cgop", "x264-params": f"scenecut=0:open-gop=0:keyint_min={GROUP_FRAMES}"},
    )
    return arguments(output)
