"""What a mouth is compared by: numbers in IOD, free of the head's pose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lipsync.mesh import CHIN, INNER_GAPS, LIPS, MOUTH_CORNERS, NOSE_TIP

Array = NDArray[np.float32]

MEASURED = tuple(sorted({point for pair in (*INNER_GAPS[:3], MOUTH_CORNERS) for point in pair}))
"""The points that `gap` and `width` look at."""

_CHIN = (CHIN, 148, 377)


def features(canonical: Array) -> Array:
    """Return what mouths are compared by, float32 `[n, 90]`; its Euclidean distance is in IOD.

    The forty lip points' place under the nose, five openings of the inner lips, two widths and the
    height of the chin, weighted so that openings count most.

    Args:
        canonical: float32 `[n, 478, 3]` in IOD.
    """
    xy = canonical[..., :2]
    n = len(xy)
    lips = (xy[:, LIPS] - xy[:, NOSE_TIP, None]).reshape(n, -1) / np.sqrt(len(LIPS))
    gaps = np.stack([_distance(xy, *pair) for pair in INNER_GAPS], axis=1) * (1.8 / np.sqrt(len(INNER_GAPS)))
    widths = np.stack([_distance(xy, *MOUTH_CORNERS), _distance(xy, 78, 308)], axis=1) * 0.7
    chin = (xy[:, _CHIN, 1] - xy[:, NOSE_TIP, None, 1]) * (0.4 / np.sqrt(len(_CHIN)))
    return np.concatenate([lips, gaps, widths, chin], axis=1).astype(np.float32)


def pose_features(angles: Array) -> Array:
    """Return what head poses are compared by, float32 `[n, 3]` rad; roll hardly changes a mouth's looks."""
    return (angles * np.array([1.0, 1.0, 0.3], np.float32)).astype(np.float32)


def gap(canonical: Array) -> Array:
    """Return the opening of the inner lips in IOD, float32 `[n]`, mean of three pairs; it can be negative."""
    xy = canonical[..., :2]
    pairs = np.stack([xy[:, low, 1] - xy[:, up, 1] for up, low in INNER_GAPS[:3]])
    return np.asarray(pairs.mean(axis=0), np.float32)


def width(canonical: Array) -> Array:
    """Return the distance of the mouth's corners in IOD, float32 `[n]`."""
    return _distance(canonical[..., :2], *MOUTH_CORNERS)


def _distance(xy: Array, a: int, b: int) -> Array:
    return np.asarray(np.linalg.norm(xy[:, a] - xy[:, b], axis=1), np.float32)
