"""What every speech engine must do, whichever it is."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from herald.errors import UserError
from herald.media import Speech, Utterance
from lipsync.visemes import is_known
from tts.engine import ENGINES, Synthesizer, Voice, engine
from tts.words import words_of

TEXT = "“Please open it,” she said — the main public office opens at 9:30. Mr. O'Neill's fee is $5!"

SILENT_DB = -30
"""A pause may be this loud against the loudest moment: a breath, or the end of an echo."""

LONGEST_ENDS_MS = 60


class Speaker:
    """An engine with its first voice for English, which remembers what it said."""

    def __init__(self, engine_: Synthesizer, voice: Voice) -> None:
        self.engine = engine_
        self.voice = voice
        self.say = lru_cache(maxsize=None)(self.say_again)

    def say_again(self, text: str, speed: float = 1.0) -> Speech:
        return self.engine.speak(Utterance(text, "en", self.voice.name, speed))


WITH_VOICES = [name for name in ENGINES if name != "coqui"]
"""Coqui's models are the user's own; tests/tts/test_coqui.py makes tiny ones, which hum rather than speak."""


@pytest.fixture(scope="module", params=WITH_VOICES)
def speaker(request: pytest.FixtureRequest, model_path: Callable[[str], Path]) -> Iterator[Speaker]:
    made = engine(request.param, model_path)
    voices = [v for v in made.voices() if v.language in ("mul", "en", "en-us", "en-gb")]
    if not voices:
        pytest.skip(f"{request.param} has no voice for English")
    yield Speaker(made, voices[0])
    made.close()


def level_db(samples: np.ndarray, loudest: float) -> float:
    return 20 * np.log10(np.sqrt(np.mean(np.square(samples))) / loudest + 1e-9)


def loudest(speech: Speech) -> float:
    n = speech.waveform.rate_hz // 50
    samples = speech.waveform.samples
    return max(np.sqrt(np.mean(np.square(samples[i : i + n]))) for i in range(0, len(samples), n))


@pytest.mark.parametrize("name", ENGINES)
def test_voices_are_listed_without_models(name: str):
    made = engine(name, lambda wanted: pytest.fail(f"read {wanted}"))
    voices = made.voices()
    assert made.name == name
    assert made.version >= 1
    assert all(voice.engine == name for voice in voices)
    assert all(voice.language == voice.language.lower() for voice in voices)
    assert all(voice.gender in ("female", "male", "") and voice.licence for voice in voices)
    assert made.voices() == voices
    made.close()


def test_sound_is_sound(speaker: Speaker):
    speech = speaker.say(TEXT)
    samples = speech.waveform.samples
    assert speech.text == TEXT
    assert speech.waveform.rate_hz >= 16_000
    assert np.isfinite(samples).all()
    assert 0.1 < np.abs(samples).max() <= 1


def test_every_word_is_marked_in_order_with_its_very_characters(speaker: Speaker):
    speech = speaker.say(TEXT)
    assert [mark.symbol for mark in speech.words] == [word.text for word in words_of(TEXT)]


def test_words_lie_over_whole_phones(speaker: Speaker):
    speech = speaker.say(TEXT)
    edges = {edge for mark in speech.sounds if mark.kind == "phone" for edge in (mark.start, mark.stop)}
    for word in speech.words:
        assert word.start in edges
        assert word.stop in edges


def test_every_phone_has_a_mouth_shape(speaker: Speaker):
    phones = {mark.symbol for mark in speaker.say(TEXT).sounds if mark.kind == "phone"}
    assert {phone for phone in phones if not is_known(phone)} == set()
    assert phones & set("pbm")


def test_pace_is_that_of_speech(speaker: Speaker):
    speech = speaker.say(TEXT)
    spoken = sum(m.stop - m.start for m in speech.sounds if m.kind == "phone") / speech.waveform.rate_hz
    n_phones = sum(m.kind == "phone" for m in speech.sounds)
    assert 7 < n_phones / spoken < 22


def test_no_phone_is_endless(speaker: Speaker):
    rate_hz = speaker.say(TEXT).waveform.rate_hz
    longest = max(m.stop - m.start for m in speaker.say(TEXT).sounds if m.kind == "phone")
    assert longest < 0.5 * rate_hz


def test_ends_are_short_and_free_of_clicks(speaker: Speaker):
    speech = speaker.say(TEXT)
    samples, rate_hz = speech.waveform.samples, speech.waveform.rate_hz
    heard = np.flatnonzero(np.abs(samples) > np.abs(samples).max() * 0.01)
    assert heard[0] <= LONGEST_ENDS_MS * rate_hz / 1000
    assert len(samples) - heard[-1] <= LONGEST_ENDS_MS * rate_hz / 1000
    assert abs(samples[0]) < 0.003
    assert abs(samples[-1]) < 0.003


def test_phones_are_heard_and_pauses_are_not(speaker: Speaker):
    speech = speaker.say(TEXT)
    top = loudest(speech)
    levels: dict[str, list[float]] = {"phone": [], "pause": []}
    for mark in speech.sounds:
        levels[mark.kind].append(level_db(speech.waveform.samples[mark.start : mark.stop], top))
    assert max(levels["pause"]) < SILENT_DB
    assert np.median(levels["phone"]) > -20


def test_a_sentence_ends_in_a_pause(speaker: Speaker):
    speech = speaker.say(TEXT)
    stop = next(word.stop for word in speech.words if word.symbol == "9:30.")
    pause = next(mark for mark in speech.sounds if mark.start == stop)
    assert pause.kind == "pause"
    assert 0.06 <= (pause.stop - pause.start) / speech.waveform.rate_hz <= 1.2


def test_same_words_same_samples_whatever_was_said_before(speaker: Speaker):
    first = speaker.say_again("Papa may open it.")
    speaker.say_again("Something else, and longer than that, in between.")
    second = speaker.say_again("Papa may open it.")
    np.testing.assert_array_equal(first.waveform.samples, second.waveform.samples)
    assert first.marks == second.marks


def test_marks_are_sorted_inside_the_sound_and_cover_it(speaker: Speaker):
    speech = speaker.say(TEXT)
    edges = [0, *(mark.stop for mark in speech.sounds)]
    assert [mark.start for mark in speech.sounds] == edges[:-1]
    assert edges[-1] == speech.waveform.n_samples
    assert edges == sorted(edges)
    assert all(0 <= mark.start < mark.stop <= speech.waveform.n_samples for mark in speech.words)


def test_there_is_a_pause_at_a_full_stop_and_none_inside_a_phrase(speaker: Speaker):
    speech = speaker.say("Papa may open it, and we may. Mama may too.")
    pauses = {}
    for word in speech.words:
        behind = next((m for m in speech.sounds if m.start == word.stop and m.kind == "pause"), None)
        pauses[word.symbol] = (behind.stop - behind.start) / speech.waveform.rate_hz if behind else 0.0
    assert 0.06 <= pauses["may."] <= 1.2
    assert pauses["it,"] <= 1.2
    assert pauses["and"] == pauses["Papa"] == 0


def test_it_needs_no_network(speaker: Speaker, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise AssertionError("asked for the network")

    first = speaker.say("Papa may open it.")
    speaker.engine.close()
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    second = speaker.say_again("Papa may open it.")
    np.testing.assert_array_equal(first.waveform.samples, second.waveform.samples)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("after_s", [0.005, 0.05])
def test_it_can_be_stopped_and_then_speaks_as_before(speaker: Speaker, after_s: float):
    first = speaker.say("Papa may open it.")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, after_s)
        with contextlib.suppress(KeyboardInterrupt):
            speaker.say_again("The main public office is open, and the other one as well.")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    second = speaker.say_again("Papa may open it.")
    np.testing.assert_array_equal(first.waveform.samples, second.waveform.samples)
    assert first.marks == second.marks


def test_it_speaks_again_after_close(speaker: Speaker):
    first = speaker.say("Papa may open it.")
    speaker.engine.close()
    second = speaker.say_again("Papa may open it.")
    np.testing.assert_array_equal(first.waveform.samples, second.waveform.samples)


@pytest.mark.parametrize("speed", [0.5, 2.0])
def test_speed(speaker: Speaker, speed: float):
    text = "We may open the public office at nine."
    plain, changed = speaker.say(text), speaker.say(text, speed)
    ratio = float(plain.waveform.seconds / changed.waveform.seconds)
    assert ratio == pytest.approx(speed, rel=0.25)
    assert [mark.symbol for mark in changed.words] == [mark.symbol for mark in plain.words]


@pytest.mark.parametrize("text", ["", "   \n", "… — !", "🎉", "“”"])
def test_a_text_without_letters_is_refused(speaker: Speaker, text: str):
    with pytest.raises(UserError, match="nothing to say"):
        speaker.say_again(text)


def test_an_unknown_voice_is_refused(speaker: Speaker):
    with pytest.raises(UserError, match="nobody"):
        speaker.engine.speak(Utterance("hello", "en", "nobody"))


@pytest.mark.parametrize("speed", [0.0, 0.4, 2.1, -1.0, float("nan")])
def test_a_speed_out_of_reach_is_refused(speaker: Speaker, speed: float):
    with pytest.raises(UserError, match="speed"):
        speaker.say_again("hello", speed)


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "I",
        "5",
        "…well…",
        "one\n\ttwo",
        "(what?!) “ever”",
        "Yes -- no - maybe–so",
        "'tis «good»",
        "!? a",
        "xxxxxxxx",
    ],
)
def test_odd_texts_are_said(speaker: Speaker, text: str):
    speech = speaker.say_again(text)
    assert [mark.symbol for mark in speech.words] == [word.text for word in words_of(text)]
    assert np.abs(speech.waveform.samples).max() > 0.02


def test_a_long_text_is_said_whole(speaker: Speaker):
    clause = "the main public office is open from nine in the morning until half past five in the evening"
    text = (
        f"Please note that {clause}; and {clause}, and {clause}. Remember that {clause}: {clause}, {clause}."
    )
    speech = speaker.say(text, 2.0)
    assert [mark.symbol for mark in speech.words] == [word.text for word in words_of(text)]
    steps = np.abs(np.diff(speech.waveform.samples))
    quiet = [m for m in speech.sounds if m.kind == "pause"]
    # Where pieces were joined there is silence, and no click in it.
    assert max(float(steps[m.start : m.stop - 1].max()) for m in quiet) < 0.05
