"""Progress on a terminal: a bar for each stage, with an estimate as soon as there is ground for one."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bars
from rich.text import Text

_TRUSTED_FROM = 0.04
"""Below this share of the work a rate says little, so no estimate is shown."""


class _Remaining(ProgressColumn):
    """Time left at the average pace so far; an honest blank until that means something."""

    def render(self, task: Task) -> Text:
        """Return the estimate as text."""
        if not task.total or task.elapsed is None or task.finished:
            return Text("")
        share = task.completed / task.total
        if share < _TRUSTED_FROM:
            return Text("estimating", style="dim")
        seconds = round(task.elapsed * (1 - share) / share)
        return Text(f"about {seconds // 60}:{seconds % 60:02d} left", style="cyan")


class Terminal:
    """A `herald.progress.Progress` on standard error; plain lines where that is not a terminal.

    Use it as a context manager, so that the bars are cleared away whatever happens.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._console = Console(stderr=True, quiet=quiet, highlight=False)
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description:<12}"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TextColumn("{task.fields[unit]}"),
            TimeElapsedColumn(),
            _Remaining(),
            console=self._console,
            transient=False,
        )
        self._task: TaskID | None = None
        self._live = self._console.is_terminal and not quiet

    def __enter__(self) -> Terminal:
        if self._live:
            self._bars.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._live:
            self._bars.stop()

    def begin(self, stage: str, total: int, unit: str) -> None:
        """Show a new bar."""
        if not self._live:
            self._console.print(f"{stage}: {total} {unit}")
        self._task = self._bars.add_task(stage, total=total, unit=unit)

    def advance(self, done: int = 1) -> None:
        """Move the running bar."""
        if self._task is not None:
            self._bars.advance(self._task, done)

    def end(self) -> None:
        """Fill the running bar; it stays on the screen."""
        if self._task is not None:
            total = self._bars.tasks[self._bars.task_ids.index(self._task)].total
            self._bars.update(self._task, completed=total)
            self._task = None

    def note(self, message: str) -> None:
        """Print a line above the bars."""
        self._console.print(message)
