from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from herald.media import Waveform
from tts.recogniser.augmentation import only_noise, spoilt, with_noise
from tts.recogniser.batches import Version, batch_of, targets_of
from tts.recogniser.corpus import SENTENCES, nonsense
from tts.recogniser.dataset import load, save
from tts.recogniser.features import network_input
from tts.recogniser.formant import FormantTeacher, phones_of
from tts.recogniser.inventory import PHONES, phone_number
from tts.recogniser.lesson import Lesson
from tts.recogniser.network import Network, n_parameters
from tts.recogniser.train import main


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return FormantTeacher().lesson(np.random.default_rng(3))


def test_the_command_runs_and_goes_on(tmp_path: Path) -> None:
    arguments = ["--espeak-minutes", "0.05", "--kokoro-minutes", "0", "--data", str(tmp_path / "data")]
    weights = tmp_path / "phones.onnx"
    assert main([*arguments, "--steps", "1", "--output", str(weights)]) == 0
    assert main([*arguments, "--steps", "2", "--output", str(weights)]) == 0
    network = Network()
    network.load_state_dict(torch.load(tmp_path / "data/state.pt", weights_only=True)["network"])
    features = np.random.default_rng(0).standard_normal((60, 64)).astype(np.float32)
    with torch.no_grad():
        expected = torch.softmax(network.eval()(torch.from_numpy(features)[None])[0], -1).numpy()
    session = onnxruntime.InferenceSession(weights.read_bytes(), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"features": network_input(features)})
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert session.get_modelmeta().custom_metadata_map["steps"] == "2"


def test_nothing_to_learn_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = ["--espeak-minutes", "0", "--kokoro-minutes", "0", "--data", str(tmp_path)]
    assert main([*nothing, "--output", str(tmp_path / "x.onnx")]) == 1
    assert "no speech to train on" in capsys.readouterr().err


def test_network_shape_and_size() -> None:
    assert n_parameters() < 1_000_000
    with torch.no_grad():
        assert Network()(torch.zeros(2, 100, 64)).shape == (2, 50, len(PHONES))


def test_a_step_hears_six_tenths_of_a_second_to_each_side() -> None:
    torch.manual_seed(0)
    network = Network().eval()
    features = torch.zeros(1, 200, 64)
    changed = features.clone()
    changed[0, 100:102] = 1
    with torch.no_grad():
        moved = (network(changed) - network(features)).abs().amax(dim=2)[0]
    heard = torch.nonzero(moved > 1e-7).flatten()
    assert int(heard.min()) >= 50 - 31
    assert int(heard.max()) <= 50 + 31


def test_a_lesson_of_the_formant_voice(lesson: Lesson) -> None:
    assert lesson.edges[0] == 0
    assert lesson.edges[-1] == lesson.waveform.n_samples
    assert (np.diff(lesson.edges) > 0).all()
    assert len(set(lesson.phones.tolist())) > 8


def test_lessons_survive_the_disk(lesson: Lesson, tmp_path: Path) -> None:
    save(tmp_path / "a.npz", lesson)
    again = load(tmp_path / "a.npz")
    np.testing.assert_allclose(again.waveform.samples, lesson.waveform.samples, atol=1e-4)
    assert again.edges.tolist() == lesson.edges.tolist()
    assert (again.voice, again.language) == (lesson.voice, lesson.language)


def test_spoilt_lessons_keep_their_timing(lesson: Lesson) -> None:
    for seed in range(8):
        other = spoilt(lesson, [lesson], np.random.default_rng(seed))
        assert other.edges[0] == 0
        assert other.edges[-1] == other.waveform.n_samples
        assert (np.diff(other.edges) >= 0).all()
        assert np.abs(other.waveform.samples).max() <= 1
        assert np.isfinite(other.waveform.samples).all()
        # One factor stretches all phones.
        ratio = np.diff(other.edges)[1:-1] / np.diff(lesson.edges)
        assert ratio.std() < 0.02


def test_spoilt_is_a_function_of_its_arguments(lesson: Lesson) -> None:
    one, two = (spoilt(lesson, [lesson], np.random.default_rng(5)) for _ in range(2))
    assert one.waveform.samples.tobytes() == two.waveform.samples.tobytes()


def test_noise_is_as_loud_as_asked() -> None:
    rng = np.random.default_rng(0)
    speech = np.sin(np.arange(16_000) / 5).astype(np.float32)
    added = rng.standard_normal(16_000).astype(np.float32)
    rest = with_noise(speech, added, 10) - speech
    assert 10 * np.log10(np.square(speech).mean() / np.square(rest).mean()) == pytest.approx(10, abs=0.1)


def test_noise_lessons_are_pauses() -> None:
    lesson = only_noise(np.random.default_rng(0))
    assert lesson.phones.tolist() == [0]


def test_targets_by_hand() -> None:
    samples = Waveform(np.zeros(1600, np.float32), 16_000)
    lesson = Lesson(samples, np.array([0, 4, 7], np.uint8), np.array([0, 500, 1100, 1600], np.int32), "", "")
    # Middles of 20 ms: 160, 480, 800, 1120, 1440.
    assert targets_of(lesson, 5).tolist() == [0, 0, 4, 7, 7]


def test_a_batch_keeps_sounds_and_targets_together() -> None:
    # Loud and quiet halves of a second each, eight seconds long: what is loud is phone 5, at any pace.
    loud = np.arange(400) % 50 < 25
    version = Version(np.repeat(np.where(loud, 1.0, -1.0), 2)[:, None] * np.ones((1, 64)), 5 * loud)
    features, targets = batch_of([version], [0] * 8, np.random.default_rng(1))
    assert features.shape == (8, 500, 64)
    assert targets.shape == (8, 250)
    # Masked bands and moments are nought, the equaliser takes little, and edges fall within a step.
    heard = features.reshape(8, 250, 2 * 64).median(dim=2).values.numpy()
    known = np.abs(heard) > 0.6
    assert known.mean() > 0.85
    assert ((heard > 0) == (targets.numpy() == 5))[known].mean() > 0.98
    assert len({round(float(row.std()), 3) for row in features}) == 8


def test_a_batch_is_a_function_of_its_arguments() -> None:
    version = Version(np.ones((1200, 64), np.float16), np.zeros(600, np.uint8))
    one, two = (batch_of([version], [0, 0], np.random.default_rng(4))[0] for _ in range(2))
    assert one.numpy().tobytes() == two.numpy().tobytes()


@pytest.mark.parametrize(
    ("ipa", "voice", "phones"),
    [
        ("ˈoʊ", "en-us", ("o", "ʊ")),
        ("tʃ", "en", ("tʃ",)),
        ("ˈɜː", "en-us", ("ɜ", "ɹ")),
        ("ˈɜː", "en", ("ɜ",)),
        ("ɐ", "en", ("ə",)),
        ("ɐ", "pt-br", ("ɐ",)),
        ("", "en", ("",)),
    ],
)
def test_espeaks_phones_are_cut(ipa: str, voice: str, phones: tuple[str, ...]) -> None:
    assert phones_of(ipa, voice) == phones


def test_nonsense_holds_the_rare_vowels() -> None:
    rng = np.random.default_rng(0)
    letters = "".join(nonsense("fr", rng) for _ in range(20))
    assert {"y", "ø", "œ"} <= set(letters)
    assert all(phone_number(c) for c in "yøœ")


def test_test_languages_have_sentences_of_their_own() -> None:
    assert {"it", "de"} <= SENTENCES.keys()
