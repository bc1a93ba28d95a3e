import json
from pathlib import Path

import numpy as np
import pytest

from herald.errors import UserError
from herald.marks import read_marks, read_speech, write_marks
from herald.media import Mark, Speech, Waveform
from herald.sound import write_wav

SPEECH = Speech(
    "Hi — you!",
    Waveform(np.linspace(-0.5, 0.5, 100, dtype=np.float32), 24_000),
    (
        Mark("phone", "h", 0, 10),
        Mark("phone", "aɪ", 10, 30, (("ɑ", 0.25), ("", 0.125))),
        Mark("pause", "", 30, 60),
        Mark("phone", "j", 60, 70),
        Mark("phone", "u", 70, 100),
        Mark("word", "Hi", 0, 30),
        Mark("word", "you!", 60, 100),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "hi.json"
    write_marks(SPEECH, path)
    return path


def broken(path: Path, **changes: object) -> str:
    record = json.loads(path.read_text(encoding="utf-8"))
    record.update(changes)
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(UserError) as error:
        read_marks(path)
    return str(error.value)


def with_mark(path: Path, i: int, **changes: object) -> list[dict]:
    marks = json.loads(path.read_text(encoding="utf-8"))["marks"]
    marks[i].update(changes)
    return marks


def test_round_trip(path: Path):
    rate_hz, n_samples, text, marks = read_marks(path)
    assert (rate_hz, n_samples, text, marks) == (24_000, 100, SPEECH.text, SPEECH.marks)


def test_same_speech_same_bytes(path: Path):
    first = path.read_bytes()
    write_marks(SPEECH, path)
    assert path.read_bytes() == first


def test_speech_comes_back_with_its_sound(path: Path, tmp_path: Path):
    sound = tmp_path / "hi.wav"
    write_wav(sound, SPEECH.waveform)
    speech = read_speech(sound, path)
    assert speech.marks == SPEECH.marks
    np.testing.assert_allclose(speech.waveform.samples, SPEECH.waveform.samples, atol=1e-6)


def test_sound_of_another_length_is_refused(path: Path, tmp_path: Path):
    sound = tmp_path / "hi.wav"
    write_wav(sound, Waveform(np.zeros(99, np.float32), 24_000))
    with pytest.raises(UserError, match=r"100 samples .* 99"):
        read_speech(sound, path)


def test_a_file_that_is_not_there_or_not_json(tmp_path: Path):
    with pytest.raises(UserError, match="cannot be read"):
        read_marks(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text('{\n  "format": oops\n}')
    with pytest.raises(UserError, match=r"bad.json:2:13: not JSON"):
        read_marks(tmp_path / "bad.json")
    (tmp_path / "latin.json").write_bytes(b'{"text": "caf\xe9"}')
    with pytest.raises(UserError, match="not UTF-8"):
        read_marks(tmp_path / "latin.json")
    (tmp_path / "list.json").write_text("[]")
    with pytest.raises(UserError, match="must be an object"):
        read_marks(tmp_path / "list.json")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"format": "other"}, "format"),
        ({"version": 2}, '"version" must be 1'),
        ({"rate_hz": 0}, '"rate_hz" must be positive'),
        ({"rate_hz": "24000"}, '"rate_hz" must be a whole number'),
        ({"n_samples": True}, '"n_samples" must be a whole number'),
        ({"n_samples": 10**15}, "marks end at sample 100"),
        ({"text": None}, '"text" must be a text'),
        ({"text": "Bye, you!"}, r"marks[5]: the text has no 'Hi'"),
        ({"text": "you! Hi"}, r"marks[6]: the text has no 'you!'"),
        ({"marks": {}}, '"marks" must be a list'),
        ({"extra": 1}, '"extra" is not a part'),
    ],
)
def test_a_broken_record_is_refused_with_its_place(path: Path, changes: dict, complaint: str):
    assert complaint in broken(path, **changes)


@pytest.mark.parametrize(
    ("i", "changes", "complaint"),
    [
        (1, {"kind": "phoneme"}, 'marks[1]: "kind" must be one of phone, pause, word'),
        (2, {"symbol": "a"}, 'marks[2]: "symbol" must be empty for a pause'),
        (0, {"symbol": ""}, 'marks[0]: "symbol" must be empty for a pause'),
        (0, {"start": 0.5}, 'marks[0]: "start" must be a whole number, not 0.5'),
        (0, {"stop": 0}, "marks[0]: must start at 0 or later and stop after it starts"),
        (1, {"start": 11}, "must tile the sound"),
        (5, {"stop": 61}, "words must be in order"),
        (3, {"note": "x"}, 'marks[3]: "note" is not a part'),
        (0, {"alternatives": "b"}, 'marks[0]: "alternatives" must be a list'),
        (0, {"alternatives": [["b", 2]]}, 'marks[0]: "alternatives" must be pairs of a symbol'),
        (0, {"alternatives": [["b", 0.6], ["d", 0.4]]}, 'marks[0]: "alternatives" must be less than 1'),
        (2, {"alternatives": [["b", 0.5]]}, 'marks[2]: only a phone has "alternatives"'),
    ],
)
def test_a_broken_mark_is_refused_with_its_place(path: Path, i: int, changes: dict, complaint: str):
    assert complaint in broken(path, marks=with_mark(path, i, **changes))
