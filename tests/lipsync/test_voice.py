import numpy as np
import pytest

from herald.media import Waveform
from lipsync.voice import RATE_HZ, band_levels, loudness_db, silences


def noise(seconds: float, level: float, seed: int = 1) -> np.ndarray:
    return (level * np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ))).astype(np.float32)


def sound(*parts: np.ndarray) -> Waveform:
    return Waveform(np.clip(np.concatenate(parts), -1, 1), RATE_HZ)


@pytest.mark.parametrize("floor", [0.0, 1e-4, 3e-3])
def test_pauses_are_found_over_any_room(floor: float) -> None:
    spoken = sound(noise(1.2, 0.1), noise(0.8, floor), noise(1.0, 0.1), noise(0.15, floor), noise(1.0, 0.1))
    [(start, stop)] = silences(spoken)
    assert (start, stop) == (pytest.approx(1.2, abs=0.05), pytest.approx(2.0, abs=0.05))


def test_music_has_no_pauses() -> None:
    assert silences(sound(noise(2, 0.1), noise(1, 0.08), noise(2, 0.1))) == []


def test_nothing_recorded_is_one_long_pause() -> None:
    assert silences(sound(np.zeros(2 * RATE_HZ, np.float32))) == [(0.0, 2.0)]
    assert silences(sound(np.zeros(0, np.float32))) == []


def test_level_of_full_scale() -> None:
    loud = Waveform(np.ones(RATE_HZ, np.float32), RATE_HZ)
    assert loudness_db(loud)[10:-10] == pytest.approx(0, abs=0.01)


def test_bands_stand_where_the_tone_is() -> None:
    rows = []
    for hz in (200, 1000, 4000):
        tone = 0.5 * np.sin(2 * np.pi * hz * np.arange(RATE_HZ) / RATE_HZ)
        levels = band_levels(Waveform(tone.astype(np.float32), RATE_HZ))
        assert levels.shape == (100, 40)
        rows.append(int(levels[50].argmax()))
    assert rows[0] < rows[1] < rows[2]


def test_row_and_time_agree() -> None:
    click = np.zeros(RATE_HZ, np.float32)
    click[RATE_HZ // 2] = 1
    assert int(band_levels(Waveform(click, RATE_HZ)).sum(axis=1).argmax()) == pytest.approx(50, abs=1)


def test_rates_are_checked() -> None:
    with pytest.raises(ValueError, match="16000 Hz, not 8000"):
        band_levels(Waveform(np.zeros(100, np.float32), 8000))
