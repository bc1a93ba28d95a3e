"""Who speaks a script: every voice that it names is found before any work starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from herald.errors import Fault, ScriptErrors, UserError
from herald.media import NamedVoice, Script

if TYPE_CHECKING:
    from tts.engine import Voice


def named_besides(script: Script) -> tuple[str, ...]:
    """Return the names of the voices that parts of a script ask for, besides the script's own; each once."""
    return tuple(dict.fromkeys(asked.name for asked in script.voices if asked.name != script.voice))


FindVoice = Callable[[str | None, str], "Voice"]


@dataclass(frozen=True)
class Cast:
    """The voices of a script.

    Attributes:
        voice: speaks what asks for no other.
        others: the voices that parts of the script ask for, by name.
    """

    voice: Voice
    others: Mapping[str, Voice] = field(default_factory=dict)

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Every voice, once."""
        return tuple(dict.fromkeys((self.voice, *self.others.values())))

    @property
    def models(self) -> tuple[str, ...]:
        """The registry's files that they need."""
        return tuple(dict.fromkeys(name for voice in self.voices for name in voice.models))

    def notes(self) -> list[str]:
        """Return what a person should know of the voices: that a language has none but a robot's."""
        from tts.voices import LAST_RESORT

        robots = [voice.name for voice in self.voices if voice.engine == LAST_RESORT]
        return [
            f"{name} is a robot's voice: eSpeak NG, for languages that no other engine here speaks"
            for name in robots
        ]

    def named(self, name: str | None) -> Voice:
        """Return the voice of that name; the script's own where there is none."""
        return self.others[name] if name is not None else self.voice


def cast(script: Script, instead: str | None, find: FindVoice) -> Cast:
    """Find the voices of a script.

    Args:
        script: names them.
        instead: the name of a voice to speak with instead of the script's own; parts of the script that
            ask for another voice keep theirs.
        find: finds a voice by its name and the language of the text, as `tts.voices.find_voice` does.

    Raises:
        ScriptErrors: there is no such voice, or it speaks another language; every one, at its place.
        UserError: `instead` is no voice of the language, or no voice speaks it.
    """
    found: dict[str, Voice] = {}
    faults: list[Fault] = []
    for asked in script.voices:
        if asked.name == script.voice and instead is not None:
            continue
        try:
            found[asked.name] = find(asked.name, script.language)
        except UserError as error:
            faults.append(_fault(asked, str(error)))
    if faults:
        raise _errors(faults)
    own = instead or script.voice
    voice = found[own] if own in found else find(own, script.language)
    return Cast(voice, found)


def with_unknown_voices(
    error: ScriptErrors, scripts: Sequence[str | Path], language: str | None, find: FindVoice
) -> ScriptErrors:
    """Return the faults of scripts together with the voices in them that do not exist, in order.

    Args:
        error: what is wrong with the scripts themselves.
        scripts: as they were named on the command line, by their files or otherwise; data files are left out.
        language: of scripts whose names do not say it.
        find: finds a voice by its name and the language of the text.
    """
    from herald.script import voices_named

    faults = list(error.faults)
    named = [*(fault.place.path for fault in faults), *map(Path, scripts)]
    for path in {path.absolute(): path for path in reversed(named)}.values():
        spoken, asked = voices_named(path, language)
        for voice in asked:
            try:
                find(voice.name, spoken)
            except UserError as unknown:
                faults.append(_fault(voice, str(unknown)))
    return ScriptErrors(
        sorted(faults, key=lambda fault: fault.place), {**_lines(faults), **error.source_lines}
    )


def of_presenter(script: Script, name: str, error: UserError) -> UserError:
    """Return what is wrong with a presenter, at the place where a script names them if it does."""
    if name != script.presenter or script.presenter_place is None:
        return UserError(f"{script.path}: {error}")
    return _errors([_fault(NamedVoice(name, script.presenter_place, len(name)), str(error))])


def _errors(faults: Sequence[Fault]) -> ScriptErrors:
    return ScriptErrors(faults, _lines(faults))


def _fault(asked: NamedVoice, message: str) -> Fault:
    said, _, suggestion = message.partition(". ")
    return Fault(asked.place, said.rstrip("."), suggestion, asked.width)


def _lines(faults: Sequence[Fault]) -> dict[str, Sequence[str]]:
    paths = {fault.place.path for fault in faults}
    return {
        str(path): path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        for path in paths
        if path.is_file()
    }
