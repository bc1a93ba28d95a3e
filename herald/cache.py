"""The store kept within a size: what is in it, what may go, whether it is sound.

    builds/<host>-<pid>-<random>    a build that runs: whatever was used since it began stays
    pins/<host>-<hash>.json         a published edition: what it needs stays, whoever's workspace it is in

Everything else goes by last use, the longest unused first. Times are those of the shared folder's own clock,
never a machine's. A build that was killed leaves its sign behind; nobody waits for it: on its own machine it
is swept away when no process has that number, on others a day after its last part.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import socket
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from herald import files, store
from herald.store import BUILDS, PINS, Store, unique_name

_LOOK_EVERY_NS = 600 * 1_000_000_000


@dataclass(frozen=True)
class Stats:
    """What is in a store.

    Attributes:
        n_parts, n_bytes: by stage.
        n_pinned, pinned_bytes: what published editions need.
        n_builds: builds that run now.
    """

    n_parts: dict[str, int]
    n_bytes: dict[str, int]
    n_pinned: int
    pinned_bytes: int
    n_builds: int


@dataclass(frozen=True)
class Swept:
    """What making room did.

    Attributes:
        n_removed, freed_bytes: parts that went.
        kept_bytes: what is left.
    """

    n_removed: int
    freed_bytes: int
    kept_bytes: int


@dataclass(frozen=True)
class _Part:
    folder: Path
    n_bytes: int
    used_ns: int

    @property
    def name(self) -> str:
        return f"{self.folder.parent.parent.name}/{self.folder.name}"


@contextlib.contextmanager
def running_build(shared: Store) -> Iterator[None]:
    """Sign as a running build: nothing that is used inside is removed by anybody."""
    sign = shared.root / BUILDS / unique_name()
    sign.parent.mkdir(parents=True, exist_ok=True)
    sign.touch()
    try:
        yield
    finally:
        sign.unlink(missing_ok=True)


def pin(shared: Store, folder: Path, parts: Iterable[str]) -> None:
    """Note which parts a published edition needs.

    Args:
        shared: where the parts are.
        folder: of the edition; of two notes for one folder the last counts.
        parts: as in `Store.used`.
    """
    host = socket.gethostname()
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]
    note = {"host": host, "folder": str(folder.resolve()), "parts": sorted(parts)}
    files.write_json(shared.root / PINS / f"{host[:32]}-{name}.json", note)


def stats(shared: Store) -> Stats:
    """Count what is in a store."""
    n_parts: Counter[str] = Counter()
    n_bytes: Counter[str] = Counter()
    pinned, n_pinned, pinned_bytes = _pinned(shared), 0, 0
    for part in _parts(shared):
        stage = part.name.partition("/")[0]
        n_parts[stage] += 1
        n_bytes[stage] += part.n_bytes
        if part.name in pinned:
            n_pinned += 1
            pinned_bytes += part.n_bytes
    return Stats(dict(n_parts), dict(n_bytes), n_pinned, pinned_bytes, len(list(_builds(shared))))


def collect(shared: Store, limit_bytes: int) -> Swept:
    """Remove what was not used for the longest time until the store is within a size.

    What a published edition needs and what a running build may use stays, even if that is more.

    Args:
        shared: the store.
        limit_bytes: what it may hold.
    """
    _sweep_leftovers(shared)
    since = min(_builds(shared), default=None)
    pinned = _pinned(shared)
    parts = sorted(_parts(shared), key=lambda part: part.used_ns)
    total = sum(part.n_bytes for part in parts)
    n_removed = freed = 0
    for part in parts:
        if total - freed <= limit_bytes:
            break
        if part.name in pinned or (since is not None and part.used_ns >= since):
            continue
        if _remove(part):
            n_removed += 1
            freed += part.n_bytes
    return Swept(n_removed, freed, total - freed)


def collect_if_large(shared: Store, limit_bytes: int) -> None:
    """Make room after a build; looks at most every ten minutes, since counting takes a while on a share."""
    looked = shared.root / ".looked"
    with contextlib.suppress(FileNotFoundError):
        if store.now_ns(shared.root) - looked.stat().st_mtime_ns < _LOOK_EVERY_NS:
            return
    looked.parent.mkdir(parents=True, exist_ok=True)
    looked.touch()
    collect(shared, limit_bytes)


def verify(shared: Store) -> tuple[int, list[str]]:
    """Read every part and put away those that are damaged; a build makes them again.

    Returns:
        how many parts were read, and a line for each that was damaged.
    """
    n_parts = 0
    damaged = []
    for folder in shared.parts():
        n_parts += 1
        wrong = store.damage(folder)
        if wrong:
            damaged.append(f"{folder.parent.parent.name}/{folder.name}: {wrong}")
            store.put_away(folder)
    return n_parts, damaged


def _parts(shared: Store) -> Iterator[_Part]:
    for folder in shared.parts():
        # What another process removes meanwhile is simply not there.
        with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
            n_bytes = sum(entry.stat().st_size for entry in entries)
            yield _Part(folder, n_bytes, folder.stat().st_mtime_ns)


def _remove(part: _Part) -> bool:
    """Remove a part unless somebody has begun to use it; says whether it went."""
    gone = part.folder.parent / f".{part.folder.name[:16]}.{unique_name()}.gone"
    try:
        if part.folder.stat().st_mtime_ns != part.used_ns:
            return False
        part.folder.rename(gone)
        if gone.stat().st_mtime_ns != part.used_ns:
            # Touched between the two lines above.
            store.settle(gone, part.folder)
            return False
    except FileNotFoundError:
        return False
    shutil.rmtree(gone, ignore_errors=True)
    return True


def _pinned(shared: Store) -> set[str]:
    """Return the parts that published editions need; notes of editions that are gone are removed."""
    needed: set[str] = set()
    for note in (shared.root / PINS).glob("*.json"):
        try:
            said = json.loads(note.read_text(encoding="utf-8"))
            here, folder = said["host"] == socket.gethostname(), Path(said["folder"])
            parts = set(said["parts"])
        except (OSError, ValueError, KeyError, TypeError):
            # Written whole, so this was damaged since; the next build of that edition writes it again.
            continue
        if here and not folder.exists():
            note.unlink(missing_ok=True)
        else:
            needed |= parts
    return needed


def _builds(shared: Store) -> Iterator[int]:
    """Yield when each running build began, in nanoseconds of the folder's clock."""
    signs = list((shared.root / BUILDS).glob("*"))
    if not signs:
        return
    now = store.now_ns(shared.root)
    for sign in signs:
        with contextlib.suppress(FileNotFoundError):
            began = sign.stat().st_mtime_ns
            host, pid, _ = sign.name.rsplit("-", 2)
            if host == socket.gethostname()[:32]:
                runs = store.is_running(int(pid))
            else:
                runs = now - began < store.LEASE_NS
            if runs:
                yield began
            else:
                sign.unlink(missing_ok=True)


def _sweep_leftovers(shared: Store) -> None:
    store.remove_leftovers(shared.root)
    for group in shared.root.glob("*/*"):
        if group.is_dir():
            store.remove_leftovers(group)
