"""Looks at the installation and says what is there, what is missing, and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib import metadata
from pathlib import Path

from herald.errors import HeraldError
from herald.studio import Studio

LEAST_FREE_GB = 2.0
"""A minute of video and what a build stores of it take well under this."""

SELF_TEST_WORDS = "This is Herald. If you can see and hear me, all is well."


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        good: False when Herald cannot work with it as it is.
        detail: what was found, and what to do where it is not good.
    """

    name: str
    good: bool
    detail: str

    def line(self) -> str:
        """Return the finding as one line."""
        return f"{'ok  ' if self.good else 'BAD '} {self.name:<12} {self.detail}"


def examine(studio: Studio) -> list[Finding]:
    """Look at everything a build needs, and end with a small build of its own."""
    findings = [
        _python(),
        *_packages(),
        _ffmpeg(),
        _device(),
        _models(studio),
        _presenters(studio),
        _disk(studio.workspace.root),
        _writable(studio.workspace.root),
    ]
    if all(finding.good for finding in findings):
        findings.append(_self_test(studio))
    return findings


def _python() -> Finding:
    good = (3, 11) <= sys.version_info[:2] < (3, 13)
    detail = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding("python", good, detail if good else f"{detail}; Herald needs 3.11 or 3.12")


def _packages() -> Iterator[Finding]:
    """Import what is known to break on some machines; an import error is the finding."""
    for name, module, remedy in (
        ("opencv", "cv2", "run `make setup` again: it chooses a build that needs no graphics library"),
        ("ai-edge-litert", "ai_edge_litert.interpreter", "run `make setup` again"),
        ("onnxruntime", "onnxruntime", "run `make setup` again"),
    ):
        try:
            __import__(module)
        except (ImportError, OSError) as error:
            yield Finding(name, False, f"{error}; {remedy}")
            continue
        yield Finding(name, True, _version(name))


def _version(name: str) -> str:
    for package in (name, f"{name}-python", f"{name}-python-headless"):
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return "version unknown"


def _ffmpeg() -> Finding:
    from herald.ffmpeg import ffmpeg_exe, run_ffmpeg

    def version() -> str:
        run_ffmpeg([ffmpeg_exe(), "-hide_banner", "-version"])
        return ffmpeg_exe()

    return _tried("ffmpeg", version)


def _device() -> Finding:
    """Say what networks and batched pixel work could use; the CPU is enough for everything."""
    from lipsync.device import accelerator_signs, cuda_fault

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    here = f"CPU, {cores} cores"
    try:
        import torch
    except (ImportError, OSError) as error:
        return Finding("device", True, f"{here} (torch cannot be used: {error})")
    if not accelerator_signs():
        return Finding("device", True, f"{here}; no graphics card (torch {torch.__version__})")
    if fault := cuda_fault():
        # A card that cannot be used is worth mending; builds go on with the CPU until then.
        return Finding("device", False, f"{here}; {fault}. Until then --device cpu does everything")
    names = ", ".join(torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count()))
    return Finding("device", True, f"{here}; CUDA: {names} (torch {torch.__version__}); {_codecs()}")


def _codecs() -> str:
    """Say whether the card encodes and decodes video, as tried."""
    import numpy as np

    from herald.ffmpeg import VideoWriter
    from herald.ffmpeg.hardware import NVENC, decoder_works, encoder_works

    with tempfile.TemporaryDirectory(prefix="herald-doctor-") as scratch:
        video = Path(scratch) / "probe.mp4"
        with VideoWriter(video, (320, 240), Fraction(25)) as writer:
            for _ in range(3):
                writer.write(np.zeros((240, 320, 3), np.uint8))
        decodes = decoder_works(video)
    encodes = encoder_works(NVENC)
    return f"encoding on the card: {'works' if encodes else 'no'}, decoding: {'works' if decodes else 'no'}"


def _models(studio: Studio) -> Finding:
    missing = studio.registry.missing()
    if missing:
        return Finding("models", False, f"missing: {', '.join(missing)}; run `herald models pull`")
    return Finding("models", True, f"everything for a first broadcast is in {studio.workspace.models}")


def _presenters(studio: Studio) -> Finding:
    from herald.presenters import enrolled

    def names() -> str:
        found = [presenter.name for presenter in enrolled(studio)]
        return ", ".join(found) if found else "none yet; Ada is drawn by the first build that asks for her"

    return _tried("presenters", names)


def _disk(root: Path) -> Finding:
    free_gb = shutil.disk_usage(root).free / 1e9
    good = free_gb >= LEAST_FREE_GB
    return Finding(
        "disk", good, f"{free_gb:.1f} GB free" + ("" if good else f"; at least {LEAST_FREE_GB} wanted")
    )


def _writable(root: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=root):
            return Finding("workspace", True, str(root))
    except OSError as error:
        return Finding("workspace", False, f"{root} cannot be written to: {error.strerror}")


def _self_test(studio: Studio) -> Finding:
    """Build one sentence from beginning to end, in a folder that is thrown away."""

    def build_one() -> str:
        from herald.pipeline import build
        from herald.plan import Wishes, plan_all

        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="herald-doctor-") as scratch:
            script = Path(scratch) / "self-test.en.md"
            script.write_text(SELF_TEST_WORDS, encoding="utf-8")
            (plan,) = plan_all(studio, [script], Wishes(date.today(), output=Path(scratch) / "out"))
            edition = build(studio, plan)
        warnings = "; ".join(edition.manifest["warnings"])
        took = f"{edition.manifest['seconds']:.1f} s of video in {time.monotonic() - started:.1f} s"
        return f"{took}{'; below the mark: ' + warnings if warnings else ''}"

    return _tried("self-test", build_one)


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except HeraldError as error:
        return Finding(name, False, str(error))
