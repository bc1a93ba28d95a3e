"""A first look at footage: whether it can be used at all, before any long work starts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from herald.errors import BadFootage
from herald.ffmpeg import Probe, probe, read_frames
from lipsync.face import Face
from lipsync.landmarks import MAX_FACES, FaceLandmarker
from lipsync.mesh import NOSE_TIP
from lipsync.track import Chosen

LEAST_SECONDS = 2.0
"""Of footage, and of footage with a usable face: shorter has too little to take a motion or a mouth from."""

LEAST_IOD_PX = 40
"""Between the outer corners of the eyes. In a smaller face the lips are a few pixels high."""

GOOD_SECONDS = 10.0
"""Of a lone, usable face: with so much a presenter may be enrolled whatever the rest of the footage shows."""

_SAMPLES_PER_S = Fraction(2)
_ENOUGH_SAMPLES = 40
_COMPARABLE = 0.5
_SPARED_SHARE = 0.1
_SPARED_S = 1


def survey(video: Path, landmarker: FaceLandmarker, face: str | None = None) -> tuple[Probe, Chosen | None]:
    """Look at two pictures of each second, until forty showed a lone face, and refuse what cannot be used.

    Args:
        video: the footage.
        landmarker: open.
        face: which of several faces is the presenter's, see `choose`.

    Returns:
        the facts about the file, and the face that was chosen.

    Raises:
        BadFootage: there is no picture, no face, more than one face, too small a face, or too little of it.
        UserError: the file is not there, is no video, is damaged or cut short.
    """
    facts = probe(video)
    if not facts.has_video:
        raise BadFootage(f"{video} has sound but no pictures. Give a video of the presenter.")
    if facts.duration < LEAST_SECONDS:
        raise BadFootage(
            f"{video} is {float(facts.duration):.2f} s long. Record at least {LEAST_SECONDS:g} s, "
            "better half a minute of talking."
        )
    samples: list[list[Face]] = []
    n_alone = 0
    for frame in read_frames(video, fps=_SAMPLES_PER_S):
        samples.append(landmarker.search(frame, MAX_FACES))
        sizes_px = [found.iod_px for found in samples[-1]]
        n_alone += bool(sizes_px) and not _crowded(sizes_px)
        if n_alone == _ENOUGH_SAMPLES or (face is not None and len(samples) == _ENOUGH_SAMPLES):
            break
    most = max(samples, key=len, default=[])
    if face is None or not most:
        sizes = [[found.iod_px for found in faces] for faces in samples]
        check_faces(video, sizes, _SAMPLES_PER_S, _listed(most, facts.size_px))
        return facts, None
    chosen = choose(video, most, facts.size_px, face)
    near = [[f.iod_px for f in faces if chosen.near(f, chosen.landmarks)] for faces in samples]
    check_faces(video, [sizes_px[:1] for sizes_px in near], _SAMPLES_PER_S)
    return facts, chosen


def choose(video: Path, faces: Sequence[Face], size_px: tuple[int, int], face: str) -> Chosen:
    """Return the face that a user means.

    Args:
        video: to be named in the error.
        faces: the faces of one picture; at least one.
        size_px: (width, height) of the picture.
        face: "left" or "right" as seen in the picture, "largest", or a number that counts from the left.

    Raises:
        BadFootage: there is no such face.
    """
    ordered = _from_left(faces)
    named = {"left": ordered[0], "right": ordered[-1], "largest": max(faces, key=lambda f: f.iod_px)}
    if face in named:
        return Chosen(named[face].landmarks)
    if face.isdecimal() and 1 <= int(face) <= len(ordered):
        return Chosen(ordered[int(face) - 1].landmarks)
    raise BadFootage(
        f"there is no face '{face}' in {video}. Faces, from left to right: {_listed(faces, size_px)}. "
        "Say --face left, right, largest, or a number."
    )


def _from_left(faces: Sequence[Face]) -> list[Face]:
    return sorted(faces, key=lambda face: float(face.landmarks[NOSE_TIP, 0]))


def _listed(faces: Sequence[Face], size_px: tuple[int, int]) -> str:
    """The faces of a picture, for a person to choose from."""
    return ", ".join(
        f"{i} at {face.landmarks[NOSE_TIP, 0] / size_px[0]:.0%} of the width "
        f"({face.iod_px:.0f} pixels from eye to eye)"
        for i, face in enumerate(_from_left(faces), 1)
    )


def _crowded(sizes_px: Sequence[float]) -> bool:
    return len(sizes_px) > 1 and sizes_px[1] >= _COMPARABLE * sizes_px[0]


def check_faces(
    video: Path, sizes: Sequence[Sequence[float]], per_second: Fraction, listed: str = ""
) -> None:
    """Refuse footage by the faces in samples of it.

    Args:
        video: to be named in the error.
        sizes: for each sample the inter-ocular distances in px of all faces, largest first.
        per_second: samples per second.
        listed: the faces, where there are several.

    Raises:
        BadFootage: no face, several faces, or a face too small.
    """
    found = [faces for faces in sizes if faces]
    if not found:
        raise BadFootage(
            f"no face was found in {video}. Herald needs one person, looking towards the camera, "
            "well lit, with the mouth uncovered."
        )
    crowded = [_crowded(faces) for faces in sizes]
    check_alone(video, crowded, len(found) - sum(crowded), per_second, listed)
    size_px = float(np.median([faces[0] for faces in found]))
    if size_px < LEAST_IOD_PX:
        raise BadFootage(
            f"the face in {video} is too small: {size_px:.0f} pixels between the outer corners of the eyes, "
            f"and {LEAST_IOD_PX} are the least. Come closer to the camera, or record with more resolution."
        )
    seconds = float(len(found) / per_second)
    if seconds < LEAST_SECONDS:
        raise BadFootage(
            f"a face is seen for only {seconds:.1f} s of {video}. "
            f"Record at least {LEAST_SECONDS:g} s with the face turned to the camera."
        )


def check_alone(
    video: Path, crowded: Sequence[bool], n_alone: int, per_second: Fraction, listed: str = ""
) -> None:
    """Refuse footage in which a second face of like size is more than a passer-by, and there is no good rest.

    Args:
        video: to be named in the error.
        crowded: for each sample, whether there is such a face.
        n_alone: samples that show one face.
        per_second: samples per second.
        listed: the faces.
    """
    seen = [i for i, several in enumerate(crowded) if several]
    if n_alone >= GOOD_SECONDS * per_second:
        return
    if len(seen) > max(_SPARED_S * float(per_second), _SPARED_SHARE * len(crowded)):
        seconds = sorted({int(i / per_second) for i in seen})
        times = ", ".join(clock(second) for second in seconds[:3])
        raise BadFootage(
            f"{video} shows more than one face of like size, for example at {times}. "
            + (f"From left to right: {listed}. " if listed else "")
            + "Say which one is the presenter with --face left, right, largest or a number, "
            "or crop the video so that one person is in it."
        )


def clock(seconds: int) -> str:
    """Return a time as players show it, such as "1:05"."""
    return f"{seconds // 60}:{seconds % 60:02}"
