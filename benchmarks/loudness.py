"""Print how loud every language comes out: `python benchmarks/loudness.py [LANGUAGE ...]`.

Four sentences of each language's default voice are laid out as a broadcast and brought to their loudness as a
build does it; what is measured is the encoded sound. Then one script in which four voices of two engines take
turns: how loud each of them is in it. Speech is kept in the store.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
from texts import TEXTS

from herald.casting import cast
from herald.levels import level_lufs
from herald.master import Piece, make_master
from herald.saying import script_of
from herald.sound import read_wav
from herald.speaking import Speaker, speak_all
from herald.studio import Studio
from herald.timeline import Segment, lay_out
from herald.timing import MASTER_RATE_HZ, sample_at_frame
from tts.voices import find_voice

FPS = Fraction(25)

CAST = ("af_heart", "bm_george", "am_fenrir", "espeak/en-gb")


def main() -> None:
    """Speak, master and measure."""
    studio = Studio.open()
    print("language  loudness   true peak   pauses between sentences")
    for language in sys.argv[1:] or TEXTS:
        segments, loudness, _ = master(studio, "\n\n".join(TEXTS[language]), language)
        gaps = [gap_ms(a, b) for a, b in itertools.pairwise(segments)]
        print(
            f"{language:<9}{loudness.integrated_lufs:6.2f} LUFS {loudness.true_peak_dbtp:6.2f} dBTP"
            f"   {min(gaps):.0f} to {max(gaps):.0f} ms"
        )
    texts = [text for language in ("en-us", "en-gb") for text in TEXTS[language]]
    turns = "\n\n".join(f"[voice {CAST[i % len(CAST)]}]{text}[/voice]" for i, text in enumerate(texts))
    segments, loudness, sound = master(studio, turns, "en")
    print(f"\nfour voices: {loudness.integrated_lufs:.2f} LUFS, {loudness.true_peak_dbtp:.2f} dBTP")
    for i, name in enumerate(CAST):
        mine = segments[i :: len(CAST)]
        heard = np.concatenate([sound[slice(*span(segment))] for segment in mine])
        print(f"{name:<14} {level_lufs(heard, MASTER_RATE_HZ):6.2f} LUFS")


def master(studio: Studio, text: str, language: str):  # type: ignore[no-untyped-def]
    """Return the segments of a text, its loudness as published, and its samples."""
    script = script_of(text, language)
    found = cast(script, None, lambda name, spoken: find_voice(name, spoken, studio.workspace.models))
    with Speaker(studio, found, language, 1.0) as speaker, tempfile.TemporaryDirectory() as folder:
        segments = lay_out(speak_all(studio, speaker, script.sentences), FPS)
        pieces = (
            Piece(segment.first_sample(FPS) + segment.sound_at, segment.load_sound()) for segment in segments
        )
        last = segments[-1]
        n_samples = sample_at_frame(last.first_frame + last.n_frames, MASTER_RATE_HZ, FPS)
        wav = Path(folder) / "master.wav"
        loudness = make_master(pieces, n_samples, wav)
        return segments, loudness, read_wav(wav).samples


def span(segment: Segment) -> tuple[int, int]:
    """Return where in the master the words of a segment are."""
    start = segment.first_sample(FPS)
    return start + segment.words[0].start, start + segment.words[-1].stop


def gap_ms(before: Segment, after: Segment) -> float:
    """Return the silence between the words of two segments."""
    return (span(after)[0] - span(before)[1]) * 1000 / MASTER_RATE_HZ


if __name__ == "__main__":
    main()
