"""The rebuilt generator against the file as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from herald.media import Samples
from tts.kokoro_generator import rebuild
from tts.kokoro_model import MODEL, RATE_HZ, style_file, styles_of
from tts.phones import ids_of

ModelPath = Callable[[str], Path]

LETTERS = "ðə ɹˈiːdɪŋ ɹˈuːm."

DURATIONS = "/encoder/Clip_output_0"
HARMONICS = "/decoder/decoder/generator/Reshape_3_output_0"
SPECTRA = ("/decoder/decoder/generator/Gather_4_output_0", "/decoder/decoder/generator/Gather_5_output_0")


def said(model_path: ModelPath, rebuilt: bool) -> list[Samples]:
    """Say LETTERS; returns audio, durations, harmonics, and their spectra, real and imaginary."""
    outputs = ("audio", DURATIONS, HARMONICS, *SPECTRA)
    model = onnx.ModelProto.FromString(model_path(MODEL).read_bytes())
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in outputs[1:])
    weights = rebuild(model)() if rebuilt else {}
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    ids = ids_of(LETTERS)
    style = styles_of(model_path(style_file("af_heart")))[len(ids) - 1]
    given = {
        "tokens": np.array([[0, *ids, 0]], np.int64),
        "style": style,
        "speed": np.ones(1, np.float32),
        **weights,
    }
    return session.run(outputs, given)


@pytest.fixture(scope="module")
def as_it_is(model_path: ModelPath) -> Sequence[Samples]:
    return said(model_path, rebuilt=False)


@pytest.fixture(scope="module")
def rebuilt(model_path: ModelPath) -> Sequence[Samples]:
    return said(model_path, rebuilt=True)


def test_letters_last_as_long(as_it_is: Sequence[Samples], rebuilt: Sequence[Samples]):
    np.testing.assert_array_equal(rebuilt[1], as_it_is[1])
    assert len(rebuilt[0].ravel()) == len(as_it_is[0].ravel())


def test_it_sounds_the_same(as_it_is: Sequence[Samples], rebuilt: Sequence[Samples]):
    ours, theirs = (bands_db(found[0].ravel()) for found in (rebuilt, as_it_is))
    loud = theirs > theirs.max() - 50
    assert np.abs(ours - theirs)[loud].mean() < 1.5


def test_spectra_of_harmonics(rebuilt: Sequence[Samples]):
    harmonics, real, imaginary = (value[0] for value in rebuilt[2:])
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(20) / 20)
    steps = np.lib.stride_tricks.sliding_window_view(harmonics, 20)[::5]
    wanted = np.fft.rfft(steps * window, axis=1).T
    np.testing.assert_allclose(real, wanted.real, atol=1e-5)
    np.testing.assert_allclose(imaginary, wanted.imag, atol=1e-5)
    # The lowest and the highest have no imaginary part: above 0 their angle is pi, and not minus pi.
    assert (imaginary[[0, -1]] > 0).all()
    assert imaginary[[0, -1]].max() < 1e-20


def bands_db(samples: Samples) -> Samples:
    """Levels in 40 bands, every 10 ms."""
    steps = np.lib.stride_tricks.sliding_window_view(samples, 1024)[:: RATE_HZ // 100] * np.hanning(1024)
    power = np.square(np.abs(np.fft.rfft(steps, axis=1)))
    mel = np.log1p(np.fft.rfftfreq(1024, 1 / RATE_HZ) / 700)
    band = np.minimum(mel / mel[-1] * 40, 39).astype(int)
    sums = np.stack([power[:, band == i].sum(axis=1) for i in range(40) if (band == i).any()])
    return 10 * np.log10(sums + 1e-9)
