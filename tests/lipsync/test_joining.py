"""A later recording of the same person joins a presenter, through the command that people use."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from filming import drawn, film, speech_like, voice_of

from herald.ada.figure import Pose
from herald.ada.painter import Painter
from lipsync.calibration import Calibration
from lipsync.faults import Fault
from lipsync.library import Library
from lipsync.presenter import Presenter, load
from lipsync.recordings import lying_under, recordings_of

SCRIPT = "My mother made it. Papa saw the blue moon.\n"


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ada talks for four seconds, in half the size."""
    mouth = speech_like(4)
    folder = tmp_path_factory.mktemp("recording")
    return film(folder / "talk.mp4", drawn(Painter((640, 360)), mouth), voice_of(mouth))


def test_a_silent_presenter_that_a_talking_recording_joins_talks(
    herald: Callable[..., Result], workspace: Path, silent_ada: Presenter, recording: Path
) -> None:
    shutil.copytree(silent_ada.folder, workspace / "presenters" / "silent")
    added = herald("presenter", "add", "silent", recording, "--join")
    assert added.exit_code == 0, added.output
    shown = herald("presenter", "show", "silent").output
    assert "talking: own recorded mouths" in shown
    assert "talk.mp4, 4.0 s with sound" in shown
    presenter = load(workspace / "presenters" / "silent")
    first, second = recordings_of(presenter)
    assert (presenter.n_frames, second.first_frame, second.n_frames) == (
        silent_ada.n_frames + 100,
        silent_ada.n_frames,
        100,
    )
    assert not first.has_sound and second.has_sound and second.is_base and second.apart < 0.015
    faults = np.load(presenter.folder / "faults.npy")
    assert faults[first.n_frames - 1 : first.n_frames + 1].tolist() == [Fault.CUT, Fault.CUT]
    resting = Calibration.load(presenter.calibration).resting
    assert resting[first.frames].any(), "the silent footage shows rest"
    assert (Library.open(presenter.folder / "library").frames >= second.first_frame).any()
    script = workspace / "scripts_in" / "moon.en.md"
    script.write_text(SCRIPT, encoding="utf-8")
    built = herald("build", script, "--presenter", "silent")
    assert built.exit_code == 0, built.output
    manifest = json.loads((workspace / "outputs/moon/en/manifest.json").read_text(encoding="utf-8"))
    assert manifest["renderer"]["name"] == "footage"
    assert manifest["measures"]["opening_correlation"] > 0.9


def test_a_recording_of_another_shape_gives_its_mouths_only(
    herald: Callable[..., Result], workspace: Path, silent_ada: Presenter, tmp_path: Path
) -> None:
    shutil.copytree(silent_ada.folder, workspace / "presenters" / "silent")
    mouth = speech_like(3)
    square = [frame[:, 140:500] for frame in drawn(Painter((640, 360)), mouth)]
    video = film(tmp_path / "square.mp4", square)
    added = herald("presenter", "add", "silent", video, "--join")
    assert added.exit_code == 0, added.output
    assert "only its mouths are used" in herald("presenter", "show", "silent").output
    presenter = load(workspace / "presenters" / "silent")
    usable = Calibration.load(presenter.calibration).usable
    joined = recordings_of(presenter)[1].frames
    assert usable[joined].any() and not lying_under(presenter, usable)[joined].any()


def test_somebody_else_is_refused(
    herald: Callable[..., Result], workspace: Path, silent_ada: Presenter, tmp_path: Path
) -> None:
    (workspace / "presenters" / "silent").symlink_to(silent_ada.folder)
    painter = Painter((640, 360))
    frames = [painter.draw(Pose(yaw_deg=3 * np.sin(i / 9))) for i in range(56)]
    # A face that is a sixth narrower is somebody else's.
    narrow = [np.ascontiguousarray(frame[:, np.arange(0, 640, 1.2).astype(int)]) for frame in frames]
    refused = herald("presenter", "add", "silent", film(tmp_path / "other.mp4", narrow), "--join")
    assert refused.exit_code == 1
    assert "somebody else" in refused.output
    assert load(workspace / "presenters" / "silent").identity == silent_ada.identity


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nobody", "talk.mp4", "--join"), "nobody called 'nobody'"),
        (("silent", "gone.mp4", "--join"), "gone.mp4"),
        (("silent", "talk.mp4", "--join", "--replace"), "not both"),
    ],
)
def test_what_cannot_be_joined_is_refused_at_once(
    herald: Callable[..., Result],
    workspace: Path,
    silent_ada: Presenter,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    (workspace / "presenters" / "silent").symlink_to(silent_ada.folder)
    result = herald("presenter", "add", *arguments)
    assert result.exit_code == 1
    assert message in result.output
