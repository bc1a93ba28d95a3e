"""A script that somebody has said already: each sentence's speech is a span of the recording."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from herald.files import sha256_of
from herald.marks import read_marks, write_marks
from herald.media import Script, Sentence, Speech, Waveform
from herald.recorded.clean import Cleaning, clean
from herald.recorded.hear import Heard, align_sentences, marks_within
from herald.recorded.readback import ReadBack
from herald.recorded.recording import notes_of
from herald.sound import faded, read_wav
from herald.store import Recipe
from herald.studio import Studio
from herald.timeline import LoadSound

CLEANED = 1
"""Raised when cleaning changes what it makes of a recording."""

FOUND = 1
"""Raised when sentences are found elsewhere than before in the same sound."""

SOUND, REPORT = "sound.wav", "report.json"

Spoken = Iterable[tuple[Sentence, Speech, LoadSound]]


def speak_recorded(studio: Studio, script: Script, audio: Path) -> tuple[Spoken, ReadBack]:
    """Find every sentence of a script in a recording of it.

    The cleaned sound and the places of the sentences are kept in the store. An edit of one sentence hardly
    moves another, so their pictures are used again.

    Returns:
        each sentence with its speech and a way to read its sound again, and how surely it was found.

    Raises:
        UserError: the recording cannot be read or is too short for the script.
    """
    studio.progress.begin("listen", 2, "steps")
    cleaned_recipe = Recipe(
        "recording", {"version": CLEANED, "audio": sha256_of(audio), **asdict(Cleaning())}
    )
    cleaned = studio.store.get(cleaned_recipe, partial(_clean, audio))
    studio.progress.advance()
    texts = [sentence.text for sentence in script.sentences]
    found_recipe = Recipe(
        "sentences",
        {
            "version": FOUND,
            "recording": cleaned_recipe.key,
            "language": script.language,
            "texts": list(texts),
            "recogniser": _recogniser_sha256(),
        },
    )
    report = json.loads((cleaned / REPORT).read_text(encoding="utf-8"))
    n_samples = int(report["n_samples"])
    find = partial(_find, cleaned / SOUND, n_samples, texts, script.language)
    found = json.loads((studio.store.get(found_recipe, find) / REPORT).read_text(encoding="utf-8"))
    studio.progress.advance()
    studio.progress.end()
    folder = studio.store.path(found_recipe)
    spoken = [
        _spoken(cleaned / SOUND, folder / f"{i}.json", sentence, start, stop)
        for i, (sentence, (start, stop)) in enumerate(zip(script.sentences, found["spans"], strict=True))
    ]
    heard = ReadBack(script.sentences, tuple(found["confidences"]), tuple(report["notes"]))
    return spoken, heard


def _clean(audio: Path, folder: Path) -> None:
    cleaned = clean(audio, folder / SOUND, Cleaning())
    report = {"n_samples": cleaned.n_samples, "notes": notes_of(cleaned)}
    (folder / REPORT).write_text(json.dumps(report), encoding="utf-8")


def _find(wav: Path, n_samples: int, texts: list[str], language: str, folder: Path) -> None:
    heard = align_sentences(wav, n_samples, texts, language)
    for i, (text, (start, stop)) in enumerate(zip(texts, heard.spans, strict=True)):
        write_marks(_speech(wav, heard, text, start, stop), folder / f"{i}.json")
    report = {"spans": heard.spans, "confidences": heard.confidences}
    (folder / REPORT).write_text(json.dumps(report), encoding="utf-8")


def _speech(wav: Path, heard: Heard, text: str, start: int, stop: int) -> Speech:
    return Speech(text, read_wav(wav, start, stop), marks_within(heard.marks, start, stop))


def _spoken(
    wav: Path, marks: Path, sentence: Sentence, start: int, stop: int
) -> tuple[Sentence, Speech, LoadSound]:
    again = _Span(wav, start, stop)
    return sentence, Speech(sentence.text, again(), read_marks(marks).marks), again


@dataclass(frozen=True)
class _Span:
    """Reads a span of the recording; its ends are faded, since the room sounds on in pauses."""

    wav: Path
    start: int
    stop: int

    def __call__(self) -> Waveform:
        return faded(read_wav(self.wav, self.start, self.stop))


def _recogniser_sha256() -> str:
    from tts.recogniser.recognise import WEIGHTS

    return sha256_of(WEIGHTS)
