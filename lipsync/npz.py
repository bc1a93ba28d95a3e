"""Arrays by name in one .npz file: whole or not there, and the same bytes for the same arrays."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.files import written_beside


def write_npz(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays to a file."""
    with written_beside(path) as part:
        np.savez(part, **dict(arrays))  # type: ignore[arg-type]


def read_npz(path: Path) -> dict[str, NDArray[Any]]:
    """Read the arrays of a file.

    Raises:
        StageFailed: the file is missing or damaged.
    """
    try:
        # Given a path, numpy leaves the file open when it is damaged.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise StageFailed(f"{path} cannot be read ({error}); make it again") from error
