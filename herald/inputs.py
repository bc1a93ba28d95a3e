"""What each stage is made from, by name: one function for each, and nowhere else.

These become the keys of the store and the plan of an edition (herald/plan.py). So whoever adds something
that a stage depends on declares it here, and build, `herald status` and `herald why` know of it.
Nothing here may load a model or import what does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from herald.media import Given, Phrase, Script, Sentence
from herald.store import Input
from herald.studio import Studio

if TYPE_CHECKING:
    from herald.renderers import ChosenRenderer
    from tts.engine import Voice
    from tts.lexicon_file import WordList

Inputs = dict[str, Input]

RENDERER = "footage"
"""Of a presenter who is not enrolled yet: the demonstration presenter, who talks."""

CRF = 18
PRESET = "veryfast"
PARTITIONS = "i8x8,i4x4"
"""How pictures are encoded. Without searching for smaller blocks that moved x264 takes a fifth less time, for
0 to 3 % more bytes and 0.1 to 0.25 dB (Ada, speakers a and d)."""

SPEECH = 2
"""Raised whenever stored speech changes for another reason than the engine's."""

SEGMENT = 5
"""Raised whenever a segment's files change for another reason than the renderer's."""

CHECK = 2
"""Raised whenever something else is measured of the same pictures."""

MASTER = 1
"""Raised whenever `herald.master` makes another published sound of the same speech."""

CAPTIONS = 1
"""Raised whenever `herald.captions` makes other captions of the same words."""

EDITION = 3
"""Raised whenever a published file changes for another reason than the above, such as its layout."""


def speech_inputs(studio: Studio, voice: Voice, language: str, speed: float) -> Inputs:
    """Return what the speech of a phrase depends on besides its text."""
    from tts.engine import engine

    speaker = engine(voice.engine, studio.model_path, studio.workspace.models)
    return {
        "version": SPEECH,
        "engine": speaker.name,
        "engine_version": speaker.version,
        "voice": voice.name,
        "models": [studio.registry.entries[name].sha256 for name in voice.models],
        "files": [studio.hashes.sha256(path) for path in voice.files],
        "language": language,
        "speed": speed,
    }


def picture_inputs(
    identity: str | None,
    fps: Fraction | None,
    size_px: tuple[int, int] | None,
    renderer: ChosenRenderer | None = None,
    shown: Inputs | None = None,
) -> Inputs:
    """Return what the pictures of a segment depend on besides its sounds.

    Args:
        identity: of the presenter; None while nobody of the name is enrolled.
        fps, size_px: of the picture; None while they are not known.
        renderer: what paints; None for that of the demonstration presenter.
        shown: crop and background, see `staging.Staging.recipe`.
    """
    from lipsync import versions
    from lipsync.renderers import RENDERERS

    name = renderer.name if renderer else RENDERER
    weights = {"renderer_weights": renderer.weights_sha256} if renderer and renderer.weights_sha256 else {}
    return {
        "version": SEGMENT,
        "presenter": identity,
        "renderer": name,
        "renderer_version": RENDERERS[name].version,
        **weights,
        "mouth_version": versions.MOUTH,
        "motion_version": versions.MOTION,
        "fps": None if fps is None else str(fps),
        "size_px": None if size_px is None else list(size_px),
        "encoder": ["h264", CRF, PRESET, PARTITIONS],
        **(shown or {}),
    }


def edition_inputs(script: Script) -> Inputs:
    """Return what an edition depends on besides its sentences, its speech, its pictures and a recording."""
    return {
        "version": EDITION,
        "check_version": CHECK,
        "master_version": MASTER,
        "captions_version": CAPTIONS,
        "title": script.title,
        "language": script.language,
        "pause_before_ms": script.pause_before_ms,
    }


def recording_inputs(studio: Studio, audio: Path | None) -> Inputs:
    """Return what an edition depends on, besides, where somebody has said the script already."""
    if audio is None:
        return {}
    return {"audio": studio.hashes.sha256(audio) if audio.is_file() else None}


def given_for(phrase: Phrase, words: WordList | None) -> tuple[Given, ...]:
    """Return how stretches of a phrase are said: what the script gives, then what the lexicon adds."""
    from tts.pronounce import with_lexicon

    return with_lexicon(phrase.given, words.find(phrase.text) if words else ())


def phrase_inputs(phrase: Phrase, words: WordList | None) -> Inputs:
    """Return what the speech of a phrase depends on besides who says it and how fast."""
    return {"text": phrase.text, "given": [list(astuple(given)) for given in given_for(phrase, words)]}


def sentence_inputs(sentence: Sentence, words: WordList | None, *, first: bool, last: bool) -> Inputs:
    """Return what one sentence adds: its words, how the lexicon says them, its silences, and whether it opens
    or closes the edition.
    """
    return {
        "id": sentence.id,
        "phrases": [
            [
                phrase.text,
                phrase.pause_after_ms,
                phrase_inputs(phrase, words)["given"],
                phrase.speed,
                phrase.voice,
            ]
            for phrase in sentence.phrases
        ],
        "pause_after_ms": sentence.pause_after_ms,
        "first": first,
        "last": last,
    }


def sentences_inputs(sentences: Sequence[Sentence], words: WordList | None) -> list[Inputs]:
    """Return what each sentence of a script adds, in order.

    Args:
        sentences: of the script.
        words: the lexicon of its language.
    """
    last = len(sentences) - 1
    return [
        sentence_inputs(sentence, words, first=i == 0, last=i == last) for i, sentence in enumerate(sentences)
    ]
