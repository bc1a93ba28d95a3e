"""What coqui-tts needs to be imported beside a torch for the processor alone.

It refuses to start where torchaudio or, with torch 2.9 and later, torchcodec cannot be found, though it
speaks without either; and the torchaudio of PyPI looks for CUDA's libraries. Where they are missing, small
stand-ins take their places: they read and write sound with soundfile and change its rate with soxr. It also
refuses to load a model of eSpeak's phones where there is no `espeak-ng` program; ours takes its place.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
import types
from pathlib import Path
from typing import Any

from tts.espeak_languages import espeak_codes


def repair() -> None:
    """Make `import TTS` possible; to be called before it. Does nothing where all is well."""
    if not _works("torchaudio"):
        for name in [name for name in sys.modules if name.partition(".")[0] == "torchaudio"]:
            del sys.modules[name]
        if importlib.util.find_spec("torchaudio") is None:
            _stand_in_for_torchaudio()
        else:
            _load_python_half()
    if "torchcodec" not in sys.modules and importlib.util.find_spec("torchcodec") is None:
        _stand_in("torchcodec")


def replace_phonemizer() -> None:
    """Let models of eSpeak's phones be loaded; Herald gives them their phones itself."""
    from TTS.tts.utils.text import phonemizers

    phonemizers.ESpeak = OurPhones


class OurPhones:
    """Takes the place of Coqui's way to eSpeak, and is never asked.

    Args:
        language: as the model's settings name it.
        settings: of no account.
    """

    def __init__(self, language: str, **settings: object) -> None:
        self.language = language

    @staticmethod
    def name() -> str:
        """Return the name that settings call it by."""
        return "espeak"

    @staticmethod
    def supported_languages() -> dict[str, str]:
        """Return the languages that models may name, with their names."""
        return {code: code for code in (*espeak_codes(), "fr", "en")}


def _works(name: str) -> bool:
    try:
        importlib.import_module(name)
    except (ImportError, OSError):
        return False
    return True


def _stand_in(name: str, **attributes: object) -> types.ModuleType:
    module = types.ModuleType(name)
    # find_spec() believes a module that is there to have one.
    module.__spec__ = importlib.machinery.ModuleSpec(name, loader=None)
    vars(module).update(attributes)
    sys.modules[name] = module
    return module


def _stand_in_for_torchaudio() -> None:
    import torch

    class Resample(torch.nn.Module):
        """Changes the rate of sound, as torchaudio's does."""

        def __init__(self, orig_freq: int = 16_000, new_freq: int = 16_000, **settings: object) -> None:
            super().__init__()
            self.rates = (orig_freq, new_freq)

        def forward(self, waveform: Any) -> Any:
            return _resample(waveform, *self.rates)

    _stand_in(
        "torchaudio",
        load=_load,
        save=_save,
        functional=_stand_in("torchaudio.functional", resample=_resample),
        transforms=_stand_in("torchaudio.transforms", Resample=Resample),
        __version__="0",
        __path__=[],
    )


def _load_python_half() -> None:
    """Import torchaudio without its native library, which its transforms do not need."""
    _stand_in(
        "torchaudio._extension",
        _IS_TORCHAUDIO_EXT_AVAILABLE=False,
        _IS_ALIGN_AVAILABLE=False,
        fail_if_no_align=lambda function: function,
        _check_cuda_version=lambda: None,
    )
    torchaudio = importlib.import_module("torchaudio")
    vars(torchaudio).update(load=_load, save=_save)


def _load(path: str | Path, *_: object, **__: object) -> tuple[Any, int]:
    import soundfile
    import torch

    samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    return torch.from_numpy(samples.T.copy()), rate_hz


def _save(path: str | Path, waveform: Any, rate_hz: int, **_: object) -> None:
    import soundfile

    soundfile.write(path, waveform.detach().cpu().numpy().T, rate_hz)


def _resample(waveform: Any, orig_freq: int, new_freq: int, **_: object) -> Any:
    import soxr
    import torch

    resampled = soxr.resample(waveform.detach().cpu().numpy().T, orig_freq, new_freq)
    return torch.from_numpy(resampled.T.copy()).to(waveform)
