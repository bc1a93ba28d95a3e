"""A file of questions and answers: one video with all of them, with chapters, and one for each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from herald.ffmpeg import ffmpeg_exe, run_ffmpeg, verify_av

FAQ = """\
template: faq
languages: [en]
voice: fake
data:
  topic: Cards
  questions:
    - {slug: lost, question: Is it lost?, answer: Tell us.}
    - {slug: new, question: Is it new?, answer: Keep it.}
"""


def test_all_answers_have_chapters_and_each_has_a_video(
    herald: Callable[..., Result], workspace: Path
) -> None:
    (workspace / "scripts_in" / "cards.yaml").write_text(FAQ, encoding="utf-8")
    result = herald("build", "cards")
    assert result.exit_code == 0, result.output
    folders = {path.parent.parent.name: path.parent for path in workspace.glob("outputs/*/en/manifest.json")}
    assert set(folders) == {"cards", "cards-lost", "cards-new"}
    manifest = json.loads((folders["cards"] / "manifest.json").read_text(encoding="utf-8"))
    titles = ["Cards", "Is it lost?", "Is it new?"]
    assert [one["title"] for one in manifest["chapters"]] == titles
    starts = {one["text"]: one["seconds"] for one in manifest["sentences"]}
    for chapter in manifest["chapters"][1:]:
        assert abs(chapter["start_ms"] / 1000 - starts[chapter["title"]]) < 0.05
    assert manifest["chapters"][-1]["stop_ms"] == round(manifest["seconds"] * 1000)
    vtt = (folders["cards"] / "chapters.vtt").read_text(encoding="utf-8")
    assert vtt.count("-->") == 3 and "chapters.vtt" in manifest["files"]
    video = folders["cards"] / "video.mp4"
    verify_av(video)
    told = run_ffmpeg(
        [ffmpeg_exe(), "-v", "error", "-i", str(video), "-f", "ffmetadata", "-"]
    ).stdout.decode()
    assert re.findall(r"\[CHAPTER\].*?title=([^\n]*)", told, re.DOTALL) == titles
    assert not (folders["cards-lost"] / "chapters.vtt").exists()
