"""A photograph brought to life: small movements of the head, breath, and blinks, filmed as footage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from herald.ffmpeg import VideoWriter
from herald.media import Frame
from herald.progress import Progress
from lipsync.face import iod_px
from lipsync.mesh import CHIN, FACE_OVAL, with_ring
from lipsync.warp import Box, Raster, doubled, pixel_places, sampled

Array = NDArray[np.float32]

FPS = Fraction(25)
SECONDS = 14
SEED = 5

_EYES = (
    ((33, 246, 161, 160, 159, 158, 157, 173, 133), (33, 7, 163, 144, 145, 153, 154, 155, 133)),
    ((362, 398, 384, 385, 386, 387, 388, 466, 263), (362, 382, 381, 380, 374, 373, 390, 249, 263)),
)
"""Upper and lower lid of both eyes, from the picture's left to its right."""

_BROWS = ((70, 63, 105, 66, 107), (336, 296, 334, 293, 300))
_LID_SHARE = 0.88
"""How much of the eye the upper lid closes; the lower lid does the rest."""

_CLOSING = (0.0, 0.3, 0.8, 1.0, 1.0, 0.92, 0.7, 0.42, 0.2, 0.06, 0.0)
_BLINK_EVERY_S = (2.4, 4.8)
_TURN_DEGREES = (2.4, 1.3, 0.8)
_SWAY_IOD = (0.022, 0.010)
_BREATH_IOD, _BREATH_S = 0.014, 3.8


@dataclass(frozen=True)
class Movement:
    """What moves in each frame.

    Attributes:
        yaw, pitch, roll: float64 `[n]` rad.
        right, down: float64 `[n]` IOD, sway of the head.
        breath: float64 `[n]`, -1..1.
        closed: float64 `[n]`, 0..1, how far the eyes are shut.
    """

    yaw: NDArray[np.float64]
    pitch: NDArray[np.float64]
    roll: NDArray[np.float64]
    right: NDArray[np.float64]
    down: NDArray[np.float64]
    breath: NDArray[np.float64]
    closed: NDArray[np.float64]

    @classmethod
    def natural(cls, n_frames: int, fps: Fraction = FPS, seed: int = SEED) -> Movement:
        """Return slow, small movements that do not repeat, and a blink every few seconds."""
        rng = np.random.default_rng(seed)
        yaw, pitch, roll = (np.radians(d) * _slow(rng, n_frames, fps, 1.1) for d in _TURN_DEGREES)
        right, down = (iod * _slow(rng, n_frames, fps, 1.5) for iod in _SWAY_IOD)
        breath = np.sin(2 * np.pi * np.arange(n_frames) / float(fps) / _BREATH_S)
        closed = np.zeros(n_frames)
        at = rng.uniform(1.0, 2.0)
        while (start := round(at * fps)) + len(_CLOSING) < n_frames:
            closed[start : start + len(_CLOSING)] = _CLOSING
            at += rng.uniform(*_BLINK_EVERY_S)
        return cls(yaw, pitch, roll, right, down, breath, closed)


def film(
    frame: Frame, landmarks: Array, target: Path, progress: Progress, movement: Movement | None = None
) -> None:
    """Write a video of a photograph that moves.

    Args:
        frame: uint8 `[h, w, 3]`, of even size.
        landmarks: float32 `[478, 3]` px.
        target: the .mp4 file.
        progress: told of every frame.
        movement: what moves; by default `Movement.natural` for `SECONDS`.
    """
    movement = movement or Movement.natural(round(SECONDS * FPS))
    scene = Scene(frame, landmarks)
    n_frames = len(movement.yaw)
    progress.begin("bring to life", n_frames, "frames")
    with VideoWriter(target, (frame.shape[1], frame.shape[0]), FPS, crf=8, preset="veryfast") as writer:
        for i in range(n_frames):
            writer.write(scene.picture(movement, i))
            progress.advance()
    progress.end()


class Scene:
    """A photograph with what is known of its depth.

    Args:
        frame: uint8 `[h, w, 3]`, of even size.
        landmarks: float32 `[478, 3]` px.
    """

    def __init__(self, frame: Frame, landmarks: Array) -> None:
        high, wide = frame.shape[:2]
        self._frame = frame
        self._landmarks = landmarks
        self._iod_px = float(iod_px(landmarks))
        self._places = pixel_places(Box(0, 0, wide, high))
        self._depth = _depth(landmarks, (wide, high), self._iod_px)
        self._head = _head_share(landmarks, self._places, self._iod_px)
        chin = landmarks[CHIN]
        self._pivot = chin[:2] + np.array([0, 0.6 * self._iod_px], np.float32)
        below = (self._places[..., 1] - chin[1]) / (0.9 * self._iod_px)
        self._body = _eased(below) * _edge_share(self._places, self._iod_px)

    def picture(self, movement: Movement, i: int) -> Frame:
        """Return the picture of one frame of a movement."""
        frame = blinked(self._frame, self._landmarks, float(movement.closed[i]))
        yaw, pitch, roll = (float(v[i]) for v in (movement.yaw, movement.pitch, movement.roll))
        arm = self._places - self._pivot
        x = yaw * self._depth - roll * arm[..., 1] + movement.right[i] * self._iod_px
        y = pitch * self._depth + roll * arm[..., 0] + movement.down[i] * self._iod_px
        x, y = self._head * x, self._head * y
        y = y - self._body * np.float32(_BREATH_IOD * self._iod_px * movement.breath[i])
        where = self._places - np.stack([x, y], axis=2).astype(np.float32)
        return sampled(frame, where, cv2.INTER_CUBIC)


def blinked(frame: Frame, landmarks: Array, closed: float) -> Frame:
    """Return the picture with both eyes shut as far as `closed` (0..1) says: the lids' skin is drawn down."""
    if closed <= 0:
        return frame
    shut = frame.copy()
    for (upper, lower), brow in zip(_EYES, _BROWS, strict=True):
        _shut_eye(shut, frame, [landmarks[list(line), :2] for line in (upper, lower, brow)], closed)
    return shut


def _shut_eye(shut: Frame, frame: Frame, outlines: Sequence[Array], closed: float) -> None:
    upper = outlines[0]
    start, across = upper[0], upper[-1] - upper[0]
    wide_px = float(np.hypot(*across))
    right = across / wide_px
    axes = np.stack([right, [-right[1], right[0]]], axis=1)
    size_px = (frame.shape[1], frame.shape[0])
    box = Box.around(np.concatenate(outlines), 0.2 * wide_px, size_px)
    places = pixel_places(box)
    x, y = np.moveaxis((places - start) @ axes, -1, 0)
    lines = [(line - start) @ axes for line in outlines]
    top, bottom = (np.interp(x, line[:, 0], line[:, 1]) for line in lines[:2])
    # The skin between the lid and the brow is drawn down; the brow itself stays.
    hold = top - 0.6 * (float(np.median(lines[0][:, 1])) - float(np.median(lines[2][:, 1])))
    height = np.maximum(bottom - top, 0)
    inside = _eased((x / wide_px + 0.02) / 0.06) * _eased((1.02 - x / wide_px) / 0.06)
    lash = top + closed * _LID_SHARE * height
    raised = bottom - closed * (1 - _LID_SHARE) * height
    stretch = (top - hold) / np.maximum(lash - hold, 1e-3)
    upper_y = np.where(y > hold, hold + (y - hold) * stretch, y)
    lower_y = np.where(
        y < raised + 2 * height, y + (bottom - raised) * _eased(2 - (y - raised) / (height + 1)), y
    )
    for new_y, cover in (
        (lower_y, np.clip(y - raised + 0.5, 0, 1)),
        (upper_y, np.clip(lash - y + 1.0, 0, 1) * (y > hold)),
    ):
        where = start + np.stack([x, new_y], axis=2) @ axes.T
        moved = sampled(frame, where.astype(np.float32), cv2.INTER_CUBIC).astype(np.float32)
        share = (cover * inside * (height > 0))[..., None]
        part = shut[box.window].astype(np.float32)
        shut[box.window] = np.clip(np.rint(part + share * (moved - part)), 0, 255).astype(np.uint8)


def _depth(landmarks: Array, size_px: tuple[int, int], iod: float) -> Array:
    """How far each pixel of the face lies before the plane of the ears, float32 `[h, w]` px; 0 around it."""
    mesh = with_ring(landmarks)
    wide, high = size_px
    raster = Raster.of(mesh, Box(0, 0, wide, high))
    ears = float(landmarks[[127, 356], 2].mean())
    before = np.zeros((len(mesh), 2), np.float32)
    before[: len(landmarks), 0] = np.clip(ears - landmarks[:, 2], 0, None)
    depth = doubled(raster.shift_to(mesh + before))[..., 0]
    return np.asarray(cv2.GaussianBlur(depth, (0, 0), 0.06 * iod), np.float32)


def _head_share(landmarks: Array, places: Array, iod: float) -> Array:
    """1 on face and hair, falling slowly to 0, so that what lies behind is drawn along without a hole."""
    oval = landmarks[list(FACE_OVAL), :2]
    low, high = oval.min(axis=0), oval.max(axis=0)
    centre, radius = (low + high) / 2, (high - low) / 2
    centre = centre - np.array([0, 0.12 * radius[1]], np.float32)
    away = np.linalg.norm((places - centre) / radius, axis=2)
    return np.asarray((1 - _eased((away - 1.25) / 1.2)) * _edge_share(places, iod), np.float32)


def _edge_share(places: Array, iod: float) -> Array:
    """0 at the picture's edge: nothing comes in from outside."""
    high, wide = places.shape[:2]
    x, y = places[..., 0], places[..., 1]
    inside = np.minimum(np.minimum(x, wide - 1 - x), np.minimum(y, high - 1 - y))
    return _eased(inside / (0.35 * iod))


def _slow(rng: np.random.Generator, n_frames: int, fps: Fraction, sigma_s: float) -> NDArray[np.float64]:
    """Noise of spread 1 that changes over seconds, held within two spreads."""
    noise = gaussian_filter1d(rng.standard_normal(n_frames), sigma_s * float(fps) / 2, mode="wrap")
    return np.asarray(2 * np.tanh(noise / noise.std() / 2))


def _eased(share: NDArray[np.floating]) -> Array:
    t = np.clip(share, 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
