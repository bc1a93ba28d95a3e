"""Inside a rendering process: one segment after the other is rendered and encoded, or measured."""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Lock
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from herald.inputs import CRF, PARTITIONS, PRESET
from herald.motion import mouth_in
from herald.render_job import JOINT, SEEN, VIDEO, RenderJob
from herald.renderers import ChosenRenderer
from herald.store import Recipe, Store
from lipsync.device import CPU

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lipsync.engine import Renderer
    from lipsync.landmarks import FaceLandmarker
    from lipsync.presenter import Presenter
    from lipsync.yardstick import Yardstick


@dataclass(frozen=True)
class CpuSeconds:
    """What workers and their encoders used.

    Attributes:
        render: for pictures: reading footage, painting, encoding.
        check: for measuring the encoded pictures.
    """

    render: float = 0.0
    check: float = 0.0

    def __add__(self, other: CpuSeconds) -> CpuSeconds:
        return CpuSeconds(self.render + other.render, self.check + other.check)


_stopping = False
_frames: Synchronized[int] | None = None
_notes: SimpleQueue[str] | None = None
_loading: Lock | None = None
_device = CPU
_renderers: dict[ChosenRenderer, Renderer] = {}
_landmarkers: dict[Path, FaceLandmarker] = {}
_yardsticks: dict[str, Yardstick] = {}


def start(frames: Synchronized[int], notes: SimpleQueue[str], loading: Lock, device: str) -> None:
    """Begin to work.

    Args:
        frames: counts what is painted.
        notes: takes notices.
        loading: held by the worker that gets ready.
        device: paints.
    """
    global _frames, _notes, _loading, _device
    _frames, _notes, _loading, _device = frames, notes, loading, device
    # Ctrl-C reaches the whole group; the parent decides, and ends us with SIGTERM.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import cv2

    cv2.setNumThreads(1)


def _end_with_parent() -> None:
    """End when the build is gone: whoever kills it must not be left with its workers."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _stop(signal_number: int, frame: FrameType | None) -> None:
    global _stopping
    _stopping = True
    # Unwinds the stack, so that half-written files are removed.
    sys.exit(1)


@dataclass(frozen=True)
class Needs:
    """What a worker loads before it can make a segment.

    Attributes:
        presenter: the enrolled person.
        renderer: what paints, with its weights.
        landmark_model: the model file that finds the face when the result is measured.
    """

    presenter: Presenter
    renderer: ChosenRenderer
    landmark_model: Path


def get_ready(needs: Needs) -> CpuSeconds:
    """Load what segments need, before there is one; returns what it took."""
    before = _cpu_s()
    with _loading or contextlib.nullcontext():
        _renderer(needs.renderer)
        _yardstick(needs.presenter, _landmarker(needs.landmark_model))
    return CpuSeconds(_cpu_s() - before)


def render_segment(job: RenderJob, store_root: Path) -> CpuSeconds:
    """Render and encode one segment; returns what it took."""
    store = Store(store_root)
    return CpuSeconds(render=_put_in(store, job.recipe, lambda folder: encode(job, store, folder)))


def check_segment(job: RenderJob, store_root: Path) -> CpuSeconds:
    """Measure one segment that was rendered; returns what it took."""
    store = Store(store_root)
    return CpuSeconds(check=_put_in(store, job.check, lambda folder: check(job, store, folder)))


def _put_in(store: Store, recipe: Recipe, make: Callable[[Path], None]) -> float:
    """Make a part of the store, unless another process has made it meanwhile; returns CPU seconds."""
    if _stopping:
        # The pool takes the exit above for the task's result and would go on with the next task.
        os._exit(1)
    before = _cpu_s()
    store.get(recipe, make)
    return _cpu_s() - before


def _cpu_s() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def encode(job: RenderJob, store: Store, folder: Path) -> None:
    """Paint a segment, and write its pictures and what there is to know to join them."""
    from herald.ffmpeg import Joinable, VideoWriter
    from herald.files import write_json
    from lipsync.planes import of_rgb

    mouth = mouth_in(store, job.sounds, job.fps, job.n_frames)
    video = folder / VIDEO
    sound = job.heard.waveform() if job.heard else None
    frames = _renderer(job.renderer).render(job.presenter, mouth, job.base, sound)
    with VideoWriter(
        video,
        job.size_px,
        job.fps,
        source_size_px=job.staging.source_size_px,
        crf=CRF,
        preset=PRESET,
        partitions=PARTITIONS,
        planes=True,
        codec=job.codec,
    ) as writer:
        for frame in job.staging.staged(frames, job.presenter, job.n_frames):
            writer.write(of_rgb(frame))
            _count()
    joint = Joinable.look(video, job.fps)
    write_json(folder / JOINT, {"header": joint.header, "n_frames": joint.n_frames, "step": joint.step})


def check(job: RenderJob, store: Store, folder: Path) -> None:
    """Measure the encoded pictures of a segment that is in the store."""
    from lipsync.quality import measure_mouth
    from lipsync.track import Chosen

    landmarker = _landmarker(job.landmark_model)
    yardstick = _yardstick(job.presenter, landmarker)
    # Others may stand beside the presenter.
    chosen = Chosen(job.staging.shown_at(_face(job.presenter, int(job.base.a[0]))))
    seen = measure_mouth(store.path(job.recipe) / VIDEO, landmarker, yardstick, chosen=chosen)
    seen.save(folder / SEEN)


@functools.lru_cache(maxsize=8)
def _face(presenter: Presenter, frame: int) -> NDArray[np.float32]:
    """Return where the presenter's face is in a frame of the footage, float32 `[478, 3]` px.

    All segments begin with the same frame.
    """
    from lipsync.track import FaceTrack

    landmarks: NDArray[np.float32] = FaceTrack.load(presenter.track).landmarks[frame].copy()
    return landmarks


def _renderer(chosen: ChosenRenderer) -> Renderer:
    """Return this worker's renderer of that choice."""
    from lipsync.engine import Setup, renderer

    if chosen not in _renderers:
        _renderers[chosen] = renderer(chosen.name, Setup(_device, chosen.weights, _note))
    return _renderers[chosen]


def _landmarker(model: Path) -> FaceLandmarker:
    """Return this worker's landmarker; it stays open for as long as the process lives."""
    from lipsync.landmarks import FaceLandmarker

    if model not in _landmarkers:
        _landmarkers[model] = FaceLandmarker(model, with_looks=False).__enter__()
    return _landmarkers[model]


def _yardstick(presenter: Presenter, landmarker: FaceLandmarker) -> Yardstick:
    """Return what this worker measures a presenter's videos with; it is read once."""
    from lipsync.yardstick import yardstick_of

    if presenter.identity not in _yardsticks:
        _yardsticks.clear()
        _yardsticks[presenter.identity] = yardstick_of(presenter, landmarker)
    return _yardsticks[presenter.identity]


def _note(message: str) -> None:
    if _notes is not None:
        _notes.put(message)


def _count() -> None:
    if _frames is not None:
        with _frames.get_lock():
            _frames.value += 1
