"""Coqui's models on disk: found, named, and described without loading them."""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from herald.errors import UserError
from tts.engine import Voice
from tts.voice_files import VoiceFile, read_json, read_voice_file

PREFIX = "coqui/"
FOLDER = "coqui"
"""Where the user's models lie, under the folder of models."""

PACKAGE = "coqui-tts"
HOW_TO_INSTALL = "Coqui's engine is not installed. Install it with: pip install 'herald[coqui]'"

_WEIGHTS = ("model.pth", "model_file.pth", "model_file.pth.tar", "best_model.pth")
_SPEAKERS = ("speaker_ids.json", "speakers.json")

_KNOWN_LICENCES = {
    "tts_models--multilingual--multi-dataset--xtts_v2": "CPML",
    "tts_models--multilingual--multi-dataset--xtts_v1.1": "CPML",
    "tts_models--multilingual--multi-dataset--your_tts": "CC-BY-NC-ND-4.0",
    "tts_models--en--vctk--fast_pitch": "CC-BY-NC-ND-4.0",
    "tts_models--en--ljspeech--vits": "Apache-2.0",
    "tts_models--en--vctk--vits": "Apache-2.0",
    "tts_models--multilingual--multi-dataset--bark": "MIT",
}
"""What Coqui's list of models says of those that keep the name it gives them."""


@dataclass(frozen=True)
class CoquiModel:
    """A folder with a model.

    Attributes:
        name: of the folder.
        path: the folder.
        weights: the file of weights, or the folder for models that have several.
        config: what `config.json` says.
        card: what `voice.toml` says.
    """

    name: str
    path: Path
    weights: Path
    config: dict[str, Any]
    card: VoiceFile

    @classmethod
    def read(cls, path: Path) -> CoquiModel:
        """Read a model's folder; no weights are loaded.

        Raises:
            UserError: something is missing or is not right.
        """
        config = read_json(path / "config.json")
        if not isinstance(config.get("model"), str) or not isinstance(config.get("audio"), dict):
            raise UserError(f"{path / 'config.json'} is not the settings of a Coqui model.")
        found = [path / name for name in _WEIGHTS if (path / name).is_file()]
        if not found:
            raise UserError(f"there is no {path / 'model.pth'}. Put the model's weights there.")
        several = config["model"] in ("xtts", "bark", "tortoise")
        return cls(
            path.name, path, path if several else found[0], config, read_voice_file(path / "voice.toml")
        )

    @property
    def language(self) -> str:
        """BCP-47, lower case; "mul" for a model of several."""
        config = self.config
        named = [d.get("language") for d in config.get("datasets") or [] if isinstance(d, dict)]
        parts = self.name.split("--")
        guesses = (
            self.card.language,
            "mul" if len(config.get("languages") or []) > 1 else "",
            config.get("phoneme_language"),
            *named,
            parts[1] if len(parts) == 4 and parts[1] != "multilingual" else "",
        )
        return next((str(guess).lower() for guess in guesses if guess), "en")

    def spoken(self, language: str) -> str:
        """Return the language in which it says a text of that language: its own, unless it has several."""
        return language.lower() if self.language == "mul" else self.language

    @property
    def licence(self) -> str:
        """What voice.toml, the settings or Coqui's list of models say; may be empty."""
        said = self.config.get("licence") or self.config.get("license")
        return (
            self.card.licence or (said if isinstance(said, str) else "") or _KNOWN_LICENCES.get(self.name, "")
        )

    @property
    def speakers(self) -> tuple[str, ...]:
        """The names of its speakers; empty for a model of one, or where only its weights know."""
        for name in _SPEAKERS:
            if (self.path / name).is_file():
                known = tuple(read_json(self.path / name))
                return known if len(known) > 1 else ()
        listed = self.config.get("speakers")
        return tuple(map(str, listed)) if isinstance(listed, list) and len(listed) > 1 else ()

    def settled(self, value: Any) -> Any:
        """Return the settings, or a part of them, with the files of this folder where they name any.

        Settings keep the paths of the computer on which the model was trained.
        """
        if isinstance(value, dict):
            return {key: self.settled(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.settled(part) for part in value]
        if isinstance(value, str) and PurePath(value).suffix in _KEPT:
            here = self.path / value.replace("\\", "/").rpartition("/")[2]
            return str(here) if here.is_file() else value
        return value

    def voices(self) -> Iterator[Voice]:
        """Yield a voice for the model, or one for each of its speakers."""
        card = VoiceFile(self.language, self.card.gender, self.licence)
        kept = tuple(sorted(p for p in self.path.rglob("*") if p.is_file() and p.suffix in _KEPT))
        for speaker in self.speakers or ("",):
            yield card.voice(f"{PREFIX}{self.name}/{speaker}".rstrip("/"), "coqui", self.language, kept)


_KEPT = (".pth", ".tar", ".json", ".wav", ".npy", ".model")
"""Files that a model's sound may depend on."""


def is_installed(package: str | None = None) -> bool:
    """Whether coqui-tts, or another package of the extra, is there; does not import it."""
    try:
        importlib.metadata.version(package or PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def coqui_downloads() -> Path:
    """Return where Coqui keeps the models that it fetched: under TTS_HOME, else where a user's data are."""
    if home := os.environ.get("TTS_HOME"):
        return Path(home) / "tts"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "tts"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "tts"


def voice_name(name: str) -> str:
    """Return Herald's name of a voice that is called as Coqui's list of models calls it.

    "tts_models/en/vctk/vits/p225", with or without "coqui/" before it, is the speaker p225 of the model in
    the folder `tts_models--en--vctk--vits`; any other name stays as it is.
    """
    parts = name.removeprefix(PREFIX).split("/")
    if parts[0] != "tts_models" or len(parts) < 4:
        return name
    return PREFIX + "/".join(["--".join(parts[:4]), *parts[4:]])


def how_to_fetch(name: str) -> str:
    """Return how to come by Coqui's engine, or by a model of its list, given Herald's name of the voice.

    Empty where the engine is there and the model is none of the list.
    """
    folder = name.removeprefix(PREFIX).partition("/")[0]
    if not name.startswith(PREFIX):
        return ""
    if not is_installed():
        return HOW_TO_INSTALL
    if not folder.startswith("tts_models--"):
        return ""
    listed = folder.replace("--", "/")
    return (
        f"Fetch it with: tts --model_name {listed} --text hello --out_path hello.wav. "
        f"Or put its model.pth and config.json into models/{FOLDER}/{folder}/."
    )


def model_folders(models: Path | None) -> dict[str, Path]:
    """Return the folders that hold a model, by name: the user's own, then those that Coqui fetched.

    Args:
        models: the folder with all of the user's models, or None.
    """
    roots = [models / FOLDER] if models is not None else []
    roots.append(coqui_downloads())
    found: dict[str, Path] = {}
    for root in roots:
        if root.is_dir():
            for path in sorted(root.iterdir()):
                if path.is_dir():
                    found.setdefault(path.name, path)
    return found
