"""How clearly a face is seen: how far its edges are blurred, and how bright it is."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.mesh import EYE_CORNERS, NOSE_TIP

_HALF_SIDE_IOD = 0.75
"""Half the side of the square round the nose tip that holds eyes, nose and mouth, in IOD."""

_EDGE_SHARE = 0.04
"""The share of pixels, those of the steepest slopes, that are taken for edges."""

_NOISE_BLUR_PX = 0.6
_MOST_BLUR_PX = 20.0


def blur_px(frame: Frame, landmarks: NDArray[np.float32]) -> float:
    """Return the standard deviation of the blur over the edges of a face, in pixels.

    A crisp picture has about 1. The picture is blurred once more, by a known amount: the sharper an edge
    was, the more its slope falls (Zhuo and Sim 2011). Fine detail of skin, cloth or beard does not count, so
    faces can be compared.

    Args:
        frame: the picture.
        landmarks: float32 `[478, 3]` px of the face.
    """
    x, y = landmarks[NOSE_TIP, :2]
    iod = float(np.hypot(*(landmarks[EYE_CORNERS[1], :2] - landmarks[EYE_CORNERS[0], :2])))
    half = max(8.0, _HALF_SIDE_IOD * iod)
    rows = slice(max(0, round(y - half)), max(1, round(y + half)))
    columns = slice(max(0, round(x - half)), max(1, round(x + half)))
    grey = cv2.cvtColor(np.ascontiguousarray(frame[rows, columns]), cv2.COLOR_RGB2GRAY).astype(np.float32)
    if min(grey.shape) < 8:
        return _MOST_BLUR_PX
    added = max(1.0, iod / 80)
    once = cv2.GaussianBlur(grey, (0, 0), _NOISE_BLUR_PX)
    twice = cv2.GaussianBlur(grey, (0, 0), float(np.hypot(_NOISE_BLUR_PX, added)))
    slope, fallen = _slope(once), _slope(twice)
    edges = fallen >= np.quantile(fallen, 1 - _EDGE_SHARE)
    ratio = np.square(slope[edges] / np.maximum(fallen[edges], 1e-6))
    variance = np.median(added**2 / np.maximum(ratio - 1, 1e-6)) - _NOISE_BLUR_PX**2
    return float(np.clip(np.sqrt(max(float(variance), 0.0)), 0, _MOST_BLUR_PX))


def brightness(frame: Frame, landmarks: NDArray[np.float32]) -> float:
    """Return the mean luma of the middle of a face, 0..255.

    Args:
        frame: the picture.
        landmarks: float32 `[478, 3]` px of the face.
    """
    x, y = landmarks[NOSE_TIP, :2]
    iod = float(np.hypot(*(landmarks[EYE_CORNERS[1], :2] - landmarks[EYE_CORNERS[0], :2])))
    rows = slice(max(0, round(y - 0.5 * iod)), max(1, round(y + 0.2 * iod)))
    columns = slice(max(0, round(x - 0.4 * iod)), max(1, round(x + 0.4 * iod)))
    skin = frame[rows, columns].reshape(-1, 3)
    return float(skin.mean(axis=0) @ (0.2126, 0.7152, 0.0722)) if len(skin) else float("nan")


def _slope(grey: NDArray[Any]) -> NDArray[np.float32]:
    dx, dy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return np.asarray(np.hypot(dx, dy), np.float32)
