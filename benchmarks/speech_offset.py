"""Print how far a speech engine's marks are from its sound: `python benchmarks/speech_offset.py [VOICE ...]`.

With `--languages`, the default voice of each of Kokoro's languages says the sentences of benchmarks/texts.py.

Two measures, both of how much later the marks are than the sound, so that a right engine prints about 0 and
the fake voice, whose marks are exact, does. `spectra` moves all marks until they explain the most of the
variance of the sound's spectrum. `s` looks at each s inside a word, between a vowel and a weak vowel, where
no space and no stress mark has a share in the time: its hiss begins and ends where the level above 4 kHz
passes half way, in decibels, between the vowel's level and its own. Onset and end err to opposite sides when
hiss spreads, so their mean counts. Kokoro's OFFSET_MS is what it corrects already.
"""

from __future__ import annotations

import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import librosa
import numpy as np
from scipy.signal import butter, sosfiltfilt

from herald.media import Samples, Speech
from herald.speaking import Speaker
from herald.studio import Studio
from tts.kokoro import OFFSET_MS
from tts.voices import default_voice, find_voice

VOICES = ("af_heart", "af_bella", "am_michael", "am_fenrir", "bf_emma", "bm_george")

SENTENCES = (
    "The lesson and the message are in the recent gossip.",
    "Faces, houses and vessels in the basin of the offices.",
    "A decent promise is a fossil in a crisis, it passes and it closes.",
    "Sausages, spices and sauces; lettuces, glasses and dresses.",
    "The classes and the courses promised us a lesson in basic faces.",
    "Buses, places, prices and services; the bosses miss us in the masses.",
    "Please open the main public office at nine.",
    "The council will publish the new bus timetable on Monday, and paper copies are kept in every library.",
    "Water and power will be off between noon and five, but the town hall stays open.",
)

VOWELS = frozenset("aeiouæɑɒɔəɛɜɪɨʊʌɐ")

HISS_HZ = 4000
LEAST_S_MS = 60
"""A shorter s has no level of its own to measure."""

REACH_MS = 120
"""How far from its mark an edge is looked for."""

STEP_MS = 2.5


@dataclass(frozen=True)
class Late:
    """How much later marks are than the sound, in milliseconds.

    Attributes:
        onsets, ends: of each s.
        spectra: of all phones together.
    """

    onsets: list[float]
    ends: list[float]
    spectra: float

    def __str__(self) -> str:
        """Return the medians and the mean of the two."""
        if not self.onsets:
            return f"spectra {self.spectra:+5.1f} ms; no s between vowels"
        onset, end = statistics.median(self.onsets), statistics.median(self.ends)
        return (
            f"spectra {self.spectra:+5.1f} ms; s: onset {onset:+5.1f}, end {end:+5.1f}, "
            f"mean {(onset + end) / 2:+5.1f} ms (n = {len(self.onsets)})"
        )


def main() -> None:
    """Say the sentences with each voice and print what is measured, for each and for all."""
    # Beside this file; the tests load this file by itself.
    from texts import TEXTS

    studio = Studio.open()
    everything: list[Speech] = []
    print(f"Kokoro corrects {OFFSET_MS} ms already.")
    if sys.argv[1:2] == ["--languages"]:
        asked = [(default_voice(language).name, language) for language in sys.argv[2:] or TEXTS]
    else:
        asked = [(name, "en") for name in sys.argv[1:] or VOICES]
    for name, language in asked:
        with Speaker(studio, find_voice(name, language), language, 1.0) as speaker:
            speeches = [speaker.say(sentence) for sentence in TEXTS.get(language, SENTENCES)]
        print(f"{name:<12} {measured(speeches)}", flush=True)
        everything += speeches
    print(f"{'all':<12} {measured(everything)}")


def measured(speeches: Sequence[Speech]) -> Late:
    """Measure the speeches of one or more voices."""
    edges = [edge for speech in speeches for edge in hiss_edges(speech)]
    return Late([onset for onset, _ in edges], [end for _, end in edges], spectral_lateness_ms(speeches))


def spectral_lateness_ms(speeches: Sequence[Speech]) -> float:
    """Return the shift of the marks, to earlier, at which phones explain the spectrum best."""
    spectra = [spectrum(speech.waveform.samples, speech.waveform.rate_hz) for speech in speeches]

    def explained(late_ms: float) -> float:
        frames = defaultdict(list)
        for speech, levels in zip(speeches, spectra, strict=True):
            per_step = speech.waveform.rate_hz * STEP_MS / 1000
            for mark in speech.sounds:
                start, stop = (round(edge / per_step - late_ms / STEP_MS) for edge in (mark.start, mark.stop))
                frames[mark.symbol].append(levels[max(0, start) : max(0, stop)])
        groups = [np.concatenate(group) for group in frames.values()]
        everything = np.concatenate(groups)
        within = sum(np.square(group - group.mean(axis=0)).sum() for group in groups if len(group))
        return float(1 - within / np.square(everything - everything.mean(axis=0)).sum())

    return max(np.arange(-60, 61, STEP_MS), key=explained)


def spectrum(samples: Samples, rate_hz: int) -> np.ndarray:
    """Return log mel levels [n_steps, 40], each band with variance 1."""
    hop = round(rate_hz * STEP_MS / 1000)
    mel = librosa.feature.melspectrogram(
        y=samples, sr=rate_hz, n_fft=512, win_length=6 * hop, hop_length=hop, n_mels=40
    )
    levels = np.log(mel + 1e-5).T
    return (levels - levels.mean(axis=0)) / levels.std(axis=0)


def hiss_edges(speech: Speech) -> Iterator[tuple[float, float]]:
    """Yield for each s inside a word, between vowels, how much later its marked start and stop are."""
    rate_hz = speech.waveform.rate_hz
    level_db = hiss_db(speech.waveform.samples, rate_hz)
    per_ms = rate_hz // 1000
    sounds = speech.sounds
    word_edges = {edge for word in speech.words for edge in (word.start, word.stop)}
    for before, s, after in zip(sounds, sounds[1:], sounds[2:], strict=False):
        if s.symbol != "s" or before.symbol not in VOWELS or after.symbol not in VOWELS:
            continue
        if s.start in word_edges or s.stop in word_edges or (s.stop - s.start) < LEAST_S_MS * per_ms:
            continue
        start, stop = s.start // per_ms, s.stop // per_ms
        from_ms = max(0, start - REACH_MS)
        window = level_db[from_ms : stop + REACH_MS]
        peak = int(np.argmax(window[REACH_MS // 2 : -REACH_MS // 2])) + REACH_MS // 2
        plateau = float(np.median(np.sort(window)[-LEAST_S_MS // 2 :]))
        back, forward = crossing(window[: peak + 1][::-1], plateau), crossing(window[peak:], plateau)
        if back is not None and forward is not None:
            yield start - (from_ms + peak - back), stop - (from_ms + peak + forward)


def hiss_db(samples: Samples, rate_hz: int) -> np.ndarray:
    """Return the level above 4 kHz for each millisecond, over 8 ms."""
    high = sosfiltfilt(butter(4, HISS_HZ, "highpass", fs=rate_hz, output="sos"), samples)
    per_ms = rate_hz // 1000
    energy = np.square(high[: len(high) // per_ms * per_ms]).reshape(-1, per_ms).mean(axis=1)
    smooth = np.convolve(energy, np.hanning(11)[1:-1] / 5, mode="same")
    return 10 * np.log10(smooth + 1e-10)


def crossing(level_db: np.ndarray, plateau_db: float) -> float | None:
    """Return how many steps from the start the level falls half way from the plateau to its lowest."""
    lowest = float(level_db.min())
    below = np.flatnonzero(level_db < (plateau_db + lowest) / 2)
    # Less than 10 dB between vowel and s is no edge that can be placed.
    if plateau_db - lowest < 10 or len(below) == 0:
        return None
    return float(below[0]) - 0.5


if __name__ == "__main__":
    main()
