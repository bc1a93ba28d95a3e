"""Headings become chapters, in the MP4 and as WebVTT."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from herald.captions.chapters import chapters_of, write_chapters
from herald.ffmpeg import ffmpeg_exe, run_ffmpeg
from herald.ffmpeg.chapters import Chapter, add_chapters
from herald.media import Phrase, Place, Sentence
from herald.timeline import Segment


def segments(*kinds: str) -> list[Segment]:
    """Return a segment of two seconds for each kind of sentence, named after it and its number."""
    place = Place(Path("a.md"), 1, 1)
    found = []
    for i, kind in enumerate(kinds):
        sentence = Sentence(f"{i:012x}", (Phrase(f"{kind} {i}", place),), kind, 0)  # type: ignore[arg-type]
        segment = object.__new__(Segment)
        for name, value in {"sentence": sentence, "first_frame": 50 * i, "n_frames": 50}.items():
            object.__setattr__(segment, name, value)
        found.append(segment)
    return found


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("heading sentence", []),
        ("sentence sentence", []),
        ("heading sentence heading item", [("heading 0", 0, 4000), ("heading 2", 4000, 8000)]),
        (
            "sentence heading heading",
            [("News", 0, 2000), ("heading 1", 2000, 4000), ("heading 2", 4000, 6000)],
        ),
    ],
)
def test_headings_begin_chapters(kinds: str, expected: list[tuple[str, int, int]]) -> None:
    found = chapters_of(segments(*kinds.split()), Fraction(25), "News")
    assert [(one.title, one.start_ms, one.stop_ms) for one in found] == expected


def test_webvtt(tmp_path: Path) -> None:
    write_chapters([Chapter("Q & <A>", 0, 1500), Chapter("Ende", 1500, 4000)], tmp_path / "chapters.vtt")
    lines = (tmp_path / "chapters.vtt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "WEBVTT"
    assert [line for line in lines if "-->" in line] == [
        "00:00:00.000 --> 00:00:01.500",
        "00:00:01.500 --> 00:00:04.000",
    ]
    assert "Q &amp; &lt;A&gt;" in lines


def hashes(video: Path) -> list[str]:
    done = run_ffmpeg(
        [
            ffmpeg_exe(),
            "-v",
            "error",
            "-i",
            str(video),
            "-map",
            "0:v",
            "-map",
            "0:a",
            "-c",
            "copy",
            "-f",
            "framehash",
            "-",
        ]
    )
    return [line for line in done.stdout.decode().splitlines() if not line.startswith("#")]


def test_chapters_in_an_mp4(tmp_path: Path) -> None:
    video = tmp_path / "video.mp4"
    run_ffmpeg(
        [ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "testsrc=s=128x128:r=25:d=2", "-f", "lavfi", "-i"]
        + ["sine=r=48000:d=2", "-c:v", "libx264", "-c:a", "aac", "-metadata", "title=News", str(video)]
    )
    before = hashes(video)
    titles = ["What; is = it?", "你好 # two"]
    add_chapters(video, [Chapter(titles[0], 0, 800), Chapter(titles[1], 800, 2000)])
    assert hashes(video) == before
    told = run_ffmpeg(
        [ffmpeg_exe(), "-v", "error", "-i", str(video), "-f", "ffmetadata", "-"]
    ).stdout.decode()
    (base,) = set(re.findall(r"TIMEBASE=1/(\d+)", told))
    times_s = [int(one) / int(base) for one in re.findall(r"(?:START|END)=(\d+)", told)]
    assert times_s == [0, 0.8, 0.8, 2]
    assert [title.replace("\\", "") for title in re.findall(r"title=(.*)", told)] == ["News", *titles]
    first = video.read_bytes()
    add_chapters(video, [Chapter(titles[0], 0, 800), Chapter(titles[1], 800, 2000)])
    assert video.read_bytes() == first
    add_chapters(video, [])
    assert video.read_bytes() == first
