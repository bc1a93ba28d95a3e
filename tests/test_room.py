"""A disk that is full is told as what it is, and nothing that was finished is lost."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from workspaces import new_workspace

from cli import cli
from herald import publishing
from herald.ffmpeg import ffmpeg_exe, run_ffmpeg
from herald.media import Waveform
from herald.sound import write_wav
from herald.studio import Studio

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@needs_full
def test_ffmpeg_on_a_full_disk() -> None:
    noise = ["-f", "lavfi", "-i", "anoisesrc=d=2", "-f", "wav", "-y"]
    with pytest.raises(OSError, match=str(FULL)) as caught:
        run_ffmpeg([ffmpeg_exe(), "-v", "error", *noise, f"file:{FULL}"])
    assert caught.value.errno == errno.ENOSPC


def test_sound_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import soundfile

    def fail(self: object, data: object) -> None:
        raise AssertionError  # what soundfile does when fewer samples arrive than were given

    monkeypatch.setattr(soundfile.SoundFile, "write", fail)
    sound = Waveform(np.zeros(100, np.float32), 48_000)
    with pytest.raises(AssertionError):
        write_wav(tmp_path / "a.wav", sound)
    monkeypatch.setattr("shutil.disk_usage", lambda path: _Free())
    with pytest.raises(OSError, match=r"a\.wav") as caught:
        write_wav(tmp_path / "a.wav", sound)
    assert caught.value.errno == errno.ENOSPC


class _Free:
    free = 0


def test_a_build_goes_on_when_there_is_room_again(
    herald: Callable[..., Result], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = workspace / "scripts_in" / "news.en.md"
    script.write_text("---\nvoice: fake\n---\nThe door is open.\n", encoding="utf-8")
    assert herald("build", script).exit_code == 0
    video = workspace / "outputs" / "news" / "en" / "video.mp4"
    published = video.read_bytes()
    script.write_text("---\nvoice: fake\n---\nThe door is shut.\n", encoding="utf-8")

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "sound.mp4")

    with monkeypatch.context() as broken:
        broken.setattr(publishing, "publish_sound", full)
        stopped = herald("build", script)
    assert stopped.exit_code == 1
    assert "no room is left" in stopped.output and "Traceback" not in stopped.output
    assert video.read_bytes() == published
    assert not list((workspace / ".herald" / "store").rglob("*.part"))

    rendered = {p: p.stat().st_mtime_ns for p in workspace.rglob("segment/*/*/video.mp4")}
    assert len(rendered) == 2, "what was finished when the disk was full is kept"
    assert herald("build", script).exit_code == 0
    assert {p: p.stat().st_mtime_ns for p in workspace.rglob("segment/*/*/video.mp4")} == rendered
    assert video.read_bytes() != published


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight megabytes, in memory."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small file system can be mounted by root only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_full_in_mid_build(small_disk: Path, studio: Studio) -> None:
    """With room for a tenth of what a build writes, and with room for half of it."""
    workspace = new_workspace(small_disk / "workspace")
    (workspace / "presenters" / "ada").symlink_to(studio.workspace.presenters / "ada")
    script = workspace / "scripts_in" / "news.en.md"
    video = workspace / "outputs" / "news" / "en" / "video.mp4"

    def build(words: str) -> Result:
        script.write_text(f"---\nvoice: fake\n---\n{words}\n", encoding="utf-8")
        return CliRunner().invoke(cli, ["build", "news", "--workspace", str(workspace)])

    free = shutil.disk_usage(small_disk).free
    done = build("The door is open.")
    assert done.exit_code == 0, done.output
    published, n_written = video.read_bytes(), free - shutil.disk_usage(small_disk).free
    for share in (0.1, 0.5):
        filler = small_disk / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - int(share * n_written)))
        stopped = build("The door is shut.")
        assert stopped.exit_code == 1, stopped.output
        assert "no room is left" in stopped.output and "Traceback" not in stopped.output
        assert video.read_bytes() == published
        assert not list((workspace / ".herald" / "store").rglob("*.part"))
        filler.unlink()
    done = build("The door is shut.")
    assert done.exit_code == 0, done.output
    assert video.read_bytes() != published
