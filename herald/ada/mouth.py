"""Ada's mouth: what is behind the lips, and the lips themselves."""

from __future__ import annotations

import numpy as np
import skia
from numpy.typing import NDArray

from herald.ada import light, mesh, skull
from herald.ada.figure import Figure, Pose
from herald.ada.lips import ACROSS, N_ACROSS, LipCurves, lip_curves
from herald.ada.mesh import Mesh
from herald.ada.skull import Array

_N_DOWN = 7
_SKIRT = 0.16  # Beyond the lip's edge, as a part of its height: there the red fades into the skin.
_DARK = (60, 20, 21)
_EDGE_Y = skull.MOUTH_Y + 2.5  # Cutting edge of the upper front teeth.


def _lip_rgba(upper: bool, n_across: int, n_down: int) -> NDArray[np.uint8]:
    """Bake one lip, unrolled: columns from corner to corner, rows from its outer to its inner edge."""
    rng = np.random.default_rng(21 + upper)
    along = np.linspace(-1, 1, n_across)[None, :]
    v = np.linspace(-_SKIRT, 1, n_down)[:, None]
    # A lip is a roll: the angle of its surface against the camera, positive where it looks up.
    turn = (0.05 - 1.15 * np.clip(v, 0, 1) ** 1.3) if upper else (-0.95 + 2.05 * np.clip(v, 0, 1) ** 0.9)
    if upper:
        turn = turn - 0.12
    turn = turn * np.sqrt(np.clip(1 - along**2, 0, 1)) + np.zeros_like(along)
    creases = light.blurred(rng.normal(0, 1, (1, n_across)), n_across / 260) * 1.6
    creases = creases * np.sin(np.pi * np.clip(v, 0, 1)) ** 0.7
    normals = np.dstack([0.62 * along**3 + 0.10 * creases, -np.sin(turn), np.cos(turn)])
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    reach = np.ones_like(turn) * (0.82 if upper else 1.0)
    wet = np.clip((v - 0.80) / 0.20, 0, 1) + np.zeros_like(along)
    sky = 1 - 0.50 * wet**1.5 - 0.22 * np.abs(along) ** 6
    albedo = np.broadcast_to(light.linear((200, 112, 106)), (*turn.shape, 3)).copy()
    albedo += (0.85 * wet * 0.6)[..., None] * (light.linear((140, 56, 58)) - albedo)
    albedo *= (1 - 0.07 * np.abs(creases))[..., None]
    gloss = (0.05, 0.05) if upper else (0.09, 0.13)
    lit = light.lit_skin(albedo, normals, reach * (1 - 0.6 * wet), sky, 0.6, gloss)
    fade = np.clip((v + _SKIRT) / (_SKIRT + 0.07), 0, 1) + np.zeros_like(along)
    alpha = fade**1.5 * np.clip((1 - np.abs(along)) / 0.05, 0, 1) ** 0.6
    return np.dstack([light.encoded(lit), np.asarray(alpha * 255, dtype=np.uint8)])


class _Lip:
    def __init__(self, upper: bool, px_per_mm: float) -> None:
        n_across, n_down = max(48, round(110 * px_per_mm)), max(16, round(24 * px_per_mm))
        across = (ACROSS + 1) / 2 * (n_across - 1) + 0.5
        self._rows = np.array([-_SKIRT, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
        down = (self._rows + _SKIRT) / (1 + _SKIRT) * (n_down - 1) + 0.5
        places = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
        self._mesh = Mesh(_lip_rgba(upper, n_across, n_down), places, _N_DOWN, N_ACROSS)

    def draw(self, canvas: skia.Canvas, outer: Array, inner: Array) -> None:
        net = outer[None] + self._rows[:, None, None] * (inner - outer)[None]
        self._mesh.draw(canvas, net.reshape(-1, 2))


class Mouth:
    """Draws the mouth.

    Args:
        figure: where it lies.
    """

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self._unit = figure.px_per_mm
        self._upper = _Lip(True, figure.px_per_mm)
        self._lower = _Lip(False, figure.px_per_mm)

    def draw(self, canvas: skia.Canvas, pose: Pose) -> None:
        """Draw cavity, teeth, tongue and lips over the skin."""
        mm = lip_curves(pose)
        px = LipCurves(*(self._figure.projected(c, pose) for c in vars(mm).values()))
        canvas.save()
        # A hair wider than the gap, so that no skin shows between cavity and lips.
        canvas.clipPath(
            mesh.outline(px.inner_upper - [0, 0.6], px.inner_lower[::-1] + [0, 0.6]), doAntiAlias=True
        )
        if pose.gap_mm > 0.25:
            self._draw_inside(canvas, pose, px)
        canvas.restore()
        self._lower.draw(canvas, px.outer_lower, px.inner_lower)
        self._upper.draw(canvas, px.outer_upper, px.inner_upper)
        self._draw_line(canvas, pose, px)

    def _draw_inside(self, canvas: skia.Canvas, pose: Pose, px: LipCurves) -> None:
        unit = self._unit
        canvas.drawColor(skia.Color(*_DARK))
        self._draw_lower_teeth(canvas, pose)
        if pose.tongue < 0.5:
            self._draw_tongue(canvas, pose, px)
        self._draw_upper_teeth(canvas, pose)
        if pose.tongue >= 0.5:
            self._draw_tongue(canvas, pose, px)
        # Rounded lips keep the light out.
        canvas.drawColor(skia.Color(*_DARK, round(120 * pose.pucker)), skia.BlendMode.kSrcOver)
        mesh.soft_stroke(
            canvas, mesh.line(px.inner_upper), (38, 10, 12), 0.62, (1.5 + 0.15 * pose.gap_mm) * unit
        )
        mesh.soft_stroke(canvas, mesh.line(px.inner_lower), (60, 14, 18), 0.45, 1.8 * unit)

    def _tooth(self, pose: Pose, x: float, top: float, edge: float, width: float, jaw: float) -> skia.Path:
        """Return the outline of one tooth; `jaw` lowers it."""
        half = width / 2 * 0.99
        rim = np.array(
            [
                [x - half * 0.92, top],
                [x - half, edge - 0.14 * (edge - top)],
                [x - half * 0.88, edge - 0.025 * (edge - top)],
                [x - half * 0.5, edge],
                [x + half * 0.5, edge],
                [x + half * 0.88, edge - 0.025 * (edge - top)],
                [x + half, edge - 0.14 * (edge - top)],
                [x + half * 0.92, top],
            ]
        )
        rim = np.column_stack([rim, 9.0 - 0.015 * rim[:, 0] ** 2])
        rim[:, 1] += jaw
        return mesh.outline(self._figure.projected(rim, pose))

    def _draw_upper_teeth(self, canvas: skia.Canvas, pose: Pose) -> None:
        sizes = ((4.3, 8.6, 0.0), (12.0, 6.9, -0.5), (18.6, 6.5, -0.2), (24.2, 5.0, -0.7), (28.4, 3.8, -1.0))
        centre = self._figure.projected(np.array([[-6.0, _EDGE_Y, 9.0]]), pose)[0]
        paint = mesh.radial(
            (float(centre[0]), float(centre[1])),
            30 * self._unit,
            [
                (0, (243, 236, 226), 1),
                (0.5, (226, 214, 202), 1),
                (0.85, (160, 130, 120), 1),
                (1, (100, 64, 60), 1),
            ],
        )
        gap = mesh.pen((130, 98, 88), 0.30, 0.30 * self._unit)
        for x, width, rise in sizes:
            for side in (-1, 1):
                path = self._tooth(pose, side * x, _EDGE_Y - 12, _EDGE_Y + rise - 0.0015 * x * x, width, 0)
                canvas.drawPath(path, paint)
                canvas.drawPath(path, gap)

    def _draw_lower_teeth(self, canvas: skia.Canvas, pose: Pose) -> None:
        top = _EDGE_Y + 0.3 + 1.0 * (1 - pose.aperture)
        drop = 0.95 * pose.jaw_mm + 1.2
        paint = mesh.ink((196, 176, 164))
        gap = mesh.pen((104, 70, 62), 0.4, 0.34 * self._unit)
        for x, width in ((2.6, 5.1), (7.7, 5.2), (13.3, 5.8), (18.6, 4.8)):
            for side in (-1, 1):
                path = self._tooth(pose, side * x, top + 12, top + 0.012 * x * x, width, drop)
                canvas.drawPath(path, paint)
                canvas.drawPath(path, gap)

    def _draw_tongue(self, canvas: skia.Canvas, pose: Pose, px: LipCurves) -> None:
        rest = np.array([0.0, skull.MOUTH_Y + 0.70 * pose.gap_mm + 5.4, 2.0])
        raised = np.array([0.0, _EDGE_Y + 3.0, 11.0])
        middle_mm = rest + (raised - rest) * pose.tongue
        wide, high = 16.5 - 3.5 * pose.tongue, 7.0 - 3.6 * pose.tongue
        around = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        rim = middle_mm + np.stack([wide * np.cos(around), high * np.sin(around), np.zeros(28)], axis=1)
        rim[:, 1] += 1.2 * np.exp(-((rim[:, 0] / 3.0) ** 2)) * (1 - pose.tongue)
        path = mesh.outline(self._figure.projected(rim, pose))
        middle = self._figure.projected(middle_mm[None], pose)[0]
        unit = self._unit
        canvas.drawPath(
            path,
            mesh.radial(
                (float(middle[0] - 2 * unit), float(middle[1] - 2 * unit)),
                wide * unit,
                [(0, (178, 86, 86), 1), (0.6, (146, 62, 64), 1), (1, (84, 28, 32), 1)],
            ),
        )

    def _draw_line(self, canvas: skia.Canvas, pose: Pose, px: LipCurves) -> None:
        """Draw the line between closed lips and the small shadow at the corners."""
        unit = self._unit
        touching = float(np.clip(1 - pose.gap_mm / 2.0, 0, 1))
        if touching > 0:
            seam = mesh.line((px.inner_upper + px.inner_lower) / 2)
            mesh.soft_stroke(canvas, seam, (70, 20, 24), 0.85 * touching, 1.5 * unit)
        for end, towards in ((0, 1), (-1, -2)):
            corner = px.inner_upper[end]
            inward = (px.inner_upper[towards] + px.inner_lower[towards]) / 2
            mesh.soft_stroke(canvas, mesh.line(np.stack([corner, inward])), (92, 36, 34), 0.55, 1.7 * unit)
