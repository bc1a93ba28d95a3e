"""The footage as separate pictures: any frame can be had at once, in any order.

Paths jump and run backward. A video has to be decoded from the last key frame up to the one that is asked
for, which took more time than all painting. Here each frame is a JPEG of its planes, laid one below the
other as one grey picture: no conversion and no loss of colour, 47 to 55 dB against the working copy. Small
pictures are kept as the working copy has them, in RGB and without loss.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.ffmpeg import probe, read_frames, read_planes
from herald.files import written_beside
from herald.media import Frame
from lipsync import planes
from lipsync.presenter import Presenter

FOLDER = "stills"
QUALITY = 97

SMALL_PX = 320 * 320
"""Pictures of so few pixels are kept without loss: lips in them are two or three pixels high."""

_VERSION = 2
_PICTURES = "pictures.bin"
_ENDS = "ends.npy"
_FACTS = "facts.npy"


class Stills:
    """The frames of a presenter's footage; a context manager, opened when it is made.

    Args:
        folder: made by `write_stills`.

    Attributes:
        n_frames, size_px: of the footage.

    Raises:
        StageFailed: the folder is incomplete.
    """

    def __init__(self, folder: Path) -> None:
        try:
            _, width, height = (int(n) for n in np.load(folder / _FACTS))
            self._ends = np.load(folder / _ENDS)
            self._file = (folder / _PICTURES).open("rb")
        except (OSError, ValueError) as error:
            raise StageFailed(f"{folder} cannot be read ({error}); enrol the presenter again") from error
        self.size_px = width, height
        self.n_frames = len(self._ends)
        self._folder = folder

    def __enter__(self) -> Stills:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def frame(self, index: int) -> Frame:
        """Return one frame, which nobody else holds, as a picture of planes, or in RGB if it is small.

        Raises:
            IndexError: there is no such frame.
            StageFailed: it cannot be decoded.
        """
        if not 0 <= index < self.n_frames:
            raise IndexError(f"{self._folder} has {self.n_frames} frames, there is no frame {index}")
        start = int(self._ends[index - 1]) if index else 0
        self._file.seek(start, io.SEEK_SET)
        data = np.frombuffer(self._file.read(int(self._ends[index]) - start), np.uint8)
        width, height = self.size_px
        small = width * height <= SMALL_PX
        shape = (height, width, 3) if small else (height * 3 // 2, width)
        picture = (_png if small else _jpeg)(data)
        if picture is None or picture.shape != shape:
            raise StageFailed(f"frame {index} of {self._folder} cannot be decoded; enrol the presenter again")
        if small:
            return picture
        colour, blue_red = planes.chroma(picture), picture[height:]
        # The JPEG has the two colour differences side by side, a picture of planes has them in turns.
        colour[:] = cv2.merge([blue_red[:, : width // 2].copy(), blue_red[:, width // 2 :].copy()])
        return picture


def _png(data: NDArray[np.uint8]) -> Frame | None:
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB) if len(data) else None
    return None if decoded is None else np.asarray(decoded, np.uint8)


def _jpeg(data: NDArray[np.uint8]) -> Frame | None:
    # The same library as OpenCV's, and the same pixels, in two thirds of the time.
    try:
        picture: Frame = simplejpeg.decode_jpeg(data, "GRAY")[..., 0]
    except ValueError:
        return None
    return picture


def stills_of(presenter: Presenter) -> Path:
    """Return the folder of a presenter's stills, which is made now if it is not there."""
    folder = presenter.folder / FOLDER
    facts = folder / _FACTS
    if not facts.is_file() or int(np.load(facts)[0]) != _VERSION:
        write_stills(presenter.footage, folder)
    return folder


def write_stills(footage: Path, folder: Path) -> None:
    """Write every frame of a working copy as a picture of its own; one is in memory at a time."""
    with written_beside(folder) as part:
        part.mkdir()
        width, height = probe(footage).size_px
        frames = read_frames(footage) if width * height <= SMALL_PX else read_planes(footage)
        ends, size_px = _write(frames, part / _PICTURES)
        np.save(part / _ENDS, np.array(ends, np.int64))
        np.save(part / _FACTS, np.array([_VERSION, *size_px], np.int64))


def _write(frames: Iterable[Frame], target: Path) -> tuple[list[int], tuple[int, int]]:
    ends, size_px = [], (0, 0)
    with target.open("wb") as file:
        for frame in frames:
            size_px = planes.size_of(frame)
            file.write(_encoded(frame).data)
            ends.append(file.tell())
    return ends, size_px


def _encoded(frame: Frame) -> NDArray[np.uint8]:
    if not planes.is_planes(frame):
        bgr = cv2.cvtColor(frame, cv2.COLOR_RGB2BGR)
        return np.asarray(cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1], np.uint8)
    bright, colour = planes.luma(frame), planes.chroma(frame)
    stacked = np.concatenate([bright, np.concatenate([colour[..., 0], colour[..., 1]], axis=1)])
    return np.asarray(cv2.imencode(".jpg", stacked, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1], np.uint8)
