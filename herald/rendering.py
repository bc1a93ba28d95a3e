"""Segments become pictures: a process for each core renders and encodes one at a time, or measures one."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from multiprocessing.sharedctypes import Synchronized
from types import TracebackType

from herald import render_worker
from herald.errors import StageFailed
from herald.progress import Progress
from herald.render_job import RenderJob
from herald.render_process import RenderProcess, death_is_told, end_now
from herald.render_worker import CpuSeconds, Needs
from herald.store import Store
from lipsync.device import CPU

_CHECK_SHARE = 0.4
"""What checking a frame takes of what rendering it does."""

_AHEAD = 3
"""With fewer tasks than these a worker gets another segment while others are spoken, to render and to check:
it needs one that waits, since nobody looks after it until the next is spoken."""


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

    Until `finish` is called some cores are left to speech: on two cores a build in which two processes and
    speech took turns took a tenth more CPU than one in which each had a core.

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
        self._missing: dict[str, RenderJob] = {}
        self._waiting: list[_Task] = []
        self._running: dict[Future[CpuSeconds], _Task] = {}
        self._painted: set[str] = set()
        self._n_to_paint = self._n_checked = 0
        self._cpu = CpuSeconds()
        context = multiprocessing.get_context("spawn")
        self._frames: Synchronized[int] = context.Value("q", 0)
        self._notes: SimpleQueue[str] = context.SimpleQueue()
        n = n_processes(n_workers, devices)
        told = self._frames, self._notes, context.Lock()
        self._workers = [RenderProcess(context, *told, devices[i % len(devices)]) for i in range(n)]
        self._n_at_work = n if devices[0] != CPU else min(n, max(1, usable_cores() - threads_beside()))
        self._all_is_spoken = False

    def __enter__(self) -> Rendering:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            for worker in self._workers:
                worker.close()
        else:
            end_now(self._workers)

    def get_ready(self, needs: Needs, n_segments: int) -> None:
        """Start workers for segments that are to come: what they need takes them seconds to load.

        They load one after the other, since speech, which everything waits for, loads beside them.
        """
        for worker in self._workers[:n_segments]:
            worker.take(render_worker.get_ready, needs)

    def add(self, job: RenderJob) -> None:
        """Render and check a segment as soon as a worker is free."""
        key = job.recipe.key
        if key in self._missing:
            return
        is_painted = self._store.reuse(job.recipe)
        if is_painted and self._store.has(job.check):
            self._store.use(job.check)
            return
        self._missing[key] = job
        if is_painted:
            self._painted.add(key)
        else:
            self._n_to_paint += job.n_frames
        self._waiting.append(_Task(job, is_check=is_painted))
        self._hand_out()

    def finish(self) -> CpuSeconds:
        """Wait for all segments that were added, and return what they took."""
        # Whoever is done takes the next: what waits behind another's work would be done late.
        self._n_at_work, self._all_is_spoken = len(self._workers), True
        self._take_back()
        self._hand_out()
        self._watch("render", self._n_to_paint, lambda: self._frames.value)
        missing = self._missing.values()
        self._watch("check", sum(job.n_frames for job in missing), lambda: self._n_checked)
        lost = [job for job in missing if not (self._store.has(job.recipe) and self._store.has(job.check))]
        for job in missing:
            self._store.use(job.recipe)
            self._store.use(job.check)
        if lost:
            raise StageFailed(f"{len(lost)} segments were damaged on the disk while they were written")
        return self._cpu

    def _watch(self, stage: str, n_frames: int, n_done: Callable[[], int]) -> None:
        """Show a stage until all its frames are done, and look after the workers meanwhile."""
        if not n_frames:
            return
        self._progress.begin(stage, n_frames, "frames")
        shown = 0
        while shown < n_frames and (running := set().union(*(worker.tasks for worker in self._workers))):
            wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
            self._hand_out()
            now = n_done()
            self._progress.advance(now - shown)
            shown = now
            while not self._notes.empty():
                self._progress.note(self._notes.get())
        self._progress.end()

    def _hand_out(self) -> None:
        """Take in what is done, and give the workers as much as keeps them busy."""
        for worker in self._workers:
            # What goes wrong in rendering is told before what its check makes of that.
            for done in sorted(worker.collect(), key=self._is_check):
                self._take_in(done)
        # The longest that waits comes first; few are handed out, so that a longer one can overtake.
        self._waiting.sort(key=lambda task: task.length)
        while self._waiting:
            idlest = min(self._workers[: self._n_at_work], key=lambda worker: len(worker.tasks))
            if len(idlest.tasks) >= (1 if self._all_is_spoken else _AHEAD):
                break
            task = self._waiting.pop()
            self._give(idlest, task)
            if not (task.is_check or self._all_is_spoken):
                self._give(idlest, task.check)

    def _give(self, worker: RenderProcess, task: _Task) -> None:
        work = render_worker.check_segment if task.is_check else render_worker.render_segment
        self._running[worker.take(work, task.job, self._store.root)] = task

    def _is_check(self, given: Future[CpuSeconds]) -> bool:
        return given in self._running and self._running[given].is_check

    def _take_back(self) -> None:
        """Take back the checks that were not begun: who renders a segment need not check it."""
        for given in filter(self._is_check, list(self._running)):
            if given.cancel():
                task = self._running.pop(given)
                if task.key in self._painted:
                    self._waiting.append(task)

    def _take_in(self, done: Future[CpuSeconds]) -> None:
        if done.cancelled():
            return
        with death_is_told():
            self._cpu += done.result()
        task = self._running.pop(done, None)
        if task is None:
            # It had got ready.
            return
        if task.is_check:
            self._n_checked += task.job.n_frames
            return
        self._painted.add(task.key)
        if not any(other.is_check and other.key == task.key for other in self._running.values()):
            self._waiting.append(task.check)


@dataclass(frozen=True)
class _Task:
    """A segment that is to be rendered, or to be checked once it is.

    Attributes:
        job: the segment.
        is_check: its pictures are there and shall be measured.
    """

    job: RenderJob
    is_check: bool

    @property
    def key(self) -> str:
        """Of the segment."""
        return self.job.recipe.key

    @property
    def check(self) -> _Task:
        """The check of the same segment."""
        return _Task(self.job, is_check=True)

    @property
    def length(self) -> float:
        """How long it takes, in frames that are rendered."""
        return self.job.n_frames * (_CHECK_SHARE if self.is_check else 1)


def usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads_beside() -> int:
    """Return with how many threads to speak while pictures are rendered.

    With all cores speech is ready sooner and all of it later: what waits for a core and what has one take the
    cache from each other. On two cores a build took 168 s of CPU with two threads and 159 s with one.
    """
    return max(1, usable_cores() // 2)


def n_processes(asked: int | None, devices: Sequence[str]) -> int:
    """Return how many processes render: as many as were asked for, but never two on one graphics card."""
    if devices[0] == CPU:
        return asked or usable_cores()
    return min(asked or len(devices), len(devices))
