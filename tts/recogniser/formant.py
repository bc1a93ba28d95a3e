"""eSpeak NG as a teacher: formant synthesis, exact timing, a hundred accents for almost no time.

It sounds like no person. It keeps the recogniser from learning the habits of one neural engine.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np

from herald.errors import ToolFailed
from herald.media import Waveform
from herald.sound import resampled
from herald.timing import rescale_sample
from tts.espeak_languages import espeak_name
from tts.phones import FIRST_OF_DIPHTHONG
from tts.recogniser.corpus import TONGUES, sentence
from tts.recogniser.features import RATE_HZ
from tts.recogniser.inventory import PAUSE, phone_number
from tts.recogniser.lesson import Lesson
from tts.recogniser.teachers import R_VOWELS

_COMMAND = (sys.executable, "-I", "-X", "utf8", str(Path(__file__).with_name("formant_worker.py")))

_HOME = ("en-us", "en-us", "en-gb", "en-gb", "es", "fr", "pt-br", "hi")
"""Half of the sentences are of these, the others of any of the TONGUES."""

_VARIANTS = (
    *("", "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"),
    *("klatt", "klatt2", "klatt3", "klatt4", "adam", "linda", "steph", "paul", "michael", "belinda", "ed"),
)

_LETTERS = re.compile("t[ʃsɕʂ]|d[ʒzʑ]|ʈʂ|.")


class FormantTeacher:
    """eSpeak NG in many variants of its voice."""

    def lesson(self, rng: np.random.Generator) -> Lesson:
        """Say a sentence in some accent, pace and pitch."""
        language = str(rng.choice(_HOME if rng.random() < 0.5 else TONGUES))
        request: dict[str, object] = {
            "voice": espeak_name("en-us" if language == "en" else language),
            "variant": str(rng.choice(_VARIANTS)),
            "text": sentence("en" if language.startswith("en") else language, rng),
            "rate": int(rng.integers(110, 210)),
            "pitch": int(rng.integers(20, 80)),
            "range": int(rng.integers(20, 80)),
        }
        return spoken(request)


def spoken(request: dict[str, object]) -> Lesson:
    """Have eSpeak say something; the request is the worker's.

    Raises:
        ToolFailed: eSpeak has no such voice or failed.
    """
    done = subprocess.run(
        _COMMAND, input=json.dumps(request), capture_output=True, check=False, encoding="utf-8"
    )
    if done.returncode != 0:
        raise ToolFailed(_COMMAND, done.returncode, done.stderr)
    answer = json.loads(done.stdout)
    samples = np.frombuffer(base64.b64decode(answer["samples"]), "<i2").astype(np.float32) / np.float32(32768)
    waveform = resampled(Waveform(samples.astype(np.float32), answer["rate_hz"]), RATE_HZ)
    phones, starts = _timed(answer["events"], len(samples), str(request["voice"]))
    positions = [rescale_sample(start, answer["rate_hz"], RATE_HZ) for start in starts]
    edges = np.minimum(np.array([*positions, waveform.n_samples], np.int32), waveform.n_samples)
    long = np.diff(edges) > 0
    voice = f"{request['voice']}+{request['variant']}"
    kept = np.append(edges[:-1][long], edges[-1]).astype(np.int32)
    return Lesson(waveform, np.array(phones, np.uint8)[long], kept, voice, str(request["voice"]))


def _timed(events: list[tuple[int, str]], n_samples: int, voice: str) -> tuple[list[int], list[int]]:
    """Return the phones and where each begins, a pause first."""
    phones, starts = [phone_number(PAUSE)], [0]
    for (start, ipa), stop in zip(events, [*(e[0] for e in events[1:]), n_samples], strict=True):
        parts = phones_of(ipa, voice)
        for i, part in enumerate(parts):
            share = FIRST_OF_DIPHTHONG if i else 0
            phones.append(phone_number(part))
            starts.append(start + round((stop - start) * share * (2 * i / len(parts) if i > 1 else 1)))
    return phones, starts


def phones_of(ipa: str, voice: str) -> tuple[str, ...]:
    """Cut what eSpeak calls a phone into ours: one for an affricate, two for a diphthong or an r-vowel.

    Args:
        ipa: from eSpeak.
        voice: the language by eSpeak's name; some letters mean other sounds in English.
    """
    letters = "".join(c for c in ipa if unicodedata.category(c) not in ("Lm", "Mn", "Sk", "Nd") or c == "ᵊ")
    if voice.startswith("en"):
        letters = letters.replace("ɐ", "ə")
    if voice == "en-us":
        letters = re.sub("[ɚɜ](?!ɹ)", lambda vowel: R_VOWELS[vowel[0]] + "ɹ", letters)
    return tuple(_LETTERS.findall(letters)) or (PAUSE,)
