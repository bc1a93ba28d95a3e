"""The face of a video, frame by frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.media import Frame
from herald.progress import Progress, Silent
from lipsync.clarity import blur_px, brightness
from lipsync.face import Face, iod_px
from lipsync.landmarks import CROP_SIDE_IOD, MAX_FACES, FaceLandmarker, crop_box
from lipsync.mesh import N_LANDMARKS, NOSE_TIP
from lipsync.npz import read_npz, write_npz

COUNT_EVERY_S = 1.0
"""How often the faces in the whole picture are counted."""

_SEARCH_EVERY = 5
"""While a face is lost, the costly search for small faces is made in every fifth frame only."""

CROP_SIDES_IOD = (2.6, 3.2, 4.0)
"""Each face is measured on three crops, and the mean is taken.

Where MediaPipe's own face box falls depends on the crop and moves the points by about 0.3 % of the IOD. The
mean of three takes a tenth of the jitter away, and the renderer's mouths come 0.05 to 0.36 dB nearer to the
truth than with one.
"""

_VERSION = 1

_SPREAD = (61, 291, 0, 17, 13, 14, 152, 37, 267)
_REACH_IOD, _GROWTH = 1.5, 1.6
"""How far a chosen face may have moved while it was out of sight, and how much nearer it may have come."""


_ARRAYS = ("landmarks", "found", "pucker", "blink", "blur_px", "brightness", "n_faces")


@dataclass(frozen=True)
class FaceTrack:
    """Landmarks of the presenter's face in every frame of a video.

    Attributes:
        fps: frame rate.
        size_px: (width, height) of the frames.
        landmarks: float32 `[n_frames, 478, 3]` in pixels, z in the same scale; nan where no face was found.
        found: bool `[n_frames]`.
        pucker: float32 `[n_frames]`, blendshape `mouthPucker`, 0..1; nan where no face was found.
        blink: float32 `[n_frames, 2]`, blendshapes of the person's right and left eye, 0..1; nan likewise.
        blur_px: float32 `[n_frames]`, blur over the edges of the face, see `clarity`; nan likewise.
        brightness: float32 `[n_frames]`, mean luma of the face, 0..255; nan likewise.
        n_faces: uint8 `[n_frames]`: how many faces of at least half the presenter's size are in the picture;
            counted once in `COUNT_EVERY_S` seconds and repeated between.
    """

    fps: Fraction
    size_px: tuple[int, int]
    landmarks: NDArray[np.float32]
    found: NDArray[np.bool_]
    pucker: NDArray[np.float32]
    blink: NDArray[np.float32]
    blur_px: NDArray[np.float32]
    brightness: NDArray[np.float32]
    n_faces: NDArray[np.uint8]

    def __post_init__(self) -> None:
        n_frames = len(self.found)
        wanted = {"landmarks": (n_frames, N_LANDMARKS, 3), "blink": (n_frames, 2)}
        names = ("landmarks", "pucker", "blink", "blur_px", "brightness", "n_faces")
        shapes = {name: getattr(self, name).shape for name in names}
        if any(shape != wanted.get(name, (n_frames,)) for name, shape in shapes.items()):
            raise ValueError(f"the arrays of a track of {n_frames} frames do not belong together: {shapes}")

    @property
    def n_frames(self) -> int:
        """Length in frames."""
        return len(self.found)

    @property
    def iod_px(self) -> NDArray[np.float32]:
        """Inter-ocular distance, float32 `[n_frames]`; nan where no face was found."""
        return iod_px(self.landmarks)

    def __getitem__(self, rows: slice) -> FaceTrack:
        """Return some of the frames."""
        return FaceTrack(self.fps, self.size_px, *(getattr(self, name)[rows] for name in _ARRAYS))

    @classmethod
    def joined(cls, tracks: Sequence[FaceTrack]) -> FaceTrack:
        """Return tracks of one rate and size one after the other."""
        columns = (np.concatenate([getattr(track, name) for track in tracks]) for name in _ARRAYS)
        return cls(tracks[0].fps, tracks[0].size_px, *columns)

    def save(self, path: Path) -> None:
        """Write the track as an .npz file; the same track always gives the same bytes."""
        arrays = {field.name: getattr(self, field.name) for field in fields(self)}
        arrays["fps"] = np.array([self.fps.numerator, self.fps.denominator], np.int64)
        arrays["size_px"] = np.array(self.size_px, np.int64)
        write_npz(path, {"version": np.array(_VERSION), **arrays})

    @classmethod
    def load(cls, path: Path) -> FaceTrack:
        """Read a track that `save` wrote.

        Raises:
            StageFailed: the file is missing, damaged, or of another version.
        """
        arrays: dict[str, Any] = read_npz(path)
        try:
            if int(arrays.pop("version")) != _VERSION:
                raise StageFailed(f"{path} is of another version of Herald; enrol the presenter again")
            top, bottom = (int(n) for n in arrays.pop("fps"))
            width, height = (int(n) for n in arrays.pop("size_px"))
            return cls(Fraction(top, bottom), (width, height), **arrays)
        except (ValueError, KeyError, TypeError) as error:
            raise StageFailed(f"{path} lacks something ({error}); enrol the presenter again") from error


def track_faces(
    frames: Iterable[Frame],
    fps: Fraction,
    size_px: tuple[int, int],
    landmarker: FaceLandmarker,
    progress: Progress | None = None,
    *,
    chosen: Chosen | None = None,
    meet: Callable[[Frame, Face | None], None] | None = None,
    crop_sides_iod: Sequence[float] = CROP_SIDES_IOD,
) -> FaceTrack:
    """Follow a face of a video, the largest one unless another is chosen.

    Each frame is measured on a crop that the frame before places, so the result depends on nothing but the
    frames. A face that is lost is looked for again in every frame.

    Args:
        frames: the pictures, in order, each of `size_px`.
        fps: their rate.
        size_px: (width, height).
        landmarker: open.
        progress: advanced by one for each frame; the caller begins and ends the stage.
        chosen: whose face to follow; other faces do not count then.
        meet: told of every frame and of the face in it.
        crop_sides_iod: sides of the crops that each face is measured on.
    """
    progress = progress or Silent()
    count_every = max(1, round(COUNT_EVERY_S * float(fps)))
    follower = Follower(landmarker, size_px, crop_sides_iod, chosen=chosen)
    rows: list[_Row] = []
    n_faces = 0
    for i, frame in enumerate(frames):
        face = follower.next(frame)
        if i % count_every == 0:
            n_faces = int(face is not None) if chosen else count_faces(landmarker, frame, face)
        if meet is not None:
            meet(frame, face)
        rows.append(_row(frame, face, n_faces))
        progress.advance()
    columns = [np.array(column) for column in zip(*rows, strict=True)] if rows else _NO_COLUMNS
    return FaceTrack(fps, size_px, *columns)


def count_faces(landmarker: FaceLandmarker, frame: Frame, presenter: Face | None) -> int:
    """Count the presenter and every other face that is at least half as large."""
    faces = landmarker.search(frame, MAX_FACES)
    if presenter is None:
        return len(faces)
    others = [face for face in faces if face.iod_px >= presenter.iod_px / 2 and not face.same_as(presenter)]
    return 1 + len(others)


@dataclass(frozen=True)
class Chosen:
    """A face that was chosen among several.

    Attributes:
        landmarks: float32 `[478, 3]` px, where it is when it is first seen.
    """

    landmarks: NDArray[np.float32]

    def near(self, face: Face, last: NDArray[np.float32]) -> bool:
        """Say whether a face can be the one that was last seen at `last`."""
        ratio = face.iod_px / float(iod_px(last))
        return self.apart_iod(face, last) < _REACH_IOD and 1 / _GROWTH < ratio < _GROWTH

    def apart_iod(self, face: Face, last: NDArray[np.float32]) -> float:
        """How far a face is from `last`, in inter-ocular distances."""
        apart = face.landmarks[NOSE_TIP, :2] - last[NOSE_TIP, :2]
        return float(np.hypot(*apart)) / float(iod_px(last))


class Follower:
    """Finds one person's face in one frame after the other.

    Args:
        landmarker: open.
        size_px: (width, height) of the frames.
        crop_sides_iod: sides of the crops that each face is measured on.
        chosen: whose face it is, where there are several.
    """

    def __init__(
        self,
        landmarker: FaceLandmarker,
        size_px: tuple[int, int],
        crop_sides_iod: Sequence[float] = CROP_SIDES_IOD,
        chosen: Chosen | None = None,
    ) -> None:
        self._landmarker = landmarker
        self._size_px = size_px
        self._sides_iod = crop_sides_iod
        self._chosen = chosen
        self._last: NDArray[np.float32] | None = None
        self._n_lost = 0

    def next(self, frame: Frame) -> Face | None:
        """Return the face in the next frame, or None where it is not to be found."""
        face = None
        if self._last is not None and self._n_lost == 0:
            face = self._mean(frame, self._last)
            if face is not None and self._chosen and not self._chosen.near(face, self._last):
                face = None
        if face is None:
            near = self._search(frame)
            face = None if near is None else self._mean(frame, near.landmarks)
        self._n_lost = 0 if face else self._n_lost + 1
        self._last = face.landmarks if face else self._last
        return face

    def _search(self, frame: Frame) -> Face | None:
        """Look near the last place, then in the whole picture, then now and then for a small face."""
        if self._chosen is not None:
            return self._search_chosen(frame, self._chosen)
        near = [] if self._last is None else [crop_box(self._last, self._size_px, 2 * CROP_SIDE_IOD)]
        for box in (*near, None):
            if faces := self._landmarker.detect(frame, box):
                return faces[0]
        if self._n_lost % _SEARCH_EVERY == 0:
            return next(iter(self._landmarker.search(frame)), None)
        return None

    def _search_chosen(self, frame: Frame, chosen: Chosen) -> Face | None:
        near = chosen.landmarks if self._last is None else self._last
        faces = self._landmarker.detect(frame, crop_box(near, self._size_px, 2 * CROP_SIDE_IOD), MAX_FACES)
        if not any(chosen.near(face, near) for face in faces) and self._n_lost % _SEARCH_EVERY == 0:
            faces = self._landmarker.search(frame, MAX_FACES)
        faces = [face for face in faces if chosen.near(face, near)]
        return min(faces, key=lambda face: chosen.apart_iod(face, near), default=None)

    def _mean(self, frame: Frame, near: NDArray[np.float32]) -> Face | None:
        faces = []
        for side_iod in self._sides_iod:
            faces += self._landmarker.detect(frame, crop_box(near, self._size_px, side_iod))
        if len(faces) < len(self._sides_iod):
            # A face that shows on some crops only is about to be lost, or is none.
            return None
        if len(faces) == 1:
            return faces[0]
        landmarks = np.asarray(np.mean([face.landmarks for face in faces], axis=0), np.float32)
        right, left = np.mean([face.blink for face in faces], axis=0)
        pucker = float(np.mean([face.pucker for face in faces]))
        lips = np.array([face.landmarks[list(_SPREAD), :2] for face in faces])
        spread_iod = float(np.linalg.norm(lips.std(axis=0), axis=1).mean()) / float(iod_px(landmarks))
        return Face(landmarks, pucker, (float(right), float(left)), spread_iod)


_Row = tuple[NDArray[np.float32], bool, np.float32, NDArray[np.float32], np.float32, np.float32, np.uint8]

_NO_COLUMNS = [
    np.empty((0, N_LANDMARKS, 3), np.float32),
    np.empty(0, np.bool_),
    np.empty(0, np.float32),
    np.empty((0, 2), np.float32),
    np.empty(0, np.float32),
    np.empty(0, np.float32),
    np.empty(0, np.uint8),
]


def _row(frame: Frame, face: Face | None, n_faces: int) -> _Row:
    """One frame's values, in the order of the arrays of `FaceTrack`."""
    if face is None:
        none = np.float32(np.nan)
        points = np.full((N_LANDMARKS, 3), np.nan, np.float32)
        return points, False, none, np.full(2, np.nan, np.float32), none, none, np.uint8(n_faces)
    return (
        face.landmarks,
        True,
        np.float32(face.pucker),
        np.array(face.blink, np.float32),
        np.float32(blur_px(frame, face.landmarks)),
        np.float32(brightness(frame, face.landmarks)),
        np.uint8(n_faces),
    )
