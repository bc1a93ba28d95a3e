"""A presenter's own range: what "open", "wide" and "at rest" mean on this face."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.files import written_beside
from lipsync import shape
from lipsync.arrays import open_arrays, save_arrays
from lipsync.mesh import LOWER_LIP_BOTTOM, UPPER_LIP_TOP
from lipsync.pose import fit_pose, template_of
from lipsync.track import FaceTrack

Array = NDArray[np.float32]

LOW, HIGH = 3, 97
"""Percentiles that the range runs between; the few frames beyond are slips of tracking or grimaces."""

LEAST_PUCKER_RANGE = 0.05
"""Where MediaPipe's pucker moves less than this, it says nothing about the person."""

MOST_PUCKER = 1.25

TYPICAL_GAP_IOD = (0.003, 0.19)
TYPICAL_WIDTH_IOD = 0.21
"""Range of the opening, and of the width from end to end, of four recorded speakers (mean). They stand in for
the range of a person who does not speak in the footage."""

RELAXED_WIDTH_IOD = 0.57
"""A resting mouth's usual width, of the same speakers."""

_SMILE_KEPT = 0.2
"""How much of a photographed smile's width a person keeps while they speak."""

_SIZES = (0.85, 1.15)


@dataclass(frozen=True)
class Calibration:
    """What enrolment learned about a presenter's face.

    Lengths are in inter-ocular distances, with the head's pose taken out.

    Attributes:
        template: float32 `[24, 3]`, rigid shape of the face, see `pose.template_of`.
        gap_iod: float32 `[2]`, opening of the inner lips at aperture 0 and 1.
        width_iod: float32 `[3]`, 3rd percentile, median and 97th percentile of the mouth's width: the
            median is width 0, half the range from it is 1.
        pucker: float32 `[2]`, MediaPipe's pucker at 0 and 1.
        has_pucker: bool `[]`, whether pucker moves enough to be used; where not, it counts as 0.
        rest: float32 `[3]`, aperture, width and pucker of the mouth at rest, in the person's units.
        offset_ms: float32 `[]`, by how much the picture is later than the sound; 0 where that is not known.
        offset_confidence: float32 `[]`, 0..1; see `offset`.
        usable: bool `[n_frames]`: the face is found, whole, alone, turned to the camera and not blurred.
        resting: bool `[n_frames]`: usable frames that show the mouth at rest; at least one.
    """

    template: Array
    gap_iod: Array
    width_iod: Array
    pucker: Array
    has_pucker: NDArray[np.bool_]
    rest: Array
    offset_ms: Array
    offset_confidence: Array
    usable: NDArray[np.bool_]
    resting: NDArray[np.bool_]

    def units(self, landmarks: Array, pucker: Array) -> Array:
        """Measure mouths in the presenter's own units.

        Args:
            landmarks: float32 `[n, 478, 3]` px; nan where no face was found.
            pucker: float32 `[n]`, MediaPipe's blendshape.

        Returns:
            float32 `[n, 3]`: aperture (0..1 of the range, may go beyond), width (-1..1 likewise), pucker
            (0..1, at most `MOST_PUCKER`; 0 throughout without `has_pucker`).
        """
        found = np.isfinite(landmarks[:, 0, 0])
        units = np.full((len(landmarks), 3), np.nan, np.float32)
        if found.any():
            canonical = fit_pose(landmarks[found], self.template).canonical(landmarks[found])
            units[found] = self._units(shape.gap(canonical), shape.width(canonical), pucker[found])
        return units

    def _units(self, gap_iod: Array, width_iod: Array, pucker: Array) -> Array:
        aperture = (gap_iod - self.gap_iod[0]) / (self.gap_iod[1] - self.gap_iod[0])
        width = 2 * (width_iod - self.width_iod[1]) / (self.width_iod[2] - self.width_iod[0])
        rounding = (pucker - self.pucker[0]) / (self.pucker[1] - self.pucker[0])
        # A pout of a few frames can be five times the 97th percentile.
        rounding = np.clip(rounding, 0, MOST_PUCKER) if self.has_pucker else 0 * rounding
        return np.stack([aperture, width, rounding], axis=1)

    def save(self, folder: Path) -> None:
        """Write one .npy for each array; the same calibration always gives the same bytes."""
        with written_beside(folder) as part:
            part.mkdir()
            save_arrays(self, part)

    @classmethod
    def load(cls, folder: Path) -> Calibration:
        """Read what `save` wrote.

        Raises:
            StageFailed: an array is missing or damaged.
        """
        return open_arrays(cls, folder)


@dataclass(frozen=True)
class Mouths:
    """Opening, width and pucker of the mouth in every frame, before there are units.

    Attributes:
        template: float32 `[24, 3]`.
        gap_iod, width_iod, pucker: float32 `[n_frames]`; nan where no face was found.
        lips_iod: float32 `[n_frames]`, height of the two lips without the opening between them; nan likewise.
        angles: float32 `[n_frames, 3]`, yaw, pitch and roll in radians from the clip's mean; nan likewise.
        scale_px: float32 `[n_frames]`, px per IOD; nan likewise.
    """

    template: Array
    gap_iod: Array
    width_iod: Array
    pucker: Array
    lips_iod: Array
    angles: Array
    scale_px: Array


def measure_mouths(track: FaceTrack) -> Mouths:
    """Measure the mouth of every frame of a track in which a face was found at least once."""
    found = track.found
    landmarks = track.landmarks[found]
    template = template_of(landmarks)
    pose = fit_pose(landmarks, template)
    canonical = pose.canonical(landmarks)
    n_frames = track.n_frames

    def everywhere(values: Array) -> Array:
        filled = np.full((n_frames, *values.shape[1:]), np.nan, np.float32)
        filled[found] = values
        return filled

    gap = shape.gap(canonical)
    height = canonical[:, LOWER_LIP_BOTTOM, 1] - canonical[:, UPPER_LIP_TOP, 1]
    return Mouths(
        template,
        everywhere(gap),
        everywhere(shape.width(canonical)),
        track.pucker,
        everywhere(height - gap),
        everywhere(pose.angles),
        everywhere(pose.scale),
    )


def ranges(mouths: Mouths, usable: NDArray[np.bool_], kind: str) -> tuple[Array, Array, Array]:
    """Return the ends of the person's range: `gap_iod` [2], `width_iod` [3] and `pucker` [2].

    A person who does not talk has shown no range; typical ones, for a mouth of their size, are put round the
    resting mouth then.
    """
    gap = np.percentile(mouths.gap_iod[usable], [LOW, HIGH])
    width = np.percentile(mouths.width_iod[usable], [LOW, 50, HIGH])
    pucker = np.percentile(mouths.pucker[usable], [LOW, HIGH])
    if kind != "talking":
        middle = relaxed_width(width[1]) if kind == "still" else width[1]
        size = np.clip(middle / RELAXED_WIDTH_IOD, *_SIZES)
        gap = np.array([min(gap[0], TYPICAL_GAP_IOD[0]), size * TYPICAL_GAP_IOD[1]])
        width = middle + size * TYPICAL_WIDTH_IOD * np.array([-0.5, 0, 0.5])
    pucker[1] = max(pucker[1], pucker[0] + 1e-3)
    return gap.astype(np.float32), width.astype(np.float32), pucker.astype(np.float32)


def relaxed_width(width_iod: float) -> float:
    """Return the width at which a mouth that smiles would rest, IOD; one that does not keeps its own."""
    smile = max(width_iod - RELAXED_WIDTH_IOD, 0.0)
    return width_iod - (1 - _SMILE_KEPT) * smile
