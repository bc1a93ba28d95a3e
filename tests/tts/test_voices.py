import subprocess
import sys
from pathlib import Path

import pytest

from herald.errors import UserError
from tts.engine import ENGINES, engine
from tts.voices import all_voices, default_voice, find_voice

ROOT = Path(__file__).resolve().parents[2]


def test_names_are_unique_over_all_engines():
    names = [voice.name for voice in all_voices()]
    assert len(names) == len(set(names))
    assert {voice.engine for voice in all_voices()} == set(ENGINES) - {"coqui"}


def test_both_accents_of_english_have_both_genders():
    for language in ("en-us", "en-gb"):
        assert {voice.language for voice in all_voices(language)} == {language}
        voices = [voice for voice in all_voices(language) if voice.engine == "kokoro"]
        assert {voice.gender for voice in voices} == {"female", "male"}
    accents = ("en-us", "en-gb", "en-us-nyc", "en-029")
    named = {voice.name for voice in all_voices("en")}
    assert named > {voice.name for accent in accents for voice in all_voices(accent)}


@pytest.mark.parametrize(
    ("language", "accent"), [("en", "en-us"), ("en-US", "en-us"), ("en-gb", "en-gb"), ("en-au", "en-us")]
)
def test_default_voice(language: str, accent: str):
    assert default_voice(language).language == accent
    assert find_voice(None, language) == default_voice(language)


def test_a_voice_may_have_another_accent_of_the_language():
    assert find_voice("bf_emma", "en-us").language == "en-gb"
    assert find_voice("af_heart", "en-gb").language == "en-us"


def test_an_unknown_voice_is_refused_with_a_guess():
    with pytest.raises(UserError, match="Did you mean 'af_heart'"):
        find_voice("af_haert", "en")
    with pytest.raises(UserError, match="herald voices"):
        find_voice("zzzzzz", "en")


def test_a_voice_of_another_language_is_refused():
    with pytest.raises(UserError, match="no voice speaks 'xx'"):
        find_voice("af_heart", "xx")
    with pytest.raises(UserError, match="no voice speaks 'xx'"):
        default_voice("xx")


def test_the_fake_voice_takes_any_language_but_is_never_the_default():
    assert find_voice("fake", "xx").engine == "fake"
    assert default_voice("en").engine != "fake"


def test_an_unknown_engine_is_refused():
    with pytest.raises(UserError, match="Did you mean 'kokoro'"):
        engine("kokro", lambda name: pytest.fail(name))


def test_the_robot_speaks_only_what_no_other_voice_does():
    assert default_voice("sv").name == "espeak/sv"
    assert default_voice("en-gb-scotland").engine == "kokoro"
    assert default_voice("es-419").engine == "kokoro" or default_voice("es").engine == "espeak"
    assert find_voice("espeak/en-us", "en").engine == "espeak"


def test_listing_voices_is_quick_and_imports_no_engine():
    code = (
        "import sys, time; t = time.perf_counter(); from tts.voices import all_voices; all_voices();"
        "heavy = [m for m in ('torch', 'TTS', 'onnxruntime', 'onnx', 'transformers') if m in sys.modules];"
        "print(heavy, time.perf_counter() - t)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    heavy, seconds = done.stdout.rsplit(maxsplit=1)
    assert heavy == "[]"
    assert float(seconds) < 2


def test_a_missing_voice_of_the_users_own_is_told_where_its_files_go(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(UserError, match=r"sv\.onnx and sv\.onnx\.json into models/piper/"):
        find_voice("piper/sv", "sv")
    monkeypatch.setattr("tts.coqui_models.is_installed", lambda: True)
    with pytest.raises(UserError, match=r"model\.pth and config\.json into models/coqui/anna/"):
        find_voice("coqui/anna/p225", "en")
    monkeypatch.setattr("tts.coqui_models.is_installed", lambda: False)
    with pytest.raises(UserError, match=r"pip install 'herald\[coqui\]'"):
        find_voice("coqui/anna", "en")
