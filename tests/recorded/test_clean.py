from pathlib import Path

import numpy as np
import pytest
from scipy.signal import correlate

from herald.errors import UserError
from herald.master import measure_loudness
from herald.media import Samples, Waveform
from herald.recorded.clean import KEPT_MS, Cleaning, clean
from herald.sound import read_wav, write_wav
from herald.timing import MASTER_RATE_HZ


def lag_of(found: Samples, original: Samples) -> int:
    """Return by how many samples the first is later."""
    span = slice(3 * MASTER_RATE_HZ, 5 * MASTER_RATE_HZ)
    around = correlate(found[span.start - 3000 : span.stop + 3000], original[span], "valid")
    return int(around.argmax()) - 3000


def test_the_steps_do_what_they_say_and_nothing_is_shifted(recording: Path, tmp_path: Path) -> None:
    original = read_wav(recording).samples
    target = tmp_path / "clean.wav"
    cleaned = clean(recording, target, Cleaning(trim=False))
    found = read_wav(target).samples
    assert cleaned.n_samples == len(found) == len(original)
    # The low cut moves the phase by a sample.
    assert abs(lag_of(found, original)) <= 2
    loudness = measure_loudness(target)
    # The peaks of this voice leave no room for more.
    assert -21 < loudness.integrated_lufs < -15.5
    assert loudness.true_peak_dbtp < -1.5
    # The noise has come less far up than the voice.
    raised = 10 ** ((loudness.integrated_lufs - measure_loudness(recording).integrated_lufs) / 20)
    assert found[: 2 * MASTER_RATE_HZ].std() < 0.6 * raised * original[: 2 * MASTER_RATE_HZ].std()
    assert cleaned.done[2] == "trim: turned off"


def test_silence_is_trimmed_at_both_ends(recording: Path, tmp_path: Path, sound: Samples) -> None:
    target = tmp_path / "clean.wav"
    cleaned = clean(recording, target, Cleaning(denoise=False, loudness=False))
    kept_s = KEPT_MS / 1000
    # The sound itself ends in half a second of silence.
    expected_s = len(sound) / MASTER_RATE_HZ - 0.5 + 2 * kept_s
    assert cleaned.n_samples / MASTER_RATE_HZ == pytest.approx(expected_s, abs=0.15)
    assert "1.6" in cleaned.done[2]


def test_turned_off_it_is_the_recording(recording: Path, tmp_path: Path) -> None:
    target = tmp_path / "clean.wav"
    clean(recording, target, Cleaning(False, False, False))
    np.testing.assert_allclose(read_wav(target).samples, read_wav(recording).samples, atol=1e-6)


def test_silence_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "silence.wav"
    write_wav(path, Waveform(np.zeros(MASTER_RATE_HZ, np.float32), MASTER_RATE_HZ))
    with pytest.raises(UserError, match="hardly anything"):
        clean(path, tmp_path / "clean.wav", Cleaning())
