"""What a video is measured with: the units of the person in it, and how they usually look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from herald.errors import UserError
from herald.ffmpeg import probe, read_frames
from lipsync.calibration import Calibration, measure_mouths
from lipsync.landmarks import CROP_SIDE_IOD, FaceLandmarker
from lipsync.own_looks import OwnLooks, own_looks
from lipsync.presenter import Presenter
from lipsync.track import track_faces

LONGEST_LOOK_S = 60
"""How much of a video of nobody enrolled is looked at to learn the person's range."""


@dataclass(frozen=True)
class Yardstick:
    """What a video is measured with.

    Attributes:
        calibration: the person's units and rest shape.
        looks: their usual looks; None where there is no footage to compare with.
        talks: their footage shows speech.
    """

    calibration: Calibration
    looks: OwnLooks | None
    talks: bool


def yardstick_of(presenter: Presenter, landmarker: FaceLandmarker) -> Yardstick:
    """Return what videos of an enrolled presenter are measured with."""
    calibration = Calibration.load(presenter.calibration)
    return Yardstick(calibration, own_looks(presenter, landmarker), presenter.kind == "talking")


def yardstick_from(video: Path, landmarker: FaceLandmarker) -> Yardstick:
    """Learn the range of the person in a video from the video itself; what is usual for them stays unknown.

    Raises:
        UserError: the video shows no face.
    """
    from lipsync.calibrate import calibrate

    facts = probe(video)
    n_frames = min(facts.n_frames, round(LONGEST_LOOK_S * facts.fps))
    track = track_faces(
        read_frames(video, n_frames=n_frames),
        facts.fps,
        facts.size_px,
        landmarker,
        crop_sides_iod=(CROP_SIDE_IOD,),
    )
    if not track.found.any():
        raise UserError(f"no face is found in {video}. Herald can only judge videos of a face.")
    calibration, _ = calibrate(track, measure_mouths(track), track.found, kind="talking", sound=None)
    return Yardstick(calibration, None, talks=True)
