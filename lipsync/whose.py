"""Whose face it is, where a finished video shows several."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from herald.ffmpeg import probe, read_planes
from herald.media import Frame
from lipsync.face import Face
from lipsync.landmarks import MAX_FACES, FaceLandmarker
from lipsync.lower_face import LowerFaceGauge
from lipsync.quality import round_face
from lipsync.track import Chosen
from lipsync.yardstick import Yardstick

_LOOKED_AT_S = 1.0
_EVERY = 5


def presenter_in(
    video: Path, landmarker: FaceLandmarker, yardstick: Yardstick, start_frame: int = 0
) -> Chosen | None:
    """Return where the presenter is among several: the face most like them, of somebody unknown the largest.

    Args:
        video: the finished video.
        landmarker: open.
        yardstick: of the presenter.
        start_frame: the first picture to look at.

    Returns:
        None if one face shows, or none within a second: it may be followed wherever it is.
    """
    facts = probe(video)
    n_frames = min(math.ceil(_LOOKED_AT_S * facts.fps), facts.n_frames - start_frame)
    for i, frame in enumerate(read_planes(video, start_frame=start_frame, n_frames=n_frames)):
        if i % _EVERY == 0 and (faces := landmarker.search(frame, MAX_FACES)):
            return Chosen(_likest(frame, faces, yardstick).landmarks) if len(faces) > 1 else None
    return None


def _likest(frame: Frame, faces: Sequence[Face], yardstick: Yardstick) -> Face:
    """Return the face that is most like the presenter's; the first if nothing is known of them."""
    looks, gauge = yardstick.looks, LowerFaceGauge(with_lips=yardstick.talks)
    if looks is None:
        return faces[0]
    likenesses = [gauge.measure(*round_face(frame, face.landmarks)).likeness for face in faces]
    return faces[int(np.argmin([looks.strangeness_of(likeness) for likeness in likenesses]))]
