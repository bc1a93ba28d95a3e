"""After an edit only what it touches is made again; everything else is the same to the byte."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from workspaces import new_workspace

from cli import cli
from herald.cache import verify
from herald.errors import StageFailed
from herald.ffmpeg import ffmpeg_exe, run_ffmpeg
from herald.files import sha256_of
from herald.media import Speech, Utterance
from herald.shelf import Shelf
from herald.store import Store
from herald.workspace import CHECKOUT

SENTENCES = ["The door is open.", "Bring a form.", "My mother made it.", "We saw the moon.", "Thank you."]

EDITS = {
    "longer": [*SENTENCES[:2], "My mother made it all by hand.", *SENTENCES[3:]],
    "shorter": [*SENTENCES[:2], "She made it.", *SENTENCES[3:]],
    "given a comma": [*SENTENCES[:2], "My mother, made it.", *SENTENCES[3:]],
    "inserted": [*SENTENCES[:3], "It was blue.", *SENTENCES[3:]],
}

EXPECTED = {
    "longer": "changed (news.en.md:4): My mother made it. -> My mother made it all by hand.",
    "shorter": "changed (news.en.md:4): My mother made it. -> She made it.",
    "given a comma": "changed (news.en.md:4): My mother made it. -> My mother, made it.",
    "inserted": "added (news.en.md:4): It was blue.",
}


class Office:
    """Builds one script again and again."""

    def __init__(self, herald: Callable[..., Result], workspace: Path) -> None:
        self._herald = herald
        self._workspace = workspace
        self._script = workspace / "scripts_in" / "news.en.md"

    def build(self, sentences: list[str]) -> dict[str, list[str]]:
        """Build, and return the hashes of each sentence's packets in the MP4 by the sentence's text."""
        self.write(sentences)
        result = self._herald("build", self._script)
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

    def write(self, sentences: list[str]) -> None:
        """Write the script, unless it is written so already."""
        words = f"---\nvoice: fake\n---\n{' '.join(sentences)}\n"
        if not self._script.exists() or self._script.read_text(encoding="utf-8") != words:
            self._script.write_text(words, encoding="utf-8")

    def why(self, sentences: list[str]) -> list[str]:
        """Write the script, and return what `herald why` says after its first line."""
        self.write(sentences)
        said = self._herald("why", "news")
        assert said.exit_code == 0, said.output
        return [line.strip() for line in said.output.splitlines()[1:]]

    def status(self) -> str:
        """Return what `herald status` says of the broadcast."""
        said = self._herald("status")
        assert said.exit_code == 0, said.output
        return next(line for line in said.output.splitlines() if line.startswith("news "))

    def files(self) -> dict[Path, int]:
        """Return when every file of the workspace was written."""
        root = self._workspace
        found = (path for path in root.rglob("*") if not path.is_relative_to(root / "models"))
        return {path: path.lstat().st_mtime_ns for path in found}


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
    assert "up to date" in office.status() and office.why(SENTENCES) == []
    for name, sentences in EDITS.items():
        why = office.why(sentences)
        assert len(why) == 1, f"{name}: exactly one sentence is named"
        assert why[0].startswith(EXPECTED[name]), why
        assert "out of date" in office.status()
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
        written = office.files()
        office.build(sentences)
        assert office.files() == written, "a build with nothing changed touches no file"
        office.build(SENTENCES)
        assert office.segments() == stored, "an edit that is undone needs no new segment"


def test_sentences_of_one_text_do_not_all_move_alike(office: Office) -> None:
    """Said again, a sentence has another seed for its motion.

    Short footage gives little choice: of three sentences of one text two may still move alike, not all.
    """
    office.build(["It was blue.", "We saw the moon.", "It was blue.", "It was blue.", "Thank you."])
    assert len(office.segments()) >= 4


def test_rolled_back_and_forward(office: Office, herald: Callable[..., Result], workspace: Path) -> None:
    first = office.build(["The door is open."])
    second = office.build(["The door is shut."])
    assert list(first) != list(second)
    video = workspace / "outputs" / "news" / "en" / "video.mp4"
    new = video.read_bytes()
    back = herald("rollback", "news")
    assert back.exit_code == 0 and "edition 1 is published instead of 2" in back.output
    assert video.read_bytes() != new
    assert "rolled back" in office.status()

    again = herald("build", "news")
    assert again.exit_code == 0 and "stays published" in again.output
    assert video.read_bytes() != new, "nothing has changed, so nothing is published in silence"
    assert herald("history", "news").output.count("\n") == 3
    assert "1 changed" in herald("diff", "news", "1", "2").output

    assert herald("rollback", "news", "--to", "2").exit_code == 0
    assert video.read_bytes() == new and "up to date" in office.status()
    assert herald("rollback", "news", "--to", "9").exit_code == 1


def test_many_at_once(
    herald: Callable[..., Result], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two presenters and two languages; one of the languages cannot be spoken when it comes to it."""
    (workspace / "presenters" / "bob").symlink_to(workspace / "presenters" / "ada")
    for language, words in (("en", "The door is open."), ("de", "Die Tür ist auf.")):
        path = workspace / "scripts_in" / f"news.{language}.md"
        path.write_text(f"---\nvoice: fake\n---\n{words}\n", encoding="utf-8")
    from tts.fake import FakeVoice

    spoken: list[str] = []
    speak = FakeVoice.speak

    def fail_in_german(self: FakeVoice, utterance: Utterance) -> Speech:
        spoken.append(utterance.text)
        if utterance.language == "de":
            raise StageFailed("the voice broke")
        return speak(self, utterance)

    monkeypatch.setattr(FakeVoice, "speak", fail_in_german)
    done = herald("build", "news", "--language", "en,de", "--presenter", "ada", "--presenter", "bob")
    assert done.exit_code == 2 and "the voice broke" in done.output
    outputs = workspace / "outputs" / "news"
    assert sorted(path.name for path in outputs.iterdir()) == ["en", "en@bob"]
    assert spoken.count("The door is open.") == 1, "one speech for both presenters"
    assert "2 made, 0 up to date, 2 failed" in done.output
    status = {line[33:43].strip(): line[44:63].strip() for line in herald("status").output.splitlines()[:-1]}
    assert status == {"de": "failed", "en": "up to date", "en@bob": "up to date"}


def test_the_same_bytes_in_another_place(office: Office, workspace: Path, tmp_path: Path) -> None:
    """Another workspace with the same inputs: all that carries no clock is the same to the byte."""
    office.build(["The door is open."])
    other = new_workspace(tmp_path / "clone")
    (other / "presenters" / "ada").symlink_to((workspace / "presenters" / "ada").resolve())
    shutil.copytree(workspace / "scripts_in", other / "scripts_in", dirs_exist_ok=True)
    result = CliRunner().invoke(cli, ["build", "news", "--workspace", str(other)])
    assert result.exit_code == 0, result.output
    assert contents(other) == contents(workspace)
    assert len(contents(other)) >= 15


def contents(workspace: Path) -> dict[str, str]:
    """Return the hash of every published and every stored file but those that say when or how fast."""
    clocks = ("build.json", "cost.json")
    found = [*(workspace / "outputs").rglob("*"), *(workspace / ".herald" / "store").glob("[!bp]*/*/*/*")]
    return {
        str(p.relative_to(workspace)): sha256_of(p) for p in found if p.is_file() and p.name not in clocks
    }


def test_two_builds_at_once_on_one_store(office: Office, workspace: Path) -> None:
    """Both are right: each ends well, and what lies there then is whole and up to date."""
    office.write(["The door is open.", "We saw the moon."])
    command = [sys.executable, str(CHECKOUT / "cli.py"), "build", "news", "--workspace", str(workspace)]
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=400)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert "up to date" in office.status()
    shelf = Shelf(workspace / "outputs" / "news" / "en")
    videos = {sha256_of(shelf.path(number) / "video.mp4") for number in shelf.numbers()}
    assert len(videos) == 1
    assert verify(Store(workspace / ".herald" / "store"))[1] == []


@pytest.mark.parametrize(
    "n_kills", [2, pytest.param(20, marks=pytest.mark.slow)], ids=lambda n: f"{n} moments"
)
def test_killed_at_any_moment(office: Office, workspace: Path, n_kills: int) -> None:
    """kill -9 of the whole build, again and again: what is published is whole, and the last run finishes."""
    published = office.build(["It was blue."])
    video = workspace / "outputs" / "news" / "en" / "video.mp4"
    before = sha256_of(video)
    words = " ".join(f"{sentence[:-1]} today." for sentence in SENTENCES)
    (workspace / "scripts_in" / "news.en.md").write_text(
        f"---\nvoice: fake\n---\n{words}\n", encoding="utf-8"
    )
    command = [sys.executable, str(CHECKOUT / "cli.py"), "build", "news", "--workspace", str(workspace)]
    moments = random.Random(5)
    kept: set[str] = set()
    seen: set[str] = set()
    for _ in range(n_kills):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=moments.uniform(1.0, 12.0))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        seen.add(sha256_of(video))
        now = set(office.segments())
        assert kept <= now, "what was done is kept"
        kept = now
    after = office.build([f"{sentence[:-1]} today." for sentence in SENTENCES])
    assert len(after) == len(SENTENCES) and list(published) != list(after)
    # A build may be killed when it has published and has not ended yet.
    assert seen <= {before, sha256_of(video)}, "the old edition or the new one, and never a part"
    assert kept <= set(office.segments())
    assert verify(Store(workspace / ".herald" / "store"))[1] == []
