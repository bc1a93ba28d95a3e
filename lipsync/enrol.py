"""From a video or a photograph of a person to a presenter: the footage is analysed once, here."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.errors import BadFootage
from herald.ffmpeg import Probe, probe, read_sound, read_sound_blocks
from herald.files import sha256_of
from herald.media import Waveform
from herald.progress import Progress, Silent
from herald.sound import write_wav_blocks
from herald.timing import frame_count
from lipsync.calibration import LEAST_PUCKER_RANGE, Calibration, Mouths, measure_mouths, ranges
from lipsync.graph import graph_of
from lipsync.landmarks import FaceLandmarker
from lipsync.offset import Offset, estimate_offset
from lipsync.own_looks import own_looks
from lipsync.photograph import find_person, is_photograph, read_photograph
from lipsync.presenter import CALIBRATION, FOOTAGE, SCREEN, SOUND, SOURCE, TRACK, Presenter, write_facts
from lipsync.reel import Reel
from lipsync.report import make_report
from lipsync.screen import Screen, ScreenFinder
from lipsync.selection import resting_frames, talking_seconds, usable_frames
from lipsync.survey import LEAST_SECONDS, check_alone, check_faces, survey
from lipsync.track import FaceTrack, track_faces
from lipsync.voice import RATE_HZ, silences
from lipsync.workcopy import write_working_copy

LEAST_TALKING_S = 2.0
"""With less speech in it footage counts as silent: there are too few mouths to take."""

Mask = NDArray[np.bool_]


def enrol(
    name: str, video: Path, folder: Path, landmark_model: Path, progress: Progress | None = None
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

    Raises:
        BadFootage: the footage cannot be used; the message gives the reason and the remedy.
        UserError: the file is not there, is no video, is damaged or cut short.
    """
    progress = progress or Silent()
    with FaceLandmarker(landmark_model) as landmarker:
        filmed = _film(video, folder, landmarker, progress) if is_photograph(video) else video
        facts = survey(filmed, landmarker) if filmed is video else probe(filmed)
        shutil.copyfile(video, folder / (SOURCE + video.suffix.lower()))
        _copy_pictures(filmed, folder / FOOTAGE, facts, progress)
        if filmed is not video:
            filmed.unlink()
        track, screen = _track(folder, landmarker, progress)
    track.save(folder / TRACK)
    if screen is not None:
        screen.save(folder / SCREEN)
    sound = _copy_sound(video, folder / SOUND, facts)
    mouths, usable = _checked(video, track)
    talking_s = talking_seconds(mouths, track.fps)
    kind = "still" if is_photograph(video) else "talking" if talking_s >= LEAST_TALKING_S else "silent"
    calibration, offset = calibrate(track, mouths, usable, kind, sound)
    calibration.save(folder / CALIBRATION)
    _learn(folder, track, calibration, kind, progress)
    presenter = Presenter(name, folder, track.size_px, track.fps, track.n_frames, kind, _identity(folder))
    report = make_report(track, mouths, calibration, talking_s, kind, offset, screen)
    write_facts(presenter, report.figures, _versions(landmark_model))
    # Made now, so that no build pays for it and the folder need not be writable later.
    graph_of(presenter)
    own_looks(presenter)
    return presenter


def calibrate(
    track: FaceTrack, mouths: Mouths, usable: Mask, kind: str, sound: Waveform | None
) -> tuple[Calibration, Offset | None]:
    """Learn the person's range, rest shape and offset between picture and sound.

    Args:
        track: the footage's.
        mouths: of the track.
        usable: bool `[n_frames]`.
        kind: see `Presenter`.
        sound: at 16 kHz; None if there is none.

    Returns:
        the calibration, and the offset with its scores; None without sound.
    """
    gap_iod, width_iod, pucker = ranges(mouths, usable, kind)
    first = Calibration(
        template=mouths.template,
        gap_iod=gap_iod,
        width_iod=width_iod,
        pucker=pucker,
        has_pucker=np.array(pucker[1] - pucker[0] >= LEAST_PUCKER_RANGE),
        rest=np.zeros(3, np.float32),
        offset_ms=np.array(0, np.float32),
        offset_confidence=np.array(0, np.float32),
        usable=usable,
        resting=np.zeros(track.n_frames, np.bool_),
    )
    units = first.units(track.landmarks, track.pucker)
    offset = None if sound is None else estimate_offset(sound, units, track.fps)
    late_s = offset.ms / 1000 if offset is not None and offset.is_reliable else 0.0
    pauses = None
    if sound is not None and kind == "talking":
        pauses = [(start + late_s, stop + late_s) for start, stop in silences(sound)]
    resting = resting_frames(units, mouths.lips_iod, usable, track.fps, pauses)
    whole = replace(
        first,
        # Whoever smiles in a photograph rests with the lips closed all the same.
        rest=np.median(units[resting], axis=0).astype(np.float32) * np.float32(kind != "still"),
        offset_ms=np.array(1000 * late_s, np.float32),
        offset_confidence=np.array(offset.confidence if offset else 0, np.float32),
        resting=resting,
    )
    return whole, offset


def _film(photograph: Path, folder: Path, landmarker: FaceLandmarker, progress: Progress) -> Path:
    from lipsync import animation

    frame = read_photograph(photograph)
    person = find_person(photograph, frame, landmarker)
    filmed = folder / "filmed.mp4"
    animation.film(frame, person.landmarks, filmed, progress)
    return filmed


def _copy_pictures(video: Path, target: Path, facts: Probe, progress: Progress) -> None:
    n_frames = facts.n_frames
    if facts.variable_rate:
        n_frames = frame_count(int(facts.duration * 1000), 1000, facts.fps)
    progress.begin("copy footage", n_frames, "frames")
    write_working_copy(video, target, facts.fps, progress)
    progress.end()


def _track(folder: Path, landmarker: FaceLandmarker, progress: Progress) -> tuple[FaceTrack, Screen | None]:
    with Reel(folder / FOOTAGE) as reel:
        progress.begin("follow the face", reel.n_frames, "frames")
        finder = ScreenFinder(reel.n_frames)
        frames = finder.watching(reel.frames(range(reel.n_frames)))
        track = track_faces(frames, reel.fps, reel.size_px, landmarker, progress)
        progress.end()
    return track, finder.found()


def _copy_sound(video: Path, target: Path, facts: Probe) -> Waveform | None:
    if not facts.has_audio:
        return None
    write_wav_blocks(target, read_sound_blocks(video, RATE_HZ), RATE_HZ)
    return read_sound(target, RATE_HZ)


def _checked(video: Path, track: FaceTrack) -> tuple[Mouths, Mask]:
    """Measure the mouths, now that all frames are known, or refuse the footage after all."""
    iod_px = track.iod_px
    check_faces(video, [[float(iod)] if np.isfinite(iod) else [] for iod in iod_px], track.fps)
    check_alone(video, (track.n_faces > 1).tolist(), track.fps)
    mouths = measure_mouths(track)
    usable = usable_frames(track, mouths)
    seconds = float(usable.sum() / track.fps)
    if seconds < LEAST_SECONDS:
        raise BadFootage(
            f"only {seconds:.1f} s of {video} can be used: elsewhere the face is missing, cut off at an "
            f"edge, turned away, blurred, or not alone. Record at least {LEAST_SECONDS:g} s of one whole "
            "face, turned to the camera."
        )
    return mouths, usable


def _learn(folder: Path, track: FaceTrack, calibration: Calibration, kind: str, progress: Progress) -> None:
    from lipsync import footage, warped

    with Reel(folder / FOOTAGE) as reel:
        progress.begin("collect mouths", reel.n_frames, "frames")
        frames = reel.frames(range(reel.n_frames))
        if kind == "talking":
            footage.learn(folder, frames, track, calibration, progress)
        else:
            warped.learn(folder, frames, track, calibration, kind == "silent", progress)
        progress.end()


def _identity(folder: Path) -> str:
    """Hash what pictures are made from; the mouth library follows from these and from the renderer."""
    digest = hashlib.sha256()
    parts = [folder / FOOTAGE, folder / TRACK, *sorted((folder / CALIBRATION).iterdir())]
    for path in parts:
        digest.update(f"{path.name} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


def _versions(landmark_model: Path) -> dict[str, str]:
    import cv2
    import mediapipe

    return {
        "landmark_model_sha256": sha256_of(landmark_model),
        "mediapipe": str(mediapipe.__version__),
        "numpy": np.__version__,
        "opencv": str(cv2.__version__),
    }
