"""Learning a person's range, rest shape and offset between picture and sound from their recordings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from herald.media import Waveform
from lipsync.calibration import LEAST_PUCKER_RANGE, Calibration, Mouths, ranges
from lipsync.offset import Offset, estimate_offset
from lipsync.recordings import Recording
from lipsync.selection import resting_frames, talking_seconds
from lipsync.track import FaceTrack
from lipsync.voice import silences

LEAST_TALKING_S = 2.0
"""With less speech in it footage counts as silent: there are too few mouths to take."""

Mask = NDArray[np.bool_]


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
    recording = Recording("", 0, track.n_frames, sound is not None)
    calibration, offsets = calibrate_all(track, mouths, usable, kind, [sound], [recording])
    return calibration, offsets[0]


def calibrate_all(
    track: FaceTrack,
    mouths: Mouths,
    usable: Mask,
    kind: str,
    sounds: Sequence[Waveform | None],
    recordings: Sequence[Recording],
) -> tuple[Calibration, list[Offset | None]]:
    """Do the same over several recordings, each with its own sound and offset; sounds are at 16 kHz."""
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
    offsets: list[Offset | None] = []
    pauses: list[tuple[float, float]] = []
    for sound, recording in zip(sounds, recordings, strict=True):
        offset = None if sound is None else estimate_offset(sound, units[recording.frames], track.fps)
        offsets.append(offset)
        if sound is not None:
            begin_s = recording.seconds(track.fps)[0] + late_s(offset)
            pauses += [(begin_s + start, begin_s + stop) for start, stop in silences(sound)]
        elif len(recordings) > 1 and _says_nothing(mouths, recording, track.fps):
            pauses.append(recording.seconds(track.fps))
    has_sound = kind == "talking" and any(sound is not None for sound in sounds)
    resting = resting_frames(units, mouths.lips_iod, usable, track.fps, pauses if has_sound else None)
    first_offset = next((offset for offset in offsets if offset is not None), None)
    whole = replace(
        first,
        # Whoever smiles in a photograph rests with the lips closed all the same.
        rest=np.median(units[resting], axis=0).astype(np.float32) * np.float32(kind != "still"),
        offset_ms=np.array(1000 * late_s(first_offset), np.float32),
        offset_confidence=np.array(first_offset.confidence if first_offset else 0, np.float32),
        resting=resting,
    )
    return whole, offsets


def late_s(offset: Offset | None) -> float:
    """Return by how much the picture is later than the sound, seconds; 0 where that is not known."""
    return offset.ms / 1000 if offset is not None and offset.is_reliable else 0.0


def _says_nothing(mouths: Mouths, recording: Recording, fps: Fraction) -> bool:
    part = replace(mouths, gap_iod=mouths.gap_iod[recording.frames])
    return talking_seconds(part, fps) < LEAST_TALKING_S
