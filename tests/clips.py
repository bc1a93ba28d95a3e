"""Small media files, made with ffmpeg's own test sources."""

from pathlib import Path

import numpy as np

from herald.ffmpeg import ffmpeg_exe, run_ffmpeg
from herald.media import Frame


def ffmpeg(*arguments: str | Path) -> None:
    """Run ffmpeg with these arguments; the last one is the file to make."""
    quiet = ["-hide_banner", "-nostdin", "-v", "error", "-y"]
    run_ffmpeg([ffmpeg_exe(), *quiet, *(str(argument) for argument in arguments)])


def picture(rate: str, seconds: float, size: str = "128x96") -> list[str]:
    """Return the arguments for a moving test picture."""
    return ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}"]


def tone(seconds: float, rate_hz: int = 44100) -> list[str]:
    """Return the arguments for a sine tone of amplitude 1/8."""
    return ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}:sample_rate={rate_hz}"]


def h264(*more: str) -> list[str]:
    """Return the arguments to encode as cameras do, with B-frames."""
    return [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-bf",
        "2",
        "-threads",
        "1",
        "-pix_fmt",
        "yuv420p",
        *more,
    ]


def drawn(index: int, size_px: tuple[int, int] = (64, 48)) -> Frame:
    """Return a picture that tells its index: smooth colours with a bar that moves on."""
    wide, high = size_px
    x = np.linspace(0, 1, wide)[None, :] * np.ones((high, 1))
    y = np.linspace(0, 1, high)[:, None] * np.ones((1, wide))
    frame = np.stack([200 * x, 200 * y, 120 + 60 * np.sin(index / 5) * x], axis=-1).astype(np.uint8)
    frame[:, (index * 3) % wide : (index * 3) % wide + 3] = 255
    return frame
