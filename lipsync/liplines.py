"""The inner edges of the lips as two smooth curves, and where pixels lie between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lipsync.mesh import INNER_LOWER, INNER_UPPER

Array = NDArray[np.float32]

_PER_SPAN = 6


@dataclass(frozen=True)
class LipLines:
    """Two curves from one corner of the mouth to the other.

    Attributes:
        start: float64 `[2]` px, the corner at the picture's left.
        right, down: float64 `[2]`, unit vectors along the mouth and across it.
        length_px: from corner to corner.
        upper, lower: float64 `[n, 2]` px along and across, the edges of the lips, x rising.
    """

    start: NDArray[np.float64]
    right: NDArray[np.float64]
    down: NDArray[np.float64]
    length_px: float
    upper: NDArray[np.float64]
    lower: NDArray[np.float64]

    @classmethod
    def of(cls, points: Array) -> LipLines:
        """Take the curves from landmarks `[478 or more, 2 or more]` px."""
        upper, lower = (points[list(c), :2].astype(np.float64) for c in (INNER_UPPER, INNER_LOWER))
        start, across = upper[0], upper[-1] - upper[0]
        length_px = max(float(np.hypot(*across)), 1.0)
        right = across / length_px
        down = np.array([-right[1], right[0]])
        axes = np.stack([right, down], axis=1)
        curves = [_smooth((contour - start) @ axes) for contour in (upper, lower)]
        curves = [curve[np.argsort(curve[:, 0], kind="stable")] for curve in curves]
        return cls(start, right, down, length_px, *curves)

    def at(self, grid: NDArray[np.floating]) -> tuple[Array, Array, Array]:
        """Return where places `[..., 2]` px lie: along the mouth, under the upper lip, over the lower one.

        Along is -1 and 1 at the corners; the others are px, negative beyond the lip's edge.
        """
        x, y = (grid - self.start) @ self.right, (grid - self.start) @ self.down
        under = y - np.interp(x, self.upper[:, 0], self.upper[:, 1])
        over = np.interp(x, self.lower[:, 0], self.lower[:, 1]) - y
        along = 2 * x / self.length_px - 1
        return along.astype(np.float32), under.astype(np.float32), over.astype(np.float32)


def _smooth(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A curve through points, Catmull and Rom's, `_PER_SPAN` points for each span."""
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = (np.arange(_PER_SPAN) / _PER_SPAN)[:, None, None]
    a, b, c, d = ends[:-3], ends[1:-2], ends[2:-1], ends[3:]
    curve = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    return np.concatenate([curve.transpose(1, 0, 2).reshape(-1, 2), points[-1:]])
