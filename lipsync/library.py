"""A presenter's recorded mouths, made once at enrolment and read as memory-mapped arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.files import written_beside
from herald.media import Frame
from herald.progress import Progress, Silent
from lipsync import appearance, shape, softness
from lipsync.mesh import MASK, with_ring
from lipsync.pose import Pose, fit_pose, template_of
from lipsync.retrieval import Looks
from lipsync.warp import Box

Array = NDArray[np.float32]

_CROP_MARGIN_IOD = 0.12


@dataclass(frozen=True)
class Library:
    """Recorded mouths of one person; a row is one frame of the footage that is fit for painting with.

    Attributes:
        template: float32 `[24, 3]`, the rigid shape that poses are measured against.
        frames: int32 `[m]`, the row's frame of the footage, rising.
        landmarks: float32 `[m, 478, 3]` px of the whole picture.
        crops: uint8 `[m, h, w, 3]`, the picture round the mouth and the jaw.
        origins: int32 `[m, 2]` px, where (left, top) of each crop lies in the picture.
        looks_shape, looks_pose, looks_texture, penalty: see `retrieval.Looks`.
        detail: float32 `[m, 7]`, see `softness.detail`.
        inputs, weights, mean, length: see `appearance.Predictor`; length is float32 `[1]`.
    """

    template: Array
    frames: NDArray[np.int32]
    landmarks: Array
    crops: NDArray[np.uint8]
    origins: NDArray[np.int32]
    looks_shape: Array
    looks_pose: Array
    looks_texture: Array
    penalty: Array
    detail: Array
    inputs: Array
    weights: Array
    mean: Array
    length: Array

    def __len__(self) -> int:
        return len(self.frames)

    @property
    def looks(self) -> Looks:
        """What retrieval compares."""
        return Looks(self.looks_shape, self.looks_pose, self.looks_texture, self.penalty)

    @property
    def predictor(self) -> appearance.Predictor:
        """Gives the texture that a wanted mouth should have."""
        return appearance.Predictor(self.inputs, self.weights, self.mean, float(self.length[0]))

    @property
    def successor(self) -> NDArray[np.int32]:
        """The row of the next frame of the footage, int32 `[m]`, or -1."""
        following = np.full(len(self), -1, np.int32)
        joined = np.flatnonzero(np.diff(self.frames) == 1)
        following[joined] = joined + 1
        return following

    def points(self, row: int) -> Array:
        """The mesh of a row in px of its crop, float32 `[514, 2]`."""
        return np.asarray(with_ring(self.landmarks[row]) - self.origins[row].astype(np.float32))

    def save(self, folder: Path) -> None:
        """Write one .npy for each array."""
        with written_beside(folder) as part:
            part.mkdir()
            for field in fields(self):
                np.save(part / f"{field.name}.npy", getattr(self, field.name))

    @classmethod
    def open(cls, folder: Path) -> Library:
        """Open a library; the crops stay on disk.

        Raises:
            StageFailed: an array is missing or damaged.
        """
        try:
            arrays = {
                field.name: np.load(
                    folder / f"{field.name}.npy", mmap_mode="r" if field.name == "crops" else None
                )
                for field in fields(cls)
            }
        except (OSError, ValueError) as error:
            raise StageFailed(f"{folder} cannot be read ({error}); enrol the presenter again") from error
        return cls(**arrays)


def build_library(
    frames: Iterable[Frame],
    landmarks: Array,
    usable: NDArray[np.bool_],
    size_px: tuple[int, int],
    progress: Progress | None = None,
) -> Library:
    """Collect the recorded mouths of a piece of footage.

    Args:
        frames: the pictures of the usable frames, in order.
        landmarks: float32 `[n, 478, 3]` px of all frames.
        usable: bool `[n]`, which frames may be painted with.
        size_px: (width, height).
        progress: advanced by one for each usable frame.
    """
    progress = progress or Silent()
    rows = np.flatnonzero(usable).astype(np.int32)
    landmarks = np.ascontiguousarray(landmarks[rows])
    template = template_of(landmarks)
    pose = fit_pose(landmarks, template)
    canonical = pose.canonical(landmarks)
    boxes = _boxes(landmarks, pose, size_px)
    mean_mouth = appearance.MeanMouth(_half_open(canonical))
    crops, mouths, detail = [], [], []
    for i, frame in enumerate(frames):
        crop = np.ascontiguousarray(frame[boxes[i].window])
        points = with_ring(landmarks[i]) - boxes[i].origin
        crops.append(crop)
        mouths.append(mean_mouth.of(crop, points))
        detail.append(softness.detail(frame, landmarks[i]))
        progress.advance()
    looks_shape = shape.features(canonical)
    looks_pose = shape.pose_features(pose.angles)
    texture = appearance.components(np.stack(mouths))
    predictor = appearance.Predictor.fit(appearance.windows(looks_shape, looks_pose), texture)
    return Library(
        template=template,
        frames=rows,
        landmarks=landmarks,
        crops=np.stack(crops),
        origins=np.array([(box.left, box.top) for box in boxes], np.int32),
        looks_shape=looks_shape,
        looks_pose=looks_pose,
        looks_texture=texture,
        penalty=np.zeros(len(rows), np.float32),
        detail=np.stack(detail),
        inputs=predictor.inputs,
        weights=predictor.weights,
        mean=predictor.mean,
        length=np.array([predictor.length], np.float32),
    )


def _boxes(landmarks: Array, pose: Pose, size_px: tuple[int, int]) -> list[Box]:
    """Boxes of one size, each round its frame's mask."""
    hulls = landmarks[:, MASK, :2]
    low, high = hulls.min(axis=1), hulls.max(axis=1)
    extent = (high - low).max(axis=0) + 2 * _CROP_MARGIN_IOD * float(pose.scale.max())
    size = np.minimum(np.ceil(extent / 2).astype(int) * 2, np.array(size_px) // 2 * 2)
    corner = np.round((low + high) / 4 - size / 4).astype(int) * 2
    corner = np.clip(corner, 0, (np.array(size_px) - size) // 2 * 2)
    return [Box(int(x), int(y), int(size[0]), int(size[1])) for x, y in corner]


def _half_open(canonical: Array) -> Array:
    """The mean of the more open half, so that teeth and tongue have room in it."""
    opening = shape.gap(canonical)
    return np.asarray(canonical[opening >= np.median(opening)].mean(axis=0), np.float32)
