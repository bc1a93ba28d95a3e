"""A process that renders: given one task after the other, watched, ended."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.queues import SimpleQueue
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Lock

from herald import render_worker
from herald.errors import StageFailed
from herald.render_worker import CpuSeconds


class RenderProcess:
    """One process that renders, started by its first task.

    Attributes:
        tasks: what it was given and has not finished.
    """

    def __init__(
        self,
        context: SpawnContext,
        frames: Synchronized[int],
        notes: SimpleQueue[str],
        loading: Lock,
        device: str,
    ) -> None:
        start = functools.partial(render_worker.start, frames, notes, loading, device)
        self._pool = ProcessPoolExecutor(1, context, initializer=start)
        self.tasks: set[Future[CpuSeconds]] = set()

    def take(self, work: Callable[..., CpuSeconds], *told: object) -> Future[CpuSeconds]:
        """Do something after what was given before."""
        with death_is_told(), _single_threaded_children():
            task = self._pool.submit(work, *told)
        self.tasks.add(task)
        return task

    def collect(self) -> set[Future[CpuSeconds]]:
        """Return the tasks that are done, and forget them."""
        done = {task for task in self.tasks if task.done()}
        self.tasks -= done
        return done

    def close(self) -> None:
        """Let the process end, once its tasks are done; nobody waits for it, since that takes a while."""
        self._pool.shutdown(wait=False)

    def processes(self) -> list[SpawnProcess]:
        """Return the process, if it was started; it takes no further task."""
        processes = list((getattr(self._pool, "_processes", None) or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        return processes


@contextlib.contextmanager
def death_is_told() -> Iterator[None]:
    """Say in plain words that a process ended by itself."""
    try:
        yield
    except BrokenProcessPool as error:
        raise StageFailed(
            "a rendering process ended suddenly; most often the machine ran out of memory. "
            "What was finished is kept: run the command again to go on."
        ) from error


def end_now(workers: Sequence[RenderProcess]) -> None:
    """Stop the workers without waiting for their segments; they clean up after themselves."""
    processes = [process for worker in workers for process in worker.processes()]
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
