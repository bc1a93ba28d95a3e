"""Encoders and decoders of graphics cards, believed only after they have done a small piece of work.

Builds of ffmpeg list `h264_nvenc` and `cuda` whether there is a card or not, so their names say nothing.
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from herald.errors import ToolFailed
from herald.ffmpeg.probe import scan
from herald.ffmpeg.tool import ffmpeg_exe, run_ffmpeg, source

X264 = "libx264"
NVENC = "h264_nvenc"

_PROBE_FRAMES = 12
_PROBE_SIZE = "320x240"
_QUIET = ("-hide_banner", "-nostdin", "-v", "error", "-y")


@functools.cache
def best_codec() -> str:
    """Return what encodes H.264 fastest here: the graphics card's encoder if it works, else x264."""
    return NVENC if encoder_works(NVENC) else X264


def encoder_works(codec: str) -> bool:
    """Say whether ffmpeg encodes a few frames with an encoder, and all of them arrive in the file.

    Args:
        codec: as ffmpeg calls it.
    """
    with tempfile.TemporaryDirectory(prefix="herald-") as folder:
        video = Path(folder) / "probe.mp4"
        picture = ["-f", "lavfi", "-i", f"testsrc2=size={_PROBE_SIZE}:rate=25"]
        how = ["-frames:v", str(_PROBE_FRAMES), "-pix_fmt", "yuv420p", "-c:v", codec]
        try:
            run_ffmpeg([ffmpeg_exe(), *_QUIET, *picture, *how, str(video)])
            streams, _ = scan(video)
        except (ToolFailed, OSError):
            return False
        return sum(len(packets.pts) for packets in streams.values()) == _PROBE_FRAMES


def decoder_works(video: Path, accelerator: str = "cuda") -> bool:
    """Say whether a graphics card decodes the first frames of a file.

    Args:
        video: the file itself is tried, since cards decode some formats and not others.
        accelerator: as ffmpeg calls it.
    """
    # With the output left on the card ffmpeg cannot quietly decode on the processor instead.
    how = ["-hwaccel", accelerator, "-hwaccel_output_format", accelerator, "-i", source(video)]
    try:
        run_ffmpeg([ffmpeg_exe(), *_QUIET, *how, "-frames:v", "3", "-f", "null", "-"])
    except (ToolFailed, OSError):
        return False
    return True
