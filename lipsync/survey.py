"""A first look at footage: whether it can be used at all, before any long work starts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from herald.errors import BadFootage
from herald.ffmpeg import Probe, probe, read_frames
from lipsync.landmarks import MAX_FACES, FaceLandmarker

LEAST_SECONDS = 2.0
"""Of footage, and of footage with a usable face: shorter has too little to take a motion or a mouth from."""

LEAST_IOD_PX = 40
"""Between the outer corners of the eyes. In a smaller face the lips are a few pixels high."""

_SAMPLES_PER_S = Fraction(2)
_MOST_SAMPLES = 40
_COMPARABLE = 0.5
_SPARED_SHARE = 0.1
_SPARED_S = 1


def survey(video: Path, landmarker: FaceLandmarker) -> Probe:
    """Look at two pictures of each second, of the first twenty at most, and refuse what cannot be used.

    Args:
        video: the footage.
        landmarker: open.

    Returns:
        the facts about the file.

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
    samples = itertools.islice(read_frames(video, fps=_SAMPLES_PER_S), _MOST_SAMPLES)
    sizes = [[face.iod_px for face in landmarker.search(frame, MAX_FACES)] for frame in samples]
    check_faces(video, sizes, _SAMPLES_PER_S)
    return facts


def check_faces(video: Path, sizes: Sequence[Sequence[float]], per_second: Fraction) -> None:
    """Refuse footage by the faces in samples of it.

    Args:
        video: to be named in the error.
        sizes: for each sample the inter-ocular distances in px of all faces, largest first.
        per_second: samples per second.

    Raises:
        BadFootage: no face, several faces, or a face too small.
    """
    found = [faces for faces in sizes if faces]
    if not found:
        raise BadFootage(
            f"no face was found in {video}. Herald needs one person, looking towards the camera, "
            "well lit, with the mouth uncovered."
        )
    crowded = [len(faces) > 1 and faces[1] >= _COMPARABLE * faces[0] for faces in sizes]
    check_alone(video, crowded, per_second)
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


def check_alone(video: Path, crowded: Sequence[bool], per_second: Fraction) -> None:
    """Refuse footage in which a second face of like size is more than a passer-by.

    Args:
        video: to be named in the error.
        crowded: for each sample, whether there is such a face.
        per_second: samples per second.
    """
    seen = [i for i, several in enumerate(crowded) if several]
    if len(seen) > max(_SPARED_S * float(per_second), _SPARED_SHARE * len(crowded)):
        seconds = sorted({int(i / per_second) for i in seen})
        times = ", ".join(clock(second) for second in seconds[:3])
        raise BadFootage(
            f"{video} shows more than one face of like size, for example at {times}. Which one is the "
            "presenter cannot be told: cut or crop the video so that one person is in it."
        )


def clock(seconds: int) -> str:
    """Return a time as players show it, such as "1:05"."""
    return f"{seconds // 60}:{seconds % 60:02}"
