"""Print how engines' own marks differ from the aligner's: `python benchmarks/engine_marks.py [VOICE ...]`.

Each voice says the sentences of benchmarks/speech_offset.py; the aligner is given the sound and the phones
that the engine marked, and where each phone begins is compared. Positive means that the engine marks a phone
later than the aligner hears it. The first phone of a sentence and those behind pauses count like all others.
"""

from __future__ import annotations

import itertools
import statistics
import sys

from speech_offset import SENTENCES

from herald.media import Speech, Utterance
from herald.studio import Studio
from tts.engine import engine
from tts.recogniser.align import Word, align
from tts.voices import find_voice

VOICES = (
    *("af_heart", "am_michael", "bf_emma", "bm_george"),
    *("piper/en_US-joe-medium", "espeak/en-us", "espeak/en-gb"),
)


def main() -> None:
    """Say the sentences with each voice and print the bias of its marks, for each and for each engine."""
    studio = Studio.open()
    by_engine: dict[str, list[float]] = {}
    for name in sys.argv[1:] or VOICES:
        voice = find_voice(name, "en")
        speaker = engine(voice.engine, studio.model_path, studio.workspace.models)
        late = [ms for text in SENTENCES for ms in lateness_ms(speaker.speak(Utterance(text, "en", name)))]
        speaker.close()
        by_engine.setdefault(voice.engine, []).extend(late)
        print(f"{name:<26} {shown(late)}")
    for name, late in by_engine.items():
        print(f"{name:<26} {shown(late)}")


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
