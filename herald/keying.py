"""A picture or a video behind a presenter who was filmed before a green or blue screen."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from herald.errors import UserError
from herald.ffmpeg import probe, read_frames
from herald.files import sha256_of
from herald.media import Frame
from herald.progress import Progress
from herald.store import Input, Recipe, Store

if TYPE_CHECKING:
    from lipsync.framing import Crop
    from lipsync.screen import Screen

Array = NDArray[np.float32]

VERSION = 1

MOST_LOOP_S = 20
"""Of a background video no more than this is used: it is played to and fro."""

CLEAR_UP_TO, SOLID_FROM = 0.10, 0.86
"""Shares of the presenter in a pixel: noise and folds of the screen below, spill on the presenter above."""

_LOOP = "loop.mp4"
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")
_MATTE_BLUR_PX = 0.6
_SPILL_REACH = np.ones((9, 9), np.uint8)
_SPILL_BLUR_PX = 3.0


@dataclass(frozen=True)
class Background:
    """What is put behind the presenter.

    Attributes:
        path: a picture or a video.
        sha256: of the file.
        is_video: it moves.
    """

    path: Path
    sha256: str
    is_video: bool

    @classmethod
    def at(cls, path: Path) -> Background:
        """Look at a file.

        Raises:
            UserError: it is not there, or is neither a picture nor a video.
        """
        if not path.is_file():
            raise UserError(f"the background {path} is not there. Give a picture or a video.")
        is_video = path.suffix.lower() not in _PICTURES
        if is_video and not probe(path).has_video:
            raise UserError(f"the background {path} has no picture. Give a picture or a video.")
        if not is_video:
            _still(path)
        return cls(path, sha256_of(path), is_video)

    def loop_recipe(self, size_px: tuple[int, int], fps: Fraction) -> Recipe:
        """What the fitted copy of a video is made from."""
        facts: dict[str, Input] = {
            "version": VERSION,
            "sha256": self.sha256,
            "size_px": list(size_px),
            "fps": str(fps),
            "most_s": MOST_LOOP_S,
        }
        return Recipe("background", facts)

    def prepare(
        self, store: Store, size_px: tuple[int, int], fps: Fraction, progress: Progress
    ) -> Path | None:
        """Fit a video to the picture's size and rate, in the store; returns the copy, None for a still."""
        from herald.ffmpeg import VideoWriter
        from lipsync.workcopy import CRF, GROUP_FRAMES

        if not self.is_video:
            return None

        def fill(folder: Path) -> None:
            facts = probe(self.path)
            n_frames = max(1, int(min(Fraction(MOST_LOOP_S), facts.duration) * fps))
            progress.begin("fit background", n_frames, "frames")
            with VideoWriter(
                folder / _LOOP,
                size_px,
                fps,
                source_size_px=facts.size_px,
                crf=CRF,
                group_frames=GROUP_FRAMES,
                rgb=True,
            ) as writer:
                for i, frame in enumerate(read_frames(self.path, fps=fps)):
                    if i == n_frames:
                        break
                    writer.write(frame)
                    progress.advance()
            progress.end()

        return store.get(self.loop_recipe(size_px, fps), fill) / _LOOP


def behind(
    frames: Iterable[Frame],
    screen: Screen,
    crop: Crop,
    background: Background,
    loop: Path | None,
    n_frames: int,
) -> Iterator[Frame]:
    """Put a background behind pictures of a presenter.

    A video is played forward and back again, so that it shows its first frame at both ends: a segment then
    meets any neighbour without a jump, and depends on none.

    Args:
        frames: of the size of `crop`.
        screen: what the presenter was filmed before.
        crop: which part of the footage they show.
        background: what to put there.
        loop: the copy of a video that `Background.prepare` made.
        n_frames: how many frames there are.
    """
    key = Keyer(screen, crop)
    if loop is None:
        still = filled(_still(background.path), crop.size_px)
        for frame in frames:
            yield key.over(frame, still)
        return
    from lipsync.reel import Reel

    with Reel(loop) as reel:
        for frame, index in zip(frames, to_and_fro(n_frames, reel.n_frames), strict=True):
            yield key.over(frame, reel.frame(index))


def to_and_fro(n_frames: int, loop_frames: int) -> list[int]:
    """Return `n_frames` frame numbers of a loop that begin and end at 0 and move by at most one each time."""
    n_swings = max(1, -(-n_frames // max(1, 2 * (loop_frames - 1))))
    edges = [round(n_frames * k / n_swings) for k in range(n_swings + 1)]
    return [
        min(i - start, stop - 1 - i, loop_frames - 1)
        for start, stop in itertools.pairwise(edges)
        for i in range(start, stop)
    ]


class Keyer:
    """Replaces a screen by something else: colour difference with a clean plate, soft edges, despill.

    The share of the screen in a pixel is its excess of green (or blue) over that of the screen in that place
    (P. Vlahos, US patent 4,100,569, 1978, long expired). That share of the screen's colour is taken away and
    as much of the background put there instead, so that strands of hair stay as fine as they were filmed.

    Args:
        screen: found at enrolment.
        crop: the part of the footage that the pictures show.
    """

    def __init__(self, screen: Screen, crop: Crop) -> None:
        import cv2

        from lipsync.screen import PLATE_STEP, excess_of

        high, wide = (n * PLATE_STEP for n in screen.plate.shape[:2])
        plate = cv2.resize(screen.plate, (wide, high), interpolation=cv2.INTER_LINEAR)
        self._plate = np.ascontiguousarray(plate[crop.window], np.float32)
        self._channel = screen.channel
        self._excess = np.maximum(excess_of(self._plate, screen.channel), 1.0)

    def share(self, frame: Frame) -> Array:
        """Return the share of the presenter in each pixel, float32 `[h, w]`, 0..1."""
        import cv2

        from lipsync.screen import excess_of

        seen = excess_of(frame.astype(np.float32), self._channel) / self._excess
        # Cameras store colour at half the size: its steps are smoothed, brightness is left alone.
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), _MATTE_BLUR_PX), np.float32)
        return np.clip((1 - seen - CLEAR_UP_TO) / (SOLID_FROM - CLEAR_UP_TO), 0, 1).astype(np.float32)

    def over(self, frame: Frame, background: Frame) -> Frame:
        """Return the presenter of a frame before a background of the same size."""
        import cv2

        share = self.share(frame)
        # A pixel that is in part the presenter cannot be brighter than that part of white.
        own = frame.astype(np.float32) - (1 - share)[..., None] * self._plate
        own = np.clip(own, 0, 255 * share[..., None])
        others = [own[..., c] for c in range(3) if c != self._channel]
        # Near the screen its light lies on hair and shoulders; elsewhere a yellow dress may stay yellow.
        near = cv2.GaussianBlur(cv2.dilate(1 - share, _SPILL_REACH), (0, 0), _SPILL_BLUR_PX)
        most = np.maximum(*others) * (1 - near) + np.add(*others) / 2 * near
        own[..., self._channel] = np.minimum(own[..., self._channel], most)
        share = share[..., None]
        return np.asarray(np.clip(np.rint(own + (1 - share) * background), 0, 255), np.uint8)


def filled(picture: Frame, size_px: tuple[int, int]) -> Frame:
    """Scale a picture so that it fills a size, and cut what stands over evenly."""
    import cv2

    wide, high = size_px
    scale = max(wide / picture.shape[1], high / picture.shape[0])
    size = max(wide, round(picture.shape[1] * scale)), max(high, round(picture.shape[0] * scale))
    scaled = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    left, top = (size[0] - wide) // 2, (size[1] - high) // 2
    return np.ascontiguousarray(scaled[top : top + high, left : left + wide])


def _still(path: Path) -> Frame:
    import cv2

    # OpenCV opens names in the system's encoding only, so the bytes are read here.
    picture = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise UserError(f"the background {path} is not a picture that can be read. Save it as PNG or JPEG.")
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
