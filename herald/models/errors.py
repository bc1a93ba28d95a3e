"""Why a model file could not be had from one place. Never leaves this package."""

from __future__ import annotations

import errno
from pathlib import Path

from herald.errors import UserError


class SourceFailed(Exception):
    """One source did not give the file; the next one is tried."""


class DiskFull(UserError):
    """There is no room for a model file; no other source can help."""


def is_full(error: OSError) -> bool:
    """Say whether an error means that the disk or the user's share of it is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def disk_full(folder: Path, needed: int, free: int | None = None) -> DiskFull:
    """Return the error for a full disk.

    Args:
        folder: where room is wanted.
        needed: bytes.
        free: bytes that there are, where known.
    """
    has = f", and there are {megabytes(free)}" if free is not None else ""
    return DiskFull(
        f"the disk is full: {megabytes(needed)} are needed in {folder}{has}. "
        "Make room, or put the workspace elsewhere."
    )


def megabytes(n_bytes: int) -> str:
    """Return a size for a person to read."""
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 1e5 else f"{max(1, round(n_bytes / 1e3))} kB"
