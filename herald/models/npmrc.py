"""The user's npm configuration, for fetching a package where npm itself is not installed."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from herald.models.network import Access

DEFAULT_REGISTRY = "https://registry.npmjs.org/"


@dataclass(frozen=True)
class Npmrc:
    """What npm is told.

    Attributes:
        registry: address, with a slash at its end.
        access: how to reach it.
    """

    registry: str
    access: Access

    def tarball(self, package: str, version: str) -> str:
        """Return the address of a package; every registry uses this form."""
        return f"{self.registry}{package}/-/{package.rpartition('/')[2]}-{version}.tgz"


def read_npmrc() -> Npmrc:
    """Read the settings of npm: /etc/npmrc, then the user's file, then the environment."""
    said = {name.lower(): value for name, value in os.environ.items()}
    start = "npm_config_"
    set_here = {name[len(start) :].replace("_", "-"): v for name, v in said.items() if name.startswith(start)}
    settings: dict[str, str] = {}
    for path in (Path("/etc/npmrc"), Path(set_here.get("userconfig") or Path.home() / ".npmrc")):
        settings.update(_parse(path))
    settings.update(set_here)
    registry = settings.get("registry") or DEFAULT_REGISTRY
    registry = registry.rstrip("/") + "/"
    proxy = settings.get("https-proxy") or settings.get("proxy")
    return Npmrc(
        registry,
        Access(
            headers=_authorisation(settings, registry),
            proxy=proxy if proxy and proxy not in ("null", "false") else None,
            certificates=settings.get("cafile"),
        ),
    )


def _parse(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return {}
    settings: dict[str, str] = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith((";", "#")):
            filled = re.sub(r"\$\{(\w+)\}", lambda match: os.environ.get(match.group(1), ""), value)
            settings[name.strip()] = filled.strip().strip("\"'")
    return settings


def _authorisation(settings: dict[str, str], registry: str) -> dict[str, str]:
    """Return the header for a registry that wants to know who asks.

    npm writes credentials as `//host/path/:_authToken=...`, and they count for what lies below.
    """
    place = registry.partition(":")[2]
    for name, value in settings.items():
        where, colon, kind = name.rpartition(":")
        if not colon or not where.startswith("//") or not place.startswith(where.rstrip("/") + "/"):
            continue
        if kind == "_authToken":
            return {"Authorization": f"Bearer {value}"}
        if kind == "_auth":
            return {"Authorization": f"Basic {value}"}
    return {}
