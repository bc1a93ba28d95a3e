"""The renderer that paints with the presenter's own recorded mouths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync import appearance, retrieval, shape
from lipsync.library import Library
from lipsync.mesh import with_ring
from lipsync.pixels import PaintJob, Pixels, Source
from lipsync.pose import fit_pose
from lipsync.softness import Softness

Array = NDArray[np.float32]


def paint_track(
    library: Library, frames: Iterable[Frame], base: Array, target: Array, pixels: Pixels
) -> Iterator[Frame]:
    """Paint wanted mouths over pictures, one after the other.

    Args:
        library: the recorded mouths.
        frames: the pictures to paint on, `n` of them.
        base: float32 `[n, 478, 3]` px, the face as it is in them.
        target: float32 `[n, 478, 3]` px, the face as it shall be; the head's pose is the base's.
        pixels: what does the work.
    """
    pose = fit_pose(base, library.template)
    canonical = pose.canonical(target)
    wanted_shape = shape.features(canonical)
    wanted_pose = shape.pose_features(pose.angles)
    texture = library.predictor(appearance.windows(wanted_shape, wanted_pose))
    wanted = retrieval.Looks(wanted_shape, wanted_pose, texture, np.zeros(len(base), np.float32))
    choice = retrieval.choose(wanted, library.looks, library.successor)
    softness = Softness()
    for t, frame in enumerate(frames):
        first = int(choice.first[t])
        others = choice.others[t]
        share = 1 - sum(part for _, part in others)
        job = PaintJob(
            base_points=with_ring(base[t]),
            target_points=with_ring(target[t], ring_of=base[t]),
            iod_px=float(pose.scale[t]),
            sources=tuple(
                Source(library.crops[row], library.points(row), part)
                for row, part in ((first, share), *others)
            ),
            soften_px=softness.match(frame, base[t], library.detail[first]),
        )
        yield pixels.paint(frame, job)
