"""Pictures stretched over a net of triangles, and the few drawing helpers that the parts share."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import skia
from numpy.typing import NDArray

from herald.ada.skull import Array

_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear)


class Mesh:
    """A picture on a grid of `rows` x `columns` points that may move.

    Args:
        rgba: uint8 `[h, w, 4]`, not premultiplied.
        texture_px: `[rows * columns, 2]`, where each point lies in that picture, row by row.
        rows: of the grid.
        columns: of the grid.
    """

    def __init__(self, rgba: NDArray[np.uint8], texture_px: Array, rows: int, columns: int) -> None:
        # Premultiplied once here: otherwise skia does it for every sample of every frame.
        weighted = (rgba[..., :3].astype(np.uint16) * rgba[..., 3:] + 127) // 255
        pixels = np.dstack([weighted.astype(np.uint8), rgba[..., 3]])
        image = skia.Image.fromarray(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
        # Decal is skia's fast path here; clamping takes twice as long.
        shader = image.makeShader(skia.TileMode.kDecal, skia.TileMode.kDecal, _SMOOTH)
        self._paint = skia.Paint(Shader=shader)
        self._texture = [skia.Point(x, y) for x, y in texture_px.tolist()]
        self._triangles = _grid_triangles(rows, columns)

    def draw(self, canvas: skia.Canvas, places_px: Array) -> None:
        """Draw the picture with its points at `places_px` `[rows * columns, 2]`."""
        places = [skia.Point(x, y) for x, y in places_px.tolist()]
        kind = skia.Vertices.kTriangles_VertexMode
        canvas.drawVertices(skia.Vertices(kind, places, self._texture, None, self._triangles), self._paint)


def _grid_triangles(rows: int, columns: int) -> list[int]:
    corner = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = corner[:-1, :-1], corner[:-1, 1:], corner[1:, :-1], corner[1:, 1:]
    return [int(i) for i in np.stack([a, b, c, b, d, c], axis=-1).ravel()]


def points(places: Array) -> list[skia.Point]:
    """Return an array `[n, 2]` as skia's points."""
    return [skia.Point(x, y) for x, y in places.tolist()]


def outline(*curves: Array) -> skia.Path:
    """Return the closed path along the curves, each `[n, 2]`, one after the other."""
    return skia.Path.Polygon(points(np.concatenate(curves)), True)


def line(curve: Array) -> skia.Path:
    """Return the open path along a curve `[n, 2]`."""
    return skia.Path.Polygon(points(curve), False)


def ink(colour: tuple[int, int, int], alpha: float = 1.0) -> skia.Paint:
    """Return a paint that fills, with smooth edges."""
    return skia.Paint(Color=skia.Color(*colour, round(255 * alpha)), AntiAlias=True)


def pen(colour: tuple[int, int, int], alpha: float, width_px: float) -> skia.Paint:
    """Return a paint that draws lines with round ends."""
    return skia.Paint(
        Color=skia.Color(*colour, round(255 * alpha)),
        AntiAlias=True,
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width_px,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )


def soft_stroke(
    canvas: skia.Canvas, path: skia.Path, colour: tuple[int, int, int], alpha: float, width_px: float
) -> None:
    """Stroke with edges that fade, by a few strokes over each other: far cheaper than a blur."""
    for share in (1.0, 0.66, 0.36):
        canvas.drawPath(path, pen(colour, alpha * 0.42, width_px * share))


def radial(
    centre: tuple[float, float], radius: float, stops: Iterable[tuple[float, tuple[int, int, int], float]]
) -> skia.Paint:
    """Return a paint with a round gradient; stops are (place 0..1, colour, alpha)."""
    places, colours = _split(stops)
    return skia.Paint(
        AntiAlias=True, Shader=skia.GradientShader.MakeRadial(skia.Point(*centre), radius, colours, places)
    )


def gradient(
    start: tuple[float, float],
    stop: tuple[float, float],
    stops: Iterable[tuple[float, tuple[int, int, int], float]],
) -> skia.Paint:
    """Return a paint with a straight gradient; stops are (place 0..1, colour, alpha)."""
    places, colours = _split(stops)
    ends = [skia.Point(*start), skia.Point(*stop)]
    return skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeLinear(ends, colours, places))


def _split(
    stops: Iterable[tuple[float, tuple[int, int, int], float]],
) -> tuple[list[float], list[int]]:
    kept = list(stops)
    return [s[0] for s in kept], [skia.Color(*s[1], round(255 * s[2])) for s in kept]
