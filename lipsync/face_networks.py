"""The three networks of MediaPipe's Face Landmarker, run with LiteRT: faces, points, looks.

The file `face_landmarker.task` is an archive of them. What lies between them is what MediaPipe does with one
picture, and its points come out within 0.03 % of the inter-ocular distance (`benchmarks/landmarks.py`).
MediaPipe takes nearly twice the time, and a build looks at every picture that it made.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.media import Frame
from lipsync.face import Face
from lipsync.mesh import N_LANDMARKS

Array = NDArray[np.float32]

_FILES = (
    "face_detector.tflite",
    "face_landmarks_detector.tflite",
    "face_blendshapes.tflite",
)
_DETECTOR_SIDE_PX, _POINTS_SIDE_PX = 128, 256
_GRIDS = ((16, 2), (8, 6))
"""Cells along a side of each grid on which the detector looks for faces, and guesses for each cell."""

_LEAST_SCORE = 0.5
_SAME_OVERLAP = 0.5
"""Guesses that share so much of what both cover are one face."""

_ROOM = 1.5
"""Side of the square whose points are looked for, over that of the face's box."""

_EYE_CORNERS_OF_BOX = (0, 1)

# Which points the third network looks at, in its order: eyes, brows, lips, outline.
_SHAPED_BY = (
    *(0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67),
    *(70, 78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146),
    *(148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181),
    *(185, 191, 195, 197, 234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293),
    *(295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324, 332, 334, 336, 338, 356, 361),
    *(362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386, 387, 388, 389, 390, 397, 398),
    *(400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477),
)
_BLINK_LEFT, _BLINK_RIGHT, _PUCKER = 9, 10, 38

_GREETINGS = (b"INFO: Created TensorFlow Lite XNNPACK delegate", b"INFO: Initialized TensorFlow Lite runtime")


class FaceNetworks:
    """The networks, loaded; on one thread. The same picture always gives the same points.

    Args:
        model: the file `face_landmarker.task`.
        with_looks: False leaves out pucker and blink, a tenth of the time.

    Raises:
        StageFailed: it cannot be read.
    """

    def __init__(self, model: Path, with_looks: bool = True) -> None:
        self._with_looks = with_looks
        try:
            with zipfile.ZipFile(model) as archive, _without_greetings():
                self._detector, self._points, self._shapes = (_Network(archive.read(name)) for name in _FILES)
        except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile) as error:
            raise StageFailed(f"the face landmark model {model} cannot be read: {error}") from error

    def faces(self, picture: Frame, most: int) -> list[Face]:
        """Return the faces in an RGB picture, the surest first; at most `most`."""
        faces = (self.face_in(picture, square) for square in self._squares(picture, most))
        return [face for face in faces if face is not None]

    def face_in(self, picture: Frame, square: Array) -> Face | None:
        """Return the face in a square of an RGB picture, None if there is none; see `Face.square`."""
        points = self._points_in(picture, square)
        return None if points is None else Face(points, *self._looks(points), square=square)

    def _looks(self, points: Array) -> tuple[float, tuple[float, float]]:
        """Return pucker and blink of a face."""
        if not self._with_looks:
            return float("nan"), (float("nan"), float("nan"))
        (scores,) = self._shapes.run(points[None, _SHAPED_BY, :2])
        return float(scores[_PUCKER]), (float(scores[_BLINK_RIGHT]), float(scores[_BLINK_LEFT]))

    def _squares(self, picture: Frame, most: int) -> list[Array]:
        """Return a square round each face that is found, as the matrix `[2, 3]` from it to the picture."""
        height, width = picture.shape[:2]
        side = max(width, height)
        whole = _square((width / 2, height / 2), side, 0.0, _DETECTOR_SIDE_PX)
        seen = _seen(picture, whole, _DETECTOR_SIDE_PX, cv2.BORDER_CONSTANT)
        guesses, scores = self._detector.run(seen * np.float32(2 / 255) - 1)
        squares = []
        for box in _best(_placed(guesses[0]), _likelihood(scores[0, :, 0]), most):
            corners = (box.reshape(-1, 2) - 0.5) * side + (width / 2, height / 2)
            (left, top), (right, bottom), *marks = corners
            across = marks[_EYE_CORNERS_OF_BOX[1]] - marks[_EYE_CORNERS_OF_BOX[0]]
            middle = (float(left + right) / 2, float(top + bottom) / 2)
            longer = _ROOM * float(max(right - left, bottom - top))
            squares.append(_square(middle, longer, float(np.arctan2(across[1], across[0])), _POINTS_SIDE_PX))
        return squares

    def _points_in(self, picture: Frame, square: Array) -> Array | None:
        """Return the points `[478, 3]` px of the face in a square, None if there is no face in it."""
        seen = _seen(picture, square, _POINTS_SIDE_PX, cv2.BORDER_REPLICATE)
        rows, presence, *_ = self._points.run(seen / np.float32(255))
        points = rows.reshape(N_LANDMARKS, 3)
        if _likelihood(presence.ravel())[0] < _LEAST_SCORE:
            return None
        placed = np.empty((N_LANDMARKS, 3), np.float32)
        placed[:, :2] = points[:, :2] @ square[:, :2].T + square[:, 2]
        placed[:, 2] = points[:, 2] * np.hypot(*square[:, 0])
        return placed


class _Network:
    """One network: arrays in, arrays out, in the order in which the file names them."""

    def __init__(self, content: bytes) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter: Any = Interpreter(model_content=content, num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = [output["index"] for output in self._interpreter.get_output_details()]

    def run(self, values: Array) -> list[Array]:
        self._interpreter.set_tensor(self._input, values)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index) for index in self._outputs]


def _square(middle: tuple[float, float], side_px: float, angle: float, n: int) -> Array:
    """Return the matrix `[2, 3]` from a picture of `n` pixels a side to a turned square of another."""
    along = np.array([np.cos(angle), np.sin(angle)]) * side_px / n
    turned = np.array([[along[0], -along[1]], [along[1], along[0]]])
    return np.column_stack([turned, np.array(middle) - turned @ (n / 2, n / 2)]).astype(np.float32)


def _seen(picture: Frame, square: Array, n: int, border: int) -> Array:
    """Return a square of a picture as a network takes it: float32 `[1, n, n, 3]`, 0..255."""
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    part = cv2.warpAffine(picture, square, (n, n), flags=how, borderMode=border)
    return np.asarray(part, np.float32)[None]


def _placed(guesses: Array) -> Array:
    """Bring guesses `[n, 16]` from cells to shares of the square: two corners, six marks, `[n, 8, 2]`."""
    values = guesses.reshape(-1, 8, 2) / _DETECTOR_SIDE_PX
    marks = values + _cells()[:, None]
    middle, half = marks[:, 0], values[:, 1] / 2
    marks[:, 0], marks[:, 1] = middle - half, middle + half
    return np.asarray(marks, np.float32)


@functools.cache
def _cells() -> Array:
    """Return the middles of the detector's cells, float32 `[896, 2]`, 0..1."""
    rows = []
    for n_cells, n_guesses in _GRIDS:
        at = (np.arange(n_cells) + 0.5) / n_cells
        y, x = np.meshgrid(at, at, indexing="ij")
        rows.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), n_guesses, axis=0))
    return np.concatenate(rows).astype(np.float32)


def _best(guesses: Array, scores: Array, most: int) -> list[Array]:
    """Join guesses of one face, weighted by their scores; return at most `most` faces, the surest first."""
    rest = np.flatnonzero(scores >= _LEAST_SCORE)
    rest = rest[np.argsort(-scores[rest], kind="stable")]
    faces: list[Array] = []
    while len(rest) and len(faces) < most:
        same = _overlap(guesses[rest[0], :2], guesses[rest, :2]) > _SAME_OVERLAP
        weights = scores[rest[same]]
        faces.append(np.tensordot(weights / weights.sum(), guesses[rest[same]], 1))
        rest = rest[~same]
    return faces


def _overlap(box: Array, boxes: Array) -> Array:
    """Return what a box `[2, 2]` shares with each of `[n, 2, 2]`, over what both cover."""
    common = np.clip(np.minimum(box[1], boxes[:, 1]) - np.maximum(box[0], boxes[:, 0]), 0, None).prod(axis=1)
    covered = np.prod(box[1] - box[0]) + (boxes[:, 1] - boxes[:, 0]).prod(axis=1)
    return np.asarray(common / np.maximum(covered - common, 1e-9), np.float32)


def _likelihood(scores: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -80, 80))), np.float32)


@contextlib.contextmanager
def _without_greetings() -> Iterator[None]:
    """Hold back what LiteRT's C++ always says on standard error; anything else it says is passed on.

    No environment variable silences it, and Python's `sys.stderr` is not what it writes to.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            said.seek(0)
            for line in said.read().splitlines(keepends=True):
                if not any(greeting in line for greeting in _GREETINGS):
                    os.write(2, line)
