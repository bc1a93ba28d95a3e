"""Print how engines' own marks differ from the aligner's: `python benchmarks/engine_marks.py [VOICE ...]`.

English voices say the sentences of benchmarks/speech_offset.py, others those of benchmarks/texts.py in their
language. The aligner is given the sound and the phones that the engine marked, and where each phone begins is
compared. Positive means that the engine marks a phone later than the aligner hears it. The first phone of a
sentence and those behind pauses count like all others. The store keeps the speech.
"""

from __future__ import annotations

import itertools
import statistics
import sys
from collections.abc import Sequence

from speech_offset import SENTENCES
from texts import TEXTS

from herald.media import Speech
from herald.speaking import Speaker
from herald.studio import Studio
from tts.engine import Voice
from tts.recogniser.align import Word, align
from tts.voices import all_voices

VOICES = (
    *("af_heart", "am_michael", "bf_emma", "bm_george", "ef_dora", "em_alex", "ff_siwis", "hf_alpha"),
    *("hm_omega", "if_sara", "im_nicola", "jf_alpha", "jm_kumo", "pf_dora", "pm_alex", "zf_xiaobei"),
    *("zm_yunjian", "espeak/en-us", "espeak/en-gb", "espeak/es", "espeak/fr-fr", "espeak/hi", "espeak/it"),
    *("espeak/pt-br", "piper/en_US-joe-medium"),
)


def main() -> None:
    """Say the sentences with each voice and print the bias of its marks, for each and for each engine."""
    studio = Studio.open()
    by_engine: dict[str, list[float]] = {}
    voices = {voice.name: voice for voice in all_voices(models=studio.workspace.models)}
    for name in sys.argv[1:] or VOICES:
        voice = voices[name]
        with Speaker(studio, voice, voice.language, 1.0) as speaker:
            late = [ms for text in texts_of(voice) for ms in lateness_ms(speaker.say(text))]
        by_engine.setdefault(voice.engine, []).extend(late)
        print(f"{name:<26} {shown(late)}", flush=True)
    for name, late in by_engine.items():
        print(f"{name:<26} {shown(late)}")


def texts_of(voice: Voice) -> Sequence[str]:
    """Return what a voice says: English where its language has no sentences here."""
    own = [texts for language, texts in TEXTS.items() if language[:2] == voice.language[:2] != "en"]
    return own[0] if own else SENTENCES


def lateness_ms(speech: Speech) -> list[float]:
    """Return for each phone how much later the engine's mark begins than the aligner's."""
    own = [mark for mark in speech.sounds if mark.kind == "phone"]
    words = [
        Word(word.symbol, tuple(mark.symbol for mark in own if word.start <= mark.start < word.stop))
        for word in speech.words
    ]
    found = [mark for mark in align(speech.waveform, words).marks if mark.kind == "phone"]
    per_ms = speech.waveform.rate_hz / 1000
    return [(a.start - b.start) / per_ms for a, b in itertools.zip_longest(own, found) if a and b]


def shown(late: list[float]) -> str:
    """Return the median bias, the median of its size and the share within 40 ms."""
    near = sum(abs(ms) <= 40 for ms in late) / len(late)
    size = statistics.median(map(abs, late))
    bias = statistics.median(late)
    return f"bias {bias:+6.1f} ms, median {size:5.1f} ms, within 40 ms {near:.1%} (n = {len(late)})"


if __name__ == "__main__":
    main()
