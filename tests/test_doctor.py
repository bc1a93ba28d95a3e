"""The doctor names what is missing, with the command that brings it, and tries the whole product."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from herald.models import Registry


def test_a_good_installation_passes_its_self_test(herald: Callable[..., Result]) -> None:
    result = herald("doctor")
    assert result.exit_code == 0, result.output
    assert "self-test" in result.output
    assert "BAD" not in result.output
    for name in ("python", "opencv", "ffmpeg", "device", "models", "presenters", "disk"):
        assert f"ok   {name}" in result.output


def test_missing_models_are_named(
    herald: Callable[..., Result], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Registry, "missing", lambda self: ["face_landmarker.task"])
    result = herald("doctor")
    assert result.exit_code == 1
    assert "face_landmarker.task" in result.output
    assert "herald models pull" in result.output
    assert "self-test" not in result.output
