"""The face in a finished video, seen in every picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from herald.media import Frame
from lipsync.face import Face
from lipsync.landmarks import CROP_SIDE_IOD, FaceLandmarker, crop_box
from lipsync.track import Chosen, Follower

_EVERY = 3
"""The detector looks at every third picture of those who talk in their footage.

A face moves little meanwhile, so in the pictures between it is looked for in the middle of the squares before
and after. Against the mean of four other crops the opening is then 0.031 of its range off, and 0.028 with a
detector in each picture, but no more restless (`benchmarks/onlooker.py`, 500 pictures of speaker b): the
detector has a noise of its own. With every fourth it is farther off. Those who do not talk are judged in
pauses, where it would calm all pictures but those of a blink.
"""


class Onlooker:
    """Finds one person's face in one picture after the other, some pictures late.

    Args:
        landmarker: open.
        size_px: (width, height) of the pictures.
        chosen: whose face it is, where there are several.
        talks: the person speaks in the footage; if not, the detector looks at every picture.
    """

    def __init__(
        self,
        landmarker: FaceLandmarker,
        size_px: tuple[int, int],
        chosen: Chosen | None = None,
        talks: bool = True,
    ) -> None:
        self._landmarker = landmarker
        self._size_px = size_px
        self._chosen = chosen
        self._follower = Follower(landmarker, size_px, (CROP_SIDE_IOD,), chosen=chosen)
        self._before: Face | None = None
        self._waiting: list[Frame] = []
        self._every = _EVERY if talks else 1
        self._n_awaited = 1

    def all(self, frames: Iterable[Frame]) -> Iterator[tuple[Frame, Face | None]]:
        """Yield every picture with the face in it, None where it is not to be found."""
        for frame in frames:
            yield from self.next(frame)
        yield from self.rest()

    def next(self, frame: Frame) -> list[tuple[Frame, Face | None]]:
        """Take the next picture; returns those of which the face is known by now, in order."""
        self._waiting.append(frame)
        return self.rest() if len(self._waiting) == self._n_awaited else []

    def rest(self) -> list[tuple[Frame, Face | None]]:
        """Return the pictures that still wait for others."""
        if not self._waiting:
            return []
        frames, self._waiting, self._n_awaited = self._waiting, [], self._every
        before, after = self._before, self._follower.next(frames[-1])
        self._before = after
        faces = [
            self._between(frame, before, after, (i + 1) / len(frames)) for i, frame in enumerate(frames[:-1])
        ]
        return list(zip(frames, [*faces, after], strict=True))

    def _between(self, frame: Frame, before: Face | None, after: Face | None, share: float) -> Face | None:
        """Return the face between two in which the detector looked; `share` of the way has passed."""
        if before and after and before.same_as(after):
            assert before.square is not None and after.square is not None, "each was measured on one crop"
            square = np.asarray(before.square * (1 - share) + after.square * share, np.float32)
            face = self._landmarker.face_in(frame, square, crop_box(before.landmarks, self._size_px))
            if face is not None:
                return face
        # It comes or goes, or the picture is cut.
        for near in (before, after):
            face = self._landmarker.detect_on_crop(frame, near.landmarks) if near else None
            if face and near and (self._chosen is None or self._chosen.near(face, near.landmarks)):
                return face
        return None
