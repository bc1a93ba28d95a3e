import numpy as np
import pytest
from filming import FPS, RATE_HZ, speech_like, voice_of

from herald.media import Waveform
from lipsync.offset import LEAST_SECONDS, RELIABLE, estimate_offset

MOUTH = speech_like(14)
SEEN = MOUTH.astype(np.float32)


@pytest.mark.parametrize("shift_ms", [-160, -80, 0, 60, 140])
def test_a_shifted_sound_is_found(shift_ms: int) -> None:
    """A sound that comes later means a picture that is ahead."""
    found = estimate_offset(voice_of(MOUTH, shift_ms=shift_ms), SEEN, FPS)
    assert found.is_reliable
    assert found.ms == pytest.approx(-shift_ms, abs=20)


def test_frames_without_a_face_are_left_out() -> None:
    seen = SEEN.copy()
    seen[40:70] = np.nan
    found = estimate_offset(voice_of(MOUTH, shift_ms=-80), seen, FPS)
    assert found.is_reliable and found.ms == pytest.approx(80, abs=20)


@pytest.mark.parametrize("seed", range(6))
def test_a_strangers_voice_is_not_believed(seed: int) -> None:
    other = voice_of(speech_like(14, seed=100 + seed))
    found = estimate_offset(other, SEEN, FPS)
    assert found.confidence < RELIABLE


def test_noise_is_not_believed() -> None:
    hiss = np.random.default_rng(2).standard_normal(14 * RATE_HZ).astype(np.float32) * 0.05
    assert not estimate_offset(Waveform(hiss, RATE_HZ), SEEN, FPS).is_reliable


@pytest.mark.parametrize("n_samples", [0, 100, 14 * RATE_HZ])
def test_silence_is_not_believed(n_samples: int) -> None:
    found = estimate_offset(Waveform(np.zeros(n_samples, np.float32), RATE_HZ), SEEN, FPS)
    assert not found.is_reliable and np.isfinite(found.confidence)


def test_a_still_mouth_is_not_believed() -> None:
    found = estimate_offset(voice_of(MOUTH), np.full_like(SEEN, 0.02), FPS)
    assert not found.is_reliable and np.isfinite(found.confidence)


def test_short_clips_are_not_judged() -> None:
    n = int(LEAST_SECONDS * FPS) - 5
    found = estimate_offset(voice_of(MOUTH[:n]), SEEN[:n], FPS)
    assert (found.ms, found.confidence) == (0, 0)
