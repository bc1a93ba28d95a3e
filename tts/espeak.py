"""Phones and speech from eSpeak NG, which runs in a process of its own (see espeak_worker.py)."""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from herald.errors import StageFailed, ToolFailed
from herald.media import Samples
from tts.extras import check_installed

_COMMAND = (sys.executable, "-I", "-X", "utf8", str(Path(__file__).with_name("espeak_worker.py")))


@dataclass(frozen=True)
class SaidPhone:
    """One sound of a text that eSpeak said.

    Attributes:
        symbol: its IPA with stress, such as "ˈoʊ"; "" for silence.
        position: where in the text its word begins.
        start: the sample that it begins at.
    """

    symbol: str
    position: int
    start: int


@dataclass(frozen=True)
class Said:
    """A text that eSpeak said.

    Attributes:
        samples: the sound.
        rate_hz: its rate.
        phones: in order.
    """

    samples: Samples
    rate_hz: int
    phones: tuple[SaidPhone, ...]


class Espeak:
    """One long-lived eSpeak NG process, started at the first question.

    A process that died is started again, once for each question. May be shared by threads.

    Args:
        extra: Herald's extra that brings it, to be named where it is missing.
    """

    def __init__(self, extra: str = "espeak") -> None:
        self._extra = extra
        self._worker: _Worker | None = None
        self._lock = threading.Lock()

    def phones(self, words: Sequence[str], voice: str) -> tuple[str, ...]:
        """Return the IPA of each word, with stress marks and with ^ inside diphthongs and affricates.

        Args:
            words: words of one language; each is read by itself.
            voice: eSpeak's name of the language, such as "en-us" or "en-gb".

        Raises:
            UserError: eSpeak is not installed.
            ToolFailed: the process died twice.
            StageFailed: eSpeak does not know the voice.
        """
        return tuple(self._answer({"voice": voice, "words": list(words)})["phones"])

    def read(self, text: str, voice: str) -> tuple[SaidPhone, ...]:
        """Return the phones of a text: eSpeak reads its figures, and knows how words change in a sentence.

        Args:
            text: of one language.
            voice: eSpeak's name of the language.

        Returns:
            the phones in order; only `say` knows where they begin.

        Raises:
            ToolFailed: the process died twice.
            StageFailed: eSpeak does not know the voice.
        """
        answer = self._answer(_request(text, voice))
        return tuple(SaidPhone(symbol, position, 0) for symbol, position, _ in answer["phones"])

    def say(self, text: str, voice: str, speed: float = 1.0, brackets: bool = False) -> Said:
        """Say a text, the same way each time.

        Args:
            text: of one language.
            voice: eSpeak's name of the language.
            speed: 1 is eSpeak's own pace.
            brackets: whether what stands in double brackets is phones in eSpeak's letters.

        Raises:
            ToolFailed: the process died.
            StageFailed: eSpeak does not know the voice.
        """
        # eSpeak varies its voice at random, and what it said before decides how; this one has said nothing.
        worker = self._started()
        try:
            reply = worker.ask(json.dumps(_request(text, voice, speed, brackets, sound=True)))
        finally:
            worker.close()
        answer = _checked(reply)
        pcm = np.frombuffer(base64.b64decode(answer["sound"]), np.int16)
        phones = tuple(SaidPhone(*phone) for phone in answer["phones"])
        samples: Samples = pcm.astype(np.float32) / np.float32(32768)
        return Said(samples, answer["rate_hz"], phones)

    def close(self) -> None:
        """End the process; the next question starts a new one."""
        with self._lock:
            if self._worker is not None:
                self._worker.close()
                self._worker = None

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        request = json.dumps(question)
        with self._lock:
            try:
                reply = self._ask(request)
            except ToolFailed:
                reply = self._ask(request)
        return _checked(reply)

    def _started(self) -> _Worker:
        check_installed("espeakng_loader", self._extra)
        return _Worker()

    def _ask(self, request: str) -> str:
        if self._worker is None:
            self._worker = self._started()
        try:
            return self._worker.ask(request)
        except BaseException:
            # After Ctrl-C too: the answer that nobody waited for would be taken for the next one's.
            self._worker.close()
            self._worker = None
            raise


def _request(
    text: str, voice: str, speed: float = 1.0, brackets: bool = False, sound: bool = False
) -> dict[str, Any]:
    return {"voice": voice, "text": text, "speed": speed, "brackets": brackets, "sound": sound}


def _checked(reply: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(reply)
    if "error" in answer:
        raise StageFailed(answer["error"])
    return answer


class _Worker:
    """The process and its pipes."""

    def __init__(self) -> None:
        # A file and not a pipe: nobody reads it while the process lives, and a full pipe would block it.
        self._stderr = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr, encoding="utf-8"
            )
        except BaseException:
            self._stderr.close()
            raise

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
