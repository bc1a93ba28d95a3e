"""Print how well the read-back tells wrong sentences from right ones: `python benchmarks/read_back.py`.

The default voice of each of Kokoro's languages says its sentences of benchmarks/texts.py. Each sound is held
against its own sentence and against wrong ones: another sentence of the language, cut to as many words, and
its own with a third of its words replaced. Then, for thresholds around the one in use, the share of wrong
sentences that are found (hits) and of right ones that are doubted (false alarms). The store keeps the speech.
"""

from __future__ import annotations

import sys

import numpy as np
from texts import TEXTS

from herald.recorded.hear import DOUBTFUL, confidence_of
from herald.speaking import Speaker
from herald.studio import Studio
from tts.voices import default_voice

UNSPACED = ("ja", "zh")

REPLACED = 1 / 3


def main() -> None:
    """Speak, listen and print."""
    studio = Studio.open()
    rng = np.random.default_rng(7)
    scores: dict[str, list[float]] = {"right": [], "another": [], "a third wrong": []}
    print("language   right: least, median   another: median, most   a third wrong: median, most")
    for language in sys.argv[1:] or TEXTS:
        texts = TEXTS[language]
        found: dict[str, list[float]] = {kind: [] for kind in scores}
        with Speaker(studio, default_voice(language), language, 1.0) as speaker:
            for i, text in enumerate(texts):
                sound = speaker.say(text).waveform
                others = " ".join(texts[(i + k) % len(texts)] for k in range(1, len(texts)))
                candidates = {
                    "right": text,
                    "another": like_length(others, text, language),
                    "a third wrong": partly_wrong(text, others, language, rng),
                }
                for kind, candidate in candidates.items():
                    found[kind].append(confidence_of(sound, candidate, language))
        right, another, partly = (np.array(found[kind]) for kind in scores)
        print(
            f"{language:<9}{right.min():9.2f}{np.median(right):8.2f}{np.median(another):16.2f}"
            f"{another.max():7.2f}{np.median(partly):20.2f}{partly.max():7.2f}",
            flush=True,
        )
        for kind, values in found.items():
            scores[kind] += values
    print("\nthreshold  false alarms   hits: another   hits: a third wrong")
    for threshold in sorted({0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, DOUBTFUL}):
        alarms, another, partly = (float(np.mean(np.array(scores[k]) < threshold)) for k in scores)
        mark = "  in use" if threshold == DOUBTFUL else ""
        print(f"{threshold:8.2f}{alarms:13.3f}{another:15.3f}{partly:16.3f}{mark}")
    print(f"of {len(scores['right'])} sentences each")


def words_of(text: str, language: str) -> list[str]:
    """Cut a text into words; Chinese and Japanese into pairs of characters."""
    if language not in UNSPACED:
        return text.split()
    plain = text.strip("。")
    return [plain[i : i + 2] for i in range(0, len(plain), 2)]


def put_together(words: list[str], language: str) -> str:
    """Return the text of words."""
    return ("" if language in UNSPACED else " ").join(words)


def like_length(others: str, text: str, language: str) -> str:
    """Return the beginning of another text, as long as this one."""
    return put_together(words_of(others, language)[: len(words_of(text, language))], language)


def partly_wrong(text: str, others: str, language: str, rng: np.random.Generator) -> str:
    """Return the text with a third of its words replaced by words of the others."""
    words, pool = words_of(text, language), words_of(others, language)
    n_wrong = max(1, round(len(words) * REPLACED))
    for i in rng.choice(len(words), n_wrong, replace=False):
        words[i] = pool[int(rng.integers(len(pool)))]
    return put_together(words, language)


if __name__ == "__main__":
    main()
