from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from cli import cli
from herald.explaining import explained
from herald.marks import read_speech
from herald.media import Mark, Speech, Utterance, Waveform
from herald.script.blocks import SENTENCE_PAUSE_MS
from herald.sound import read_wav
from herald.timeline import join
from tests.conftest import new_workspace
from tts.aloud import read_aloud
from tts.fake import FakeVoice


def rows(text: str, language: str) -> list[tuple[str, str, bool]]:
    speech = FakeVoice().speak(Utterance(text, language, "fake"))
    return [(row.written, row.spoken, row.changed) for row in explained(speech, read_aloud(text, language))]


def test_each_word_is_shown_with_what_is_said_for_it():
    assert rows("It costs $5.20, Dr. Li.", "en-us") == [
        ("It", "It", False),
        ("costs", "costs", False),
        ("$5.20,", "five dollars and twenty cents,", True),
        ("Dr.", "Doctor", True),
        ("Li.", "Li.", False),
    ]


def test_phones_are_those_of_the_sound():
    speech = FakeVoice().speak(Utterance("Mama sat.", "en", "fake"))
    found = explained(speech, read_aloud("Mama sat.", "en"))
    assert "".join(row.phones for row in found) == "".join(mark.symbol for mark in speech.sounds)


@pytest.mark.parametrize(
    ("language", "text", "spoken"),
    [
        ("es", "Cuesta 5 €.", "cinco euros"),
        ("fr", "C'est 5 €.", "cinq euros"),
        ("hi", "शुल्क ₹50 है।", "पचास रुपये"),
        ("zh", "票价5元。", "五"),
    ],
)
def test_every_language_is_read_as_people_read_it(language: str, text: str, spoken: str):
    assert any(spoken in row[1] and row[2] for row in rows(text, language))


def speak(root: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["speak", *words, "--workspace", str(new_workspace(root))])


def test_the_command_shows_a_table(tmp_path: Path):
    result = speak(tmp_path, "Open at 9:30.", "--voice", "fake", "--explain")
    assert result.exit_code == 0
    (line,) = [line for line in result.output.splitlines() if "9:30." in line]
    assert "→" in line and "nine thirty." in line


def test_a_sound_file_or_an_explanation_must_be_asked_for(tmp_path: Path):
    result = speak(tmp_path, "Hello.", "--voice", "fake")
    assert result.exit_code != 0
    assert "--explain" in result.output


def test_pieces_are_faded_over_5_ms_where_they_are_joined():
    loud = Speech("a", Waveform(np.full(4800, 0.5, np.float32), 24_000), (Mark("phone", "a", 0, 4800),))
    joined = join([loud, loud], [100, 0]).waveform.samples
    edges = (0, 4799, 4800 + 2400, len(joined) - 1)
    assert all(abs(joined[edge]) < 0.01 for edge in edges)
    assert np.abs(np.diff(joined)).max() < 0.5 * np.pi / 2 / 120 * 1.1
    assert joined[120] == pytest.approx(0.5) and joined[4800 - 121] == pytest.approx(0.5)


def columns(result: Result) -> dict[str, list[str]]:
    """Return the spoken words and phones of each written word of a table."""
    assert result.exit_code == 0, result.output
    rows = [re.split(r"\s{2,}", line.replace("→", " ").strip()) for line in result.output.splitlines()[1:]]
    return {row[0]: row[1:] for row in rows}


def test_tags_in_a_text_are_heeded_and_shown(tmp_path: Path):
    text = "I read [[Herald|ˈhɛrəld]] in [spell]NASA[/spell]."
    found = columns(speak(tmp_path, text, "--voice", "espeak/en-gb", "--explain"))
    assert found["Herald"] == ["Herald", "hɛɹəld"]
    assert found["NASA."][0] == "N A S A."


def test_the_lexicon_is_shown(tmp_path: Path):
    root = new_workspace(tmp_path)
    (root / "lexicon").mkdir(exist_ok=True)
    lexicon = '[phones]\n"Tve" = "tviː"\n[respell]\n"Loughborough" = "Luffbruh"\n'
    (root / "lexicon" / "en.toml").write_text(lexicon, "utf-8")
    arguments = [
        "speak",
        "Tve is in Loughborough.",
        "--voice",
        "espeak/en-us",
        "--explain",
        "--workspace",
        str(root),
    ]
    result = CliRunner().invoke(cli, arguments)
    found = columns(result)
    assert found["Tve"][1] == "tviː"
    assert found["Loughborough."][0] == "Luffbruh."


def test_voices_in_a_text_take_turns(tmp_path: Path):
    text = "Mama sat. [voice espeak/en-gb]Papa too.[/voice]"
    arguments = ("--voice", "fake", "--output", str(tmp_path / "a.wav"), "--marks", str(tmp_path / "a.json"))
    done = speak(tmp_path / "ws", text, *arguments)
    assert done.exit_code == 0, done.output
    sound = read_wav(tmp_path / "a.wav")
    speech = read_speech(tmp_path / "a.wav", tmp_path / "a.json")
    assert [mark.symbol for mark in speech.words] == ["Mama", "sat.", "Papa", "too."]
    # The pause between two sentences of a script.
    gap = speech.words[2].start - speech.words[1].stop
    assert gap / sound.rate_hz == pytest.approx(SENTENCE_PAUSE_MS / 1000, abs=0.15)


def test_a_wrong_tag_in_a_text_is_told_at_its_place(tmp_path: Path):
    result = speak(tmp_path, "Good [voice nobody]day.[/voice]", "--voice", "fake", "--explain")
    assert result.exit_code == 1
    assert "TEXT:1:" in result.output and "nobody" in result.output
