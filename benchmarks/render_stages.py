"""Where the CPU of a rendered frame goes: one segment, in one process, stage by stage.

    python benchmarks/render_stages.py --presenter ada --seconds 12

Prints milliseconds of CPU per frame for each stage, for the encoder (a process of its own), and for the check
that follows. The profiler itself adds some, so the whole is measured once more without it.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from herald.render_job import RenderJob
    from herald.studio import Studio

ROOT = Path(__file__).resolve().parent.parent

PHONES = ("h", "ə", "l", "oʊ", "p", "ɑː", "m", "iː", "t", "uː", "f", "ɔː", "b", "æ")

STAGES = (
    ("read a frame", "stills.py", "frame"),
    ("morph two frames at a jump", "path_morph.py", "morph"),
    ("planes to RGB", "planes.py", "rgb"),
    ("change back to planes", "planes.py", "add_change"),
    ("say where the mouth shall be", "geometry.py", "wanted"),
    ("choose mouths", "retrieval.py", "choose"),
    ("mesh to raster", "warp.py", "of"),
    ("warp the jaw", "pixels.py", "_warped_base"),
    ("warp and mix mouths", "pixels.py", "_mouth"),
    ("blend", "blend.py", "pyramid_change"),
    ("hand to the encoder", "write.py", "write"),
    ("check: decode and wait", "read.py", "_pictures"),
    ("check: find the face", "onlooker.py", "rest"),
    ("check: measure the lower face", "lower_face.py", "measure"),
)
"""What is shown, the file, and the function whose whole time it is."""


def main() -> None:
    """Render one segment twice, once under the profiler, and print the budget."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--presenter", default="ada")
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--workspace", type=Path, default=ROOT)
    options = parser.parse_args()

    import cv2

    from herald.studio import Studio

    cv2.setNumThreads(1)
    studio = Studio.open(options.workspace)
    job = job_of(studio, options.presenter, options.seconds)
    with tempfile.TemporaryDirectory() as scratch:
        given = job, Path(scratch)
        fill(*given)  # loads what a worker loads once
        plain_ms, encoder_ms = (seconds * 1000 / job.n_frames for seconds in cpu_s(fill, *given))
        profiler = cProfile.Profile(time.process_time)
        profiler.runcall(fill, *given)
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    print(f"{job.n_frames} frames of {job.size_px[0]}x{job.size_px[1]}, CPU ms per frame")
    print(f"  {'this process':32}{plain_ms:7.2f}\n  {'ffmpeg: encode, and decode':32}{encoder_ms:7.2f}")
    print("of this process, under the profiler:")
    for name, file, function in STAGES:
        found = [row for (where, _, what), row in stats.items() if where.endswith(file) and what == function]
        print(f"  {name:32}{1000 * sum(row[3] for row in found) / job.n_frames:7.2f}")


def cpu_s(work: Callable[..., None], *arguments: object) -> tuple[float, float]:
    """Return CPU seconds of this process and of the processes that it started and waited for."""
    before = os.times()
    work(*arguments)
    after = os.times()
    own = after.user + after.system - before.user - before.system
    theirs = after.children_user + after.children_system - before.children_user - before.children_system
    return own, theirs


def fill(job: RenderJob, folder: Path) -> None:
    """Render, encode and check a segment, as workers do."""
    from herald.render_worker import check, encode
    from herald.store import Store

    # Anew each time.
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        store = Store(Path(scratch))
        store.get(job.recipe, lambda part: encode(job, store, part))
        store.get(job.check, lambda part: check(job, store, part))


def job_of(studio: Studio, name: str, seconds: float) -> RenderJob:
    """Return a segment of made-up speech, six phones a second."""
    from herald.media import Mark
    from herald.presenters import LANDMARK_MODEL, complete, find
    from herald.render_job import RenderJob
    from herald.renderers import choose_renderer
    from herald.staging import Look, stage
    from herald.timing import MASTER_RATE_HZ
    from lipsync.path import path

    presenter = find(studio, name)
    complete(studio, presenter)
    n_frames = round(seconds * presenter.fps)
    step = MASTER_RATE_HZ // 6
    marks = [
        Mark("phone", PHONES[i % len(PHONES)], i * step, (i + 1) * step) for i in range(round(seconds * 6))
    ]
    return RenderJob(
        presenter=presenter,
        identity=presenter.identity,
        renderer=choose_renderer(studio, presenter),
        sounds=tuple(marks),
        fps=presenter.fps,
        n_frames=n_frames,
        base=path(presenter, n_frames, "benchmark", presenter.fps),
        staging=stage(presenter, Look()),
        landmark_model=studio.model_path(LANDMARK_MODEL),
    )


if __name__ == "__main__":
    main()
