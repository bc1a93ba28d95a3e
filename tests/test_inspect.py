"""`herald inspect` judges Herald's own videos and anybody else's."""

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result
from clips import ffmpeg

from herald.ffmpeg import VideoWriter, probe, read_frames
from herald.studio import Studio


@pytest.fixture(scope="module")
def built(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The video of a short edition, with what lies beside it."""
    from datetime import date

    from herald.batch import build_all
    from herald.plan import Wishes

    script = studio.workspace.scripts / "inspected.en.md"
    script.write_text("Mum, bring a big umbrella. [pause 0.7] More is better.\n", encoding="utf-8")
    (result,) = build_all(studio, [script], Wishes(date(2027, 1, 4)))
    assert result.edition is not None, result.error
    return result.edition.folder / "video.mp4"


@pytest.fixture
def herald(studio: Studio) -> Callable[..., Result]:
    """Runs `herald ARGS` in the shared workspace, where the presenter is the one of `built`."""
    from cli import cli

    def run(*words: object) -> Result:
        arguments = [str(word) for word in words]
        return CliRunner().invoke(cli, [*arguments, "--workspace", str(studio.workspace.root)])

    return run


def test_an_edition_is_judged_as_when_it_was_built(built: Path, herald: Callable[..., Result]) -> None:
    done = herald("inspect", built, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    manifest = json.loads((built.parent / "manifest.json").read_text(encoding="utf-8"))
    for name, value in manifest["measures"].items():
        if isinstance(value, float) and name in found["measures"]:
            assert found["measures"][name] == pytest.approx(value, abs=0.05), name
    assert found["measures"]["closure_share"] == 1
    assert found["n_frames"] == manifest["n_frames"]


def test_pictures_of_an_inspection(built: Path, herald: Callable[..., Result], tmp_path: Path) -> None:
    sheet, plot = tmp_path / "sheet.png", tmp_path / "plot.png"
    done = herald("inspect", built, "--sheet", sheet, "--plot", plot)
    assert done.exit_code == 0, done.output
    for path in (sheet, plot):
        picture = cv2.imread(str(path))
        assert picture is not None and picture.shape[1] >= 1200
        assert picture.std() > 20, "a picture with something in it"


def test_somebody_elses_bad_video(
    built: Path, studio: Studio, herald: Callable[..., Result], tmp_path: Path
) -> None:
    """The sound of the edition over pictures that are blurred and half a second late."""
    facts = probe(built)
    late, video = tmp_path / "late.mp4", tmp_path / "bad.mp4"
    frames = list(read_frames(built))
    shifted = [frames[0]] * 12 + frames[:-12]
    with VideoWriter(late, facts.size_px, facts.fps) as writer:
        for frame in shifted:
            writer.write(np.asarray(cv2.GaussianBlur(frame, (0, 0), 2.0), np.uint8))
    ffmpeg("-i", late, "-i", built, "-map", "0:v", "-map", "1:a", "-c", "copy", video)
    found = herald("inspect", video, "--presenter", "ada", "--marks", built.parent / "marks.json", "--strict")
    assert found.exit_code == 1, found.output
    assert "as sharp as the footage" in found.output
    assert "the mouth follows the wanted opening" in found.output
    heard = herald("inspect", video, "--json")
    assert heard.exit_code == 0, heard.output
    told = json.loads(heard.stdout)
    assert told["measures"]["sharpness_ratio"] is None, "nobody enrolled to compare with"
    assert any("heard in the video" in how for how in told["measured_with"])


def test_what_cannot_be_inspected(herald: Callable[..., Result], tmp_path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "testsrc=duration=1:size=320x240", tmp_path / "mute.mp4")
    done = herald("inspect", tmp_path / "mute.mp4")
    assert done.exit_code == 1 and "no sound" in done.output
    text = tmp_path / "text.mp4"
    text.write_text("not a video")
    assert herald("inspect", text).exit_code == 1


def test_strict_publishes_only_what_is_good(
    built: Path, studio: Studio, herald: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    from lipsync import quality_marks
    from lipsync.quality_marks import Mark

    script = studio.workspace.scripts / "inspected.en.md"
    assert herald("build", script, "--strict").exit_code == 0
    before = built.read_bytes()
    out_of_reach = Mark(1.01, None, "the opening is at {value} (at least {least})")
    monkeypatch.setitem(quality_marks.MARKS, "opening_correlation", out_of_reach)
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("big", "wide"), encoding="utf-8")
    refused = herald("build", script, "--strict")
    assert refused.exit_code == 1 and "the opening is at" in refused.output
    assert built.read_bytes() == before, "the edition that was published is still there"
    assert herald("build", script).exit_code == 0
    assert built.read_bytes() != before
