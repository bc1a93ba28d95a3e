"""How restless a mouth is: what changes to and fro in it from picture to picture."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.face import Face
from lipsync.landmarks import FaceLandmarker
from lipsync.onlooker import Onlooker
from lipsync.scores import stabilised
from lipsync.track import Chosen, FaceTrack

Array = NDArray[np.float32]

_LOOK_S = 1.0
_MOST_LOOKED = 300
"""Footage is looked at for a second each time, all over; short footage is seen whole."""


class Restlessness:
    """How much a stabilised mouth changes over pictures that follow one another.

    Attributes:
        mouth: float32 `[h, w, 3]`, of the last picture, see `scores.stabilised`; None before the first.
    """

    def __init__(self) -> None:
        self._mouths: deque[Array] = deque(maxlen=3)
        self.mouth: Array | None = None

    def miss(self) -> None:
        """Say that the next picture shows no face."""
        self._mouths.clear()

    def change(self, frame: Frame, landmarks: Array) -> float:
        """Return the mean absolute second difference at the next picture, in grey levels; else nan."""
        self.mouth = stabilised(frame, landmarks)
        self._mouths.append(self.mouth)
        if len(self._mouths) < 3:
            return float("nan")
        before, now, after = self._mouths
        return float(np.abs(before - 2 * now + after).mean())


class UsualRestlessness:
    """How restless the mouth of footage is, seen as a finished video is seen.

    A video's faces are each found on one crop of one picture. Those of a track are means over several crops,
    and calmer: in their units a video that is as quiet as its footage seemed 1.2 to 1.7 times as restless
    where nobody speaks.

    Args:
        track: the face in the footage.
        usable: bool `[n]`, frames that count.
        landmarker: open.
        talks: as for `Onlooker`, which sees a finished video so too.
    """

    def __init__(
        self, track: FaceTrack, usable: NDArray[np.bool_], landmarker: FaceLandmarker, talks: bool = True
    ) -> None:
        self._track = track
        self._usable = usable & track.found
        self._landmarker = landmarker
        self._talks = talks
        self._n_looked = max(3, round(_LOOK_S * track.fps))
        n_looks = max(1, _MOST_LOOKED // self._n_looked)
        self._every = max(self._n_looked, -(-int(self._usable.sum()) // n_looks))
        self._n_usable = 0
        self._changes: list[float] = []
        self._look: tuple[Onlooker, Restlessness] | None = None

    def see(self, index: int, frame: Frame) -> None:
        """See the next frame of the footage, of which some are measured."""
        usable = bool(self._usable[index])
        self._n_usable += usable
        if not usable or (self._n_usable - 1) % self._every >= self._n_looked:
            self._end_look()
            return
        if self._look is None:
            chosen = Chosen(self._track.landmarks[index])
            seen = Onlooker(self._landmarker, self._track.size_px, chosen, self._talks)
            self._look = seen, Restlessness()
        onlooker, restlessness = self._look
        self._measure(onlooker.next(frame), restlessness)

    def _end_look(self) -> None:
        if self._look is not None:
            onlooker, restlessness = self._look
            self._measure(onlooker.rest(), restlessness)
        self._look = None

    def _measure(self, seen: Sequence[tuple[Frame, Face | None]], restlessness: Restlessness) -> None:
        for frame, face in seen:
            if face is None:
                restlessness.miss()
            else:
                self._changes.append(restlessness.change(frame, face.landmarks))

    def mean(self) -> float:
        """Return the mean change in grey levels, 0 if there was none to see."""
        self._end_look()
        known = [change for change in self._changes if np.isfinite(change)]
        return float(np.mean(known)) if known else 0.0
