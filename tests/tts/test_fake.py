import numpy as np
import pytest

from herald.errors import UserError
from herald.media import Utterance
from tts.fake import FakeVoice


def say(text: str, language: str = "en", speed: float = 1.0):
    return FakeVoice().speak(Utterance(text, language, "fake", speed))


def test_lips_close_on_p_b_and_m():
    phones = [mark.symbol for mark in say("Map, bob and Phil").sounds]
    assert "".join(phones) == "mapbobandfil"


def test_speaks_about_fourteen_phones_a_second():
    speech = say("Please open the main public office at nine so that everybody may come in")
    n_phones = sum(mark.kind == "phone" for mark in speech.sounds)
    assert n_phones / float(speech.waveform.seconds) == pytest.approx(14, abs=1)


def test_pauses_where_the_punctuation_is_and_not_at_the_ends():
    speech = say("“Wait, now.” Go!")
    kinds = [mark.kind for mark in speech.sounds]
    pauses = [mark for mark in speech.sounds if mark.kind == "pause"]
    assert kinds[0] == kinds[-1] == "phone"
    assert [round((m.stop - m.start) / 24) for m in pauses] == [200, 350]
    for mark in pauses:
        assert not speech.waveform.samples[mark.start : mark.stop].any()


@pytest.mark.parametrize(
    "text", ["公共办公室，九点开门。", "Привет, мир!", "مرحبا بالعالم", "नमस्ते दुनिया", "ÅÄÖ straße 42"]
)
def test_speaks_any_script(text):
    speech = say(text)
    assert all(mark.symbol in text for mark in speech.words)
    assert np.abs(speech.waveform.samples).max() > 0.1


def test_knows_one_voice():
    with pytest.raises(UserError, match="'fake'"):
        FakeVoice().speak(Utterance("hello", "en", "af_heart"))
