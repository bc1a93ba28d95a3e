"""Voices that take turns in one script are equally loud."""

from __future__ import annotations

import numpy as np
import pytest

from herald.casting import Cast
from herald.levels import REFERENCE_LUFS, level_lufs, levelled
from herald.media import Mark, Speech, Waveform
from herald.saying import script_of
from herald.speaking import Speaker
from herald.studio import Studio
from herald.timing import MASTER_RATE_HZ
from tts.voices import find_voice

RATE_HZ = 24_000


def hum(seconds: float, amplitude: float) -> Speech:
    n = round(seconds * RATE_HZ)
    samples = amplitude * np.sin(2 * np.pi * 440 * np.arange(n) / RATE_HZ)
    return Speech("a", Waveform(samples.astype(np.float32), RATE_HZ), (Mark("phone", "a", 0, n),))


@pytest.mark.parametrize("seconds", [0.2, 2.0])
@pytest.mark.parametrize("amplitude", [0.01, 0.9])
def test_any_speech_comes_to_one_level(seconds: float, amplitude: float) -> None:
    speech = levelled(hum(seconds, amplitude))
    assert level_lufs(speech.waveform.samples, RATE_HZ) == pytest.approx(REFERENCE_LUFS, abs=0.1)


def test_a_full_sine_is_as_loud_as_the_standard_says() -> None:
    # BS.1770: a sine of 997 Hz at full scale in two channels is about 0 LUFS.
    n = 3 * RATE_HZ
    sine = np.sin(2 * np.pi * 997 * np.arange(n) / RATE_HZ).astype(np.float32)
    assert level_lufs(sine, RATE_HZ) == pytest.approx(0, abs=0.1)


def test_silence_stays() -> None:
    speech = levelled(hum(1, 0))
    assert not speech.waveform.samples.any()


def test_voices_of_two_engines_are_matched_and_a_lone_voice_is_left(studio: Studio) -> None:
    fake, robot = find_voice("fake", "en"), find_voice("espeak/en-gb", "en")
    script = script_of("Mama sat by the sea. [voice espeak/en-gb]Papa may open it too.[/voice]", "en")
    with Speaker(studio, Cast(fake, {robot.name: robot}), "en", 1.0) as speaker:
        levels = [
            level_lufs(speaker.say_sentence(sentence).waveform.samples, MASTER_RATE_HZ)
            for sentence in script.sentences
        ]
    assert levels == pytest.approx([REFERENCE_LUFS] * 2, abs=0.1)
    with Speaker(studio, fake, "en", 1.0) as speaker:
        alone = speaker.say_sentence(script.sentences[0])
    assert abs(level_lufs(alone.waveform.samples, MASTER_RATE_HZ) - REFERENCE_LUFS) > 1
