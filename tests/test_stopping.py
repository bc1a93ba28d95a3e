"""A build that is stopped leaves nothing half written, and goes on where it stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from click.testing import Result

from herald.workspace import CHECKOUT

WORDS = "\n\n".join(f"Lamp number {i} is blue." for i in range(6))


def leftovers(workspace: Path) -> list[Path]:
    return [path for path in workspace.rglob("*") if ".part" in path.name or path.name.startswith(".herald-")]


def finished(workspace: Path) -> dict[Path, int]:
    """The segments in the store, with the time at which each was written."""
    segments = (workspace / ".herald" / "store" / "segment").glob("*/[!.]*/video.mp4")
    return {path: path.stat().st_mtime_ns for path in segments}


def started(workspace: Path) -> tuple[Path, psutil.Popen]:
    """Begin to build a long script in a process of its own; returns the script, too."""
    script = workspace / "scripts_in" / "long.en.md"
    script.write_text(WORDS, encoding="utf-8")
    command = [sys.executable, str(CHECKOUT / "cli.py"), "build", str(script), "--voice", "fake"]
    process = psutil.Popen(
        [*command, "--workspace", str(workspace)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    return script, process


def test_ctrl_c_and_going_on(herald: Callable[..., Result], workspace: Path) -> None:
    script, process = started(workspace)
    deadline = time.monotonic() + 120
    while not finished(workspace):
        assert process.poll() is None, process.stdout.read()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 130, output
    assert "Traceback" not in output
    assert not leftovers(workspace)
    assert not (workspace / "outputs" / "long").exists()
    kept = finished(workspace)
    assert 0 < len(kept) < 6

    result = herald("build", script, "--voice", "fake")
    assert result.exit_code == 0, result.output
    again = finished(workspace)
    assert {path: again[path] for path in kept} == kept, "what was finished is used again"
    assert len(again) == 6


def test_a_killed_build_leaves_no_worker_behind(workspace: Path) -> None:
    _, process = started(workspace)
    workers: list[psutil.Process] = []
    deadline = time.monotonic() + 120
    while not workers:
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
        workers = [child for child in process.children() if "spawn_main" in " ".join(child.cmdline())]
    process.kill()
    process.wait()
    process.stdout.close()
    _, left = psutil.wait_procs(workers, timeout=20)
    assert left == []


def test_the_published_edition_survives_a_failed_build(
    herald: Callable[..., Result], workspace: Path
) -> None:
    script = workspace / "scripts_in" / "hours.en.md"
    script.write_text("My mother made it.\n", encoding="utf-8")
    assert herald("build", script, "--voice", "fake").exit_code == 0
    video = workspace / "outputs" / "hours" / "en" / "video.mp4"
    published = video.read_bytes()
    script.write_text("My mother [pawse 2] made it.\n", encoding="utf-8")
    assert herald("build", script, "--voice", "fake").exit_code == 1
    assert video.read_bytes() == published
