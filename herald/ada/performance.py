"""What Ada does while she speaks: her mouth follows the track, head, eyes and brows live a little.

Everything random is drawn from one seed, so the same speech gives the same performance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.ndimage import gaussian_filter1d

from herald.ada.figure import Pose
from herald.ada.skull import Array
from herald.media import Mark, Speech
from lipsync.mouth import MouthTrack, centres

_BLINK_CLOSE_S, _BLINK_SHUT_S, _BLINK_OPEN_S = 0.12, 0.02, 0.20
_BLINK_EVERY_S = (2.5, 5.0)
_QUIET_S = 0.5
"""At both ends she looks at the camera and does not blink, so that footage starts and ends alike."""
_LONG_PAUSE_S = 0.4
"""In pauses from this length on the head comes back towards the middle."""
_ACCENT_APART_S = 0.7
_TEETH_REACH_S = 0.075
_ARTICULATION = 1.18
"""She speaks clearly: her widest tenth of mouths then is as wide as a lively speaker's."""


@dataclass(frozen=True)
class Performance:
    """Ada's poses over a speech.

    Attributes:
        fps: frames per second.
        poses: one per frame.
        blinks_s: when each blink begins, in seconds.
    """

    fps: Fraction
    poses: tuple[Pose, ...]
    blinks_s: tuple[float, ...]


def perform(speech: Speech, mouth: MouthTrack, seed: int = 1) -> Performance:
    """Act a speech.

    Args:
        speech: what is said; starts and ends with silence if she is to start and end at rest.
        mouth: the track of the same speech; it sets rate and length.
        seed: of everything that the speech does not determine.

    Returns:
        one pose per frame of `mouth`.
    """
    rng = np.random.default_rng(seed)
    n_frames, fps = mouth.n_frames, float(mouth.fps)
    moments: Array = np.arange(n_frames, dtype=np.float64) / fps + 0.5 / fps
    rate_hz = speech.waveform.rate_hz
    calm = _calm(speech.sounds, rate_hz, moments, fps)
    accents = _accents(speech, moments[-1] + 0.5 / fps)
    head = _head(rng, moments, fps, accents) * (1 - 0.75 * calm)[:, None]
    blinks = _blinks(rng, moments[-1], speech.sounds, rate_hz)
    columns = {
        "yaw_deg": head[:, 0],
        "pitch_deg": head[:, 1],
        "roll_deg": head[:, 2],
        "breath": _breath(rng, moments),
        "lids": _lids(blinks, moments),
        "brows": _brows(rng, moments, fps, accents) * (1 - calm),
        **_mouth(speech.sounds, rate_hz, mouth, moments),
    }
    gaze = _gaze(rng, moments, fps) * (1 - calm)[:, None] - 0.85 * head[:, :2]
    poses = tuple(
        Pose(
            sway_mm=(float(head[i, 3]), float(head[i, 4])),
            gaze_deg=(float(gaze[i, 0]), float(gaze[i, 1])),
            **{name: float(values[i]) for name, values in columns.items()},
        )
        for i in range(n_frames)
    )
    return Performance(mouth.fps, poses, tuple(blinks))


def _mouth(sounds: Sequence[Mark], rate_hz: int, mouth: MouthTrack, moments: Array) -> dict[str, Array]:
    """Return the mouth of the track, with lips gently closed at rest and teeth and tongue where heard."""
    speaking = 1.0 - mouth.rest.astype(np.float64)
    aperture, width, pucker = mouth.shape.astype(np.float64).T
    aperture = _ARTICULATION * aperture
    tuck = _near(centres(sounds, rate_hz, "FF"), moments)
    tongue = np.maximum(
        _near(centres(sounds, rate_hz, "TH"), moments), 0.55 * _near(centres(sounds, rate_hz, "LL"), moments)
    )
    return {
        "aperture": np.clip(aperture * speaking, 0, 1),
        "width": np.clip(width * speaking + 0.35 * (1 - speaking), -1, 1),
        "pucker": np.clip(pucker * speaking, 0, 1),
        "closed": np.clip(mouth.closed.astype(np.float64) * speaking, 0, 1),
        "tuck": tuck * speaking,
        "tongue": tongue * speaking,
    }


def _near(middles: Array, moments: Array) -> Array:
    """Return 1 at each of the moments `middles`, falling smoothly to 0 on both sides."""
    if len(middles) == 0:
        return np.zeros(len(moments))
    away = np.abs(moments[:, None] - middles[None]).min(axis=1)
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * np.minimum(np.maximum(away - 0.02, 0) / _TEETH_REACH_S, 1)))


def _calm(sounds: Sequence[Mark], rate_hz: int, moments: Array, fps: float) -> Array:
    """Return 1 in the middle of long pauses and at both ends, 0 in speech."""
    long = _LONG_PAUSE_S * rate_hz
    spans = [
        (mark.start, mark.stop) for mark in sounds if mark.kind == "pause" and mark.stop - mark.start >= long
    ]
    ends = [(-np.inf, _QUIET_S), (moments[-1] - _QUIET_S, np.inf)]
    calm = np.zeros(len(moments))
    for start, stop in [*ends, *((first / rate_hz, last / rate_hz) for first, last in spans)]:
        inside = np.minimum(moments - start, stop - moments) / 0.5 + 0.5
        calm = np.maximum(calm, np.clip(inside, 0, 1))
    calm = calm * calm * (3 - 2 * calm)
    return np.asarray(gaussian_filter1d(calm, 0.12 * fps, mode="nearest"))


def _accents(speech: Speech, stop_s: float) -> list[tuple[float, float]]:
    """Return (moment, strength 0..1) of the stressed syllables: vowels that are long and loud."""
    rate_hz = speech.waveform.rate_hz
    power = np.concatenate([[0.0], np.cumsum(speech.waveform.samples.astype(np.float64) ** 2)])
    heard: list[tuple[float, float]] = []
    for mark in speech.sounds:
        if mark.kind == "phone" and mark.symbol[:1] in "aeiouæɑɐɒɔəɛɜɪʊʌ":
            energy = power[mark.stop] - power[mark.start]
            heard.append(((mark.start + mark.stop) / (2 * rate_hz), float(np.sqrt(energy))))
    loudest = max((strength for _, strength in heard), default=0.0)
    accents: list[tuple[float, float]] = []
    for moment, strength in sorted(heard, key=lambda item: -item[1]):
        if strength < 0.42 * loudest or loudest == 0 or not _QUIET_S < moment < stop_s - _QUIET_S:
            continue
        if all(abs(moment - other) >= _ACCENT_APART_S for other, _ in accents):
            accents.append((moment, strength / loudest))
    return sorted(accents)


def _smooth_noise(rng: np.random.Generator, n: int, fps: float, period_s: float) -> Array:
    """Return slow noise of spread 1: white noise through a Gaussian, so nothing faster than `period_s`."""
    sigma = period_s * fps / 4
    margin = int(4 * sigma) + 1
    slow = gaussian_filter1d(rng.normal(0, 1, n + 2 * margin), sigma)[margin : margin + n]
    # The spread of filtered white noise; not measured on this stretch, which may be short.
    return np.asarray(slow * np.sqrt(2 * np.sqrt(np.pi) * sigma))


def _head(rng: np.random.Generator, moments: Array, fps: float, accents: list[tuple[float, float]]) -> Array:
    """Return yaw, pitch, roll in degrees and sway right and down in mm, `[n_frames, 5]`."""
    n = len(moments)
    slow = np.stack([_smooth_noise(rng, n, fps, period) for period in (3.2, 2.6, 3.6, 4.5, 5.0)], axis=1)
    quick = np.stack([_smooth_noise(rng, n, fps, period) for period in (1.1, 0.9, 1.2, 1.6, 2.0)], axis=1)
    motion = slow * [2.2, 0.9, 0.9, 2.6, 0.8] + quick * [0.55, 0.35, 0.30, 0.5, 0.2]
    for moment, strength in accents:
        since = moments - moment
        nod = np.exp(-((since / 0.13) ** 2)) - 0.35 * np.exp(-(((since - 0.36) / 0.17) ** 2))
        motion[:, 1] += 2.1 * strength * nod
        motion[:, 0] += rng.normal(0, 0.5) * strength * np.exp(-((since / 0.25) ** 2))
    limits = np.array([7.5, 4.8, 3.8, 9.0, 3.0])
    return np.asarray(limits * np.tanh(motion / limits))


def _brows(rng: np.random.Generator, moments: Array, fps: float, accents: list[tuple[float, float]]) -> Array:
    lift = 0.10 * _smooth_noise(rng, len(moments), fps, 2.5)
    for moment, strength in accents:
        lift = lift + rng.uniform(0.05, 0.5) * strength * np.exp(-(((moments - moment + 0.05) / 0.22) ** 2))
    return np.asarray(np.clip(lift, -0.4, 0.9))


def _breath(rng: np.random.Generator, moments: Array) -> Array:
    """Return 0..1: about sixteen breaths a minute."""
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * moments / rng.uniform(3.6, 4.0)))


def _blinks(rng: np.random.Generator, stop_s: float, sounds: Sequence[Mark], rate_hz: int) -> list[float]:
    """Return when blinks begin: every few seconds, at the start of a pause where one is near."""
    whole = _BLINK_CLOSE_S + _BLINK_SHUT_S + _BLINK_OPEN_S
    pauses = [mark.start / rate_hz for mark in sounds if mark.kind == "pause"]
    blinks: list[float] = []
    moment = _QUIET_S + rng.uniform(0.6, 2.0)
    while moment < stop_s - _QUIET_S - whole:
        earliest = blinks[-1] + _BLINK_EVERY_S[0] if blinks else _QUIET_S
        latest = min(blinks[-1] + _BLINK_EVERY_S[1] if blinks else np.inf, stop_s - _QUIET_S - whole)
        near = [p for p in pauses if abs(p - moment) < 0.6 and earliest <= p <= latest]
        blinks.append(min(near, key=lambda p: abs(p - moment)) if near else moment)
        moment = blinks[-1] + rng.uniform(*_BLINK_EVERY_S)
    return blinks


def _lids(blinks: Sequence[float], moments: Array) -> Array:
    """Return how open the eyes are: shut quickly, opened a bit more slowly."""
    lids = np.ones(len(moments))
    for start in blinks:
        since = moments - start
        shut = np.clip(since / _BLINK_CLOSE_S, 0, 1)
        opened = np.clip((since - _BLINK_CLOSE_S - _BLINK_SHUT_S) / _BLINK_OPEN_S, 0, 1)
        down, up = (t * t * (3 - 2 * t) for t in (shut, opened))
        lids = np.minimum(lids, 1 - down + up)
    return np.asarray(np.clip(lids, 0, 1))


def _gaze(rng: np.random.Generator, moments: Array, fps: float) -> Array:
    """Return where she looks beside the camera, degrees `[n_frames, 2]`: along the lines of a prompter."""
    gaze = np.zeros((len(moments), 2))
    moment = rng.uniform(0.8, 1.6)
    while moment < moments[-1]:
        target = np.array([rng.normal(0, 1.1), rng.normal(0, 0.5)])
        # A saccade of this size takes about 40 ms, one frame of the usual video.
        gaze[moments >= moment] = np.clip(target, [-2.4, -1.2], [2.4, 1.2])
        moment += rng.uniform(0.5, 2.2)
    return np.asarray(gaussian_filter1d(gaze, 0.012 * fps, axis=0, mode="nearest"))


def stills() -> Iterator[tuple[str, Pose]]:
    """Yield named poses that show what Ada can do, for looking at her and for measuring."""
    yield "rest", Pose(width=0.35)
    yield "m", Pose(aperture=0.3, closed=1.0)
    yield "aa", Pose(aperture=0.9, width=0.1)
    yield "ee", Pose(aperture=0.45, width=0.7)
    yield "oo", Pose(aperture=0.22, width=-0.5, pucker=0.7)
    yield "w", Pose(aperture=0.08, width=-0.7, pucker=1.0)
    yield "f", Pose(aperture=0.15, tuck=1.0)
    yield "th", Pose(aperture=0.35, width=0.1, tongue=1.0)
    yield "blink", Pose(lids=0.45, aperture=0.2)
    yield "shut", Pose(lids=0.0)
    yield "turned", Pose(yaw_deg=7.5, pitch_deg=3.0, roll_deg=3.0, gaze_deg=(-6.0, -2.0), aperture=0.5)
    yield "turned-back", Pose(yaw_deg=-7.5, pitch_deg=-4.0, roll_deg=-3.5, gaze_deg=(6.0, 3.0), brows=0.7)
