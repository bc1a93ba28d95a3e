"""Files that are whole or not there: written beside their target, verified, then renamed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
"""The error numbers of a disk that is full and of a quota that is used up."""

_CHUNK_BYTES = 1 << 20


@contextlib.contextmanager
def written_beside(target: Path, verify: Callable[[Path], None] | None = None) -> Iterator[Path]:
    """Give a path beside `target` to write to, and rename it to `target` at the end.

    The temporary name keeps the suffix of `target`, since encoders read the format from it. Whatever
    goes wrong (an error, a failed `verify`, Ctrl-C), the temporary file is removed and `target` stays
    as it was. Works for a file and for a folder; an existing folder is replaced.

    Args:
        target: the file or folder to make.
        verify: called with the temporary path before the rename; raises if it is not good.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.parent / f".{target.stem}.{secrets.token_hex(4)}.part{target.suffix}"
    try:
        yield part
        if verify is not None:
            verify(part)
        if part.is_dir():
            replace_folder(part, target)
        else:
            _flush_to_disk(part)
            part.replace(target)
    finally:
        remove(part)


def replace_folder(new: Path, target: Path) -> None:
    """Put the folder `new` where `target` is; `target` may or may not exist.

    A folder cannot be renamed over another one that has files, so the old one steps aside first and
    comes back if the second rename fails.
    """
    if not target.exists():
        new.replace(target)
        return
    old = target.parent / f".{target.name}.{secrets.token_hex(4)}.old"
    target.replace(old)
    try:
        new.replace(target)
    except OSError:
        old.replace(target)
        raise
    remove(old)


def remove(path: Path) -> None:
    """Remove a file or a folder with all it holds; nothing happens if it is not there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def write_text(target: Path, text: str) -> None:
    """Write a UTF-8 text file, whole or not at all."""
    with written_beside(target) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def write_json(target: Path, value: Any) -> None:
    """Write JSON for people and programs: indented, sorted keys, UTF-8."""
    write_text(target, json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _flush_to_disk(path: Path) -> None:
    # Without this a power cut after the rename can leave an empty file under the final name.
    with path.open("rb") as file:
        os.fsync(file.fileno())
