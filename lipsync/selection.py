"""Which frames of the footage may be used, and which of them show the mouth at rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from lipsync.calibration import Mouths
from lipsync.faults import Fault, Faults
from lipsync.graph_looks import runs
from lipsync.mesh import EYE_CORNERS, MASK, NOSE_TIP, RIGID
from lipsync.track import COUNT_EVERY_S, FaceTrack

Mask = NDArray[np.bool_]
Array = NDArray[np.float32]

MOST_YAW_DEGREES = 35.0
"""Beyond this the far corner of the mouth hides, and landmarks there are guesses."""

MOST_PITCH_DEGREES = 30.0

TURNING_DEGREES = 16.0
"""A head that is so much farther round than usual, for most of a stretch in which its mouth looks strange or
its face is lost, is turned away. MediaPipe sees a wide turn as smaller than it is."""

MOST_BLUR_RATIO = 1.6
"""Edges blurred this much more than in the clip's usual frame mean a quick movement or a lost focus."""

MOST_JUMP_IOD = 0.4
"""A head that moves farther from one frame to the next was cut, or was found in the wrong place."""

SIZE_RANGE = (0.6, 1.7)
"""Of the face, against its usual size."""

TALKING_SPEED = 0.2
"""IOD per second of the lips' opening, mean over a second: speech has 0.4 to 0.6, smiles up to 0.15."""

_SMOOTH_S = 0.04
_REST_SPEED = 2.0
_STILL_S = Fraction(2, 25)
_REST_BELOW = 0.45
_RELAXED_BELOW, _RELAXED_PUCKER = 0.2, 0.4
_REST_NEAR = 0.12
_MOST_COMPARED = 1000
_SETTLE_S, _LEAVE_S = 0.15, 0.08
_LEAST_REST_FRAMES = 3


def usable_frames(track: FaceTrack, mouths: Mouths) -> Mask:
    """Say of each frame whether it may be painted with and on, bool `[n_frames]`.

    It may where there is one face, wholly in the picture, of its usual size and sharpness, not turned too
    far away, not jumping, and not lost in the frame before or after.
    """
    return np.asarray(faults_of(track, mouths) == Fault.NONE, np.bool_)


def faults_of(track: FaceTrack, mouths: Mouths, seen: Mapping[Fault, Mask] | None = None) -> Faults:
    """Say of each frame why it may not be used, see `usable_frames`.

    Args:
        track: the footage's.
        mouths: of the track.
        seen: bool `[n_frames]` for each fault that shows in the pictures alone.
    """
    width, height = track.size_px
    hull = track.landmarks[:, MASK, :2]
    with np.errstate(invalid="ignore"):
        whole = ((hull >= 0) & (hull < (width, height))).all(axis=(1, 2))
        size = mouths.scale_px / np.nanmedian(mouths.scale_px)
        usual = (size > SIZE_RANGE[0]) & (size < SIZE_RANGE[1])
        sharp = track.blur_px < MOST_BLUR_RATIO * np.nanmedian(track.blur_px)
        turn = np.abs(head_degrees(mouths))
        ahead = (turn[:, 0] < MOST_YAW_DEGREES) & (turn[:, 1] < MOST_PITCH_DEGREES)
        moved = (
            np.linalg.norm(np.diff(track.landmarks[:, NOSE_TIP, :2], axis=0), axis=1) / mouths.scale_px[1:]
        )
        steady = np.concatenate([[True], ~(moved > MOST_JUMP_IOD)])
    found = {
        Fault.NO_FACE: np.convolve(~track.found, np.ones(3), mode="same") > 0,
        Fault.OTHER_FACE: track.n_faces > 1,
        Fault.CUT_OFF: ~whole,
        Fault.TURNED: ~ahead,
        Fault.SIZE: ~usual,
        Fault.MOVED: ~steady,
        Fault.BLURRED: ~sharp,
        **(seen or {}),
    }
    faults = np.zeros(track.n_frames, np.uint8)
    for fault in sorted(found, reverse=True):
        faults[found[fault]] = fault
    return _turned_away(faults, head_degrees(mouths)[:, 0])


def in_company(track: FaceTrack) -> Mask:
    """Return the frames in which somebody else is in the picture, comes or goes, bool `[n_frames]`.

    Faces are counted now and then only, and who comes in is seen before their face is.
    """
    reach = round(COUNT_EVERY_S * track.fps)
    return np.asarray(maximum_filter1d(track.n_faces > 1, 2 * reach + 1, mode="constant"), np.bool_)


def _turned_away(faults: Faults, yaw_degrees: Array) -> Faults:
    """Name the turn where a face is lost, or its mouth looks strange, because the head turns away."""
    told = faults.copy()
    away = np.abs(yaw_degrees - np.nanmedian(yaw_degrees))
    for start, stop in runs(np.isin(faults, (Fault.NO_FACE, Fault.COVERED, Fault.TURNED))):
        seen = away[start:stop][np.isfinite(away[start:stop])]
        if len(seen) and np.median(seen) > TURNING_DEGREES:
            told[start:stop] = Fault.TURNED
    return told


def head_degrees(mouths: Mouths) -> Array:
    """Return yaw, pitch and roll of the head, float32 `[n_frames, 3]` degrees, nan where no face was found.

    Yaw is positive towards the picture's right and counts from a face that looks straight into the camera
    (there the line between the eyes' corners is parallel to the picture). Pitch is positive downwards; it and
    roll count from the clip's mean.
    """
    degrees = np.degrees(mouths.angles)
    right, left = (mouths.template[RIGID.index(corner)] for corner in EYE_CORNERS)
    degrees[:, 0] += np.degrees(np.arctan2(right[2] - left[2], left[0] - right[0]))
    return np.asarray(degrees * (-1, 1, 1), np.float32)


def talking_seconds(mouths: Mouths, fps: Fraction) -> float:
    """Return for how many seconds the lips open and close as they do in speech."""
    moving = _lip_speed(mouths.gap_iod, float(fps))
    per_second = np.convolve(moving, np.ones(round(fps)) / round(fps), mode="same")
    return float((per_second > TALKING_SPEED).sum() / fps)


def resting_frames(
    units: Array, lips_iod: Array, usable: Mask, fps: Fraction, pauses: Sequence[tuple[float, float]] | None
) -> Mask:
    """Find frames that show the mouth at rest, bool `[n_frames]`; at least one wherever any is usable.

    They are quiet frames with the lips closed or nearly so that look alike: from the pauses of the sound
    where there are some, else those near the most usual quiet shape.

    Args:
        units: float32 `[n_frames, 3]`, aperture, width and pucker; nan where no face was found.
        lips_iod: float32 `[n_frames]`, height of both lips, see `Mouths`.
        usable: bool `[n_frames]`.
        fps: frame rate.
        pauses: (start, stop) in seconds on the picture's clock; None if there is no sound to tell by.
    """
    speed = _lip_speed(units[:, 0], float(fps))
    with np.errstate(invalid="ignore"):
        calm = usable & (speed < _REST_SPEED) & (units[:, 0] < _REST_BELOW)
        # At the turn from closing to opening any mouth stands still for a moment.
        lasting = maximum_filter1d(speed, 2 * round(_STILL_S * fps) + 1) < _REST_SPEED
        relaxed = calm & lasting & (units[:, 0] < _RELAXED_BELOW) & (np.abs(units[:, 2]) < _RELAXED_PUCKER)
    pausing = calm & _inside(pauses or (), len(units), fps)
    for candidates in (pausing, relaxed, calm, usable):
        if candidates.sum() >= min(_LEAST_REST_FRAMES, max(1, usable.sum())):
            return _alike(units, lips_iod / np.nanmedian(lips_iod[usable]), candidates)
    return usable & False


def _lip_speed(opening: Array, fps: float) -> NDArray[np.float64]:
    """Speed of the opening, per second, without the tracker's jitter; 0 where the face is lost."""
    known = np.isfinite(opening)
    if not known.any():
        return np.zeros(len(opening))
    frames = np.arange(len(opening))
    smooth = gaussian_filter1d(np.interp(frames, frames[known], opening[known]), _SMOOTH_S * fps)
    speed = np.abs(np.gradient(smooth)) * fps if len(smooth) > 1 else np.zeros(len(smooth))
    return np.where(known, speed, 0.0)


def _inside(spans: Sequence[tuple[float, float]], n_frames: int, fps: Fraction) -> Mask:
    """Frames well inside spans: a mouth needs time to come to rest, and opens before it is heard."""
    moments = np.arange(n_frames) / float(fps)
    inside = np.zeros(n_frames, np.bool_)
    for start, stop in spans:
        inside |= (moments >= start + (_SETTLE_S if start > 0 else 0)) & (moments < stop - _LEAVE_S)
    return inside


def _alike(units: Array, fullness: Array, candidates: Mask) -> Mask:
    """The candidates round the densest place of their shapes, where closed, unpressed lips count for more."""
    rows = np.flatnonzero(candidates)
    # Width and pucker run over twice the aperture's scale, and differ more within one resting mouth.
    shapes = np.column_stack([units[rows] * (1.0, 0.4, 0.4), fullness[rows]])
    # Every pair is compared: of a long silent clip a thousand frames say enough.
    some = slice(None, None, -(-len(rows) // _MOST_COMPARED))
    apart = np.linalg.norm(shapes[:, None] - shapes[None, some], axis=2)
    density = np.exp(-np.square(apart / _REST_NEAR) / 2).mean(axis=1)
    # The lips of a p, b or m are closed too, but pressed thin.
    effort = np.maximum(shapes[:, 0], 0) + np.maximum(1 - fullness[rows], 0)
    centre = int(np.argmax(density * np.exp(-effort / 0.3)))
    alike = np.zeros(len(units), np.bool_)
    alike[rows[np.linalg.norm(shapes - shapes[centre], axis=1) < 2 * _REST_NEAR]] = True
    return alike
