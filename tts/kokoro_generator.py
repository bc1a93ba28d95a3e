"""Kokoro's network, whose generator is rebuilt to take less time.

Half of the network's time goes into 36 convolutions of 7 and 11 taps in residual blocks of its generator. In
each block, three times: norm, scale and shift by the voice's style, `y + sin(a y)² / a`, convolution, the
same again, sum. The int8 file does that in some twenty passes over the signal, and multiplies every tap. Here

- norm, style and the angle of the sine are one pass (`InstanceNormalization`);
- with `v = 2 a y - pi / 2`, `y + sin(a y)² / a` is `(v + sin(v) + pi / 2 + 1) / 2 a`: the divisor goes
  into the kernel, the constant into the bias and what lies outside the signal;
- the convolution is in 32-bit floats by spectra, see `tts.fast_convolution`;
- a bias in front of a norm changes nothing, so those of a block are added at its end.

The short spectra of the voice's harmonics are a convolution with waves of 20 samples; the operator that is
made for them (`STFT`) takes twenty times as long, and leaves to chance which of two angles a negative number
has.

The two blocks with 3 taps take as long either way and stay as they are, and so does all that the letters'
durations depend on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from herald.media import Samples
from tts import fast_convolution, onnx_nodes
from tts.fast_convolution import convolution
from tts.onnx_nodes import Nodes

if TYPE_CHECKING:
    import onnx

SOURCES = (__file__, fast_convolution.__file__, onnx_nodes.__file__)
"""The files that say what `rebuild` makes."""

_BLOCKS = ("noise_res.0", "noise_res.1", "resblocks.1", "resblocks.2", "resblocks.4", "resblocks.5")

_DILATIONS = (1, 3, 5)
"""Of the first convolution of each of a block's three; the second has none."""

_VALUES = "/decoder/decoder/generator"

_WEIGHTS = "decoder.decoder.generator"

_EPSILON = 1e-5

_BEYOND_SINE = np.pi / 2 + 1

_HARDLY_ANYTHING = 1e-30


def rebuild(model: onnx.ModelProto) -> Callable[[], dict[str, Samples]]:
    """Rebuild the residual blocks of Kokoro's generator.

    Args:
        model: changed in place.

    Returns:
        what makes the weights that the model now takes as further inputs, by name: that takes a while, and
        the model can be loaded meanwhile.
    """
    nodes = Nodes("rebuilt/")
    file = _File(model.graph)
    for block in _BLOCKS:
        _rebuild_block(nodes, file, block)
    _rebuild_spectra(nodes, file)
    nodes.put_into(model.graph)
    return nodes.weights


class _File:
    """What the int8 file says of the generator."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self._tensors = {tensor.name: tensor for tensor in graph.initializer}
        self._makers = {output: node for node in graph.node for output in node.output}

    def weight(self, name: str) -> Samples:
        """Return an array of the generator, without its axes of length 1."""
        return self._array(f"{_WEIGHTS}.{name}").squeeze()

    def constant(self, name: str) -> Samples:
        """Return a constant of the generator."""
        return self._array(f"{_VALUES}/{name}_output_0")

    def kernel(self, block: str, convolution: str) -> Samples:
        """Return the weights of a convolution, float32 `[O, C, K]`."""
        node = self._makers[f"{_VALUES}/{block}/{convolution}/Conv_output_0_output_quantized"]
        _, weights, _, zero = node.input
        scales = self._makers[f"{_WEIGHTS}.{block}.{convolution}.bias_scale"].input
        (scale,) = (self._array(name) for name in scales if name in self._tensors)
        return (self._array(weights) - self._array(zero)) * scale

    def goes_into(self, block: str) -> str:
        """Return the value that a block starts from: what its first sum adds to its first convolutions."""
        values: list[str] = list(self._makers[f"{_VALUES}/{block}/Add_2_output_0"].input)
        (value,) = (value for value in values if not value.endswith("/convs2.0/Conv_output_0"))
        return value

    def _array(self, name: str) -> Samples:
        import onnx

        return onnx.numpy_helper.to_array(self._tensors[name]).astype(np.float32)


def _rebuild_block(nodes: Nodes, file: _File, block: str) -> None:
    x = file.goes_into(block)
    bias = np.zeros(1, np.float32)
    for i, dilation in enumerate(_DILATIONS):
        between, _ = _convolved(nodes, file, block, f"1.{i}", x, dilation)
        residue, constant = _convolved(nodes, file, block, f"2.{i}", between, 1)
        x = nodes.add("Add", residue, x)
        bias = bias + constant + file.weight(f"{block}.convs2.{i}.bias")
    constant_bias = nodes.constant(f"{block}/bias", bias[:, None])
    nodes.add("Add", x, constant_bias, output=f"{_VALUES}/{block}/Add_8_output_0")


def _convolved(
    nodes: Nodes, file: _File, block: str, which: str, x: str, dilation: int
) -> tuple[str, Samples]:
    """Add a norm, an activation and a convolution.

    Returns:
        the value without its bias, and the constant `[O]` that the activation leaves to the bias.
    """
    name = f"{block}/{which}"
    twice = 2 * file.weight(f"{block}.alpha{which}")
    shift = np.concatenate([twice, np.full_like(twice, -np.pi / 2)])
    style = f"{_VALUES}/{block}/adain{which}/fc/Gemm_output_0"
    style = nodes.add("Mul", style, nodes.constant(f"{name}/factor", np.tile(twice, 2)))
    style = nodes.add("Add", style, nodes.constant(f"{name}/shift", shift))
    scale, centre = nodes.halves(nodes.add("Reshape", style, nodes.integers(-1)))
    v = nodes.add("InstanceNormalization", x, scale, centre, epsilon=_EPSILON)
    v = nodes.add("Add", v, nodes.add("Sin", v))
    kernel = file.kernel(block, f"convs{which}") / twice[:, None]
    return convolution(nodes, name, v, kernel, dilation, -_BEYOND_SINE), _BEYOND_SINE * kernel.sum((1, 2))


def _rebuild_spectra(nodes: Nodes, file: _File) -> None:
    """Make the spectra of the harmonics: real and imaginary parts `[1, bins, steps]`."""
    step, window = int(file.constant("Constant_15")), file.constant("Constant_17")
    waves = np.round(np.fft.rfft(np.eye(len(window)), axis=0) * window, 12)[:, None]
    harmonics = nodes.add("Reshape", f"{_VALUES}/Reshape_3_output_0", nodes.integers(1, 1, -1))
    # A negative real number has the angle pi where the network was trained. The file gives it minus pi unless
    # the imaginary part is above 0, and the operator leaves that to the last digit.
    for part, array, above, output in (
        ("real", waves.real, 0, "Gather_4"),
        ("imaginary", waves.imag, _HARDLY_ANYTHING, "Gather_5"),
    ):
        kernel = nodes.constant(f"waves_{part}", array.astype(np.float32))
        bias = nodes.constant(f"waves_{part}_bias", np.full(len(array), above, np.float32))
        made = f"{_VALUES}/{output}_output_0"
        nodes.add("Conv", harmonics, kernel, bias, kernel_shape=[len(window)], strides=[step], output=made)
