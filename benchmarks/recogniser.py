"""Print what recogniser and aligner are worth: `python benchmarks/recogniser.py [--recordings FOLDER]`.

The voices are Kokoro's that were kept out of the training, and so were Italian and German; the texts are not
the training's. What was said when is known from the engine. `--recordings` is a folder with `*.wav` of one
English sentence each and a `*.csv` of lines `name|text|text as spoken`: people, whom no engine taught us.
"""

from __future__ import annotations

import argparse
import itertools
import re
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from herald.media import Mark, Waveform
from herald.sound import read_wav
from herald.timing import frame_count
from lipsync.mouth import mouth_track
from lipsync.visemes import VISEMES, viseme_of
from tts.aloud import read_aloud
from tts.english import English
from tts.espeak import Espeak
from tts.recogniser.align import Word, align
from tts.recogniser.augmentation import with_noise
from tts.recogniser.dataset import load, save
from tts.recogniser.features import RATE_HZ
from tts.recogniser.inventory import PHONES
from tts.recogniser.lesson import Lesson
from tts.recogniser.network import n_parameters
from tts.recogniser.recognise import STEP, WEIGHTS, best_phones, marks_from_sound, recognise
from tts.recogniser.teachers import KokoroTeacher

VISEME_OF = np.array([[v.name for v in VISEMES].index(viseme_of(p).name) if p else 0 for p in PHONES])

TEXTS: dict[str, tuple[str, ...]] = {
    "en": (
        "The harbour office will stay open until midnight on Friday because of the storm.",
        "Farmers in the south have asked for water, fuel and a little patience.",
        "He wrapped the fragile vase in newspaper and pushed it gently under the bed.",
        "A thin layer of ice covers most of the northern motorway this morning.",
        "Which of these three pictures would you choose for the front page?",
        "The jury needed only half an hour to reach its verdict.",
        "Above the valley, a pair of eagles moved in slow and easy circles.",
        "Passengers with small children may go on board first.",
    ),
    "es": (
        "El autobús del hospital sale cada media hora desde la puerta principal.",
        "Mi hermana quiere aprender a cocinar pescado con verduras.",
        "La reunión de vecinos será el jueves a las siete de la tarde.",
    ),
    "pt-br": (
        "A biblioteca do bairro vai abrir mais cedo durante as férias.",
        "O barco voltou ao porto antes da tempestade.",
        "Ela comprou um vestido verde e um chapéu para o casamento.",
    ),
    "hi": (
        "कल सुबह पुस्तकालय दस बजे खुलेगा।",
        "मेरी बहन हर शाम नदी के किनारे टहलती है।",
        "बस स्टेशन से हवाई अड्डे तक जाती है।",
    ),
    "it": (
        "Domani il museo apre alle dieci e l'ingresso è gratuito per i ragazzi.",
        "Mia sorella sogna una casa piccola vicino al mare.",
        "Il treno per la costa parte dal binario nove.",
        "Dopo la pioggia, gli uccelli tornano a cantare sugli alberi del viale.",
    ),
    "de": (
        "Morgen öffnet das Museum erst um zehn, der Eintritt ist frei.",
        "Meine Nachbarin pflanzt jedes Frühjahr Rosen vor ihre Haustür.",
        "Nach dem Gewitter war die Luft kühl und roch nach Erde.",
        "Der Bus zum Krankenhaus fährt alle zwanzig Minuten.",
    ),
}

VOICES: dict[str, tuple[str, ...]] = {
    "en": ("af_sarah", "am_liam", "bf_lily", "bm_fable"),
    "es": ("em_alex",),
    "pt-br": ("pm_alex",),
    "hi": ("hm_psi",),
    "it": ("if_sara", "im_nicola"),
    "de": ("af_sarah", "bm_fable"),
}

FPS = Fraction(25)

UNSEEN = ("it", "de")


def main() -> None:
    """Make the test speech and print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument(
        "--data", type=Path, default=Path(".herald/recogniser-test"), help="kept between runs"
    )
    parser.add_argument("--recordings", type=Path, default=None)
    options = parser.parse_args()
    print(f"{n_parameters()} parameters, {WEIGHTS.stat().st_size / 1e6:.2f} MB")
    lessons = test_speech(options.models, options.data)
    accuracy(lessons)
    alignment(lessons)
    mouths(lessons)
    nothing()
    cost(lessons)
    if options.recordings is not None:
        recordings(options.recordings)


def test_speech(models: Path, folder: Path) -> dict[str, list[Lesson]]:
    """Have each held-out voice say the texts of its language; English voices share theirs out."""
    teacher: KokoroTeacher | None = None
    result: dict[str, list[Lesson]] = {}
    for language, texts in TEXTS.items():
        for i, text in enumerate(texts):
            voice = VOICES[language][i % len(VOICES[language])]
            path = folder / f"{language}-{i}.npz"
            if not path.exists():
                teacher = teacher or KokoroTeacher(models, [voice])
                accent = "en-gb" if language == "en" and voice.startswith("b") else language
                accent = "en-us" if accent == "en" else accent
                save(path, teacher.say_text(text, voice, accent))
            result.setdefault(language, []).append(load(path))
    return result


def accuracy(lessons: dict[str, list[Lesson]]) -> None:
    """Print frame accuracy and error rate of visemes, and accuracy of phones."""
    print("\nrecognition      visemes  in speech  within 20 ms   phones  viseme error rate")
    rows = {language: [scored(lesson) for lesson in group] for language, group in lessons.items()}
    seen = [row for language in rows if language not in UNSEEN for row in rows[language]]
    unseen = [row for language in UNSEEN for row in rows[language]]
    for name, group in {**rows, "trained languages": seen, "unseen languages": unseen}.items():
        total = np.sum(group, axis=0)
        print(
            f"{name:<18}{total[0] / total[1]:6.3f}{total[2] / total[3]:11.3f}{total[4] / total[3]:14.3f}"
            f"{total[5] / total[1]:9.3f}{total[6] / total[7]:19.3f}"
        )


def scored(lesson: Lesson) -> np.ndarray:
    """Return counts: right visemes, frames, right in speech, frames of speech, right within 20 ms, phones."""
    probabilities = recognise(lesson.waveform).probabilities
    middles = np.arange(len(probabilities)) * STEP + STEP // 2
    owner = np.clip(np.searchsorted(lesson.edges, middles, side="right") - 1, 0, len(lesson.phones) - 1)
    phones = lesson.phones[owner]
    truth, found = VISEME_OF[phones], viseme_posteriors(probabilities).argmax(axis=1)
    speech = truth > 0
    padded = np.pad(truth, 1, mode="edge")
    near = (found == truth) | (found == padded[:-2]) | (found == padded[2:])
    said = collapsed(VISEME_OF[lesson.phones])
    heard = collapsed(VISEME_OF[best_phones(probabilities)])
    right = found == truth
    return np.array(
        [
            *(right.sum(), len(truth), right[speech].sum(), speech.sum(), near[speech].sum()),
            *((probabilities.argmax(axis=1) == phones).sum(), distance(said, heard), len(said)),
        ]
    )


def viseme_posteriors(probabilities: np.ndarray) -> np.ndarray:
    """Sum phones to visemes, `[n, 18]`."""
    membership = np.zeros((len(PHONES), len(VISEMES)), np.float32)
    membership[np.arange(len(PHONES)), VISEME_OF] = 1
    return probabilities @ membership


def collapsed(row: np.ndarray) -> list[int]:
    """Return the visemes without repeats and pauses."""
    return [int(v) for i, v in enumerate(row) if v and (i == 0 or row[i - 1] != v)]


def distance(a: Sequence[int], b: Sequence[int]) -> int:
    """Return the edit distance."""
    row = np.arange(len(b) + 1)
    for i, x in enumerate(a, 1):
        previous, row = row, np.empty_like(row)
        row[0] = i
        for j, y in enumerate(b, 1):
            row[j] = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
    return int(row[-1])


def alignment(lessons: dict[str, list[Lesson]]) -> None:
    """Print how far aligned onsets are from the engine's, clean and in noise."""
    rng = np.random.default_rng(3)
    print("\nalignment        onsets   bias  median     mean   <=20 ms  <=40 ms  >100 ms")
    everything: list[np.ndarray] = []
    in_noise: list[np.ndarray] = []
    for language, group in lessons.items():
        errors = [onset_errors_ms(lesson, lesson.waveform) for lesson in group]
        report(language, errors)
        everything += errors
        for lesson in group:
            white = rng.standard_normal(lesson.waveform.n_samples).astype(np.float32)
            noisy = Waveform(with_noise(lesson.waveform.samples, white, 10), RATE_HZ)
            in_noise.append(onset_errors_ms(lesson, noisy))
    report("all", everything)
    report("all, white noise 10 dB", in_noise)


def aligned_marks(lesson: Lesson, waveform: Waveform) -> tuple[Mark, ...]:
    """Align a lesson's own phones, cut into words at its pauses."""
    words: list[list[str]] = [[]]
    for phone in lesson.phones:
        if PHONES[phone]:
            words[-1].append(PHONES[phone])
        else:
            words.append([])
    return align(waveform, [Word(str(i), tuple(w)) for i, w in enumerate(words) if w]).marks


def onset_errors_ms(lesson: Lesson, waveform: Waveform) -> np.ndarray:
    """Return how much later than the engine's the aligned onsets are."""
    found = [mark.start for mark in aligned_marks(lesson, waveform) if mark.kind == "phone"]
    true = [mark.start for mark in marks_of(lesson) if mark.kind == "phone"]
    return (np.array(found) - np.array(true)) / RATE_HZ * 1000


def mouths(lessons: dict[str, list[Lesson]]) -> None:
    """Print how alike the mouth's tracks from the sound and from the engine's timing are."""
    exact, heard, aligned = ([], [], [])
    for lesson in (lesson for group in lessons.values() for lesson in group):
        n_frames = frame_count(lesson.waveform.n_samples, RATE_HZ, FPS)
        ways = (marks_of(lesson), marks_from_sound(lesson.waveform), aligned_marks(lesson, lesson.waveform))
        for tracks, marks in zip((exact, heard, aligned), ways, strict=True):
            tracks.append(mouth_track(marks, RATE_HZ, FPS, n_frames).shape)
    truth = np.concatenate(exact)
    print("\nmouth track against the one from exact timing: r of aperture, width, pucker")
    for name, tracks in (("recognised", heard), ("aligned", aligned)):
        found = np.concatenate(tracks)
        rs = [np.corrcoef(truth[:, k], found[:, k])[0, 1] for k in range(3)]
        print(f"{name:<18}" + "  ".join(f"{r:.3f}" for r in rs))


def marks_of(lesson: Lesson) -> list[Mark]:
    """Return a lesson's own marks."""
    edges = [int(edge) for edge in lesson.edges]
    names = [PHONES[phone] for phone in lesson.phones]
    return [
        Mark("phone" if name else "pause", name, *span)
        for name, span in zip(names, itertools.pairwise(edges), strict=True)
    ]


def report(name: str, errors: Sequence[np.ndarray]) -> None:
    """Print one line; the shares are after the bias is taken away."""
    all_ms = np.concatenate(errors)
    bias = float(np.median(all_ms))
    left = np.abs(all_ms - bias)
    print(
        f"{name:<23}{len(all_ms):5d}{bias:+7.1f}{np.median(left):8.1f}{left.mean():9.1f}"
        f"{(left <= 20).mean():10.3f}{(left <= 40).mean():9.3f}{(left > 100).mean():9.3f}"
    )


def nothing() -> None:
    """Print what is heard where nobody speaks."""
    rng = np.random.default_rng(5)
    n = 5 * RATE_HZ
    white = rng.standard_normal(n).astype(np.float32)
    hum = np.sin(2 * np.pi * 50 * np.arange(n) / RATE_HZ).astype(np.float32)
    brown = np.cumsum(white - white.mean()).astype(np.float32)
    sounds = {"silence": 0 * white, "white noise": 0.05 * white, "hum": 0.1 * hum + 0.001 * white}
    sounds["brown noise"] = 0.1 * brown / np.abs(brown).max()
    sounds["faint noise"] = 0.0005 * white
    print("\nphones heard where nobody speaks, in 5 s")
    for name, samples in sounds.items():
        marks = marks_from_sound(Waveform(samples.astype(np.float32), RATE_HZ))
        print(f"{name:<18}{sum(mark.kind == 'phone' for mark in marks)}")


def cost(lessons: dict[str, list[Lesson]]) -> None:
    """Print seconds of CPU for each second of sound, on one thread."""
    samples = np.concatenate([lesson.waveform.samples for group in lessons.values() for lesson in group])
    waveform = Waveform(samples, RATE_HZ)
    words = [Word("", tuple(PHONES[p] for p in lesson.phones if p)) for g in lessons.values() for lesson in g]
    recognise(waveform)
    print(f"\ncost, CPU s for each s of {float(waveform.seconds):.0f} s")
    for name, work in (
        ("recognise", lambda: recognise(waveform)),
        ("marks_from_sound", lambda: marks_from_sound(waveform)),
        ("align", lambda: align(waveform, words)),
    ):
        began = time.process_time()
        work()
        print(f"{name:<18}{(time.process_time() - began) / float(waveform.seconds):.4f}")


def recordings(folder: Path) -> None:
    """Print the viseme error rate on people, and how surely the right and a wrong transcript align."""
    english = English(british=False, espeak=Espeak())
    known = spoken_in(folder)
    print("\nrecordings: viseme error rate, confidence of the right transcript, of another")
    transcripts = [words_of(english, text) for _, text in known]
    errors = n_said = 0
    for i, (path, _) in enumerate(known):
        waveform = read_wav(path)
        words = transcripts[i]
        said = collapsed(np.array([VISEME_OF[PHONES.index(p)] for p in canonical(words)]))
        probabilities = recognise(waveform).probabilities
        heard = collapsed(VISEME_OF[best_phones(probabilities)])
        found = align(waveform, words)
        # Another's words, as many sounds as this one has: a wrong text of the right length.
        others = [
            word for j in range(1, len(transcripts)) for word in transcripts[(i + j) % len(transcripts)]
        ]
        wrong = align(waveform, others[: len(words)])
        wrong_edits = distance(said, heard)
        errors, n_said = errors + wrong_edits, n_said + len(said)
        print(
            f"{path.stem:<18}{wrong_edits / len(said):.3f}  {found.confidence:.3f}  {wrong.confidence:.3f}  "
            f"least sure word {min(found.confidences):.3f}, {np.median(wrong.confidences):.3f}"
        )
    print(f"{'all':<18}{errors / n_said:.3f} of {n_said} visemes")


def spoken_in(folder: Path) -> list[tuple[Path, str]]:
    """Return the recordings of a folder, and what is said in each."""
    table = next(iter(sorted(folder.glob("*.csv")))).read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in table if line.count("|") >= 2]
    return [(folder / f"{row[0]}.wav", row[2]) for row in rows if (folder / f"{row[0]}.wav").exists()]


def words_of(english: English, text: str) -> list[Word]:
    """Return the words of an English text with their phones."""
    spoken = english.spoken(read_aloud(re.sub(r"[;:]", ",", text), "en-us"))
    return [Word.of_letters(word.token.text, word.phones) for word in spoken if word.phones]


def canonical(words: Sequence[Word]) -> list[str]:
    """Return all phones as the inventory writes them."""
    from tts.recogniser.inventory import phone_number

    return [PHONES[phone_number(phone)] for word in words for phone in word.phones]


if __name__ == "__main__":
    main()
