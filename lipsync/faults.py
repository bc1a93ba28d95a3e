"""Why frames of the footage cannot be used, frame by frame and as stretches of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from lipsync.graph_looks import runs

Faults = NDArray[np.uint8]
"""For each frame a `Fault`, uint8 `[n_frames]`."""


class Fault(IntEnum):
    """Why a frame cannot be used; of several reasons the one that tells most counts."""

    NONE = 0
    NO_FACE = 1
    OTHER_FACE = 2
    CUT_OFF = 3
    COVERED = 4
    TURNED = 5
    SIZE = 6
    CUT = 7
    LIGHT = 8
    MOVED = 9
    BLURRED = 10

    @property
    def reason(self) -> str:
        """As it is told to a person."""
        return _REASONS[self]


_REASONS = {
    Fault.NONE: "usable",
    Fault.NO_FACE: "no face",
    Fault.OTHER_FACE: "more than one face",
    Fault.CUT_OFF: "face cut off by the edge of the picture",
    Fault.COVERED: "something before the mouth",
    Fault.TURNED: "head turned away",
    Fault.SIZE: "face much smaller or larger than usual",
    Fault.CUT: "cut to another shot",
    Fault.LIGHT: "another light than usual",
    Fault.MOVED: "head moves too quickly",
    Fault.BLURRED: "face blurred",
}

_REMEDIES = {
    Fault.NO_FACE: "keep the face in the picture",
    Fault.OTHER_FACE: "be alone in the picture",
    Fault.CUT_OFF: "leave room around the head",
    Fault.COVERED: "keep hands and cups off the mouth",
    Fault.TURNED: "look towards the camera",
    Fault.SIZE: "keep your distance from the camera",
    Fault.CUT: "record without cuts",
    Fault.LIGHT: "lock the exposure and keep the light steady",
    Fault.MOVED: "move the head less quickly",
    Fault.BLURRED: "keep the face in focus",
}
_WORTH_TELLING = 0.15
"""A cause of a smaller share of what is lost is not told beside the others."""

_BRIDGED_S = Fraction(1, 5)


@dataclass(frozen=True)
class Stretch:
    """Part of the footage that cannot be used.

    Attributes:
        start_s, stop_s: seconds from the beginning.
        reason: the one that holds for most of it.
    """

    start_s: float
    stop_s: float
    reason: str

    def __str__(self) -> str:
        start, stop = moment(self.start_s), moment(self.stop_s)
        return f"{start} {self.reason}" if start == stop else f"{start}-{stop} {self.reason}"


def stretches(faults: Faults, fps: Fraction) -> tuple[Stretch, ...]:
    """Return the parts that cannot be used; a few usable frames between two do not part them."""
    gap = max(1, round(_BRIDGED_S * fps))
    joined: list[tuple[int, int]] = []
    for start, stop in runs(faults > 0):
        if (
            joined
            and start - joined[-1][1] < gap
            and _main(faults[start:stop]) == _main(faults[slice(*joined[-1])])
        ):
            start = joined.pop()[0]
        joined.append((start, stop))
    return tuple(
        Stretch(round(float(start / fps), 2), round(float(stop / fps), 2), _main(faults[start:stop]).reason)
        for start, stop in joined
    )


def costs(faults: Faults) -> dict[Fault, int]:
    """Return how many frames each fault costs, the costliest first; without those that do not occur."""
    counts = np.bincount(faults, minlength=len(Fault))
    found = [fault for fault in Fault if fault and counts[fault]]
    return {fault: int(counts[fault]) for fault in sorted(found, key=lambda fault: -counts[fault])}


def remedies(lost: Mapping[Fault, float]) -> str:
    """Return what would avoid the faults, as a sentence without its end.

    Args:
        lost: frames or seconds that each costs, the costliest first; empty where that was not noted.
    """
    least = _WORTH_TELLING * sum(lost.values())
    told = [_REMEDIES[fault] for fault in lost if lost[fault] >= least]
    sentence = ", and ".join(told) or "avoid what is listed as not used"
    return sentence[0].upper() + sentence[1:]


def moment(seconds: float) -> str:
    """Return a time to a tenth of a second, such as "1:05.2"."""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 // 10:02}.{tenths % 10}"


def _main(faults: Faults) -> Fault:
    counts = np.bincount(faults[faults > 0], minlength=len(Fault))
    return Fault(int(counts.argmax()))
