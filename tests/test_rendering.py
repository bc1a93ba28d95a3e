"""Who renders what, and when: workers that only note what they are given."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from herald import render_worker, rendering
from herald.errors import StageFailed
from herald.progress import Silent
from herald.render_job import RenderJob
from herald.render_worker import CpuSeconds
from herald.store import Recipe, Store

Given = list[list[int]]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """Make workers that finish what they have when they are looked after.

    Returns what each was given: the lengths of what it renders, and below 0 of what it checks.
    """
    given: Given = []

    class Task(Future[CpuSeconds]):
        def __init__(self, mine: list[int], length: int, make: Callable[[], object]) -> None:
            super().__init__()
            self._mine, self._length, self._make = mine, length, make
            mine.append(length)

        def cancel(self) -> bool:
            if taken_back := super().cancel():
                self._mine.remove(self._length)
            return taken_back

        def work(self) -> None:
            self._make()
            self.set_result(CpuSeconds(render=1.0))

    class Worker:
        def __init__(self, *told: Any) -> None:
            self.tasks: set[Task] = set()
            self._mine: list[int] = []
            given.append(self._mine)

        def take(self, work: Callable[..., CpuSeconds], *told: Any) -> Task:
            job, root = told
            is_check = work is render_worker.check_segment
            recipe = job.check if is_check else job.recipe

            def make() -> None:
                Store(root).get(recipe, lambda folder: (folder / "what it makes").write_bytes(b"pictures"))

            task = Task(self._mine, -job.n_frames if is_check else job.n_frames, make)
            self.tasks.add(task)
            return task

        def collect(self) -> set[Task]:
            done = {task for task in self.tasks if task.done()}
            self.tasks -= done
            return done

        def close(self) -> None:
            assert not self.tasks

    def wait(tasks: set[Task], **how: Any) -> None:
        for task in tasks:
            if not task.done():
                task.work()

    monkeypatch.setattr(rendering, "RenderProcess", Worker)
    monkeypatch.setattr(rendering, "wait", wait)
    return given


def job(n_frames: int) -> RenderJob:
    """Return as much of a job as is looked at before it is rendered."""
    recipe, check = (Recipe(stage, {"n": n_frames}) for stage in ("segment", "check"))
    return cast(RenderJob, SimpleNamespace(n_frames=n_frames, recipe=recipe, check=check))


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
    assert cpu.render == 100.0, "what everything takes is added up"
    assert sorted(itertools.chain(*given)) == [*range(-59, -9), *range(10, 60)]
    assert all(given), "when all is spoken, everyone works"


def test_the_longest_that_waits_is_next(
    given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "usable_cores", lambda: 2)
    with rendering.Rendering(Store(tmp_path), Silent()) as running:
        for n_frames in (30, 20, 10, 50, 40):
            running.add(job(n_frames))
        assert given == [[30, -30, 20, -20], []], "each with its check, which nobody hands out later"
        running.finish()
    # A check takes less than half of what rendering does.
    assert given == [[30, 20, 40, -40, 10, -10], [50, -50, -30, -20]]


def test_nothing_is_rendered_twice(given: Given, tmp_path: Path) -> None:
    with rendering.Rendering(Store(tmp_path), Silent()) as running:
        running.add(job(10))
        running.add(job(10))
        running.finish()
    with rendering.Rendering(Store(tmp_path), Silent()) as running:
        running.add(job(10))
        running.finish()
    assert list(itertools.chain(*given)) == [10, -10]


def test_pictures_that_were_never_checked_are_checked_and_not_rendered(given: Given, tmp_path: Path) -> None:
    for _ in range(2):
        with rendering.Rendering(Store(tmp_path), Silent()) as running:
            running.add(job(10))
            running.finish()
        shutil.rmtree(tmp_path / "check")
    assert list(itertools.chain(*given)) == [10, -10, -10]


def test_what_went_wrong_in_rendering_is_told_and_not_what_its_check_makes_of_it(
    given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "usable_cores", lambda: 1)
    running = rendering.Rendering(Store(tmp_path), Silent())
    running.add(job(10))
    (worker,) = running._workers
    for task in worker.tasks:
        is_check = cast(Any, task)._length < 0
        task.set_exception(StageFailed("there is nothing to check" if is_check else "no paint is left"))
    with pytest.raises(StageFailed, match="no paint is left"):
        running.add(job(20))


def test_a_stage_is_shown_until_its_frames_are_done(given: Given, tmp_path: Path) -> None:
    class Bars(Silent):
        def __init__(self) -> None:
            self.told: list[tuple[str, int]] = []

        def begin(self, stage: str, total: int, unit: str) -> None:
            self.told.append((stage, total))

    bars = Bars()
    with rendering.Rendering(Store(tmp_path), bars) as running:
        running.add(job(10))
        running.add(job(20))
        running.finish()
    assert bars.told == [("render", 30), ("check", 30)]
