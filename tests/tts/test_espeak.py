import os
import signal

import pytest

from herald.errors import StageFailed, ToolFailed
from tts import espeak as module
from tts.espeak import Espeak


def test_words_are_read_one_by_one():
    espeak = Espeak()
    assert espeak.phones(["hello", "two words"], "en-us") == ("həlˈo^ʊ", "tˈuː wˈɜːdz")
    assert espeak.phones([], "en-us") == ()
    espeak.close()


def test_a_process_that_died_is_started_again():
    espeak = Espeak()
    before = espeak.phones(["water"], "en-us")
    assert espeak._worker is not None
    os.kill(espeak._worker._process.pid, signal.SIGKILL)
    espeak._worker._process.wait()
    assert espeak.phones(["water"], "en-us") == before
    espeak.close()


def test_close_ends_the_process_and_a_question_starts_another():
    espeak = Espeak()
    espeak.phones(["water"], "en-us")
    assert espeak._worker is not None
    process = espeak._worker._process
    espeak.close()
    assert process.returncode == 0
    espeak.close()
    assert espeak.phones(["a"], "en-us")
    espeak.close()


def test_an_unknown_voice_is_an_error():
    espeak = Espeak()
    with pytest.raises(StageFailed, match="xx-yy"):
        espeak.phones(["a"], "xx-yy")
    assert espeak.phones(["a"], "en-us")
    espeak.close()


def test_a_process_that_keeps_dying_is_an_error_with_what_it_said(monkeypatch: pytest.MonkeyPatch):
    command = (*module._COMMAND[:1], "-c", "import sys; sys.exit('no library here')")
    monkeypatch.setattr(module, "_COMMAND", command)
    espeak = Espeak()
    with pytest.raises(ToolFailed, match="no library here"):
        espeak.phones(["a"], "en-us")
    espeak.close()
