"""Dataclasses of arrays as folders of .npy files, which can be read without being loaded."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from herald.errors import StageFailed, UserError
from herald.files import written_beside

Record = TypeVar("Record")


def save_arrays(record: Any, folder: Path, leave_out: Collection[str] = ()) -> None:
    """Write every array of a dataclass into a folder that exists, but for those that are there already."""
    for field in fields(record):
        if field.name not in leave_out:
            np.save(folder / f"{field.name}.npy", getattr(record, field.name))


def open_arrays(kind: type[Record], folder: Path, mapped: Collection[str] = ()) -> Record:
    """Read a dataclass of arrays back; one that has a default need not be there.

    Args:
        kind: the dataclass.
        folder: where its arrays are.
        mapped: names of arrays that stay on disk.

    Raises:
        UserError: an array is missing: another version of Herald wrote the folder.
        StageFailed: an array is damaged.
    """
    try:
        arrays = {
            field.name: np.load(folder / f"{field.name}.npy", mmap_mode="r" if field.name in mapped else None)
            for field in fields(kind)  # type: ignore[arg-type]
            if field.default_factory is MISSING or (folder / f"{field.name}.npy").is_file()
        }
    except FileNotFoundError as error:
        raise UserError(
            f"{folder} lacks {Path(error.filename).name}: another version of Herald enrolled the presenter. "
            f"Enrol again: herald presenter add {folder.parent.name} VIDEO --replace"
        ) from error
    except (OSError, ValueError, EOFError) as error:
        raise StageFailed(f"{folder} cannot be read ({error}); enrol the presenter again") from error
    return kind(**arrays)


def is_kept(folder: Path, version: int) -> bool:
    """Say whether a folder has what `kept` would keep there."""
    number = folder / "version.npy"
    return number.is_file() and int(np.load(number)) == version


def kept(kind: type[Record], folder: Path, version: int, make: Callable[[], Record]) -> Record:
    """Return a dataclass of arrays from its folder, or make it and keep it there.

    Args:
        kind: the dataclass; it has an array `version` of one number.
        folder: replaced where it is of another version.
        version: the one that is wanted.
        make: gives the record of that version.

    Raises:
        UserError, StageFailed: as `open_arrays`.
    """
    if is_kept(folder, version):
        return open_arrays(kind, folder)
    record = make()
    with written_beside(folder) as part:
        part.mkdir()
        save_arrays(record, part)
    return record
