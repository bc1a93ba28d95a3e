"""Phones of words from eSpeak NG, which runs in a process of its own (see espeak_worker.py)."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from herald.errors import StageFailed, ToolFailed

_COMMAND = (sys.executable, "-I", "-X", "utf8", str(Path(__file__).with_name("espeak_worker.py")))


class Espeak:
    """One long-lived eSpeak NG process, started at the first question.

    A process that died is started again, once for each question. May be shared by threads.
    """

    def __init__(self) -> None:
        self._worker: _Worker | None = None
        self._lock = threading.Lock()

    def phones(self, words: Sequence[str], voice: str) -> tuple[str, ...]:
        """Return the IPA of each word, with stress marks and with ^ inside diphthongs and affricates.

        Args:
            words: words of one language; each is read by itself.
            voice: eSpeak's name of the language, such as "en-us" or "en-gb".

        Raises:
            ToolFailed: the process died twice.
            StageFailed: eSpeak does not know the voice.
        """
        request = json.dumps({"voice": voice, "words": list(words)})
        with self._lock:
            try:
                reply = self._ask(request)
            except ToolFailed:
                reply = self._ask(request)
        answer: dict[str, Any] = json.loads(reply)
        if "error" in answer:
            raise StageFailed(answer["error"])
        return tuple(answer["phones"])

    def close(self) -> None:
        """End the process; the next question starts a new one."""
        with self._lock:
            if self._worker is not None:
                self._worker.close()
                self._worker = None

    def _ask(self, request: str) -> str:
        if self._worker is None:
            self._worker = _Worker()
        try:
            return self._worker.ask(request)
        except ToolFailed:
            self._worker.close()
            self._worker = None
            raise


class _Worker:
    """The process and its pipes."""

    def __init__(self) -> None:
        # A file and not a pipe: nobody reads it while the process lives, and a full pipe would block it.
        self._stderr = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr, encoding="utf-8"
        )

    def ask(self, request: str) -> str:
        """Return the answer line.

        Raises:
            ToolFailed: the process is gone.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        reply = ""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(request + "\n")
            self._process.stdin.flush()
            reply = self._process.stdout.readline()
        if not reply:
            returncode = self._process.wait()
            self._stderr.seek(0)
            raise ToolFailed(_COMMAND, returncode, self._stderr.read())
        return reply

    def close(self) -> None:
        """Let the process end by ending its input."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._stderr.close()
