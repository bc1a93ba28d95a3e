"""Reads published Wav2Lip checkpoints, and refuses everything else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from herald.errors import UserError
from lipsync.weights import read_weights

if TYPE_CHECKING:
    from lipsync.wav2lip.network import Wav2Lip

PREFIX = "module."
"""Checkpoints that were saved from several GPUs have it before every name."""


def load_checkpoint(path: Path, device: str = "cpu") -> Wav2Lip:
    """Return the network with the weights of a checkpoint, ready for inference.

    Only tensors and plain containers are read: a file that would run code is refused.

    Args:
        path: a `.pth` file with the weights, or with a mapping that has them under `state_dict`.
        device: where to put the network, as torch calls it.

    Raises:
        UserError: the file is not there, is cut short, would run code, or is of another network.
    """
    from lipsync.wav2lip.network import Wav2Lip

    stored = read_weights(path)
    network = Wav2Lip()
    weights = _weights(stored, path)
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:
        raise UserError(
            f"{path} holds the weights of another network than Wav2Lip: {_differences(network, weights)}."
        ) from error
    return network.eval().requires_grad_(False).to(device)


def _weights(stored: Any, path: Path) -> dict[str, Any]:
    if isinstance(stored, Mapping) and isinstance(stored.get("state_dict"), Mapping):
        stored = stored["state_dict"]
    if not isinstance(stored, Mapping) or not stored or not all(isinstance(name, str) for name in stored):
        raise UserError(f"{path} holds no weights by name, so it is no Wav2Lip checkpoint.")
    return {name.removeprefix(PREFIX): value for name, value in stored.items()}


def _differences(network: Wav2Lip, weights: Mapping[str, Any]) -> str:
    wanted = network.state_dict()
    missing, unknown = sorted(wanted.keys() - weights), sorted(weights.keys() - wanted.keys())
    told = [f"{len(missing)} are missing, such as {missing[0]}"] if missing else []
    told += [f"{len(unknown)} are unknown, such as {unknown[0]}"] if unknown else []
    if not told:
        shapes = [name for name in wanted if getattr(weights[name], "shape", None) != wanted[name].shape]
        told = [f"{len(shapes)} have another shape, such as {shapes[0]}" if shapes else "they do not fit"]
    return ", ".join(told)
