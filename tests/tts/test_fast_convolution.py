from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest

from herald.media import Samples
from tts.fast_convolution import BLOCK, convolution
from tts.onnx_nodes import Nodes

OUTSIDE = -2.5


def by_spectra(signal: Samples, kernel: Samples, dilation: int) -> Samples:
    nodes = Nodes("")
    y = convolution(nodes, "kernel", "x", kernel, dilation, OUTSIDE)
    value = onnx.helper.make_tensor_value_info
    inputs = [value("x", onnx.TensorProto.FLOAT, [1, kernel.shape[1], "T"])]
    graph = onnx.helper.make_graph([], "convolution", inputs, [value(y, onnx.TensorProto.FLOAT, None)])
    nodes.put_into(graph)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 20)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": signal[None], **nodes.weights()})[0][0]


def directly(signal: Samples, kernel: Samples, dilation: int) -> Samples:
    n, taps = signal.shape[1], kernel.shape[2]
    reach = taps // 2 * dilation
    padded = np.pad(signal.astype(float), ((0, 0), (reach, reach)), constant_values=OUTSIDE)
    return sum(kernel[:, :, k] @ padded[:, k * dilation : k * dilation + n] for k in range(taps))


@pytest.mark.parametrize("n_samples", [1, 2, BLOCK - 11, BLOCK, 101, 1234])
@pytest.mark.parametrize(("taps", "dilation"), [(3, 1), (3, 5), (7, 1), (7, 3), (11, 1), (11, 3), (11, 5)])
def test_it_is_the_convolution(taps: int, dilation: int, n_samples: int):
    random = np.random.default_rng(taps * dilation + n_samples)
    kernel = random.standard_normal((5, 4, taps)).astype(np.float32)
    signal = random.standard_normal((4, n_samples)).astype(np.float32)
    wanted = directly(signal, kernel, dilation)
    np.testing.assert_allclose(by_spectra(signal, kernel, dilation), wanted, atol=1e-5 * np.abs(wanted).max())
