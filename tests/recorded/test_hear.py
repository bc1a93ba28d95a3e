from pathlib import Path

import numpy as np
import pytest

from herald.media import Samples, Speech, Waveform
from herald.recorded.hear import DOUBTFUL, align_sentences, confidences_of, hear
from herald.sound import write_wav
from herald.timing import MASTER_RATE_HZ
from tts.recogniser.recognise import recognise, recognise_blocks
from tts.recogniser.transcript import Transcriber


@pytest.fixture
def wav(sound: Samples, tmp_path: Path) -> Path:
    path = tmp_path / "sound.wav"
    write_wav(path, Waveform(sound, MASTER_RATE_HZ))
    return path


def test_sentences_are_found_where_they_are(
    sentences: tuple[str, ...], wav: Path, sound: Samples, spoken: tuple[Speech, ...]
) -> None:
    found = align_sentences(wav, len(sound), sentences, "en-us")
    start = 0
    for speech, (first, last) in zip(spoken, found.spans, strict=True):
        stop = start + speech.waveform.n_samples
        assert first == pytest.approx(start, abs=0.12 * MASTER_RATE_HZ)
        assert last == pytest.approx(stop, abs=0.12 * MASTER_RATE_HZ)
        start = stop + MASTER_RATE_HZ // 2
    assert min(found.confidences) > DOUBTFUL


def test_a_sentence_that_is_not_said_is_doubtful(
    sentences: tuple[str, ...], wav: Path, sound: Samples
) -> None:
    others = [sentences[0], "Seven white geese flew slowly over the frozen hills.", sentences[2]]
    sure = align_sentences(wav, len(sound), others, "en-us").confidences
    assert sure[1] < DOUBTFUL < min(sure[0], sure[2])


def test_a_word_that_is_not_said_harms_no_other(
    sentences: tuple[str, ...], wav: Path, sound: Samples
) -> None:
    more = (sentences[0], "Extraordinary " + sentences[1], sentences[2])
    found = align_sentences(wav, len(sound), more, "en-us")
    right = align_sentences(wav, len(sound), sentences, "en-us")
    assert found.spans[2][0] == pytest.approx(right.spans[2][0], abs=480)
    assert found.confidences[1] < right.confidences[1]


def test_read_back_tells_right_from_wrong(sentences: tuple[str, ...], spoken: tuple[Speech, ...]) -> None:
    pairs = [(spoken[0].waveform, sentence) for sentence in sentences[:2]]
    right, wrong = confidences_of(pairs, "en-us")
    assert wrong < DOUBTFUL < right


def test_without_a_transcript(wav: Path, sound: Samples, spoken: tuple[Speech, ...]) -> None:
    found, confidence = hear(wav, len(sound))
    assert confidence > 0.4
    lips = [mark for mark in found.marks if mark.symbol in ("p", "b", "m")]
    true = sum(mark.symbol in ("p", "b", "m") for speech in spoken for mark in speech.sounds)
    assert 0.5 * true <= len(lips) <= 1.5 * true
    assert found.marks[-1].stop == len(sound)


def test_nothing_is_heard_in_noise(tmp_path: Path) -> None:
    noise = 0.05 * np.random.default_rng(0).standard_normal(4 * MASTER_RATE_HZ)
    path = tmp_path / "noise.wav"
    write_wav(path, Waveform(noise.astype(np.float32), MASTER_RATE_HZ))
    found, _ = hear(path, len(noise))
    assert [mark.kind for mark in found.marks] == ["pause"]


def test_blocks_give_the_same_as_the_whole(sound: Samples) -> None:
    import soxr

    low = soxr.resample(sound, MASTER_RATE_HZ, 16_000).astype(np.float32)
    long = np.tile(low, 5)
    whole = recognise(Waveform(long, 16_000))
    parts = recognise_blocks(np.array_split(long, 13))
    np.testing.assert_array_equal(whole.probabilities, parts.probabilities)


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("en-gb", "Boats, at 5 pm.", "b"),
        ("es", "Buenos días.", "b"),
        ("de", "Guten Morgen.", "ɡ"),
        ("sw", "Habari ya leo.", "h"),
        ("xx", "bola", "b"),
    ],
)
def test_words_of_any_language(language: str, text: str, first: str) -> None:
    with Transcriber(language) as transcriber:
        words = transcriber.words(text)
    assert words[0].phones[0].startswith(first)
    assert all(word.phones and word.text in text for word in words)
