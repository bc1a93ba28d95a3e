import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from herald.errors import UserError
from herald.media import Speech, Utterance, Waveform
from lipsync.visemes import is_known
from tests.tts.tiny_coqui import make_tiny, make_tiny_xtts
from tts import coqui_models
from tts.alignment import Letter
from tts.coqui import Coqui
from tts.coqui_models import CoquiModel
from tts.voices import find_voice
from tts.words import words_of

pytestmark = [
    # Coqui's own, and those of what it brings along.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Papa may open it, at 9:30. Mr. Smith pays $5!"
KINDS = ("vits", "vits-ipa", "glow_tts", "fast_pitch")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for kind in KINDS:
        make_tiny(root / "coqui" / kind, kind.removesuffix("-ipa"), phonemes=kind.endswith("-ipa"))
    card = 'language = "en-gb"\ngender = "female"\nlicence = "CC-BY-NC-4.0"\n'
    (root / "coqui" / "glow_tts" / "voice.toml").write_text(card, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def coqui(models: Path) -> Iterator[Coqui]:
    made = Coqui(models, device="cpu")
    yield made
    made.close()


def say(coqui: Coqui, kind: str, text: str = TEXT, speed: float = 1.0) -> Speech:
    return coqui.speak(Utterance(text, "en", f"coqui/{kind}", speed))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_speaks_with_every_word_marked(coqui: Coqui, kind: str):
    speech = say(coqui, kind)
    assert speech.waveform.rate_hz == 22_050
    assert np.abs(speech.waveform.samples).max() > 0.005
    assert [mark.symbol for mark in speech.words] == [word.text for word in words_of(TEXT)]
    phones = [mark.symbol for mark in speech.sounds if mark.kind == "phone"]
    assert all(is_known(phone) for phone in phones)
    assert "".join(phones)[0] == "p"
    edges = {edge for mark in speech.sounds for edge in (mark.start, mark.stop)}
    assert all(word.start in edges and word.stop in edges for word in speech.words)


def test_spelling_gives_english_sounds_for_a_model_of_letters(coqui: Coqui):
    phones = [m.symbol for m in say(coqui, "vits", "Phil shops").sounds if m.kind == "phone"]
    assert phones == ["f", "i", "l", "ʃ", "o", "p", "s"]


def test_espeak_gives_the_phones_for_a_model_of_phones(coqui: Coqui):
    phones = [m.symbol for m in say(coqui, "vits-ipa", "The church costs 2").sounds if m.kind == "phone"]
    assert phones == ["ð", "ə", "ʧ", "ɜː", "ʧ", "k", "ɔ", "s", "ʦ", "t", "uː"]


def test_marks_are_the_networks_own_durations(coqui: Coqui):
    speech = say(coqui, "glow_tts", "papa")
    inner = [mark.stop - mark.start for mark in speech.sounds if mark.kind == "phone"][1:-1]
    assert inner
    assert all(n % 256 == 0 for n in inner)


@pytest.mark.parametrize("kind", KINDS)
def test_same_text_same_samples_whatever_was_said_before(coqui: Coqui, models: Path, kind: str):
    first = say(coqui, kind, "Papa may open it.")
    say(coqui, kind, "Something else.", 0.7)
    other = Coqui(models, device="cpu")
    again = say(other, kind, "Papa may open it.")
    other.close()
    np.testing.assert_array_equal(
        first.waveform.samples, say(coqui, kind, "Papa may open it.").waveform.samples
    )
    np.testing.assert_array_equal(first.waveform.samples, again.waveform.samples)
    assert first.marks == again.marks


def test_the_random_generators_are_left_as_they_were(coqui: Coqui):
    import torch

    torch.manual_seed(7)
    np.random.seed(7)
    expected = torch.rand(1).item(), np.random.rand()
    torch.manual_seed(7)
    np.random.seed(7)
    say(coqui, "fast_pitch", "papa")
    assert (torch.rand(1).item(), np.random.rand()) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_pace(coqui: Coqui, kind: str):
    slow, fast = say(coqui, kind, speed=0.5), say(coqui, kind, speed=2.0)
    assert slow.waveform.n_samples > 1.5 * fast.waveform.n_samples


@pytest.mark.parametrize("speed", [0.4, 2.1, float("nan")])
def test_a_speed_out_of_reach_is_refused(coqui: Coqui, speed: float):
    with pytest.raises(UserError, match="speed"):
        say(coqui, "vits", speed=speed)


@pytest.mark.parametrize("text", ["", "… — !", "🎉"])
def test_a_text_without_letters_is_refused(coqui: Coqui, text: str):
    with pytest.raises(UserError, match="nothing to say"):
        say(coqui, "vits", text)


def test_what_the_model_has_no_letters_for_is_refused(coqui: Coqui):
    with pytest.raises(UserError, match="has no letters"):
        say(coqui, "vits", "公 共")


def test_a_long_text_is_said_whole(coqui: Coqui):
    text = (
        "The main public office is open from nine until five, and the small one by the park until noon. " * 6
    )
    speech = say(coqui, "vits-ipa", text)
    assert [mark.symbol for mark in speech.words] == [word.text for word in words_of(text)]


def test_voices_have_their_files_language_and_licence(coqui: Coqui, models: Path):
    voices = {voice.name: voice for voice in coqui.voices()}
    assert set(voices) == {f"coqui/{kind}" for kind in KINDS}
    assert voices["coqui/vits"].licence == "unknown"
    assert voices["coqui/vits-ipa"].language == "en-us"
    glow = voices["coqui/glow_tts"]
    assert (glow.language, glow.gender, glow.licence) == ("en-gb", "female", "CC-BY-NC-4.0")
    assert models / "coqui" / "glow_tts" / "model.pth" in glow.files


def test_models_by_name_have_the_licence_that_coqui_gives(models: Path, tmp_path: Path, monkeypatch):
    home = tmp_path / "tts"
    for name in ("tts_models--multilingual--multi-dataset--xtts_v2", "tts_models--de--thorsten--vits"):
        (home / name).mkdir(parents=True)
        for file in ("config.json", "model.pth"):
            (home / name / file).write_bytes((models / "coqui" / "vits" / file).read_bytes())
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    named = Coqui()
    voices = {voice.name: voice for voice in named.voices()}
    assert voices["coqui/tts_models--multilingual--multi-dataset--xtts_v2"].licence == "CPML"
    assert voices["coqui/tts_models--de--thorsten--vits"].language == "de"
    spoken = named.speak(Utterance("Papa", "de", "coqui/tts_models--de--thorsten--vits"))
    named.close()
    assert spoken.words[0].symbol == "Papa"


def test_each_speaker_of_a_model_is_a_voice_though_the_path_is_of_another_computer(tmp_path: Path):
    folder = make_tiny(tmp_path / "coqui" / "two", "vits", n_speakers=2)
    assert CoquiModel.read(folder).speakers == ("s0", "s1")
    (folder / "speaker_ids.json").write_text('{"anna": 0, "ben": 1}', encoding="utf-8")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["speakers"] = None
    config["speakers_file"] = config["model_args"]["speakers_file"] = "/home/trainer/run/speaker_ids.json"
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    engine = Coqui(tmp_path, device="cpu")
    assert [voice.name for voice in engine.voices()] == ["coqui/two/anna", "coqui/two/ben"]
    anna, ben = say(engine, "two/anna", "papa"), say(engine, "two/ben", "papa")
    assert not np.array_equal(anna.waveform.samples, ben.waveform.samples)
    with pytest.raises(UserError, match="its speakers are anna, ben"):
        say(engine, "two/carl")
    engine.close()


def evenly(sound: Waveform, letters: Sequence[Letter], language: str) -> list[int]:
    """Stand in for an aligner: all letters are equally long."""
    return [sound.n_samples * i // len(letters) for i in range(len(letters) + 1)]


def test_xtts_speaks_in_the_voice_of_its_recording(tmp_path: Path, monkeypatch):
    make_tiny_xtts(tmp_path / "coqui" / "anna")
    engine = Coqui(tmp_path, evenly, device="cpu")
    (voice,) = engine.voices()
    assert (voice.name, voice.language) == ("coqui/anna", "mul")
    first, again = (engine.speak(Utterance("Papa may open it.", "en", voice.name)) for _ in range(2))
    assert first.waveform.rate_hz == 24_000
    assert [mark.symbol for mark in first.words] == ["Papa", "may", "open", "it."]
    # Its phones are those of the text's language, not of the model, which has several.
    assert {"p", "m"} <= {mark.symbol for mark in first.sounds}
    np.testing.assert_array_equal(first.waveform.samples, again.waveform.samples)
    with pytest.raises(UserError, match="does not speak 'fr'; it speaks en, es"):
        engine.speak(Utterance("Papa dort.", "fr", voice.name))
    engine.close()
    monkeypatch.setattr("tts.coqui.is_installed", lambda package="": package != "torchaudio")
    with pytest.raises(UserError, match=r"torchaudio.*pip install 'herald\[coqui\]'"):
        engine.speak(Utterance("Papa may open it.", "en", voice.name))


def test_models_are_found_by_coquis_own_names(models: Path, tmp_path: Path, monkeypatch):
    home = tmp_path / "data" / "tts" / "tts_models--en--test--vits"
    home.parent.mkdir(parents=True)
    home.symlink_to(models / "coqui" / "vits")
    monkeypatch.delenv("TTS_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("tts_models/en/test/vits", "coqui/tts_models/en/test/vits"):
        assert find_voice(name, "en").name == "coqui/tts_models--en--test--vits"
    with pytest.raises(UserError, match="tts --model_name tts_models/en/ljspeech/vits"):
        find_voice("tts_models/en/ljspeech/vits", "en")
    monkeypatch.setattr(coqui_models, "PACKAGE", "no-such-package")
    with pytest.raises(UserError, match=r"pip install 'herald\[coqui\]'"):
        find_voice("tts_models/en/ljspeech/vits", "en")


def test_an_unknown_voice_is_refused(coqui: Coqui):
    with pytest.raises(UserError, match="Did you mean 'coqui/vits'"):
        say(coqui, "vitz")
    with pytest.raises(UserError, match="no speaker 'nobody'"):
        say(coqui, "vits/nobody")


def damaged(models: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "coqui" / "bad"
    folder.mkdir(parents=True)
    for file in ("config.json", "model.pth"):
        (folder / file).write_bytes((models / "coqui" / "vits" / file).read_bytes())
    return folder


def refused(folder: Path, match: str) -> None:
    engine = Coqui(folder.parent.parent, device="cpu")
    engine.voices()
    with pytest.raises(UserError, match=match):
        say(engine, "bad", "papa")
    engine.close()


def test_a_truncated_model_is_refused(models: Path, tmp_path: Path):
    folder = damaged(models, tmp_path)
    data = (folder / "model.pth").read_bytes()
    (folder / "model.pth").write_bytes(data[: len(data) // 2])
    refused(folder, "cannot be loaded")


def test_a_file_that_is_no_model_is_refused(models: Path, tmp_path: Path):
    folder = damaged(models, tmp_path)
    (folder / "model.pth").write_text("not a model", encoding="utf-8")
    refused(folder, "cannot be loaded")


def test_weights_of_another_model_are_refused(models: Path, tmp_path: Path):
    folder = damaged(models, tmp_path)
    (folder / "model.pth").write_bytes((models / "coqui" / "glow_tts" / "model.pth").read_bytes())
    refused(folder, "cannot be loaded")


def test_a_pickle_that_runs_code_is_refused(models: Path, tmp_path: Path):
    import torch

    folder = damaged(models, tmp_path)
    torch.save({"model": _Malicious(tmp_path / "ran")}, folder / "model.pth")
    refused(folder, "cannot be loaded")
    assert not (tmp_path / "ran").exists()


class _Malicious:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_missing_and_wrong_settings_are_refused(models: Path, tmp_path: Path):
    folder = damaged(models, tmp_path)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    refused(folder, "not the settings")
    (folder / "config.json").write_text('{"model": "vits"', encoding="utf-8")
    refused(folder, "not a whole JSON")
    (folder / "config.json").unlink()
    refused(folder, r"there is no .*config\.json")


def test_a_folder_without_weights_is_refused(models: Path, tmp_path: Path):
    folder = damaged(models, tmp_path)
    (folder / "model.pth").unlink()
    refused(folder, r"there is no .*model\.pth")


def test_a_wrong_voice_file_is_refused(models: Path, tmp_path: Path):
    folder = damaged(models, tmp_path)
    (folder / "voice.toml").write_text('license = "MIT"', encoding="utf-8")
    with pytest.raises(UserError, match="'license' is not one of language, gender, licence"):
        CoquiModel.read(folder)


def test_without_the_package_there_are_no_voices_and_the_extra_is_named(
    coqui: Coqui, models: Path, monkeypatch
):
    monkeypatch.setattr(coqui_models, "PACKAGE", "no-such-package")
    assert coqui.voices() == ()
    with pytest.raises(UserError, match=r"pip install 'herald\[coqui\]'"):
        say(Coqui(models), "vits")


def test_without_durations_an_aligner_finds_the_phones(models: Path, monkeypatch):
    monkeypatch.setattr("tts.coqui._frames", lambda outputs, alignment, n_ids: None)
    without = Coqui(models, device="cpu")
    with pytest.raises(UserError, match="no aligner"):
        say(without, "vits")
    without.close()
    asked: list[tuple[str, str]] = []

    def align(sound: Waveform, letters: Sequence[Letter], language: str) -> list[int]:
        asked.append(("".join(letter.symbol for letter in letters), language))
        return [sound.n_samples * i // len(letters) for i in range(len(letters) + 1)]

    engine = Coqui(models, align, device="cpu")
    speech = say(engine, "vits-ipa", "Papa may.")
    engine.close()
    assert asked == [("pˈɑːpə mˈeɪ.", "en-us")]
    assert [mark.symbol for mark in speech.words] == ["Papa", "may."]


def test_importing_the_engine_imports_no_torch():
    code = "import sys, tts.coqui; print([m for m in ('torch', 'TTS', 'torchaudio') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
