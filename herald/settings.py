"""What a workspace is set to, in `herald.toml`; all of it may be left out.

    [cache]
    folder = "/srv/herald/store"    # several workspaces and machines may share one
    limit = "20G"

    [editions]
    keep = 20                       # of each broadcast and language, the published one always
    keep_days = 365
    keep_size = "5G"

HERALD_STORE and HERALD_STORE_LIMIT win over [cache].
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from herald.errors import UserError, did_you_mean

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_KEYS = {"cache": ("folder", "limit"), "editions": ("keep", "keep_days", "keep_size")}


@dataclass(frozen=True)
class Settings:
    """What a workspace is set to.

    Attributes:
        store: folder of finished parts; None for the workspace's own.
        store_bytes: what it may hold.
        keep: editions of each broadcast and language, at least 1.
        keep_days: older ones go; None keeps them.
        keep_bytes: of all editions of one broadcast and language; None for no limit.
    """

    store: Path | None = None
    store_bytes: int = 20 * 10**9
    keep: int = 20
    keep_days: float | None = None
    keep_bytes: int | None = None

    @classmethod
    def load(cls, path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read settings; a file that is not there sets nothing.

        Raises:
            UserError: with everything that is wrong.
        """
        said = _read(path)
        cache, editions = said.get("cache", {}), said.get("editions", {})
        folder = environment.get("HERALD_STORE") or cache.get("folder")
        limit = environment.get("HERALD_STORE_LIMIT") or cache.get("limit", cls.store_bytes)
        keep_size = editions.get("keep_size")
        keep, keep_days = editions.get("keep", cls.keep), editions.get("keep_days")
        complaints = [
            f"{path}: {name} must be {wanted}, not {value!r}"
            for name, value, wanted, good in (
                ("editions.keep", keep, "a whole number from 1", _is_whole(keep) and keep >= 1),
                (
                    "editions.keep_days",
                    keep_days,
                    "a number of days",
                    keep_days is None or _is_days(keep_days),
                ),
                ("cache.folder", folder, "a path", folder is None or isinstance(folder, str)),
            )
            if not good
        ]
        if complaints:
            raise UserError("\n".join(complaints))
        return cls(
            store=path.parent / Path(folder).expanduser() if folder else None,
            store_bytes=parse_bytes(limit),
            keep=keep,
            keep_days=keep_days,
            keep_bytes=None if keep_size is None else parse_bytes(keep_size),
        )


def parse_bytes(text: str | int) -> int:
    """Read a size such as "500M", "20 GB" or 1000.

    Raises:
        UserError: it is none.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?\s*", str(text), re.IGNORECASE)
    if match is None:
        raise UserError(f"'{text}' is not a size; write it like 500M or 20G.")
    return int(float(match[1]) * _UNITS[match[2].upper()])


def shown_bytes(n_bytes: int) -> str:
    """Return a size for people, in the units of `parse_bytes`."""
    unit = next((u for u in ("T", "G", "M", "K") if n_bytes >= _UNITS[u]), "")
    return f"{n_bytes / _UNITS[unit]:.1f} {unit}B" if unit else f"{n_bytes} B"


def _read(path: Path) -> dict[str, Any]:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read: {error}") from error
    for table, values in said.items():
        if table not in _KEYS or not isinstance(values, dict):
            raise UserError(f"{path}: there is no [{table}]. {did_you_mean(table, _KEYS)}".rstrip())
        for key in values:
            if key not in _KEYS[table]:
                hint = did_you_mean(key, _KEYS[table])
                raise UserError(f"{path}: there is no '{key}' in [{table}]. {hint}".rstrip())
    return said


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_days(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0
