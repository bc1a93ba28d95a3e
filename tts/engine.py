"""The protocol of a speech engine, and the one table of engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from herald.errors import UserError, did_you_mean
from herald.media import Speech, Utterance, Waveform

if TYPE_CHECKING:
    from tts.alignment import Letter

ModelPath = Callable[[str], Path]
"""Gives the verified local path of a file in the model registry, by its name there."""

Device = str
"""Where networks run that may use a graphics card: "auto", or a device as torch calls it."""

Aligner = Callable[[Waveform, Sequence["Letter"], str], Sequence[int]]
"""Finds letters in sound: given the sound, the letters that it says in order, and their language, it returns
the sample where each letter begins and the one where the last stops."""


@dataclass(frozen=True)
class Voice:
    """A voice that an engine can speak with.

    Attributes:
        name: unique over all engines, such as "af_heart".
        engine: name of the engine that has it.
        language: BCP-47, lower case, such as "en-us".
        gender: "female", "male" or "" where it is not known.
        licence: SPDX name of the licence of the voice's weights, or "unknown".
        models: the registry names of the files that speaking with it needs.
        files: files of the user's own that speaking with it needs; speech that is kept must depend on them.
    """

    name: str
    engine: str
    language: str
    gender: str
    licence: str
    models: tuple[str, ...]
    files: tuple[Path, ...] = ()


class Synthesizer(Protocol):
    """Text in, sound with marks out.

    An engine is a function of its arguments: the same utterance gives the same samples, in any order
    and in any process. It holds its model from the first call until `close`.
    """

    name: str
    version: int
    """Raised whenever the engine's output changes, so that stored speech is made again."""

    def voices(self) -> tuple[Voice, ...]:
        """Return every voice; reads no model."""

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance.

        Returns:
            sound at the engine's own rate, at least one sample long, without leading or trailing
            silence beyond a breath; marks corrected by the engine's timing offset.

        Raises:
            UserError: the voice is unknown or the text has nothing that can be said.
        """

    def close(self) -> None:
        """Let go of the model."""


def check_speed(speed: float) -> None:
    """Raise unless an engine can speak at that speed.

    Raises:
        UserError: it is not between 0.5 and 2.
    """
    if not 0.5 <= speed <= 2:
        raise UserError(f"a speed must lie between 0.5 and 2, not {speed:g}.")


def engine(
    name: str,
    model_path: ModelPath,
    models: Path | None = None,
    align: Aligner | None = None,
    device: Device = "auto",
    n_threads: int | None = None,
    ready: Sequence[Path] = (),
) -> Synthesizer:
    """Return the engine of that name. Adding an engine takes one file and one line here.

    Args:
        name: one of ENGINES.
        model_path: gives the local path of a file in the model registry.
        models: the folder where the user keeps models of their own; None for none.
        align: finds the phones in sound, for models that do not say where they are; None for none.
        device: where large networks run; "auto" is the graphics card where there is one.
        n_threads: for Kokoro's model; None for one for each core.
        ready: folders for a copy of Kokoro's model that loads faster, see `tts.ready_network`.

    Raises:
        UserError: there is no such engine.
    """
    if name == "kokoro":
        from tts.kokoro import Kokoro

        return Kokoro(model_path, n_threads, ready)
    if name == "fake":
        from tts.fake import FakeVoice

        return FakeVoice()
    if name == "coqui":
        from tts.coqui import Coqui

        return Coqui(models, align, device)
    if name == "piper":
        from tts.piper import Piper

        return Piper(model_path, models, align)
    if name == "espeak":
        from tts.espeak_engine import EspeakVoice

        return EspeakVoice()
    raise UserError(f"there is no speech engine '{name}'. {did_you_mean(name, ENGINES)}".rstrip())


ENGINES = ("kokoro", "coqui", "piper", "espeak", "fake")
"""In the order in which a voice is looked for where none was asked for."""
