"""How good the renderer is at a person: it paints frames it has never seen, and the truth is known.

The first part of a clip is enrolled. Frames of the rest serve as base with their own mouth as target, so
the picture that should come out is the frame itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync import blend, retrieval, shape
from lipsync.landmarks import iod_px
from lipsync.library import Library
from lipsync.mesh import LIPS, MASK
from lipsync.pose import fit_pose
from lipsync.warp import Box

Array = NDArray[np.float32]

ENROL_SHARE = 0.65
MAX_TEST_FRAMES = 100

LIP_BOX_MARGIN_IOD = 0.08


def naive_track(library: Library, frames: Iterable[Frame], base: Array) -> Iterator[Frame]:
    """Paint the mouth of nearest shape, moved, turned and scaled only: what the renderer must beat."""
    pose = fit_pose(base, library.template)
    wanted = shape.features(pose.canonical(base))
    rows = retrieval.distances(wanted, library.looks_shape).argmin(axis=1)
    hull = list(MASK)
    for t, frame in enumerate(frames):
        row = int(rows[t])
        source = library.landmarks[row, hull, :2] - library.origins[row]
        box = Box.around(base[t, hull, :2], 4, (frame.shape[1], frame.shape[0]))
        matrix = _similarity(source, base[t, hull, :2] - box.origin)
        size = (box.width, box.height)
        patch = cv2.warpAffine(
            library.crops[row], matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        mask = blend.mask_of(base[t, :, :2], float(pose.scale[t]), box)[..., None]
        painted = frame.copy()
        mixed = patch * mask + frame[box.window] * (1 - mask)
        painted[box.window] = np.rint(mixed).astype(np.uint8)
        yield painted


def measure(
    truth: list[Frame], painted: list[Frame], landmarks: Array, detect: Callable[[Frame, Array], Array | None]
) -> dict[str, float]:
    """Compare painted frames with the true ones.

    Args:
        truth: the frames themselves.
        painted: what the renderer made of them.
        landmarks: float32 `[n, 478, 3]` px of the truth.
        detect: gives the landmarks of a frame whose face was at the given landmarks.
    """
    size_px = (truth[0].shape[1], truth[0].shape[0])
    iod = iod_px(landmarks)
    rows = []
    energies = np.zeros(2)
    for t, (true, made) in enumerate(zip(truth, painted, strict=True)):
        face = Box.around(landmarks[t, MASK, :2], 0, size_px)
        lips = Box.around(landmarks[t, LIPS, :2], LIP_BOX_MARGIN_IOD * iod[t], size_px)
        seen = detect(made, landmarks[t])
        lip = np.nan
        if seen is not None:
            apart = np.linalg.norm(seen[list(LIPS), :2] - landmarks[t][list(LIPS), :2], axis=1)
            lip = 100 * apart.mean() / iod[t]
        energies += [_gradient_energy(true[lips.window]), _gradient_energy(made[lips.window])]
        rows.append(
            (
                lip,
                psnr_db(true[lips.window], made[lips.window]),
                psnr_db(true[face.window], made[face.window]),
                ssim(true[face.window], made[face.window]),
                ssim(true[lips.window], made[lips.window]),
            )
        )
    mean = np.nanmean(np.array(rows), axis=0)
    names = ("lip_pct_iod", "mouth_psnr_db", "lower_face_psnr_db", "lower_face_ssim", "mouth_ssim")
    figures = {name: round(float(v), 4) for name, v in zip(names, mean, strict=True)}
    figures["sharpness_ratio"] = round(float(energies[1] / energies[0]), 4)
    figures["flicker_ratio"] = round(_flicker(painted, landmarks) / _flicker(truth, landmarks), 4)
    return figures


def psnr_db(true: Frame, made: Frame) -> float:
    """Return the peak signal to noise ratio over all three colours."""
    error = np.square(true.astype(np.float32) - made.astype(np.float32)).mean()
    return float(10 * np.log10(255**2 / max(float(error), 1e-6)))


def ssim(true: Frame, made: Frame) -> float:
    """Return the structural similarity of luma (Wang 2004: 11x11 gaussian window of sigma 1.5)."""
    x, y = (
        cv2.cvtColor(np.ascontiguousarray(f), cv2.COLOR_RGB2GRAY).astype(np.float64) for f in (true, made)
    )

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(cv2.GaussianBlur(values, (11, 11), 1.5))

    mx, my = mean(x), mean(y)
    vx, vy, cov = mean(x * x) - mx * mx, mean(y * y) - my * my, mean(x * y) - mx * my
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    score = ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2))
    return float(score[5:-5, 5:-5].mean())


def _similarity(source: Array, target: Array) -> Array:
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    za, zb = a[:, 0] + 1j * a[:, 1], b[:, 0] + 1j * b[:, 1]
    turn = (np.conj(za) * zb).sum() / (np.abs(za) ** 2).sum()
    matrix = np.array([[turn.real, -turn.imag, 0], [turn.imag, turn.real, 0]], np.float32)
    matrix[:, 2] = target.mean(axis=0) - matrix[:, :2] @ source.mean(axis=0)
    return matrix


def _gradient_energy(pixels: Frame) -> float:
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY).astype(np.float32)
    dx, dy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return float((dx * dx + dy * dy).mean())


def _flicker(frames: list[Frame], landmarks: Array) -> float:
    size = (128, 96)
    corners = np.array([(24, 48), (104, 48)], np.float32)
    crops = []
    for frame, points in zip(frames, landmarks, strict=True):
        eyes = points[[33, 263], :2]
        nose = points[2, :2]
        across = eyes[1] - eyes[0]
        down = np.array([-across[1], across[0]])
        centre = nose + 0.25 * down
        ends = np.stack([centre - 0.4 * across, centre + 0.4 * across]).astype(np.float32)
        matrix = _similarity(ends, corners)
        crops.append(cv2.warpAffine(frame, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32))
    second = [np.abs(crops[t - 1] - 2 * crops[t] + crops[t + 1]).mean() for t in range(1, len(crops) - 1)]
    return float(np.mean(second))
