"""Recordings become videos: from the command line, and as the voice of a script."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result

from herald.ffmpeg import verify_av
from herald.files import sha256_of
from herald.media import Speech, Waveform
from herald.sound import write_wav
from herald.timing import MASTER_RATE_HZ


@pytest.fixture
def said(workspace: Path, spoken: tuple[Speech, ...], sentences: tuple[str, ...]) -> Path:
    """The last sentence in a file, with its text beside it."""
    path = workspace / "scripts_in" / "map.wav"
    write_wav(path, Waveform(np.pad(spoken[2].waveform.samples, MASTER_RATE_HZ), MASTER_RATE_HZ))
    (workspace / "map.txt").write_text(sentences[2], encoding="utf-8")
    return path


def test_lipsync_with_a_transcript(herald: Callable[..., Result], workspace: Path, said: Path) -> None:
    done = herald(
        *("lipsync", "--presenter", "ada", "--audio", said, "--transcript", "map.txt"),
        *("--no-denoise", "--output", "map.mp4"),
    )
    assert done.exit_code == 0, done.output
    assert "denoise: turned off" in done.output
    assert "of silence cut off before" in done.output
    assert "doubtful" not in done.output
    lengths = verify_av(workspace / "map.mp4")
    # The silence that was added at both ends is gone but for 0.4 s each.
    assert lengths.n_samples / MASTER_RATE_HZ < 4.5


def test_marks_and_a_transcript_are_one_too_many(herald: Callable[..., Result], said: Path) -> None:
    both = ("--marks", "a.json", "--transcript", "map.txt")
    done = herald("lipsync", "--presenter", "ada", "--audio", said, *both, "--output", "a.mp4")
    assert done.exit_code == 1
    assert "not both" in done.output


def test_a_script_that_is_recorded(
    herald: Callable[..., Result], workspace: Path, said: Path, sentences: tuple[str, ...]
) -> None:
    script = workspace / "scripts_in" / "map.en.md"
    script.write_text(f"---\npresenter: ada\naudio: map.wav\n---\n{sentences[2]}\n", encoding="utf-8")
    done = herald("build", script, "--json")
    assert done.exit_code == 0, done.output
    (manifest,) = json.loads(done.stdout)
    assert manifest["recording"] == {"file": "map.wav", "sha256": sha256_of(said)}
    assert manifest["voice"] is None
    assert any("silence cut off" in note for note in manifest["notes"])
    assert manifest["doubtful"] == [] and manifest["confidences"][0] > 0.3
    captions = (workspace / "outputs" / "map" / "en" / "captions.vtt").read_text(encoding="utf-8")
    assert "piano" in captions


def test_a_recording_that_is_missing(herald: Callable[..., Result], workspace: Path) -> None:
    script = workspace / "scripts_in" / "map.en.md"
    script.write_text("---\naudio: none.wav\n---\nHello.\n", encoding="utf-8")
    done = herald("build", script)
    assert done.exit_code == 1
    assert "none.wav is not there" in done.output
