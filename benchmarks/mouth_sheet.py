"""A contact sheet of a presenter's mouth: what is filmed, at rest, and one shape after another.

python benchmarks/mouth_sheet.py presenters/NAME sheet.jpg
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

from lipsync import planes
from lipsync.calibration import Calibration
from lipsync.engine import renderer, renderer_for
from lipsync.mouth import MouthTrack, inner_of
from lipsync.path import FramePath
from lipsync.presenter import Presenter, load
from lipsync.reel import Reel
from lipsync.track import FaceTrack
from lipsync.visemes import VISEMES

SHAPES = ("PP", "FF", "TH", "LL", "SS", "SH", "aa", "EH", "IY", "OH", "UW", "WW")
REPEATS = 7
TILE_PX, HALF_IOD = (300, 280), 0.75


def sheet(presenter: Presenter, target: Path) -> None:
    """Write the sheet as a picture."""
    track, calibration = FaceTrack.load(presenter.track), Calibration.load(presenter.calibration)
    base = int(np.flatnonzero(calibration.resting & calibration.usable)[0])
    shown = [viseme for name in SHAPES for viseme in VISEMES if viseme.name == name]
    names = ["filmed", "at rest", *(viseme.name for viseme in shown)]
    shapes = [(0.3, 0.0, 0.05), *((v.aperture, v.width, v.pucker) for v in shown)]
    n = len(shapes)
    mouth = MouthTrack(
        track.fps,
        np.repeat(np.array(shapes, np.float32), REPEATS, axis=0),
        np.repeat((np.arange(n) == 0).astype(np.float32), REPEATS),
        np.repeat(np.array([name == "PP" for name in names[1:]], np.float32), REPEATS),
        np.repeat(np.array([inner_of(name) for name in names[1:]], np.float32), REPEATS, axis=0),
    )
    engine = renderer(renderer_for(presenter))
    frames = list(engine.render(presenter, mouth, FramePath.plain([base] * mouth.n_frames)))
    with Reel(presenter.footage) as reel:
        pictures = [reel.frame(base), *map(planes.rgb, frames[REPEATS // 2 :: REPEATS])]
    x, y = track.landmarks[base, 13, :2]
    half = HALF_IOD * float(track.iod_px[base])
    rows = slice(max(0, round(y - half)), round(y + 0.86 * half))
    columns = slice(max(0, round(x - half)), round(x + half))
    tiles = []
    for name, picture in zip(names, pictures, strict=True):
        tile = cv2.resize(picture[rows, columns], TILE_PX, interpolation=cv2.INTER_CUBIC)
        cv2.putText(tile, name, (8, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (255, 255, 255), 3, cv2.LINE_AA)
        cv2.putText(tile, name, (8, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0, 0, 0), 1, cv2.LINE_AA)
        tiles.append(tile)
    whole = np.vstack([np.hstack(tiles[i : i + 7]) for i in range(0, len(tiles), 7)])
    cv2.imwrite(str(target), cv2.cvtColor(whole, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])


if __name__ == "__main__":
    sheet(load(Path(sys.argv[1])), Path(sys.argv[2]))
