"""CMU Flite as a teacher: three voices made statistically from people's recordings, with exact timing.

Its program is small, free (a BSD-like licence, voices from the CMU ARCTIC recordings) and fast: a minute of
speech takes half a second. `apt-get install flite` or the like brings it; it is needed for training alone.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from herald.errors import ToolFailed, UserError
from herald.sound import read_wav, resampled
from tts.recogniser.corpus import sentence
from tts.recogniser.features import RATE_HZ
from tts.recogniser.inventory import PAUSE, phone_number
from tts.recogniser.lesson import Lesson
from tts.recogniser.silences import with_pauses

VOICES = ("slt", "rms", "awb")
"""Of a woman and two men, one of them a Scot."""

NONSENSE_SHARE = 0.35

_IPA: dict[str, tuple[str, ...]] = {
    **{"pau": ("",), "aa": ("ɑ",), "ae": ("æ",), "ah": ("ʌ",), "ao": ("ɔ",), "ax": ("ə",), "eh": ("ɛ",)},
    **{"ih": ("ɪ",), "iy": ("i",), "uh": ("ʊ",), "uw": ("u",), "er": ("ə", "ɹ"), "aw": ("a", "ʊ")},
    **{"ay": ("a", "ɪ"), "ey": ("e", "ɪ"), "ow": ("o", "ʊ"), "oy": ("ɔ", "ɪ"), "b": ("b",), "ch": ("ʧ",)},
    **{"d": ("d",), "dh": ("ð",), "f": ("f",), "g": ("ɡ",), "hh": ("h",), "jh": ("ʤ",), "k": ("k",)},
    **{"l": ("l",), "m": ("m",), "n": ("n",), "ng": ("ŋ",), "p": ("p",), "r": ("ɹ",), "s": ("s",)},
    **{"sh": ("ʃ",), "t": ("t",), "th": ("θ",), "v": ("v",), "w": ("w",), "y": ("j",), "z": ("z",)},
    "zh": ("ʒ",),
}
"""Flite's phones in IPA; "" is the pause."""

_VOWELS = tuple(name for name, ipa in _IPA.items() if ipa[0] and ipa[0] in "ɑæʌɔəɛɪiʊuaeoɔ")
_CONSONANTS = tuple(name for name in _IPA if name not in _VOWELS and name != "pau")


class FliteTeacher:
    """CMU Flite, whose durations are the very ones that its sound was made with.

    Raises:
        UserError: the program is not installed.
    """

    def __init__(self) -> None:
        found = shutil.which("flite")
        if found is None:
            raise UserError(
                "flite is not installed; the system's packages have it. Or give --flite-minutes 0."
            )
        self._program = found

    def lesson(self, rng: np.random.Generator) -> Lesson:
        """Say a sentence or nonsense at some pace and pitch."""
        said = ["-p", _nonsense(rng)] if rng.random() < NONSENSE_SHARE else ["-t", sentence("en", rng)]
        pace = ["--setf", f"duration_stretch={rng.uniform(0.75, 1.35):.2f}"]
        pitch = ["--setf", f"int_f0_target_mean={rng.uniform(75, 240):.0f}"]
        return self.say([*pace, *pitch, *said], str(rng.choice(VOICES)))

    def say(self, options: Sequence[str], voice: str) -> Lesson:
        """Have Flite say something.

        Args:
            options: of its command line: what and how.
            voice: one of VOICES.

        Raises:
            ToolFailed: Flite failed.
        """
        with tempfile.TemporaryDirectory(prefix="herald-") as folder:
            path = Path(folder) / "said.wav"
            command = (self._program, "-voice", voice, *options, "-psdur", "-o", str(path))
            done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
            if done.returncode != 0 or not path.exists():
                raise ToolFailed(command, done.returncode, done.stderr)
            waveform = resampled(read_wav(path), RATE_HZ)
        phones, edges = _timed(done.stdout, waveform.n_samples)
        return with_pauses(Lesson(waveform, phones, edges, f"flite-{voice}", "en-us"))


def _timed(printed: str, n_samples: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the phones of Flite's `name:end` pairs and their edges; a diphthong is two phones."""
    phones: list[int] = []
    edges = [0]
    for name, end_s in re.findall(r"(\w+):([\d.]+)", printed):
        stop = min(round(float(end_s) * RATE_HZ), n_samples)
        start = edges[-1]
        parts = _IPA.get(name, (PAUSE,))
        middle = start + round((stop - start) * 0.6)
        for part, edge in zip(parts, (stop,) if len(parts) == 1 else (middle, stop), strict=True):
            if edge > edges[-1]:
                phones.append(phone_number(part))
                edges.append(edge)
    if edges[-1] < n_samples:
        phones.append(phone_number(PAUSE))
        edges.append(n_samples)
    return np.array(phones, np.uint8), np.array(edges, np.int32)


def _nonsense(rng: np.random.Generator) -> str:
    """Return words of Flite's phones that no language has."""
    said = ["pau"]
    for _ in range(rng.integers(4, 10)):
        for _ in range(rng.integers(1, 4)):
            vowel = str(rng.choice(_VOWELS))
            said += [str(rng.choice(_CONSONANTS)), vowel + ("0" if vowel == "ax" else "1")]
        if rng.random() < 0.5:
            said.append(str(rng.choice(_CONSONANTS)))
    return " ".join([*said, "pau"])
