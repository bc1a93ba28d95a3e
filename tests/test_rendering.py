"""Who renders what, and when: workers that only note what they are given."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from herald import rendering
from herald.progress import Silent
from herald.render_job import RenderJob
from herald.render_worker import CpuSeconds
from herald.store import Recipe, Store

Given = list[list[int]]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """Make workers that finish what they have when they are looked after; returns each one's lengths."""
    given: Given = []

    class Worker:
        def __init__(self, *told: Any) -> None:
            self.tasks: set[Future[CpuSeconds]] = set()
            self._mine: list[int] = []
            given.append(self._mine)

        def take(self, work: Callable[..., CpuSeconds], *told: Any) -> None:
            job, root = told
            self._mine.append(job.n_frames)
            task: Future[CpuSeconds] = Future()
            self.tasks.add(task)

            def make(folder: Path) -> None:
                (folder / "video").write_bytes(b"pictures")

            Store(root).get(job.recipe, make)

        def collect(self) -> CpuSeconds:
            done = {task for task in self.tasks if task.done()}
            self.tasks -= done
            return CpuSeconds(render=1.0 * len(done))

        def close(self) -> None:
            assert not self.tasks

    def wait(tasks: set[Future[CpuSeconds]], **how: Any) -> None:
        for task in tasks:
            task.set_result(CpuSeconds())

    monkeypatch.setattr(rendering, "_Worker", Worker)
    monkeypatch.setattr(rendering, "wait", wait)
    return given


def job(n_frames: int) -> RenderJob:
    """Return as much of a job as is looked at before it is rendered."""
    return cast(RenderJob, SimpleNamespace(n_frames=n_frames, recipe=Recipe("segment", {"n": n_frames})))


@pytest.mark.parametrize(("n_cores", "beside"), [(1, 1), (2, 1), (4, 2), (8, 4)])
def test_speech_has_half_the_cores_until_all_is_spoken(
    n_cores: int, beside: int, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "usable_cores", lambda: n_cores)
    with rendering.Rendering(Store(tmp_path), Silent()) as running:
        for n_frames in range(10, 60):
            running.add(job(n_frames))
        assert len(given) == n_cores
        assert [len(mine) > 0 for mine in given] == [i < beside for i in range(n_cores)]
        cpu = running.finish()
    assert cpu.render == 50.0
    assert sorted(itertools.chain(*given)) == list(range(10, 60))
    assert all(given), "when all is spoken, everyone works"


def test_the_longest_that_waits_is_next(
    given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "usable_cores", lambda: 2)
    with rendering.Rendering(Store(tmp_path), Silent()) as running:
        for n_frames in (30, 20, 10, 50, 40):
            running.add(job(n_frames))
        assert given == [[30, 20], []]
        running.finish()
    assert given == [[30, 20, 40], [50, 10]]


def test_nothing_is_rendered_twice(given: Given, tmp_path: Path) -> None:
    with rendering.Rendering(Store(tmp_path), Silent()) as running:
        running.add(job(10))
        running.add(job(10))
        running.finish()
    with rendering.Rendering(Store(tmp_path), Silent()) as running:
        running.add(job(10))
        running.finish()
    assert list(itertools.chain(*given)) == [10]
