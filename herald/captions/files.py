"""Captions and transcript as files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pysubs2

from herald.captions.cues import Cue
from herald.files import write_text
from herald.media import Script
from herald.script.blocks import ITEM_PAUSE_MS
from herald.timing import MASTER_RATE_HZ, seconds_at_sample

_JOINER = "\u2060"
"""Has no width; between two characters it keeps players from reading them as a mark-up sign."""


def write_captions(cues: Sequence[Cue], vtt_path: Path, srt_path: Path) -> None:
    """Write the cues as WebVTT and as SRT."""
    for path, escaped in ((vtt_path, for_vtt), (srt_path, _for_srt)):
        subtitles = pysubs2.SSAFile()
        for cue in cues:
            lines = (escaped(line).replace("\\", f"\\{_JOINER}") for line in cue.lines)
            subtitles.append(pysubs2.SSAEvent(_ms(cue.start), _ms(cue.stop), r"\N".join(lines)))
        # Without these pysubs2 takes braces in the text for its own style tags and drops them.
        text = subtitles.to_string(path.suffix[1:], keep_ssa_tags=True, apply_styles=False)
        write_text(path, text)


def transcript(script: Script) -> str:
    """Return what is said as plain text: paragraphs, headings and lists on lines of their own."""
    blocks: list[str] = []
    open_block = False
    for i, sentence in enumerate(script.sentences):
        if open_block:
            blocks[-1] += f" {sentence.text}"
        else:
            in_list = sentence.kind == "item" and i > 0 and script.sentences[i - 1].kind == "item"
            lead = "- " if sentence.kind == "item" else ""
            gap = "" if not blocks else "\n" if in_list else "\n\n"
            blocks.append(f"{gap}{lead}{sentence.text}")
        # The longer silences stand at the ends of paragraphs, items and headings.
        open_block = sentence.pause_after_ms < ITEM_PAUSE_MS
    return "".join(blocks) + "\n"


def _ms(sample: int) -> int:
    return round(seconds_at_sample(sample, MASTER_RATE_HZ) * 1000)


def for_vtt(line: str) -> str:
    """Return a line as WebVTT writes it."""
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _for_srt(line: str) -> str:
    # SRT has no way to escape; players take what looks like a tag for one.
    return re.sub(r"<(?=[/a-zA-Z])|\{(?=\\)", lambda found: found[0] + _JOINER, line)
