import itertools

import numpy as np
import pytest

from herald.errors import UserError
from herald.media import Speech, Waveform
from tts.recogniser.align import (
    LEAST_PAUSE,
    LEAST_PHONE,
    Word,
    align,
    align_frames,
    frame_scores,
)
from tts.recogniser.inventory import PHONES, phone_number


def brute_force(scores: np.ndarray, phones: list[int], optional: list[bool]) -> float:
    """The best sum of scores over every way to share the frames out."""
    n = len(scores)
    best = -np.inf
    least = [LEAST_PAUSE if skip else LEAST_PHONE for skip in optional]
    for present in itertools.product(*[(True, False) if skip else (True,) for skip in optional]):
        kept = [i for i, there in enumerate(present) if there]
        for cuts in itertools.combinations(range(1, n), len(kept) - 1):
            edges = [0, *cuts, n]
            spans = list(itertools.pairwise(edges))
            if any(b - a < least[i] for (a, b), i in zip(spans, kept, strict=True)):
                continue
            total = sum(scores[a:b, phones[i]].sum() for (a, b), i in zip(spans, kept, strict=True))
            best = max(best, total)
    return best


@pytest.mark.parametrize("seed", range(6))
def test_viterbi_finds_the_best_of_all_ways(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 1, (13, 4)).astype(np.float32)
    phones, optional = [0, 1, 2, 0, 3, 0], [True, False, False, True, False, True]
    owner = align_frames(scores, phones, optional)
    found = scores[np.arange(13), np.array(phones)[owner]].sum()
    assert found == pytest.approx(brute_force(scores, phones, optional), abs=1e-4)
    assert (np.diff(owner) >= 0).all()


def test_a_clear_case_is_exact() -> None:
    truth = [0] * 7 + [1] * 5 + [2] * 2 + [0] * 6 + [3] * 4
    scores = np.full((len(truth), 4), -5, np.float32)
    scores[np.arange(len(truth)), truth] = 0
    owner = align_frames(scores, [0, 1, 2, 0, 3, 0], [True, False, False, True, False, True])
    assert owner.tolist() == [0] * 7 + [1] * 5 + [2] * 2 + [3] * 6 + [4] * 4


def test_a_pause_that_is_not_there_is_left_out() -> None:
    truth = [1] * 5 + [2] * 5
    scores = np.full((10, 3), -5, np.float32)
    scores[np.arange(10), truth] = 0
    owner = align_frames(scores, [0, 1, 0, 2, 0], [True, False, True, False, True])
    assert owner.tolist() == [1] * 5 + [3] * 5


def test_a_narrow_band_finds_the_same() -> None:
    rng = np.random.default_rng(2)
    phones = [0, *(int(p) for p in rng.integers(1, 40, 300)), 0]
    optional = [True, *[False] * 300, True]
    truth = np.repeat(phones, rng.integers(LEAST_PAUSE, 12, 302))
    scores = rng.normal(-4, 0.5, (len(truth), 40)).astype(np.float32)
    scores[np.arange(len(truth)), truth] += 3
    wide = align_frames(scores, phones, optional)
    assert (align_frames(scores, phones, optional, band=80) == wide).all()


def test_scores_of_lookalikes() -> None:
    probabilities = np.zeros((3, len(PHONES)), np.float32)
    probabilities[:, phone_number("p")] = 1
    scores = frame_scores(probabilities)
    assert scores.shape == (6, len(PHONES))
    # p, b and m share the third that goes to the group; nothing but the floor is left for the rest.
    assert scores[2, phone_number("p")] == pytest.approx(np.log(0.65 + 0.35 / 3 + 3e-4), abs=1e-5)
    assert scores[2, phone_number("b")] == pytest.approx(np.log(0.35 / 3 + 3e-4), abs=1e-5)
    assert scores[2, phone_number("s")] == pytest.approx(np.log(3e-4), abs=1e-4)


def test_scores_between_steps() -> None:
    probabilities = np.zeros((2, len(PHONES)), np.float32)
    probabilities[0, 0] = probabilities[1, 5] = 1
    scores = np.exp(frame_scores(probabilities)[:, 0]) - 3e-4
    np.testing.assert_allclose(scores, [1, 0.75, 0.25, 0], atol=1e-5)


def test_letters_become_phones() -> None:
    word = Word.of_letters("choice,", "ʧˈYs")
    assert word.phones == ("ʧ", "ɔ", "ɪ", "s")


def test_marks_make_a_speech_even_where_nothing_fits() -> None:
    rng = np.random.default_rng(0)
    waveform = Waveform(rng.normal(0, 0.1, 22_050).astype(np.float32), 22_050)
    words = [Word("one", ("w", "ʌ", "n")), Word("—", ()), Word("two", ("t", "u"))]
    found = align(waveform, words)
    speech = Speech("one — two", waveform, found.marks)
    assert [mark.symbol for mark in speech.words] == ["one", "two"]
    assert [mark.symbol for mark in speech.sounds if mark.kind == "phone"] == ["w", "ʌ", "n", "t", "u"]
    assert found.confidences[1] == 1
    assert max(found.confidences[0], found.confidences[2]) < 0.1


def test_too_much_text_for_the_sound() -> None:
    waveform = Waveform(np.zeros(1600, np.float32), 16_000)
    with pytest.raises(UserError, match="too short for the 20 sounds"):
        align(waveform, [Word("a", ("a",) * 20)])


def test_nothing_to_align() -> None:
    with pytest.raises(ValueError, match="no word"):
        align(Waveform(np.zeros(1600, np.float32), 16_000), [Word("—", ())])
