"""Pictures into H.264 files."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

import ffmpeg
import numpy as np

from herald.errors import StageFailed
from herald.ffmpeg.hardware import NVENC, X264
from herald.ffmpeg.probe import scan
from herald.ffmpeg.tool import STANDARD_INPUT, Running, arguments, running_ffmpeg
from herald.media import Frame

BT709 = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709", "color_range": "tv"}

_KEYFRAME_EVERY_S = 2

_AS_IT_IS = "in_color_matrix=bt709:in_range=tv:out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd"
_SMOOTH = "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"
_FROM_RGB = f"out_color_matrix=bt709:out_range=tv:{_SMOOTH}"
_TAGS = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"


def even_size(size_px: tuple[int, int]) -> tuple[int, int]:
    """Return the size without its odd last column or row: 4:2:0 video has even sizes only."""
    return size_px[0] // 2 * 2, size_px[1] // 2 * 2


class VideoWriter:
    """Writes frames to an H.264 file; a context manager.

    The file is BT.709, 4:2:0, of constant rate with exact time stamps, and the same bytes each time for the
    same frames. Every group of pictures is closed and there are no B-frames, so files with the same
    settings can be joined without encoding again.

    Args:
        path: an .mp4 file.
        size_px: (width, height) of the video; an odd last column or row is cut off.
        fps: frame rate.
        source_size_px: (width, height) of the frames to come; scaled to fill the video, what stands over at
            two sides is cut off evenly. None: the frames have `size_px`.
        crf: x264's constant quality, 0 (lossless) to 51.
        preset: x264's trade of time for bytes.
        partitions: the smaller blocks that x264 tries; None leaves them to the preset.
        planes: the frames that come are NV12 planes in BT.709, see `lipsync.planes`, not RGB; their size is
            even, and they reach the encoder as they are if they have the video's size.
        threads: of the encoder; part of the settings, since the bytes depend on it.
        group_frames: frames from one key frame to the next; None for two seconds of them.
        rgb: store RGB instead of 4:2:0, quick to decode: for copies of our own that are read in any order.
        codec: what encodes 4:2:0: x264, or the encoder of a graphics card, see `hardware.best_codec`.

    Attributes:
        n_frames: how many were written so far.
        size_px: of the video.

    Raises:
        ToolFailed: from `write` or the end of the block: ffmpeg reported failure; no file is left.
        StageFailed: from the end of the block: no frames came, or not all of them are in the file.
    """

    def __init__(
        self,
        path: Path,
        size_px: tuple[int, int],
        fps: Fraction,
        *,
        source_size_px: tuple[int, int] | None = None,
        crf: float = 18,
        preset: str = "veryfast",
        partitions: str | None = None,
        planes: bool = False,
        threads: int = 1,
        group_frames: int | None = None,
        rgb: bool = False,
        codec: str = X264,
    ) -> None:
        self.size_px = even_size(size_px)
        self.n_frames = 0
        self._path = path
        self._source_size_px = source_size_px or size_px
        wide, high = self._source_size_px
        self._shape = (high * 3 // 2, wide) if planes else (high, wide, 3)
        source = ffmpeg.input(
            STANDARD_INPUT,
            format="rawvideo",
            pix_fmt="nv12" if planes else "rgb24",
            s=f"{wide}x{high}",
            framerate=str(fps),
        )
        encoder: dict[str, object] = {"preset": preset, "crf": crf, "threads": threads}
        encoder |= {"partitions": partitions} if partitions else {}
        encoder["g"] = group_frames or max(1, round(_KEYFRAME_EVERY_S * fps))
        filters = _fitted(self._source_size_px, self.size_px, planes, rgb)
        command = _write_command(source, filters, path, encoder, rgb, codec)
        self._stack = contextlib.ExitStack()
        self._manager = running_ffmpeg(command, stdin=True)
        self._running: Running | None = None

    def __enter__(self) -> VideoWriter:
        self._running = self._stack.enter_context(self._manager)
        return self

    def write(self, frame: Frame) -> None:
        """Append a frame, uint8 `[height, width, 3]` in RGB, or planes `[height * 3/2, width]`."""
        if frame.shape != self._shape or frame.dtype != np.uint8:
            raise ValueError(f"a frame must be uint8 {self._shape}, not {frame.dtype} {frame.shape}")
        if self._running is None:
            raise ValueError("frames are written inside the block of a VideoWriter")
        try:
            self._running.stdin.write(np.ascontiguousarray(frame).data.cast("B"))
        except BrokenPipeError:
            self._running.finish()
            raise StageFailed(f"ffmpeg stopped taking frames for {self._path}") from None
        self.n_frames += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running = None
        whole = False
        try:
            self._stack.__exit__(kind, error, trace)
            if error is None:
                self._check()
                whole = True
        finally:
            if not whole:
                self._path.unlink(missing_ok=True)

    def _check(self) -> None:
        if self.n_frames == 0:
            raise StageFailed(f"no frames came for {self._path}")
        streams, _ = scan(self._path)
        n_stored = sum(len(packets.pts) for packets in streams.values())
        if n_stored != self.n_frames:
            raise StageFailed(f"{self._path} has {n_stored} frames, but {self.n_frames} were written")


def _write_command(
    source: Any, filters: list[str], path: Path, encoder: dict[str, object], rgb: bool, codec: str
) -> list[str]:
    if codec == NVENC:
        encoder = _as_nvenc(encoder)
    output = source.output(
        f"file:{path.absolute()}",
        format="mp4",
        vf=",".join(filters),
        bf=0,
        fps_mode="passthrough",
        fflags="+bitexact",
        **encoder,
        **{
            "flags:v": "+bitexact+cgop",
            # Key frames come when they are due and at no other time.
            **(
                {"no-scenecut": 1, "forced-idr": 1}
                if codec == NVENC
                else {"x264-params": f"scenecut=0:open-gop=0:keyint_min={encoder['g']}"}
            ),
            "bsf:v": "filter_units=remove_types=6",
        },
        **({"vcodec": "libx264rgb", "tune": "fastdecode"} if rgb else {"vcodec": codec, **_AS_YUV}),
    )
    return arguments(output)


_AS_YUV = {"pix_fmt": "yuv420p", **BT709}


def _as_nvenc(encoder: dict[str, object]) -> dict[str, object]:
    """The same wishes in the words of NVIDIA's encoder, whose scale of quality is like x264's."""
    return {"preset": "p5", "rc": "constqp", "qp": round(float(str(encoder["crf"]))), "g": encoder["g"]}


def _fitted(source_px: tuple[int, int], size_px: tuple[int, int], planes: bool, rgb: bool) -> list[str]:
    """The filters that fill a picture of `size_px` with one of `source_px`."""
    wide, high = size_px
    tags = ["setsar=1"] if rgb else ["setsar=1", "format=yuv420p", _TAGS]
    convert = _AS_IT_IS if planes else _SMOOTH if rgb else _FROM_RGB
    if even_size(source_px) == size_px:
        if planes:
            return tags
        return [f"crop={wide}:{high}:0:0", *([] if rgb else [f"scale={convert}"]), *tags]
    scale = max(Fraction(wide, source_px[0]), Fraction(high, source_px[1]))
    scaled = (max(wide, round(source_px[0] * scale)), max(high, round(source_px[1] * scale)))
    return [f"scale={scaled[0]}:{scaled[1]}:{convert}", f"crop={wide}:{high}", *tags]
