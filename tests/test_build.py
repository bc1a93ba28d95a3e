"""The whole product: a script goes in, an edition comes out, and the MP4 is decoded and measured."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pysubs2
import pytest
from click.testing import CliRunner, Result
from workspaces import new_workspace

from cli import cli
from herald.ffmpeg import probe, read_frames, read_sound, verify_av
from herald.files import sha256_of
from herald.master import measure_loudness
from herald.studio import Studio
from herald.workspace import CHECKOUT
from tests.conftest import MadeOnce

SCRIPT = """---
title: Opening hours
presenter: ada
voice: af_heart
---
# Opening hours

Please open the big brown box. [pause 0.8] My mother made it.

- Papa moved the lamp.
- Five boys saw the blue moon.
"""


@pytest.fixture
def script(workspace: Path) -> Path:
    path = workspace / "scripts_in" / "hours.en.md"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(made_once: MadeOnce, studio: Studio) -> Path:
    """The workspace in which the script was built."""

    def build(root: Path) -> None:
        new_workspace(root)
        (root / "presenters" / "ada").symlink_to(studio.workspace.presenters / "ada")
        (root / "scripts_in" / "hours.en.md").write_text(SCRIPT, encoding="utf-8")
        result = CliRunner().invoke(cli, ["build", "hours", "--workspace", str(root)])
        assert result.exit_code == 0, result.output

    return made_once("hours", build)


@pytest.fixture
def edition(built: Path) -> Path:
    return built / "outputs" / "hours" / "en"


def test_an_edition_is_whole_and_measured(edition: Path, built: Path) -> None:
    """One build and everything that must be true of it; kept in one test since a build takes seconds."""
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(path.name for path in edition.iterdir()) == [
        "captions.srt",
        "captions.vtt",
        "editions",
        "manifest.json",
        "marks.json",
        "poster.jpg",
        "transcript.txt",
        "video.mp4",
    ]
    video = edition / "video.mp4"
    facts = probe(video)
    assert facts.size_px == (640, 360) and facts.fps == 25
    lengths = verify_av(video)
    assert lengths.n_frames == manifest["n_frames"]
    loudness = measure_loudness(video)
    assert abs(loudness.integrated_lufs + 16) <= 0.5
    assert loudness.true_peak_dbtp <= -1.5

    measures = manifest["measures"]
    assert measures["face_share"] == 1
    assert abs(measures["best_lag_frames"]) <= 1
    assert measures["closure_share"] >= 0.98
    assert measures["rest_share"] >= 0.9

    assert manifest["script"]["sha256"] == sha256_of(built / "scripts_in" / "hours.en.md")
    assert {model["name"] for model in manifest["models"]} >= {
        "face_landmarker.task",
        "kokoro-v1.0.int8.onnx",
    }
    for name, file in manifest["files"].items():
        assert sha256_of(edition / name) == file["sha256"]

    captions = pysubs2.load(str(edition / "captions.srt"))
    said = " ".join(event.plaintext.replace("\n", " ") for event in captions)
    for word in ("Opening hours", "brown box", "blue moon"):
        assert word in said
    assert all(len(line) <= 42 for event in captions for line in event.plaintext.split("\n"))
    assert captions[-1].end / 1000 <= manifest["seconds"]
    assert "Papa moved the lamp." in (edition / "transcript.txt").read_text(encoding="utf-8")

    sound = read_sound(video, 16_000)
    for event in captions:
        heard = sound.samples[event.start * 16 : event.end * 16]
        assert np.sqrt(np.mean(heard**2)) > 0.01

    again = CliRunner().invoke(cli, ["build", "hours", "--workspace", str(built)])
    assert again.exit_code == 0
    assert sha256_of(video) == manifest["files"]["video.mp4"]["sha256"], "the same inputs give the same bytes"


def test_frames_move_and_the_frame_count_is_exact(edition: Path) -> None:
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    previous, n_frames, moved = None, 0, 0
    for frame in read_frames(edition / "video.mp4"):
        if previous is not None:
            moved += bool(np.abs(frame.astype(int) - previous).max() > 8)
        previous = frame.astype(int)
        n_frames += 1
    assert n_frames == manifest["n_frames"]
    assert moved > 0.9 * n_frames


def test_size_rate_and_speed_of_the_script_are_kept(herald: Callable[..., Result], workspace: Path) -> None:
    script = workspace / "scripts_in" / "other.en.md"
    script.write_text(
        "---\nfps: 24000/1001\nsize: 480x480\nspeed: 1.4\n---\nMy mother made it.\n", encoding="utf-8"
    )
    result = herald("build", script)
    assert result.exit_code == 0, result.output
    facts = probe(workspace / "outputs" / "other" / "en" / "video.mp4")
    assert facts.size_px == (480, 480)
    assert str(facts.fps) == "24000/1001"


def test_json_on_standard_output_and_another_output_folder(
    herald: Callable[..., Result], workspace: Path, script: Path, tmp_path: Path
) -> None:
    script.write_text("My mother made it.\n", encoding="utf-8")
    result = herald("build", script, "--json", "--output", tmp_path / "elsewhere", "--voice", "fake")
    assert result.exit_code == 0, result.output
    (manifest,) = json.loads(result.stdout)
    assert manifest["voice"]["name"] == "fake"
    assert (tmp_path / "elsewhere" / "hours" / "en" / "video.mp4").is_file()
    assert not (workspace / "outputs" / "hours").exists()


def test_lipsync_of_a_recording(herald: Callable[..., Result], workspace: Path) -> None:
    said = herald("speak", "My mother made it.", "--output", "a.wav", "--marks", "a.json")
    assert said.exit_code == 0, said.output
    done = herald(
        "lipsync", "--presenter", "ada", "--audio", "a.wav", "--marks", "a.json", "--output", "a.mp4"
    )
    assert done.exit_code == 0, done.output
    sound = read_sound(workspace / "a.wav", 48_000)
    lengths = verify_av(workspace / "a.mp4")
    assert abs(lengths.n_samples / 48_000 - sound.n_samples / 48_000) <= 1 / 25


def test_marks_of_another_sound_are_refused(herald: Callable[..., Result]) -> None:
    assert herald("speak", "My mother made it.", "--output", "a.wav", "--marks", "a.json").exit_code == 0
    assert herald("speak", "No.", "--output", "b.wav").exit_code == 0
    done = herald(
        "lipsync", "--presenter", "ada", "--audio", "b.wav", "--marks", "a.json", "--output", "a.mp4"
    )
    assert done.exit_code == 1
    assert "a.json" in done.output and "b.wav" in done.output


def test_a_template_filled_with_data(herald: Callable[..., Result], workspace: Path) -> None:
    (workspace / "templates").rmdir()
    (workspace / "templates").symlink_to(CHECKOUT / "templates")
    started = herald("template", "new", "pool", "--from", "emergency-notice", "--language", "en")
    assert started.exit_code == 0, started.output
    data = workspace / "scripts_in" / "pool.yaml"
    words = data.read_text(encoding="utf-8").replace("all_clear: no", "all_clear: yes")
    # Short, since a build takes its time: one step, nothing to leave undone, no further notice.
    words = words.replace("    - Leave doors and windows open.\n", "").replace(
        "  next_notice_at: 15:00\n", ""
    )
    words = re.sub(r"  not_to_do:\n(    - .*\n)+", "", words)
    data.write_text(words, encoding="utf-8")
    checked = herald("template", "check", "pool")
    assert checked.exit_code == 0, checked.output
    result = herald("build", "pool", "--voice", "fake")
    assert result.exit_code == 0, result.output
    assert (workspace / "outputs" / "pool" / "en" / "captions.srt").is_file()
