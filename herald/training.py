"""`herald presenter train`: a network of the presenter's own, chosen only if it paints better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from herald import presenters
from herald.studio import Studio

if TYPE_CHECKING:
    from lipsync.neural.verdict import Verdict


def verdict_of(studio: Studio, name: str) -> Verdict | None:
    """Return how a presenter's network did beside `footage`; None if nobody has trained one."""
    from lipsync.neural.verdict import FIGURES, Verdict

    path = studio.workspace.presenters / name / FIGURES
    return Verdict.load(path) if path.is_file() else None


def train(studio: Studio, name: str, minutes: float, preset: str, *, restart: bool = False) -> Verdict:
    """Train the network of an enrolled presenter, and compare it with the renderer `footage`.

    Args:
        studio: the opened workspace; the first of its devices is used.
        name: of the presenter.
        minutes: of training in all; what was trained before counts.
        preset: size of the network.
        restart: forget what was trained before.

    Raises:
        UserError: nobody of that name talks in their footage, or device or preset cannot be had.
    """
    from lipsync.neural.learning import learn

    presenters.check(studio, name)
    device = studio.devices[0]
    presenter = presenters.find(studio, name)
    model = studio.model_path(presenters.LANDMARK_MODEL)
    return learn(presenter, minutes, model, device, preset, restart, progress=studio.progress)
