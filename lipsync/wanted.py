"""What a video's mouth was meant to do, from the timed sounds that it was made for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from herald.media import Mark
from herald.timing import frame_at_sample
from lipsync.mouth import MouthTrack, centres, mouth_track


@dataclass(frozen=True)
class Wanted:
    """What a mouth was meant to do.

    Attributes:
        mouth: its shapes, `[n_frames]`.
        closures: frames in which the middle of a p, b or m is heard.
        pauses: frames `[start, stop)` of silence, in order.
    """

    mouth: MouthTrack
    closures: tuple[int, ...]
    pauses: tuple[tuple[int, int], ...]

    @classmethod
    def of(
        cls,
        sounds: Sequence[Mark],
        rate_hz: int,
        fps: Fraction,
        n_frames: int,
        mouth: MouthTrack | None = None,
    ) -> Wanted:
        """Return what `n_frames` pictures were meant to show.

        Args:
            sounds: phones and pauses in order, in samples.
            rate_hz: the samples' rate.
            fps: of the pictures.
            n_frames: how many there are.
            mouth: its shapes, where they are known.
        """
        middles = centres(sounds, rate_hz, "PP")
        return cls(
            mouth or mouth_track(sounds, rate_hz, fps, n_frames),
            tuple(min(int(middle * fps), n_frames - 1) for middle in middles),
            tuple(
                (start, min(frame_at_sample(mark.stop, rate_hz, fps), n_frames))
                for mark in sounds
                if mark.kind == "pause" and (start := frame_at_sample(mark.start, rate_hz, fps)) < n_frames
            ),
        )

    @classmethod
    def joined(cls, parts: Sequence[Wanted]) -> Wanted:
        """Return what videos that follow one another were meant to show; pauses that meet are one."""
        closures: list[int] = []
        pauses: list[tuple[int, int]] = []
        first = 0
        for part in parts:
            closures += [first + frame for frame in part.closures]
            for start, stop in part.pauses:
                begin = first + start
                if pauses and pauses[-1][1] == begin:
                    begin = pauses.pop()[0]
                pauses.append((begin, first + stop))
            first += part.mouth.n_frames
        mouth = MouthTrack(
            parts[0].mouth.fps,
            np.concatenate([part.mouth.shape for part in parts]),
            np.concatenate([part.mouth.rest for part in parts]),
            np.concatenate([part.mouth.closed for part in parts]),
        )
        return cls(mouth, tuple(closures), tuple(pauses))

    def opening(self, rest: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """Return the wanted aperture with the way to a person's own rest in it, float32 `[n_frames]`."""
        aperture = self.mouth.shape[:, 0]
        return np.asarray(aperture + self.mouth.rest * (rest - aperture), np.float32)
