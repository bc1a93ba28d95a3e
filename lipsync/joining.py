"""A later recording of the same person joins the footage that a presenter was made from."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from herald.errors import BadFootage, UserError
from herald.ffmpeg import join_video, probe
from herald.progress import Progress, Silent
from herald.sound import read_wav, write_wav
from lipsync.enrol import Hear, Take, copy_pictures, copy_sound, look_at, settle
from lipsync.faults import Fault
from lipsync.identity import STRANGER, Likeness
from lipsync.landmarks import FaceLandmarker
from lipsync.photograph import is_photograph
from lipsync.presenter import FAULTS, FOOTAGE, SOUND, SOURCE, Presenter
from lipsync.recordings import joined_sound, recordings_of
from lipsync.screen import Screen
from lipsync.survey import survey
from lipsync.track import FaceTrack
from lipsync.voice import RATE_HZ
from lipsync.workcopy import borders_px


def join(
    presenter: Presenter,
    video: Path,
    folder: Path,
    landmark_model: Path,
    progress: Progress | None = None,
    face: str | None = None,
    hear: Hear | None = None,
) -> Presenter:
    """Make a presenter anew from everything they were made from and one recording more.

    A recording of another shape, or with a screen where the others have none, gives its mouths only.

    Args:
        presenter: who is enrolled; not changed.
        video: the recording.
        folder: where to write; it exists, is empty, and is the caller's to rename or to remove.
        landmark_model, progress, face, hear: see `enrol.enrol`.

    Raises:
        BadFootage: the recording cannot be used, or shows somebody else.
        UserError: the file is not there, is no video, is damaged or cut short; or there is a photograph
            on one of the two sides.
    """
    progress = progress or Silent()
    _check_films(presenter, video)
    with (
        FaceLandmarker(landmark_model) as landmarker,
        tempfile.TemporaryDirectory(prefix="herald-") as scratch,
    ):
        facts, chosen = survey(video, landmarker, face)
        more = Path(scratch) / FOOTAGE
        copy_pictures(video, more, facts, presenter.fps, progress, presenter.size_px)
        sound = copy_sound(video, Path(scratch) / SOUND, facts)
        take = look_at(video, more, sound, landmarker, progress, chosen)
        before = _take_of(presenter)
        apart = _apart(presenter, before, more, take, video)
        join_video([presenter.footage, more], folder / FOOTAGE, presenter.fps)
    joined = _joined(before, take, apart, any(borders_px(facts.size_px, presenter.size_px)))
    for source in presenter.folder.glob(f"{SOURCE}*"):
        shutil.copyfile(source, folder / source.name)
    shutil.copyfile(video, folder / f"{SOURCE}-{len(joined.recordings)}{video.suffix.lower()}")
    if joined.sound is not None:
        write_wav(folder / SOUND, joined.sound)
    return settle(presenter.name, folder, joined, landmark_model, progress, hear)


def _check_films(presenter: Presenter, video: Path) -> None:
    if presenter.kind == "still":
        raise UserError(
            f"'{presenter.name}' was made from a photograph, which no recording can be joined with. "
            f"Enrol the recording in its place: herald presenter add {presenter.name} {video} --replace"
        )
    if is_photograph(video):
        raise UserError(f"{video} is a photograph. Only recordings can be joined with '{presenter.name}'.")
    probe(video)


def _take_of(presenter: Presenter) -> Take:
    """What was seen in a presenter's footage."""
    track = FaceTrack.load(presenter.track)
    faults = np.load(presenter.folder / FAULTS)
    sound = read_wav(presenter.sound) if presenter.sound.is_file() else None
    screen = Screen.load(presenter.screen)
    return Take(track, faults, sound, screen, False, recordings_of(presenter))


def _apart(presenter: Presenter, before: Take, more: Path, take: Take, video: Path) -> float:
    known = Likeness.of(presenter.footage, before.track, before.faults == Fault.NONE)
    apart = known.apart(Likeness.of(more, take.track, take.faults == Fault.NONE))
    if apart > STRANGER:
        raise BadFootage(
            f"{video} seems to show somebody else than '{presenter.name}': the faces are {apart:.3f} apart, "
            f"and those of one person at most {STRANGER:g}. Enrol it under a name of its own."
        )
    return apart


def _joined(before: Take, take: Take, apart: float, has_borders: bool) -> Take:
    first = before.track.n_frames
    faults = np.concatenate([before.faults, take.faults])
    # Where one ends and the next begins is a cut, however alike the two are.
    edge = slice(first - 1, first + 1)
    faults[edge] = np.where(faults[edge] == Fault.NONE, Fault.CUT, faults[edge])
    is_base = not has_borders and (take.screen is None) == (before.screen is None)
    recording = replace(take.recordings[0], first_frame=first, is_base=is_base, apart=round(apart, 4))
    fps: Fraction = before.track.fps
    return Take(
        FaceTrack.joined([before.track, take.track]),
        faults,
        joined_sound([before.sound, take.sound], [first, take.track.n_frames], fps, RATE_HZ),
        before.screen,
        False,
        (*before.recordings, recording),
    )
