"""What tests share: the model files, a workspace of their own, and a small enrolled Ada.

Nothing here touches the user's workspace, and nothing needs a network: `make setup` has fetched the models.
"""

from __future__ import annotations

import math
import os
import shutil
import signal
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock
from workspaces import new_workspace

from herald.models import Registry
from herald.studio import Studio
from herald.workspace import CHECKOUT
from lipsync.presenter import Presenter

SMALL_PX = (640, 360)
"""Ada is filmed small for tests; her face is then as large as in many office recordings."""

SHORT_WARM_UP = (
    "Papa put up a bright new lamp by the big barn.",
    "Who would measure the whole blue moon over the water?",
    "She thinks these five huge plums are rather good.",
)


MadeOnce = Callable[[str, Callable[[Path], object]], Path]


def pytest_configure(config: pytest.Config) -> None:
    """Let programs that tests start be interrupted, though whoever started the tests ignores Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need a graphics card run where one is found."""
    from lipsync.device import accelerator_signs

    if not accelerator_signs():
        for item in items:
            if item.get_closest_marker("gpu"):
                item.add_marker(pytest.mark.skip(reason="there is no graphics card here"))


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The checkout's model files."""
    return Registry.load(CHECKOUT / "models" / "registry.toml", CHECKOUT / "models")


@pytest.fixture(scope="session")
def model_path(registry: Registry) -> Callable[[str], Path]:
    """Gives the path of a model file, as engines ask for it."""
    return registry.path


@pytest.fixture(scope="session")
def landmark_model(model_path: Callable[[str], Path]) -> Path:
    """The model file that finds faces."""
    return model_path("face_landmarker.task")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Makes a folder once for all processes of a test run: `made_once(name, make)` gives its path."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def once(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = root / name, root / f"{name}.done"
        with FileLock(root / f"{name}.lock"):
            if not done.exists():
                # What a process left that failed here is in the way.
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return once


@pytest.fixture(scope="session")
def studio(made_once: MadeOnce) -> Studio:
    """A workspace with Ada enrolled, shared by the tests that only read from it or add to its store."""
    return Studio.open(made_once("studio", _make_studio))


def _make_studio(root: Path) -> None:
    from herald.ada.footage import film_ada
    from herald.presenters import add
    from herald.speaking import Speaker
    from tts.voices import find_voice

    opened = Studio.open(new_workspace(root))
    with Speaker(opened, find_voice("af_heart", "en-us"), "en-us", 1.0) as speaker:
        speech = [speaker.say(sentence) for sentence in SHORT_WARM_UP]
    video = root / "ada.mp4"
    film_ada(video, speech, size_px=SMALL_PX)
    add(opened, "ada", video)


@pytest.fixture(scope="session")
def silent_video(made_once: MadeOnce) -> Path:
    """Four seconds of Ada with her mouth shut: she moves her head and blinks."""
    return made_once("silent", _film_silence) / "silent.mp4"


def _film_silence(folder: Path) -> None:
    from herald.ada.figure import Pose
    from herald.ada.painter import Painter
    from herald.ffmpeg import VideoWriter

    video = folder / "silent.mp4"
    painter = Painter(SMALL_PX)
    with VideoWriter(video, SMALL_PX, Fraction(25), crf=12, preset="ultrafast") as writer:
        for i in range(100):
            turn = math.sin(i / 25 * 1.6)
            lids = 0.0 if i % 50 in (20, 21, 22) else 1.0
            writer.write(painter.draw(Pose(yaw_deg=4 * turn, pitch_deg=turn * turn, lids=lids, width=0.3)))


@pytest.fixture(scope="session")
def silent_ada(silent_video: Path, studio: Studio, made_once: MadeOnce) -> Presenter:
    """Ada enrolled from footage in which she says nothing."""
    from herald.presenters import add, find

    made_once("silent-ada", lambda folder: add(studio, "silent", silent_video))
    return find(studio, "silent")


@pytest.fixture
def workspace(tmp_path: Path, studio: Studio) -> Path:
    """A workspace of the test's own, with the enrolled Ada of `studio`."""
    root = new_workspace(tmp_path / "workspace")
    (root / "presenters" / "ada").symlink_to(studio.workspace.presenters / "ada")
    return root


@pytest.fixture
def herald(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs `herald ARGS` in the test's workspace: `herald("build", path)` gives the result."""
    from cli import cli

    monkeypatch.chdir(workspace)
    runner = CliRunner()

    def run(*words: object) -> Result:
        arguments = [str(word) for word in words]
        return runner.invoke(cli, [*arguments, "--workspace", str(workspace)])

    return run
