"""Voices made for Piper, run with onnxruntime: VITS networks that read eSpeak's phones.

A voice is two files, `NAME.onnx` and `NAME.onnx.json`. Piper itself is not needed. The phones come from
eSpeak NG, as in training; the marks from the durations that the network computes on its way.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from herald.errors import UserError, did_you_mean
from herald.media import Mark, Samples, Speech, Utterance, Waveform
from herald.sound import faded
from tts.alignment import Letter, marks_of
from tts.engine import Aligner, ModelPath, Voice, check_speed
from tts.espeak import Espeak
from tts.extras import check_installed
from tts.ipa import punctuation_after, together
from tts.pieces import joined, pieces, without_tail
from tts.pronounce import SaidToken, reading_of, said_tokens
from tts.spoken_phones import phones_of
from tts.voice_files import read_json, read_voice_file
from tts.words import tokens_of, words_of

if TYPE_CHECKING:
    import onnxruntime

PREFIX = "piper/"
FOLDER = "piper"
"""Where the user's own voices lie, under the folder of models."""

MOST_LETTERS = 400
"""A longer text is cut, since the network's memory grows with the square of it."""

_JOE = "en_US-joe-medium"
_KNOWN = {_JOE: Voice(PREFIX + _JOE, "piper", "en-us", "male", "CC0-1.0 AND LicenseRef-Lessac", ())}
"""Voices of the model registry. Joe's card says CC0-1.0 of its recordings, and that it was fine-tuned from
the voice lessac, whose recordings come with stricter terms; whether they bind Joe is not settled."""

_NOISE = "herald_noise"
_N_NOISE = 1 << 20
"""After how many numbers the noise that makes the voice lively repeats: a minute at 22 kHz."""


@dataclass(frozen=True)
class PiperConfig:
    """What a voice's JSON file says.

    Attributes:
        rate_hz: of the sound.
        language: BCP-47, lower case.
        espeak_voice: eSpeak's name of the language.
        ids: the numbers of each phone letter.
        scales: noise, length and noise of the durations.
        speakers: numbers of the speakers by name; empty for one.
    """

    rate_hz: int
    language: str
    espeak_voice: str
    ids: dict[str, list[int]]
    scales: tuple[float, float, float]
    speakers: dict[str, int]

    @classmethod
    def read(cls, path: Path) -> PiperConfig:
        """Read a voice's JSON file.

        Raises:
            UserError: it is missing or is no such file.
        """
        data = read_json(path)
        try:
            inference = data.get("inference", {})
            scales = [inference.get(key, usual) for key, usual in _SCALES]
            speakers = data.get("speaker_id_map", {}) if data.get("num_speakers", 1) > 1 else {}
            espeak_voice = str(data["espeak"]["voice"])
            code = str(data.get("language", {}).get("code", espeak_voice))
            return cls(
                rate_hz=int(data["audio"]["sample_rate"]),
                language=code.lower().replace("_", "-"),
                espeak_voice=espeak_voice,
                ids={str(k): [int(i) for i in v] for k, v in data["phoneme_id_map"].items()},
                scales=(float(scales[0]), float(scales[1]), float(scales[2])),
                speakers={str(k): int(v) for k, v in speakers.items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UserError(
                f"{path} is not the JSON file of a Piper voice: {error!r} is missing or wrong."
            ) from error


_SCALES = (("noise_scale", 0.667), ("length_scale", 1.0), ("noise_w", 0.8))


@dataclass
class _Loaded:
    """A voice that is ready to speak."""

    config: PiperConfig
    session: onnxruntime.InferenceSession
    has_durations: bool
    has_noise: bool


class Piper:
    """The engine for Piper's voices.

    Args:
        model_path: gives the local path of a file in the model registry.
        models: the folder with the user's own, in `piper/NAME.onnx` and `piper/NAME.onnx.json`.
        align: finds the phones of networks that do not give their durations.
    """

    name = "piper"
    version = 3

    def __init__(
        self, model_path: ModelPath, models: Path | None = None, align: Aligner | None = None
    ) -> None:
        self._model_path = model_path
        self._folder = models / FOLDER if models is not None else None
        self._align = align
        self._espeak = Espeak(extra="piper")
        self._loaded: dict[str, _Loaded] = {}

    def voices(self) -> tuple[Voice, ...]:
        """Return the registry's voices and the user's own; a folder that cannot be read has none."""
        own = [voice for path in self._own().values() for voice in _voices_of(path)]
        known = [
            Voice(v.name, v.engine, v.language, v.gender, v.licence, _registry_names(name))
            for name, v in _KNOWN.items()
        ]
        return (*known, *own)

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance.

        Raises:
            UserError: the voice is unknown or its files are not those of a Piper voice, the speed is out of
                reach, the text has nothing to say, or the network does not give its durations and there is no
                aligner.
        """
        check_speed(utterance.speed)
        words_of(utterance.text)
        loaded, speaker = self._voice(utterance.voice)
        tokens = tokens_of(utterance.text)
        reading = reading_of(utterance, self._espeak)
        letters = self._letters(reading.spoken, said_tokens(reading, tokens), loaded.config)
        if not any(letter.word is not None for letter in letters):
            raise UserError(f"the voice '{utterance.voice}' cannot say '{utterance.text.strip()}'.")
        words = [token.text for token in tokens]
        said = [
            (*self._say(piece, words, loaded, speaker, utterance.speed), pause_ms)
            for piece, pause_ms in pieces(letters, MOST_LETTERS)
        ]
        samples, marks = joined(said, loaded.config.rate_hz, utterance.speed)
        return Speech(utterance.text, Waveform(samples, loaded.config.rate_hz), marks)

    def close(self) -> None:
        """Let go of the networks and of the eSpeak process."""
        self._loaded.clear()
        self._espeak.close()

    def _own(self) -> dict[str, Path]:
        if self._folder is None or not self._folder.is_dir():
            return {}
        found = sorted(self._folder.glob("*.onnx"))
        # The registry keeps its files here too.
        return {path.stem: path for path in found if path.stem not in _KNOWN}

    def _voice(self, voice: str) -> tuple[_Loaded, int]:
        """Return the network of a voice and its speaker's number."""
        name, _, speaker = voice.removeprefix(PREFIX).partition("/")
        own = self._own()
        if not voice.startswith(PREFIX) or name not in {**own, **_KNOWN}:
            hint = did_you_mean(voice, (v.name for v in self.voices()))
            raise UserError(f"Piper has no voice '{voice}'. {hint}".rstrip())
        if name not in self._loaded:
            model, config = (
                (own[name], Path(f"{own[name]}.json"))
                if name in own
                else (self._model_path(file) for file in _registry_names(name))
            )
            self._loaded[name] = _load(model, PiperConfig.read(config))
        loaded = self._loaded[name]
        speakers = loaded.config.speakers
        if speaker and speaker not in speakers:
            known = f"; its speakers are {', '.join(speakers)}" if speakers else "; it has one speaker"
            raise UserError(f"the voice '{PREFIX}{name}' has no speaker '{speaker}'{known}.")
        return loaded, speakers.get(speaker, 0)

    def _letters(self, spoken: str, said: Sequence[SaidToken], config: PiperConfig) -> list[Letter]:
        """Return the phones of what is said letter by letter, with its punctuation."""
        letters: list[Letter] = []
        by_word = phones_of(self._espeak.read(spoken, config.espeak_voice), said, config.espeak_voice)
        for i, word in enumerate(said):
            for phone in by_word.get(i, ()):
                if phone.starts_group and letters and letters[-1].symbol != " ":
                    letters.append(Letter(" ", None))
                letters += [Letter(c, word.of) for c in phone.phone.symbol if c in config.ids and c != " "]
            # A full stop after an abbreviation is none.
            clause_ends = i not in by_word or by_word[i][-1].ends_clause
            mark = punctuation_after(word.token) if clause_ends else ""
            if letters and mark in config.ids:
                letters.append(Letter(mark, None))
        return letters

    def _say(
        self, letters: Sequence[Letter], words: Sequence[str], loaded: _Loaded, speaker: int, speed: float
    ) -> tuple[Samples, tuple[Mark, ...]]:
        config = loaded.config
        ids, owners = _tokenised(letters, config)
        noise, length, noise_w = config.scales
        inputs: dict[str, Any] = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array([noise, length / speed, noise_w], np.float32),
        }
        if len(config.speakers) > 0:
            inputs["sid"] = np.array([speaker], np.int64)
        if loaded.has_noise:
            inputs[_NOISE] = _noise(ids)
        outputs = loaded.session.run(None, inputs)
        whole = np.clip(np.asarray(outputs[0], np.float32).ravel(), -1, 1)
        sound = without_tail(whole, config.rate_hz)
        padded = [Letter("", None), *letters, Letter("", None)]
        if loaded.has_durations:
            frames = np.rint(outputs[1].ravel()).astype(int)
            edges = _edges(frames, owners, len(padded), len(whole))
        elif self._align is None:
            raise UserError(
                "this Piper voice does not say how long its phones are, and no aligner is here to find them. "
                "Use a voice whose network has a 'Ceil' step, as those that Piper exports have."
            )
        else:
            found = self._align(Waveform(sound, config.rate_hz), letters, config.language)
            edges = [0, *found, len(sound)]
        samples, marks = marks_of(*together(padded, edges), sound, config.rate_hz, words)
        return faded(Waveform(samples, config.rate_hz)).samples, marks


def _registry_names(name: str) -> tuple[str, ...]:
    return (f"piper/{name}.onnx", f"piper/{name}.onnx.json")


def _voices_of(path: Path) -> Iterator[Voice]:
    """Yield the voices of a network of the user's own; none if its JSON file is not right."""
    config_path = Path(f"{path}.json")
    if not config_path.is_file():
        return
    try:
        config = PiperConfig.read(config_path)
        card = read_voice_file(path.with_suffix(".toml"))
    except UserError:
        # Listing voices must not fail because of one; speaking with it says what is wrong.
        return
    files = (path, config_path)
    yield card.voice(f"{PREFIX}{path.stem}", "piper", config.language, files)
    for speaker in config.speakers:
        yield card.voice(f"{PREFIX}{path.stem}/{speaker}", "piper", config.language, files)


def _tokenised(letters: Sequence[Letter], config: PiperConfig) -> tuple[list[int], list[int]]:
    """Return the network's numbers, and for each its letter, counted with the padding before the first."""
    pad = config.ids.get("_", [0])
    ids = list(config.ids.get("^", []))
    owners = [0] * len(ids)
    for i, letter in enumerate(letters):
        # The blank before a letter is its beginning: so counted, phones explain 52 % of the variance of the
        # spectrum of 13 sentences of en_US-joe-medium, and 45 % if it were the end of the letter before.
        numbers = [*pad, *config.ids[letter.symbol]]
        ids += numbers
        owners += [i + 1] * len(numbers)
    end = [*pad, *config.ids.get("$", [])]
    return [*ids, *end], [*owners, *[len(letters) + 1] * len(end)]


def _edges(frames: Sequence[int], owners: Sequence[int], n_letters: int, n_samples: int) -> list[int]:
    """Return where each letter starts and the last one stops."""
    hop = n_samples // max(1, sum(frames))
    lengths = [0] * n_letters
    for owner, n in zip(owners, frames, strict=True):
        lengths[owner] += int(n) * hop
    return list(accumulate(lengths, initial=0))


def _noise(ids: Sequence[int]) -> Samples:
    """Return the noise for a text: the same for the same text."""
    seed = int.from_bytes(hashlib.sha256(np.array(ids, "<i8").tobytes()).digest()[:4], "little")
    # This generator's stream is promised never to change.
    noise: Samples = np.random.RandomState(seed).standard_normal(_N_NOISE).astype(np.float32)
    return noise


def _load(path: Path, config: PiperConfig) -> _Loaded:
    """Load a network, with its durations as an output and its noise as inputs.

    Raises:
        UserError: it is no network of this kind.
    """
    for module in ("onnx", "onnxruntime"):
        check_installed(module, "piper")
    import onnx
    import onnxruntime
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    broken = (
        state.InvalidGraph,
        state.InvalidProtobuf,
        state.Fail,
        state.InvalidArgument,
        state.NotImplemented,
    )
    try:
        model = onnx.load(path)
        _open(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = os.cpu_count() or 1
        options.inter_op_num_threads = 1
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
    except FileNotFoundError:
        raise UserError(f"there is no {path}.") from None
    except (DecodeError, ValueError, *broken) as error:
        raise UserError(f"{path} is not a whole ONNX network. Fetch it again. ({error})") from error
    names = {wanted.name for wanted in session.get_inputs()}
    if not {"input", "input_lengths", "scales"} <= names or ("sid" in names) != bool(config.speakers):
        raise UserError(
            f"{path} is a network, but not one of the Piper voice that {path.name}.json describes."
        )
    return _Loaded(config, session, len(session.get_outputs()) > 1, _NOISE in names)


def _open(model: Any) -> None:
    """Make the durations an output and the noise an input of a network, where it has them.

    onnxruntime's own noise depends on what was said before. From the noise that is given, numbers are taken
    in turn, however many the sentence needs.
    """
    from onnx import TensorProto, helper, numpy_helper

    graph = model.graph
    ceils = [node for node in graph.node if node.op_type == "Ceil"]
    if len(graph.output) == 1 and len(ceils) == 1:
        graph.output.append(helper.make_tensor_value_info(ceils[0].output[0], TensorProto.FLOAT, None))
    noisy = [node for node in graph.node if node.op_type == "RandomNormalLike"]
    if not noisy:
        return
    graph.input.append(helper.make_tensor_value_info(_NOISE, TensorProto.FLOAT, [_N_NOISE]))
    constants = {"one": 1, "period": _N_NOISE, **{f"start_{k}": k * _N_NOISE // 2 for k in range(len(noisy))}}
    for label, value in constants.items():
        graph.initializer.append(numpy_helper.from_array(np.array(value, np.int64), f"{_NOISE}_{label}"))
    for k, node in enumerate(noisy):
        name, like = f"{_NOISE}_{k}", node.input[0]
        steps = (
            helper.make_node("Shape", [like], [f"{name}_shape"]),
            helper.make_node("Size", [like], [f"{name}_size"]),
            helper.make_node("Add", [f"{_NOISE}_start_{k}", f"{name}_size"], [f"{name}_stop"]),
            helper.make_node(
                "Range", [f"{_NOISE}_start_{k}", f"{name}_stop", f"{_NOISE}_one"], [f"{name}_row"]
            ),
            helper.make_node("Mod", [f"{name}_row", f"{_NOISE}_period"], [f"{name}_turn"]),
            helper.make_node("Gather", [_NOISE, f"{name}_turn"], [f"{name}_flat"]),
            helper.make_node("Reshape", [f"{name}_flat", f"{name}_shape"], [node.output[0]]),
        )
        at = list(graph.node).index(node)
        graph.node.remove(node)
        for i, step in enumerate(steps):
            graph.node.insert(at + i, step)
