"""Print how well the read-back tells wrong sentences from right ones: `python benchmarks/read_back.py`.

Every voice of benchmarks/engine_marks.py says its sentences; with `--recordings FOLDER`, people say theirs
(`*.wav` of one English sentence each and a `*.csv` of lines `name|text|text as spoken`). Each sound is held
against its own sentence, as it is and in white noise of 10 dB, and against wrong ones:

    another   another sentence of the language, cut to as many words
    third     its own with a third of its words replaced by words of other sentences
    word      its own with one word replaced
    unsaid    its own, but the sound breaks off after two thirds

For thresholds around the one in use, the share of wrong sentences that are found (hits) and of right ones
that are doubted (false alarms) is printed. The store keeps the speech.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from engine_marks import VOICES, texts_of
from recogniser import spoken_in

from herald.media import Waveform
from herald.recorded.hear import DOUBTFUL, confidences_of
from herald.sound import read_wav
from herald.speaking import Speaker
from herald.studio import Studio
from tts.recogniser.augmentation import with_noise
from tts.voices import all_voices

UNSPACED = ("ja", "zh")

RIGHT = ("right", "in noise")
WRONG = ("another", "third", "word", "unsaid")

NOISE_DB = 10
SAID_SHARE = 2 / 3

THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


@dataclass(frozen=True)
class Said:
    """A sentence, its sound, and what else could have been said in its place."""

    sound: Waveform
    text: str
    others: tuple[str, ...]
    language: str


def main() -> None:
    """Speak, listen and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("voices", nargs="*", default=VOICES)
    parser.add_argument("--recordings", type=Path, default=None)
    options = parser.parse_args()
    studio = Studio.open()
    rng = np.random.default_rng(7)
    found: dict[str, dict[str, list[float]]] = {}
    kinds_shown = "".join(f"{kind:>9}" for kind in RIGHT + WRONG)
    print(f"{'least of right ones, most of wrong ones':<40}{kinds_shown}")
    for name, said in sources(studio, options.voices, options.recordings):
        rows = [candidates(sentence, rng) for sentence in said]
        sure = list(confidences_of((row[kind] for kind in RIGHT + WRONG for row in rows), said[0].language))
        found[name] = {
            kind: sure[i * len(rows) : (i + 1) * len(rows)] for i, kind in enumerate(RIGHT + WRONG)
        }
        extremes = [(min if kind in RIGHT else max)(found[name][kind]) for kind in RIGHT + WRONG]
        print(f"{name:<40}" + "".join(f"{extreme:9.2f}" for extreme in extremes), flush=True)
    print(f"\n{'doubted below':<40}{kinds_shown}")
    for threshold in sorted({*THRESHOLDS, DOUBTFUL}):
        shares = [
            np.mean([value < threshold for kinds in found.values() for value in kinds[kind]])
            for kind in RIGHT + WRONG
        ]
        shown = f"{threshold:.2f}{'  in use' if threshold == DOUBTFUL else ''}"
        print(f"{shown:<40}" + "".join(f"{share:9.1%}" for share in shares))
    print(f"of {sum(len(kinds['right']) for kinds in found.values())} sentences each")


def sources(
    studio: Studio, names: Sequence[str], recordings: Path | None
) -> Iterator[tuple[str, list[Said]]]:
    """Yield who speaks, and all that is said."""
    voices = {voice.name: voice for voice in all_voices(models=studio.workspace.models)}
    for name in names:
        voice = voices[name]
        texts = texts_of(voice)
        with Speaker(studio, voice, voice.language, 1.0) as speaker:
            yield (
                name,
                [
                    Said(speaker.say(text).waveform, text, others_of(texts, i), voice.language)
                    for i, text in enumerate(texts)
                ],
            )
    if recordings is not None:
        known = spoken_in(recordings)
        texts = [text for _, text in known]
        yield (
            "people",
            [
                Said(read_wav(path), text, others_of(texts, i), "en-us")
                for i, (path, text) in enumerate(known)
            ],
        )


def others_of(texts: Sequence[str], i: int) -> tuple[str, ...]:
    """Return all texts but one, from the next one on."""
    return tuple(texts[(i + k) % len(texts)] for k in range(1, len(texts)))


def candidates(said: Said, rng: np.random.Generator) -> dict[str, tuple[Waveform, str]]:
    """Return right and wrong pairs of sound and text."""
    samples, rate_hz = said.sound.samples, said.sound.rate_hz
    noise = rng.standard_normal(len(samples)).astype(np.float32)
    noisy = Waveform(with_noise(samples, noise, NOISE_DB), rate_hz)
    broken_off = Waveform(samples[: int(len(samples) * SAID_SHARE)], rate_hz)
    n_words = len(words_of(said.text, said.language))
    return {
        "right": (said.sound, said.text),
        "in noise": (noisy, said.text),
        "another": (said.sound, like_length(said)),
        "third": (said.sound, partly_wrong(said, max(1, round(n_words / 3)), rng)),
        "word": (said.sound, partly_wrong(said, 1, rng)),
        "unsaid": (broken_off, said.text),
    }


def words_of(text: str, language: str) -> list[str]:
    """Cut a text into words; Chinese and Japanese into pairs of characters."""
    if language not in UNSPACED:
        return text.split()
    plain = text.strip("。")
    return [plain[i : i + 2] for i in range(0, len(plain), 2)]


def put_together(words: list[str], language: str) -> str:
    """Return the text of words."""
    return ("" if language in UNSPACED else " ").join(words)


def like_length(said: Said) -> str:
    """Return the beginning of other texts, as many words as this one has."""
    pool = words_of(" ".join(said.others), said.language)
    return put_together(pool[: len(words_of(said.text, said.language))], said.language)


def partly_wrong(said: Said, n_wrong: int, rng: np.random.Generator) -> str:
    """Return the text with some of its words replaced by words of the others that it does not have."""
    words = words_of(said.text, said.language)
    pool = [word for word in words_of(" ".join(said.others), said.language) if word not in words]
    for i in rng.choice(len(words), n_wrong, replace=False):
        words[i] = pool[int(rng.integers(len(pool)))]
    return put_together(words, said.language)


if __name__ == "__main__":
    main()
