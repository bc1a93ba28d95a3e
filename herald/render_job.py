"""A segment to render: everything that its pictures depend on, and what lies in the store when it is done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from herald.ffmpeg.hardware import X264, best_codec
from herald.inputs import CHECK, picture_inputs
from herald.media import Mark
from herald.renderers import ChosenRenderer, Heard
from herald.staging import Staging
from herald.store import Recipe, Store
from lipsync.device import CPU

if TYPE_CHECKING:
    from herald.ffmpeg import Joinable
    from lipsync.path import FramePath
    from lipsync.presenter import Presenter

VIDEO = "video.mp4"
SEEN = "seen.npz"
JOINT = "joint.json"
"""What there is to know of a segment's packets to join it with others."""


@dataclass(frozen=True)
class RenderJob:
    """One segment to render.

    Attributes:
        presenter: the enrolled person.
        identity: hash of everything that enrolment made of them.
        renderer: what paints, with its weights.
        sounds: phones and pauses of the segment, in samples at MASTER_RATE_HZ.
        fps: of the picture.
        n_frames: length of the segment.
        base: the footage under each picture.
        staging: which part of the pictures is shown, at what size, before what background.
        landmark_model: the model file that finds the face when the result is measured.
        heard: the sound, for renderers that hear.
        device: the kind of device that paints: "cpu", "cuda", "mps".
    """

    presenter: Presenter
    identity: str
    renderer: ChosenRenderer
    sounds: tuple[Mark, ...]
    fps: Fraction
    n_frames: int
    base: FramePath
    staging: Staging
    landmark_model: Path
    heard: Heard | None = None
    device: str = CPU

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of the picture."""
        return self.staging.size_px

    @property
    def codec(self) -> str:
        """What encodes the pictures; all segments of a device have the same, since they are joined."""
        return best_codec() if self.device == "cuda" else X264

    @property
    def recipe(self) -> Recipe:
        """What the segment is made from."""
        declared = picture_inputs(self.identity, self.fps, self.size_px, self.renderer, self.staging.recipe())
        return Recipe(
            "segment",
            {
                **declared,
                "sounds": [mark.timed for mark in self.sounds],
                "n_frames": self.n_frames,
                "base": self.base.recipe(),
                **({"heard": self.heard.sha256} if self.heard else {}),
                # Another device gives other pixels, by a fraction of a level, and may have another encoder.
                **({} if self.device == CPU else {"device": self.device, "codec": self.codec}),
            },
        )

    @property
    def check(self) -> Recipe:
        """What is measured of the segment's pictures."""
        return Recipe("check", {"version": CHECK, "segment": self.recipe.key})


def joinable(store: Store, job: RenderJob) -> Joinable:
    """Return a rendered segment, ready to be joined with others."""
    from herald.ffmpeg import Joinable

    folder = store.path(job.recipe)
    return Joinable(path=folder / VIDEO, **json.loads((folder / JOINT).read_text(encoding="utf-8")))
