"""The landmark engine of the package face-alignment: FAN networks, and S3FD which finds faces."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from herald.errors import UserError
from herald.media import Frame
from lipsync.landmark_engine import FACE_ALIGNMENT_3D
from lipsync.weights import read_weights

if TYPE_CHECKING:
    from lipsync.landmarks import Box

Array = NDArray[np.float32]


class FaceAlignmentEngine:
    """FAN with weights from files: nothing is fetched, and no file may run code.

    It takes seconds a picture on a processor.

    Args:
        name: "face-alignment" for points as they are seen, "face-alignment-3d" for points in space as they
            are projected, which do not follow the outline of a turned face.
        network: the file with the weights of FAN.
        detector: the file with the weights of S3FD.
        device: as torch calls it.

    Raises:
        UserError: a file holds something else.
    """

    def __init__(self, name: str, network: Path, detector: Path, device: str = "cpu") -> None:
        self.name = name
        self._network = self._opened(network, detector, device)

    def __enter__(self) -> FaceAlignmentEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._network = None

    def boxes(self, frame: Frame) -> list[Box]:
        """Return where faces are in a picture, the largest first."""
        found = self._network.face_detector.detect_from_image(np.ascontiguousarray(frame))
        boxes = [tuple(round(float(side)) for side in face[:4]) for face in found]
        return sorted(((a, b, c, d) for a, b, c, d in boxes), key=lambda b: (b[0] - b[2]) * (b[3] - b[1]))

    def points(self, frame: Frame, box: Box) -> Array | None:
        """Return the points of the face in a box; see `LandmarkEngine.points`."""
        found = self._network.get_landmarks_from_image(np.ascontiguousarray(frame), detected_faces=[box])
        if not found:
            return None
        points = np.full((len(found[0]), 3), np.nan, np.float32)
        points[:, :2] = found[0][:, :2]
        return points

    def _opened(self, network: Path, detector: Path, device: str) -> Any:
        from face_alignment import FaceAlignment, LandmarksType
        from face_alignment.models.fan import FAN

        class Local(FaceAlignment):  # type: ignore[misc]
            """FAN whose weights are read from a file of ours instead of torch's download cache."""

            def _load_native(self, name: str, size: int, device: str, dtype: Any) -> Any:
                net = FAN(size)
                net.load_state_dict(weights)
                return net.to(device, dtype=dtype).eval()

        kind = LandmarksType.TWO_HALF_D if self.name == FACE_ALIGNMENT_3D else LandmarksType.TWO_D
        weights = read_weights(network)
        read_weights(detector)
        try:
            # The package prints while it loads.
            with contextlib.redirect_stdout(io.StringIO()):
                return Local(
                    kind,
                    device=device,
                    flip_input=False,
                    compile=False,
                    face_detector="sfd",
                    face_detector_kwargs={"path_to_detector": str(detector)},
                )
        except (RuntimeError, TypeError, AttributeError) as error:
            said = str(error).splitlines()[0]
            raise UserError(f"{network} or {detector} is not of face-alignment's networks: {said}") from error
