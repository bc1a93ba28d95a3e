"""Print how loud every language comes out: `python benchmarks/loudness.py [LANGUAGE ...]`.

Four sentences of each language's default voice are laid out as a broadcast and brought to their loudness as a
build does it; what is measured is the encoded sound. Then one script in which the language's first three
voices and eSpeak's take turns, each with two sentences: its loudness, and the softest and the loudest voice
in it. Speech is kept in the store.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from texts import TEXTS

from herald.casting import cast
from herald.levels import level_lufs
from herald.master import Loudness, Piece, make_master
from herald.saying import script_of
from herald.sound import read_wav
from herald.speaking import Speaker, speak_all
from herald.studio import Studio
from herald.timeline import Segment, lay_out
from herald.timing import MASTER_RATE_HZ, sample_at_frame
from tts.voices import LAST_RESORT, all_voices, find_voice

FPS = Fraction(25)

N_VOICES = 3


def main() -> None:
    """Speak, master and measure."""
    studio = Studio.open()
    print(f"{'language':<10}{'one voice':<25}{'pauses':<15}{'taking turns':<25}voices")
    for language in sys.argv[1:] or TEXTS:
        texts = TEXTS[language]
        segments, loudness, _ = master(studio, "\n\n".join(texts), language)
        gaps = [gap_ms(a, b) for a, b in itertools.pairwise(segments)]
        together, levels = in_turns(studio, texts, language)
        print(
            f"{language:<10}{shown(loudness):<25}{f'{min(gaps):.0f} to {max(gaps):.0f} ms':<15}"
            f"{shown(together):<25}{len(levels)} of {min(levels):.2f} to {max(levels):.2f} LUFS",
            flush=True,
        )


def in_turns(studio: Studio, texts: Sequence[str], language: str) -> tuple[Loudness, list[float]]:
    """Have voices take turns; return the loudness of it all, and how loud each voice is in it."""
    names = voices_of(language)
    # The second time round, every sentence is another voice's.
    cast_of = [names[(i + i // len(texts)) % len(names)] for i in range(2 * len(texts))]
    turns = [f"[voice {name}]{texts[i % len(texts)]}[/voice]" for i, name in enumerate(cast_of)]
    segments, loudness, sound = master(studio, "\n\n".join(turns), language)
    said = [sound[slice(*span(segment))] for segment in segments]
    heard = {
        name: np.concatenate([part for part, who in zip(said, cast_of, strict=True) if who == name])
        for name in names
    }
    return loudness, [level_lufs(samples, MASTER_RATE_HZ) for samples in heard.values()]


def voices_of(language: str) -> list[str]:
    """Return the voices that take turns."""
    voices = all_voices(language)
    robots = [voice.name for voice in voices if voice.engine == LAST_RESORT]
    return [voice.name for voice in voices if voice.engine == "kokoro"][:N_VOICES] + robots[:1]


def shown(loudness: Loudness) -> str:
    """Return loudness and true peak."""
    return f"{loudness.integrated_lufs:.2f} LUFS {loudness.true_peak_dbtp:.2f} dBTP"


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
