"""After an edit only what it touches is made again; everything else is the same to the byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from herald.ffmpeg import ffmpeg_exe, run_ffmpeg

SENTENCES = ["The door is open.", "Bring a form.", "My mother made it.", "We saw the moon.", "Thank you."]

EDITS = {
    "longer": [*SENTENCES[:2], "My mother made it all by hand.", *SENTENCES[3:]],
    "shorter": [*SENTENCES[:2], "She made it.", *SENTENCES[3:]],
    "inserted": [*SENTENCES[:3], "It was blue.", *SENTENCES[3:]],
}


class Office:
    """Builds one script again and again."""

    def __init__(self, herald: Callable[..., Result], workspace: Path) -> None:
        self._herald = herald
        self._workspace = workspace

    def build(self, sentences: list[str]) -> dict[str, list[str]]:
        """Build, and return the hashes of each sentence's packets in the MP4 by the sentence's text."""
        script = self._workspace / "scripts_in" / "news.en.md"
        script.write_text(" ".join(sentences) + "\n", encoding="utf-8")
        result = self._herald("build", script, "--voice", "fake")
        assert result.exit_code == 0, result.output
        edition = self._workspace / "outputs" / "news" / "en"
        manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
        packets = video_packets(edition / "video.mp4")
        assert len(packets) == manifest["n_frames"]
        return {entry["text"]: packets[span(entry)] for entry in manifest["sentences"]}

    def segments(self) -> dict[str, float]:
        """Return when each stored segment was written, by its key."""
        stored = self._workspace.rglob("segment/*/*/video.mp4")
        return {path.parent.name: path.stat().st_mtime for path in stored}


def span(entry: dict[str, Any]) -> slice:
    return slice(entry["first_frame"], entry["first_frame"] + entry["n_frames"])


def video_packets(video: Path) -> list[str]:
    """Return a hash of each packet of the picture, as it is stored."""
    done = run_ffmpeg(
        [ffmpeg_exe(), "-v", "error", "-i", str(video), "-map", "0:v", "-c", "copy", "-f", "framehash", "-"]
    )
    lines = done.stdout.decode().splitlines()
    return [line.split(",")[-1].strip() for line in lines if not line.startswith("#")]


@pytest.fixture
def office(herald: Callable[..., Result], workspace: Path) -> Office:
    return Office(herald, workspace)


def test_an_edit_leaves_every_other_segment_as_it_was(office: Office) -> None:
    """One build and three edits of it; kept in one test since a build takes seconds."""
    before = office.build(SENTENCES)
    stored = office.segments()
    assert list(before) == SENTENCES and len(stored) == len(SENTENCES)
    assert len({tuple(packets) for packets in before.values()}) == len(SENTENCES)
    for name, sentences in EDITS.items():
        after = office.build(sentences)
        assert list(after) == sentences
        untouched = [sentence for sentence in sentences if sentence in SENTENCES]
        assert len(untouched) >= len(SENTENCES) - 1
        for sentence in untouched:
            assert after[sentence] == before[sentence], f"'{sentence}' changed when one was {name}"
        now = office.segments()
        assert len(now) == len(stored) + 1, f"{name}: exactly one segment is made"
        assert stored.items() <= now.items(), f"{name}: no stored segment was written again"
        stored = now


def test_sentences_of_one_text_do_not_all_move_alike(office: Office) -> None:
    """Said again, a sentence has another seed for its motion.

    Short footage gives little choice: of three sentences of one text two may still move alike, not all.
    """
    office.build(["It was blue.", "We saw the moon.", "It was blue.", "It was blue.", "Thank you."])
    assert len(office.segments()) >= 4
