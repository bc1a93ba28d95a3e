"""What teeth and tongue look like, as a few numbers, and what they should look like for a wanted mouth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lipsync import retrieval
from lipsync.mesh import LIPS, with_ring
from lipsync.warp import Box, Raster, doubled, sampled

Array = NDArray[np.float32]

SIZE_PX = (48, 32)
"""Size of a mouth brought to the mean shape."""

N_COMPONENTS = 16

WINDOW = 2
"""The prediction sees this many frames before and after."""

_LEAST_HEARD = 0.1
_SUPERSAMPLING = 2
_MARGIN = 0.12
_FOLDS = 5
_MAX_ROWS = 2000

HEARD_SHARE = 0.3
"""How much what is heard around a frame counts against the shapes around it: their spreads stand in this
proportion. With 0.15 and 0.5 the mouths of four speakers were no nearer to the true ones."""


class MeanMouth:
    """Brings mouths of any shape to one slightly open shape, so that their pixels can be compared.

    Args:
        mean_shape: float32 `[478, 3]` in IOD, the canonical face to bring them to.

    Attributes:
        points: float32 `[514, 2]`, the mesh in px of a picture of `SIZE_PX`.
    """

    def __init__(self, mean_shape: Array) -> None:
        lips = mean_shape[list(LIPS), :2]
        low, high = lips.min(axis=0), lips.max(axis=0)
        extent = (high - low) * (1 + 2 * _MARGIN)
        size = np.array(SIZE_PX)
        scale = (size / extent).min()
        self.points = with_ring((mean_shape[:, :2] - (low + high) / 2) * scale + size / 2)
        wide, high_px = (int(n) * _SUPERSAMPLING for n in size)
        self._raster = Raster.of(self.points * np.float32(_SUPERSAMPLING), Box(0, 0, wide, high_px))

    def of(self, pixels: NDArray[np.uint8], points: Array) -> NDArray[np.uint8]:
        """Return a recorded mouth in the mean shape, uint8 `[32, 48, 3]`.

        Args:
            pixels: uint8 `[h, w, 3]`.
            points: float32 `[514, 2]`, its mesh in px of `pixels`.
        """
        where = doubled(self._raster.map_to(points))
        large = sampled(pixels, where, cv2.INTER_LINEAR)
        return np.asarray(cv2.resize(large, SIZE_PX, interpolation=cv2.INTER_AREA), np.uint8)


@dataclass(frozen=True)
class Basis:
    """Principal components of a person's mouths.

    Attributes:
        mean: float32 `[32 * 48 * 3]`.
        axes: float32 `[16, 32 * 48 * 3]`; long as the scores of the mouths have an rms length of 1.
    """

    mean: Array
    axes: Array

    @classmethod
    def of(cls, mouths: NDArray[np.uint8]) -> tuple[Basis, Array]:
        """Return the basis of mouths `[n, 32, 48, 3]`, and their scores `[n, 16]`."""
        some = _thinned(mouths).reshape(-1, mouths[0].size).astype(np.float32)
        mean = some.mean(axis=0)
        some -= mean
        # Fewer pictures than pixels: the small side of the singular value decomposition.
        values, vectors = np.linalg.eigh((some @ some.T).astype(np.float64))
        top = np.argsort(-values, kind="stable")[:N_COMPONENTS]
        axes = np.zeros((N_COMPONENTS, mouths[0].size), np.float32)
        axes[: len(top)] = vectors[:, top].T.astype(np.float32) @ some
        axes /= np.linalg.norm(axes, axis=1, keepdims=True) + 1e-6
        # The sign of an eigenvector is arbitrary: fix it, so that every machine gives the same.
        axes *= np.where(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)] < 0, -1, 1)[:, None]
        scores = np.stack([axes @ (mouth.ravel().astype(np.float32) - mean) for mouth in mouths])
        length = np.sqrt(np.square(scores).sum(axis=1).mean()) + 1e-6
        return cls(mean, (axes * length).astype(np.float32)), (scores / length).astype(np.float32)

    def picture(self, scores: Array) -> Array:
        """Return the mouth of scores `[16]`, float32 `[32, 48, 3]`, levels 0..255."""
        width, height = SIZE_PX
        return np.asarray((self.mean + scores @ self.axes).reshape(height, width, 3), np.float32)


def windows(shape: Array, pose: Array) -> Array:
    """Return what the prediction sees of each frame: the shapes around it and the pose, `[n, 5 * 90 + 3]`."""
    n = len(shape)
    around = [shape[np.clip(np.arange(n) + d, 0, n - 1)] for d in range(-WINDOW, WINDOW + 1)]
    return np.concatenate([*around, pose], axis=1).astype(np.float32)


@dataclass(frozen=True)
class Predictor:
    """Kernel ridge regression from `windows`, and from what is heard, to the scores of a `Basis`.

    Attributes:
        inputs: float32 `[m, 453]` or, where it goes by what is heard, `[m, 453 + heard.SIZE]`: the recorded
            frames.
        weights: float32 `[m, 16]`.
        mean: float32 `[16]`.
        length: the gaussian kernel's length.
        heard_scale: by what the heard is multiplied before it is compared; 0 where it tells nothing.
    """

    inputs: Array
    weights: Array
    mean: Array
    length: float
    heard_scale: float = 0.0

    @classmethod
    def fit(cls, inputs: Array, outputs: Array, heard: Array | None = None) -> Predictor:
        """Fit; length, ridge and whether to go by what is heard are the best by cross-validation over time.

        Args:
            inputs: float32 `[m, 453]`, see `windows`.
            outputs: float32 `[m, 16]`.
            heard: float32 `[m, heard.SIZE]`; None where nothing is known.
        """
        inputs, outputs = _thinned(inputs), _thinned(outputs)
        found, error = cls._fit(inputs, outputs)
        spread = _spread(heard) if heard is not None else 0.0
        if heard is None or spread < _LEAST_HEARD:
            return found
        scale = HEARD_SHARE * _spread(inputs) / spread
        both = np.concatenate([inputs, _thinned(heard) * np.float32(scale)], axis=1)
        hearing, its_error = cls._fit(both, outputs, scale)
        return hearing if its_error < error else found

    @classmethod
    def _fit(cls, inputs: Array, outputs: Array, heard_scale: float = 0.0) -> tuple[Predictor, float]:
        apart = retrieval.distances(inputs, inputs)
        typical = float(np.median(apart)) + 1e-6
        settings = [(typical * f, ridge) for f in (0.5, 1.0, 2.0) for ridge in (0.03, 0.1, 0.3, 1.0)]
        errors = [_held_out_error(apart, outputs, *setting) for setting in settings]
        best = int(np.argmin(errors))
        length, ridge = settings[best]
        mean = outputs.mean(axis=0)
        weights = _solve(_kernel(apart, length), outputs - mean, ridge)
        return cls(inputs, weights, mean.astype(np.float32), length, heard_scale), errors[best]

    def __call__(self, inputs: Array, heard: Array | None = None) -> Array:
        """Predict, float32 `[n, 16]`, from `windows` and from what is heard; None where that is not known."""
        if self.heard_scale:
            if heard is None:
                usual = self.inputs[:, inputs.shape[1] :].mean(axis=0, keepdims=True)
                inputs = np.concatenate([inputs, usual.repeat(len(inputs), axis=0)], axis=1)
            else:
                inputs = np.concatenate([inputs, heard * np.float32(self.heard_scale)], axis=1)
        kernel = _kernel(retrieval.distances(inputs, self.inputs), self.length)
        return np.asarray(kernel @ self.weights + self.mean, np.float32)


def _spread(rows: Array) -> float:
    """Root mean square distance from the mean row."""
    return float(np.sqrt(np.square(rows - rows.mean(axis=0)).sum(axis=1).mean()))


def _thinned(rows: NDArray[Any]) -> NDArray[Any]:
    """At most `_MAX_ROWS` rows, evenly spread: what is cubic in them must not grow with the footage."""
    if len(rows) <= _MAX_ROWS:
        return rows
    return np.asarray(rows[np.linspace(0, len(rows) - 1, _MAX_ROWS).round().astype(int)])


def _kernel(apart: Array, length: float) -> Array:
    return np.asarray(np.exp(-0.5 * np.square(apart / np.float32(length))), np.float32)


def _solve(kernel: Array, outputs: Array, ridge: float) -> Array:
    regular = kernel.astype(np.float64) + ridge * np.eye(len(kernel))
    return np.linalg.solve(regular, outputs.astype(np.float64)).astype(np.float32)


def _held_out_error(apart: Array, outputs: Array, length: float, ridge: float) -> float:
    # Neighbours in time are nearly alike: whole stretches are left out, not single frames.
    fold = np.arange(len(outputs)) * _FOLDS // len(outputs)
    kernel = _kernel(apart, length)
    error = 0.0
    for i in range(_FOLDS):
        test, train = fold == i, fold != i
        mean = outputs[train].mean(axis=0)
        weights = _solve(kernel[np.ix_(train, train)], outputs[train] - mean, ridge)
        error += float(np.square(kernel[np.ix_(test, train)] @ weights + mean - outputs[test]).sum())
    return error
