"""All voices of all engines: listed, found by name, chosen by language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from herald.errors import UserError, did_you_mean
from tts.coqui_models import how_to_fetch, voice_name
from tts.engine import ENGINES, Voice, engine
from tts.extras import check_installed

ANY_LANGUAGE = "mul"
"""BCP-47's subtag of several languages: the language of a voice that reads any text."""

_REGIONS = {"en": "en-us", "pt": "pt-br"}
"""The accent that is meant where a language is named without one."""

LAST_RESORT = "espeak"
"""The engine that is taken for a language only where no other speaks it, in whatever accent."""

_MOST_LISTED = 40


def all_voices(language: str | None = None, models: Path | None = None) -> tuple[Voice, ...]:
    """Return every voice, or those that fit a language, in the order of the engines; reads no model.

    Args:
        language: BCP-47, such as "en" or "en-gb"; a language with a region gives that accent only.
        models: the folder where the user keeps models of their own; None for none.

    Raises:
        UserError: no voice speaks that language.
    """
    voices = tuple(voice for name in ENGINES for voice in engine(name, _no_models, models).voices())
    if language is None:
        return voices
    wanted = language.lower()
    fitting = tuple(
        voice
        for voice in voices
        if voice.language == wanted or ("-" not in wanted and _base(voice.language) == wanted)
    )
    if not fitting:
        fitting = tuple(voice for voice in voices if speaks(voice, wanted) and voice.language != ANY_LANGUAGE)
    if not fitting:
        raise _unspoken(language, voices)
    return fitting


def default_voice(language: str, models: Path | None = None) -> Voice:
    """Return the voice of a language where none was asked for.

    The accent of the language where there is one, else its usual accent: "en" and "en-au" are en-us. eSpeak's
    robot speaks only languages that no other engine has.

    Args:
        language: BCP-47.
        models: the folder where the user keeps models of their own; None for none.

    Raises:
        UserError: no voice speaks that language.
    """
    wanted = language.lower()
    fitting = [voice for voice in all_voices(_base(wanted), models) if voice.engine != LAST_RESORT]
    fitting = fitting or list(all_voices(wanted, models))
    for accent in (wanted, _REGIONS.get(_base(wanted), "")):
        for voice in fitting:
            if voice.language == accent:
                return voice
    return fitting[0]


def find_voice(name: str | None, language: str, models: Path | None = None) -> Voice:
    """Return the voice of that name, or the language's default where no name is given.

    Args:
        name: a voice's name, such as "af_heart" or, of Coqui's list, "tts_models/en/ljspeech/vits"; or None.
        language: of the text, BCP-47. A voice may have another accent of the same language.
        models: the folder where the user keeps models of their own; None for none.

    Raises:
        UserError: there is no such voice, or it speaks another language.
    """
    if name is None:
        return default_voice(language, models)
    name = voice_name(name)
    voices = all_voices(models=models)
    voice = next((voice for voice in voices if voice.name == name), None)
    if voice is None:
        if name.startswith(f"{LAST_RESORT}/"):
            check_installed("espeakng_loader", "espeak")
        meant = did_you_mean(name, (voice.name for voice in voices))
        hint = how_to_fetch(name) or f"{meant} {_where_to_put(name)}".strip() or "`herald voices` lists them."
        raise UserError(f"there is no voice '{name}'. {hint}")
    if not speaks(voice, language):
        fitting = [
            other.name for other in voices if speaks(other, language) and other.language != ANY_LANGUAGE
        ]
        if not fitting:
            raise _unspoken(language, voices)
        raise UserError(
            f"the voice '{name}' speaks {voice.language}, not {language.lower()}. "
            f"Voices that do: {_listed(fitting)}."
        )
    return voice


def speaks(voice: Voice, language: str) -> bool:
    """Whether a voice can say a text of that language, in whatever accent."""
    return voice.language == ANY_LANGUAGE or _base(voice.language) == _base(language)


def reading_language(language: str, voice: Voice) -> str:
    """Return the language by whose customs a text is read: where it names no country, the voice's decides.

    Args:
        language: of the text, BCP-47.
        voice: who says it.
    """
    is_named = "-" in language or "-" not in voice.language
    return language if is_named else voice.language


def _where_to_put(name: str) -> str:
    """Return where the files of a voice of the user's own go; empty for voices that come with Herald."""
    engine_name, _, own = name.partition("/")
    files = {
        "coqui": f"model.pth and config.json into models/coqui/{own.partition('/')[0]}/",
        "piper": f"{own}.onnx and {own}.onnx.json into models/piper/",
    }
    return f"If you have its files, put {files[engine_name]}." if own and engine_name in files else ""


def _base(language: str) -> str:
    return language.lower().partition("-")[0]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_LISTED])
    return f"{shown} and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else shown


def _unspoken(language: str, voices: Sequence[Voice]) -> UserError:
    spoken = {voice.language for voice in voices if voice.engine != LAST_RESORT} - {ANY_LANGUAGE}
    robot = {_base(voice.language) for voice in voices if voice.engine == LAST_RESORT}
    if not robot:
        return UserError(
            f"no voice speaks '{language}'. There are voices for {', '.join(sorted(spoken))}. "
            f"eSpeak NG speaks a hundred more; install it with: pip install 'herald[espeak]'"
        )
    return UserError(
        f"no voice speaks '{language}'. There are voices for {', '.join(sorted(spoken))}, and eSpeak's robot "
        f"for {len(robot)} languages; the test voice 'fake' takes any language."
    )


def _no_models(name: str) -> Path:
    raise AssertionError(f"listing voices must not read '{name}'")
