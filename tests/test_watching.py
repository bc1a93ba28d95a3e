"""`herald watch`, run as people run it: it builds as files are saved, until Ctrl-C."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import INTERRUPTED
from herald.workspace import CHECKOUT


class Watching:
    """A running `herald watch`, and what it has said."""

    def __init__(self, workspace: Path) -> None:
        command = [sys.executable, str(CHECKOUT / "cli.py"), "watch", "--workspace", str(workspace)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def until(self, words: str) -> str:
        """Return the next line with these words in it."""
        while True:
            line = self._lines.get(timeout=180)
            if words in line:
                return line

    def end(self) -> None:
        """Kill it, if it still runs."""
        self.process.kill()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process.wait()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip())


@pytest.fixture
def script(workspace: Path) -> Path:
    path = workspace / "scripts_in" / "news.en.md"
    path.write_text("---\nvoice: fake\n---\nCome in.\n", encoding="utf-8")
    return path


@pytest.fixture
def watching(workspace: Path, script: Path) -> Iterator[Watching]:
    running = Watching(workspace)
    yield running
    running.end()


def test_it_builds_as_files_are_saved(watching: Watching, workspace: Path, script: Path) -> None:
    transcript = workspace / "outputs" / "news" / "en" / "transcript.txt"
    watching.until("edition 1:")
    assert "scripts_in" in watching.until("watching ")
    script.write_text("---\nvoice: fake\n---\nCome [pawse 2] out.\n", encoding="utf-8")
    assert "news.en.md:4:6: there is no tag [pawse]" in watching.until("pawse")
    assert "Come in." in transcript.read_text(encoding="utf-8"), "a fault costs nothing"
    script.write_text("---\nvoice: fake\n---\nCome out.\n", encoding="utf-8")
    watching.until("edition 2:")
    assert "Come out." in transcript.read_text(encoding="utf-8")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(timeout=60) == INTERRUPTED
