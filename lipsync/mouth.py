"""The mouth over time: what the speech stage's marks ask of the presenter's lips.

Phones become visemes, and visemes pull at the lips with dominance functions (Cohen and Massaro 1993). What
the blend does not give is then forced: p, b and m close, f and v nearly, long pauses come to rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.media import Mark
from lipsync.heard import SIZE, heard_around
from lipsync.visemes import SILENCE, VISEMES, Viseme, viseme_of

GRID_HZ = 200
"""The blend is worked out on this grid and then read at the frames."""

CLOSURE_REACH_MS = 60.0
"""How long before and after its middle a p, b or m is felt."""

NEARLY_CLOSED = 0.12
"""The widest aperture in the middle of an f or a v."""

REST_FROM_MS = 300.0
"""Pauses longer than this go to the rest shape; in shorter ones the lips stay half open."""

REST_RAMP_MS = 150.0
"""How long the way to the rest shape and back takes."""

INNER_PLATEAU_S = 0.03
"""For how long before and after the middle of a sound the tongue and the teeth are where it needs them."""

_INNER = (
    (("TH", 1.0), ("LL", 0.7), ("DD", 0.55)),
    (("FF", 1.0),),
    (("SS", 1.0), ("SH", 0.9), ("IY", 0.6), ("DD", 0.4), ("EH", 0.2)),
)
_PP = "PP"
_FF = "FF"


@dataclass(frozen=True)
class MouthTrack:
    """Wanted mouth shapes, one per video frame, in units of the presenter's own range.

    Attributes:
        fps: frames per second.
        shape: float32 `[n_frames, 3]`: aperture (0 the 3rd, 1 the 97th percentile of the person's inner-lip
            gap), width (0 the person's median, +-1 half the 3rd-97th range away), pucker (0..1).
        rest: float32 `[n_frames]`, 0..1: how far the mouth goes to the presenter's rest shape (long pauses).
        closed: float32 `[n_frames]`, 0..1: how far the lips must touch (p, b, m).
        inner: float32 `[n_frames, 3]`, 0..1, for drawn mouths: how far the tip of the tongue is raised to the
            upper teeth (l, t, th), how far the lower lip lies under them (f, v), and how near the
            teeth are in spite of the opening (s, sh, ee). Zero where it is not given.
        heard: float32 `[n_frames, heard.SIZE]`, for recorded mouths: which sounds are heard around each
            frame, see `heard.heard_around`; None where that is not known.
    """

    fps: Fraction
    shape: NDArray[np.float32]
    rest: NDArray[np.float32]
    closed: NDArray[np.float32]
    inner: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    heard: NDArray[np.float32] | None = None

    def opened(self, more: NDArray[np.float32]) -> MouthTrack:
        """Return the mouth opened farther, by `[n_frames]`, where it speaks and the lips do not touch."""
        shape = self.shape.copy()
        shape[:, 0] += more * (1 - self.rest) * (1 - self.closed)
        return replace(self, shape=shape)

    def __post_init__(self) -> None:
        n_frames = len(self.shape)
        if not len(self.inner):
            object.__setattr__(self, "inner", np.zeros((n_frames, 3), np.float32))
        shapes = (self.shape.shape, self.rest.shape, self.closed.shape, self.inner.shape)
        if shapes != ((n_frames, 3), (n_frames,), (n_frames,), (n_frames, 3)):
            raise ValueError(f"shape, rest, closed and inner do not belong together: {shapes}")
        if self.heard is not None and self.heard.shape != (n_frames, SIZE):
            raise ValueError(f"what is heard around {n_frames} frames is not {self.heard.shape}")

    def save(self, file: Path) -> None:
        """Write the shapes to an .npz file."""
        np.savez(file, shape=self.shape, rest=self.rest, closed=self.closed, inner=self.inner)

    @classmethod
    def load(cls, file: Path, fps: Fraction) -> MouthTrack:
        """Read what `save` wrote."""
        with np.load(file) as stored:
            return cls(fps, stored["shape"], stored["rest"], stored["closed"], stored["inner"])

    @property
    def n_frames(self) -> int:
        """Length in frames."""
        return len(self.shape)


def mouth_track(marks: Sequence[Mark], rate_hz: int, fps: Fraction, n_frames: int) -> MouthTrack:
    """Turn timed phones into wanted mouth shapes.

    A pause at either end is taken to go on beyond it, so that a track starts and ends at rest when its
    sound starts and ends with a pause.

    Args:
        marks: phones and pauses in order (words are ignored), in samples.
        rate_hz: the samples' rate.
        fps: video frame rate.
        n_frames: length of the track; beyond the marks the mouth rests.

    Returns:
        the track; frame i shows the mouth in the middle of its time on screen.
    """
    sounds = [mark for mark in marks if mark.kind != "word"]
    moments = (np.arange(n_frames, dtype=np.float64) + 0.5) / float(fps)
    if not sounds:
        relaxed = np.array([[SILENCE.aperture, SILENCE.width, SILENCE.pucker]], np.float32)
        open_frames = np.zeros(n_frames, np.float32)
        heard = heard_around((), rate_hz, moments)
        return MouthTrack(fps, relaxed.repeat(n_frames, axis=0), 1 - open_frames, open_frames, heard=heard)
    shape = _blend(sounds, rate_hz, moments)
    half_frame = 0.5 / float(fps)
    closed = _pull(centres(sounds, rate_hz, _PP), moments, half_frame)
    near = _pull(centres(sounds, rate_hz, _FF), moments, half_frame)
    shape[:, 0] = np.minimum(shape[:, 0], NEARLY_CLOSED * near + shape[:, 0] * (1 - near))
    shape[:, 0] *= 1 - closed
    return MouthTrack(
        fps,
        shape.astype(np.float32),
        _rest(sounds, rate_hz, moments),
        closed.astype(np.float32),
        _inner(sounds, rate_hz, moments),
        heard_around(sounds, rate_hz, moments),
    )


def _inner(sounds: Sequence[Mark], rate_hz: int, moments: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return what tongue, lower lip and teeth do, `[n_moments, 3]`; see `MouthTrack.inner`."""
    columns = []
    for asked in _INNER:
        pulls = [
            share * _pull(centres(sounds, rate_hz, viseme), moments, INNER_PLATEAU_S)
            for viseme, share in asked
        ]
        columns.append(np.max(pulls, axis=0))
    return np.stack(columns, axis=1).astype(np.float32)


def centres(marks: Sequence[Mark], rate_hz: int, viseme: str) -> NDArray[np.float64]:
    """Return the middle of every phone of one viseme class, seconds `[n]`."""
    found = [m for m in marks if m.kind == "phone" and viseme_of(m.symbol).name == viseme]
    return np.array([(m.start + m.stop) / (2 * rate_hz) for m in found], np.float64)


def inner_of(viseme: str) -> tuple[float, ...]:
    """Return what tongue, lower lip and teeth do in a viseme's middle; see `MouthTrack.inner`."""
    return tuple(dict(asked).get(viseme, 0.0) for asked in _INNER)


def _visemes_of_mark(mark: Mark) -> list[tuple[Viseme, float]]:
    """Return the classes that a sound may be of and how likely each is: one, where one knows what is said."""
    if mark.kind == "pause":
        return [(SILENCE, 1.0)]
    others = [(viseme_of(symbol) if symbol else SILENCE, share) for symbol, share in mark.alternatives]
    return [(viseme_of(mark.symbol), 1 - sum(share for _, share in others)), *others]


def _blend(sounds: Sequence[Mark], rate_hz: int, moments: NDArray[np.float64]) -> NDArray[np.float64]:
    """Blend the targets of all visemes by their dominance at each moment, `[n_moments, 3]`."""
    margin = 1.0  # seconds of silence round the marks, so that the ends have neighbours
    seconds = max(sounds[-1].stop / rate_hz, float(moments[-1]) if len(moments) else 0.0) + 2 * margin
    n_grid = int(np.ceil(seconds * GRID_HZ)) + 1
    present = np.zeros((len(VISEMES), n_grid))
    index = {viseme.name: i for i, viseme in enumerate(VISEMES)}
    times = np.arange(n_grid) / GRID_HZ - margin
    present[0, times < sounds[0].start / rate_hz] = 1
    present[0, times >= sounds[-1].stop / rate_hz] = 1
    for mark in sounds:
        inside = (times >= mark.start / rate_hz) & (times < mark.stop / rate_hz)
        for viseme, share in _visemes_of_mark(mark):
            present[index[viseme.name], inside] += share
    weights = np.stack([_spread(row, viseme) for row, viseme in zip(present, VISEMES, strict=True)])
    targets = np.array([[v.aperture, v.width, v.pucker] for v in VISEMES], np.float64)
    blended = weights.T @ targets / weights.sum(axis=0)[:, None]
    return np.stack([np.interp(moments, times, blended[:, k]) for k in range(3)], axis=1)


def _spread(present: NDArray[np.float64], viseme: Viseme) -> NDArray[np.float64]:
    """Give one class its dominance: it acts before it is heard (`back_ms`) and after (`forward_ms`)."""
    reach = np.arange(1, int(0.6 * GRID_HZ), dtype=np.float64) / GRID_HZ * 1000
    before = np.exp(-reach / viseme.back_ms)[::-1]
    after = np.exp(-reach / viseme.forward_ms)
    # The grid has a second of margin at both ends, so it is always longer than the kernel.
    kernel = np.concatenate([before, [1.0], after]) * viseme.dominance
    return np.convolve(present, kernel, mode="same")


def _pull(
    middles: NDArray[np.float64], moments: NDArray[np.float64], plateau_s: float
) -> NDArray[np.float64]:
    """Return 0..1 for each moment: 1 in the middle of an event, a raised cosine on both sides.

    The plateau is half a frame on each side, so that there is always a frame that shows the event in full.
    """
    pull = np.zeros(len(moments))
    for middle in middles:
        away = np.maximum(np.abs(moments - middle) - plateau_s, 0) / (CLOSURE_REACH_MS / 1000)
        pull = np.maximum(pull, np.where(away < 1, 0.5 + 0.5 * np.cos(np.pi * np.minimum(away, 1)), 0))
    return pull


def _rest(sounds: Sequence[Mark], rate_hz: int, moments: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return 0..1 for each moment: how far the mouth is at rest."""
    spans = [[m.start / rate_hz, m.stop / rate_hz] for m in sounds if m.kind == "pause"]
    if sounds[0].kind == "pause":
        spans[0][0] = -np.inf
    if sounds[-1].kind == "pause":
        spans[-1][1] = np.inf
    else:
        spans.append([sounds[-1].stop / rate_hz, np.inf])
    rest = np.zeros(len(moments))
    ramp = REST_RAMP_MS / 1000
    for start, stop in spans:
        if (stop - start) * 1000 <= REST_FROM_MS:
            continue
        inside = np.minimum((moments - start) / ramp, (stop - moments) / ramp)
        rest = np.maximum(rest, np.clip(inside, 0, 1))
    return (rest * rest * (3 - 2 * rest)).astype(np.float32)
