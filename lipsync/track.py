"""The face of a video, frame by frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.files import written_beside
from herald.media import Frame
from herald.progress import Progress, Silent
from lipsync.landmarks import MAX_FACES, Face, FaceLandmarker, crop_box, iod_px
from lipsync.mesh import N_LANDMARKS

COUNT_EVERY_S = 0.5
"""How often the faces in the whole picture are counted."""

_SEARCH_EVERY = 5
"""While a face is lost, the costly search for small faces is made in every fifth frame only."""

_VERSION = 1


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
        n_faces: uint8 `[n_frames]`: how many faces of at least half the presenter's size are in the picture;
            counted every `COUNT_EVERY_S` seconds and repeated between.
    """

    fps: Fraction
    size_px: tuple[int, int]
    landmarks: NDArray[np.float32]
    found: NDArray[np.bool_]
    pucker: NDArray[np.float32]
    blink: NDArray[np.float32]
    n_faces: NDArray[np.uint8]

    def __post_init__(self) -> None:
        n_frames = len(self.found)
        shapes = [getattr(self, name).shape for name in ("landmarks", "pucker", "blink", "n_faces")]
        if shapes != [(n_frames, N_LANDMARKS, 3), (n_frames,), (n_frames, 2), (n_frames,)]:
            raise ValueError(f"the arrays of a track of {n_frames} frames do not belong together: {shapes}")

    @property
    def n_frames(self) -> int:
        """Length in frames."""
        return len(self.found)

    @property
    def iod_px(self) -> NDArray[np.float32]:
        """Inter-ocular distance, float32 `[n_frames]`; nan where no face was found."""
        return iod_px(self.landmarks)

    def save(self, path: Path) -> None:
        """Write the track as an .npz file; the same track always gives the same bytes."""
        arrays = {field.name: getattr(self, field.name) for field in fields(self)}
        arrays["fps"] = np.array([self.fps.numerator, self.fps.denominator], np.int64)
        arrays["size_px"] = np.array(self.size_px, np.int64)
        with written_beside(path) as part:
            np.savez(part, version=np.array(_VERSION), **arrays)

    @classmethod
    def load(cls, path: Path) -> FaceTrack:
        """Read a track that `save` wrote.

        Raises:
            StageFailed: the file is missing, damaged, or of another version.
        """
        try:
            with np.load(path, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            if int(arrays.pop("version")) != _VERSION:
                raise StageFailed(
                    f"{path} was written by another version of Herald; enrol the presenter again"
                )
            top, bottom = (int(n) for n in arrays.pop("fps"))
            width, height = (int(n) for n in arrays.pop("size_px"))
            return cls(Fraction(top, bottom), (width, height), **arrays)
        except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
            raise StageFailed(f"{path} cannot be read ({error}); enrol the presenter again") from error


def track_faces(
    frames: Iterable[Frame],
    fps: Fraction,
    size_px: tuple[int, int],
    landmarker: FaceLandmarker,
    progress: Progress | None = None,
) -> FaceTrack:
    """Follow the largest face of a video.

    Each frame is measured on a crop that the frame before places, so the result depends on nothing but the
    frames. A face that is lost is looked for again in every frame.

    Args:
        frames: the pictures, in order, each of `size_px`.
        fps: their rate.
        size_px: (width, height).
        landmarker: open.
        progress: advanced by one for each frame; the caller begins and ends the stage.
    """
    progress = progress or Silent()
    count_every = max(1, round(COUNT_EVERY_S * fps))
    follower = _Follower(landmarker, size_px)
    faces: list[Face | None] = []
    counts: list[int] = []
    for i, frame in enumerate(frames):
        face = follower.next(frame)
        faces.append(face)
        counts.append(_count(landmarker, frame, face) if i % count_every == 0 else counts[-1])
        progress.advance()
    return _assemble(faces, counts, fps, size_px)


class _Follower:
    """Finds the presenter in one frame after the other."""

    def __init__(self, landmarker: FaceLandmarker, size_px: tuple[int, int]) -> None:
        self._landmarker = landmarker
        self._size_px = size_px
        self._last: NDArray[np.float32] | None = None
        self._n_lost = 0

    def next(self, frame: Frame) -> Face | None:
        face = self._find(frame)
        self._n_lost = 0 if face else self._n_lost + 1
        self._last = face.landmarks if face else self._last
        return face

    def _find(self, frame: Frame) -> Face | None:
        if self._last is not None:
            if self._n_lost == 0 and (face := self._landmarker.detect_on_crop(frame, self._last)):
                return face
            # It cannot be far: twice the crop round the last place, before the whole picture.
            if face := self._measured(frame, crop_box(self._last, self._size_px, 6.4)):
                return face
        if self._n_lost % _SEARCH_EVERY == 0:
            return next(iter(self._landmarker.search(frame)), None)
        return self._measured(frame, None)

    def _measured(self, frame: Frame, box: tuple[int, int, int, int] | None) -> Face | None:
        rough = self._landmarker.detect(frame, box)
        return self._landmarker.detect_on_crop(frame, rough[0].landmarks) if rough else None


def _count(landmarker: FaceLandmarker, frame: Frame, presenter: Face | None) -> int:
    if presenter is None:
        return len(landmarker.search(frame, MAX_FACES))
    faces = landmarker.detect(frame, max_faces=MAX_FACES)
    others = [face for face in faces if face.iod_px >= presenter.iod_px / 2 and not face.same_as(presenter)]
    return 1 + len(others)


def _assemble(
    faces: list[Face | None], counts: list[int], fps: Fraction, size_px: tuple[int, int]
) -> FaceTrack:
    n_frames = len(faces)
    landmarks = np.full((n_frames, N_LANDMARKS, 3), np.nan, np.float32)
    pucker = np.full(n_frames, np.nan, np.float32)
    blink = np.full((n_frames, 2), np.nan, np.float32)
    for i, face in enumerate(faces):
        if face is not None:
            landmarks[i], pucker[i], blink[i] = face.landmarks, face.pucker, face.blink
    found = np.array([face is not None for face in faces], np.bool_)
    return FaceTrack(fps, size_px, landmarks, found, pucker, blink, np.array(counts, np.uint8))
