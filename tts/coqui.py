"""Coqui's networks as an engine: VITS, GlowTTS, FastPitch and others that the user brings.

The package is `coqui-tts`, which is kept up; the older `TTS` is not. It is imported by the first sentence
that is spoken. Marks come from the network's own durations; models that have none need an aligner.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import pickle
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from herald.errors import UserError, did_you_mean
from herald.media import Mark, Samples, Speech, Utterance, Waveform
from herald.sound import faded
from tts.alignment import Letter, marks_of
from tts.aloud import Reading
from tts.coqui_models import HOW_TO_INSTALL, PREFIX, CoquiModel, is_installed, model_folders
from tts.coqui_text import Written, heard, row_of, tokenised, written_for
from tts.engine import Aligner, Device, Voice, check_speed
from tts.espeak import Espeak
from tts.espeak_languages import espeak_name
from tts.pieces import joined, pieces
from tts.pronounce import SaidToken, reading_of, said_tokens
from tts.spoken_phones import phones_of
from tts.words import tokens_of, words_of

MOST_CHARACTERS = 250
"""A longer text is cut, since these networks learnt from single sentences."""

_BROKEN = (
    *(AssertionError, AttributeError, EOFError, ImportError, KeyError, OSError, RuntimeError, TypeError),
    *(ValueError, pickle.UnpicklingError),
)
"""What Coqui and torch raise on files that are not what they should be."""


@dataclass
class _Loaded:
    """A model that is ready to speak."""

    model: CoquiModel
    synthesizer: Any
    rate_hz: int
    own_length_scale: float

    @property
    def network(self) -> Any:
        """Coqui's object for the network."""
        return self.synthesizer.tts_model

    @property
    def takes_ids(self) -> bool:
        """Whether the network reads the characters of a Coqui tokenizer."""
        return hasattr(self.network, "inference") and hasattr(self.network.tokenizer, "text_to_ids")


class Coqui:
    """The engine for Coqui's models.

    Args:
        models: the folder with the user's own, each in `coqui/NAME/`; None for those that Coqui fetched only.
        align: finds the phones of networks that do not give their durations.
        device: where networks run; "auto" is the graphics card where there is one.
    """

    name = "coqui"
    version = 3

    def __init__(
        self, models: Path | None = None, align: Aligner | None = None, device: Device = "auto"
    ) -> None:
        self._models = models
        self._align = align
        self._device = device
        self._espeak = Espeak()
        self._loaded: dict[str, _Loaded] = {}

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices of every model that is whole; none where coqui-tts is not installed."""
        if not is_installed():
            return ()
        return tuple(voice for path in model_folders(self._models).values() for voice in _voices_of(path))

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance.

        Raises:
            UserError: coqui-tts is not installed, the voice is unknown or its files are not whole, the speed
                is out of reach, the text has nothing to say, or its phones cannot be found in the sound.
        """
        check_speed(utterance.speed)
        words_of(utterance.text)
        loaded, speaker = self._voice(utterance.voice)
        tokens = tokens_of(utterance.text)
        reading = reading_of(utterance, self._espeak)
        words = said_tokens(reading, tokens)
        written = [token.text for token in tokens]
        said: list[tuple[Samples, tuple[Mark, ...], int]] = []
        # A letter's word is here the place of the character in what is said.
        letters = [Letter(character, i) for i, character in enumerate(reading.spoken)]
        for piece, pause_ms in pieces(letters, MOST_CHARACTERS):
            first, last = piece[0].word or 0, piece[-1].word or 0
            inside = [word for word in words if first <= word.token.start <= last]
            if any(word.token.is_word for word in inside):
                said.append((*self._say(inside, reading, written, loaded, speaker, utterance), pause_ms))
        samples, marks = joined(said, loaded.rate_hz, utterance.speed)
        return Speech(utterance.text, Waveform(samples, loaded.rate_hz), marks)

    def close(self) -> None:
        """Let go of the networks and of the eSpeak process."""
        self._loaded.clear()
        self._espeak.close()

    def _voice(self, voice: str) -> tuple[_Loaded, str | None]:
        """Return the model of a voice and its speaker."""
        folders = model_folders(self._models)
        name, _, speaker = voice.removeprefix(PREFIX).partition("/")
        if not voice.startswith(PREFIX) or name not in folders:
            hint = did_you_mean(voice, (PREFIX + name for name in folders))
            raise UserError(f"there is no Coqui voice '{voice}'. {hint}".rstrip())
        if not is_installed():
            raise UserError(HOW_TO_INSTALL)
        if name not in self._loaded:
            self._loaded[name] = _load(CoquiModel.read(folders[name]), self._device)
        loaded = self._loaded[name]
        manager = getattr(loaded.network, "speaker_manager", None)
        speakers = list(getattr(manager, "speaker_names", ()) or ())
        if speaker and speaker not in speakers:
            known = f"its speakers are {', '.join(speakers)}" if len(speakers) > 1 else "it has one speaker"
            raise UserError(f"the voice '{PREFIX}{name}' has no speaker '{speaker}'; {known}.")
        return loaded, speaker or (speakers[0] if speakers else None)

    def _say(
        self,
        words: Sequence[SaidToken],
        reading: Reading,
        written: Sequence[str],
        loaded: _Loaded,
        speaker: str | None,
        utterance: Utterance,
    ) -> tuple[Samples, tuple[Mark, ...]]:
        """Say a stretch of what is said; the letters are first of its words, then of the text's."""
        first = words[0].token.start
        text = reading.spoken[first : words[-1].token.stop]
        here = [replace(word, token=word.token.moved(-first)) for word in words]
        tokens = [word.token for word in here]
        language = loaded.model.spoken(utterance.language)
        phones = self._phones(text, here, language)
        if loaded.takes_ids:
            characters = written_for(tokens, phones, loaded.network.tokenizer, language)
            letters, edges, sound = self._say_ids(characters, phones, loaded, speaker, utterance)
        else:
            letters = row_of(tokens, phones)
            sound = _say_text(text, loaded, speaker, utterance)
            edges = self._aligned(sound, letters, loaded, language)
        of_text = [
            letter if letter.word is None else Letter(letter.symbol, here[letter.word].of)
            for letter in letters
        ]
        padded = [Letter("", None), *of_text, Letter("", None)]
        edges = [0, *edges, len(sound)]
        samples, marks = marks_of(padded, edges, sound, loaded.rate_hz, written)
        return faded(Waveform(samples, loaded.rate_hz)).samples, marks

    def _say_ids(
        self,
        written: Sequence[Written],
        phones: dict[int, list[str]],
        loaded: _Loaded,
        speaker: str | None,
        utterance: Utterance,
    ) -> tuple[list[Letter], list[int], Samples]:
        """Return what is said, letter by letter, where each begins and the last one stops, and the sound."""
        tokenizer = loaded.network.tokenizer
        if not any(letter.token is not None for letter in written):
            raise UserError(f"the voice '{utterance.voice}' has no letters for '{utterance.text.strip()}'.")
        ids, owners = tokenised(written, tokenizer)
        result = _synthesized(loaded, ids, speaker, utterance)
        sound = _sound(result, loaded)
        frames = _frames(result["outputs"] or {}, result["alignments"], len(ids))
        if frames is None:
            letters = heard(written, phones, list(range(len(written) + 1)), tokenizer)[0]
            language = loaded.model.spoken(utterance.language)
            return letters, self._aligned(sound, letters, loaded, language), sound
        hop = int(loaded.model.config["audio"]["hop_length"])
        lengths = [0] * len(written)
        for owner, n in zip(owners, frames, strict=True):
            lengths[owner] += round(
                n * hop * loaded.rate_hz / int(loaded.model.config["audio"]["sample_rate"])
            )
        return *heard(written, phones, list(accumulate(lengths, initial=0)), tokenizer), sound

    def _phones(self, text: str, words: Sequence[SaidToken], language: str) -> dict[int, list[str]]:
        """Return the phones of each word; a phone that begins one has a space before it."""
        name = espeak_name(language)
        if name is None:
            return {}
        read = phones_of(self._espeak.read(text, name), words, language)
        return {
            word: [" " * phone.starts_group + phone.phone.symbol for phone in phones]
            for word, phones in read.items()
        }

    def _aligned(
        self, sound: Samples, letters: Sequence[Letter], loaded: _Loaded, language: str
    ) -> list[int]:
        if self._align is None:
            raise UserError(
                f"the model '{loaded.model.name}' does not say how long its phones are, and no aligner is "
                "here to find them. Use a VITS, GlowTTS or FastPitch model."
            )
        return list(self._align(Waveform(sound, loaded.rate_hz), letters, language))


def _voices_of(path: Path) -> Iterator[Voice]:
    try:
        yield from CoquiModel.read(path).voices()
    except UserError:
        # Listing voices must not fail because of one model; speaking with it says what is wrong.
        return


def _load(model: CoquiModel, device: Device) -> _Loaded:
    """Load a model through Coqui.

    Raises:
        UserError: its files are not whole or are those of something else, or XTTS lacks a package.
    """
    from tts.coqui_repairs import repair, replace_phonemizer

    if model.config["model"] == "xtts" and not is_installed("torchaudio"):
        raise UserError(f"XTTS needs torchaudio. {HOW_TO_INSTALL}")
    repair()
    import torch
    from TTS.utils.synthesizer import Synthesizer

    replace_phonemizer()
    cuda = device.startswith("cuda") or (device == "auto" and torch.cuda.is_available())
    vocoder = model.path / "vocoder"
    has_vocoder = (vocoder / "model.pth").is_file() and (vocoder / "config.json").is_file()
    try:
        with tempfile.TemporaryDirectory() as scratch:
            config = Path(scratch) / "config.json"
            config.write_text(json.dumps(model.settled(model.config)), encoding="utf-8")
            synthesizer = Synthesizer(
                tts_checkpoint=model.weights,
                tts_config_path=config,
                vocoder_checkpoint=vocoder / "model.pth" if has_vocoder else None,
                vocoder_config=vocoder / "config.json" if has_vocoder else None,
                use_cuda=cuda,
            )
    except _BROKEN as error:
        reason = str(error).strip().splitlines()[:1] or [type(error).__name__]
        raise UserError(
            f"the Coqui model in {model.path} cannot be loaded: {reason[0]}. Its files are cut short, or do "
            "not belong together; fetch them again."
        ) from error
    synthesizer.eval()
    own_length_scale = float(getattr(synthesizer.tts_model, "length_scale", 1.0))
    return _Loaded(model, synthesizer, int(synthesizer.output_sample_rate), own_length_scale)


@contextlib.contextmanager
def _seeded(utterance: Utterance, said: object) -> Iterator[None]:
    """Make what is random depend on the text alone, and leave the generators as they were."""
    import torch

    text = repr((utterance.voice, utterance.language, said))
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "little")
    # Griffin and Lim's way from spectrum to sound begins with phases from numpy.
    state = np.random.get_state()
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(seed)
        np.random.seed(seed)
        try:
            yield
        finally:
            np.random.set_state(state)


def _synthesized(
    loaded: _Loaded, ids: list[int], speaker: str | None, utterance: Utterance
) -> dict[str, Any]:
    """Let the network say these numbers."""
    network = loaded.network
    if hasattr(network, "length_scale"):
        network.length_scale = loaded.own_length_scale / utterance.speed
    elif utterance.speed != 1:
        raise UserError(f"the model '{loaded.model.name}' has one pace; leave the speed at 1.")
    network.tokenizer.text_to_ids = lambda text, language=None: ids
    with _seeded(utterance, ids):
        result: dict[str, Any] = network.synthesize(
            "",
            speaker=speaker,
            language=_language(network, utterance),
            use_griffin_lim=not loaded.synthesizer.vocoder_model,
        )
    return result


def _language(network: Any, utterance: Utterance) -> str | None:
    """Return the network's name for the language of the text, where it has several."""
    names = list(getattr(network.language_manager, "language_names", ()))
    if len(names) < 2:
        return None
    wanted = utterance.language.lower()
    for name in names:
        if name.lower() in (wanted, wanted.partition("-")[0]):
            return str(name)
    raise UserError(f"this model does not speak '{utterance.language}'; it speaks {', '.join(names)}.")


def _sound(result: dict[str, Any], loaded: _Loaded) -> Samples:
    wav = result["wav"]
    if loaded.synthesizer.vocoder_model is not None and result.get("outputs"):
        spectrum = result["outputs"]["model_outputs"]
        if spectrum.ndim == 3 and spectrum.shape[1] != 1:
            wav = loaded.synthesizer._run_vocoder(spectrum[0], loaded.network.device)
    if hasattr(wav, "detach"):
        wav = wav.detach().cpu().numpy()
    sound: Samples = np.clip(np.nan_to_num(np.asarray(wav, np.float32).ravel()), -1, 1)
    return sound


def _say_text(text: str, loaded: _Loaded, speaker: str | None, utterance: Utterance) -> Samples:
    """Let a network that reads text by itself, such as XTTS, say it."""
    reference = sorted(loaded.model.path.glob("*.wav"))
    settings = {"speaker_wav": [str(path) for path in reference]} if reference and not speaker else {}
    with _seeded(utterance, text):
        result = loaded.network.synthesize(
            text,
            speaker=speaker,
            language=_language(loaded.network, utterance),
            speed=utterance.speed,
            **settings,
        )
    return _sound(result, loaded)


def _frames(outputs: dict[str, Any], alignment: Any, n_ids: int) -> list[int] | None:
    """Return how many frames each number lasts; None if the network does not say so for certain."""
    if outputs.get("durations") is not None:
        durations = outputs["durations"].detach().cpu().numpy().ravel()
        return [round(float(n)) for n in durations] if len(durations) == n_ids else None
    if alignment is None:
        return None
    path: np.ndarray = alignment.detach().cpu().numpy().squeeze()
    for ids_by_frames in (path, path.T):
        if len(ids_by_frames) == n_ids and _is_path(ids_by_frames):
            return [round(float(n)) for n in ids_by_frames.sum(axis=1)]
    return None


def _is_path(path: np.ndarray) -> bool:
    """Whether each frame belongs to one number and no other."""
    return path.ndim == 2 and bool(np.isin(path, (0, 1)).all() and (path.sum(axis=0) <= 1).all())
