"""`herald bench`: measures of the engines on clips that the user names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from herald.presenters import LANDMARK_MODEL, hear
from herald.studio import Studio


def bench_reenactment(studio: Studio, video: Path) -> dict[str, Any]:
    """Make a clip's held-out last third again from the rest of it, and compare with the truth."""
    from lipsync.reenactment import reenact

    model = studio.model_path(LANDMARK_MODEL)
    return dict(reenact(video, model, studio.progress, hear, studio.devices[0]))
