"""The graph of a presenter's footage: which frame may follow which, and at what cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from herald.errors import StageFailed
from herald.ffmpeg import read_frames
from lipsync.arrays import kept
from lipsync.calibration import Calibration
from lipsync.flow import SIDE_PX
from lipsync.graph_jumps import BACKWARD, FORWARD, JumpFinder, Jumps, unique
from lipsync.graph_looks import Looks, look, runs, see_cells, size_within, thumb_size
from lipsync.graph_morphs import see_morphs
from lipsync.presenter import Presenter
from lipsync.recordings import lying_under
from lipsync.track import FaceTrack

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

Unseen = Callable[[Jumps, int], Jumps]

FOLDER = "motion"

_VERSION = 5
"""Raised when the graph changes, so that one in a presenter's folder is made again."""

JUMP_S = 0.32
"""How long a jump takes: half of it is seen as one movement, less as a flicker, more as a double picture."""

_APART_S = 0.6
"""A jump over less leads nowhere."""

_HOME_REACH_S = 1.2
_HOME_KEPT = 32
"""Round the rest point there are more jumps than elsewhere, since every path passes there."""

_LOUD_COST = 0.6
_BACKWARD_COST = 0.03
_REWOUND_COST = 0.24
_SHUT_COST = 0.2
_HOLD_COST = 12.0
"""Costs of a frame: of a mouth that is wide open, of playing backward, of doing so while body or background
move, of eyes that look down or are shut for long, and of showing a frame once more."""

_FAR_BLINK = 1.5
_NEAR_WINDOWS = 5

_FAR_WINDOWS = 6
_WAY_SHARE = 0.25
_MANY_WAYS = 50.0
"""Jumps over so many windows lead far; how far one that costs 1 is a full way; so many ways are enough."""

_CUT_LEVELS = 12.0
_CUT_RATIO = 5.0
"""Frames that differ by this many grey levels, and by this multiple of what is usual, are a cut."""


@dataclass(frozen=True)
class Graph:
    """Footage as a graph. A state is a frame with a direction, see `graph_jumps`.

    Attributes:
        version: int `[]`.
        home: int32 `[]`, the frame at which every path starts and ends, playing forward.
        window: int32 `[]`, frames that a jump takes.
        linked: bool `[n]`: whether a frame may follow the one before it.
        usable: bool `[n]`.
        cost: float32 `[2 n]`, of showing each state for one frame.
        hold: float32 `[2 n]`, of showing it once more.
        long_cost: float32 `[2 n]`, of showing it in a run that has lasted for long, see `path_chance`.
        late_cost: float32 `[]`, of coming home in a run that began long before.
        source, target, jump_cost: the jumps, in order of their targets.
    """

    version: NDArray[np.int32]
    home: NDArray[np.int32]
    window: NDArray[np.int32]
    linked: Mask
    usable: Mask
    cost: Array
    hold: Array
    long_cost: Array
    late_cost: Array
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    jump_cost: Array

    @property
    def n_frames(self) -> int:
        """Length of the footage."""
        return len(self.linked)


def graph_of(presenter: Presenter) -> Graph:
    """Return a presenter's graph, from their folder or else made now and kept there.

    Raises:
        StageFailed: the folder is incomplete, or no frame of the footage is usable.
    """

    def make() -> Graph:
        track = FaceTrack.load(presenter.track)
        frames = read_frames(presenter.footage, size_px=thumb_size(presenter.size_px))
        looks = look(track, see_cells(frames, track))
        calibration = Calibration.load(presenter.calibration)
        usable = lying_under(presenter, calibration.usable)

        def unseen(jumps: Jumps, window: int) -> Jumps:
            frames = read_frames(presenter.footage, size_px=size_within(presenter.size_px, SIDE_PX))
            jumps, morphs = see_morphs(jumps, window, frames, track, usable)
            return morphs.priced(jumps)

        # Imported here, since to find paths takes a graph.
        from lipsync.path_crowd import spread

        made = make_graph(looks, track, replace(calibration, usable=usable), unseen)
        return made if presenter.kind == "still" else spread(made, track.fps)

    return kept(Graph, presenter.folder / FOLDER, _VERSION, make)


def make_graph(
    looks: Looks, track: FaceTrack, calibration: Calibration, unseen: Unseen | None = None
) -> Graph:
    """Make the graph of footage.

    Args:
        looks: of all frames.
        track: the face in them.
        calibration: what is usable, and where the mouth rests.
        unseen: as for `connect`.

    Raises:
        StageFailed: no frame is usable.
    """
    aperture = calibration.units(track.landmarks, track.pucker)[:, 0]
    loud = np.clip(np.nan_to_num(np.abs(aperture - calibration.rest[0]), nan=1.0) / 0.6, 0, 1)
    return connect(looks, loud.astype(np.float32), calibration.resting, calibration.usable, track.fps, unseen)


def connect(
    looks: Looks, loud: Array, resting: Mask, usable: Mask, fps: Fraction, unseen: Unseen | None = None
) -> Graph:
    """Make the graph of frames of which it is known how they look.

    Args:
        looks: of all frames, `[n]`.
        loud: float32 `[n]`, 0 for a mouth at rest to 1 for one that is wide open.
        resting: bool `[n]`, frames that show the mouth at rest.
        usable: bool `[n]`.
        fps: frame rate.
        unseen: given jumps and the frames that each takes, looks at their pictures and returns those that
            nobody would see, with their cost; without it all are taken as they are.
    """
    if not usable.any():
        raise StageFailed("no frame of the footage is usable; enrol the presenter again")
    linked = _linked(looks, usable)
    window = max(2, round(JUMP_S * fps))
    finder = JumpFinder(looks, linked, window, max(window, round(_APART_S * fps)))
    unseen = unseen or _as_they_are
    jumps = unseen(finder.all_jumps(), window)
    home = _home(looks, loud, resting, usable, linked, jumps, window)
    more = unseen(_more_at_home(finder, home, round(_HOME_REACH_S * fps)), window)
    jumps = unique(Jumps.joined([jumps, more]))
    steps = looks.steps()
    return Graph(
        version=np.array(_VERSION, np.int32),
        home=np.array(home, np.int32),
        window=np.array(window, np.int32),
        linked=linked,
        usable=usable,
        cost=_costs(looks, loud, linked, fps),
        hold=np.tile(_HOLD_COST * (1 + steps), 2).astype(np.float32),
        long_cost=np.zeros(2 * len(looks), np.float32),
        late_cost=np.array(0, np.float32),
        source=jumps.source,
        target=jumps.target,
        jump_cost=jumps.cost,
    )


def _linked(looks: Looks, usable: Mask) -> Mask:
    change = looks.cell_steps()
    linked = usable.copy()
    linked[0] = False
    linked[1:] &= usable[:-1]
    if linked.any():
        linked &= change < max(_CUT_LEVELS, _CUT_RATIO * float(np.percentile(change[linked], 95)))
    return linked


def _costs(looks: Looks, loud: Array, linked: Mask, fps: Fraction) -> Array:
    change = looks.cell_steps()
    # Half a grey level from frame to frame is a head that moves; three are arms, or a camera that is carried.
    rewound = np.clip((change - 0.5) / 2.5, 0, 1) * linked
    half = max(1, round(fps / 4))
    rewound = _smoothed(rewound.astype(np.float32), half)
    shut = np.clip(looks.eyes - np.median(looks.eyes), 0, 1) * ~looks.blinking
    forward = _LOUD_COST * loud + _SHUT_COST * shut
    backward = forward + _BACKWARD_COST + _REWOUND_COST * rewound
    return np.concatenate([forward, backward]).astype(np.float32)


def _home(
    looks: Looks, loud: Array, resting: Mask, usable: Mask, linked: Mask, jumps: Jumps, window: int
) -> int:
    """Choose the frame that all paths share: a quiet mouth, open eyes, a usual pose, a way in and out."""
    n_frames = len(looks)
    room = np.zeros(n_frames, np.int64)
    for start, stop in runs(usable):
        edges = np.flatnonzero(~linked[start:stop]) + start
        for first, last in zip(edges, np.append(edges[1:], stop), strict=True):
            at = np.arange(first, last)
            room[at] = np.minimum(at - first, last - 1 - at)
    enough = min(int(room[usable].max()), 3 * window)
    score = 8 * np.maximum(0, 1 - room / max(enough, 1)) + 3.0 * loud + 0.6 * ~resting
    middle = np.median(looks.features[usable], axis=0)
    score += 0.4 * np.minimum(np.linalg.norm(looks.features - middle, axis=1), 10)
    score += 0.8 * _smoothed(looks.steps(), 2)
    score += 2 * np.clip(looks.eyes - np.median(looks.eyes[usable]), 0, 1)
    score += 2.0 * (_smoothed(looks.blinking.astype(np.float32), window) > 1e-3)
    # Short sentences do not get far from home, and all of them without a blink would be a stare.
    score += _FAR_BLINK * (
        1 - maximum_filter1d(looks.blinking.astype(np.float32), 2 * _NEAR_WINDOWS * window + 1)
    )
    score += 2.0 * _smoothed(loud, 2 * window)
    # All sentences leave home and come back to it: with few ways they would all look alike there.
    far = np.abs(jumps.source % n_frames - jumps.target % n_frames) > _FAR_WINDOWS * window
    cost = jumps.cost[far]
    score += 0.5 * _lack_of_ways(jumps.source[far], cost, n_frames, 2 * window)
    score += 0.5 * _lack_of_ways(jumps.target[far], cost, n_frames, 2 * window, before=True)
    score[~usable] = np.inf
    return int(np.argmin(score))


def _lack_of_ways(
    states: NDArray[np.int32], cost: Array, n_frames: int, reach: int, before: bool = False
) -> Array:
    """How few ways there are, 0 for enough, by jumps just after each frame, or into what comes before."""
    ways = np.bincount(states, np.exp(-cost * _WAY_SHARE), 2 * n_frames)[:n_frames]
    padded = np.pad(ways, (reach, 0) if before else (0, reach))
    near = np.lib.stride_tricks.sliding_window_view(padded, reach + 1).sum(axis=1)
    return np.asarray(np.log(_MANY_WAYS / np.clip(near, 1e-3, _MANY_WAYS)), np.float32)


def _smoothed(values: Array, half: int) -> Array:
    return np.asarray(uniform_filter1d(values, 2 * half + 1, mode="constant"), np.float32)


def _more_at_home(finder: JumpFinder, home: int, reach: int) -> Jumps:
    after = np.arange(home, min(home + reach, finder.n_frames))
    before = np.arange(max(0, home - reach), home + 1)
    return Jumps.joined(
        [
            finder.from_frames(after, FORWARD, _HOME_KEPT),
            finder.to_frames(before, FORWARD, _HOME_KEPT),
            finder.from_frames(before, BACKWARD, _HOME_KEPT // 2),
        ]
    )


def _as_they_are(jumps: Jumps, window: int) -> Jumps:
    return jumps
