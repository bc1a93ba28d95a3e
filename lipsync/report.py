"""What enrolment found out about a presenter, in figures and in words that can be acted on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from lipsync.calibration import Calibration, Mouths
from lipsync.faults import Fault, Faults, costs, remedies, stretches
from lipsync.offset import RELIABLE, Offset
from lipsync.presenter import FACTS, read_facts
from lipsync.recordings import Recording
from lipsync.screen import Screen
from lipsync.selection import head_degrees
from lipsync.survey import GOOD_SECONDS
from lipsync.track import FaceTrack
from lipsync.visemes import VISEMES

Array = NDArray[np.float32]

GOOD_IOD_PX = 70
"""Below this a face is usable, but its mouth is soft in the finished video."""

SOFT_EDGES_IOD = 0.025
"""Edges blurred over more of the inter-ocular distance look out of focus; good footage has 0.010 to 0.015."""

GOOD_SHARE = 0.9
GOOD_TALKING_S = 20.0
MOST_LIGHT_CHANGE = 0.25
DARK, BRIGHT = 55.0, 225.0
WIDE_TURN_DEGREES = 25.0

KINDS = {
    "talking": "own recorded mouths",
    "silent": "drawn mouth",
    "still": "a photograph",
}
"""What kind of library a presenter has."""

_SHAPE_REACH = 0.15
_SHAPE_WEIGHTS = (1.0, 0.4, 0.4)
_SHAPE_FRAMES = 3
_EXAMPLES = {
    "PP": "m, b, p",
    "FF": "f, v",
    "TH": "th",
    "DD": "t, d, n",
    "LL": "l",
    "SS": "s, z",
    "SH": "sh, ch",
    "KK": "k, g",
    "RR": "r",
    "WW": "w",
    "aa": "ah as in father",
    "AH": "uh as in cut",
    "EH": "eh as in bed",
    "IY": "ee as in see",
    "OH": "oh as in more",
    "UW": "oo as in moon",
}


@dataclass(frozen=True)
class Report:
    """Figures of one enrolment.

    Attributes:
        seconds: length of the footage.
        size_px, fps, n_frames: of the working copy.
        kind: "talking", "silent" or "still".
        talking_s: for how long the lips move as in speech.
        has_sound: the footage has sound.
        iod_px: size of the face: between the outer corners of the eyes, median.
        found_share: share of frames in which a face was found.
        usable_share: share of frames that may be used.
        yaw_degrees, pitch_degrees: 3rd and 97th percentile of the head's turn to the side and of its nod.
        blur_px: how far edges in the face are blurred (standard deviation), median; about 1 is crisp.
        n_blinks: closings of both eyes.
        n_shapes: how many of the mouth shapes of speech (16) are in the footage, in the person's own range.
        missing_shapes: examples of those that are not.
        brightness: mean luma of the face, 0..255, median of the usable frames.
        light_change: 95th over 5th percentile of the face's brightness in them, less one.
        offset_ms: how much later the picture is than the sound; counts from `RELIABLE` confidence on.
        offset_confidence: 0..1.
        unusable: the stretches that cannot be used, each as "0:04.2-0:06.1 something before the mouth".
        screen: name and colour of a screen behind the presenter, such as "green #1fb14c"; empty without one.
        recordings: what the presenter was made from, each as "talk.mp4, 31.0 s with sound".
        lost_s: seconds that cannot be used, by the name of the `Fault`, the costliest first.
    """

    seconds: float
    size_px: tuple[int, int]
    fps: str
    n_frames: int
    kind: str
    talking_s: float
    has_sound: bool
    iod_px: float
    found_share: float
    usable_share: float
    yaw_degrees: tuple[float, float]
    pitch_degrees: tuple[float, float]
    blur_px: float
    n_blinks: int
    n_shapes: int
    missing_shapes: tuple[str, ...]
    brightness: float
    light_change: float
    offset_ms: float
    offset_confidence: float
    unusable: tuple[str, ...] = ()
    screen: str = ""
    recordings: tuple[str, ...] = ()
    lost_s: dict[str, float] = field(default_factory=dict)

    @property
    def blur_iod(self) -> float:
        """The blur in inter-ocular distances."""
        return self.blur_px / self.iod_px

    @property
    def figures(self) -> dict[str, Any]:
        """The figures by name, as `presenter.toml` holds them."""
        return asdict(self)

    def lines(self) -> list[str]:
        """Return the report for a person to read: figures, then advice."""
        width, height = self.size_px
        yaw, pitch = (f"{low:+.0f} to {high:+.0f}" for low, high in (self.yaw_degrees, self.pitch_degrees))
        shown = [
            f"{self._shown_as:<12}{self.seconds:.1f} s, {width}x{height}, {_rate(self.fps)} frames a second",
            f"kind        {self.kind}: {KINDS[self.kind]}{self._why()}",
            f"face        {self.iod_px:.0f} pixels from eye to eye ({GOOD_IOD_PX} or more is good)",
            f"usable      {self.usable_share:.0%} of the frames; a face was found in {self.found_share:.0%}",
            f"head        turns {yaw} degrees, nods {pitch} degrees, {_times(self.n_blinks, 'blink')}",
            f"sharpness   edges blurred over {self.blur_px:.1f} pixels, {self.blur_iod:.1%} from eye to eye "
            f"(up to {SOFT_EDGES_IOD:.1%} is good)",
            f"light       face at {self.brightness:.0f} of 255, changes by {self.light_change:.0%}",
        ]
        if self.kind == "talking":
            shown.append(
                f"mouth       {self.n_shapes} of {len(_EXAMPLES)} shapes of speech are in the footage"
            )
        if self.has_sound and self.kind == "talking":
            shown.append(f"sound       {self._offset()}")
        if self.screen:
            shown.append(f"screen      {self.screen}: a background can be put in its place")
        if len(self.recordings) > 1:
            shown += [f"recording   {recording}" for recording in self.recordings]
        shown += [f"not used    {stretch}" for stretch in self.unusable]
        return shown + [f"better:     {advice}" for advice in self.advice()]

    def advice(self) -> list[str]:
        """Return what would make the footage better, one sentence each, the most important first."""
        told = self._causes if self.usable_share < GOOD_SHARE else {}
        rules = [
            (
                self.kind != "talking",
                f"{self._ask} 30 seconds: mouth, teeth and tongue would then be the person's own "
                "instead of drawn, each sound would have its own shape, and the smile or set of the mouth in "
                f"this {self._shown_as} would not stay under the speech.",
            ),
            (
                self.iod_px < GOOD_IOD_PX,
                f"Come closer, or record with more resolution: your eyes are {self.iod_px:.0f} pixels apart, "
                f"and from {GOOD_IOD_PX} on the mouth looks sharp.",
            ),
            (
                self._usable_s < GOOD_SECONDS,
                f"Record more: only {self._usable_s:.1f} s can be used, and from "
                f"{GOOD_SECONDS:.0f} s on a presenter moves without repeating.",
            ),
            (
                self.usable_share < GOOD_SHARE,
                f"{remedies(self._causes)}: {1 - self.usable_share:.0%} of the frames cannot be used.",
            ),
            (
                self.kind == "talking" and self.talking_s < GOOD_TALKING_S,
                f"Talk for longer: {self.talking_s:.0f} s were found, and {GOOD_TALKING_S:.0f} s to two "
                "minutes give a mouth for every sound.",
            ),
            (
                self.kind == "talking" and bool(self.missing_shapes),
                f"Say words with these sounds, clearly: {'; '.join(self.missing_shapes)}.",
            ),
            (
                self.blur_iod > SOFT_EDGES_IOD,
                "Clean the lens, focus on the face and use more light: the face is not sharp.",
            ),
            (self.brightness < DARK, "Use more light on the face: it is dark."),
            (self.brightness > BRIGHT, "Use less light on the face, or less exposure: it is nearly white."),
            (
                self.light_change > MOST_LIGHT_CHANGE and Fault.LIGHT not in told,
                f"Lock the exposure and keep the light steady: the face's brightness changes by "
                f"{self.light_change:.0%}.",
            ),
            (
                max(map(abs, self.yaw_degrees)) > WIDE_TURN_DEGREES and Fault.TURNED not in told,
                "Turn the head less: far from the camera's view the mouth can be seen from one side only.",
            ),
            (
                self.kind == "talking" and not self.has_sound,
                "Record with sound: it shows where you pause, and so how your mouth looks at rest.",
            ),
        ]
        return [advice for applies, advice in rules if applies]

    @property
    def _usable_s(self) -> float:
        """To a tenth, rounded down: 9.97 s are not ten."""
        return math.floor(round(10 * self.usable_share * self.seconds, 2)) / 10

    @property
    def _causes(self) -> dict[Fault, float]:
        return {Fault[name]: seconds for name, seconds in self.lost_s.items()}

    @property
    def _shown_as(self) -> str:
        return "photograph" if self.kind == "still" else "footage"

    @property
    def _ask(self) -> str:
        return "Record the person talking for" if self.kind == "still" else "Talk in the footage for"

    def _why(self) -> str:
        if self.kind == "talking":
            return f" (the lips move as in speech for {self.talking_s:.1f} s)"
        if self.kind == "silent":
            return f" (the lips move as in speech for only {self.talking_s:.1f} s)"
        return ", which moves, breathes and blinks a little"

    def _offset(self) -> str:
        if self.offset_confidence < RELIABLE:
            return "whether it fits the picture could not be told"
        if abs(self.offset_ms) < 1:
            return "fits the picture"
        later, earlier = ("picture", "sound") if self.offset_ms > 0 else ("sound", "picture")
        return f"the {later} is {abs(self.offset_ms):.0f} ms behind the {earlier} (taken into account)"


def load_report(folder: Path) -> Report:
    """Return the report of a presenter's enrolment; errors as for `presenter.read_facts`."""
    stored = read_facts(folder).get("report", {})
    known: dict[str, Any] = {each.name: stored[each.name] for each in fields(Report) if each.name in stored}
    required = {
        each.name for each in fields(Report) if each.default is MISSING and each.default_factory is MISSING
    }
    if missing := sorted(required - known.keys()):
        raise StageFailed(f"{folder / FACTS} lacks '{missing[0]}'; enrol the presenter again")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in known.items()
    }
    return Report(**values)


def make_report(
    track: FaceTrack,
    mouths: Mouths,
    calibration: Calibration,
    talking_s: float,
    kind: str,
    offset: Offset | None,
    faults: Faults,
    screen: Screen | None = None,
    recordings: Sequence[Recording] = (),
) -> Report:
    """Gather the figures.

    Args:
        track: the footage's.
        mouths: of the track.
        calibration: of the person.
        talking_s: for how long the lips move as in speech.
        kind: "talking", "silent" or "still".
        offset: None if the footage has no sound.
        faults: why frames cannot be used, uint8 `[n_frames]`.
        screen: behind the presenter, if there is one.
        recordings: what the presenter is made from.
    """
    turn = np.nanpercentile(head_degrees(mouths), [3, 97], axis=0)
    # What is left out for its light, or turned out of it, is told as such.
    light = np.nanpercentile(track.brightness[calibration.usable], [5, 50, 95])
    units = calibration.units(track.landmarks, track.pucker)
    missing = missing_shapes(units[calibration.usable], bool(calibration.has_pucker))
    return Report(
        seconds=round(float(track.n_frames / track.fps), 3),
        size_px=track.size_px,
        fps=str(track.fps),
        n_frames=track.n_frames,
        kind=kind,
        talking_s=round(talking_s, 2),
        has_sound=offset is not None,
        iod_px=round(float(np.nanmedian(track.iod_px)), 1),
        found_share=round(float(track.found.mean()), 4),
        usable_share=round(float(calibration.usable.mean()), 4),
        yaw_degrees=(round(float(turn[0, 0]), 1), round(float(turn[1, 0]), 1)),
        pitch_degrees=(round(float(turn[0, 1]), 1), round(float(turn[1, 1]), 1)),
        blur_px=round(float(np.nanmedian(track.blur_px)), 2),
        n_blinks=count_blinks(track.blink, track.fps),
        n_shapes=len(_EXAMPLES) - len(missing),
        missing_shapes=missing,
        brightness=round(float(light[1]), 1),
        light_change=round(float(light[2] / max(light[0], 1.0) - 1), 4),
        offset_ms=offset.ms if offset else 0.0,
        offset_confidence=round(offset.confidence, 3) if offset else 0.0,
        unusable=tuple(str(stretch) for stretch in stretches(faults, track.fps)),
        screen=f"{screen.name} #{bytes(screen.colour).hex()}" if screen else "",
        recordings=tuple(recording.line(track.fps) for recording in recordings),
        lost_s={fault.name: round(float(n / track.fps), 2) for fault, n in costs(faults).items()},
    )


def missing_shapes(units: Array, has_pucker: bool) -> tuple[str, ...]:
    """Return examples of the sounds for which no recorded mouth is near.

    A shape is there if three frames come within 15 % of the person's range of it; width and pucker count
    less than opening, as the eye takes them.

    Args:
        units: float32 `[n, 3]`, aperture, width and pucker of the usable frames.
        has_pucker: the person's pucker can be measured.
    """
    weights = np.array(_SHAPE_WEIGHTS) * (1, 1, has_pucker)
    missing = []
    for viseme in VISEMES:
        if viseme.name in _EXAMPLES:
            apart = (units - (viseme.aperture, viseme.width, viseme.pucker)) * weights
            if (np.linalg.norm(apart, axis=1) < _SHAPE_REACH).sum() < _SHAPE_FRAMES:
                missing.append(_EXAMPLES[viseme.name])
    return tuple(missing)


def count_blinks(blink: Array, fps: Fraction) -> int:
    """Count how often both eyes close and open again within half a second.

    Args:
        blink: float32 `[n_frames, 2]`, MediaPipe's blendshapes; nan where no face was found.
        fps: frame rate.
    """
    shut = np.nan_to_num(blink.min(axis=1))
    # Eyes that are narrow by nature, or look down, have a high level all the time.
    usual = float(np.median(shut))
    closed = shut > max(0.35, usual + 0.25)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], closed, [False]]).astype(np.int8)))
    lengths = edges[1::2] - edges[::2]
    return int((lengths <= float(fps) / 2).sum())


def _rate(fps: str) -> str:
    return f"{float(Fraction(fps)):.5g}"


def _times(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
