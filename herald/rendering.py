"""Segments become pictures: a process for each core renders, encodes and measures one at a time."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing.queues import SimpleQueue
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from herald.errors import StageFailed
from herald.ffmpeg.hardware import X264, best_codec
from herald.inputs import CRF, PRESET, picture_inputs
from herald.media import Mark
from herald.motion import mouth_in
from herald.progress import Progress
from herald.renderers import ChosenRenderer, Heard
from herald.staging import Staging
from herald.store import Recipe, Store
from lipsync.device import CPU

if TYPE_CHECKING:
    from herald.ffmpeg import Joinable
    from lipsync.engine import Renderer
    from lipsync.landmarks import FaceLandmarker
    from lipsync.path import FramePath
    from lipsync.presenter import Presenter
    from lipsync.yardstick import Yardstick

_AHEAD = 2
"""Segments that are handed out for each worker: one in work, one that waits."""

VIDEO = "video.mp4"
SEEN = "seen.npz"
JOINT = "joint.json"
"""What there is to know of a segment's packets to join it with others."""


@dataclass(frozen=True)
class RenderJob:
    """One segment to render.

    Attributes:
        presenter: the enrolled person.
        identity: hash of everything that enrolment made of them.
        renderer: what paints, with its weights.
        sounds: phones and pauses of the segment, in samples at MASTER_RATE_HZ.
        fps: of the picture.
        n_frames: length of the segment.
        base: the footage under each picture.
        staging: which part of the pictures is shown, at what size, before what background.
        landmark_model: the model file that finds the face when the result is measured.
        heard: the sound, for renderers that hear.
        device: the kind of device that paints: "cpu", "cuda", "mps".
    """

    presenter: Presenter
    identity: str
    renderer: ChosenRenderer
    sounds: tuple[Mark, ...]
    fps: Fraction
    n_frames: int
    base: FramePath
    staging: Staging
    landmark_model: Path
    heard: Heard | None = None
    device: str = CPU

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of the picture."""
        return self.staging.size_px

    @property
    def codec(self) -> str:
        """What encodes the pictures; all segments of a device have the same, since they are joined."""
        return best_codec() if self.device == "cuda" else X264

    @property
    def recipe(self) -> Recipe:
        """What the segment is made from."""
        declared = picture_inputs(self.identity, self.fps, self.size_px, self.renderer, self.staging.recipe())
        return Recipe(
            "segment",
            {
                **declared,
                "sounds": [[mark.symbol, mark.start, mark.stop] for mark in self.sounds],
                "n_frames": self.n_frames,
                "base": self.base.recipe(),
                **({"heard": self.heard.sha256} if self.heard else {}),
                # Another device gives other pixels, by a fraction of a level, and may have another encoder.
                **({} if self.device == CPU else {"device": self.device, "codec": self.codec}),
            },
        )


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


def render_all(
    jobs: Sequence[RenderJob],
    store: Store,
    progress: Progress,
    n_workers: int | None = None,
    devices: Sequence[str] = (CPU,),
) -> CpuSeconds:
    """Render every segment that the store does not have; see `Rendering`."""
    with Rendering(store, progress, n_workers, devices) as running:
        # The longest first, so that no worker is left alone with a long one at the end.
        for job in sorted(jobs, key=lambda job: -job.n_frames):
            running.add(job)
        return running.finish()


class Rendering:
    """Segments are rendered by several processes while more of them are still being spoken.

    Use it as a context manager; whatever ends its block early ends the processes.

    Args:
        store: where the segments go; those that it has are not rendered.
        progress: told of every frame once `finish` is called.
        n_workers: processes; by default one for each core that this process may use.
        devices: where they paint; with graphics cards there is one process for each.

    Raises:
        StageFailed: from `finish`: a worker died.
        HeraldError: from `add` or `finish`: what a renderer or the encoder raised.
    """

    def __init__(
        self,
        store: Store,
        progress: Progress,
        n_workers: int | None = None,
        devices: Sequence[str] = (CPU,),
    ) -> None:
        self._store = store
        self._progress = progress
        self._n_workers = n_processes(n_workers, devices)
        self._devices = devices
        self._missing: dict[str, RenderJob] = {}
        self._waiting: list[RenderJob] = []
        self._running: set[Future[CpuSeconds]] = set()
        self._n_frames = 0
        self._cpu = CpuSeconds()
        self._pool: ProcessPoolExecutor | None = None
        self._context = multiprocessing.get_context("spawn")
        self._frames: Synchronized[int] = self._context.Value("q", 0)
        self._notes: SimpleQueue[str] = self._context.SimpleQueue()
        self._environment = _single_threaded_children()

    def __enter__(self) -> Rendering:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is None:
            return
        if error is None:
            self._pool.shutdown()
        else:
            _end_now(self._pool)

    def add(self, job: RenderJob) -> None:
        """Render a segment as soon as a worker is free."""
        key = job.recipe.key
        if key in self._missing or self._store.reuse(job.recipe):
            return
        self._missing[key] = job
        self._n_frames += job.n_frames
        self._waiting.append(job)
        self._collect({future for future in self._running if future.done()})

    def finish(self) -> CpuSeconds:
        """Wait for all segments that were added, and return what they took."""
        if not self._missing:
            return self._cpu
        self._progress.begin("render", self._n_frames, "frames")
        shown = 0
        while self._running:
            done, _ = wait(self._running, timeout=0.2, return_when=FIRST_COMPLETED)
            self._collect(done)
            now = self._frames.value
            self._progress.advance(now - shown)
            shown = now
            while not self._notes.empty():
                self._progress.note(self._notes.get())
        self._progress.end()
        lost = [job for job in self._missing.values() if not self._store.has(job.recipe)]
        for job in self._missing.values():
            self._store.use(job.recipe)
        if lost:
            raise StageFailed(f"{len(lost)} segments were damaged on the disk while they were written")
        return self._cpu

    def _collect(self, done: set[Future[CpuSeconds]]) -> None:
        """Take in what is done, and give the workers as much as keeps them busy."""
        self._running -= done
        try:
            self._cpu = sum((future.result() for future in done), self._cpu)
            # The longest that waits comes first; few are handed out, so that a longer one can overtake.
            self._waiting.sort(key=lambda job: job.n_frames)
            while self._waiting and len(self._running) < _AHEAD * self._n_workers:
                self._running.add(self._submit(self._waiting.pop()))
        except BrokenProcessPool as error:
            raise StageFailed(
                "a rendering process ended suddenly; most often the machine ran out of memory. "
                "What was finished is kept: run the command again to go on."
            ) from error

    def _submit(self, job: RenderJob) -> Future[CpuSeconds]:
        if self._pool is None:
            places: SimpleQueue[str] = self._context.SimpleQueue()
            for i in range(self._n_workers):
                places.put(self._devices[i % len(self._devices)])
            told = (self._frames, self._notes, places)
            self._pool = ProcessPoolExecutor(
                self._n_workers, self._context, initializer=_start_worker, initargs=told
            )
        # Processes are started as they are needed.
        with self._environment:
            return self._pool.submit(_render, job, self._store.root)


def joinable(store: Store, job: RenderJob) -> Joinable:
    """Return a rendered segment, ready to be joined with others."""
    from herald.ffmpeg import Joinable

    folder = store.path(job.recipe)
    return Joinable(path=folder / VIDEO, **json.loads((folder / JOINT).read_text(encoding="utf-8")))


def usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def n_processes(asked: int | None, devices: Sequence[str]) -> int:
    """Return how many processes render: as many as were asked for, but never two on one graphics card."""
    if devices[0] == CPU:
        return asked or usable_cores()
    return min(asked or len(devices), len(devices))


def _end_now(pool: ProcessPoolExecutor) -> None:
    """Stop the workers without waiting for their segments; they clean up after themselves."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(timeout=5)
        process.kill()


class _single_threaded_children:  # noqa: N801 - used like a function
    """Children started inside use one thread each: two that share two cores are slower with more."""

    _NAMES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FFMPEG_THREADS")

    def __enter__(self) -> None:
        self._before = {name: os.environ.get(name) for name in self._NAMES}
        os.environ.update(dict.fromkeys(self._NAMES, "1"))

    def __exit__(self, *exception: object) -> None:
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


# ---- inside a worker -------------------------------------------------------------------------------

_stopping = False
_frames: Synchronized[int] | None = None
_notes: SimpleQueue[str] | None = None
_device = CPU
_renderers: dict[ChosenRenderer, Renderer] = {}
_landmarkers: dict[Path, FaceLandmarker] = {}
_yardsticks: dict[str, Yardstick] = {}


def _start_worker(frames: Synchronized[int], notes: SimpleQueue[str], places: SimpleQueue[str]) -> None:
    global _frames, _notes, _device
    _frames, _notes, _device = frames, notes, places.get()
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


def _render(job: RenderJob, store_root: Path) -> CpuSeconds:
    """Render, encode and measure one segment; returns what it took."""
    if _stopping:
        # The pool takes the exit above for the task's result and would go on with the next task.
        os._exit(1)
    laps = [_cpu_s()]
    store = Store(store_root)

    def make(folder: Path) -> None:
        _encode(job, store, folder)
        laps.append(_cpu_s())
        _check(job, folder)
        laps.append(_cpu_s())

    store.get(job.recipe, make)
    # Another process may have made it in the meantime.
    return CpuSeconds(laps[1] - laps[0], laps[2] - laps[1]) if len(laps) == 3 else CpuSeconds()


def _cpu_s() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def _encode(job: RenderJob, store: Store, folder: Path) -> None:
    from herald.ffmpeg import Joinable, VideoWriter
    from herald.files import write_json
    from lipsync.engine import Setup, renderer
    from lipsync.planes import of_rgb

    if job.renderer not in _renderers:
        setup = Setup(_device, job.renderer.weights, _note)
        _renderers[job.renderer] = renderer(job.renderer.name, setup)
    mouth = mouth_in(store, job.sounds, job.fps, job.n_frames)
    video = folder / VIDEO
    sound = job.heard.waveform() if job.heard else None
    frames = _renderers[job.renderer].render(job.presenter, mouth, job.base, sound)
    with VideoWriter(
        video,
        job.size_px,
        job.fps,
        source_size_px=job.staging.source_size_px,
        crf=CRF,
        preset=PRESET,
        planes=True,
        codec=job.codec,
    ) as writer:
        for frame in job.staging.staged(frames, job.presenter, job.n_frames):
            writer.write(of_rgb(frame))
            _count()
    joint = Joinable.look(video, job.fps)
    write_json(folder / JOINT, {"header": joint.header, "n_frames": joint.n_frames, "step": joint.step})


def _check(job: RenderJob, folder: Path) -> None:
    from lipsync.quality import measure_mouth

    seen = measure_mouth(folder / VIDEO, _landmarker(job.landmark_model), _yardstick(job.presenter))
    seen.save(folder / SEEN)


def _landmarker(model: Path) -> FaceLandmarker:
    """Return this worker's landmarker; it stays open for as long as the process lives."""
    from lipsync.landmarks import FaceLandmarker

    if model not in _landmarkers:
        _landmarkers[model] = FaceLandmarker(model).__enter__()
    return _landmarkers[model]


def _yardstick(presenter: Presenter) -> Yardstick:
    """Return what this worker measures a presenter's videos with; it is read once."""
    from lipsync.yardstick import yardstick_of

    if presenter.identity not in _yardsticks:
        _yardsticks.clear()
        _yardsticks[presenter.identity] = yardstick_of(presenter)
    return _yardsticks[presenter.identity]


def _note(message: str) -> None:
    if _notes is not None:
        _notes.put(message)


def _count() -> None:
    if _frames is not None:
        with _frames.get_lock():
            _frames.value += 1
