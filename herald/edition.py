"""A published edition: a folder that appears whole, or not at all."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from herald.errors import BelowMark
from herald.files import sha256_of

if TYPE_CHECKING:
    from herald.media import Script
    from herald.models import Registry

VIDEO = "video.mp4"
CAPTIONS_VTT = "captions.vtt"
CAPTIONS_SRT = "captions.srt"
CHAPTERS = "chapters.vtt"
TRANSCRIPT = "transcript.txt"
POSTER = "poster.jpg"
MARKS = "marks.json"
MANIFEST = "manifest.json"
BUILD_LOG = "build.json"
"""When and how fast an edition was made. Everything else is the same for the same inputs, to the byte."""

MANIFEST_VERSION = 2

_PACKAGES = (
    "ai-edge-litert",
    "numpy",
    "onnxruntime",
    "opencv-python",
    "opencv-python-headless",
    "imageio-ffmpeg",
    "simplejpeg",
)
"""Packages whose version can change a picture or a sound."""


@dataclass(frozen=True)
class Edition:
    """One built version of one language of a broadcast.

    Attributes:
        folder: where it is published.
        number: of the edition.
        manifest: what was made, from what, and what was measured on it.
        log: when it was made, and how long each stage took.
        is_new: false if there was nothing to do.
        note: what a person should know about it; may be empty.
    """

    folder: Path
    number: int
    manifest: Mapping[str, Any]
    log: Mapping[str, Any]
    is_new: bool = True
    note: str = ""

    def lines(self) -> list[str]:
        """Return what a person wants to read when a build has ended."""
        made = self.manifest
        shown_path = str(self.folder / VIDEO)
        if not self.is_new:
            return [shown_path, f"  {self.note}"]
        seconds = self.log.get("stage_seconds", {})
        stages = ", ".join(f"{name} {took:.1f} s" for name, took in seconds.items())
        took = self.log.get("build_seconds", 0.0)
        return [
            shown_path,
            f"  edition {self.number}: {made['seconds']:.1f} s of video made in {took:.1f} s ({stages})",
            *(f"  {note}" for note in made.get("notes", ())),
            *shown(made["measures"], made["warnings"]),
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the manifest and, below `build`, what is not the same every time."""
        return {**self.manifest, "build": {**self.log, "edition": self.number, "is_new": self.is_new}}


def shown(measures: Mapping[str, float | None], warnings: Sequence[str]) -> list[str]:
    """Return what was measured on a finished video as lines for a person."""
    values = [f"{name.replace('_', ' ')} {value:g}" for name, value in measures.items() if value is not None]
    return [f"  measured: {', '.join(values)}", *(f"  below the mark: {warning}" for warning in warnings)]


def refuse_shortfalls(manifest: Mapping[str, Any]) -> None:
    """Raise unless everything that was measured on an edition is as good as its mark asks.

    Raises:
        BelowMark: with everything that is not.
    """
    if warnings := manifest["warnings"]:
        raise BelowMark("the video is not good enough for --strict: " + "; ".join(warnings))


def describe(
    script: Script,
    registry: Registry,
    models: Sequence[str],
    parts: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the part of a manifest that says what an edition was made from.

    Args:
        script: what is said.
        registry: where the models' hashes and licences stand.
        models: names of the model files that were used.
        parts: voice, presenter, renderer and the like, by name.
    """
    return {
        "manifest_version": MANIFEST_VERSION,
        "slug": script.slug,
        "language": script.language,
        "title": script.title,
        "script": {"file": script.path.name, "sha256": script.sha256},
        "models": [
            {"name": name, "sha256": registry.sha256(name), "licence": registry.entry(name).licence}
            for name in models
        ],
        "versions": versions(),
        **parts,
    }


def versions() -> dict[str, str]:
    """Return the versions of Herald, Python and every package that can change the result."""
    found = {"herald": metadata.version("herald"), "python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def file_facts(folder: Path) -> dict[str, dict[str, Any]]:
    """Return size and hash of every file of an edition but the manifest and the log."""
    return {
        path.name: {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }


def clip_seconds(n_frames: int, fps: Fraction) -> float:
    """Return the length of `n_frames` in seconds, for people to read."""
    return round(float(n_frames / fps), 3)
