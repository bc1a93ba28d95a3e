"""An enrolled presenter, as the renderers see one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path


@dataclass(frozen=True)
class Presenter:
    """A folder made by enrolment.

    Attributes:
        name: as the user calls them.
        folder: holds `footage.mp4` (the working copy that every frame index means), `presenter.toml`
            and the arrays of the analysis.
        size_px: (width, height) of the footage.
        fps: its frame rate.
        n_frames: its length.
        kind: "talking" has a mouth library; "silent" has none.
    """

    name: str
    folder: Path
    size_px: tuple[int, int]
    fps: Fraction
    n_frames: int
    kind: str

    @property
    def footage(self) -> Path:
        """The working copy of the footage: constant rate, upright, H.264."""
        return self.folder / "footage.mp4"
