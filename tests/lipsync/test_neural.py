"""The network of one's own: what it sees, how it learns, and that it must win to be chosen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from weights import refiner

from herald.errors import UserError
from herald.progress import Silent
from lipsync.engine import renderer_for
from lipsync.neural.learning import learn
from lipsync.neural.network import N_INPUTS, Critic, Refiner
from lipsync.neural.presets import PRESETS, preset
from lipsync.neural.renderer import load_refiner
from lipsync.neural.training import Trainer
from lipsync.neural.verdict import FIGURES, Verdict, is_won, losses
from lipsync.neural.view import View, edge_ramp
from lipsync.presenter import Presenter
from lipsync.renderers import NEURAL
from lipsync.track import FaceTrack

FOOTAGE = {
    "lip_pct_iod": 0.5,
    "mouth_psnr_db": 22.0,
    "lower_face_ssim": 0.90,
    "sharpness_ratio": 1.0,
    "flicker_ratio": 1.0,
}


def test_an_untrained_network_changes_nothing() -> None:
    network = Refiner(PRESETS["160"])
    with torch.inference_mode():
        change = network(torch.rand(2, N_INPUTS, 160, 160))
    assert change.shape == (2, 3, 160, 160) and not change.any()


@pytest.mark.parametrize("name", PRESETS)
def test_all_presets_fit_their_networks(name: str) -> None:
    size = preset(name)
    assert size.side_px % 2 ** len(size.widths) == 0
    with pytest.raises(UserError, match="no preset"):
        preset(name + "0")


def test_a_critic_judges_patches() -> None:
    judged, seen = Critic()(torch.rand(2, 3, 128, 128), torch.rand(2, 3, 128, 128))
    assert judged.shape[:2] == (2, 1) and len(seen) == 3


def test_changes_come_back_to_where_they_were_seen(ada: Presenter) -> None:
    points = FaceTrack.load(ada.track).landmarks[0, :, :2]
    view = View.of(points, preset("160"))
    picture = np.full((*ada.size_px[::-1], 3), 90, np.uint8)
    spot = view.matrix @ [80, 100, 1]
    x, y = spot.round().astype(int)
    picture[y - 2 : y + 3, x - 2 : x + 3] = 250
    crop = view.crop(picture)
    rows, columns = np.nonzero(crop[..., 0] > 200)
    assert abs(rows.mean() - 100) < 1.5 and abs(columns.mean() - 80) < 1.5
    ramp = edge_ramp(160)
    assert ramp[0].max() == 0 and ramp[80, 80] == 1


def examples(n: int = 6) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Mouths that were painted ten levels too dark."""
    rng = np.random.default_rng(2)
    true = np.repeat(rng.integers(60, 200, (n, 20, 20, 3), np.uint8), 8, axis=1).repeat(8, axis=2)
    seen = np.zeros((n, 160, 160, N_INPUTS), np.uint8)
    seen[..., :12] = np.tile(true - 10, (1, 1, 1, 4))
    seen[..., 12:] = 255
    return seen, np.ascontiguousarray(true)


def test_training_learns_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    seen, true = examples()
    first = Trainer("160")
    first.train(seen, true, 0.5, tmp_path, Silent())
    assert first.n_steps > 0 and (tmp_path / "state.pt").is_file()
    assert list((tmp_path / "previews").glob("step-*.png"))
    again = Trainer("160")
    assert again.resume(tmp_path)
    assert (again.n_steps, again.seconds) == (first.n_steps, first.seconds)
    weights = zip(first.mean.parameters(), again.mean.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in weights)
    again.train(seen, true, again.seconds + 3, tmp_path, Silent())
    assert again.n_steps > first.n_steps
    given = torch.from_numpy(seen[:2]).permute(0, 3, 1, 2).float() / 255
    with torch.inference_mode():
        change = 255 * again.network(given)
    assert change.mean() > 1, "it has seen that the mouths are too dark"
    assert not Trainer("256").resume(tmp_path), "a network of another size begins anew"


def test_training_that_is_stopped_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = Trainer("160")

    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(trainer, "_step", stop)
    with pytest.raises(KeyboardInterrupt):
        trainer.train(*examples(4), 60, tmp_path, Silent())
    assert Trainer("160").resume(tmp_path)


def test_weights_are_kept_with_their_size(tmp_path: Path) -> None:
    path = refiner(tmp_path / "weights.safetensors")
    network, size = load_refiner(path, "cpu")
    assert size == preset("160") and not network.training
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(UserError, match="presenter train"):
        load_refiner(path, "cpu")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"mouth_psnr_db": 22.1}, "nearer"),
        ({"mouth_psnr_db": 24.0, "sharpness_ratio": 0.7}, "sharpness"),
        ({"mouth_psnr_db": 24.0, "flicker_ratio": 1.3}, "flicker"),
        ({"mouth_psnr_db": 24.0, "lower_face_ssim": 0.88}, "SSIM"),
        ({"mouth_psnr_db": 24.0, "lip_pct_iod": 0.6}, "lips"),
        ({"mouth_psnr_db": float("nan")}, "nearer"),
    ],
)
def test_a_network_that_loses_in_anything_is_not_chosen(change: dict[str, float], word: str) -> None:
    (reason,) = losses(FOOTAGE, {**FOOTAGE, **change})
    assert word in reason


def test_a_network_that_wins_paints_the_presenter(ada: Presenter, tmp_path: Path) -> None:
    better = {**FOOTAGE, "mouth_psnr_db": 22.6, "sharpness_ratio": 0.97}
    assert losses(FOOTAGE, better) == ()
    person = replace(ada, folder=tmp_path)
    assert renderer_for(person) == "footage"
    (tmp_path / "neural").mkdir()
    verdict = Verdict(FOOTAGE, better, (), 130, 70, 20.0, 900, "160", "cpu")
    verdict.save(tmp_path / FIGURES)
    assert Verdict.load(tmp_path / FIGURES) == verdict
    assert is_won(tmp_path) and renderer_for(person) == "neural"
    replace(verdict, lost=("it is soft",)).save(tmp_path / FIGURES)
    assert renderer_for(person) == "footage"
    assert renderer_for(replace(person, kind="silent")) == "mesh"


@pytest.fixture
def own_ada(ada: Presenter, tmp_path: Path) -> Presenter:
    """Ada in a folder that may be written to."""
    folder = tmp_path / "ada"
    folder.mkdir()
    for file in ada.folder.iterdir():
        (folder / file.name).symlink_to(file)
    return replace(ada, folder=folder)


def test_from_footage_to_a_verdict(own_ada: Presenter, landmark_model: Path) -> None:
    """All of it for a second: too short to win, long enough to show that nothing is missing."""
    verdict = learn(own_ada, 1 / 60, landmark_model)
    folder = own_ada.folder / "neural"
    assert (own_ada.folder / NEURAL).is_file() and (folder / "held_out.png").is_file()
    assert not (folder / "work").exists() and (folder / "state.pt").is_file()
    assert verdict == Verdict.load(own_ada.folder / FIGURES)
    assert verdict.n_held_out >= 10 and verdict.n_trained >= 25 and verdict.steps >= 1
    # A second moves the picture by next to nothing, and the measures by as little.
    apart = verdict.neural["mouth_psnr_db"] - verdict.footage["mouth_psnr_db"]
    assert abs(apart) < 1.5
    assert verdict.wins == (renderer_for(own_ada) == "neural")
