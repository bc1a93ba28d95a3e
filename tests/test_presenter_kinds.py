"""People who do not talk in the footage, through the whole product: a silent video and photographs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from PIL import Image

from herald.ada.figure import Pose
from herald.ada.painter import Painter
from herald.ffmpeg import probe, read_frames
from lipsync import animation
from lipsync.presenter import Presenter, load
from lipsync.track import FaceTrack

SCRIPT = "My mother made it. [pause 0.8] Papa saw the blue moon.\n"


@pytest.fixture(scope="module")
def portrait(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ada with her mouth shut, as a photograph."""
    path = tmp_path_factory.mktemp("portrait") / "ada.png"
    drawn = Painter((640, 360)).draw(Pose(width=0.3))
    Image.fromarray(drawn[:, 160:480]).save(path)
    return path


@pytest.fixture(autouse=True)
def short_films(monkeypatch: pytest.MonkeyPatch) -> None:
    """A photograph is filmed for four seconds, which is enough for a blink."""
    monkeypatch.setattr(animation, "SECONDS", 4)


def measured(edition: Path) -> dict[str, float]:
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["renderer"]["name"] == "mesh"
    assert probe(edition / "video.mp4").n_frames == manifest["n_frames"]
    return dict(manifest["measures"])


def holds(measures: dict[str, float], rest_share: float = 0.9) -> None:
    assert measures["face_share"] == 1
    assert abs(measures["best_lag_frames"]) <= 1
    assert measures["opening_correlation"] >= 0.9
    assert measures["closure_share"] >= 0.98
    assert measures["rest_share"] >= rest_share


def test_a_silent_presenter_speaks(
    herald: Callable[..., Result], workspace: Path, silent_ada: Presenter
) -> None:
    (workspace / "presenters" / "silent").symlink_to(silent_ada.folder)
    script = workspace / "scripts_in" / "moon.en.md"
    script.write_text(SCRIPT, encoding="utf-8")
    result = herald("build", script, "--presenter", "silent")
    assert result.exit_code == 0, result.output
    holds(measured(workspace / "outputs" / "moon" / "en"))
    shown = herald("presenter", "show", "silent").output
    assert "silent: drawn mouth" in shown and "30 seconds" in shown


def test_a_photograph_speaks_moves_and_blinks(
    herald: Callable[..., Result], workspace: Path, portrait: Path
) -> None:
    added = herald("presenter", "add", "still", portrait)
    assert added.exit_code == 0, added.output
    assert "still: a photograph" in added.output and "30 seconds" in added.output
    presenter = load(workspace / "presenters" / "still")
    assert (presenter.kind, presenter.size_px) == ("still", (640, 720)), "the face is small"
    track = FaceTrack.load(presenter.track)
    assert track.found.all()
    assert track.blink.min(axis=1).max() > track.blink.min(axis=1)[0] + 0.2, "both eyes close"
    moved = np.ptp(track.landmarks[:, 1, :2], axis=0) / np.nanmedian(track.iod_px)
    assert 0.01 < moved.max() < 0.4
    script = workspace / "scripts_in" / "moon.en.md"
    script.write_text(SCRIPT, encoding="utf-8")
    result = herald("build", script, "--presenter", "still")
    assert result.exit_code == 0, result.output
    edition = workspace / "outputs" / "moon" / "en"
    holds(measured(edition))
    frames = [frame.astype(int) for frame in read_frames(edition / "video.mp4", n_frames=20)]
    assert all(np.abs(a - b).max() > 4 for a, b in zip(frames, frames[10:], strict=False)), "it is alive"


def test_an_open_smile_is_closed_at_rest(
    herald: Callable[..., Result], workspace: Path, tmp_path: Path
) -> None:
    """NASA's portrait of Eileen Collins, public domain, smiles with her teeth."""
    from skimage import data

    photograph = tmp_path / "smile.jpg"
    Image.fromarray(data.astronaut()).crop((100, 0, 356, 256)).save(photograph, quality=95)
    added = herald("presenter", "add", "smile", photograph)
    assert added.exit_code == 0, added.output
    script = workspace / "scripts_in" / "moon.en.md"
    script.write_text(SCRIPT, encoding="utf-8")
    result = herald("build", script, "--presenter", "smile")
    assert result.exit_code == 0, result.output
    # In a face of 60 pixels the lips of a closed smile are two pixels high: some frames are taken for open.
    holds(measured(workspace / "outputs" / "moon" / "en"), rest_share=0.85)
