"""Chapters in an MP4 file, which players show as a menu."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from herald.ffmpeg.tool import ffmpeg_exe, run_ffmpeg, source
from herald.files import written_beside


@dataclass(frozen=True)
class Chapter:
    """A part of a video that viewers can go to.

    Attributes:
        title: shown by players.
        start_ms, stop_ms: half-open; each begins where the one before it ends.
    """

    title: str
    start_ms: int
    stop_ms: int


def add_chapters(video: Path, chapters: Sequence[Chapter]) -> None:
    """Put chapters into an MP4 file; everything else in it is copied.

    Args:
        video: the file; it is replaced.
        chapters: in order; with none of them nothing is done.
    """
    if not chapters:
        return
    with tempfile.TemporaryDirectory() as folder, written_beside(video) as part:
        listing = Path(folder) / "chapters.txt"
        listing.write_text(";FFMETADATA1\n" + "".join(map(_entry, chapters)), encoding="utf-8")
        # The library has no way to name an input that has chapters and no streams.
        command = [
            ffmpeg_exe(),
            "-v",
            "error",
            "-i",
            source(video),
            "-f",
            "ffmetadata",
            "-i",
            source(listing),
        ]
        for kind in ("v", "a", "s?"):
            command += ["-map", f"0:{kind}"]
        command += ["-c", "copy", "-map_metadata", "0", "-map_chapters", "1", "-movflags", "+faststart"]
        run_ffmpeg([*command, "-fflags", "+bitexact", "-f", "mp4", source(part)])


def _entry(chapter: Chapter) -> str:
    title = re.sub(r"([=;#\\\n])", r"\\\1", chapter.title)
    return f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={chapter.start_ms}\nEND={chapter.stop_ms}\ntitle={title}\n"
