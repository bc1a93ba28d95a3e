"""Random access to the frames of a presenter's working copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from herald.errors import StageFailed
from herald.ffmpeg import probe
from herald.media import Frame
from lipsync.workcopy import GROUP_FRAMES


class Reel:
    """The frames of a working copy, in any order; a context manager, opened when it is made.

    Runs forward are decoded once. A jump decodes some twenty frames and more before the one asked for (OpenCV
    seeks with a wide margin). Runs backward go by groups of 12 frames, which are all that memory holds,
    whatever the length.

    The file must be as enrolment writes it: constant rate, upright, H.264 without B-frames, a key frame
    every `GROUP_FRAMES` frames.

    Args:
        path: `footage.mp4` of a presenter.

    Attributes:
        n_frames, size_px, fps: of the footage.
    """

    def __init__(self, path: Path) -> None:
        facts = probe(path)
        self.n_frames = facts.n_frames
        self.size_px: tuple[int, int] = facts.size_px
        self.fps: Fraction = facts.fps
        self._path = path
        self._capture = _open(path)
        self._next = 0
        self._last = -1
        self._group: dict[int, Frame] = {}

    def __enter__(self) -> Reel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and of the frames that are held."""
        self._capture.release()
        self._group.clear()

    def frames(self, indices: Iterable[int]) -> Iterator[Frame]:
        """Yield the frames of these indices, in this order.

        A frame that is yielded may be changed by the caller: nobody else holds it.

        Raises:
            IndexError: an index is not a frame of the footage.
            StageFailed: the file cannot be decoded there.
        """
        for index in indices:
            yield self.frame(int(index))

    def frame(self, index: int) -> Frame:
        """Return one frame, uint8 `[height, width, 3]`, RGB; errors as for `frames`."""
        if not 0 <= index < self.n_frames:
            raise IndexError(f"{self._path} has {self.n_frames} frames, there is no frame {index}")
        backward, self._last = index == self._last - 1, index
        if index in self._group:
            return self._group.pop(index)
        if not self._next <= index < self._next + GROUP_FRAMES:
            start = max(0, index + 1 - GROUP_FRAMES) if backward else index
            self._seek(start)
            self._group = {i: self._read() for i in range(start, index)}
        self._skip_to(index)
        return self._read()

    def _seek(self, index: int) -> None:
        import cv2

        self._group.clear()
        self._capture.set(cv2.CAP_PROP_POS_FRAMES, index)
        self._next = round(self._capture.get(cv2.CAP_PROP_POS_FRAMES))
        if self._next != index:
            raise StageFailed(f"{self._path}: asked for frame {index}, the decoder went to {self._next}")

    def _skip_to(self, index: int) -> None:
        while self._next < index:
            if not self._capture.grab():
                raise StageFailed(f"{self._path}: frame {self._next} cannot be decoded")
            self._next += 1

    def _read(self) -> Frame:
        import cv2

        whole, picture = self._capture.read()
        if not whole:
            raise StageFailed(f"{self._path}: frame {self._next} cannot be decoded")
        self._next += 1
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)


def _open(path: Path) -> Any:
    import cv2

    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    if not capture.isOpened():
        raise StageFailed(f"{path} cannot be opened")
    return capture
