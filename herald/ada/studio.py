"""The studio behind Ada: quiet panels of light, out of focus."""

from __future__ import annotations

import cv2
import numpy as np
import skia

from herald.ada import mesh
from herald.ada.figure import SIZE_PX
from herald.media import Frame


def studio(size_px: tuple[int, int]) -> Frame:
    """Paint the background at a picture size, uint8 `[h, w, 3]`."""
    width, height = SIZE_PX
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    canvas.drawPaint(
        mesh.gradient(
            (0, 0), (width, height), [(0, (58, 82, 108), 1), (0.5, (38, 56, 80), 1), (1, (20, 30, 46), 1)]
        )
    )
    _draw_wall(canvas)
    _draw_screens(canvas)
    picture = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3]
    soft = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 13.0)
    soft = cv2.resize(soft, size_px, interpolation=cv2.INTER_AREA)
    return _with_grain(soft * _vignette(size_px)[..., None])


def _draw_wall(canvas: skia.Canvas) -> None:
    """Upright slats on the right with warm light between them."""
    for k in range(7):
        x = 830 + 74 * k
        canvas.drawRect(
            skia.Rect.MakeXYWH(x, -20, 60, 780),
            mesh.gradient(
                (x, 0), (x + 60, 0), [(0, (70, 92, 116), 1), (0.5, (46, 66, 92), 1), (1, (26, 40, 60), 1)]
            ),
        )
    for x, strength in ((816, 0.45), (1038, 1.0), (1186, 0.6)):
        canvas.drawRect(
            skia.Rect.MakeXYWH(x, -20, 18, 780),
            mesh.gradient(
                (0, -20),
                (0, 760),
                [
                    (0, (255, 196, 128), strength * 0.5),
                    (0.4, (255, 214, 158), strength),
                    (1, (216, 132, 76), strength * 0.15),
                ],
            ),
        )


def _draw_screens(canvas: skia.Canvas) -> None:
    """A large dim screen on the left with bands of colour drifting over it."""
    canvas.drawRect(
        skia.Rect.MakeXYWH(-30, 70, 470, 500),
        mesh.gradient(
            (0, 70), (440, 570), [(0, (92, 138, 168), 1), (0.55, (58, 96, 132), 1), (1, (38, 64, 98), 1)]
        ),
    )
    for y, tall, strength in ((130, 70, 0.20), (250, 130, 0.15), (430, 60, 0.13)):
        path = skia.Path()
        path.moveTo(-30, y)
        path.cubicTo(120, y - 60, 280, y + 70, 440, y - 10)
        path.lineTo(440, y + tall)
        path.cubicTo(280, y + tall + 80, 120, y + tall - 50, -30, y + tall + 10)
        path.close()
        canvas.drawPath(path, mesh.ink((176, 214, 232), strength))
    canvas.drawRect(skia.Rect.MakeXYWH(440, 40, 16, 600), mesh.ink((24, 36, 54), 0.9))
    canvas.drawRect(skia.Rect.MakeXYWH(-30, 585, 900, 10), mesh.ink((150, 196, 220), 0.35))
    canvas.drawCircle(
        600, 260, 330, mesh.radial((600, 260), 330, [(0, (128, 160, 186), 0.5), (1, (128, 160, 186), 0)])
    )


def _vignette(size_px: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    x, y = np.meshgrid(np.linspace(-1, 1, size_px[0]), np.linspace(-1, 1, size_px[1]))
    return np.asarray(1.04 - 0.20 * (x**2 + 0.8 * y**2), dtype=np.float32)


def _with_grain(picture: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Frame:
    # Less than two steps of grey: enough that the wide gradients do not band.
    grain = np.random.default_rng(1).normal(0, 1.1, picture.shape[:2])[..., None]
    return np.asarray(np.clip(picture + grain + 0.5, 0, 255), dtype=np.uint8)
