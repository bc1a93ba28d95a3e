"""Reads published Wav2Lip checkpoints, and refuses everything else."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from herald.errors import UserError

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
    import torch

    from lipsync.wav2lip.network import Wav2Lip

    try:
        with warnings.catch_warnings():
            # Torch only warns of pickles that it then refuses.
            warnings.simplefilter("ignore", UserWarning)
            stored = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.") from error
    except pickle.UnpicklingError as error:
        raise UserError(
            f"{path} is damaged, or holds more than weights and would run code when it is loaded; it was not "
            "loaded. Get the file from the owner's own download page."
        ) from error
    except (RuntimeError, EOFError, ValueError, KeyError) as error:
        raise UserError(f"{path} is cut short, damaged, or no checkpoint. Get the file again.") from error
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
