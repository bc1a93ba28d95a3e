"""What an office sees that installed Herald without one of its extras: each test hides a module."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from herald.errors import UserError
from herald.media import Utterance
from tests.tts.test_piper import make_tiny
from tts.espeak import Espeak
from tts.espeak_engine import EspeakVoice
from tts.espeak_languages import espeak_codes
from tts.piper import Piper
from tts.readers import reader_of
from tts.voices import find_voice


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    espeak_codes.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    espeak_codes.cache_clear()


def hide(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    for name in [name for name in sys.modules if name.startswith(f"{module}.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)


def test_a_language_of_espeak_names_the_extra(without: pytest.MonkeyPatch) -> None:
    hide(without, "espeakng_loader")
    with pytest.raises(UserError, match=r"no voice speaks 'sv'.*pip install 'herald\[espeak\]'"):
        find_voice(None, "sv")
    with pytest.raises(UserError, match=r"espeakng_loader.*pip install 'herald\[espeak\]'"):
        find_voice("espeak/sv", "sv")
    assert find_voice(None, "en").name == "af_heart"


def test_espeak_without_its_library(without: pytest.MonkeyPatch) -> None:
    engine = EspeakVoice()
    hide(without, "espeakng_loader")
    with pytest.raises(UserError, match=r"eSpeak NG needs .*pip install 'herald\[espeak\]'"):
        engine._espeak.say("hej", "sv")


@pytest.mark.parametrize("module", ["espeakng_loader", "onnxruntime", "onnx"])
def test_piper_names_its_extra(module: str, tmp_path: Path, without: pytest.MonkeyPatch) -> None:
    make_tiny(tmp_path / "piper/tiny.onnx")
    engine = Piper(lambda name: tmp_path / name, tmp_path)
    hide(without, module)
    with pytest.raises(UserError, match=rf"Piper's engine needs .*{module}.*pip install 'herald\[piper\]'"):
        engine.speak(Utterance("papa", "en-us", "piper/tiny"))
    engine.close()


@pytest.mark.parametrize(
    ("language", "text", "module", "what"),
    [
        ("zh", "\u4f60\u597d", "pypinyin", "Chinese"),
        ("zh", "\u4f60\u597d", "jieba", "Chinese"),
        ("ja", "\u732b", "fugashi", "Japanese"),
        ("ja", "\u732b", "unidic_lite", "Japanese"),
    ],
)
def test_a_language_names_its_extra(
    language: str, text: str, module: str, what: str, without: pytest.MonkeyPatch
) -> None:
    from tts.aloud import read_aloud

    hide(without, module)
    espeak = Espeak()
    with pytest.raises(UserError, match=rf"{what} needs .*{module}.*pip install 'herald\[{language}\]'"):
        reader_of(language, espeak).spoken(read_aloud(text, language))
    espeak.close()
