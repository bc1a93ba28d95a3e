"""What is wrong with a recording is found, and nothing is found in a good one."""

import numpy as np
import pytest

from herald.media import Samples
from herald.recorded.examine import Condition, examine
from herald.timing import MASTER_RATE_HZ

RATE = MASTER_RATE_HZ


def examined(samples: np.ndarray) -> Condition:
    """Examine the sound in blocks of an odd length."""
    return examine(np.array_split(samples.astype(np.float32), 7))


@pytest.fixture(scope="module")
def voice(sound: Samples) -> np.ndarray:
    faint = np.random.default_rng(1).standard_normal(2 * len(sound)) * 0.0003
    return np.asarray(np.tile(sound, 2) / np.abs(sound).max() * 0.8 + faint)


def seconds(samples: np.ndarray) -> np.ndarray:
    return np.arange(len(samples)) / RATE


def test_nothing_is_wrong(voice: np.ndarray) -> None:
    condition = examined(voice)
    assert condition.warnings() == ()
    assert condition.seconds == pytest.approx(len(voice) / RATE)


@pytest.mark.parametrize("gain", [1.0, 0.4])
def test_clipping_is_found_however_soft_it_is_now(voice: np.ndarray, gain: float) -> None:
    condition = examined(np.clip(voice, -0.3, 0.3) * gain)
    assert condition.clipped > 100
    assert "clipped" in condition.warnings()[0]


@pytest.mark.parametrize("hz", [50, 60])
def test_hum_is_found_and_named(voice: np.ndarray, hz: int) -> None:
    t = seconds(voice)
    condition = examined(voice + 0.002 * (np.sin(2 * np.pi * hz * t) + np.sin(4 * np.pi * hz * t)))
    assert condition.hum_hz == hz
    # The second line may be hidden by the voice.
    assert -60 < condition.hum_dbfs < -52


def test_noise_is_measured(voice: np.ndarray) -> None:
    noise = 0.03 * np.random.default_rng(2).standard_normal(len(voice))
    condition = examined(voice + noise)
    assert condition.noise_dbfs == pytest.approx(20 * np.log10(0.03), abs=1.5)
    assert "noise" in " ".join(condition.warnings())


def test_music_is_found(voice: np.ndarray) -> None:
    rng = np.random.default_rng(3)
    music = np.zeros(len(voice))
    length = 3 * RATE // 4
    for start in range(0, len(voice) - length, length):
        t = np.arange(length) / RATE
        for hz in rng.choice([220, 246.9, 261.6, 293.7, 329.6, 392, 440], 3, replace=False):
            for k in (1, 2, 3):
                music[start : start + length] += np.sin(2 * np.pi * hz * k * t) / k * np.exp(-1.2 * t)
    music *= 0.3 * np.sqrt(np.square(voice).mean() / np.square(music).mean())
    # This voice, a robot's, holds its pitch as music does; a person's has 0.00.
    assert "music" not in " ".join(examined(voice).warnings())
    assert "music" in " ".join(examined(voice + music).warnings())


def test_reverberation_grows_with_the_room(voice: np.ndarray) -> None:
    from scipy.signal import oaconvolve

    rng = np.random.default_rng(4)
    found = [examined(voice).reverberation_s]
    for rt in (0.4, 1.0):
        n = int(rt * RATE)
        tail = rng.standard_normal(n) * np.exp(-6.9 * np.arange(n) / n)
        tail *= 0.7 / np.sqrt(np.square(tail).sum())
        tail[:200] = 0
        tail[0] = 1
        found.append(examined(0.5 * oaconvolve(voice, tail)[: len(voice)]).reverberation_s)
    assert found == sorted(found)
    assert found[0] < 0.4 and found[2] > 0.55


def test_a_telephone_is_found(voice: np.ndarray) -> None:
    import soxr

    narrow = soxr.resample(soxr.resample(voice, RATE, 8000), 8000, RATE)
    condition = examined(narrow)
    assert condition.bandwidth_hz < 4200
    assert "kHz" in " ".join(condition.warnings())


def test_silence() -> None:
    assert "hardly anything" in examined(np.zeros(2 * RATE)).warnings()[0]
