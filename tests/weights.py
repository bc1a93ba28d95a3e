"""Weights of networks that nobody trained: they show the plumbing, not the picture."""

from pathlib import Path

import torch

from lipsync.engine import Setup, entry


def random_setup(renderer: str, folder: Path) -> Setup:
    """Return what a renderer is opened with; weights that it needs are random and lie in the folder."""
    known = entry(renderer)
    if known.weights:
        return Setup(weights=wav2lip_checkpoint(folder / known.weights[0]))
    if known.own_weights:
        return Setup(weights=refiner(folder / "weights.safetensors"))
    return Setup()


def wav2lip_checkpoint(path: Path) -> Path:
    """Write random weights of Wav2Lip in the form of the published ones."""
    from lipsync.wav2lip.network import Wav2Lip

    if not path.is_file():
        torch.manual_seed(5)
        network = Wav2Lip()
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                # Untrained, so deep a network forgets on the way what it has heard.
                torch.nn.init.constant_(module.weight, 2.0)
        torch.save({"state_dict": network.state_dict(), "global_step": 0}, path)
    return path


def refiner(path: Path, strength: float = 1e-2) -> Path:
    """Write a network of `neural` that changes mouths a little, at random."""
    from lipsync.neural.network import Refiner
    from lipsync.neural.presets import DEFAULT, preset
    from lipsync.neural.renderer import save_refiner

    if not path.is_file():
        torch.manual_seed(6)
        network = Refiner(preset(DEFAULT))
        torch.nn.init.normal_(network.out.weight, std=strength)
        save_refiner(path, network, DEFAULT)
    return path


def face_alignment_weights(folder: Path) -> None:
    """Write random weights of FAN and of S3FD, which finds faces, under their published names.

    At random S3FD would take each pixel for a face; these take the picture for one.
    """
    from face_alignment.detection.sfd.net_s3fd import s3fd
    from face_alignment.models.fan import FAN

    from lipsync.landmark_engine import ENGINES, FACE_ALIGNMENT

    network, detector = ENGINES[FACE_ALIGNMENT]
    torch.manual_seed(3)
    torch.save(FAN(4).state_dict(), folder / network)
    finder = s3fd()
    for name, layer in finder.named_children():
        if name.endswith("_conf"):
            torch.nn.init.zeros_(layer.weight)
            torch.nn.init.constant_(layer.bias, 20.0)
            # The last of a layer's scores is that of a face; the coarsest layer sees the largest.
            layer.bias.data[-1] = 40.0 if name.startswith("conv7") else 0.0
    torch.save(finder.state_dict(), folder / detector)
