"""How a segment moves: the footage under it, and the shapes of the mouth in it. Both are found once.

An edit of one sentence searches for the motion of that one alone. A mouth is the same for all presenters, and
the pictures are held against the one that they were made with.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from herald.media import Mark
from herald.store import Recipe, Store
from herald.timing import MASTER_RATE_HZ

if TYPE_CHECKING:
    from lipsync.mouth import MouthTrack
    from lipsync.path import FramePath
    from lipsync.presenter import Presenter

_PATH = "path.npz"
_MOUTH = "mouth.npz"


def motion_under(store: Store, presenter: Presenter, n_frames: int, seed: str, fps: Fraction) -> FramePath:
    """Return the motion for one sentence; arguments and errors as for `lipsync.path.path`."""
    from lipsync import versions
    from lipsync.path import FramePath, path

    recipe = Recipe(
        "motion",
        {
            "version": versions.MOTION,
            "presenter": presenter.identity,
            "n_frames": n_frames,
            "seed": seed,
            "fps": str(fps),
        },
    )
    part = store.get(recipe, lambda folder: path(presenter, n_frames, seed, fps).save(folder / _PATH))
    return FramePath.load(part / _PATH)


def mouth_in(store: Store, sounds: Sequence[Mark], fps: Fraction, n_frames: int) -> MouthTrack:
    """Return the wanted mouth of a segment.

    Args:
        store: where it is kept.
        sounds: phones and pauses of the segment, in samples at MASTER_RATE_HZ.
        fps: of the picture.
        n_frames: length of the segment.
    """
    from lipsync import versions
    from lipsync.mouth import MouthTrack, mouth_track

    recipe = Recipe(
        "mouth",
        {
            "version": versions.MOUTH,
            "sounds": [[mark.kind, *mark.timed] for mark in sounds],
            "fps": str(fps),
            "n_frames": n_frames,
        },
    )
    part = store.get(
        recipe, lambda folder: mouth_track(sounds, MASTER_RATE_HZ, fps, n_frames).save(folder / _MOUTH)
    )
    return MouthTrack.load(part / _MOUTH, fps)
