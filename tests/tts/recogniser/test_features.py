import numpy as np

from herald.media import Waveform
from tts.recogniser.features import N_MELS, STACKED, features_of, log_mel, network_input, normalised


def centres_hz() -> np.ndarray:
    """The middles of 64 even steps of the mel scale from 50 to 7600 Hz, by the formula."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (50, 7600))
    mels = low + (high - low) * np.arange(1, 65) / 65
    return 700 * (10 ** (mels / 2595) - 1)


def test_silence_is_the_floor() -> None:
    mel = log_mel(np.zeros(1600, np.float32))
    assert mel.shape == (10, N_MELS)
    np.testing.assert_allclose(mel, np.log(1e-7), rtol=1e-6)


def test_a_tone_has_the_energy_of_its_window_in_its_band() -> None:
    band = 30
    # 1000 Hz is bin 32 exactly, and the transform of a Hann window of 400 samples peaks at half its sum.
    tone = np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000).astype(np.float32)
    mel = log_mel(tone)[50]
    band = int(np.argmin(np.abs(centres_hz() - 1000)))
    assert int(np.argmax(mel)) == band
    bins = np.arange(257) * 16_000 / 512
    centres = np.concatenate([[50], centres_hz(), [7600]])
    low, middle, high = centres[band : band + 3]
    triangle = np.clip(np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle)), 0, None)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
    power = np.abs(np.fft.rfft(tone[50 * 160 - 120 : 50 * 160 + 280] * window, 512)) ** 2
    np.testing.assert_allclose(mel[band], np.log(power @ triangle + 1e-7), rtol=1e-4)
    assert abs(power[32] - (100.0) ** 2) < 1


def test_a_click_is_in_the_frames_whose_windows_hold_it() -> None:
    samples = np.zeros(3200, np.float32)
    samples[1600 + 80] = 1
    loud = np.flatnonzero(log_mel(samples).max(axis=1) > np.log(1e-7) + 1)
    assert loud.tolist() == [9, 10, 11]
    assert int(log_mel(samples).max(axis=1).argmax()) == 10


def test_normalised_forgets_gain_and_equaliser() -> None:
    rng = np.random.default_rng(0)
    mel = rng.normal(0, 2, (200, N_MELS)).astype(np.float32)
    changed = mel + np.linspace(-3, 3, N_MELS, dtype=np.float32) + 4
    np.testing.assert_allclose(normalised(mel)[:, 32], normalised(changed)[:, 32], atol=0.05)
    by_hand = np.clip((mel - mel.mean(axis=0)) / 3, -5, 3)
    np.testing.assert_allclose(normalised(mel), by_hand, atol=1e-5)


def test_quiet_frames_have_no_share_in_the_mean() -> None:
    mel = np.zeros((100, N_MELS), np.float32)
    mel[:50] = -10
    assert np.allclose(normalised(mel)[50:], 0)
    assert np.allclose(normalised(mel)[:50], -10 / 3)


def test_long_sounds_are_transformed_in_blocks_without_seams() -> None:
    samples = np.random.default_rng(1).standard_normal(160 * 5000).astype(np.float32)
    whole = log_mel(samples)
    part = log_mel(samples[160 * 4000 : 160 * 4200])
    np.testing.assert_allclose(whole[4002:4198], part[2:-2], rtol=1e-5)


def test_any_rate_and_no_sound_at_all() -> None:
    assert features_of(Waveform(np.zeros(0, np.float32), 48_000)).shape == (0, N_MELS)
    assert features_of(Waveform(np.zeros(48_000, np.float32), 48_000)).shape == (100, N_MELS)


def test_stacking_by_hand() -> None:
    features = np.arange(8, dtype=np.float32)[:, None] * np.ones((1, N_MELS), np.float32)
    rows = network_input(features).reshape(4, STACKED, N_MELS)[:, :, 0]
    assert rows[0].tolist() == [0, 0, 0, 1, 2, 3]
    assert rows[1].tolist() == [0, 1, 2, 3, 4, 5]
    assert rows[3].tolist() == [4, 5, 6, 7, 0, 0]
