"""Pictures and sound out of files, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import ffmpeg
import numpy as np

from herald.errors import ToolFailed, UserError
from herald.ffmpeg.probe import BREAKS_OFF, DAMAGED, Probe, probe, refusal
from herald.ffmpeg.tool import STANDARD_OUTPUT, Running, arguments, running_ffmpeg, source
from herald.media import Frame, Samples, Waveform

_BLOCK_SAMPLES = 1 << 16

_SCALER = "flags=bicubic+accurate_rnd+full_chroma_int"
"""The exact arithmetic; the default of swscale is off by a few levels."""

_HDR = ("arib-std-b67", "smpte2084")


def read_frames(
    path: Path,
    *,
    fps: Fraction | None = None,
    size_px: tuple[int, int] | None = None,
    start_frame: int = 0,
    n_frames: int | None = None,
) -> Iterator[Frame]:
    """Yield the pictures of a video in order: upright, with square pixels, deinterlaced, in RGB.

    YCbCr is converted with the matrix and range that the file names; a file that names none is taken for
    BT.709 from 720 lines up and for BT.601 below. HDR (HLG, PQ) is brought to standard range.

    Args:
        path: the video.
        fps: resample to this even rate, counted from the start of the file, by dropping and repeating
            frames. None gives the frames as they are stored.
        size_px: (width, height) to scale to; None is the size of `probe`.
        start_frame: the first frame to yield, counted at `fps`.
        n_frames: how many to yield; None is all.

    Raises:
        UserError: the file cannot be read, has no pictures, is damaged, breaks off, or has fewer frames
            than asked for.
    """
    facts = _facts(path)
    wide, high = size_px or facts.size_px
    command = _frames_command(path, facts, fps, _to_rgb(facts, (wide, high)), "rgb24", start_frame, n_frames)
    yield from _pictures(path, command, (high, wide, 3), start_frame, n_frames)


def read_planes(path: Path, *, start_frame: int = 0, n_frames: int | None = None) -> Iterator[Frame]:
    """Yield the pictures that `read_frames` gives as NV12 planes in BT.709, uint8 `[h * 3/2, w]`.

    An odd last column or row is left out. Of a video that is in BT.709 nothing is converted, which takes a
    quarter of the time. Arguments and errors as for `read_frames`.
    """
    facts = _facts(path)
    wide, high = (n // 2 * 2 for n in facts.size_px)
    conversion = [*_to_planes(facts), f"crop={wide}:{high}:0:0"]
    command = _frames_command(path, facts, None, conversion, "nv12", start_frame, n_frames)
    yield from _pictures(path, command, (high * 3 // 2, wide), start_frame, n_frames)


def _facts(path: Path) -> Probe:
    facts = probe(path)
    if not facts.has_video:
        raise UserError(f"{path} has no pictures, only sound.")
    return facts


def _pictures(
    path: Path, command: list[str], shape: tuple[int, ...], start_frame: int, n_frames: int | None
) -> Iterator[Frame]:
    n_read = 0
    try:
        with running_ffmpeg(command, stdout=True) as running:
            while True:
                frame = np.empty(shape, np.uint8)
                n_bytes = running.stdout.readinto(frame.data.cast("B"))  # type: ignore[attr-defined]
                if n_bytes < frame.nbytes:
                    break
                n_read += 1
                yield frame
            _check_whole(path, running)
    except ToolFailed as error:
        raise refusal(path, error.stderr) from error
    if n_frames is not None and n_read < n_frames:
        raise UserError(f"{path} has only {start_frame + n_read} frames, not {start_frame + n_frames}.")


def read_sound(path: Path, rate_hz: int) -> Waveform:
    """Read the first sound track, mixed down to mono, from the start of the file.

    Args:
        path: a sound or video file.
        rate_hz: to resample to.

    Raises:
        UserError: the file cannot be read, has no sound, is damaged or breaks off.
    """
    blocks = list(read_sound_blocks(path, rate_hz))
    return Waveform(np.concatenate([np.empty(0, np.float32), *blocks]), rate_hz)


def read_sound_blocks(path: Path, rate_hz: int, block_samples: int = _BLOCK_SAMPLES) -> Iterator[Samples]:
    """Yield the sound of `read_sound` in blocks of `block_samples`; the last one may be shorter.

    Sound that starts later than the picture is preceded by silence, so that sample 0 is the start of the
    file. Channels are weighted as ffmpeg mixes them, and scaled so that the mix cannot pass full scale.

    Raises:
        UserError: as `read_sound`.
    """
    facts = probe(path)
    if not facts.has_audio:
        raise UserError(f"{path} has no sound.")
    # Two steps: with soxr, ffmpeg shifts the sound when it has to add silence at the start.
    mixed = "aresample=async=1:first_pts=0,aresample=resampler=soxr:out_chlayout=mono:rematrix_maxval=1"
    output = ffmpeg.input(source(path)).output(
        STANDARD_OUTPUT, map="0:a:0", af=mixed, format="f32le", ar=rate_hz, acodec="pcm_f32le"
    )
    try:
        with running_ffmpeg(arguments(output, strict=True), stdout=True) as running:
            while data := running.stdout.read(block_samples * 4):
                yield np.frombuffer(data, "<f4").astype(np.float32, copy=False)
            _check_whole(path, running)
    except ToolFailed as error:
        raise refusal(path, error.stderr) from error


def _check_whole(path: Path, running: Running) -> None:
    said = running.finish()
    if BREAKS_OFF.search(said) or DAMAGED.search(said):
        raise refusal(path, said)


def _frames_command(
    path: Path,
    facts: Probe,
    fps: Fraction | None,
    conversion: list[str],
    pixel_format: str,
    start_frame: int,
    n_frames: int | None,
) -> list[str]:
    stored_as_wanted = fps is None or (
        fps == facts.fps and not facts.variable_rate and not facts.first_frame_at
    )
    filters = []
    options: dict[str, str] = {}
    if facts.interlaced:
        filters.append("bwdif=mode=send_frame:deint=interlaced")
    if not stored_as_wanted:
        filters.append(f"fps=fps={fps}:start_time=0:round=near")
    if start_frame and stored_as_wanted and _seeks_exactly(facts):
        # Half a frame early is safe from rounding.
        options["ss"] = f"{float(facts.first_frame_at + (start_frame - Fraction(1, 2)) / facts.fps):.6f}"
    elif start_frame:
        filters.append(f"trim=start_frame={start_frame}")
    filters += conversion
    limit = {} if n_frames is None else {"frames:v": n_frames}
    output = ffmpeg.input(source(path), **options).output(
        STANDARD_OUTPUT,
        map="0:V:0",
        vf=",".join(filters),
        format="rawvideo",
        pix_fmt=pixel_format,
        fps_mode="passthrough",
        **limit,
    )
    return arguments(output, strict=True)


def _seeks_exactly(facts: Probe) -> bool:
    # The deinterlacer needs the frame before; containers other than MP4 and QuickTime seek only roughly.
    return "mp4" in facts.container and not facts.variable_rate and not facts.interlaced


def _to_rgb(facts: Probe, size_px: tuple[int, int]) -> list[str]:
    wide, high = size_px
    if facts.colour_transfer in _HDR:
        return [
            "zscale=transfer=linear:npl=203",
            "format=gbrpf32le",
            "zscale=primaries=bt709",
            # Mobius leaves everything up to 0.8 of white as it is and bends only the highlights above.
            "tonemap=mobius:param=0.8:desat=0:peak=4.9",
            f"zscale=transfer=bt709:width={wide}:height={high}:range=full",
            "format=gbrp",
            "setsar=1",
        ]
    return [f"scale={wide}:{high}:{_SCALER}{_matrix(facts)}", "setsar=1"]


def _to_planes(facts: Probe) -> list[str]:
    as_planes = "out_color_matrix=bt709:out_range=tv"
    if facts.colour_transfer in _HDR:
        return [*_to_rgb(facts, facts.size_px), f"scale={_SCALER}:{as_planes}"]
    wide, high = facts.size_px
    return [f"scale={wide}:{high}:{_SCALER}{_matrix(facts)}:{as_planes}", "setsar=1"]


def _matrix(facts: Probe) -> str:
    if facts.colour_matrix != "unknown":
        return ""
    return ":in_color_matrix=bt709" if min(facts.size_px) >= 720 else ":in_color_matrix=bt601"
