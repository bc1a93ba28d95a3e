"""How much fine detail a frame holds, so that sharp mouths are not painted on motion-blurred faces."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.warp import Box

Array = NDArray[np.float32]

SIGMAS_PX = (0.0, 0.7, 1.0, 1.4, 1.9, 2.5, 3.2)
"""Blurs that are tried."""

_NOISE_SIGMA_PX = 1.0
"""Every picture is blurred by this first. Without it the energy is that of noise and of rounding: a known
blur of 1.0 px was measured as 0.7; with it as 0.98 (four clips)."""

_REGION = (6, 117, 50, 4, 280, 346)
"""Nose and upper cheeks: what does not move with speech."""

_STRENGTH = 0.7
"""The full blur makes mouths softer than the true ones: in the blurred frames of a clip with much motion
gradient energy is 0.82 of the truth, with this 0.92."""

_LEAST_ENERGY = np.float32(1e-3)

_NEW_SHARE = 0.6
"""How much of each frame's blur is its own; the rest is the frame's before it."""


def detail(frame: Frame, landmarks: Array, sigmas_px: Sequence[float] = SIGMAS_PX) -> Array:
    """Return the log of the Laplacian energy of nose and upper cheeks under each blur, `[len(sigmas_px)]`.

    Args:
        frame: the whole picture.
        landmarks: `[478, 2 or more]` px.
        sigmas_px: the blurs; 0 for none.
    """
    hull = landmarks[list(_REGION), :2]
    box = Box.around(hull, 4, (frame.shape[1], frame.shape[0]))
    grey = cv2.cvtColor(np.ascontiguousarray(frame[box.window]), cv2.COLOR_RGB2GRAY).astype(np.float32)
    inside = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(np.round(hull - box.origin).astype(np.int32)), 1)
    energy = []
    for sigma in sigmas_px:
        soft = cv2.GaussianBlur(grey, (0, 0), float(np.hypot(sigma, _NOISE_SIGMA_PX)))
        energy.append(cv2.mean(np.square(cv2.Laplacian(soft, cv2.CV_32F)), inside)[0])
    return np.asarray(np.log(np.array(energy, np.float32) + _LEAST_ENERGY), np.float32)


def blurs_px(base_detail: Array, mouth_detail: Array, apart_px: Array | None = None) -> Array:
    """Return the blurs that make painted mouths as soft as the faces they are painted on, sigmas, `[n]`.

    Args:
        base_detail: float32 `[n]`, unblurred detail of the pictures painted on.
        mouth_detail: float32 `[n, 7]`, detail of the frames painted with, under each of `SIGMAS_PX`.
        apart_px: float32 `[n]`, from `blur_between`, the most that is blurred; None for no such limit. Skin
            loses its detail to the light and to the encoder too, and then lips are as sharp as before.
    """
    # The energy falls with the variance of the blur, not with its sigma.
    variances = [
        np.interp(-wanted, -falling, np.square(SIGMAS_PX))
        for wanted, falling in zip(base_detail, mouth_detail, strict=True)
    ]
    blurs = _STRENGTH * np.sqrt(np.array(variances, np.float32))
    if apart_px is not None:
        blurs = np.minimum(blurs, apart_px)
    for t in range(1, len(blurs)):
        blurs[t] = _NEW_SHARE * blurs[t] + (1 - _NEW_SHARE) * blurs[t - 1]
    # A blur of less than half the smallest step would cost time for nothing.
    return np.where(blurs > SIGMAS_PX[1] / 2, blurs, 0).astype(np.float32)


def blur_between(base_px: Array, mouth_px: Array) -> Array:
    """Return the blur that takes edges as sharp as one picture's to those of another, sigmas, `[n]`.

    Args:
        base_px: float32 `[n]`, blur over the edges of the faces painted on, see `clarity.blur_px`.
        mouth_px: float32 `[n]`, of the faces painted with; 0 where they are the softer ones.
    """
    variance = np.square(base_px) - np.square(mouth_px)
    return np.asarray(np.sqrt(np.maximum(variance, 0)), np.float32)
