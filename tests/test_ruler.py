"""`herald inspect --ruler`: a video seen with other eyes than those that made it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from clips import ffmpeg, picture, tone
from weights import face_alignment_weights

from cli import cli
from herald.files import sha256_of
from herald.workspace import CHECKOUT
from lipsync.landmark_engine import ENGINES, FACE_ALIGNMENT


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose registry names random weights of face-alignment, with their true hashes."""
    root = tmp_path_factory.mktemp("office")
    models = root / "models"
    models.mkdir()
    for path in (CHECKOUT / "models").iterdir():
        if path.name != "registry.toml" and path.name not in ENGINES[FACE_ALIGNMENT]:
            (models / path.name).symlink_to(path)
    face_alignment_weights(models)
    registry = (CHECKOUT / "models" / "registry.toml").read_text(encoding="utf-8")
    for name in ENGINES[FACE_ALIGNMENT]:
        entry = rf'(name = "{re.escape(name)}"\n)sha256 = "\w*"\nbytes = \d+'
        told = rf'\g<1>sha256 = "{sha256_of(models / name)}"\nbytes = {(models / name).stat().st_size}'
        registry, n = re.subn(entry, told, registry)
        assert n == 1, name
    (models / "registry.toml").write_text(registry, encoding="utf-8")
    ffmpeg(*picture("10", 0.6), *tone(0.6), root / "video.mp4")
    return root


def test_a_video_is_measured_with_other_eyes(office: Path) -> None:
    command = ["inspect", str(office / "video.mp4"), "--ruler", FACE_ALIGNMENT, "--workspace", str(office)]
    done = CliRunner().invoke(cli, [*command, "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["n_frames"] == 6
    assert told["measures"]["face_share"] == 1, "its detector was made to see one"
    assert told["measures"]["sharpness_ratio"] is None
    assert any("seen by face-alignment" in how for how in told["measured_with"])


def test_weights_that_are_not_here_are_named_with_the_command(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office / "models", tmp_path / "models", symlinks=True)
    for name in ENGINES[FACE_ALIGNMENT]:
        (tmp_path / "models" / name).unlink()
    registry = tmp_path / "models" / "registry.toml"
    words = registry.read_text(encoding="utf-8")
    # Nobody answers there.
    registry.write_text(words.replace("https://www.adrianbulat.com", "http://127.0.0.1:9"), encoding="utf-8")
    command = ["inspect", str(office / "video.mp4"), "--ruler", FACE_ALIGNMENT, "--workspace", str(tmp_path)]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 1, done.output
    assert "herald models pull" in " ".join(done.output.split())
