"""Voices that users bring: the file beside a model that says what it is and what may be done with it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from herald.errors import UserError
from tts.engine import Voice

UNKNOWN = "unknown"
"""The licence of a voice whose owner did not say."""

_KEYS = ("language", "gender", "licence")


@dataclass(frozen=True)
class VoiceFile:
    """What `voice.toml` says; each is empty where it does not.

    Attributes:
        language: BCP-47, lower case.
        gender: "female" or "male".
        licence: SPDX name, or another by which the licence is known.
    """

    language: str = ""
    gender: str = ""
    licence: str = ""

    def voice(self, name: str, engine: str, language: str, files: tuple[Path, ...]) -> Voice:
        """Return the voice; `language` is what the model says, and gives way to what the file says."""
        return Voice(name, engine, self.language or language, self.gender, self.licence or UNKNOWN, (), files)


def read_voice_file(path: Path) -> VoiceFile:
    """Read a voice's TOML file; one that is not there says nothing.

    Raises:
        UserError: it is not right.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return VoiceFile()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: {error}") from error
    for key, value in data.items():
        if key not in _KEYS or not isinstance(value, str):
            raise UserError(f"{path}: '{key}' is not one of {', '.join(_KEYS)}, or is not text.")
    gender = data.get("gender", "")
    if gender not in ("female", "male", ""):
        raise UserError(f"{path}: the gender is 'female' or 'male', not '{gender}'.")
    return VoiceFile(data.get("language", "").lower(), gender, data.get("licence", "").strip())


def read_json(path: Path) -> dict[str, Any]:
    """Read a model's JSON file.

    Raises:
        UserError: it is missing, is not JSON, or holds no table.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"there is no {path}. The model needs it.") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is not a whole JSON file: {error}") from error
    if not isinstance(data, dict):
        raise UserError(f"{path} is not the settings of a model.")
    return data
