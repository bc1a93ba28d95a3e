"""Measures of painted frames against true ones."""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.landmarks import FaceLandmarker
from lipsync.mesh import EYE_CORNERS, LIPS, MASK
from lipsync.warp import Box

Array = NDArray[np.float32]

LIP_BOX_MARGIN_IOD = 0.08
"""The lip box is the true lips' bounding box and this much on every side."""

_STABLE_SIZE_PX = (128, 96)
_STABLE_WIDTH_IOD = 1.0
_STABLE_DOWN_IOD = 0.6


class Scores:
    """Gathers the measures of one method over a clip, frame by frame.

    The lower-face box is the bounding box of the true landmarks `mesh.MASK` (nose base, cheeks, jaw, chin),
    the lip box that of the forty lip points grown by `LIP_BOX_MARGIN_IOD`.

    Args:
        landmarker: open; finds the lips in painted frames. None leaves the lips unmeasured.
    """

    def __init__(self, landmarker: FaceLandmarker | None = None) -> None:
        self._landmarker = landmarker
        self._rows: list[tuple[float, ...]] = []
        self._energy = np.zeros(2)
        self._flicker = (_Flicker(), _Flicker())

    def add(self, true: Frame, made: Frame, landmarks: Array, index: int) -> None:
        """Compare one frame.

        Args:
            true: the frame itself.
            made: what was painted.
            landmarks: float32 `[478, 3]` px of the true frame.
            index: its number in the clip; flicker is measured over frames that follow each other.
        """
        size_px = (true.shape[1], true.shape[0])
        iod = float(np.linalg.norm(landmarks[EYE_CORNERS[0], :2] - landmarks[EYE_CORNERS[1], :2]))
        face = Box.around(landmarks[list(MASK), :2], 0, size_px).window
        lips = Box.around(landmarks[list(LIPS), :2], LIP_BOX_MARGIN_IOD * iod, size_px).window
        self._rows.append(
            (
                self._lip_pct_iod(made, landmarks, iod),
                psnr_db(true[lips], made[lips]),
                psnr_db(true[face], made[face]),
                ssim(true[face], made[face]),
                ssim(true[lips], made[lips]),
            )
        )
        self._energy += gradient_energy(true[lips]), gradient_energy(made[lips])
        for flicker, frame in zip(self._flicker, (true, made), strict=True):
            flicker.add(frame, landmarks, index)

    @property
    def figures(self) -> dict[str, float]:
        """The measures so far.

        lip_pct_iod: mean distance of the forty lip points, found again in the painted frames, from the true
        ones, in percent of the inter-ocular distance; frames in which no face is found do not count.
        mouth_psnr_db, lower_face_psnr_db: mean over frames of the PSNR of all three colours in the box.
        lower_face_ssim, mouth_ssim: mean structural similarity of luma in the box.
        sharpness_ratio: gradient energy (Sobel, luma) in the lip box, sum over frames, painted by true.
        flicker_ratio: mean absolute second difference over time of the stabilised mouth, painted by true.
        """
        rows = np.array(self._rows, np.float64)
        lost = np.isnan(rows[:, 0])
        true, made = (flicker.mean for flicker in self._flicker)
        return {
            "lip_pct_iod": float(rows[~lost, 0].mean()) if not lost.all() else float("nan"),
            "mouth_psnr_db": float(rows[:, 1].mean()),
            "lower_face_psnr_db": float(rows[:, 2].mean()),
            "lower_face_ssim": float(rows[:, 3].mean()),
            "mouth_ssim": float(rows[:, 4].mean()),
            "sharpness_ratio": float(self._energy[1] / max(self._energy[0], 1e-9)),
            "flicker_ratio": made / max(true, 1e-9),
        }

    @property
    def n_lost(self) -> int:
        """Painted frames in which no face was found."""
        return int(np.isnan(np.array(self._rows)[:, 0]).sum())

    def _lip_pct_iod(self, made: Frame, landmarks: Array, iod: float) -> float:
        face = self._landmarker.detect_on_crop(made, landmarks) if self._landmarker else None
        if face is None:
            return float("nan")
        lips = list(LIPS)
        apart = np.linalg.norm(face.landmarks[lips, :2] - landmarks[lips, :2], axis=1)
        return float(100 * apart.mean() / iod)


class _Flicker:
    """Second differences over time of the mouth, with the head's movement taken out."""

    def __init__(self) -> None:
        self._last: deque[tuple[int, Array]] = deque(maxlen=3)
        self._differences: list[float] = []

    def add(self, frame: Frame, landmarks: Array, index: int) -> None:
        self._last.append((index, stabilised(frame, landmarks)))
        if len(self._last) == 3 and self._last[2][0] - self._last[0][0] == 2:
            before, now, after = (crop for _, crop in self._last)
            self._differences.append(float(np.abs(before - 2 * now + after).mean()))

    @property
    def mean(self) -> float:
        return float(np.mean(self._differences)) if self._differences else float("nan")


def stabilised(frame: Frame, landmarks: Array) -> Array:
    """Return the mouth as seen from the eyes, float32 `[96, 128, 3]`: one IOD wide, the eyes level.

    Args:
        frame: the whole picture.
        landmarks: `[478, 2 or more]` px of its face. Only eyes and nose are used, which speech does not move.
    """
    matrix = stabilised_matrix(landmarks)
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    crop = cv2.warpAffine(frame, matrix, _STABLE_SIZE_PX, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(crop, np.float32)


def stabilised_matrix(landmarks: Array) -> NDArray[np.float64]:
    """Return the matrix from the pixels of `stabilised` to those of the picture, `[2, 3]`."""
    left, right = (landmarks[i, :2] for i in EYE_CORNERS)
    across = (right - left).astype(np.float64)
    down = np.array([-across[1], across[0]])
    centre = landmarks[4, :2] + (_STABLE_DOWN_IOD - 0.2) * down
    width, height = _STABLE_SIZE_PX
    to_picture = np.stack([across, down], axis=1) * (_STABLE_WIDTH_IOD / width)  # px of the crop -> picture
    shift = centre - to_picture @ np.array([width / 2, height / 2])
    return np.concatenate([to_picture, shift[:, None]], axis=1)


def psnr_db(true: Frame, made: Frame) -> float:
    """Return the peak signal to noise ratio over all three colours."""
    error = float(np.square(true.astype(np.float32) - made.astype(np.float32)).mean())
    return float(10 * np.log10(255**2 / max(error, 1e-6)))


def ssim(true: Frame, made: Frame) -> float:
    """Return the mean structural similarity of luma (Wang 2004: 11x11 gaussian window, sigma 1.5)."""
    x, y = (_luma(frame).astype(np.float64) for frame in (true, made))

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(cv2.GaussianBlur(values, (11, 11), 1.5), np.float64)

    mean_x, mean_y = mean(x), mean(y)
    var_x, var_y = mean(x * x) - mean_x**2, mean(y * y) - mean_y**2
    both = mean(x * y) - mean_x * mean_y
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    alike = ((2 * mean_x * mean_y + c1) * (2 * both + c2)) / (
        (mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)
    )
    return float(alike.mean())


def gradient_energy(frame: Frame) -> float:
    """Return the mean squared gradient (3x3 Sobel) of luma."""
    grey = _luma(frame)
    dx, dy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return float((np.square(dx) + np.square(dy)).mean())


def _luma(frame: Frame) -> Array:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(frame), cv2.COLOR_RGB2GRAY), np.float32)
