"""Reads weights that others have published, and nothing that would run code."""

from __future__ import annotations

import pickle
import warnings
from pathlib import Path
from typing import Any

from herald.errors import UserError


def read_weights(path: Path) -> Any:
    """Return what a checkpoint of torch holds: tensors and plain containers only.

    Args:
        path: of the file.

    Raises:
        UserError: the file is not there, is cut short, or would run code.
    """
    import torch

    try:
        with warnings.catch_warnings():
            # Torch only warns of pickles that it then refuses.
            warnings.simplefilter("ignore", UserWarning)
            return torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.") from error
    except pickle.UnpicklingError as error:
        raise UserError(
            f"{path} is damaged, or holds more than weights and would run code when it is loaded; it was not "
            "loaded. Get the file from the owner's own download page."
        ) from error
    except (RuntimeError, EOFError, ValueError, KeyError) as error:
        raise UserError(f"{path} is cut short, damaged, or no checkpoint. Get the file again.") from error
