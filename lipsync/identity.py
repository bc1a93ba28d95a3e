"""Whether two faces may be one person's: how they are built and marked, without pose and expression."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from herald.media import Frame
from lipsync.mesh import EYE_CORNERS, LIPS
from lipsync.pose import fit_pose, template_of
from lipsync.reel import Reel
from lipsync.track import FaceTrack

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

STRANGER = 0.02
"""Farther apart than this are two people. Thirds of one recording are at most 0.015 apart, and 96 % of the
pairs of different people farther than this (six people and Ada, `docs/measures.md`)."""

MARKS_WEIGHT = 0.08
"""What marks that have nothing in common count, in IOD of build."""

_N_SKIN = 468
_BELOW_NOSE = 0.15
_MOST_FRAMES = 400
_PICTURES = 40
_SIZE_PX = (64, 48)
_WIDTH_IOD = 1.5
_DOWN_IOD = 0.12
_SOFT_IOD = 0.012
_MIRROR = np.array([-1, 1, 1], np.float32)
_FINE_PX = 8.0


@dataclass(frozen=True)
class Likeness:
    """What a recording says of who it shows.

    Attributes:
        landmarks: float32 `[n, 478, 3]` px of its usable frames.
        marks: float32 `[48, 64]`, eyes, brows and nose in grey, median over many frames, both sides of the
            face averaged, without slow changes of light; of mean 0 and deviation 1.
    """

    landmarks: Array
    marks: Array

    @classmethod
    def of(cls, footage: Path, track: FaceTrack, usable: Mask) -> Likeness:
        """Look at a working copy.

        Args:
            footage: the working copy.
            track: its face.
            usable: bool `[n_frames]`, the frames to go by; at least one.
        """
        rows = np.flatnonzero(usable)
        seen = np.unique(rows[np.linspace(0, len(rows) - 1, _PICTURES).round().astype(int)])
        with Reel(footage) as reel:
            frames = reel.frames(seen.tolist())
            eyes = [_eyes(frame, track.landmarks[i]) for frame, i in zip(frames, seen, strict=True)]
        return cls(track.landmarks[rows[:: -(-len(rows) // _MOST_FRAMES)]], _marks(np.stack(eyes)))

    def apart(self, other: Likeness) -> float:
        """Return how far another recording's face is from this one's: build in IOD and marks together."""
        return float(np.hypot(self._build_iod(other), MARKS_WEIGHT * (1 - (self.marks * other.marks).mean())))

    def _build_iod(self, other: Likeness) -> float:
        template = template_of(np.concatenate([self.landmarks, other.landmarks]))
        faces = [_build(likeness.landmarks, template) for likeness in (self, other)]
        facing = _facing(np.asarray((faces[0] + faces[1]) / 2, np.float32))
        one, two = ((face + _MIRROR * face[facing]) / 2 for face in faces)
        upper = (one[:, 1] + two[:, 1]) / 2 < _BELOW_NOSE
        upper[[i for i in LIPS if i < _N_SKIN]] = False
        difference = (one - two)[upper, :2]
        apart = difference - difference.mean(axis=0)
        return float(np.sqrt(np.square(apart).sum(axis=1).mean()))


def _build(landmarks: Array, template: Array) -> Array:
    """The median face, `[468, 3]` in IOD from between the eyes."""
    canonical = np.median(fit_pose(landmarks, template).canonical(landmarks), axis=0)[:_N_SKIN]
    return np.asarray(canonical - canonical[list(EYE_CORNERS)].mean(axis=0), np.float32)


def _facing(face: Array) -> NDArray[np.intp]:
    """For each point the one on the face's other side: averaged with it, a turn of the head cancels out."""
    apart = np.square((face * _MIRROR)[:, None] - face[None]).sum(axis=2)
    _, facing = linear_sum_assignment(apart + apart.T)
    return np.asarray(facing, np.intp)


def _eyes(frame: Frame, landmarks: Array) -> Array:
    """The upper face in grey, `[48, 64]`, the eyes level."""
    right, left = (landmarks[i, :2].astype(np.float64) for i in EYE_CORNERS)
    across = left - right
    down = np.array([-across[1], across[0]])
    to_picture = np.stack([across, down], axis=1) * (_WIDTH_IOD / _SIZE_PX[0])
    corner = (right + left) / 2 + _DOWN_IOD * down - to_picture @ (np.array(_SIZE_PX) / 2)
    grey = cv2.cvtColor(np.ascontiguousarray(frame), cv2.COLOR_RGB2GRAY).astype(np.float32)
    soft = cv2.GaussianBlur(grey, (0, 0), max(0.3, _SOFT_IOD * float(np.hypot(*across))))
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    matrix = np.concatenate([to_picture, corner[:, None]], axis=1)
    eyes = cv2.warpAffine(soft, matrix, _SIZE_PX, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(eyes, np.float32)


def _marks(eyes: Array) -> Array:
    middle = np.asarray(np.median(eyes, axis=0), np.float32)
    detail = middle - cv2.GaussianBlur(middle, (0, 0), _FINE_PX)
    fine = detail / (np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), 2 * _FINE_PX)) + 1)
    both = (fine + fine[:, ::-1]) / 2
    return np.asarray((both - both.mean()) / (both.std() + 1e-6), np.float32)
