"""What a viewer would notice if one frame of the footage followed another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from herald.media import Frame
from lipsync.mesh import LIPS, NOSE_TIP
from lipsync.track import FaceTrack

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

THUMB_SIDE = 96
"""Longer side, in px, of the pictures that frames are compared by."""

_CELLS = 32
"""Cells along the longer side; each is the mean of 3 by 3 px of the small picture."""

_N_COMPONENTS = 24

_PLACE = (4, 168, 10, 127, 356, 234, 454)
"""Nose, forehead, temples and ears: where the head is, whatever the face does."""

_IRISES = ((468, 33, 133), (473, 362, 263))
"""Middle of each iris and the corners of its eye."""

PLACE_UNIT_IOD = 0.1
EYES_UNIT = 0.3
GAZE_UNIT = 0.2
LIGHT_UNIT = 12.0
"""What is just visible when two moving pictures are morphed into each other: a shift of the head in IOD, a
change of MediaPipe's blink, of the iris over the eye's width, and of the grey levels (root mean square)."""

CELL_UNIT = 48.0
"""The same for the grey level of a single cell, for instance a hand that is somewhere else."""

_CHANGE_CELLS = 20
"""Where two pictures differ most is looked for in so many cells along the longer side."""

_LONGEST_BLINK_S = 0.5
_LID_S = 0.24
"""How long the eyes are shut in a blink at most, and the lids on their way down or up."""

_BLINK_RANGE = 0.2
"""Eyes that vary less than this are not seen to blink."""


@dataclass(frozen=True)
class Looks:
    """All frames of the footage, as they are compared.

    Attributes:
        features: float32 `[n, d]`; a Euclidean distance of 1 is just visible. 0 where there is no face.
        cells: float32 `[n, h * w]`, grey levels in coarse cells, the mouth painted out.
        blinking: bool `[n]`: within a blink, from where the lids begin to fall until they are up.
        eyes: float32 `[n]`, 0 open to 1 closed; 0 where there is no face.
    """

    features: Array
    cells: Array
    blinking: Mask
    eyes: Array

    def __len__(self) -> int:
        return len(self.features)

    def steps(self) -> Array:
        """Return how different each frame is from the one before it, float32 `[n]`; 0 for the first."""
        apart = np.linalg.norm(np.diff(self.features, axis=0), axis=1)
        return np.concatenate([[0], apart]).astype(np.float32)

    def cell_steps(self) -> Array:
        """Return the mean change of grey level from the frame before, float32 `[n]`; 0 for the first."""
        change = np.abs(np.diff(self.cells, axis=0)).mean(axis=1)
        return np.concatenate([[0], change]).astype(np.float32)


def change(before: Array | Frame, now: Array | Frame) -> tuple[float, float]:
    """Return by how much one small picture differs from another: in the mean, and where it does most.

    Args:
        before, now: `[h, w]`, of one kind.
    """
    import cv2

    apart = np.asarray(cv2.absdiff(before, now), np.float32)
    cell = max(apart.shape) / _CHANGE_CELLS
    cells = max(1, int(apart.shape[1] / cell)), max(1, int(apart.shape[0] / cell))
    return float(apart.mean()), float(cv2.resize(apart, cells, interpolation=cv2.INTER_AREA).max())


def look(track: FaceTrack, cells: Array) -> Looks:
    """Describe the frames of a track.

    Args:
        track: the face in every frame.
        cells: float32 `[n, h * w]` from `see_cells`.
    """
    eyes = np.nan_to_num(track.blink.max(axis=1)).astype(np.float32)
    features = np.concatenate([_place(track), eyes[:, None] / EYES_UNIT, _gaze(track), _light(cells)], axis=1)
    features[~track.found] = 0
    return Looks(features.astype(np.float32), cells, blinks(eyes, track.fps), eyes)


def see_cells(frames: Iterable[Frame], track: FaceTrack) -> Array:
    """Return the grey levels of small pictures in coarse cells, the mouth painted out, `[n, h * w]`.

    Args:
        frames: the pictures of the footage at `thumb_size`, in order.
        track: the face in them, at full size.
    """
    import cv2

    width, height = thumb_size(track.size_px)
    shrink = np.array([width / track.size_px[0], height / track.size_px[1]])
    grid = max(1, round(width * _CELLS / THUMB_SIDE)), max(1, round(height * _CELLS / THUMB_SIDE))
    rows = []
    for points, frame in zip(track.landmarks, frames, strict=True):
        grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
        if np.isfinite(points[0, 0]):
            # The mouth will be painted anew, so its place must not tell frames apart.
            hull = cv2.convexHull(np.round(points[list(LIPS), :2] * shrink).astype(np.int32))
            x, y = np.round(points[NOSE_TIP, :2] * shrink).astype(int)
            skin = int(grey[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)])
            cv2.fillConvexPoly(grey, hull, skin)
            cv2.polylines(grey, [hull], True, skin, 2)
        rows.append(cv2.resize(grey, grid, interpolation=cv2.INTER_AREA).astype(np.float32).ravel())
    return np.array(rows, np.float32).reshape(len(rows), -1)


def thumb_size(size_px: tuple[int, int]) -> tuple[int, int]:
    """Return the (width, height) of the small pictures for footage of this size."""
    return size_within(size_px, THUMB_SIDE)


def size_within(size_px: tuple[int, int], side_px: int) -> tuple[int, int]:
    """Return the (width, height) of pictures of this size when their longer side has so many px, at most."""
    shrink = min(1.0, side_px / max(size_px))
    return max(1, round(size_px[0] * shrink)), max(1, round(size_px[1] * shrink))


def blinks(eyes: Array, fps: Fraction) -> Mask:
    """Find the frames of whole blinks; eyes that stay shut or look down for longer are none.

    Args:
        eyes: `[n]`, 0 open to 1 closed.
        fps: frame rate.
    """
    usual, most = np.percentile(eyes, [50, 99]) if len(eyes) else (0.0, 0.0)
    inside = np.zeros(len(eyes), np.bool_)
    if most - usual < _BLINK_RANGE:
        return inside
    falling = eyes > usual + 0.15 * (most - usual)
    reach = round(_LID_S * fps)
    for start, stop in runs(eyes > usual + 0.5 * (most - usual)):
        if stop - start <= _LONGEST_BLINK_S * fps:
            before, after = falling[:start][::-1][:reach], falling[stop:][:reach]
            begin = start - int(np.argmin(np.append(before, False)))
            end = stop + int(np.argmin(np.append(after, False)))
            inside[max(0, begin - 1) : end + 1] = True
    return inside


def runs(mask: Mask) -> list[tuple[int, int]]:
    """Return the stretches `[start, stop)` where a mask is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _place(track: FaceTrack) -> Array:
    points = np.nan_to_num(track.landmarks[:, list(_PLACE), :2]).reshape(track.n_frames, -1)
    # Landmarks of the forehead dip for a frame or two when the lids close.
    calm = median_filter(points, size=(3, 1), mode="nearest")
    unit_px = PLACE_UNIT_IOD * float(np.nanmedian(track.iod_px)) * np.sqrt(len(_PLACE))
    return np.asarray(calm / unit_px, np.float32)


def _gaze(track: FaceTrack) -> Array:
    columns = []
    for iris, *corners in _IRISES:
        eye = track.landmarks[:, corners, :2]
        width = np.linalg.norm(eye[:, 0] - eye[:, 1], axis=1)
        columns.append((track.landmarks[:, iris, :2] - eye.mean(axis=1)) / np.maximum(width, 1)[:, None])
    gaze = np.nan_to_num(np.mean(columns, axis=0))
    return np.asarray(median_filter(gaze, size=(3, 1), mode="nearest") / GAZE_UNIT, np.float32)


def _light(cells: Array) -> Array:
    """The cells' principal components, so that distances are cheap."""
    centred = cells - cells.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    # The sign of an eigenvector is arbitrary, but distances do not depend on it.
    components = centred @ vectors[:, ::-1][:, :_N_COMPONENTS]
    return np.asarray(components / (LIGHT_UNIT * np.sqrt(cells.shape[1])), np.float32)
