from pathlib import Path

import numpy as np
import pytest

from herald.media import Speech, Utterance, Waveform
from herald.sound import resampled
from tts.kokoro import Kokoro
from tts.kokoro_model import MODEL
from tts.recogniser.align import Word, align
from tts.recogniser.inventory import PHONES, phone_number
from tts.recogniser.recognise import (
    LEAST_SHARE,
    WEIGHTS,
    Posteriors,
    best_phones,
    marks_from_sound,
    recognise,
)

MODELS = Path(__file__).resolve().parents[3] / "models"
VOICE = "af_heart"


@pytest.fixture(scope="module")
def speech() -> Speech:
    if not (MODELS / MODEL).exists() or not (MODELS / f"kokoro/voices/{VOICE}.bin").exists():
        pytest.skip("Kokoro is not here; `herald models pull` brings it")
    kokoro = Kokoro(lambda name: MODELS / name, n_threads=1)
    said = kokoro.speak(Utterance("Five wise men moved the boat, and then they saw a ship.", "en-us", VOICE))
    kokoro.close()
    return said


@pytest.fixture(scope="module")
def posteriors(speech: Speech) -> Posteriors:
    return recognise(speech.waveform)


def noise(level: float, seconds: float = 3) -> Waveform:
    samples = np.random.default_rng(4).normal(0, level, round(seconds * 16_000))
    return Waveform(samples.astype(np.float32), 16_000)


def test_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size <= 3_000_000


def test_aligned_onsets_are_where_the_engine_put_them(speech: Speech) -> None:
    words = [
        Word(
            word.symbol,
            tuple(m.symbol for m in speech.sounds if m.symbol and word.start <= m.start < word.stop),
        )
        for word in speech.words
    ]
    found = align(speech.waveform, words)
    true = [mark.start for mark in speech.sounds if mark.kind == "phone"]
    onsets = [mark.start for mark in found.marks if mark.kind == "phone"]
    errors_ms = np.abs(np.array(onsets) - np.array(true)) / speech.waveform.rate_hz * 1000
    assert np.median(errors_ms) <= 20
    assert (errors_ms <= 60).mean() > 0.9
    assert np.median(found.confidences) > 0.4
    assert found.confidence > 0.5
    Speech(speech.text, speech.waveform, found.marks)


def test_a_wrong_transcript_is_less_sure(speech: Speech) -> None:
    right = [Word("", tuple(m.symbol for m in speech.sounds if m.symbol))]
    wrong = [Word("", right[0].phones[::-1])]
    assert align(speech.waveform, wrong).confidence < 0.7 * align(speech.waveform, right).confidence


def test_phones_are_heard(speech: Speech, posteriors: Posteriors) -> None:
    assert posteriors.is_speech
    assert posteriors.confidence > 0.5
    np.testing.assert_allclose(posteriors.probabilities.sum(axis=1), 1, atol=1e-4)
    middles = (np.arange(len(posteriors.probabilities)) + 0.5) * speech.waveform.rate_hz / 50
    truth = np.array([phone_number(mark.symbol) for mark in speech.sounds])
    owner = np.searchsorted([mark.stop for mark in speech.sounds], middles, side="right")
    right = posteriors.probabilities.argmax(axis=1) == truth[np.minimum(owner, len(truth) - 1)]
    assert right.mean() > 0.5


def test_marks_tile_the_sound(speech: Speech) -> None:
    marks = marks_from_sound(speech.waveform)
    heard = Speech(speech.text, speech.waveform, marks)
    assert sum(mark.kind == "phone" for mark in heard.sounds) > 20
    assert all(mark.symbol in PHONES for mark in marks)


def test_a_phone_tells_what_else_it_may_have_been(speech: Speech, posteriors: Posteriors) -> None:
    marks = marks_from_sound(speech.waveform)
    doubted = [mark for mark in marks if mark.alternatives]
    assert doubted
    for mark in doubted:
        assert mark.kind == "phone"
        assert all(symbol in PHONES and symbol != mark.symbol for symbol, _ in mark.alternatives)
        assert all(share >= LEAST_SHARE for _, share in mark.alternatives)
        assert sum(share for _, share in mark.alternatives) < 1
    first = doubted[0]
    scale = 16_000 / speech.waveform.rate_hz / 320
    rows = posteriors.probabilities[round(first.start * scale) : round(first.stop * scale)].mean(axis=0)
    symbol, share = first.alternatives[0]
    found = rows[phone_number(symbol)] / rows[phone_number(first.symbol)]
    own = 1 - sum(share for _, share in first.alternatives)
    assert share / own == pytest.approx(found, rel=0.02)


def test_the_same_at_another_rate_and_again(speech: Speech, posteriors: Posteriors) -> None:
    again = recognise(speech.waveform)
    assert again.probabilities.tobytes() == posteriors.probabilities.tobytes()
    other = recognise(resampled(speech.waveform, 48_000))
    n = min(len(other.probabilities), len(posteriors.probabilities))
    same = other.probabilities[:n].argmax(axis=1) == posteriors.probabilities[:n].argmax(axis=1)
    assert same.mean() > 0.97


@pytest.mark.parametrize("level", [0, 1e-4, 0.05])
def test_no_speech_is_only_a_pause(level: float) -> None:
    waveform = noise(level)
    marks = marks_from_sound(waveform)
    assert [(mark.kind, mark.start, mark.stop) for mark in marks] == [("pause", 0, waveform.n_samples)]
    assert not recognise(waveform).is_speech


def test_long_sounds_are_heard_without_seams(speech: Speech, posteriors: Posteriors) -> None:
    waveform = resampled(speech.waveform, 16_000)
    steps = waveform.n_samples // 320
    repeated = Waveform(np.tile(waveform.samples[: steps * 320], 1 + 1700 // steps), 16_000)
    rows = recognise(repeated).probabilities
    assert len(rows) > 1600
    # The first chunk ends at 1500 steps; the same speech elsewhere is heard with the same neighbours.
    near = np.arange(1460, 1540)
    np.testing.assert_allclose(rows[near], rows[near - steps], atol=1e-3)


def test_no_sound_at_all() -> None:
    empty = Waveform(np.zeros(0, np.float32), 16_000)
    assert recognise(empty).probabilities.shape == (0, len(PHONES))
    assert marks_from_sound(empty) == ()


def test_best_phones_do_not_flicker() -> None:
    probabilities = np.full((12, len(PHONES)), 1e-4, np.float32)
    probabilities[:6, 3] = probabilities[6:, 9] = 0.9
    probabilities[2, 3], probabilities[2, 7] = 0.3, 0.6
    assert best_phones(probabilities).tolist() == [3] * 6 + [9] * 6
