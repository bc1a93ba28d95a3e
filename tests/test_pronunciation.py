"""Voices and words that a script or the lexicon asks for, from the file to the edition."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from herald.casting import Cast
from herald.media import Speech
from herald.script import read_script
from herald.speaking import Speaker
from herald.studio import Studio
from tts.voices import find_voice

SCRIPT = "Siobhan came. My mother made it.\n\n[voice espeak/en-gb]\n\nWe saw [speed 0.8]the moon[/speed].\n"


def test_a_script_in_two_voices(herald: Callable[..., Result], workspace: Path):
    script = workspace / "scripts_in" / "two.en.md"
    script.write_text(SCRIPT, encoding="utf-8")
    result = herald("build", script, "--voice", "fake")
    assert result.exit_code == 0, result.output
    edition = workspace / "outputs" / "two" / "en"
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["voice"]["name"] == "fake"
    assert [voice["name"] for voice in manifest["other_voices"]] == ["espeak/en-gb"]
    assert "We saw the moon." in (edition / "transcript.txt").read_text(encoding="utf-8")


def test_every_fault_of_a_script_is_shown_before_anything_is_built(
    herald: Callable[..., Result], workspace: Path
):
    script = workspace / "scripts_in" / "bad.en.md"
    script.write_text("One [spell]two.\n\n[voice bf_emmma]\n\nThree [[four|fo1]].\n", encoding="utf-8")
    result = herald("build", script)
    assert result.exit_code == 1
    assert "bad.en.md:1:5: [spell] is never closed" in result.output
    assert "bad.en.md:3:1: there is no voice 'bf_emmma'" in result.output
    assert "bad.en.md:5:16: '1' is no letter of the phonetic alphabet" in result.output
    assert not (workspace / ".herald" / "store" / "segment").exists()


def test_an_edit_of_the_lexicon_says_only_sentences_with_the_word_again(workspace: Path):
    studio = Studio.open(workspace)
    path = workspace / "scripts_in" / "two.en.md"
    path.write_text("Siobhan came. My mother made it. Siobhan left.", encoding="utf-8")
    script = read_script(path)

    def said() -> list[Speech]:
        with Speaker(studio, Cast(find_voice("fake", "en")), "en", 1.0) as speaker:
            return [speaker.say_sentence(sentence) for sentence in script.sentences]

    def stored() -> set[Path]:
        return set((workspace / ".herald" / "store" / "speech").rglob("sound.wav"))

    before, kept = said(), stored()
    (workspace / "lexicon").mkdir()
    (workspace / "lexicon" / "en.toml").write_text('[respell]\n"Siobhan" = "Shiv"\n', encoding="utf-8")
    after = said()
    assert len(kept) == 3
    assert len(stored() - kept) == 2
    lengths = [(a.waveform.n_samples, b.waveform.n_samples) for a, b in zip(before, after, strict=True)]
    assert [a == b for a, b in lengths] == [False, True, False]


def test_a_lexicon_that_cannot_be_read_is_shown_with_its_line(herald: Callable[..., Result], workspace: Path):
    (workspace / "lexicon").mkdir()
    (workspace / "lexicon" / "en.toml").write_text('[phones]\n"herald" = "h3rald"\n', encoding="utf-8")
    script = workspace / "scripts_in" / "two.en.md"
    script.write_text("One.", encoding="utf-8")
    result = herald("build", script, "--voice", "fake")
    assert result.exit_code == 1
    assert "en.toml:2:14" in result.output
