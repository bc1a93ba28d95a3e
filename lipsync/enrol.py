"""From a video or a photograph of a person to a presenter: the footage is analysed once, here."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib import metadata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.errors import BadFootage
from herald.ffmpeg import Probe, probe, read_sound, read_sound_blocks
from herald.files import sha256_of
from herald.media import Frame, Mark, Waveform
from herald.progress import Progress, Silent
from herald.sound import write_wav_blocks
from herald.timing import frame_count
from lipsync.calibrate import LEAST_TALKING_S, calibrate_all, late_s
from lipsync.calibration import Calibration, measure_mouths
from lipsync.faults import Fault, Faults, costs, remedies
from lipsync.graph import graph_of
from lipsync.heard import heard_around, save_sounds
from lipsync.landmarks import Box, FaceLandmarker
from lipsync.offset import Offset
from lipsync.own_looks import own_looks
from lipsync.photograph import enlarged, find_person, is_photograph, read_photograph
from lipsync.presenter import (
    CALIBRATION,
    FAULTS,
    FOOTAGE,
    HEARD,
    SCREEN,
    SOUND,
    SOURCE,
    TRACK,
    Presenter,
    write_facts,
)
from lipsync.recordings import Recording, save_recordings
from lipsync.reel import Reel
from lipsync.report import make_report
from lipsync.screen import Screen
from lipsync.selection import faults_of, in_company, talking_seconds
from lipsync.stills import FOLDER as STILLS
from lipsync.stills import write_stills
from lipsync.survey import LEAST_SECONDS, check_alone, check_faces, survey
from lipsync.track import Chosen, FaceTrack, track_faces
from lipsync.voice import RATE_HZ
from lipsync.witness import Witness
from lipsync.workcopy import write_working_copy

Hear = Callable[[Waveform], Sequence[Mark]]
"""Tells which phones and pauses tile a sound at `RATE_HZ`."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Take:
    """Footage that was looked at, frame by frame.

    Attributes:
        track: the face.
        faults: why frames cannot be used, uint8 `[n_frames]`.
        sound: at 16 kHz; None if there is none.
        screen: behind the presenter; None if there is none.
        is_still: it was made from a photograph.
        recordings: that it consists of.
    """

    track: FaceTrack
    faults: Faults
    sound: Waveform | None
    screen: Screen | None
    is_still: bool
    recordings: tuple[Recording, ...]


def enrol(
    name: str,
    video: Path,
    folder: Path,
    landmark_model: Path,
    progress: Progress | None = None,
    face: str | None = None,
    hear: Hear | None = None,
    finder: Callable[[Frame], list[Box]] | None = None,
) -> Presenter:
    """Analyse footage and write everything that pictures are made from into a folder.

    Footage that cannot be used is refused after a short look, before the long work.

    Args:
        name: what the presenter shall be called.
        video: the footage; any container, codec, rate and rotation that ffmpeg reads. Or a photograph
            (JPEG, PNG, WebP), which is brought to life first.
        folder: where to write; it exists, is empty, and is the caller's to rename or to remove.
        landmark_model: the file `face_landmarker.task`.
        progress: told what is being done.
        face: which of several faces is the presenter's, see `survey.choose`.
        hear: listens to the footage, so that teeth and tongue can be chosen by what is said.
        finder: looks for faces that MediaPipe's own detector does not find.

    Raises:
        BadFootage: the footage cannot be used; the message gives the reason and the remedy.
        UserError: the file is not there, is no video, is damaged or cut short.
    """
    progress = progress or Silent()
    with FaceLandmarker(landmark_model, finder) as landmarker:
        if is_photograph(video):
            filmed, chosen = _film(video, folder, landmarker, progress), None
            facts = probe(filmed)
        else:
            filmed = video
            facts, chosen = survey(video, landmarker, face)
        shutil.copyfile(video, folder / (SOURCE + video.suffix.lower()))
        copy_pictures(filmed, folder / FOOTAGE, facts, facts.fps, progress)
        if filmed is not video:
            filmed.unlink()
        sound = copy_sound(video, folder / SOUND, facts)
        take = look_at(video, folder / FOOTAGE, sound, landmarker, progress, chosen)
    return settle(name, folder, take, landmark_model, progress, hear)


def look_at(
    video: Path,
    footage: Path,
    sound: Waveform | None,
    landmarker: FaceLandmarker,
    progress: Progress,
    chosen: Chosen | None = None,
) -> Take:
    """Follow the face through a working copy, and say which of its frames can be used.

    Args:
        video: to be named in errors.
        footage: its working copy.
        sound: of the video.
        landmarker: open.
        progress: told of every frame.
        chosen: whose face to follow.

    Raises:
        BadFootage: too little of it can be used.
    """
    with Reel(footage) as reel:
        progress.begin("follow the face", reel.n_frames, "frames")
        witness = Witness(reel.n_frames)
        frames = witness.watching(reel.frames(range(reel.n_frames)))
        track = track_faces(
            frames, reel.fps, reel.size_px, landmarker, progress, chosen=chosen, meet=witness.meet
        )
        progress.end()
    cut, lit = witness.breaks(track.fps)
    covered, relit = witness.strange(track.fps)
    seen = {
        Fault.CUT: cut,
        Fault.LIGHT: lit | relit,
        Fault.COVERED: covered,
        Fault.OTHER_FACE: in_company(track),
    }
    faults = _checked(video, track, seen)
    recording = Recording(video.name, 0, track.n_frames, sound is not None)
    return Take(track, faults, sound, witness.screen, is_photograph(video), (recording,))


def settle(
    name: str,
    folder: Path,
    take: Take,
    landmark_model: Path,
    progress: Progress | None = None,
    hear: Hear | None = None,
) -> Presenter:
    """Learn what pictures are made from, and write it beside the working copy and the sound.

    Args:
        name: of the presenter.
        folder: holds the working copy.
        take: what was seen in it.
        landmark_model: to be noted.
        progress: told what is being done.
        hear: listens to the sound.
    """
    progress = progress or Silent()
    write_stills(folder / FOOTAGE, folder / STILLS)
    track, mouths = take.track, measure_mouths(take.track)
    track.save(folder / TRACK)
    np.save(folder / FAULTS, take.faults)
    save_recordings(take.recordings, folder)
    if take.screen is not None:
        take.screen.save(folder / SCREEN)
    talking_s = talking_seconds(mouths, track.fps)
    kind = "still" if take.is_still else "talking" if talking_s >= LEAST_TALKING_S else "silent"
    sounds = [recording.part_of(take.sound, track.fps) for recording in take.recordings]
    calibration, offsets = calibrate_all(
        track, mouths, take.faults == Fault.NONE, kind, sounds, take.recordings
    )
    calibration.save(folder / CALIBRATION)
    heard = None
    if hear is not None and kind == "talking" and take.sound is not None:
        heard = _hear(hear, sounds, offsets, take.recordings, track.fps, folder / HEARD)
    _learn(folder, track, calibration, kind, progress, heard)
    presenter = Presenter(name, folder, track.size_px, track.fps, track.n_frames, kind, _identity(folder))
    offset = next((offset for offset in offsets if offset is not None), None)
    report = make_report(
        track, mouths, calibration, talking_s, kind, offset, take.faults, take.screen, take.recordings
    )
    write_facts(presenter, report.figures, _versions(landmark_model))
    # Made now, so that no build pays for it and the folder need not be writable later.
    graph_of(presenter)
    with FaceLandmarker(landmark_model) as landmarker:
        own_looks(presenter, landmarker)
    if kind == "talking":
        # Imported here, since it imports the renderer.
        from lipsync.rehearsal import response_of

        response_of(presenter, landmark_model, progress)
    return presenter


def _hear(
    hear: Hear,
    sounds: Sequence[Waveform | None],
    offsets: Sequence[Offset | None],
    recordings: Sequence[Recording],
    fps: Fraction,
    path: Path,
) -> NDArray[np.float32]:
    """Listen to every recording; returns what is heard around each frame, and writes down what was said."""
    around, said = [], []
    for sound, offset, recording in zip(sounds, offsets, recordings, strict=True):
        marks = hear(sound) if sound is not None else ()
        moments = (np.arange(recording.n_frames) + 0.5) / float(fps) - late_s(offset)
        around.append(heard_around(marks, RATE_HZ, moments))
        first = round(recording.seconds(fps)[0] * RATE_HZ)
        said += [replace(mark, start=first + mark.start, stop=first + mark.stop) for mark in marks]
    save_sounds(said, path)
    return np.concatenate(around)


def _film(photograph: Path, folder: Path, landmarker: FaceLandmarker, progress: Progress) -> Path:
    from lipsync import animation

    frame = read_photograph(photograph)
    person = find_person(photograph, frame, landmarker)
    roomy = enlarged(frame, person.iod_px)
    if roomy is not frame:
        frame, person = roomy, find_person(photograph, roomy, landmarker)
    filmed = folder / "filmed.mp4"
    animation.film(frame, person.landmarks, filmed, progress)
    return filmed


def copy_pictures(
    video: Path,
    target: Path,
    facts: Probe,
    fps: Fraction,
    progress: Progress,
    size_px: tuple[int, int] | None = None,
) -> None:
    """Write the working copy of a video, see `write_working_copy`."""
    n_frames = facts.n_frames
    if facts.variable_rate or fps != facts.fps:
        n_frames = frame_count(int(facts.duration * 1000), 1000, fps)
    progress.begin("copy footage", n_frames, "frames")
    write_working_copy(video, target, fps, progress, size_px)
    progress.end()


def copy_sound(video: Path, target: Path, facts: Probe) -> Waveform | None:
    """Write and return a video's sound, at 16 kHz; None if it has none."""
    if not facts.has_audio:
        return None
    write_wav_blocks(target, read_sound_blocks(video, RATE_HZ), RATE_HZ)
    return read_sound(target, RATE_HZ)


def _checked(video: Path, track: FaceTrack, seen: dict[Fault, Mask]) -> Faults:
    """Find the faults, now that all frames are known, or refuse the footage after all."""
    iod_px = track.iod_px
    check_faces(video, [[float(iod)] if np.isfinite(iod) else [] for iod in iod_px], track.fps)
    crowded = track.n_faces > 1
    check_alone(video, crowded.tolist(), int((track.found & ~crowded).sum()), track.fps)
    faults = faults_of(track, measure_mouths(track), seen)
    seconds = float((faults == Fault.NONE).sum() / track.fps)
    if seconds < LEAST_SECONDS:
        raise BadFootage(
            f"only {seconds:.1f} s of {video} can be used, and {LEAST_SECONDS:g} s are the least: "
            f"{_reasons(faults)}. {remedies(costs(faults))}."
        )
    return faults


def _reasons(faults: Faults) -> str:
    """The three faults that cost most, as in "no face (62 %), head turned away (9 %)"."""
    most = list(costs(faults).items())[:3]
    return ", ".join(f"{fault.reason} ({n / len(faults):.0%})" for fault, n in most)


def _learn(
    folder: Path,
    track: FaceTrack,
    calibration: Calibration,
    kind: str,
    progress: Progress,
    heard: NDArray[np.float32] | None,
) -> None:
    from lipsync import footage, warped

    with Reel(folder / FOOTAGE) as reel:
        progress.begin("collect mouths", reel.n_frames, "frames")
        frames = reel.frames(range(reel.n_frames))
        if kind == "talking":
            footage.learn(folder, frames, track, calibration, progress, heard)
        else:
            warped.learn(folder, frames, track, calibration, kind == "silent", progress)
        progress.end()


def _identity(folder: Path) -> str:
    """Hash what pictures are made from; the mouth library follows from these and from the renderer."""
    digest = hashlib.sha256()
    parts = [
        folder / FOOTAGE,
        folder / TRACK,
        *sorted((folder / CALIBRATION).iterdir()),
        folder / SCREEN,
        folder / HEARD,
    ]
    for path in filter(Path.exists, parts):
        digest.update(f"{path.name} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


def _versions(landmark_model: Path) -> dict[str, str]:
    import cv2

    return {
        "landmark_model_sha256": sha256_of(landmark_model),
        "litert": metadata.version("ai-edge-litert"),
        "numpy": np.__version__,
        "opencv": str(cv2.__version__),
    }
