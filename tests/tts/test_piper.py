import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from herald.errors import UserError
from herald.media import Speech, Utterance, Waveform
from tts.alignment import Letter
from tts.piper import Piper
from tts.words import words_of

TEXT = "Papa may open it, at nine. Bob pays!"
PHONES = "_^$ ,.;:!?abdefhijklmnoprstuvwzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒθᵻˈˌː"
HOP, FRAMES = 256, 4


def make_tiny(path: Path, durations: bool = True, n_speakers: int = 1) -> Path:
    """Make a network with Piper's inputs: noise for each id, four frames long at the voice's own pace."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    def constant(name: str, value: object, kind: type = np.int64) -> onnx.TensorProto:
        return numpy_helper.from_array(np.array(value, kind), name)

    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if n_speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    rounding = "Ceil" if durations else "Round"
    nodes = [
        helper.make_node("Cast", ["input"], ["ids"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["ids", "zero"], ["zeros"]),
        helper.make_node("Gather", ["scales", "one"], ["length"]),
        helper.make_node("Mul", ["length", "frames"], ["each"]),
        helper.make_node("Add", ["zeros", "each"], ["spread"]),
        helper.make_node(rounding, ["spread"], ["durations"]),
        helper.make_node("ReduceSum", ["durations"], ["total"], keepdims=0),
        helper.make_node("Mul", ["total", "hop"], ["n_float"]),
        helper.make_node("Cast", ["n_float"], ["n_samples"], to=TensorProto.INT64),
        helper.make_node("Reshape", ["n_samples", "row"], ["shape_1"]),
        helper.make_node("Concat", ["ones", "shape_1"], ["shape"], axis=0),
        helper.make_node("ConstantOfShape", ["shape"], ["silence"]),
        helper.make_node("RandomNormalLike", ["silence"], ["noise"]),
        helper.make_node("Mul", ["noise", "level"], ["output"]),
    ]
    constants = [
        constant("zero", 0, np.float32), constant("one", 1), constant("frames", FRAMES, np.float32),
        constant("hop", HOP, np.float32), constant("row", [1]), constant("ones", [1, 1]),
        constant("level", 0.1, np.float32),
    ]  # fmt: skip
    outputs = [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, "n_samples"])]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, path)
    config = {
        "audio": {"sample_rate": 22050},
        "espeak": {"voice": "en-us"},
        "language": {"code": "en_US"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "num_speakers": n_speakers,
        "speaker_id_map": {f"s{i}": i for i in range(n_speakers)},
        "phoneme_id_map": {c: [i] for i, c in enumerate(PHONES)},
    }
    Path(f"{path}.json").write_text(json.dumps(config), encoding="utf-8")
    return path


@pytest.fixture
def models(tmp_path: Path) -> Path:
    make_tiny(tmp_path / "piper" / "tiny.onnx")
    return tmp_path


@pytest.fixture
def piper() -> Iterator[Callable[..., Piper]]:
    made: list[Piper] = []

    def make(models: Path, align=None) -> Piper:
        made.append(Piper(lambda name: pytest.fail(name), models, align))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


def say(engine: Piper, voice: str = "piper/tiny", text: str = TEXT, speed: float = 1.0) -> Speech:
    return engine.speak(Utterance(text, "en", voice, speed))


def test_marks_are_the_networks_durations(models: Path, piper):
    speech = say(piper(models), text="papa")
    phones = [mark for mark in speech.sounds if mark.kind == "phone"]
    assert [mark.symbol for mark in phones] == ["p", "ɑː", "p", "ə"]
    # A blank and a phone; stress mark and length sign bring a blank each of their own.
    assert [(m.stop - m.start) / (HOP * FRAMES) for m in phones[1:3]] == [6, 2]


def test_every_word_is_marked(models: Path, piper):
    speech = say(piper(models))
    assert [mark.symbol for mark in speech.words] == [word.text for word in words_of(TEXT)]


def test_same_text_same_samples_whatever_was_said_before(models: Path, piper):
    engine = piper(models)
    first = say(engine)
    say(engine, text="Something else.")
    second, other = say(engine), say(piper(models))
    np.testing.assert_array_equal(first.waveform.samples, second.waveform.samples)
    np.testing.assert_array_equal(first.waveform.samples, other.waveform.samples)
    assert first.waveform.samples.std() > 0.05


def test_noise_lasts_however_long_the_sentence(models: Path, piper):
    speech = say(piper(models), text="papa may open it and " * 18 + "go", speed=0.5)
    n = 22_050
    levels = [speech.waveform.samples[i : i + n].std() for i in range(n, speech.waveform.n_samples - n, n)]
    assert len(levels) > 50
    assert min(levels) > 0.05


def test_pace(models: Path, piper):
    engine = piper(models)
    assert say(engine, speed=0.5).waveform.n_samples == pytest.approx(
        2 * say(engine).waveform.n_samples, rel=0.05
    )


def test_a_network_without_durations_needs_an_aligner(tmp_path: Path, piper):
    make_tiny(tmp_path / "piper" / "mute.onnx", durations=False)
    with pytest.raises(UserError, match="aligner"):
        say(piper(tmp_path), "piper/mute")
    asked: list[str] = []

    def align(sound: Waveform, letters: Sequence[Letter], language: str) -> list[int]:
        asked.append("".join(letter.symbol for letter in letters) + language)
        return [sound.n_samples * i // len(letters) for i in range(len(letters) + 1)]

    speech = say(piper(tmp_path, align), "piper/mute", "papa may")
    assert asked == ["pˈɑːpə mˈeɪen-us"]
    assert [mark.symbol for mark in speech.words] == ["papa", "may"]


def test_speakers(tmp_path: Path, piper):
    make_tiny(tmp_path / "piper" / "many.onnx", n_speakers=2)
    engine = piper(tmp_path)
    names = [voice.name for voice in engine.voices() if "many" in voice.name]
    assert names == ["piper/many", "piper/many/s0", "piper/many/s1"]
    assert say(engine, "piper/many/s1").words
    with pytest.raises(UserError, match="no speaker 's2'; its speakers are s0, s1"):
        say(engine, "piper/many/s2")


def test_own_voices_have_a_licence_if_their_file_says_so(models: Path, piper):
    (models / "piper" / "tiny.toml").write_text('licence = "CC-BY-NC-SA-4.0"', encoding="utf-8")
    make_tiny(models / "piper" / "other.onnx")
    voices = {voice.name: voice for voice in piper(models).voices()}
    assert voices["piper/tiny"].licence == "CC-BY-NC-SA-4.0"
    assert voices["piper/other"].licence == "unknown"
    assert voices["piper/tiny"].language == "en-us"
    assert voices["piper/tiny"].files[0] == models / "piper" / "tiny.onnx"


@pytest.mark.parametrize("name", ["piper/tinny", "tiny", "piper/"])
def test_an_unknown_voice_is_refused(models: Path, name: str, piper):
    with pytest.raises(UserError, match="no voice"):
        say(piper(models), name)


def test_a_damaged_network_is_refused(models: Path, piper):
    path = models / "piper" / "tiny.onnx"
    data = path.read_bytes()
    for wrong in (data[: len(data) // 2], b"not a network", b""):
        path.write_bytes(wrong)
        with pytest.raises(UserError, match=r"tiny\.onnx"):
            say(piper(models))


def test_damaged_settings_are_refused(models: Path, piper):
    path = models / "piper" / "tiny.onnx.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match="not the JSON file of a Piper voice"):
        say(piper(models))
    assert [voice.name for voice in piper(models).voices()] == ["piper/en_US-joe-medium"]
    path.unlink()
    with pytest.raises(UserError, match=r"there is no .*tiny\.onnx\.json"):
        say(piper(models))


def test_nothing_to_say_and_speeds_out_of_reach_are_refused(models: Path, piper):
    with pytest.raises(UserError, match="nothing to say"):
        say(piper(models), text="… !")
    with pytest.raises(UserError, match="speed"):
        say(piper(models), speed=3)
