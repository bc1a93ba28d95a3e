"""The footage under each segment, found once: an edit of one sentence searches for the motion of that one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from herald.store import Recipe, Store

if TYPE_CHECKING:
    from lipsync.path import FramePath
    from lipsync.presenter import Presenter

_PATH = "path.npz"


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
