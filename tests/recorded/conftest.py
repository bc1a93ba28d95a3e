from pathlib import Path

import numpy as np
import pytest

from herald.media import Samples, Speech, Utterance, Waveform
from herald.sound import resampled_speech, write_wav
from herald.timing import MASTER_RATE_HZ
from tts.espeak_engine import EspeakVoice

_SENTENCES = (
    "The boat of my brother left the harbour at dawn.",
    "Many people bought bread and butter at the market.",
    "A big map hangs above the piano in the library.",
)


@pytest.fixture(scope="session")
def sentences() -> tuple[str, ...]:
    """What `spoken` says."""
    return _SENTENCES


@pytest.fixture(scope="session")
def spoken(sentences: tuple[str, ...]) -> tuple[Speech, ...]:
    """Three sentences of a voice whose timing is exact, on the master clock."""
    engine = EspeakVoice()
    said = [engine.speak(Utterance(text, "en-us", "espeak/en-us")) for text in sentences]
    engine.close()
    return tuple(resampled_speech(speech) for speech in said)


@pytest.fixture(scope="session")
def sound(spoken: tuple[Speech, ...]) -> Samples:
    """The sentences with half a second of silence after each, and none before."""
    gap = np.zeros(MASTER_RATE_HZ // 2, np.float32)
    return np.concatenate([part for speech in spoken for part in (speech.waveform.samples, gap)])


@pytest.fixture
def recording(sound: Samples, tmp_path: Path) -> Path:
    """The sound as a file, softer, with two seconds of faint noise before and one after."""
    noise = np.random.default_rng(0).standard_normal(len(sound) + 3 * MASTER_RATE_HZ) * 0.0008
    noise[2 * MASTER_RATE_HZ : -MASTER_RATE_HZ] += 0.3 * sound
    path = tmp_path / "recording.wav"
    write_wav(path, Waveform(noise.astype(np.float32), MASTER_RATE_HZ))
    return path
