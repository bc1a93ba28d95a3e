"""The worked example of docs/renderers.md is a renderer: one file and one line."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import lipsync
from herald.studio import Studio
from lipsync import planes, renderers
from lipsync.engine import names, renderer
from lipsync.mouth import MouthTrack
from lipsync.path import FramePath
from lipsync.path_morph import PathPictures
from lipsync.presenter import load
from lipsync.track import FaceTrack

PAGE = Path(__file__).resolve().parents[2] / "docs" / "renderers.md"


def test_the_example_of_the_docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, studio: Studio) -> None:
    file, line = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    (tmp_path / "sketch.py").write_text(file, encoding="utf-8")
    monkeypatch.setattr(lipsync, "__path__", [*lipsync.__path__, str(tmp_path)])
    (added,) = eval(f"{{{line}}}", vars(renderers)).items()
    monkeypatch.setitem(renderers.RENDERERS, *added)
    assert "sketch" in names()

    ada = load(studio.workspace.presenters / "ada")
    n = 5
    base = FramePath.plain(np.arange(10, 10 + n))
    shape = np.zeros((n, 3), np.float32)
    shape[:, 0] = np.linspace(0, 1, n)
    mouth = MouthTrack(Fraction(25), shape, np.zeros(n, np.float32), np.zeros(n, np.float32))
    engine = renderer("sketch")
    frames = list(engine.render(ada, mouth, base))
    with PathPictures(ada, FaceTrack.load(ada.track)) as pictures:
        own = list(pictures.frames(base))
    bright = [(planes.luma(planes.of_rgb(frame)) for frame in pair) for pair in zip(own, frames, strict=True)]
    changed = [np.argwhere(a != b) for a, b in bright]
    heights = [int(np.ptp(places[:, 0])) for places in changed]
    assert len(frames) == n and heights[-1] > heights[0], "the line follows the wanted mouth"
    with pytest.raises(ValueError, match="do not go with"):
        engine.render(ada, mouth, base[:2])
    engine.close()
