"""Segments tile the edition, on whole frames, at every rate."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from herald.media import Mark, Phrase, Place, Sentence, Speech, Waveform
from herald.timeline import LEAD_MS, join, laid_out, lay_out, lay_out_recording
from herald.timing import MASTER_RATE_HZ, sample_at_frame, samples_of_ms

RATES = [Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(50)]
PLACE = Place(Path("a.en.md"), 1, 1)


def sentence(number: int, pause_after_ms: int = 350) -> Sentence:
    return Sentence(f"{number:012x}", (Phrase(f"Sentence {number}.", PLACE),), "sentence", pause_after_ms)


def speech(n_samples: int, rate_hz: int = MASTER_RATE_HZ) -> Speech:
    third = n_samples // 3
    marks = (
        Mark("phone", "a", 0, third),
        Mark("phone", "b", third, n_samples),
        Mark("word", "ab", 0, n_samples),
    )
    return Speech("ab", Waveform(np.ones(n_samples, np.float32), rate_hz), marks)


def spoken(lengths: list[int]):
    for i, n in enumerate(lengths):
        said = speech(n)
        yield sentence(i), said, lambda said=said: said.waveform


@pytest.mark.parametrize("fps", RATES)
def test_segments_tile_the_edition(fps: Fraction) -> None:
    segments = lay_out(spoken([48_000, 51_234, 7_777, 100_001]), fps)
    frame = 0
    for segment in segments:
        assert segment.first_frame == frame
        frame += segment.n_frames
        position = 0
        for mark in segment.sounds:
            assert mark.start == position
            position = mark.stop
        assert position == sample_at_frame(segment.n_frames, MASTER_RATE_HZ, fps)
        assert segment.sounds[0].kind == segment.sounds[-1].kind == "pause"


@pytest.mark.parametrize("fps", RATES)
def test_a_segment_is_the_same_wherever_it_stands(fps: Fraction) -> None:
    alone = lay_out(spoken([40_000, 51_234, 60_000]), fps)[1]
    later = lay_out(spoken([40_000, 48_111, 51_234, 60_000]), fps)[2]
    assert alone.marks == later.marks and alone.n_frames == later.n_frames


def test_a_segment_does_not_wait_for_the_next_sentence() -> None:
    lengths, rate = [48_000, 51_234, 60_000], Fraction(25)
    n_spoken = 0

    def speaking():
        nonlocal n_spoken
        for said in spoken(lengths):
            n_spoken += 1
            yield said

    places = []
    for segment in laid_out(speaking(), len(lengths), rate):
        places.append((segment.first_frame, segment.n_frames))
        assert n_spoken == len(places)
    assert places == [(s.first_frame, s.n_frames) for s in lay_out(spoken(lengths), rate)]


def test_the_pause_between_sentences_is_as_long_as_asked() -> None:
    first, second = lay_out(spoken([48_000, 48_000]), Fraction(25))
    silence = first.sounds[-1].stop - first.sounds[-1].start + second.sounds[0].stop
    asked = samples_of_ms(350, MASTER_RATE_HZ)
    assert asked <= silence < asked + MASTER_RATE_HZ / 25 + samples_of_ms(10, MASTER_RATE_HZ)
    assert second.sound_at == samples_of_ms(LEAD_MS, MASTER_RATE_HZ)


def test_join_moves_marks_and_adds_the_gap() -> None:
    joined = join([speech(1000), speech(2000)], [100, 0])
    gap = samples_of_ms(100, MASTER_RATE_HZ)
    assert joined.waveform.n_samples == 3000 + gap
    assert [m.start for m in joined.words] == [0, 1000 + gap]
    assert not joined.waveform.samples[1000 : 1000 + gap].any()


@pytest.mark.parametrize("fps", RATES)
def test_a_recording_is_cut_in_its_pauses_and_stays_as_it_was(fps: Fraction) -> None:
    marks, position = [], 0
    for i in range(40):
        length = 48_000 if i % 2 == 0 else 30_011
        marks.append(
            Mark("phone" if i % 2 == 0 else "pause", "a" if i % 2 == 0 else "", position, position + length)
        )
        position += length
    sound = np.random.default_rng(0).standard_normal(position).astype(np.float32).clip(-1, 1)
    segments = lay_out_recording(marks, position, lambda a, b: Waveform(sound[a:b], MASTER_RATE_HZ), fps)
    assert len(segments) > 2
    assert sum(s.n_frames for s in segments) >= position / MASTER_RATE_HZ * fps
    np.testing.assert_array_equal(np.concatenate([s.load_sound().samples for s in segments]), sound)
    for segment in segments[1:]:
        assert segment.sounds[0].kind == "pause"
        assert segment.n_frames <= 9 * fps


def test_a_recording_without_pauses_is_one_segment() -> None:
    n = MASTER_RATE_HZ * 20
    segments = lay_out_recording(
        [Mark("phone", "a", 0, n)],
        n,
        lambda a, b: Waveform(np.zeros(b - a, np.float32), MASTER_RATE_HZ),
        Fraction(25),
    )
    assert [s.n_frames for s in segments] == [500]
