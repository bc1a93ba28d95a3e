"""Ada's hair: two swept panels from a side parting and what hangs behind, baked into pictures.

A panel is unrolled: one axis runs from its inner to its outer strands, the other from root to tip.
Its strands are shaded by their direction against the key lamp (Kajiya and Kay 1989) and the panel
is then laid along its guide curves.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import skia
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, PchipInterpolator

from herald.ada import light
from herald.ada.hairstyle import FRINGE, SHORT, SWEEP, Guides
from herald.ada.mesh import Mesh
from herald.ada.patch import Area, Patch
from herald.ada.skull import Array

_AREA = Area(-112.0, -146.0, 112.0, 172.0)
_DARK, _BASE, _GLEAM = (26, 16, 13), (84, 54, 40), (214, 162, 116)
_N_TEXELS = 512


def front_patch(px_per_mm: float) -> Patch:
    """Bake the two panels that frame the face."""
    return _baked(px_per_mm, ((SHORT, 3, False), (SWEEP, 4, False), (FRINGE, 6, False)))


def back_patch(px_per_mm: float) -> Patch:
    """Bake the hair behind face and neck."""
    left = tuple(tuple((x * 0.93 - 3, y * 0.99) for x, y in guide) for guide in SWEEP)
    inner = tuple((x * 0.25, y) for x, y in left[0])
    right = tuple(tuple((-x, y) for x, y in guide) for guide in (inner, *left[1:]))
    return _baked(px_per_mm, (((inner, *left[1:]), 8, True), (right, 9, True)))


def _baked(px_per_mm: float, panels: Sequence[tuple[Guides, int, bool]]) -> Patch:
    # Drawn at twice the size and averaged: strands are finer than a texel.
    scale = 2 * px_per_mm
    size = _AREA.size_px(scale)
    surface = skia.Surface(*size)
    canvas = surface.getCanvas()
    canvas.clear(0)
    for guides, seed, behind in panels:
        flow = _flow(guides)
        net = _resized(flow, 40, 48)
        rgba = _strands(flow, seed, behind)
        texels = np.stack(
            np.meshgrid(np.linspace(0.5, _N_TEXELS - 0.5, 40), np.linspace(0.5, _N_TEXELS - 0.5, 48)), -1
        )
        places = (net[..., :2] - [_AREA.left, _AREA.top]) * scale
        Mesh(rgba, texels.reshape(-1, 2), 48, 40).draw(canvas, places.reshape(-1, 2))
    full = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType).astype(np.float32)
    full[..., :3] *= full[..., 3:] / 255
    small = cv2.resize(full, (size[0] // 2, size[1] // 2), interpolation=cv2.INTER_AREA)
    small[..., :3] /= np.maximum(small[..., 3:] / 255, 1e-3)
    return Patch(np.clip(small, 0, 255).astype(np.uint8), _AREA, px_per_mm)


def _flow(guides: Guides) -> Array:
    """Return the places of the strands `[root to tip, inner to outer, 2]` in mm."""
    curves = np.array(guides)
    along = CubicSpline(np.linspace(0, 1, curves.shape[1]), curves, axis=1)(np.linspace(0, 1, _N_TEXELS))
    across = PchipInterpolator(np.linspace(0, 1, len(curves)), along, axis=0)(np.linspace(0, 1, _N_TEXELS))
    flow = across.transpose(1, 0, 2)
    # A loose wave below the ears, a little out of step from strand to strand.
    t, q = np.linspace(0, 1, _N_TEXELS)[:, None], np.linspace(0, 1, _N_TEXELS)[None, :]
    swing = np.clip((t - 0.35) / 0.3, 0, 1) * np.sin(2 * np.pi * (1.5 * t - 0.3 * q) + 0.6)
    flow[..., 0] += 4.0 * swing * np.sign(curves[-1, -1, 0])
    return np.asarray(flow)


def _resized(net: Array, columns: int, rows: int) -> Array:
    down = np.round(np.linspace(0, _N_TEXELS - 1, rows)).astype(int)
    across = np.round(np.linspace(0, _N_TEXELS - 1, columns)).astype(int)
    return np.asarray(net[np.ix_(down, across)])


def _noise(rng: np.random.Generator, across: float, along: float) -> Array:
    """Return noise with the given grain in texels, spread 1."""
    # Along the strands the grain is so long that an eighth of the rows carries it.
    raw = rng.normal(0, 1, (_N_TEXELS // 8, _N_TEXELS))
    slow = cv2.GaussianBlur(raw, (0, 0), sigmaX=across, sigmaY=along / 8, borderType=cv2.BORDER_REFLECT)
    full = cv2.resize(slow, (_N_TEXELS, _N_TEXELS), interpolation=cv2.INTER_CUBIC)
    return np.asarray(full / full.std())


def _strands(flow: Array, seed: int, behind: bool) -> NDArray[np.uint8]:
    """Shade the unrolled panel: rows from root to tip, columns from inner to outer strands."""
    rng = np.random.default_rng(seed)
    q, t = np.meshgrid(np.linspace(0, 1, _N_TEXELS), np.linspace(0, 1, _N_TEXELS))
    fine, lock, wave = _noise(rng, 0.8, 70), _noise(rng, 9, 90), _noise(rng, 28, 130)
    place = np.dstack([flow, depth(flow[..., 0], flow[..., 1])])
    tangent = np.gradient(place, axis=0)
    # Locks bend against each other a little, which breaks the gleam up into tufts.
    tangent[..., 2] += np.linalg.norm(tangent, axis=-1) * (0.10 * lock + 0.05 * fine)
    tangent /= np.linalg.norm(tangent, axis=-1, keepdims=True)
    lamp = light.KEY / np.linalg.norm(light.KEY)
    halfway = (lamp + [0, 0, 1]) / np.linalg.norm(lamp + [0, 0, 1])
    diffuse = np.sqrt(np.clip(1 - (tangent @ lamp) ** 2, 0, 1))
    gleam = np.sqrt(np.clip(1 - (tangent @ halfway) ** 2, 0, 1)) ** 34
    side = np.clip(0.74 - 0.0046 * place[..., 0], 0.28, 1.2)
    body = side * (0.25 + 0.65 * diffuse) * np.clip(1 + 0.20 * lock + 0.15 * fine + 0.16 * wave, 0.3, 1.8)
    # Strands beside the face and at the parting lie in the shadow of those above.
    body *= (0.45 + 0.55 * np.clip(q / 0.16, 0, 1)) * (0.55 + 0.45 * np.clip(t / 0.05, 0, 1))
    body *= 1 - 0.30 * np.clip((t - 0.72) / 0.28, 0, 1)
    body *= 1 - 0.30 * np.clip((q - 0.75) / 0.25, 0, 1)
    gleam = (
        gleam
        * side
        * np.clip(0.55 + 0.35 * lock + 0.30 * fine + 0.25 * wave, 0, 2.4)
        * np.clip(t / 0.1, 0, 1)
        * (0.3 + 0.7 * q)
    )
    dark, base, bright = (light.linear(c) for c in (_DARK, _BASE, _GLEAM))
    if behind:
        body, gleam = body * 0.42, gleam * 0.08
    colour = dark + body[..., None] * (base - dark) * 1.5 + gleam[..., None] * bright * 0.42
    edge = np.minimum(q / (0.03 + 0.09 * np.exp(-(((t - 0.12) / 0.13) ** 2))), (1 - q) / 0.03)
    tips = (1 - t - 0.035 * np.clip(1.2 + lock[-1:], 0, 3)) / 0.03
    rim = np.minimum(edge, tips)
    alpha = np.clip(rim + 0.45 * fine * (rim < 2), 0, 1)
    return np.dstack([light.encoded(colour), np.asarray(alpha * 255, dtype=np.uint8)])


def depth(x: Array, y: Array) -> Array:
    """Return z of the hair: on the skull above, hanging beside the face below, in mm."""
    rise = np.minimum(y + 8, 0) / 142
    dome = np.sqrt(np.clip(1 - (x / 108) ** 2 - rise**2, 0.02, 1))
    hanging = np.clip((y + 50) / 150, 0, 1)
    hanging = hanging * hanging * (3 - 2 * hanging)
    return np.asarray((-46 + 62 * dome) * (1 - hanging) - 22 * hanging)
