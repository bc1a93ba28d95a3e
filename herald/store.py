"""A content-addressed store of finished parts. It knows nothing of speech or pictures.

    <root>/<stage>/<2 digits>/<key>/    the files of a part, recipe.json and sums.json

A part's key is the hash of a tagged list of everything it was made from: the stage and each input by name,
the stage's version among them. Parts are written beside, under a name that no other process or machine has,
then renamed: a part that is there is whole. Of two builds that make the same part the first rename wins and
the other throws its own away, so there is no lock to be left behind by a process that was killed.

A part is read by its hash once in every process, all of it: that finds what a disk has lost or turned round
while size and time stayed the same, and costs a second for an hour of video.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from herald import files
from herald.files import sha256_of

Input = str | int | float | bool | None | list["Input"] | dict[str, "Input"]
"""What a key may be made from: plain values whose JSON is the same everywhere."""

RECIPE = "recipe.json"
SUMS = "sums.json"
COST = "cost.json"
NOTES = (RECIPE, SUMS, COST)
"""What the store writes beside the files of a part."""

LEASE_NS = 24 * 3600 * 1_000_000_000
"""How long a process on another machine is believed to run after its last sign of life."""

BUILDS = "builds"
"""Folder of the store in which running builds sign, see `herald.cache`."""

PINS = "pins"
"""Folder of the store that says what published editions need, see `herald.cache`."""


@dataclass(frozen=True)
class Recipe:
    """Everything that a part is made from.

    Attributes:
        stage: what makes it, such as "speech".
        inputs: each input by name; files by their hash.
    """

    stage: str
    inputs: Mapping[str, Input]

    @property
    def key(self) -> str:
        """SHA-256 of the recipe's canonical JSON, 64 hex digits."""
        tagged = ["herald", self.stage, sorted(self.inputs.items())]
        text = json.dumps(tagged, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()


_OWNER = re.compile(r"^\.(?:[0-9a-f]{16}\.)?(?P<host>.+)-(?P<pid>\d+)-[0-9a-f]{8}(?:\.|$)")


class Store:
    """Parts by key, each a folder of files.

    Args:
        root: where the parts lie; made when the first one is stored.
        notice: told in a sentence when a damaged part is made again.

    Attributes:
        used: the parts that a build has read or made so far, as `<stage>/<key>`.
        n_reused: how many of them were there already.
        saved_s: what it took to make those, in seconds of one process.
    """

    def __init__(self, root: Path, notice: Callable[[str], None] = lambda message: None) -> None:
        self.root = root
        self.used: dict[str, None] = {}
        self.n_reused = 0
        self.saved_s = 0.0
        self._notice = notice
        self._whole: set[Path] = set()

    def path(self, recipe: Recipe) -> Path:
        """Return where the part lies or will lie."""
        return self.folder(recipe.stage, recipe.key)

    def folder(self, stage: str, key: str) -> Path:
        """Return where the part of that key lies or will lie."""
        return self.root / stage / key[:2] / key

    def has(self, recipe: Recipe) -> bool:
        """Say whether the part is there and undamaged; a damaged one is put away with a notice."""
        target = self.path(recipe)
        if not target.is_dir():
            return False
        if target in self._whole:
            return True
        # First, so that whoever makes room sees that the part is in use again.
        _touch(target)
        wrong = damage(target)
        if wrong:
            self._notice(f"{recipe.stage} {target.name[:12]} in the store is damaged ({wrong}): made again.")
            put_away(target)
            return False
        self._whole.add(target)
        return True

    def reuse(self, recipe: Recipe) -> bool:
        """Say whether the part is there and undamaged; if so, count it as used again."""
        if not self.has(recipe):
            return False
        if f"{recipe.stage}/{recipe.key}" not in self.used:
            self.use(recipe)
            self.n_reused += 1
            self.saved_s += self.cost_s(recipe)
        return True

    def use(self, recipe: Recipe) -> None:
        """Count a part as needed by the running build."""
        self.used[f"{recipe.stage}/{recipe.key}"] = None

    def begin(self) -> None:
        """Begin to count anew, for another build."""
        self.used, self.n_reused, self.saved_s = {}, 0, 0.0

    def get(self, recipe: Recipe, make: Callable[[Path], None]) -> Path:
        """Return the part's folder, making it first if it is not there or damaged.

        Args:
            recipe: what it is made from.
            make: fills the empty folder it is given; if it raises, nothing is stored.
        """
        target = self.path(recipe)
        if self.reuse(recipe):
            return target
        part = target.parent / f".{target.name[:16]}.{unique_name()}.part"
        try:
            # Inside, since a signal that ends the process may come as soon as the folder is there.
            part.mkdir(parents=True)
            began = time.monotonic()
            make(part)
            seconds = time.monotonic() - began
            _write(part / RECIPE, dict(recipe.inputs))
            _write(part / SUMS, sums(part))
            # After the sums: what a part costs is a clock, and the rest must be the same every time.
            _write(part / COST, {"seconds": round(seconds, 3)})
            settle(part, target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        self.use(recipe)
        self._whole.add(target)
        return target

    def cost_s(self, recipe: Recipe) -> float:
        """Return how many seconds it took to make a part; 0 where that is not known."""
        try:
            return float(json.loads((self.path(recipe) / COST).read_text(encoding="utf-8"))["seconds"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0.0

    def parts(self) -> Iterator[Path]:
        """Yield the folder of every part."""
        for stage in _folders(self.root):
            if stage.name in (BUILDS, PINS):
                continue
            for group in _folders(stage):
                yield from _folders(group)


def settle(part: Path, target: Path) -> None:
    """Rename a finished folder to its place, unless another process was faster; then that one's stays."""
    _flush(part)
    try:
        part.rename(target)
    except OSError:
        # Not empty: somebody has made the same meanwhile. Anything else is a fault.
        if not target.is_dir():
            raise


def damage(part: Path) -> str:
    """Return what is wrong with a part, or an empty string."""
    try:
        noted = json.loads((part / SUMS).read_text(encoding="utf-8"))
        for name, (n_bytes, sha256) in noted.items():
            found = (part / name).stat().st_size
            if found != n_bytes:
                return f"{name} has {found} bytes instead of {n_bytes}"
            if sha256_of(part / name) != sha256:
                return f"{name} has other bytes than were written"
    except (OSError, ValueError, TypeError, AttributeError) as error:
        return f"it cannot be read: {error}"
    return ""


def put_away(part: Path) -> None:
    """Remove a part so that nobody ever sees half of it."""
    gone = part.parent / f".{part.name[:16]}.{unique_name()}.gone"
    with contextlib.suppress(FileNotFoundError):  # another process was faster
        part.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def sums(part: Path) -> dict[str, list[int | str]]:
    """Return size and hash of every file of a part."""
    return {path.name: [path.stat().st_size, sha256_of(path)] for path in sorted(part.iterdir())}


def unique_name() -> str:
    """Return a name that no other process has, on this machine or another that shares the folder."""
    return f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"


def is_running(pid: int) -> bool:
    """Say whether a process of that number runs on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def remove_leftovers(folder: Path) -> None:
    """Remove what killed builds left half made, once nobody can be writing to it any more."""
    try:
        found = [entry for entry in os.scandir(folder) if entry.name.startswith(".")]
    except FileNotFoundError:
        return
    if not found:
        return
    here, now = socket.gethostname()[:32], now_ns(folder)
    for entry in found:
        owner = _OWNER.search(entry.name)
        with contextlib.suppress(FileNotFoundError):
            old = now - entry.stat(follow_symlinks=False).st_mtime_ns > LEASE_NS
            if old or (owner and owner["host"] == here and not is_running(int(owner["pid"]))):
                files.remove(Path(entry.path))


def now_ns(folder: Path) -> int:
    """Return the time of the disk that a folder is on: on a file share it is not this machine's."""
    clock = folder / f".{unique_name()}.clock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clock.touch()
        return clock.stat().st_mtime_ns
    finally:
        clock.unlink(missing_ok=True)


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(e.path) for e in entries if not e.name.startswith(".") and e.is_dir())
    except FileNotFoundError:
        return []


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False), encoding="utf-8")


def _flush(part: Path) -> None:
    # Without this a power cut after the rename can leave empty files under the final name.
    for path in part.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _touch(part: Path) -> None:
    with contextlib.suppress(OSError):  # a store that may only be read keeps no time of last use
        os.utime(part)
