"""Bad input: a clear message at the place, status 1, and nothing that was published is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result

from herald.ffmpeg import VideoWriter

GOOD = b"My mother made it.\n"

CASES: dict[str, tuple[bytes, list[str], list[str]]] = {
    "empty": (b"", [], ["hours.en.md"]),
    "only settings": (b"---\ntitle: Nothing\n---\n", [], ["hours.en.md"]),
    "no letters": (b"*** !!! ???\n", ["--voice", "fake"], ["hours.en.md"]),
    "unknown voice": (GOOD, ["--voice", "af_hart"], ["af_hart", "af_heart"]),
    "unknown presenter": (GOOD, ["--presenter", "adda"], ["adda", "ada"]),
    "typo in the settings": (
        b"---\ntitel: Hours\n---\n" + GOOD,
        [],
        ["hours.en.md:2:1", "titel", "title", "^^^"],
    ),
    "wrong speed": (b"---\nspeed: 9\n---\n" + GOOD, [], ["hours.en.md:2:", "speed"]),
    "not UTF-8": ("Wir öffnen um neun.".encode("latin-1"), [], ["hours.en.md", "UTF-8"]),
    "unknown tag": (b"Hello. [pawse 2] World.\n", [], ["hours.en.md:1:8", "pause"]),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_bad_scripts(case: str, herald: Callable[..., Result], workspace: Path) -> None:
    text, options, expected = CASES[case]
    path = workspace / "scripts_in" / "hours.en.md"
    path.write_bytes(text)
    published = workspace / "outputs" / "hours" / "en" / "video.mp4"
    published.parent.mkdir(parents=True)
    published.write_bytes(b"the last good edition")
    result = herald("build", path, *options)
    assert result.exit_code == 1, result.output
    for words in expected:
        assert words in result.output
    assert "Traceback" not in result.output
    assert published.read_bytes() == b"the last good edition"


def test_all_faults_of_all_scripts_at_once(herald: Callable[..., Result], workspace: Path) -> None:
    scripts = workspace / "scripts_in"
    (scripts / "a.en.md").write_bytes(b"---\ntitel: x\n---\nHello [pawse 1] there.\n")
    (scripts / "b.en.md").write_bytes(b"")
    result = herald("build", scripts / "a.en.md", scripts / "b.en.md")
    assert result.exit_code == 1
    for place in ("a.en.md:2:1", "a.en.md:4:7", "b.en.md"):
        assert place in result.output


def test_a_folder_and_a_missing_file(herald: Callable[..., Result], workspace: Path) -> None:
    folder = workspace / "scripts_in" / "folder.en.md"
    folder.mkdir()
    assert herald("build", folder).exit_code == 1
    (workspace / "scripts_in" / "hours.en.md").write_bytes(GOOD)
    result = herald("build", workspace / "scripts_in" / "huors.en.md")
    assert result.exit_code == 1 and "hours.en.md" in result.output


def grey_video(path: Path, n_frames: int = 60) -> Path:
    with VideoWriter(path, (320, 240), 25) as writer:
        for i in range(n_frames):
            writer.write(np.full((240, 320, 3), 60 + i, np.uint8))
    return path


def make_bad_video(kind: str, folder: Path) -> Path:
    from herald.media import Waveform
    from herald.sound import write_wav

    path = folder / "video.mp4"
    if kind == "no face":
        return grey_video(path)
    if kind == "truncated":
        whole = grey_video(folder / "whole.mp4").read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    elif kind == "a sound":
        write_wav(folder / "sound.wav", Waveform(np.zeros(16_000, np.float32), 16_000))
        path.write_bytes((folder / "sound.wav").read_bytes())
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "a folder":
        path.mkdir()
    return path


@pytest.mark.parametrize("kind", ["no face", "truncated", "a sound", "empty", "a folder", "missing"])
def test_bad_footage(kind: str, herald: Callable[..., Result], workspace: Path, tmp_path: Path) -> None:
    video = make_bad_video(kind, tmp_path)
    result = herald("presenter", "add", "somebody", video)
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    assert len(result.output.strip()) > 30
    assert not list((workspace / "presenters").glob("*somebody*"))


@pytest.mark.parametrize("name", ["Ada Lovelace", "../ada", "", "ada"])
def test_bad_presenter_names(name: str, herald: Callable[..., Result], tmp_path: Path) -> None:
    result = herald("presenter", "add", name, grey_video(tmp_path / "video.mp4"))
    assert result.exit_code == 1
    assert "name" in result.output or "already" in result.output
