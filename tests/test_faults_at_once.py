"""Everything that is wrong with a script is told at once, at its place, before anything is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from workspaces import new_workspace

from cli import cli


def complaints(root: Path, script: str) -> str:
    path = new_workspace(root) / "scripts_in" / "news.en.md"
    path.write_text(script, encoding="utf-8")
    done = CliRunner().invoke(cli, ["build", "news", "--workspace", str(root)])
    assert done.exit_code == 1, done.output
    assert not list((root / "outputs").iterdir())
    return done.output


def test_settings_tags_voices_and_facts(tmp_path: Path) -> None:
    told = complaints(
        tmp_path / "office",
        "---\nvoice: af_hart\npresnter: ada\nspeed: 9\n---\nSay [pawse 3] it.\n\nIt is {{ fact.fee }}.\n",
    )
    for place, fault in (
        ("2:8", "there is no voice 'af_hart'"),
        ("3:1", "there is no setting 'presnter'"),
        ("4:8", "speed must be between"),
        ("6:5", "there is no tag [pawse]"),
        ("8:7", "there is no fact 'fee'"),
    ):
        assert f"news.en.md:{place}: {fault}" in told


@pytest.mark.parametrize("words", ["Hello.", "It is {{ fact.fee }}."], ids=["plain", "with a fact"])
def test_a_presenter_whom_nobody_enrolled(tmp_path: Path, words: str) -> None:
    root = tmp_path / "office"
    (root / "facts").mkdir(parents=True)
    (root / "facts" / "office.yaml").write_text("fee: {type: money, value: 3 EUR}\n", encoding="utf-8")
    told = complaints(root, f"---\nvoice: fake\npresenter: adda\n---\n{words}\n")
    assert "news.en.md:3:12: nobody called 'adda' is enrolled" in told


def test_a_gap_that_cannot_be_filled_causes_no_other_fault(tmp_path: Path) -> None:
    told = complaints(tmp_path / "office", "---\nvoice: fake\n---\n{{ fact.fee }}\n")
    assert told.count("news.en.md:") == 1
