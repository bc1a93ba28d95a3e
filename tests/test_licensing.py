"""Voices that must not be used commercially say so everywhere, and are refused where that is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from herald.workspace import CHECKOUT

NAME = "tiny_nc"


@pytest.fixture
def with_own_voice(workspace: Path) -> Path:
    """Give the workspace a Piper voice of its own, under a licence that forbids commercial use."""
    models = workspace / "models"
    models.unlink()
    models.mkdir()
    for path in (CHECKOUT / "models").iterdir():
        (models / path.name).symlink_to(path)
    (models / "piper").unlink()
    (models / "piper").mkdir()
    for end in (".onnx", ".onnx.json"):
        source = CHECKOUT / "models" / "piper" / f"en_US-joe-medium{end}"
        (models / "piper" / f"{NAME}{end}").symlink_to(source.resolve())
    (models / "piper" / f"{NAME}.toml").write_text('licence = "CC-BY-NC-4.0"\n', encoding="utf-8")
    return workspace


def test_voices_lists_the_users_own_and_what_they_forbid(herald: Callable[..., Result], with_own_voice: Path):
    lines = herald("voices").output.splitlines()
    (own,) = [line for line in lines if NAME in line]
    assert own.endswith("CC-BY-NC-4.0  not for commercial use")
    assert not [line for line in lines if "af_heart" in line and "not for" in line]
    assert NAME not in herald("voices", "--commercial-only").output


def test_it_is_refused_where_commercial_use_is_meant(herald: Callable[..., Result], with_own_voice: Path):
    output = with_own_voice / "a.wav"
    refused = herald("speak", "Hello.", "--voice", f"piper/{NAME}", "--output", output, "--commercial-only")
    assert refused.exit_code == 1
    assert f"the voice 'piper/{NAME}' (CC-BY-NC-4.0)" in refused.output
    assert not output.exists()
    script = with_own_voice / "scripts_in" / "nc.en.md"
    script.write_text(f"Hello.\n\n[voice piper/{NAME}]\n\nHello.\n", encoding="utf-8")
    refused = herald("build", script, "--voice", "fake", "--commercial-only")
    assert refused.exit_code == 1
    assert f"the voice 'piper/{NAME}'" in refused.output


def test_an_edition_says_what_its_voices_forbid(herald: Callable[..., Result], with_own_voice: Path):
    script = with_own_voice / "scripts_in" / "nc.en.md"
    script.write_text("Hello.\n", encoding="utf-8")
    result = herald("build", script, "--voice", f"piper/{NAME}")
    assert result.exit_code == 0, result.output
    assert f"not for commercial use: the voice 'piper/{NAME}' is under CC-BY-NC-4.0" in result.output
    manifest = json.loads(
        (with_own_voice / "outputs" / "nc" / "en" / "manifest.json").read_text(encoding="utf-8")
    )
    assert manifest["voice"]["commercial_use"] is False


def test_a_language_that_only_a_robot_speaks_is_built_and_says_so(
    herald: Callable[..., Result], workspace: Path
):
    script = workspace / "scripts_in" / "hej.sv.md"
    script.write_text("God dag.\n", encoding="utf-8")
    result = herald("build", script, "--commercial-only")
    assert result.exit_code == 0, result.output
    assert "espeak/sv is a robot's voice" in result.output
