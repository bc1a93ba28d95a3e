"""The protocol of a landmark engine, and the one table of them: who finds faces and their points."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from herald.errors import UserError, did_you_mean
from herald.media import Frame
from lipsync.points68 import FROM_MEDIAPIPE

if TYPE_CHECKING:
    from lipsync.face import Face
    from lipsync.landmarks import Box, FaceLandmarker

Array = NDArray[np.float32]
ModelPath = Callable[[str], Path]
"""Gives the verified local path of a file in the model registry, by its name there."""

MEDIAPIPE = "mediapipe"
FACE_ALIGNMENT = "face-alignment"
FACE_ALIGNMENT_3D = "face-alignment-3d"

ENGINES = {
    MEDIAPIPE: ("face_landmarker.task",),
    FACE_ALIGNMENT: ("2DFAN4-11f355bf06.pth.tar", "s3fd-619a316812.pth"),
    FACE_ALIGNMENT_3D: ("3DFAN4-7835d9f11d.pth.tar", "s3fd-619a316812.pth"),
}
"""Every engine with the registry's files that it needs."""


class LandmarkEngine(Protocol):
    """Finds faces, and 68 points of each; to be used in a `with` statement.

    The same picture and the same box always give the same points.
    """

    name: str

    def __enter__(self) -> LandmarkEngine: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def boxes(self, frame: Frame) -> list[Box]:
        """Return where faces are in a picture, the largest first."""

    def points(self, frame: Frame, box: Box) -> Array | None:
        """Return the points of the face in a box.

        Args:
            frame: the picture.
            box: round the face, from `boxes` or from anywhere else.

        Returns:
            float32 `[68, 3]` px of the whole picture, see `points68`; the third is depth, nan where the
            engine knows none. None where no face is found.
        """


def landmark_engine(name: str, model_path: ModelPath, device: str = "cpu") -> LandmarkEngine:
    """Return the engine of that name, not yet opened.

    Args:
        name: one of ENGINES.
        model_path: gives the path of a file in the model registry.
        device: as torch calls it; MediaPipe always works on the CPU.

    Raises:
        UserError: there is no such engine, or its weights cannot be had or used.
    """
    if name not in ENGINES:
        hint = did_you_mean(name, ENGINES) or f"There are {', '.join(ENGINES)}."
        raise UserError(f"there is no landmark engine '{name}'. {hint}")
    files = [model_path(file) for file in ENGINES[name]]
    if name == MEDIAPIPE:
        from lipsync.landmarks import FaceLandmarker

        return MediaPipe68(FaceLandmarker(files[0]))
    from lipsync.fan import FaceAlignmentEngine

    return FaceAlignmentEngine(name, files[0], files[1], device)


class MediaPipe68:
    """MediaPipe's landmarker, of whose points the 68 are taken that lie nearest.

    Args:
        landmarker: not yet opened.
    """

    name = MEDIAPIPE

    def __init__(self, landmarker: FaceLandmarker) -> None:
        self._landmarker = landmarker

    def __enter__(self) -> MediaPipe68:
        self._landmarker.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._landmarker.__exit__(kind, error, trace)

    def boxes(self, frame: Frame) -> list[Box]:
        """Return where faces are in a picture, the largest first."""
        return [_around(face) for face in self._landmarker.search(frame, max_faces=2)]

    def points(self, frame: Frame, box: Box) -> Array | None:
        """Return the points of the face in a box; see `LandmarkEngine.points`."""
        from lipsync.landmarks import grown

        rough = self._landmarker.detect(frame, grown(box, (frame.shape[1], frame.shape[0])))
        face = self._landmarker.detect_on_crop(frame, rough[0].landmarks) if rough else None
        return None if face is None else face.landmarks[list(FROM_MEDIAPIPE)]


def _around(face: Face) -> Box:
    low = np.floor(face.landmarks[:, :2].min(axis=0)).astype(int)
    high = np.ceil(face.landmarks[:, :2].max(axis=0)).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])
