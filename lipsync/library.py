"""A presenter's recorded mouths, made once at enrolment and read as memory-mapped arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.files import written_beside
from herald.media import Frame
from herald.progress import Progress, Silent
from lipsync import appearance, shape, softness
from lipsync.arrays import open_arrays, save_arrays
from lipsync.mesh import MASK, with_ring
from lipsync.pose import Pose, fit_pose
from lipsync.retrieval import Looks
from lipsync.warp import Box

Array = NDArray[np.float32]

MAX_ROWS = 3000
"""More recorded mouths than two minutes hold are hardly better and take the disk of the rest."""

_STRETCH = 60
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
        looks_shape, looks_pose, looks_texture: see `retrieval.Looks`.
        detail: float32 `[m, 7]`, see `softness.detail`.
        footage_detail: float32 `[n]`, the unblurred detail of every frame of the footage, whether it is a row
            or not; what lies between usable frames is interpolated.
        inputs, weights, mean, length, heard_scale: see `appearance.Predictor`; the last two are
            float32 `[1]`.
        mouth_mean, mouth_axes: see `appearance.Basis`.
        mouth_points: float32 `[514, 2]`, see `appearance.MeanMouth`.
    """

    template: Array
    frames: NDArray[np.int32]
    landmarks: Array
    crops: NDArray[np.uint8]
    origins: NDArray[np.int32]
    looks_shape: Array
    looks_pose: Array
    looks_texture: Array
    detail: Array
    footage_detail: Array
    inputs: Array
    weights: Array
    mean: Array
    length: Array
    mouth_mean: Array
    mouth_axes: Array
    mouth_points: Array
    heard_scale: Array = field(default_factory=lambda: np.zeros(1, np.float32))

    def __len__(self) -> int:
        return len(self.frames)

    @property
    def looks(self) -> Looks:
        """What retrieval compares."""
        return Looks(self.looks_shape, self.looks_pose, self.looks_texture, self.detail[:, 0])

    @property
    def predictor(self) -> appearance.Predictor:
        """Gives the texture that a wanted mouth should have."""
        return appearance.Predictor(
            self.inputs, self.weights, self.mean, float(self.length[0]), float(self.heard_scale[0])
        )

    @property
    def basis(self) -> appearance.Basis:
        """Turns a texture into a picture."""
        return appearance.Basis(self.mouth_mean, self.mouth_axes)

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

    def key(self, row: int) -> tuple[str, int]:
        """Name the pixels of a row, for devices that keep them."""
        return str(getattr(self.crops, "filename", id(self.crops))), row

    @classmethod
    def open(cls, folder: Path) -> Library:
        """Open a library; the crops stay on disk.

        Raises:
            StageFailed: an array is missing or damaged.
        """
        return open_arrays(cls, folder, mapped=("crops",))


def build_library(
    folder: Path,
    frames: Iterable[Frame],
    landmarks: Array,
    usable: NDArray[np.bool_],
    template: Array,
    size_px: tuple[int, int],
    progress: Progress | None = None,
    heard: Array | None = None,
) -> Library:
    """Collect the recorded mouths of a piece of footage; memory is flat but for thumbnails of the mouths.

    Args:
        folder: where to keep them.
        frames: all pictures of the footage, in order.
        landmarks: float32 `[n, 478, 3]` px of all frames.
        usable: bool `[n]`, which frames may be painted with; at least one.
        template: float32 `[24, 3]`, see `pose.template_of`.
        size_px: (width, height).
        progress: advanced by one for each frame; the caller begins and ends the stage.
        heard: float32 `[n, heard.SIZE]`, what is heard around all frames; None where that is not known.
    """
    shown = np.flatnonzero(usable).astype(np.int32)
    rows = _spread(shown)
    footage, landmarks = landmarks, np.ascontiguousarray(landmarks[rows])
    pose = fit_pose(landmarks, template)
    canonical = pose.canonical(landmarks)
    boxes = _boxes(landmarks, pose, size_px)
    mean_mouth = appearance.MeanMouth(_half_open(canonical))
    looks_shape = shape.features(canonical)
    looks_pose = shape.pose_features(pose.angles)
    with written_beside(folder) as part:
        part.mkdir()
        size = (len(rows), boxes[0].height, boxes[0].width, 3)
        crops = np.lib.format.open_memmap(part / "crops.npy", "w+", np.uint8, size)
        row_of = {frame: row for row, frame in enumerate(rows.tolist())}
        mouths, detail, footage_detail = [], [], []
        for frame_number, frame in _picked(frames, shown, progress or Silent()):
            seen = softness.detail(frame, footage[frame_number])
            footage_detail.append(seen[0])
            if (i := row_of.get(frame_number)) is not None:
                crops[i] = frame[boxes[i].window]
                mouths.append(mean_mouth.of(crops[i], with_ring(landmarks[i]) - boxes[i].origin))
                detail.append(seen)
        crops.flush()
        basis, texture = appearance.Basis.of(np.stack(mouths))
        windows = appearance.windows(looks_shape, looks_pose)
        predictor = appearance.Predictor.fit(windows, texture, None if heard is None else heard[rows])
        library = Library(
            template=template,
            frames=rows,
            landmarks=landmarks,
            crops=crops,
            origins=np.array([(box.left, box.top) for box in boxes], np.int32),
            looks_shape=looks_shape,
            looks_pose=looks_pose,
            looks_texture=texture,
            detail=np.stack(detail),
            footage_detail=np.interp(np.arange(len(usable)), shown, footage_detail).astype(np.float32),
            inputs=predictor.inputs,
            weights=predictor.weights,
            mean=predictor.mean,
            length=np.array([predictor.length], np.float32),
            mouth_mean=basis.mean,
            mouth_axes=basis.axes,
            mouth_points=mean_mouth.points,
            heard_scale=np.array([predictor.heard_scale], np.float32),
        )
        save_arrays(library, part, leave_out=("crops",))
    return Library.open(folder)


def _spread(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    """At most `MAX_ROWS` rows, in stretches over all the footage: runs paint better than single frames."""
    if len(rows) <= MAX_ROWS:
        return rows
    n_stretches = MAX_ROWS // _STRETCH
    starts = np.linspace(0, len(rows) - _STRETCH, n_stretches).round().astype(int)
    return rows[np.unique(starts[:, None] + np.arange(_STRETCH))]


def _picked(
    frames: Iterable[Frame], numbers: NDArray[np.int32], progress: Progress
) -> Iterator[tuple[int, Frame]]:
    wanted = set(numbers.tolist())
    for i, frame in enumerate(frames):
        if i in wanted:
            yield i, frame
        progress.advance()


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
