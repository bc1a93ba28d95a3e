"""Where a face is in a picture, to a fraction of a pixel: 478 points of MediaPipe's Face Landmarker.

Every picture is looked at for itself, on a square round the face. Smoothing over time would move the lips by
1.1-1.6 % of the inter-ocular distance; and the face detector sees 128 pixels of whatever it is given, so on a
whole frame the box that it hands to the landmark network is coarse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from herald.errors import MissingModel
from herald.media import Frame
from lipsync import planes
from lipsync.face import Face, iod_px, moved
from lipsync.face_networks import FaceNetworks
from lipsync.mesh import NOSE_TIP

CROP_SIDE_IOD = 3.2
"""Side of the square round the nose tip on which a face is measured, in inter-ocular distances."""

MAX_FACES = 4
"""How many faces a search in a whole picture can tell apart."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in whole pixels, half-open."""

_SMALLEST_TILE_PX = 256
_SEEN_SIDE_IOD = 7.0
"""In a square this many inter-ocular distances wide, a face of half the size is still found: the detector
finds faces down to a fourteenth."""


def crop_box(
    landmarks: NDArray[np.float32], size_px: tuple[int, int], side_iod: float = CROP_SIDE_IOD
) -> Box:
    """Return the square of `side_iod` inter-ocular distances round the nose tip, cut at the frame's edges."""
    half = max(16.0, side_iod * float(iod_px(landmarks)) / 2)
    x, y = (float(value) for value in landmarks[NOSE_TIP, :2])
    width, height = size_px
    left, top = (int(np.clip(round(v - half), 0, n - 32)) for v, n in ((x, width), (y, height)))
    right, bottom = (int(np.clip(round(v + half), 32, n)) for v, n in ((x, width), (y, height)))
    return left, top, max(right, left + 32), max(bottom, top + 32)


def grown(box: Box, size_px: tuple[int, int]) -> Box:
    """Return a box with half as much again on every side, cut at the frame's edges."""
    left, top, right, bottom = box
    aside, above = (right - left) // 2, (bottom - top) // 2
    width, height = size_px
    return max(0, left - aside), max(0, top - above), min(width, right + aside), min(height, bottom + above)


class FaceLandmarker:
    """MediaPipe's Face Landmarker, to be used in a `with` statement.

    The same picture and the same box always give the same points.

    Args:
        model: the file `face_landmarker.task`.
        finder: looks for faces where MediaPipe's own detector finds none; gives boxes round them.
        with_looks: False leaves out pucker and blink, for whoever needs only the points.

    Raises:
        MissingModel: there is no such file.
        StageFailed: on entering the block: it cannot be read.
    """

    def __init__(
        self, model: Path, finder: Callable[[Frame], list[Box]] | None = None, with_looks: bool = True
    ) -> None:
        if not model.is_file():
            raise MissingModel(f"the face landmark model {model} is not there; run `herald models pull`")
        self._model = model
        self._finder = finder
        self._with_looks = with_looks
        self._networks: FaceNetworks | None = None

    def __enter__(self) -> FaceLandmarker:
        self._networks = FaceNetworks(self._model, self._with_looks)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._networks = None

    def detect(self, frame: Frame, box: Box | None = None, max_faces: int = 1) -> list[Face]:
        """Find faces in a picture or in a part of it.

        Args:
            frame: the picture, RGB or planes, see `planes`.
            box: the part to look at; the whole picture if None.
            max_faces: 1, or any number up to `MAX_FACES`.

        Returns:
            the faces, largest first; at most `max_faces`.
        """
        left, top, right, bottom = box or (0, 0, *planes.size_of(frame))
        part = planes.part(frame, (left, top, right, bottom))
        found = self._opened.faces(part, MAX_FACES if max_faces > 1 else 1)
        faces = [face.moved(left, top) for face in found]
        return sorted(faces, key=lambda face: -face.iod_px)[:max_faces]

    def face_in(self, frame: Frame, square: NDArray[np.float32], box: Box) -> Face | None:
        """Measure the face in a square, which takes two thirds of the time of `detect`.

        Args:
            frame: the picture, RGB or planes, see `planes`.
            square: where the face is, see `Face.square`.
            box: the part of the picture to look at.
        """
        left, top, _, _ = box
        face = self._opened.face_in(planes.part(frame, box), moved(square, -left, -top))
        return face.moved(left, top) if face else None

    def detect_on_crop(self, frame: Frame, previous: NDArray[np.float32]) -> Face | None:
        """Measure the face that was at `previous` (landmarks `[478, 3]`) in the picture before."""
        faces = self.detect(frame, crop_box(previous, planes.size_of(frame)))
        return faces[0] if faces else None

    def search(self, frame: Frame, max_faces: int = 1) -> list[Face]:
        """Look for faces of any size: in the whole picture, then in ever smaller overlapping tiles.

        Every face found is measured again on its own crop, so that the result does not depend on how it
        was found.

        Returns:
            the faces, largest first; at most `max_faces`. Smaller tiles are tried when nothing was found in
            larger ones, and, if more than one face is asked for, as long as a face of half the size of the
            largest could have been missed.
        """
        size_px = planes.size_of(frame)
        seen: list[Face] = []
        for boxes in _tilings(size_px):
            side_px = max(boxes[0][2] - boxes[0][0], boxes[0][3] - boxes[0][1])
            if seen and (max_faces == 1 or side_px < _SEEN_SIDE_IOD * seen[0].iod_px):
                break
            for box in boxes:
                for rough in self.detect(frame, box, max_faces=MAX_FACES if max_faces > 1 else 1):
                    face = self.detect_on_crop(frame, rough.landmarks)
                    if face is not None and not any(map(face.same_as, seen)):
                        seen.append(face)
            seen.sort(key=lambda face: -face.iod_px)
        return seen[:max_faces] if seen else self._found_by_finder(frame)[:max_faces]

    @property
    def _opened(self) -> FaceNetworks:
        if self._networks is None:
            raise ValueError("a FaceLandmarker is used inside its block")
        return self._networks

    def _found_by_finder(self, frame: Frame) -> list[Face]:
        """Measure the faces that only the finder sees, the largest first."""
        size_px = (frame.shape[1], frame.shape[0])
        faces: list[Face] = []
        for box in self._finder(frame) if self._finder else ():
            faces += self.detect(frame, grown(box, size_px))
        return sorted(faces, key=lambda face: -face.iod_px)


def _tilings(size_px: tuple[int, int]) -> Iterator[list[Box]]:
    """Give the whole picture, then square tiles that overlap by half, each time of half the side."""
    width, height = size_px
    yield [(0, 0, width, height)]
    side = max(size_px) // 2
    while side >= _SMALLEST_TILE_PX:
        yield [
            (left, top, min(left + side, width), min(top + side, height))
            for top in _starts(height, side)
            for left in _starts(width, side)
        ]
        side //= 2


def _starts(length: int, side: int) -> list[int]:
    n_steps = max(0, -(-(length - side) * 2 // side))
    return [round(i * max(0, length - side) / max(1, n_steps)) for i in range(n_steps + 1)]
