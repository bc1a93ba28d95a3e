"""A video by the published network, end to end. Random weights: the plumbing is shown, not the picture."""

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from click.testing import Result
from weights import wav2lip_checkpoint

from herald.ffmpeg import probe
from herald.workspace import CHECKOUT

LICENCE = "LicenseRef-Wav2Lip-NonCommercial"


@pytest.fixture
def script(workspace: Path) -> Path:
    """A short script, and a folder of models of the workspace's own."""
    models = workspace / "models"
    models.unlink()
    models.mkdir()
    for path in (CHECKOUT / "models").iterdir():
        (models / path.name).symlink_to(path)
    script = workspace / "scripts_in" / "hi.en.md"
    # Ten pictures a second: each takes the network most of a second on a processor.
    script.write_text("---\nfps: 10\nvoice: fake\n---\n\nHi.\n", encoding="utf-8")
    return script


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wav2lip_checkpoint(tmp_path_factory.mktemp("weights") / "wav2lip.pth")


def test_a_video_end_to_end(herald: Callable[..., Result], script: Path, checkpoint: Path) -> None:
    models = script.parents[1] / "models"
    (models / "wav2lip.pth").symlink_to(checkpoint)
    refused = herald("build", script, "--renderer", "wav2lip", "--commercial-only")
    assert refused.exit_code == 1 and LICENCE in refused.output and "'wav2lip.pth'" in refused.output

    result = herald("build", script, "--renderer", "wav2lip")
    assert result.exit_code == 0, result.output
    assert f"not for commercial use: the model 'wav2lip.pth' is under {LICENCE}" in result.output
    folder = script.parents[1] / "outputs" / "hi" / "en"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["renderer"]["name"] == "wav2lip"
    (used,) = [model for model in manifest["models"] if model["name"] == "wav2lip.pth"]
    assert used["licence"] == LICENCE and len(used["sha256"]) == 64
    assert manifest["plan"]["pictures"]["renderer_weights"] == used["sha256"]
    assert probe(folder / "video.mp4").n_frames == manifest["n_frames"]

    again = herald("build", script, "--renderer", "wav2lip", "--json")
    assert json.loads(again.stdout)[0]["plan"]["key"] == manifest["plan"]["key"], "nothing is made again"


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("hacked",)


def test_wrong_files_are_refused_before_any_work(
    herald: Callable[..., Result], script: Path, checkpoint: Path
) -> None:
    place = script.parents[1] / "models" / "wav2lip_gan.pth"
    missing = herald("build", script, "--renderer", "wav2lip")
    assert missing.exit_code == 1 and "yours to bring" in missing.output and str(place) in missing.output
    for write, said in (
        (lambda: torch.save({"state_dict": {"a": torch.zeros(2)}}, place), "another network"),
        (lambda: place.write_bytes(checkpoint.read_bytes()[:100_000]), "cut short"),
        (lambda: place.write_bytes(pickle.dumps({"state_dict": _Evil()})), "would run code"),
    ):
        write()
        result = herald("build", script, "--renderer", "wav2lip")
        assert result.exit_code == 1 and said in result.output, result.output
        assert not (script.parents[1] / "outputs" / "hi").exists()
        assert not Path("hacked").exists()


def test_renderers_that_are_not_for_this_presenter_or_not_there(
    herald: Callable[..., Result], script: Path
) -> None:
    for name, said in (
        ("wav2lipp", "Did you mean 'wav2lip'"),
        ("mesh", "talks in the footage"),
        ("neural", "herald presenter train ada"),
    ):
        result = herald("build", script, "--renderer", name)
        assert result.exit_code == 1 and said in result.output, result.output
