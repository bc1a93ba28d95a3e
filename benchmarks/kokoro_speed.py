"""Print Kokoro's real-time factor: `python benchmarks/kokoro_speed.py [LANGUAGE ...]`.

Twelve sentences are said one after the other, with every core, by a voice that is loaded; the loading is told
apart. The factor is the time on the clock for each second of sound: run it on an idle machine.
"""

from __future__ import annotations

import itertools
import os
import sys
import time

from texts import TEXTS

from herald.media import Utterance
from herald.studio import Studio
from tts.kokoro import Kokoro
from tts.voices import default_voice

N_SENTENCES = 12


def main() -> None:
    """Say the texts and print what they took."""
    studio = Studio.open()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
    for language in sys.argv[1:] or ("en-us",):
        kokoro = Kokoro(studio.model_path, ready=studio.workspace.ready_networks)
        voice = default_voice(language).name
        began = time.perf_counter()
        kokoro.speak(Utterance(TEXTS[language][0], language, voice))
        loaded_s = time.perf_counter() - began
        texts = itertools.islice(itertools.cycle(TEXTS[language]), N_SENTENCES)
        began, cpu_began, sound_s = time.perf_counter(), time.process_time(), 0.0
        for text in texts:
            sound_s += float(kokoro.speak(Utterance(text, language, voice)).waveform.seconds)
        took_s, cpu_s = time.perf_counter() - began, time.process_time() - cpu_began
        kokoro.close()
        print(
            f"{language:<6} {N_SENTENCES} sentences, {sound_s:.1f} s of sound in {took_s:.1f} s: "
            f"real-time factor {took_s / sound_s:.3f}, of CPU {cpu_s / sound_s:.3f}; "
            f"first sentence with loading {loaded_s:.1f} s"
        )


if __name__ == "__main__":
    main()
