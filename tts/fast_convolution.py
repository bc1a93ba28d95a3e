"""A convolution as products of spectra, made of ONNX nodes: fewer products where the kernel is long.

The signal is cut in blocks that overlap by the kernel's length less one ("overlap-save"). Each block is
taken to its spectrum, which is multiplied by the kernel's and taken back; both ways are products with a
matrix, since blocks are short. With 11 taps and blocks of 27 samples that is 2.4 products for each pair of
channels and sample in place of 11. A complex product is three real ones (Gauss): for `(a + bi)(c + di)`,
their two sides are `a + b, a, b` and `c, d - c, c + d`, and the matrices have that in them.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from herald.media import Samples
from tts.onnx_nodes import Nodes

BLOCK = 27
"""Samples of a block. From 22 to 40 it takes equally long; with fewer it needs less memory, and the
40 products of 27 fill vectors of 8."""


def convolution(nodes: Nodes, name: str, signal: str, kernel: Samples, dilation: int, outside: float) -> str:
    """Add a convolution that is as long as what goes in.

    Args:
        nodes: to add to.
        name: of the weights.
        signal: the value `[1, C, T]`.
        kernel: float32 `[O, C, K]`, K odd.
        dilation: of the taps.
        outside: what the signal is taken to be before its start and after its end.

    Returns:
        the value `[1, O, T]`.
    """
    n_out, n_in, taps = kernel.shape
    to_spectra, of_kernel, from_spectra = _matrices(taps)
    new = BLOCK - taps + 1
    products = len(to_spectra)

    def weights() -> Samples:
        # An output channel at a time, for which BLAS wakes no threads: that would take longer than all of it.
        made = np.empty((products, n_out, n_in), np.float32)
        np.matmul(of_kernel, kernel.transpose(0, 2, 1), out=made.transpose(1, 0, 2))
        return made

    n_samples = nodes.add("Shape", signal, start=2, end=3)
    x = _padded(nodes, signal, n_samples, taps // 2 * dilation, new * dilation, outside)
    if dilation > 1:
        x = nodes.add("Reshape", x, nodes.integers(n_in, -1, dilation))
        x = nodes.add("Transpose", x, perm=[0, 2, 1])
    # One channel, in which the signals are the rows of a picture: blocks come in the order that the product
    # with the weights wants, and nothing has to be turned.
    x = nodes.add("Reshape", x, nodes.integers(1, 1, n_in * dilation, -1))
    there = nodes.constant(f"to_spectra_{taps}", to_spectra[:, None, None, :])
    x = nodes.add("Conv", x, there, kernel_shape=[1, BLOCK], strides=[1, new])
    x = nodes.add("Reshape", x, nodes.integers(products, n_in, -1))
    x = nodes.add("MatMul", nodes.weight(name, (products, n_out, n_in), weights), x)
    x = nodes.add("Reshape", x, nodes.integers(products, -1))
    x = nodes.add("MatMul", nodes.constant(f"from_spectra_{taps}", from_spectra), x)
    x = nodes.add("Transpose", x, perm=[1, 0])
    if dilation > 1:
        x = nodes.add("Reshape", x, nodes.integers(n_out, dilation, -1))
        x = nodes.add("Transpose", x, perm=[0, 2, 1])
    x = nodes.add("Reshape", x, nodes.integers(1, n_out, -1))
    return nodes.add("Slice", x, nodes.integers(0), n_samples, nodes.integers(2))


def _padded(nodes: Nodes, signal: str, n_samples: str, before: int, whole: int, outside: float) -> str:
    """Pad a signal to a multiple of `whole`, and by `before` at both ends."""
    blocks = nodes.add("Div", nodes.add("Add", n_samples, nodes.integers(whole - 1)), nodes.integers(whole))
    length = nodes.add("Add", nodes.add("Mul", blocks, nodes.integers(whole)), nodes.integers(before))
    after = nodes.add("Sub", length, n_samples)
    pads = nodes.add("Concat", nodes.integers(0, 0, before, 0, 0), after, axis=0)
    value = nodes.constant(f"outside_{outside}", np.array(outside, np.float32))
    return nodes.add("Pad", signal, pads, value)


@cache
def _matrices(taps: int) -> tuple[Samples, Samples, Samples]:
    """Return the ways of a block `[products, BLOCK]` and of a kernel `[products, taps]` to spectra, and back.

    The way back, `[BLOCK - taps + 1, products]`, leaves out the samples that the block's ends have spoilt.
    """
    there = np.fft.rfft(np.eye(BLOCK), axis=0)
    block, kernel, back = [], [], []
    for i, wave in enumerate(there):
        unit = np.zeros(len(there), complex)
        unit[i] = 1
        real, imaginary = np.fft.irfft(unit, BLOCK), np.fft.irfft(1j * unit, BLOCK)
        a, b = wave.real, wave.imag
        if i == 0 or 2 * i == BLOCK:
            block += [a]
            kernel += [a]
            back += [real]
        else:
            block += [a + b, a, b]
            kernel += [a, b - a, a + b]
            back += [real + imaginary, imaginary, -real]
    # A network's convolution is a correlation: its kernel runs backward.
    backward = np.array(kernel)[:, taps - 1 :: -1]
    valid = np.array(back)[:, taps - 1 :].T
    return np.array(block, np.float32), backward.astype(np.float32), np.ascontiguousarray(valid, np.float32)
