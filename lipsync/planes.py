"""Pictures as video keeps them: a plane of brightness, and one of colour at half the size.

A picture of planes is NV12, uint8 `[h * 3/2, w]`: `h` rows of brightness, then `h/2` rows in which the two
colour differences take turns. It is BT.709 with the range 16..235, and a pair of colours lies in the middle
of its four pixels, as ffmpeg's scaler has it both ways. Decoder, renderer and encoder hand such pictures on,
so that nothing but the lower face is ever converted, and all else reaches the encoder as it was filmed.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.warp import Box

Array = NDArray[np.float32]

_RED, _BLUE = 0.2126, 0.0722
_GREEN = 1 - _RED - _BLUE
_LUMA = 219 / 255
_CHROMA = 224 / 255

_TO_PLANES = np.array(
    [
        [_LUMA * _RED, _LUMA * _GREEN, _LUMA * _BLUE],
        [-_CHROMA * _RED / (2 - 2 * _BLUE), -_CHROMA * _GREEN / (2 - 2 * _BLUE), _CHROMA / 2],
        [_CHROMA / 2, -_CHROMA * _GREEN / (2 - 2 * _RED), -_CHROMA * _BLUE / (2 - 2 * _RED)],
    ]
)
_ZERO = np.array([16.0, 128.0, 128.0])
_TO_RGB = np.linalg.inv(_TO_PLANES)
_TO_RGB_SHIFTED = np.column_stack([_TO_RGB, -_TO_RGB @ _ZERO])
_TO_PLANES_SHIFTED = np.column_stack([_TO_PLANES, _ZERO])


def is_planes(frame: Frame) -> bool:
    """Say whether a frame is a picture of planes; RGB has a third dimension."""
    return frame.ndim == 2


def size_of(frame: Frame) -> tuple[int, int]:
    """Return the (width, height) of a picture of planes or of an RGB one."""
    return frame.shape[1], frame.shape[0] * 2 // 3 if is_planes(frame) else frame.shape[0]


def luma(planes: Frame) -> Frame:
    """Return the view of the brightness, uint8 `[h, w]`."""
    return planes[: len(planes) * 2 // 3]


def chroma(planes: Frame) -> Frame:
    """Return the view of the colour differences, uint8 `[h/2, w/2, 2]`."""
    return planes[len(planes) * 2 // 3 :].reshape(len(planes) // 3, -1, 2)


def rgb(frame: Frame, box: Box | None = None) -> Frame:
    """Return a part of a picture in RGB, uint8 `[h, w, 3]`; of RGB, a copy.

    Args:
        frame: of planes or RGB.
        box: which part; the whole picture if None.
    """
    box = box or _whole(frame)
    if not is_planes(frame):
        return frame[box.window].copy()
    # Merging is five times as fast as writing every third byte.
    whole = cv2.merge([luma(frame)[box.window], *cv2.split(_wide(chroma(frame)[_halved(box)]))])
    return np.asarray(cv2.transform(whole, _TO_RGB_SHIFTED), np.uint8)


def part(frame: Frame, corners: tuple[int, int, int, int]) -> Frame:
    """Return the RGB between any corners (left, top, right, bottom) in px; of RGB, a view."""
    left, top, right, bottom = corners
    if not is_planes(frame):
        return frame[top:bottom, left:right]
    box = Box.around(np.array([[left, top], [right, bottom]]), 0, size_of(frame))
    return rgb(frame, box)[top - box.top : bottom - box.top, left - box.left : right - box.left]


def of_rgb(frame: Frame) -> Frame:
    """Return a picture as planes; one that has them is returned as it is.

    Args:
        frame: of planes, or RGB of even width and height.
    """
    if is_planes(frame):
        return frame
    height, width = frame.shape[:2]
    planes = np.empty((height * 3 // 2, width), np.uint8)
    whole = cv2.transform(frame, _TO_PLANES_SHIFTED)
    bright, *colour = cv2.split(whole)
    luma(planes)[:] = bright
    chroma(planes)[:] = cv2.merge([_narrow(plane) for plane in colour])
    return planes


def add_change(planes: Frame, box: Box, change: Array) -> None:
    """Add a change of colours to a part of a picture, in place; where the change is 0 nothing happens.

    Args:
        planes: the picture.
        box: which part.
        change: float32 `[h, w, 3]`, RGB levels.
    """
    difference = cv2.transform(change, _TO_PLANES)
    bright, colour = luma(planes)[box.window], chroma(planes)[_halved(box)]
    bright[:] = _rounded(bright + difference[..., 0])
    colour[:] = _rounded(colour + _narrow(difference[..., 1:]))


def put(frame: Frame, box: Box, own: Frame, made: Frame) -> None:
    """Put what was painted into a part of a picture, in place.

    Args:
        frame: of planes or RGB.
        box: which part.
        own: uint8 `[h, w, 3]`, the part in RGB as it was.
        made: the same after painting.
    """
    if is_planes(frame):
        add_change(frame, box, made.astype(np.float32) - own)
    else:
        frame[box.window] = made


def put_changed(frame: Frame, own: Frame, made: Frame) -> None:
    """Put what was painted on a whole picture into it, in place; what is the same is not touched.

    Args:
        frame: of planes or RGB.
        own: uint8 `[h, w, 3]`, all of it in RGB as it was.
        made: the same after painting.
    """
    changed = (own != made).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not len(rows):
        return
    corners = np.array([[columns[0], rows[0]], [columns[-1] + 1, rows[-1] + 1]])
    box = Box.around(corners, 0, size_of(frame))
    put(frame, box, own[box.window], made[box.window])


def _rounded(levels: Array) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(levels), 0, 255), np.uint8)


def _whole(frame: Frame) -> Box:
    width, height = size_of(frame)
    return Box(0, 0, width, height)


def _halved(box: Box) -> tuple[slice, slice]:
    top, left = box.top // 2, box.left // 2
    return slice(top, top + box.height // 2), slice(left, left + box.width // 2)


def _wide(colour: Frame) -> Frame:
    """Bring colours to every pixel, `[h, w, 2]`."""
    height, width = colour.shape[:2]
    return np.asarray(cv2.resize(colour, (width * 2, height * 2), interpolation=cv2.INTER_LINEAR), np.uint8)


def _narrow(colour: NDArray[Any]) -> NDArray[Any]:
    """Bring colours to every second pixel and row, `[h/2, w/2, 2]`."""
    height, width = colour.shape[:2]
    return np.asarray(cv2.resize(colour, (width // 2, height // 2), interpolation=cv2.INTER_AREA))
