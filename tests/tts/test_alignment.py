"""Marks of a tiny sound made by hand: 100 ms a letter, hums and silences where the test puts them."""

import numpy as np
import pytest

from herald.media import Speech, Waveform
from tts.alignment import BREATH_MS, CLOSURE_MS, Letter, marks_of

RATE_HZ = 24_000
MS = RATE_HZ // 1000


def speech_of(letters: str, heard: str, step_ms: int = 100) -> Speech:
    """Mark a sound.

    Args:
        letters: what is said, without padding; words are the runs between spaces and punctuation.
        heard: for each letter and the padding at both ends, "#" for a hum and "." for silence.
        step_ms: length of each.
    """
    hum = 0.3 * np.sin(2 * np.pi * 400 * np.arange(step_ms * MS) / RATE_HZ)
    samples = np.concatenate([hum if c == "#" else 0 * hum for c in heard]).astype(np.float32)
    words = letters.replace(",", " ").split()
    word = 0
    row = [Letter("", None)]
    for i, letter in enumerate(letters):
        inside = letter not in " ,"
        if i and inside and letters[i - 1] in " ,":
            word += 1
        row.append(Letter(letter, word if inside else None))
    row.append(Letter("", None))
    edges = [i * step_ms * MS for i in range(len(row) + 1)]
    kept, marks = marks_of(row, edges, samples, RATE_HZ, words)
    return Speech(letters, Waveform(kept, RATE_HZ), marks)


def check(speech: Speech, *expected: tuple[str, int], first: int = 0) -> None:
    """Compare phones and pauses, from number `first` on, with symbols and lengths in ms, to three frames."""
    found = speech.sounds[first : first + len(expected)]
    assert [mark.symbol for mark in found] == [symbol for symbol, _ in expected]
    assert [(m.stop - m.start) / MS for m in found] == pytest.approx([ms for _, ms in expected], abs=16)


def test_silence_at_the_ends_is_cut_to_a_breath():
    speech = speech_of("si", ".##.")
    check(speech, ("", BREATH_MS), ("s", 100), ("i", 100), ("", BREATH_MS))
    assert speech.waveform.n_samples == pytest.approx((2 * BREATH_MS + 200) * MS, abs=10 * MS)


def test_sound_just_before_the_first_mark_belongs_to_it():
    check(speech_of("si", "###."), ("", BREATH_MS), ("s", 160), ("i", 100))


def test_sound_far_from_the_words_is_muted():
    speech = speech_of("si", "#" + "##" + "#")
    samples = speech.waveform.samples
    assert not samples[: 30 * MS].any()
    assert speech.waveform.seconds < 0.4


def test_a_stop_is_closed_before_it_is_heard_but_a_vowel_is_not():
    check(speech_of("pi", ".##."), ("", BREATH_MS), ("p", 100), ("i", 100))
    check(speech_of("pi", "..#."), ("p", BREATH_MS + 30), ("i", 100))
    check(speech_of("ii", "..#."), ("", BREATH_MS), ("i", 30), ("i", 100))


def test_a_space_is_shared_by_its_neighbours():
    check(speech_of("i a", ".###."), ("i", 150), ("a", 150), first=1)


def test_a_silent_space_is_a_pause():
    check(speech_of("i a", ".#.#."), ("i", 100), ("", 100), ("a", 100), first=1)


def test_a_silent_space_before_a_stop_is_its_closure():
    check(speech_of("i pa", ".#.##."), ("i", 100), ("p", 200), first=1)


def test_a_stop_after_a_long_pause_closes_shortly_before():
    speech = speech_of("i,,,pa", ".#...##.")
    check(speech, ("i", 100), ("", 300 - CLOSURE_MS), ("p", 100 + CLOSURE_MS), first=1)


def test_a_short_silence_at_a_comma_is_shared_by_pause_and_stop():
    check(speech_of("i,pa", ".#.##."), ("i", 100), ("", 50), ("p", 150), ("a", 100), first=1)


def test_a_silence_at_a_comma_goes_on_into_the_stop_behind_it():
    check(speech_of("i,pa", ".#..#."), ("i", 100), ("", 110), ("p", 90), ("a", 100), first=1)


def test_a_phone_does_not_run_on_into_the_silence_at_a_comma():
    speech = speech_of("iːː,a", ".#...#.")
    check(speech, ("i", 100), ("", 300), ("a", 100), first=1)


def test_stress_joins_the_next_sound_and_length_the_one_before():
    check(speech_of("sˈiːn", ".#####."), ("s", 100), ("i", 300), ("n", 100), first=1)


def test_a_diphthong_becomes_two_phones():
    check(speech_of("mAn", ".###."), ("m", 100), ("e", 60), ("ɪ", 40), ("n", 100), first=1)


def test_words_lie_over_their_sounds():
    speech = speech_of("sa i,mi", ".##.#.##.")
    assert [mark.symbol for mark in speech.words] == ["sa", "i", "mi"]
    phones = [mark for mark in speech.sounds if mark.kind == "phone"]
    assert [mark.start for mark in speech.words] == [phones[0].start, phones[2].start, phones[3].start]
    assert [mark.stop for mark in speech.words] == [phones[1].stop, phones[2].stop, phones[4].stop]


@pytest.mark.parametrize("heard", ["....#", "#....", "....#....", "#########"])
def test_marks_tile_whatever_is_heard(heard: str):
    speech_of("sˈi,pa"[: len(heard) - 2], heard)


def test_marks_tile_with_the_shortest_letters():
    rng = np.random.default_rng(0)
    letters = "ˈAp,i pˈi, ʧI."
    for _ in range(50):
        heard = "".join(rng.choice(list("#."), len(letters) + 2))
        speech_of(letters[:-1], heard[:-1] if "#" in heard[:-1] else "#" + heard[2:], step_ms=25)
