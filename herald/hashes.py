"""Hashes of large files, remembered for as long as a file's size and time stay as they were."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from herald.files import sha256_of, write_json

SETTLED_NS = 2_000_000_000
"""A file written less than this ago may change again without its time changing: it is not remembered."""


@dataclass
class FileHashes:
    """SHA-256 by path, size and time of modification.

    Attributes:
        path: where they are remembered; made when there is something to remember.
    """

    path: Path
    _known: dict[str, list[int | str]] | None = field(default=None, repr=False)

    def sha256(self, path: Path) -> str:
        """Return a file's hash as 64 hex digits; the file is read only if it changed since the last time."""
        known = self._load()
        facts = path.stat()
        name = str(path.resolve())
        seen = known.get(name)
        if seen and seen[:2] == [facts.st_size, facts.st_mtime_ns]:
            return str(seen[2])
        digest = sha256_of(path)
        if time.time_ns() - facts.st_mtime_ns > SETTLED_NS:
            known[name] = [facts.st_size, facts.st_mtime_ns, digest]
            write_json(self.path, known)
        return digest

    def _load(self) -> dict[str, list[int | str]]:
        if self._known is None:
            try:
                self._known = dict(json.loads(self.path.read_text(encoding="utf-8")))
            except (OSError, ValueError):
                # Nothing is lost with it: the files are read again.
                self._known = {}
        return self._known
