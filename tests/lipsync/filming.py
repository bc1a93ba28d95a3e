"""Clips of Ada for the tests of lip-sync: her mouth, and so the truth, is known in every frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from clips import ffmpeg
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from herald.ada.figure import Pose
from herald.ada.painter import Painter
from herald.ffmpeg import VideoWriter
from herald.media import Frame, Waveform
from herald.sound import write_wav

FPS = Fraction(25)
RATE_HZ = 16_000


@dataclass(frozen=True)
class Talk:
    """A clip of Ada talking for six seconds.

    Attributes:
        video: with sound.
        mouth: `[n_frames, 3]`, the aperture, width and pucker she was drawn with.
        frames: the pictures as they were drawn.
    """

    video: Path
    mouth: NDArray[np.float64]
    frames: list[Frame]


def speech_like(seconds: float, fps: Fraction = FPS, seed: int = 3) -> NDArray[np.float64]:
    """Return aperture, width and pucker `[n_frames, 3]`: syllables, closures, and a pause in the middle."""
    rng = np.random.default_rng(seed)
    n = round(seconds * fps)
    syllables = gaussian_filter1d(rng.standard_normal((n, 3)), 0.06 * float(fps), axis=0)
    syllables /= syllables.std(axis=0)
    aperture = np.clip(0.4 + 0.35 * syllables[:, 0], 0, 1)
    width = np.clip(0.5 * syllables[:, 1], -1, 1)
    pucker = np.clip(0.6 * syllables[:, 2] - 0.2, 0, 1)
    speaking = np.ones(n)
    speaking[int(0.45 * n) : int(0.45 * n) + round(0.8 * fps)] = 0
    speaking = gaussian_filter1d(speaking, 0.03 * float(fps))
    return np.stack([aperture * speaking, width * speaking, pucker * speaking], axis=1)


def voice_of(mouth: NDArray[np.float64], fps: Fraction = FPS, shift_ms: float = 0.0) -> Waveform:
    """Return a sound that goes with a mouth: loud where it is open, bright where it is wide.

    Args:
        mouth: `[n_frames, 3]`.
        fps: its rate.
        shift_ms: by how much the sound comes after the picture.
    """
    n = round(len(mouth) / fps * RATE_HZ)
    moments = (np.arange(n) / RATE_HZ - shift_ms / 1000) * float(fps)
    aperture, width, pucker = (np.interp(moments, np.arange(len(mouth)), column) for column in mouth.T)
    rng = np.random.default_rng(7)
    bands = ((300, 900, aperture), (1500, 2600, aperture * (1 + width)), (900, 1400, aperture * pucker))
    samples = 1e-4 * rng.standard_normal(n)
    for low, high, level in bands:
        spectrum = np.fft.rfft(rng.standard_normal(n))
        hz = np.fft.rfftfreq(n, 1 / RATE_HZ)
        samples += 0.2 * np.maximum(level, 0) * np.fft.irfft(spectrum * ((hz > low) & (hz < high)), n)
    return Waveform(np.clip(samples, -1, 1).astype(np.float32), RATE_HZ)


def poses(mouth: NDArray[np.float64], fps: Fraction = FPS) -> list[Pose]:
    """Return Ada's poses for a mouth, with a slow turn of the head and a blink every two seconds."""
    turn = np.sin(np.arange(len(mouth)) / float(fps) * 1.3)
    blink_every = round(2 * fps)
    return [
        Pose(
            yaw_deg=5 * turn[i],
            pitch_deg=2 * turn[i] ** 2,
            lids=0.0 if 10 <= i % blink_every < 14 else 1.0,
            aperture=float(aperture),
            width=float(width),
            pucker=float(pucker),
        )
        for i, (aperture, width, pucker) in enumerate(mouth)
    ]


def film(
    path: Path, frames: Iterable[Frame], sound: Waveform | None = None, fps: Fraction = FPS, crf: float = 12
) -> Path:
    """Write frames, and sound if there is any, as an .mp4 file."""
    first, *rest = frames
    silent = path.with_name(f"silent-{path.name}")
    with VideoWriter(silent, (first.shape[1], first.shape[0]), fps, crf=crf, preset="ultrafast") as writer:
        for frame in (first, *rest):
            writer.write(frame)
    if sound is None:
        silent.replace(path)
        return path
    wav = path.with_suffix(".wav")
    write_wav(wav, sound)
    ffmpeg("-i", silent, "-i", wav, "-c:v", "copy", "-c:a", "aac", path)
    return path


def drawn(painter: Painter, mouth: NDArray[np.float64], fps: Fraction = FPS) -> list[Frame]:
    """Return the pictures of a mouth."""
    return [painter.draw(pose) for pose in poses(mouth, fps)]
