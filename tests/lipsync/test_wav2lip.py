"""The network, its sound and its weights. Random weights show the plumbing, not the picture."""

import os
import pickle
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from herald.errors import UserError
from lipsync.wav2lip.checkpoint import load_checkpoint
from lipsync.wav2lip.mel import N_MELS, RATE_HZ, WINDOW, mel_spectrogram, windows
from lipsync.wav2lip.network import Wav2Lip


@pytest.fixture(scope="module")
def network() -> Wav2Lip:
    torch.manual_seed(5)
    return Wav2Lip().eval()


def test_the_published_size_and_names(network: Wav2Lip) -> None:
    weights = network.state_dict()
    assert sum(p.numel() for p in network.parameters()) == 36_298_035
    assert weights["face_encoder_blocks.0.0.conv_block.0.weight"].shape == (16, 6, 7, 7)
    assert weights["audio_encoder.9.conv_block.0.weight"].shape == (256, 128, 3, 3)
    assert weights["face_decoder_blocks.3.0.conv_block.0.weight"].shape == (768, 384, 3, 3)
    assert weights["output_block.1.weight"].shape == (3, 32, 1, 1)


def test_faces_come_out(network: Wav2Lip) -> None:
    torch.manual_seed(6)
    sound, faces = torch.randn(2, 1, N_MELS, WINDOW), torch.rand(2, 6, 96, 96)
    with torch.inference_mode():
        both, first = network(sound, faces), network(sound[:1], faces[:1])
    assert both.shape == (2, 3, 96, 96) and both.min() >= 0 and both.max() <= 1
    assert torch.allclose(both[:1], first, atol=1e-5), "the pictures of a batch do not touch each other"


def test_the_mel_spectrogram_of_a_tone() -> None:
    seconds = np.arange(RATE_HZ) / RATE_HZ
    mel = mel_spectrogram((0.5 * np.sin(2 * np.pi * 1000 * seconds)).astype(np.float32))
    assert mel.shape == (80, 81) and mel.dtype == np.float32
    # Slaney's scale is linear up to 1 kHz with 200/3 Hz a mel, so 1 kHz is mel 15 of 0.825 to 37.4 mels.
    loudest = set(mel[:, 10:70].argmax(axis=0))
    centres = np.linspace(55 * 3 / 200, 15 + np.log(7.6) / (np.log(6.4) / 27), 82)[1:-1]
    assert loudest == {int(np.abs(centres - 15).argmin())}
    assert np.allclose(mel_spectrogram(np.zeros(RATE_HZ, np.float32)), -4), "silence is the least there is"


def test_windows_follow_the_pictures() -> None:
    mel = np.arange(100, dtype=np.float32)[None].repeat(N_MELS, axis=0)
    heard = windows(mel, Fraction(25), 40)
    assert heard.shape == (40, N_MELS, WINDOW)
    assert heard[:4, 0, 0].tolist() == [0, 3, 6, 9]
    assert heard[-1, 0].tolist() == list(range(84, 100)), "the last whole window is repeated"
    assert windows(mel[:, :5], Fraction(30), 3).shape == (3, N_MELS, WINDOW)
    assert windows(mel, Fraction(25), 0).shape == (0, N_MELS, WINDOW)


@pytest.mark.parametrize("prefix", ["", "module."])
@pytest.mark.parametrize("wrapped", [True, False])
def test_published_checkpoints_load(network: Wav2Lip, tmp_path: Path, prefix: str, wrapped: bool) -> None:
    weights = {prefix + name: value for name, value in network.state_dict().items()}
    torch.save({"state_dict": weights, "global_step": 7} if wrapped else weights, tmp_path / "w.pth")
    loaded = load_checkpoint(tmp_path / "w.pth")
    assert not loaded.training
    assert all(torch.equal(value, network.state_dict()[name]) for name, value in loaded.state_dict().items())


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("hacked",)


def test_wrong_files_are_refused(network: Wav2Lip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    whole = tmp_path / "whole.pth"
    torch.save(network.state_dict(), whole)
    (tmp_path / "cut.pth").write_bytes(whole.read_bytes()[:1_000_000])
    (tmp_path / "text.pth").write_text("hello")
    torch.save({"weight": torch.zeros(3)}, tmp_path / "other.pth")
    torch.save(torch.zeros(3), tmp_path / "tensor.pth")
    smaller = {name: value.flatten()[:1] for name, value in network.state_dict().items()}
    torch.save(smaller, tmp_path / "shapes.pth")
    torch.save(_Evil(), tmp_path / "evil.pth")
    (tmp_path / "pickle.pth").write_bytes(pickle.dumps({"state_dict": _Evil()}))
    expected = {
        "cut": "cut short",
        "text": "no checkpoint",
        "other": "352 are missing, such as .*, 1 are unknown, such as weight",
        "tensor": "no weights by name",
        "shapes": "another shape",
        "evil": "would run code",
        "pickle": "would run code",
        "nowhere": "cannot be read",
    }
    for name, message in expected.items():
        with pytest.raises(UserError, match=message):
            load_checkpoint(tmp_path / f"{name}.pth")
    assert not (tmp_path / "hacked").exists()
