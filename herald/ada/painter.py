"""Draws Ada, one picture for one pose."""

from __future__ import annotations

import cv2
import numpy as np
import skia

from herald.ada import hair, skin, skull
from herald.ada.eyes import Eyes
from herald.ada.figure import SIZE_PX, Figure, Pose, deformed
from herald.ada.mesh import Mesh
from herald.ada.mouth import Mouth
from herald.ada.patch import Patch
from herald.ada.skull import Array
from herald.ada.studio import studio
from herald.ada.torso import torso_patch
from herald.media import Frame

_RAISED_MM = 8.0  # The shoulders, against the place that their picture was designed for.
_TEXTURE_SCALE = 2.0  # Texels per pixel: linear sampling then averages four of them.


def _smooth_depth(x: Array, y: Array) -> Array:
    """Return the depth of the net: the relief, without its steep fall at the rim, which would fold it."""
    height = np.clip(y, -100, 104)
    inside = np.clip(x, -0.86 * skull.half_width(height), 0.86 * skull.half_width(height))
    return skull.depth(inside, height)


class _Face:
    """The skin of the face on its net."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        half = np.array([4, 9, 14, 19, 24, 29, 35, 42, 50, 58, 66, 76.0])
        across = np.concatenate([-half[::-1], [0.0], half])
        down = np.concatenate(
            [
                np.arange(-121, -30, 13),
                np.arange(-30, 45, 6.5),
                np.arange(46, 96, 3.4),
                np.arange(97, 120, 5.4),
            ]
        )
        x, y = (a.ravel() for a in np.meshgrid(across, down))
        patch = skin.face_patch(figure.px_per_mm * _TEXTURE_SCALE)
        self._mesh = Mesh(patch.rgba, patch.texture_px(x, y), len(down), len(across))
        self._points = np.stack([x, y, _smooth_depth(x, y)], axis=1)

    def draw(self, canvas: skia.Canvas, pose: Pose) -> None:
        self._mesh.draw(canvas, self._figure.projected(deformed(self._points, pose), pose))


class _Hair:
    """Hair in front of the face or behind it."""

    def __init__(self, figure: Figure, patch: Patch, back_mm: float) -> None:
        self._figure = figure
        x, y = patch.net(13, 17)
        self._mesh = Mesh(patch.rgba, patch.texture_px(x, y), 17, 13)
        self._points = np.stack([x, y, hair.depth(x, y) - back_mm], axis=1)
        # The tips lie on the shoulders and follow the head only in part.
        self._head = 1 - 0.62 * np.clip((y - 30) / 130, 0, 1) ** 1.5

    def draw(self, canvas: skia.Canvas, pose: Pose) -> None:
        self._mesh.draw(canvas, self._figure.projected(self._points, pose, self._head))


class _Torso:
    """Neck, shoulders and clothes."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        patch = torso_patch(figure.px_per_mm * 1.5)
        x, y = patch.net(15, 19)
        self._mesh = Mesh(patch.rgba, patch.texture_px(x, y), 19, 15)
        self._points = np.stack([x, y - _RAISED_MM, np.full_like(x, -20.0)], axis=1)
        t = np.clip((168 - y) / 75, 0, 1)
        self._head = t * t * (3 - 2 * t)

    def draw(self, canvas: skia.Canvas, pose: Pose) -> None:
        points = self._points.copy()
        points[:, 1] += 0.6 * pose.jaw_mm * self._head * np.exp(-((points[:, 0] / 55) ** 2))
        self._mesh.draw(canvas, self._figure.projected(points, pose, self._head))


class Painter:
    """Draws Ada at one picture size; what does not move is drawn once and kept.

    Args:
        size_px: (width, height).
        background: a picture of that size to draw her before; the studio if None.
    """

    def __init__(self, size_px: tuple[int, int] = SIZE_PX, background: Frame | None = None) -> None:
        self.figure = Figure(size_px)
        width, height = size_px
        self._pixels = np.zeros((height, width, 4), np.uint8)
        info = skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
        self._surface = skia.Surface.MakeRasterDirect(info, self._pixels, width * 4)
        self._background = cv2.cvtColor(
            studio(size_px) if background is None else background, cv2.COLOR_RGB2RGBA
        )
        texels = self.figure.px_per_mm * _TEXTURE_SCALE
        self._parts = (
            _Hair(self.figure, hair.back_patch(texels), 70.0),
            _Torso(self.figure),
            _Face(self.figure),
            Eyes(self.figure),
            Mouth(self.figure),
            _Hair(self.figure, hair.front_patch(texels), 0.0),
        )

    def draw(self, pose: Pose) -> Frame:
        """Return the picture of a pose: uint8 `[height, width, 3]`, the same bytes for the same pose."""
        np.copyto(self._pixels, self._background)
        canvas = self._surface.getCanvas()
        for part in self._parts:
            part.draw(canvas, pose)
        return np.asarray(cv2.cvtColor(self._pixels, cv2.COLOR_RGBA2RGB), dtype=np.uint8)
