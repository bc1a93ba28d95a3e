"""Coqui models small enough to make in a test: random weights, so they hum rather than speak."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LETTERS = "abcdefghijklmnopqrstuvwxyz"
IPA = "abdefhijklmnoprstuvwzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒθᵻˈˌː"


def make_tiny(folder: Path, kind: str, phonemes: bool = False, seed: int = 0, n_speakers: int = 0) -> Path:
    """Make a model of that kind ("vits", "glow_tts" or "fast_pitch") and save it in `folder`."""
    from tts.coqui_repairs import repair, replace_phonemizer

    repair()
    import torch

    replace_phonemizer()
    torch.manual_seed(seed)
    folder.mkdir(parents=True, exist_ok=True)
    config, network = {"vits": _vits, "glow_tts": _glow_tts, "fast_pitch": _fast_pitch}[kind](
        _common(phonemes), n_speakers
    )
    config.save_json(str(folder / "config.json"))
    torch.save({"model": network.state_dict(), "config": config.to_dict(), "step": 0}, folder / "model.pth")
    return folder


def _common(phonemes: bool) -> dict[str, Any]:
    from TTS.config.shared_configs import BaseAudioConfig
    from TTS.tts.configs.shared_configs import CharactersConfig

    return {
        "audio": BaseAudioConfig(
            sample_rate=22050,
            fft_size=1024,
            win_length=1024,
            hop_length=256,
            num_mels=80,
            mel_fmin=0,
            mel_fmax=None,
        ),
        "characters": CharactersConfig(
            characters_class="TTS.tts.utils.text.characters.Graphemes",
            pad="_",
            eos="",
            bos="",
            blank="<BLNK>",
            characters=IPA if phonemes else LETTERS,
            punctuations=" !,.?;:'",
            phonemes="",
        ),
        "text_cleaner": "phoneme_cleaners" if phonemes else "english_cleaners",
        "use_phonemes": phonemes,
        "phonemizer": "espeak" if phonemes else None,
        "phoneme_language": "en-us" if phonemes else None,
        "add_blank": True,
        "test_sentences": [],
    }


def _vits(common: dict[str, Any], n_speakers: int) -> tuple[Any, Any]:
    from TTS.tts.configs.vits_config import VitsArgs, VitsConfig
    from TTS.tts.models.vits import Vits

    arguments = VitsArgs(
        hidden_channels=32, hidden_channels_ffn_text_encoder=64, num_layers_text_encoder=1,
        num_layers_posterior_encoder=1, num_layers_flow=1, upsample_initial_channel_decoder=32,
        resblock_type_decoder="2", resblock_kernel_sizes_decoder=[3],
        resblock_dilation_sizes_decoder=[[1, 3]], init_discriminator=False, use_sdp=False,
    )  # fmt: skip
    common["characters"].characters_class = "TTS.tts.models.vits.VitsCharacters"
    config = VitsConfig(model_args=arguments, **common)
    if n_speakers:
        arguments.use_speaker_embedding = config.use_speaker_embedding = True
        arguments.num_speakers = config.num_speakers = n_speakers
        config.speakers = [f"s{i}" for i in range(n_speakers)]
    network = Vits(config)
    return network.config, network


def _glow_tts(common: dict[str, Any], n_speakers: int) -> tuple[Any, Any]:
    from TTS.tts.configs.glow_tts_config import GlowTTSConfig
    from TTS.tts.models.glow_tts import GlowTTS

    config = GlowTTSConfig(
        hidden_channels_enc=32, hidden_channels_dec=32, hidden_channels_dp=32, num_flow_blocks_dec=2,
        num_block_layers=1, encoder_params={
            "kernel_size": 3, "dropout_p": 0.1, "num_layers": 1, "num_heads": 2, "hidden_channels_ffn": 32,
        }, **common,
    )  # fmt: skip
    network = GlowTTS(config)
    _slow_down(network.encoder.duration_predictor)
    return network.config, network


def _fast_pitch(common: dict[str, Any], n_speakers: int) -> tuple[Any, Any]:
    from TTS.tts.configs.fast_pitch_config import FastPitchConfig
    from TTS.tts.models.forward_tts import ForwardTTS

    config = FastPitchConfig(**common)
    config.model_args.hidden_channels = 32
    network = ForwardTTS(config)
    _slow_down(network.duration_predictor)
    return network.config, network


def _slow_down(predictor: Any) -> None:
    """Give each letter some four frames; untrained, the logarithms of durations lie about 0."""
    *_, last = [module for module in predictor.modules() if getattr(module, "bias", None) is not None]
    last.bias.data.fill_(1.6)


def make_tiny_xtts(folder: Path, languages: tuple[str, ...] = ("en", "es"), seed: int = 0) -> Path:
    """Make an XTTS model in `folder`, with a second of noise as the recording whose voice it takes.

    Its text network is tiny; its vocoder and its ear for speakers come in one size: 90 MB.
    """
    from tts.coqui_repairs import repair

    repair()
    import numpy as np
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from TTS.tts.configs.xtts_config import XttsArgs, XttsAudioConfig, XttsConfig
    from TTS.tts.models.xtts import Xtts

    from herald.media import Waveform
    from herald.sound import write_wav

    torch.manual_seed(seed)
    folder.mkdir(parents=True, exist_ok=True)
    special = ["[STOP]", "[UNK]", "[SPACE]", "[START]", *(f"[{language}]" for language in languages)]
    vocabulary = {piece: i for i, piece in enumerate([*special, *LETTERS, *".,!?'"])}
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token="[UNK]"))
    tokenizer.add_special_tokens(special)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "vocab.json"))
    arguments = XttsArgs(
        gpt_layers=1, gpt_n_model_channels=64, gpt_n_heads=2, gpt_max_audio_tokens=60, gpt_max_text_tokens=80,
        gpt_max_prompt_tokens=8, gpt_number_text_tokens=len(vocabulary), gpt_start_text_token=3,
        gpt_stop_text_token=0, gpt_num_audio_tokens=34, gpt_start_audio_token=32, gpt_stop_audio_token=33,
        decoder_input_dim=64, tokenizer_file="vocab.json",
    )  # fmt: skip
    config = XttsConfig(model_args=arguments, audio=XttsAudioConfig(), languages=list(languages))
    config.save_json(str(folder / "config.json"))
    network = Xtts(config)
    torch.save({"model": network.state_dict()}, folder / "model.pth")
    noise = 0.1 * np.random.default_rng(seed).standard_normal(22_050)
    write_wav(folder / "reference.wav", Waveform(noise.astype(np.float32), 22_050))
    return folder
