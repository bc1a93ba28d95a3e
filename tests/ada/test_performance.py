from fractions import Fraction

import numpy as np
import pytest

from herald.ada.footage import FPS, WARM_UP, staged
from herald.ada.performance import Performance, perform
from herald.media import Speech, Utterance
from herald.timing import frame_count
from lipsync.mouth import mouth_track
from tts.fake import FakeVoice


@pytest.fixture(scope="module")
def speech() -> Speech:
    voice = FakeVoice()
    return staged([voice.speak(Utterance(text, "en", "fake")) for text in WARM_UP], FPS)


def act(speech: Speech, seed: int = 1, fps: Fraction = FPS) -> Performance:
    n_frames = frame_count(speech.waveform.n_samples, speech.waveform.rate_hz, fps)
    return perform(speech, mouth_track(speech.sounds, speech.waveform.rate_hz, fps, n_frames), seed)


@pytest.fixture(scope="module")
def performance(speech: Speech) -> Performance:
    return act(speech)


def columns(performance: Performance, *names: str) -> np.ndarray:
    return np.array([[getattr(pose, name) for name in names] for pose in performance.poses])


def test_same_seed_same_performance(speech: Speech, performance: Performance) -> None:
    assert act(speech) == performance
    assert act(speech, seed=2).poses != performance.poses


def test_blinks_are_natural(speech: Speech) -> None:
    for seed in range(6):
        performance = act(speech, seed)
        apart = np.diff(performance.blinks_s)
        assert len(apart) >= 4
        assert ((apart >= 2.5) & (apart <= 5.0)).all()
        lids = columns(performance, "lids")[:, 0]
        shut = lids < 0.1
        n_blinks = int((np.diff(shut.astype(int)) == 1).sum())
        assert n_blinks == len(performance.blinks_s)
        # A blink takes a third of a second: eight frames in which the lids are not fully open.
        assert 5 <= (lids < 0.99).sum() / len(performance.blinks_s) <= 9


def test_head_moves_smoothly_within_what_she_is_made_for(performance: Performance) -> None:
    head = columns(performance, "yaw_deg", "pitch_deg", "roll_deg")
    assert (np.abs(head) < [8.0, 5.0, 4.0]).all()
    assert (head.std(axis=0) > [0.6, 0.4, 0.25]).all()
    assert (np.abs(np.diff(head, axis=0)).max(axis=0) < [1.0, 1.2, 0.6]).all()


def test_both_ends_are_at_rest(performance: Performance) -> None:
    for pose in (*performance.poses[:10], *performance.poses[-10:]):
        assert abs(pose.yaw_deg) < 2.5 and abs(pose.pitch_deg) < 1.5 and abs(pose.roll_deg) < 1.2
        assert pose.lids == 1.0
        assert pose.aperture < 0.05


def test_eyes_stay_on_the_camera(performance: Performance) -> None:
    gaze = columns(performance, "gaze_deg")[:, 0]
    head = columns(performance, "yaw_deg", "pitch_deg")
    assert (np.abs(gaze + head).mean(axis=0) < [2.2, 1.2]).all()


def test_lips_close_on_every_p_b_m(speech: Speech, performance: Performance) -> None:
    rate_hz = speech.waveform.rate_hz
    closures = [(m.start + m.stop) / 2 / rate_hz for m in speech.sounds if m.symbol in ("p", "b", "m")]
    assert len(closures) > 20
    for moment in closures:
        assert performance.poses[int(moment * FPS)].gap_mm < 1.0


def test_teeth_and_tongue_come_where_they_are_heard(speech: Speech, performance: Performance) -> None:
    rate_hz = speech.waveform.rate_hz
    for symbol, part in (("f", "tuck"), ("v", "tuck"), ("θ", "tongue")):
        moments = [(m.start + m.stop) / 2 / rate_hz for m in speech.sounds if m.symbol == symbol]
        assert moments, symbol
        for moment in moments:
            assert getattr(performance.poses[int(moment * FPS)], part) > 0.8


def test_staged_speech_is_whole_frames_with_silence_round_it(speech: Speech) -> None:
    n_samples, rate_hz = speech.waveform.n_samples, speech.waveform.rate_hz
    assert n_samples * FPS % rate_hz == 0
    assert np.abs(speech.waveform.samples[:rate_hz]).max() < 1e-3
    assert np.abs(speech.waveform.samples[-rate_hz:]).max() < 1e-3
    assert 25 < float(speech.waveform.seconds) < 45
