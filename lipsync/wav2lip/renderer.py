"""The renderer: a face that says the sound comes from the network, its lower half goes into the picture.

The published programme cuts a face out, and pastes a square back. Here the face's place comes from the
presenter's track, and only what lies under our own mask is painted, in bands and in the footage's colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from herald.errors import UserError
from herald.media import Frame
from lipsync import blend, planes
from lipsync.device import CPU, Batches
from lipsync.engine import HEARD_HZ, Painting, PresenterRenderer, Setup
from lipsync.face import iod_px
from lipsync.mesh import CHIN, FACE_OVAL, MASK
from lipsync.path_morph import PathPictures
from lipsync.presenter import Presenter
from lipsync.warp import STEP, Box
from lipsync.wav2lip.checkpoint import load_checkpoint
from lipsync.wav2lip.mel import mel_spectrogram, windows
from lipsync.wav2lip.network import FACE_PX

Array = NDArray[np.float32]

BATCH = 32
"""Faces at a time on a graphics card."""

_CPU_BATCH = 4
_SMOOTH_FRAMES = 5
_FOREHEAD_SHARE = 0.12
_CHIN_SHARE = 0.05
"""The network was trained on boxes of the detector S3FD with some room under the chin. They begin about this
far below the top of MediaPipe's outline of the face, in shares of its height."""


@dataclass(frozen=True)
class _Task:
    """One face to make.

    Attributes:
        picture: the base's, of planes or RGB.
        box: float32 `[4]`, left, top, right, bottom of the face in px.
        landmarks: float32 `[478, 3]` px.
        heard: float32 `[80, 16]`, a window of the mel spectrogram.
    """

    picture: Frame
    box: Array
    landmarks: Array
    heard: Array


class Wav2LipRenderer(PresenterRenderer[None]):
    """Paints what the published network makes of the sound.

    Args:
        setup: the device and the checkpoint.

    Raises:
        UserError: there is no checkpoint, or it is not one of this network.
    """

    name = "wav2lip"

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        if setup.weights is None:
            raise UserError("the renderer 'wav2lip' needs a checkpoint: see docs/renderers.md.")
        self._network = load_checkpoint(setup.weights, setup.device)
        self._batches = Batches(_CPU_BATCH if setup.device == CPU else BATCH, setup.note)

    def load(self, presenter: Presenter) -> None:
        """Load nothing: track and sound are all that the network needs."""

    def paint(self, painting: Painting[None]) -> Iterator[Frame]:
        """Yield the pictures; see `engine.Renderer.render`."""
        base, sound = painting.base, painting.sound
        assert sound is not None and sound.rate_hz == HEARD_HZ, "renderers that hear are given the sound"
        landmarks = base.mix(painting.track.landmarks)
        heard = windows(mel_spectrogram(sound.samples), painting.mouth.fps, len(base))
        with PathPictures(painting.presenter, painting.track) as pictures:
            tasks = (
                _Task(picture, box, points, window)
                for picture, box, points, window in zip(
                    pictures.frames(base), face_boxes(landmarks), landmarks, heard, strict=True
                )
            )
            yield from self._batches.run(tasks, self._paint)

    def _paint(self, tasks: list[_Task]) -> list[Frame]:
        import torch

        faces = np.stack([face_of(task.picture, task.box) for task in tasks])
        sounds = np.stack([task.heard for task in tasks])[:, None]
        with torch.inference_mode():
            made = self._network(
                torch.from_numpy(sounds).to(self.setup.device),
                torch.from_numpy(network_input(faces)).to(self.setup.device),
            )
            levels = (255 * made).permute(0, 2, 3, 1).cpu().numpy()[..., ::-1]
        return [_blended(task, face) for task, face in zip(tasks, levels, strict=True)]


def face_boxes(landmarks: Array) -> Array:
    """Return the boxes that the network is shown, float32 `[n, 4]` px: left, top, right, bottom, smoothed.

    Args:
        landmarks: float32 `[n, 478, 3]` px.
    """
    oval = landmarks[:, FACE_OVAL, :2]
    low, high = oval.min(axis=1), oval.max(axis=1)
    tall = high[:, 1] - low[:, 1]
    top = low[:, 1] + _FOREHEAD_SHARE * tall
    bottom = landmarks[:, CHIN, 1] + _CHIN_SHARE * tall
    boxes = np.stack([low[:, 0], top, high[:, 0], bottom], axis=1)
    return np.asarray(uniform_filter1d(boxes, _SMOOTH_FRAMES, axis=0, mode="nearest"), np.float32)


def face_of(picture: Frame, box: Array) -> Frame:
    """Return the face in a box of a picture at the network's size, uint8 `[96, 96, 3]`, RGB."""
    how = cv2.INTER_AREA if box[2] - box[0] > FACE_PX else cv2.INTER_LINEAR
    face = np.ascontiguousarray(planes.part(picture, _whole(box, picture)))
    return np.asarray(cv2.resize(face, (FACE_PX, FACE_PX), interpolation=how))


def network_input(faces: NDArray[np.uint8]) -> Array:
    """Return what the network sees of RGB faces `[b, 96, 96, 3]`: float32 `[b, 6, 96, 96]` in 0..1, BGR."""
    whole = faces[..., ::-1].astype(np.float32) / 255
    upper = whole.copy()
    upper[:, FACE_PX // 2 :] = 0
    return np.ascontiguousarray(np.concatenate([upper, whole], axis=3).transpose(0, 3, 1, 2))


def _whole(box: Array, picture: Frame) -> tuple[int, int, int, int]:
    """A box in whole pixels inside a picture."""
    wide, high = planes.size_of(picture)
    left, top = (int(np.clip(round(float(v)), 0, n - 2)) for v, n in ((box[0], wide), (box[1], high)))
    right, bottom = (int(np.clip(round(float(v)), 2, n)) for v, n in ((box[2], wide), (box[3], high)))
    return left, top, max(right, left + 2), max(bottom, top + 2)


def _blended(task: _Task, face: Array) -> Frame:
    """The picture with the lower half of the made face in it, under the mask; it is changed in place."""
    picture, points = task.picture, task.landmarks[:, :2]
    scale_px = float(iod_px(task.landmarks))
    box = Box.around(points[list(MASK)], 2 * STEP, planes.size_of(picture))
    left, top, right, bottom = _whole(task.box, picture)
    # From the pixels of the face to those of the box, pixel centres on pixel centres.
    across, down = (right - left) / FACE_PX, (bottom - top) / FACE_PX
    matrix = np.array(
        [
            [across, 0, left - box.left + (across - 1) / 2],
            [0, down, top - box.top + (down - 1) / 2],
        ]
    )
    size = (box.width, box.height)
    contiguous = np.ascontiguousarray(face)
    patch = cv2.warpAffine(
        contiguous, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    own = planes.rgb(picture, box)
    base = own.astype(np.float32)
    mask = blend.mask_of(points, scale_px, box)
    patch += blend.colour_offset(base, patch, mask, scale_px)
    change = blend.pyramid_change(patch - base, mask)
    planes.put(picture, box, own, np.clip(np.rint(base + change), 0, 255).astype(np.uint8))
    return picture
