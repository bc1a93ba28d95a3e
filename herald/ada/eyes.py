"""Ada's eyes: white, iris, lids and lashes."""

from __future__ import annotations

import numpy as np
import skia
from scipy.interpolate import PchipInterpolator

from herald.ada import mesh, skull
from herald.ada.figure import Figure, Pose, deformed
from herald.ada.skull import EYE_X, Array

_BALL_MM = 12.2
_IRIS_MM = 6.6
_PUPIL_MM = 2.5
_LINER = (40, 25, 21)
_N = 25
_ALONG = np.linspace(0.0, 1.0, _N)
# Both lids from the inner to the outer corner of the eye on the picture's right, (x, y) in mm.
_UPPER = PchipInterpolator(
    [14.4, 16.8, 21.5, 28, 34.5, 40.8, 44.6, 46.6], [2.7, -0.3, -4.3, -6.5, -6.4, -4.4, -2.3, -1.0]
)
_LOWER = PchipInterpolator(
    [14.4, 17.5, 22.5, 29, 34.5, 39.8, 44, 46.6], [2.7, 3.8, 5.5, 6.4, 6.1, 4.6, 1.9, -1.0]
)
_CREASE = PchipInterpolator([16, 20, 27, 34, 41.5, 48.6], [-2.8, -6.8, -9.9, -10, -7.8, -3.0])


def _iris_picture(n_px: int) -> skia.Image:
    """Paint the iris with its fibres, on a square of `n_px`."""
    rng = np.random.default_rng(5)
    axis = (np.arange(n_px) + 0.5) / n_px * 2 - 1
    x, y = np.meshgrid(axis, axis)
    radius = np.hypot(x, y)
    turn = (np.arctan2(y, x) / (2 * np.pi) + 0.5) * 180
    fibre = rng.normal(0, 1, 181)
    fibre[-1] = fibre[0]
    fibres = np.interp(turn, np.arange(181), fibre) * np.clip((radius - 0.35) * 3, 0, 1)
    outer, inner = np.array([72, 90, 92.0]), np.array([142, 122, 84.0])
    mix = 1 / (1 + np.exp((radius - 0.56) * 13))[..., None]
    colour = outer * (1 - mix) + inner * mix
    colour = (
        colour * (1.10 + 0.13 * fibres[..., None]) * (0.82 + 0.42 * np.clip(0.5 + 0.5 * y, 0, 1))[..., None]
    )
    ring = np.clip((radius - 0.80) / 0.2, 0, 1)[..., None] ** 1.3
    colour = colour * (1 - 0.78 * ring)
    pupil = 1 / (1 + np.exp(-(radius - _PUPIL_MM / _IRIS_MM) * n_px * 0.35))[..., None]
    colour = colour * pupil + np.array([14, 11, 12]) * (1 - pupil)
    alpha = np.clip((1 - radius) * n_px * 0.16, 0, 1)
    rgba = np.dstack([np.clip(colour, 0, 255), alpha * 255]).astype(np.uint8)
    return skia.Image.fromarray(rgba, skia.kRGBA_8888_ColorType)


def _at_lids(x: Array, y: Array) -> Array:
    """Give lid points their depth: a little in front of the skin."""
    return np.stack([x, y, skull.depth(x, y) + 0.5], axis=1)


class Eyes:
    """Draws both eyes.

    Args:
        figure: where they lie.
    """

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self._unit = figure.px_per_mm
        self._iris = _iris_picture(max(16, round(2 * _IRIS_MM * self._unit * 3)))
        x = 14.4 + (46.6 - 14.4) * _ALONG
        self._upper = _at_lids(x, _UPPER(x))
        self._lower = _at_lids(x, _LOWER(x))
        crease_x = np.linspace(16.0, 48.6, _N)
        self._crease = _at_lids(crease_x, _CREASE(crease_x))

    def draw(self, canvas: skia.Canvas, pose: Pose) -> None:
        """Draw both eyes over the skin."""
        for side in (-1.0, 1.0):
            self._draw_one(canvas, pose, side)

    def _place(self, curve: Array, pose: Pose, side: float) -> Array:
        mirrored = curve * np.array([side, 1.0, 1.0])
        return self._figure.projected(deformed(mirrored, pose), pose)

    def _lids(self, pose: Pose) -> tuple[Array, Array]:
        """Return the edges of both lids; the lower one comes to meet the upper one a little."""
        meet = self._lower - np.array([0.0, 1.0, 0.0]) * np.sin(np.pi * _ALONG)[:, None]
        # Looking down takes the upper lid along.
        lids = np.clip(pose.lids * (1 - 0.012 * pose.gaze_deg[1]), 0, 1.08)
        lower = self._lower + (meet - self._lower) * (1 - lids)
        return lower + (self._upper - self._lower) * lids, lower

    def _draw_one(self, canvas: skia.Canvas, pose: Pose, side: float) -> None:
        upper_mm, lower_mm = self._lids(pose)
        upper, lower = self._place(upper_mm, pose, side), self._place(lower_mm, pose, side)
        if pose.lids > 0.04:
            opening = mesh.outline(upper, lower[::-1])
            canvas.save()
            canvas.clipPath(opening, doAntiAlias=True)
            self._draw_ball(canvas, pose, side, upper, lower)
            canvas.restore()
        self._draw_lids(canvas, pose, side, upper, lower)

    def _draw_ball(self, canvas: skia.Canvas, pose: Pose, side: float, upper: Array, lower: Array) -> None:
        unit = self._unit
        ball = np.array([side * EYE_X, 0.0, float(self._upper[_N // 2, 2]) - _BALL_MM + 0.4])
        right, down = np.radians([pose.gaze_deg[0], pose.gaze_deg[1]])
        looking = np.array([np.sin(right), np.sin(down) + 0.004, np.cos(right) * np.cos(down)])
        centre, iris = self._figure.projected(np.stack([ball, ball + looking * _BALL_MM]), pose)
        white = ((246, 240, 236), (231, 220, 214), (190, 160, 150))
        canvas.drawPaint(
            mesh.radial(
                (float(centre[0] - 2.5 * unit), float(centre[1] - 0.5 * unit)),
                17.5 * unit,
                [(0, white[0], 1), (0.55, white[1], 1), (1, white[2], 1)],
            )
        )
        inner = lower[0]
        canvas.drawCircle(*inner.tolist(), 2.6 * unit, mesh.ink((206, 138, 126), 0.75))
        box = skia.Rect.MakeXYWH(
            iris[0] - _IRIS_MM * unit, iris[1] - _IRIS_MM * unit, 2 * _IRIS_MM * unit, 2 * _IRIS_MM * unit
        )
        sampling = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
        canvas.drawImageRect(self._iris, box, sampling, skia.Paint(AntiAlias=True))
        mesh.soft_stroke(canvas, mesh.line(upper), (48, 26, 22), 0.62, 5.6 * unit)
        mesh.soft_stroke(canvas, mesh.line(lower), (150, 92, 80), 0.35, 2.0 * unit)
        self._draw_catch_lights(canvas, iris)

    def _draw_catch_lights(self, canvas: skia.Canvas, iris: Array) -> None:
        unit = self._unit
        window = skia.Rect.MakeXYWH(iris[0] - 3.5 * unit, iris[1] - 3.6 * unit, 2.4 * unit, 2.3 * unit)
        canvas.drawRoundRect(window, 0.8 * unit, 0.8 * unit, mesh.ink((255, 252, 246), 0.95))
        canvas.drawCircle(
            float(iris[0] + 2.6 * unit),
            float(iris[1] + 2.5 * unit),
            0.75 * unit,
            mesh.ink((220, 236, 250), 0.55),
        )

    def _draw_lids(self, canvas: skia.Canvas, pose: Pose, side: float, upper: Array, lower: Array) -> None:
        unit, open_ = self._unit, float(np.clip(pose.lids, 0, 1))
        crease_mm = self._crease + np.array([0.0, 2.6 * (1 - open_), 0.0])
        crease = mesh.line(self._place(crease_mm, pose, side))
        mesh.soft_stroke(canvas, crease, (142, 84, 68), 0.30 + 0.36 * open_, 2.2 * unit)
        mesh.soft_stroke(canvas, mesh.line(lower), (120, 70, 60), 0.40, 1.3 * unit)
        # Liner: thin at the inner corner, thicker and drawn out a little at the outer one.
        outward = np.array([side, 0.0])
        thick = (0.45 + 1.25 * np.sin(np.pi * _ALONG**0.8) ** 0.8 + 0.35 * _ALONG) * unit
        top = upper - np.stack([np.zeros(_N), thick], axis=1)
        wing = upper[-1] + outward * 2.2 * unit + np.array([0.0, -1.5 * unit])
        canvas.drawPath(mesh.outline(upper, wing[None], top[::-1]), mesh.ink(_LINER, 0.92))
        self._draw_lashes(canvas, side, upper, open_)

    def _draw_lashes(self, canvas: skia.Canvas, side: float, upper: Array, open_: float) -> None:
        unit = self._unit
        up = 2 * open_ - 1 if open_ < 1 else 1.0
        for k in range(15):
            t = 0.20 + 0.80 * k / 14
            root = np.array([np.interp(t, _ALONG, upper[:, 0]), np.interp(t, _ALONG, upper[:, 1])])
            length = (2.2 + 2.6 * t) * (0.62 + 0.38 * open_) * unit
            lean = side * (-0.35 + 1.35 * t)
            tip = root + np.array([lean * length * 0.75, -length * (0.95 - 0.35 * t) * up])
            bend = root + np.array([lean * length * 0.20, -length * 0.40 * up])
            path = skia.Path()
            path.moveTo(*(root - [0.28 * unit, 0]).tolist())
            path.quadTo(*bend.tolist(), *tip.tolist())
            path.quadTo(*bend.tolist(), *(root + [0.28 * unit, 0]).tolist())
            canvas.drawPath(path, mesh.ink(_LINER, 0.85))
